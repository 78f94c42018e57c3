"""People: head, hair, hat and clothes."""

from __future__ import annotations

import random

from pipeline.paint.drawn.bodies.shapes import (
    MID,
    Knot,
    curve,
    ellipse,
    leaf,
    line,
    polar,
    scallop,
    slab,
    spikes,
    star,
    sym,
    tube,
)
from pipeline.paint.drawn.bodies.sheet import Sheet
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
    feminine = not male and (reading.gender == "feminine" or (not reading.gender and s.chance(0.5)))
    tone = skin or s.rng.choice(SKINS)
    strands = s.rng.choice(GREY if old else HAIRS)
    cut = hair or s.rng.choice(("long", "bob", "bun", "curly") if feminine else ("short", "side", "curly", "crop"))
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
            _hat(s, hat, hat_colour or s.accent, tone)
        _extra(s, extra, tone)
    s.face(MID, 298, 226 if not child else 220, 208, skin=tone, material="skin", hair=strands)


_MENS_CUTS = frozenset({"short", "side", "crop", "bald"})
_CLOTHS = ("#a8433f", "#c9783a", "#d0a13c", "#7f9a4a", "#3f8a6a", "#3a8f97", "#3f74b0", "#5a5aa8", "#8a5aa0", "#b0527f")


def _worn(text: str, usual: str) -> str:
    """What a person wears: its usual colour, another shade for another description; never a bare white."""
    draw = random.Random(text)  # noqa: S311 - the colour of clothes
    if lightness(usual) > 0.86:
        return draw.choice(_CLOTHS)
    return mix(vary(usual, draw.uniform(-34, 34), draw.uniform(-0.07, 0.1)), draw.choice(_CLOTHS), 0.3)


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


def _hat(s: Sheet, kind: str, colour: str, tone: str) -> None:
    make = _HATS.get(kind)
    if make:
        make(s, colour)


def _wizard(s: Sheet, c: str) -> None:
    s.surface(
        curve([(130, 150, 0), (190, 90), (250, 10, 0), (292, 20), (330, 96), (384, 150, 0), (256, 168)]), c, "fabric"
    )
    s.surface(sym([(MID, 122), (400, 132), (470, 168), (400, 184), (MID, 176)]), darker(c, 0.1), "fabric")
    for x, y, r in ((236, 104, 15), (290, 84, 11), (312, 128, 12)):
        s.flat(star(x, y, r, r * 0.45, 5), "#f6d76b")


def _witch(s: Sheet, c: str) -> None:
    _wizard(s, c)
    s.part(sym([(MID, 116), (360, 126, 0), (372, 146, 0), (MID, 150)]), "#7a3f8f", "fabric")
    s.part(slab(236, 114, 276, 152, 4), "#f0c440", "metal")


def _chef(s: Sheet, _: str) -> None:
    for x, y, r in ((170, 76, 62), (256, 56, 74), (342, 76, 62)):
        s.surface(ellipse(x, y, r, r * 0.82), "#fdfcf8", "fabric")
    s.surface(sym([(MID, 92, 0), (380, 92, 0), (372, 162, 0), (MID, 170)]), "#fdfcf8", "fabric", volume=0.6)


def _crown(s: Sheet, _: str) -> None:
    s.surface(
        curve(
            [
                (140, 150, 0),
                (116, 50, 0),
                (184, 100, 0),
                (206, 30, 0),
                (256, 92, 0),
                (306, 30, 0),
                (328, 100, 0),
                (396, 50, 0),
                (372, 150, 0),
                (256, 160),
            ]
        ),
        "#f0c440",
        "metal",
    )
    for x, y in ((116, 50), (206, 30), (306, 30), (396, 50)):
        s.part(ellipse(x, y + 2, 13), "#f7e08a", "metal")
    for x, colour in ((190, "#c9304a"), (256, "#3a7bd5"), (322, "#2f9e5a")):
        s.part(ellipse(x, 132, 12), colour, "glass")


def _tiara(s: Sheet, _: str) -> None:
    s.surface(
        sym([(MID, 56, 0), (286, 96), (330, 88, 0), (344, 114), (376, 150, 0), (330, 132), (MID, 122)]),
        "#f3d98a",
        "metal",
    )
    s.part(ellipse(MID, 98, 13), "#e0457a", "glass")


