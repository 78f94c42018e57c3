"""People: head, hair, hat and clothes."""

from __future__ import annotations

import random

from pipeline.paint.drawn.bodies.hats import HATS
from pipeline.paint.drawn.bodies.shapes import (
    MID,
    Knot,
    curve,
    ellipse,
    leaf,
    line,
    scallop,
    slab,
    spikes,
    star,
    sym,
)
from pipeline.paint.drawn.bodies.sheet import CLOTHS, Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter, lightness, mix, vary

SKINS = ("#f3cfb3", "#e8b48e", "#d39a70", "#b87a50", "#8f5a3a", "#6f4630", "#f7d9c4", "#c68a5e")
HAIRS = ("#2b2024", "#4a2f22", "#6e452a", "#9a6233", "#c9964c", "#a8432a", "#3a3a44")
GREY = ("#d9d6d0", "#c4c2c0", "#efece6")

HEAD = sym([(MID, 78), (326, 92), (382, 160), (388, 264), (366, 340), (320, 394), (MID, 416)])


def person(
    s: Sheet,
    *,
    hat: str = "",
    hair: str = "",
    dress: str = "round",
    beard: str = "",
    skin: str = "",
    hat_colour: str = "",
    cloth: str = "",
    child: bool = False,
    old: bool = False,
    ears: str = "round",
    extra: str = "",
    male: bool = False,
) -> None:
    """One person; what is not said is chosen by the reading's age and gender, and by the seed."""
    reading = s.reading
    old = old or reading.age == "old"
    child = child or reading.age == "child"
    said = reading.adjectives
    if "bald" in said:
        hair = "bald"
    elif "curly" in said and hair != "none":
        hair = "curly"
    if "bearded" in said:
        beard = beard or "chin"
    if reading.gender == "feminine":
        beard = ""
        hair = "" if hair in _MENS_CUTS else hair
    feminine = not male and (reading.gender == "feminine" or (not reading.gender and s.own_rng.random() < 0.5))
    tone = skin or s.own_rng.choice(SKINS)
    strands = s.own_rng.choice(GREY if old else HAIRS)
    cut = hair or s.own_rng.choice(("long", "bob", "bun", "curly") if feminine else ("short", "side", "curly", "crop"))
    # The first colour of a person is the skin, the second what is worn.
    garment = cloth or (s.main if s.named else _worn(reading.text, s.accent))
    if hat == "astronaut":
        _bubble(s)
    _hair_behind(s, cut, strands)
    _shoulders(s, dress, garment, tone)
    if ears:
        _ears(s, ears, tone)
    s.surface(HEAD, tone, "skin", volume=0.9)
    for x in (-74, 74):
        s.glow(MID + x, 322, 40, 28, "#f07a6a", 0.22 if not child else 0.36)
    with s.over():
        if beard or (old and not feminine and not hair and s.chance(0.5) and not child):
            _beard(s, beard or "chin", strands)
        if hat not in ("helmet", "hood", "turban", "veil", "astronaut", "ninja", "wig", "aviator", "jester"):
            _fringe(s, cut, strands)
        with s.raised(8):
            if hat in HATS:
                HATS[hat](s, hat_colour or s.accent)
        _extra(s, extra, tone)
    s.face(MID, 298, 226 if not child else 220, 208, skin=tone, material="skin", hair=strands)


_MENS_CUTS = frozenset({"short", "side", "crop", "bald"})


def _worn(text: str, usual: str) -> str:
    """What a person wears: its usual colour, another shade for another description; never a bare white."""
    draw = random.Random(text)  # noqa: S311 - the colour of clothes
    if lightness(usual) > 0.86:
        return draw.choice(CLOTHS)
    return mix(vary(usual, draw.uniform(-34, 34), draw.uniform(-0.07, 0.1)), draw.choice(CLOTHS), 0.3)


def _ears(s: Sheet, kind: str, tone: str) -> None:
    if kind == "elf":
        s.surface(
            curve([(372, 250, 0), (430, 206), (482, 156, 0), (464, 250), (420, 310), (372, 318, 0)]).pair, tone, "skin"
        )
        s.shade(curve([(392, 256, 0), (452, 196, 0), (420, 290)]).pair, 0.14)
    else:
        s.surface(ellipse(384, 272, 24, 38).pair, tone, "skin")
        s.shade(ellipse(388, 272, 11, 22).pair, 0.14)


