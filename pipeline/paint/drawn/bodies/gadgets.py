"""Small electric things and what an office keeps: sticks, boxes with aerials, disks, cabinets."""

from __future__ import annotations

from pipeline.paint.drawn.bodies.glyphs import label
from pipeline.paint.drawn.bodies.shapes import MID, curve, ellipse, line, polar, poly, ring, slab, sym, tube
from pipeline.paint.drawn.bodies.sheet import Sheet
from pipeline.paint.drawn.bodies.tints import darker, lighter

_STEEL = "#c9d0d8"


def usb_stick(s: Sheet) -> None:
    """A stick with its plug up."""
    s.surface(slab(160, 14, 352, 150, 10), _STEEL, "metal")
    for x in (204, 276):
        s.flat(slab(x, 50, x + 34, 88, 3), "#4a525c")
    s.surface(slab(108, 134, 404, 500, 60), s.main, "plastic", volume=1.1)
    s.part(ellipse(MID, 476, 16), "#16181d", "plastic")
    s.part(slab(228, 154, 284, 166, 6), "#6fe0a5", "light")
    s.face(MID, 316, 218, material="plastic")


def router(s: Sheet) -> None:
    """A flat box with aerials, lights and waves above."""
    for k in (-1, 1):
        s.cord(line((MID + k * 160, 270), (MID + k * 186, 90)), "#2f343d", 24)
    s.cord(line((MID, 250), (MID, 120)), "#2f343d", 24)
    for r in (40, 76, 112):
        arc = [polar(MID, 104, r, a) for a in (-42, 0, 42)]
        s.line(line(*arc), s.accent, 13, 0.95)
    s.surface(slab(20, 178, 492, 486, 60), s.main, "plastic", volume=1.0)
    s.shade(slab(40, 462, 472, 484, 12), 0.25)
    for i, x in enumerate((62, 92, 420, 450)):
        s.glow(x, 446, 18, 18, "#6fe0a5", 0.6)
        s.flat(ellipse(x, 446, 7), ("#6fe0a5", "#f7d32f")[i % 2])
    s.face(MID, 352, 220, material="plastic")


def floppy(s: Sheet) -> None:
    """A floppy disk: shutter above, label with a face."""
    s.upright()
    s.surface(poly([(36, 22), (438, 22), (478, 62), (478, 496), (36, 496)]), s.main, "plastic", volume=0.4)
    s.part(slab(130, 22, 384, 136, 6), _STEEL, "metal")
    s.flat(slab(306, 38, 352, 122, 4), "#3a3f47")
    s.part(slab(84, 172, 430, 496, 10), "#fbf7ee", "paper", volume=0.3)
    s.line(line((100, 200), (414, 200)), "#d9503f", 8, 0.8)
    s.face(MID, 348, 214, skin="#fbf3e4", material="paper")


def battery(s: Sheet) -> None:
    """A battery with its pole and a stripe of copper."""
    s.surface(slab(206, 6, 306, 70, 14), _STEEL, "metal")
    body = slab(104, 48, 408, 504, 40)
    s.surface(body, s.main, "metal", volume=1.2)
    with s.inside(body):
        s.flat(slab(90, 40, 420, 140), "#c8843a", 1.0)
    for x, y in ((MID, 96),):
        s.flat(slab(x - 24, y - 6, x + 24, y + 6, 3) + slab(x - 6, y - 24, x + 6, y + 24, 3), "#fbf7ee")
    s.flat(slab(232, 470, 280, 480, 3), "#fbf7ee", 0.8)
    s.face(MID, 306, 218, material="metal")


def drone(s: Sheet) -> None:
    """A body under four rotors."""
    for k in (-1, 1):
        for y in (104, 170):
            s.cord(line((MID + k * 100, 240), (MID + k * 206, y)), "#3a3f47", 18)
        for x, y in ((206, 92), (196, 162)):
            s.part(ellipse(MID + k * x, y, 50, 11), lighter(s.main, 0.5), "glass")
        s.cord(line((MID + k * 100, 420), (MID + k * 150, 496)), "#3a3f47", 16)
    s.surface(sym([(MID, 150), (360, 160), (416, 270), (390, 400), (316, 456), (MID, 462)]), s.main, "plastic")
    s.part(slab(220, 446, 292, 492, 16), "#16181d", "plastic")
    s.part(ellipse(MID, 470, 15), "#6fb5f2", "glass")
    s.face(MID, 304, 218, material="plastic")


def cabinet(s: Sheet) -> None:
    """A filing cabinet with three drawers, the middle one a face."""
    s.upright()
    s.surface(slab(84, 8, 428, 504, 12), s.main, "metal", volume=0.5)
    for top, bottom in ((24, 116), (128, 396), (408, 492)):
        s.surface(slab(100, top, 412, bottom, 8), lighter(s.main, 0.12), "metal", volume=0.3)
    for y in (82, 462):
        s.cord(line((216, y), (296, y)), _STEEL, 13)
    s.part(slab(216, 38, 296, 64, 3), "#fbf7ee", "paper")
    s.part(slab(216, 418, 296, 444, 3), "#fbf7ee", "paper")
    s.face(MID, 270, 214, skin=lighter(s.main, 0.12), material="metal")