def _police(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 56), (440, 100), (396, 146), (MID, 150)]), c, "fabric")
    s.part(sym([(MID, 128), (380, 124, 0), (380, 154, 0), (MID, 164)]), darker(c, 0.35), "fabric")
    s.surface(sym([(MID, 156), (366, 146, 0), (372, 164), (330, 182), (MID, 186)]), "#22222a", "leather", volume=0.8)
    s.part(star(MID, 102, 30, 15, 6), "#f0c440", "metal")


def _captain(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 52), (446, 100), (396, 142), (MID, 146)]), "#fbf8f0", "fabric")
    s.part(sym([(MID, 126), (380, 122, 0), (380, 152, 0), (MID, 162)]), "#27365c", "fabric")
    s.surface(sym([(MID, 154), (366, 144, 0), (372, 162), (330, 180), (MID, 184)]), "#1f2433", "leather", volume=0.8)
    s.part(ellipse(MID, 96, 20), "#f0c440", "metal")


def _pirate(s: Sheet, c: str) -> None:
    s.surface(
        curve(
            [
                (40, 150, 0),
                (90, 100),
                (180, 84),
                (256, 24),
                (332, 84),
                (422, 100),
                (472, 150, 0),
                (380, 138),
                (256, 172),
                (132, 138),
            ]
        ),
        "#2c2730",
        "leather",
    )
    s.line(line((52, 146), (140, 116), (MID, 56), (372, 116), (460, 146)), "#e9b93a", 7)
    s.flat(ellipse(MID, 100, 23, 21), "#fbf7ee")
    for k in (-1, 1):
        s.flat(ellipse(MID + k * 9, 98, 6), "#2c2730")
    s.flat(slab(246, 114, 266, 128, 3), "#fbf7ee")


def _cowboy(s: Sheet, c: str) -> None:
    s.surface(
        curve([(156, 140, 0), (164, 50), (206, 26), (256, 46), (306, 26), (348, 50), (356, 140, 0), (256, 152)]),
        c,
        "leather",
    )
    s.surface(
        curve(
            [
                (16, 96),
                (90, 136),
                (256, 122),
                (422, 136),
                (496, 96),
                (470, 160),
                (380, 184),
                (256, 172),
                (132, 184),
                (42, 160),
            ]
        ),
        c,
        "leather",
    )
    s.part(sym([(MID, 116), (354, 108, 0), (356, 132, 0), (MID, 142)]), darker(c, 0.45), "leather")


def _top_hat(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 18), (362, 12, 0), (350, 80), (352, 146, 0), (MID, 156)]), c, "fabric")
    s.part(sym([(MID, 112), (350, 104, 0), (351, 138, 0), (MID, 146)]), "#b23a48", "fabric")
    s.surface(ellipse(MID, 150, 160, 24), c, "fabric")


def _straw(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 34), (330, 44), (364, 140, 0), (MID, 150)]), "#e5c57c", "paper")
    s.part(sym([(MID, 112), (356, 104, 0), (362, 134, 0), (MID, 144)]), c, "fabric")
    s.surface(sym([(MID, 130), (400, 132), (492, 156), (400, 180), (MID, 172)]), "#e5c57c", "paper")


def _beanie(s: Sheet, c: str) -> None:
    s.part(scallop(MID, 36, 32, 30, 9, 0.16), lighter(c, 0.6), "fur")
    s.surface(sym([(MID, 40), (356, 62), (408, 154, 0), (MID, 160)]), c, "fabric")
    s.surface(slab(98, 130, 414, 182, 20), lighter(c, 0.25), "fabric")
    for x in range(124, 400, 26):
        s.line(line((x, 138), (x, 174)), darker(c, 0.25), 4, 0.45)


def _cap(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 44), (360, 62), (408, 160, 0), (MID, 166)]), c, "fabric")
    s.line(line((MID, 46), (MID, 130)), darker(c, 0.3), 4, 0.5)
    s.surface(sym([(MID, 140), (380, 138, 0), (396, 164), (330, 180), (MID, 184)]), darker(c, 0.15), "fabric")


def _hard_hat(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 34), (356, 54), (410, 156, 0), (MID, 164)]), c, "plastic")
    s.part(sym([(MID, 26), (284, 30), (282, 150, 0), (MID, 156)]), lighter(c, 0.2), "plastic")
    s.surface(sym([(MID, 146), (430, 146), (448, 166), (360, 180), (MID, 186)]), c, "plastic")