def _shoulders(s: Sheet, kind: str, cloth: str, tone: str) -> None:
    s.surface(sym([(MID, 370, 0), (312, 370, 0), (316, 450), (360, 476, 0), (MID, 500)]), darker(tone, 0.12), "skin")
    s.surface(sym([(MID, 470), (318, 446, 0), (400, 462), (466, 492), (490, 530, 0), (MID, 530)]), cloth, "fabric")
    if kind == "collar":
        for k in (-1, 1):
            s.part(
                curve([(MID + k * 66, 440, 0), (MID + k * 100, 462, 0), (MID + k * 50, 508, 0), (MID, 474, 0)]),
                "#fbf7ee",
                "fabric",
            )
    elif kind == "suit":
        s.flat(curve([(200, 450, 0), (312, 450, 0), (MID, 530, 0)]), "#fbf7ee")
        s.part(curve([(240, 474, 0), (272, 474, 0), (282, 530, 0), (230, 530, 0)]), s.accent, "fabric")
        for k in (-1, 1):
            s.part(
                curve([(MID + k * 60, 442, 0), (MID + k * 110, 466, 0), (MID + k * 30, 530, 0)]),
                darker(cloth, 0.2),
                "fabric",
            )
    elif kind == "coat":
        s.part(curve([(204, 452, 0), (308, 452, 0), (MID, 520, 0)]), s.accent, "fabric")
        for k in (-1, 1):
            s.part(
                curve(
                    [(MID + k * 62, 440, 0), (MID + k * 116, 462, 0), (MID + k * 70, 520, 0), (MID + k * 10, 530, 0)]
                ),
                "#fdfdfb",
                "fabric",
            )
    elif kind == "apron":
        s.part(slab(180, 478, 332, 540, 6), "#fbf7ee", "fabric")
        for k in (-1, 1):
            s.line(line((MID + k * 74, 482), (MID + k * 66, 446)), "#fbf7ee", 12)
    elif kind == "ruff":
        s.part(scallop(MID, 450, 130, 40, 13, 0.18), "#fbf7ee", "fabric")
    elif kind == "fur":
        s.part(scallop(MID, 462, 168, 42, 12, 0.14), "#f7f1e6", "fur")
    elif kind == "gold":
        for k in (-1, 1):
            s.part(ellipse(MID + k * 172, 486, 54, 22), "#e9b93a", "metal")
        for y in (490, 512):
            s.part(ellipse(MID, y, 8), "#e9b93a", "metal")
    elif kind == "plate":
        for k in (-1, 1):
            s.surface(ellipse(MID + k * 168, 494, 76, 46), "#aeb7c2", "metal")
        s.part(sym([(MID, 452), (330, 440, 0), (340, 472), (MID, 496)]), "#c9d0d8", "metal")
    elif kind == "cape":
        for k in (-1, 1):
            s.surface(
                curve(
                    [
                        (MID + k * 66, 440, 0),
                        (MID + k * 180, 470),
                        (MID + k * 236, 530, 0),
                        (MID + k * 120, 530, 0),
                        (MID + k * 40, 486),
                    ]
                ),
                s.accent,
                "fabric",
            )
        s.part(ellipse(MID, 482, 16), "#e9b93a", "metal")
    elif kind == "stripes":
        for y in (478, 504):
            s.line(line((70, y + 24), (MID, y), (442, y + 24)), "#fbf7ee", 11)
    elif kind == "dots":
        for x, y in ((150, 496), (200, 482), (312, 482), (362, 496), (256, 496), (110, 510), (402, 510)):
            s.flat(ellipse(x, y, 8), lighter(cloth, 0.7))
    elif kind == "bib":
        s.part(sym([(MID, 452), (320, 444, 0), (344, 490), (MID, 526)]), "#fbf7ee", "fabric")
        s.part(star(MID, 490, 20, 9, 5), s.accent, "fabric")
    elif kind == "priest":
        s.part(slab(206, 440, 306, 474, 8), cloth, "fabric")
        s.flat(slab(236, 444, 276, 470, 4), "#fbfaf5")
    elif kind == "scarf":
        s.part(sym([(MID, 430), (326, 424), (346, 458), (MID, 492)]), s.accent, "fabric")
        s.part(curve([(300, 466, 0), (346, 458, 0), (364, 530, 0), (310, 530, 0)]), s.accent, "fabric")
    else:
        s.line(line((196, 456), (MID, 484), (316, 456)), darker(cloth, 0.3), 8, 0.7)