def typewriter(s: Sheet) -> None:
    """Paper above, a face on the hood, keys below."""
    s.surface(slab(142, 8, 370, 170, 4), "#fbf7ee", "paper", volume=0.3)
    for y in (40, 64, 88):
        s.line(line((170, y), (342, y)), "#8a8f96", 4, 0.6)
    s.surface(slab(40, 116, 472, 168, 24), "#2f343d", "metal")
    for k in (-1, 1):
        s.part(slab(MID + k * 226 - 20, 106, MID + k * 226 + 20, 178, 10), "#4a525c", "metal")
    s.surface(sym([(MID, 150), (420, 156, 0), (470, 330), (496, 500, 0), (MID, 506)]), s.main, "metal")
    for row, y in enumerate((440, 472)):
        for i in range(9):
            s.part(ellipse(72 + i * 46 + row * 8 - 8, y, 15, 12), "#f3efe2", "plastic")
    s.face(MID, 292, 214, material="metal")


def vending_machine(s: Sheet) -> None:
    """A tall box with goods behind glass."""
    s.upright()
    s.surface(slab(60, 6, 452, 506, 18), s.main, "metal", volume=0.5)
    s.part(slab(84, 70, 366, 170, 8), "#dff1fa", "glass")
    for i in range(6):
        x = 100 + i * 44
        s.part(slab(x, 104, x + 30, 164, 8), ("#d9302f", "#f7d32f", "#4fa04a", "#3a6fc9")[i % 4], "metal")
    label(s, "SNACK", (84, 20, 428, 62), s.accent)
    for y in (96, 124, 152):
        s.part(slab(388, y - 10, 426, y + 10, 4), "#f3efe2", "plastic")
    s.flat(slab(96, 446, 336, 488, 8), "#16181d", 0.9)
    s.face(MID - 14, 312, 214, material="metal")


def satellite_dish(s: Sheet) -> None:
    """A dish that listens."""
    s.surface(poly([(216, 420), (296, 420), (350, 508), (162, 508)]), "#8f99a3", "metal")
    s.surface(ellipse(MID, 244, 226, 214), s.main, "metal")
    s.line(ring(MID, 244, 8, lambda a: line((MID, 244), polar(MID, 244, 214, a))), darker(s.main, 0.25), 4, 0.4)
    s.surface(ellipse(MID, 252, 140, 138), lighter(s.main, 0.15), "metal", volume=0.5)
    s.face(MID, 258, 214, skin=lighter(s.main, 0.15), material="metal")


def magnifier(s: Sheet) -> None:
    """A lens in a ring with a handle."""
    s.surface(tube([(360, 380), (430, 450), (486, 506)], [44, 56, 50]), "#7a4630", "wood")
    s.surface(ellipse(232, 232, 216), s.main, "metal")
    s.surface(ellipse(232, 232, 182), "#dff1fa", "glass", volume=0.6)
    s.gloss(tube([(90, 220), (112, 140), (166, 96)], [5, 18, 5]), 0.8)
    s.face(232, 242, 226, skin="#dff1fa")


def bell_button(s: Sheet) -> None:
    """A bell as it stands on a reception desk."""
    s.surface(slab(40, 430, 472, 486, 22), "#3a2f2a", "wood")
    s.surface(sym([(MID, 96), (380, 120), (452, 280), (462, 436, 0), (MID, 446)]), s.main, "metal", volume=1.2)
    s.surface(slab(232, 40, 280, 110, 14), "#8a6a1f", "metal")
    s.surface(ellipse(MID, 42, 44, 17), "#f0c440", "metal")
    s.face(MID, 298, 222, material="metal")


def blind_mask(s: Sheet) -> None:
    """A theatre mask on a ribbon."""
    for k in (-1, 1):
        s.cord(line((MID + k * 170, 180), (MID + k * 226, 250), (MID + k * 206, 420)), s.accent, 17)
    s.surface(sym([(MID, 50), (380, 60), (440, 170), (400, 350), (320, 450), (MID, 484)]), s.main, "porcelain")
    s.line(curve([(120, 120), (MID, 82), (392, 120)], closed=False), s.accent, 11, 0.8)
    s.face(MID, 274, 226, material="porcelain")


def brick_phone(s: Sheet) -> None:
    """A mobile phone from before touch screens: an aerial, a small green screen, keys."""
    s.upright()
    shell, glass = s.main, "#c3d39a"
    s.cord(line((372, 90), (372, 20)), darker(shell, 0.35), 34)
    s.surface(sym([(MID, 42), (380, 50), (420, 110), (414, 300), (394, 460), (340, 500), (MID, 506)]), shell, "plastic")
    s.part(slab(122, 80, 390, 330, 40), darker(shell, 0.45), "plastic")
    s.flat(slab(136, 94, 376, 316, 26), glass)
    for row in range(4):
        for column in (-1, 0, 1):
            key = ellipse(MID + column * (76 - row * 3), 358 + row * 37, 30, 13)
            s.part(key, lighter(shell, 0.72), "plastic", volume=0.5)
    s.face(MID, 208, 208, skin=glass, material="glass", tight=True)