def _fire(s: Sheet, c: str) -> None:
    _hard_hat(s, "#cf2f2a")
    s.part(sym([(MID, 64), (298, 76, 0), (290, 130), (MID, 150, 0)]), "#f0c440", "metal")


def _knight(s: Sheet, c: str) -> None:
    for deg in (10, 30, 52):
        s.surface(leaf(MID, 80, 96, 40, deg, 20), "#c9304a", "feather")
    s.surface(
        sym(
            [
                (MID, 44),
                (366, 62),
                (426, 180),
                (424, 330),
                (400, 400, 0),
                (384, 330),
                (384, 214),
                (352, 172),
                (MID, 160),
            ]
        ),
        "#aeb7c2",
        "metal",
    )
    s.part(sym([(MID, 44), (274, 50), (272, 156, 0), (MID, 160)]), "#d3d9e0", "metal")
    for x, y in ((400, 240), (402, 300), (396, 356)):
        s.part(ellipse(x, y, 7).pair, "#79828e", "metal")


def _bubble(s: Sheet) -> None:
    """The helmet's shell, behind the head."""
    s.part(slab(444, 216, 488, 300, 14).pair, "#d3572f", "plastic")
    s.surface(ellipse(MID, 250, 208, 216), "#f4f5f7", "plastic")
    s.flat(sym([(MID, 66), (360, 80), (424, 250), (384, 400), (MID, 446)]), "#39465c")


def _astronaut(s: Sheet, _: str) -> None:
    s.line(sym([(MID, 66), (360, 80), (424, 250), (384, 400), (MID, 446)]), "#c9d2dc", 17)
    s.gloss(tube([(130, 190), (116, 250), (128, 320)], [5, 16, 5]), 0.5)


def _diver(s: Sheet, c: str) -> None:
    s.part(slab(120, 130, 392, 168, 18), "#2f3e4e", "plastic")
    s.cord(line((402, 150), (452, 160), (462, 250), (440, 360)), "#e5862b", 16)


def _hood(s: Sheet, c: str) -> None:
    s.surface(
        sym(
            [
                (MID, 26),
                (384, 48),
                (452, 190),
                (446, 380),
                (410, 470, 0),
                (392, 380),
                (392, 230),
                (356, 146),
                (MID, 130),
            ]
        ),
        c,
        "fabric",
    )


def _turban(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 20), (380, 40), (430, 116), (396, 176), (MID, 166)]), c, "fabric")
    for k in (-1, 1):
        s.line(line((MID, 40), (MID + k * 80, 90), (MID + k * 140, 168)), darker(c, 0.25), 6, 0.5)
        s.line(line((MID, 90), (MID + k * 50, 120), (MID + k * 80, 168)), darker(c, 0.25), 6, 0.5)
    s.part(ellipse(MID, 116, 18, 22), "#e0457a", "glass")


def _veil(s: Sheet, c: str) -> None:
    s.surface(
        sym(
            [
                (MID, 34),
                (388, 56),
                (450, 200),
                (458, 400),
                (470, 530, 0),
                (404, 530, 0),
                (396, 380),
                (388, 230),
                (350, 148),
                (MID, 132),
            ]
        ),
        c,
        "fabric",
    )
    s.line(line((MID, 142), (352, 158), (386, 240)).pair, "#fbf7ee", 13)


def _nurse(s: Sheet, c: str) -> None:
    s.surface(curve([(150, 140, 0), (166, 56), (256, 70), (346, 56), (362, 140, 0), (256, 128)]), "#fdfcf8", "fabric")
    s.flat(slab(246, 78, 266, 122, 3) + slab(234, 90, 278, 110, 3), "#d6332e")


def _graduate(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 110), (376, 110, 0), (380, 152), (MID, 166)]), darker(c, 0.1), "fabric")
    s.surface(curve([(40, 86, 0), (256, 28, 0), (472, 86, 0), (256, 140, 0)]), c, "fabric")
    s.cord(line((256, 84), (400, 104), (410, 180)), "#f0c440", 7)
    s.part(leaf(410, 170, 50, 24, 180), "#f0c440", "fabric")


def _flower_crown(s: Sheet, c: str) -> None:
    for i in range(9):
        x, y = polar(MID, 250, 158, -64 + i * 16)
        s.part(leaf(x, y, 34, 22, -64 + i * 16 + 40), "#5c9a3a", "leaf")
        s.part(star(x, y, 27, 15, 5, soft=True), (c, lighter(c, 0.5), "#f6d04d")[i % 3], "leaf")
        s.flat(ellipse(x, y, 7), "#fff6d8")