def _hair_behind(s: Sheet, cut: str, colour: str) -> None:
    if cut == "long":
        s.surface(
            sym([(MID, 34), (346, 52), (416, 120), (444, 220), (438, 350), (452, 480), (400, 516), (MID, 500)]),
            darker(colour, 0.12),
            "fur",
        )
    elif cut == "bob":
        s.surface(
            sym([(MID, 34), (346, 52), (416, 116), (446, 210), (450, 320), (430, 396), (380, 400), (MID, 390)]),
            darker(colour, 0.12),
            "fur",
        )
    elif cut == "bun":
        s.surface(ellipse(MID, 60, 66, 56), colour, "fur")
        s.surface(
            sym([(MID, 60), (366, 76), (416, 180), (410, 300), (380, 330), (MID, 330)]), darker(colour, 0.12), "fur"
        )
    elif cut == "curly":
        s.surface(scallop(MID, 214, 196, 178, 12, 0.12), darker(colour, 0.1), "fur")
    elif cut == "plaits":
        s.surface(sym([(MID, 44), (370, 60), (430, 170), (420, 330), (MID, 330)]), darker(colour, 0.12), "fur")
        for y in (350, 400, 450):
            s.surface(ellipse(424, y, 34, 32).pair, colour, "fur")
    elif cut == "wild":
        s.surface(spikes(MID, 210, 196, 176, 17, 0.16), darker(colour, 0.1), "fur")
    elif cut in ("short", "side", "crop", "bald"):
        if cut != "bald":
            s.surface(
                sym([(MID, 52), (360, 66), (412, 170), (404, 280, 0), (380, 280), (MID, 280)]),
                darker(colour, 0.12),
                "fur",
            )
        elif s.reading.age == "old" or s.chance(0.5):
            s.surface(scallop(392, 246, 34, 60, 5, 0.12).pair, colour, "fur")


def _fringe(s: Sheet, cut: str, colour: str) -> None:
    if cut in ("bald", "none"):
        return
    if cut == "curl":
        s.cord(line((236, 110), (256, 70), (290, 84), (276, 116), (256, 104)), colour, 12)
        return
    if cut == "topknot":
        s.surface(ellipse(MID, 56, 34, 40), colour, "fur")
        s.surface(sym([(MID, 72), (346, 82), (390, 150), (386, 210, 0), (362, 160), (MID, 134)]), colour, "fur")
        return
    if cut == "widow":
        s.surface(
            sym([(MID, 58), (350, 70), (400, 150), (396, 240, 0), (364, 150), (310, 128), (MID, 172, 0)]), colour, "fur"
        )
        return
    cap = {
        "long": [
            (MID, 34),
            (334, 48),
            (396, 102),
            (424, 180),
            (420, 300, 0),
            (384, 236),
            (360, 168),
            (300, 130),
            (MID, 120, 0),
        ],
        "plaits": [(MID, 40), (330, 54), (390, 106), (412, 180), (404, 260, 0), (376, 206), (340, 152), (MID, 120, 0)],
        "bob": [
            (MID, 34),
            (334, 48),
            (400, 104),
            (432, 200),
            (438, 350, 0),
            (394, 330),
            (380, 230),
            (366, 176),
            (MID, 166),
        ],
        "bun": [(MID, 56), (326, 68), (380, 116), (398, 180), (392, 240, 0), (372, 200), (330, 150), (MID, 130)],
    }
    if cut in cap:
        s.surface(sym(cap[cut]), colour, "fur")
        s.line(line((MID, 60), (330, 84), (388, 150)).pair, lighter(colour, 0.25), 5, 0.4)
    elif cut == "side":
        s.surface(
            curve(
                [
                    (106, 250, 0),
                    (104, 140),
                    (170, 56),
                    (290, 40),
                    (384, 84),
                    (408, 180),
                    (400, 250, 0),
                    (378, 190),
                    (330, 150),
                    (230, 168),
                    (160, 150),
                    (130, 190),
                ]
            ),
            colour,
            "fur",
        )
        s.line(line((160, 120), (240, 92), (340, 104)), lighter(colour, 0.25), 5, 0.4)
    elif cut == "short":
        s.surface(
            curve(
                [
                    (110, 240, 0),
                    (106, 140),
                    (170, 60),
                    (256, 44),
                    (342, 60),
                    (406, 140),
                    (402, 240, 0),
                    (378, 178),
                    (330, 160, 0),
                    (320, 136),
                    (280, 166, 0),
                    (262, 136),
                    (220, 168, 0),
                    (200, 140),
                    (160, 168, 0),
                    (134, 190),
                ]
            ),
            colour,
            "fur",
        )
    elif cut == "crop":
        s.surface(sym([(MID, 58), (346, 72), (394, 150), (390, 226, 0), (370, 168), (MID, 132)]), colour, "fur")
    elif cut == "curly":
        for x, y, r in (
            (140, 160, 42),
            (186, 114, 46),
            (246, 96, 46),
            (310, 106, 46),
            (364, 144, 42),
            (392, 198, 34),
            (120, 214, 34),
        ):
            s.surface(scallop(x, y, r, r * 0.9, 6, 0.1, x), colour, "fur")
    elif cut == "wild":
        s.surface(
            curve(
                [
                    (110, 220, 0),
                    (90, 130, 0),
                    (150, 110),
                    (140, 44, 0),
                    (210, 76),
                    (256, 20, 0),
                    (290, 76),
                    (370, 40, 0),
                    (366, 106),
                    (428, 126, 0),
                    (402, 220, 0),
                    (370, 160),
                    (320, 150, 0),
                    (280, 130),
                    (230, 158, 0),
                    (190, 138),
                    (150, 170),
                ]
            ),
            colour,
            "fur",
        )