def _party(s: Sheet, c: str) -> None:
    s.surface(sym([(MID, 12, 0), (340, 146, 0), (MID, 158)]), c, "paper")
    s.part(ellipse(MID, 20, 24), "#f6d04d", "fur")
    for x, y in ((246, 70), (276, 104), (226, 122), (300, 138)):
        s.flat(ellipse(x, y, 9), "#fff6d8")


def _feather_band(s: Sheet, c: str) -> None:
    for deg in (-60, -36, -12, 12, 36, 60):
        s.surface(leaf(*polar(MID, 240, 108, deg), 106, 42, deg), mix(c, "#fff6d8", 0.3), "feather")
    s.part(sym([(MID, 118), (366, 128, 0), (376, 158, 0), (MID, 148)]), darker(c, 0.2), "fabric")


def _viking(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        s.part(tube([(MID + k * 120, 130), (MID + k * 190, 104), (MID + k * 214, 30)], [52, 42, 8]), "#efe2c4", "stone")
    s.surface(sym([(MID, 40), (356, 62), (406, 152, 0), (MID, 160)]), "#9aa4ae", "metal")
    s.part(sym([(MID, 132), (404, 128, 0), (408, 160, 0), (MID, 170)]), "#8a5a33", "leather")


def _santa(s: Sheet, c: str) -> None:
    s.surface(
        curve(
            [
                (110, 150, 0),
                (160, 60),
                (270, 26),
                (380, 60),
                (440, 150),
                (456, 220),
                (420, 230),
                (390, 160, 0),
                (256, 150),
            ]
        ),
        "#cf2f2a",
        "fabric",
    )
    s.part(scallop(440, 240, 34, 32, 8, 0.14), "#fdfcf8", "fur")
    s.surface(scallop(MID, 148, 158, 26, 16, 0.2), "#fdfcf8", "fur")


def _clown(s: Sheet, c: str) -> None:
    for k in (-1, 1):
        s.surface(scallop(MID + k * 150, 190, 66, 78, 8, 0.14), "#ee7b2c", "fur")
    s.surface(sym([(MID, 30), (300, 34), (308, 96, 0), (MID, 102)]), c, "fabric")
    s.surface(ellipse(MID, 104, 84, 15), c, "fabric")


def _samurai(s: Sheet, c: str) -> None:
    s.surface(
        sym([(MID, 36), (362, 60), (428, 160), (470, 290, 0), (410, 250), (384, 160, 0), (MID, 156)]),
        "#3a3440",
        "metal",
    )
    s.part(
        curve(
            [(256, 130, 0), (330, 120), (390, 20, 0), (370, 140), (256, 160, 0), (142, 140), (122, 20, 0), (182, 120)]
        ),
        "#e9b93a",
        "metal",
    )
    s.part(ellipse(MID, 128, 22), "#c9304a", "metal")


def _ninja(s: Sheet, c: str) -> None:
    s.surface(
        sym([(MID, 40), (370, 60), (428, 190), (420, 330, 0), (386, 230), (366, 160), (MID, 150)]), "#2f3140", "fabric"
    )
    s.part(sym([(MID, 116), (392, 128, 0), (400, 158, 0), (MID, 148)]), c, "fabric")
    s.surface(
        curve([(136, 360, 0), (176, 414), (256, 430), (336, 414), (376, 360, 0), (400, 470), (256, 500), (112, 470)]),
        "#2f3140",
        "fabric",
    )


def _jester(s: Sheet, c: str) -> None:
    for k, colour in ((-1, "#3a7bd5"), (1, "#d6332e")):
        horn = [(0, 60, 0), (130, 20), (226, 90), (232, 200, 0), (186, 140), (150, 160, 0), (0, 150, 0)]
        s.surface(curve([(MID + k * p[0], *p[1:]) for p in horn]), colour, "fabric")
        s.part(ellipse(MID + k * 230, 208, 17), "#f0c440", "metal")
    s.surface(sym([(MID, 8, 0), (300, 80), (330, 156, 0), (MID, 166)]), c, "fabric")
    s.part(ellipse(MID, 18, 17), "#f0c440", "metal")


def _shells(s: Sheet, c: str) -> None:
    for i in range(7):
        x, y = polar(MID, 250, 156, -48 + i * 16)
        gem = star(x, y, 26, 14, 5, soft=True) if i % 2 else scallop(x, y, 24, 21, 5, 0.14)
        s.part(gem, c if i % 2 else "#f7d9c9", "porcelain")


def _detective(s: Sheet, _: str) -> None:
    tweed = "#9a7b4f"
    s.surface(sym([(MID, 28), (350, 50), (396, 140, 0), (MID, 152)]), tweed, "fabric")
    for k in (-1, 1):
        s.line(line((MID + k * 50, 50), (MID + k * 60, 140)), darker(tweed, 0.3), 5, 0.5)
    s.line(line((130, 100), (MID, 90), (382, 100)), darker(tweed, 0.3), 5, 0.5)
    brim = [(90, 140), (MID, 116), (422, 140), (456, 176, 0), (360, 172), (MID, 160), (152, 172), (56, 176, 0)]
    s.surface(curve(brim), darker(tweed, 0.12), "fabric")
    s.part(ellipse(MID, 30, 14, 10), darker(tweed, 0.2), "fabric")


def _army(s: Sheet, _: str) -> None:
    green = "#6d7a4a"
    s.surface(sym([(MID, 34), (360, 54), (420, 156, 0), (MID, 162)]), green, "metal")
    s.surface(sym([(MID, 140), (430, 142), (446, 164), (360, 178), (MID, 180)]), darker(green, 0.1), "metal")
    s.flat(star(MID, 104, 26, 11, 5), "#e9d9a0")


def _sailor(s: Sheet, _: str) -> None:
    s.surface(sym([(MID, 40), (350, 50), (386, 110, 0), (MID, 120)]), "#fbfaf5", "fabric")
    s.surface(slab(106, 98, 406, 152, 20), "#fbfaf5", "fabric")
    s.line(line((116, 126), (MID, 134), (396, 126)), "#2f4f8f", 9)


def _aviator(s: Sheet, _: str) -> None:
    s.surface(
        sym([(MID, 42), (370, 60), (424, 180), (426, 350), (396, 380, 0), (388, 250), (360, 166), (MID, 150)]),
        "#8a5a33",
        "leather",
    )
    for k in (-1, 1):
        s.part(ellipse(MID + k * 66, 108, 56, 36), "#a9b2bc", "metal")
        s.part(ellipse(MID + k * 66, 108, 44, 26), "#bfe0ee", "glass")


def _beret(s: Sheet, c: str) -> None:
    s.surface(
        curve([(96, 146), (90, 84), (180, 34), (320, 30), (440, 80), (450, 140), (380, 160), (256, 156), (140, 166)]),
        c,
        "fabric",
    )
    s.cord(line((262, 36), (270, 14)), c, 10)


def _band(s: Sheet, c: str) -> None:
    s.part(sym([(MID, 114), (376, 126, 0), (384, 160, 0), (MID, 148)]), c, "fabric")
    s.line(line((134, 140), (MID, 131), (378, 140)), "#fbf7ee", 7)


def _wig(s: Sheet, _: str) -> None:
    white = "#efece2"
    s.surface(sym([(MID, 40), (366, 58), (424, 170), (400, 240), (372, 170), (MID, 140)]), white, "fur")
    for row in range(5):
        for k in (-1, 1):
            s.part(ellipse(MID + k * 164, 220 + row * 56, 36, 27), white, "fur")
    for x in (180, 256, 332):
        s.part(ellipse(x, 84 + abs(x - 256) * 0.2, 34, 22), white, "fur")


_HATS = {
    "wizard": _wizard, "witch": _witch, "chef": _chef, "crown": _crown, "tiara": _tiara, "police": _police,
    "captain": _captain, "pirate": _pirate, "cowboy": _cowboy, "top": _top_hat, "straw": _straw, "beanie": _beanie,
    "cap": _cap, "hard": _hard_hat, "fire": _fire, "helmet": _knight, "astronaut": _astronaut, "diver": _diver,
    "hood": _hood, "turban": _turban, "veil": _veil, "nurse": _nurse, "graduate": _graduate,
    "flowers": _flower_crown, "party": _party, "feathers": _feather_band, "viking": _viking, "santa": _santa,
    "clown": _clown, "samurai": _samurai, "ninja": _ninja, "jester": _jester, "shells": _shells,
    "detective": _detective, "army": _army, "sailor": _sailor, "aviator": _aviator, "beret": _beret, "band": _band,
    "wig": _wig,
}  # fmt: skip


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