def _beard(s: Sheet, kind: str, colour: str) -> None:
    # Always outside the mouth: the beard frames the jaw and hangs below the chin.
    deep = {"chin": 470, "long": 530, "short": 448}[kind]
    outer: list[Knot] = [(MID + 128, 280, 0), (MID + 114, 372), (MID + 66, 440), (MID + 40, deep - 20)]
    inner: list[Knot] = [(MID + 108, 330), (MID + 82, 378), (MID + 44, 408)]
    tip: Knot = (MID, deep, 0) if kind == "long" else (MID, deep)
    left = [(2 * MID - k[0], *k[1:]) for k in reversed(outer)]
    inside = [(2 * MID - k[0], *k[1:]) for k in inner]
    s.surface(curve([*outer, tip, *left, *inside, (MID, 416), *reversed(inner)]), colour, "fur")
    for x in (-50, 0, 50):
        s.line(line((MID + x, 424), (MID + x * 0.9, deep - 22)), darker(colour, 0.25), 4, 0.4)


def _bubble(s: Sheet) -> None:
    """The helmet's shell, behind the head."""
    s.part(slab(444, 216, 488, 300, 14).pair, "#d3572f", "plastic")
    s.surface(ellipse(MID, 250, 208, 216), "#f4f5f7", "plastic")
    s.flat(sym([(MID, 66), (360, 80), (424, 250), (384, 400), (MID, 446)]), "#39465c")


def _extra(s: Sheet, kind: str, tone: str) -> None:
    if kind == "stethoscope":
        s.cord(line((196, 450), (200, 490), (236, 524)), "#3a4250", 8)
        s.cord(line((316, 450), (312, 490), (276, 524)), "#3a4250", 8)
    elif kind == "headphones":
        s.cord(line((104, 270), (110, 110), (256, 34), (402, 110), (408, 270)), "#33363f", 16)
        s.surface(slab(386, 226, 434, 326, 20).pair, s.accent, "plastic")
    elif kind == "brush":
        s.cord(line((430, 520), (464, 400)), "#c99a62", 14)
        s.part(leaf(464, 404, 74, 34, 14), s.accent, "fur")
    elif kind == "pencil":
        s.cord(line((384, 250), (440, 176)), "#f0b43a", 12)
        s.line(line((440, 176), (448, 166)), "#33363f", 8)
    elif kind == "chain":
        s.line(line((150, 300), (120, 400), (160, 470)).pair, "#d9b04a", 5)
    elif kind == "hero":
        s.part(sym([(MID, 466), (296, 470, 0), (290, 510), (MID, 530, 0)]), "#f0c440", "metal")
        s.line(line((280, 110), (250, 84), (276, 60), (300, 82)), "#2b2024", 0.1, 0.0)
    elif kind == "earrings":
        s.part(ellipse(392, 330, 13).pair, "#f0c440", "metal")
    elif kind == "antennae":
        s.cord(line((300, 96), (330, 50), (366, 34)).pair, darker(tone, 0.4), 8)
        s.part(ellipse(368, 32, 14).pair, s.accent)
