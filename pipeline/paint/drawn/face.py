"""The face: what stands still, what moves, what lies over it, and the 68 landmarks of every state."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.colour import mix
from pipeline.paint.drawn.eyes import Brow, Eye
from pipeline.paint.drawn.features import Features
from pipeline.paint.drawn.frame import BROW_LINE, CHIN, EYE_LINE, Frame, fill, stroke
from pipeline.paint.drawn.model import Muzzle
from pipeline.paint.drawn.mouth import JAW_DROP, SHAPES, Mouth
from pipeline.paint.drawn.muzzle import draw_muzzle
from pipeline.paint.drawn.nose import draw_nose, nose_points
from pipeline.paint.drawn.skin import Skin
from pipeline.types import Point

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in canvas units."""


@dataclass(frozen=True, slots=True)
class State:
    """What a face does at one moment."""

    mouth: str = "X"
    opening: float = 1.0
    """1 lids at rest, 0 closed."""
    raised: float = 0.0
    """Brows: -1 lowered, 1 raised."""


class Face:
    """One face on its place, drawn by one brush."""

    def __init__(
        self, features: Features, frame: Frame, brush: Brush, skin: Skin, seed: int, muzzle: Muzzle | None = None
    ) -> None:
        self._features, self._frame, self._brush, self._skin, self._muzzle = features, frame, brush, skin, muzzle
        chance = Random(seed)  # noqa: S311 - where freckles lie
        self._freckles = [
            (chance.uniform(-64, 64), chance.uniform(-38, -8), chance.uniform(1.2, 2.4))
            for _ in range(features.freckles)
        ]
        self._eyes = (Eye(features, -1), Eye(features, 1))
        self._brows = (Brow(features, -1), Brow(features, 1))

    # What is drawn.

    def ground(self, veil: float) -> str:
        """The light a face stands in, on the bare surface.

        `veil` from 0 to 1 is how far the surface's own pattern is covered, so that the face can be read on it.
        """
        frame, brush, skin = self._frame, self._brush, self._skin
        cold = skin.coldness
        # Warm on a cold surface, so that cheeks and brow look alive; both finders miss blue faces in blue light.
        glow = mix(skin.bright(0, -30, 0.5), "#ffcfae", 0.1 + 0.4 * cold)
        covered = frame.blob(brush, 0, -16, 112, 126, skin.at(0, -30), veil, core=0.55) if veil > 0.04 else ""
        oval = frame.blob(brush, -10, -24, 112, 124, glow, 0.24 + 0.36 * cold, core=0.22 * cold)
        green = skin.greenness
        if green > 0.1:
            # mediapipe looks for a lit oval around darker features.
            oval += frame.blob(brush, 0, -22, 92, 108, skin.bright(0, -20, 0.9), 0.55 * green, core=0.45)
        return covered + oval

    def still(self) -> str:
        """The modelling of the face and its nose, on its ground: under everything that moves."""
        frame, brush, skin, face = self._frame, self._brush, self._skin, self._features
        strength = {"ink": 0.75, "paper": 0.36, "neon": 1.0}.get(brush.key, 1.0)
        dark, bright = skin.dark, skin.bright
        pieces = []
        pieces += [
            # Forehead, cheeks and the side away from the light.
            frame.blob(brush, -16, -112, 62, 32, bright(0, -110, 0.7), 0.34 * strength),
            frame.blob(
                brush, 74, -6, 34, 84, dark(70, 0, 0.7), (0.26 if brush.key != "neon" else 0.0) * strength, tilt_deg=8
            ),
            frame.blob(brush, -78, 4, 22, 70, dark(-72, 0, 0.5), 0.18 * strength, tilt_deg=-8),
            frame.blob(brush, -50, -24, 31, 24, bright(-48, -24, 0.8), 0.4 * strength),
            frame.blob(brush, 48, -26, 28, 22, bright(48, -26, 0.7), 0.27 * strength),
        ]
        for side in (-1, 1):
            x = side * face.eye_x
            pieces += [
                # The socket, deeper towards the nose, and the bone above the eye.
                frame.blob(
                    brush,
                    x,
                    EYE_LINE - 4,
                    face.eye_half * 1.32,
                    face.eye_up + 13,
                    dark(x, EYE_LINE, 0.65),
                    0.42 * strength,
                ),
                frame.blob(
                    brush,
                    side * 19,
                    EYE_LINE - 6,
                    11,
                    22,
                    dark(side * 18, EYE_LINE, 0.85),
                    (0.4 if side < 0 else 0.5) * strength,
                ),
                frame.blob(
                    brush,
                    x + side * 4,
                    face.brow_y + 3 + face.lid * 0.2,
                    20,
                    6,
                    bright(x, BROW_LINE, 0.6),
                    0.25 * strength,
                ),
                frame.blob(
                    brush, x, EYE_LINE + face.eye_low + 7, face.eye_half, 6.5, dark(x, EYE_LINE, 0.6), 0.26 * strength
                ),
                frame.blob(
                    brush, side * 55, -10, 27, 19, skin.blush, face.blush * (0.75 if brush.key != "neon" else 0.5)
                ),
            ]
        if self._muzzle:
            return "".join(pieces) + draw_muzzle(self._muzzle, face, frame, brush, skin)
        pieces += [
            # The philtrum, the hollow above the upper lip, the jaw.
            frame.blob(brush, 0.6, face.mouth_y - face.lip_up - 6.5, 4.2, 7.5, dark(0, 18, 0.7), 0.42 * strength),
            frame.blob(brush, -6.5, face.mouth_y - face.lip_up - 7, 3.6, 7, bright(0, 18, 0.7), 0.32 * strength),
            frame.blob(brush, 0, 34, 60, 40, bright(0, 34, 0.35), 0.2 * strength),
        ]
        if brush.key == "paper":
            pieces += [
                fill(frame.oval(side * 57, -9, 17, 13), skin.blush, (0.2 + 0.55 * face.blush) * skin.bloom)
                for side in (-1, 1)
            ]
        pieces.append(self._jaw(strength))
        pieces.append(self._manner_marks())
        pieces.append(self._folds(strength))
        pieces.append(draw_nose(face, frame, brush, skin, strength * (1 + 0.25 * skin.greenness)))
        spot = mix(skin.at(0, -20), "#8a4a22", 0.5)
        pieces += [fill(frame.oval(x, y, r, r * 0.85), spot, 0.55) for x, y, r in self._freckles if abs(x) > 22]
        return "".join(pieces)

    def eyes(self, opening: float) -> str:
        """Both eyes with their lids."""
        return "".join(eye.draw(self._frame, self._brush, self._skin, opening) for eye in self._eyes)

    def brows(self, raised: float) -> str:
        """Both brows."""
        pieces = [brow.draw(self._frame, self._brush, self._skin, raised) for brow in self._brows]
        face = self._features
        if face.brow_slope - 4 * raised > 8:
            pieces.append(self._frown(min(1.0, (face.brow_slope - 4 * raised - 6) / 8)))
        return "".join(pieces)

    def mouth(self, shape: str) -> str:
        """The mouth and the chin, with the hair that grows there."""
        mouth = Mouth(self._features, SHAPES[shape]).draw(self._frame, self._brush, self._skin)
        return self._beard(shape) + mouth + self._moustache(shape)

    def over(self) -> str:
        """What is worn: glasses; a tear."""
        return self._glasses() + self._tear()

    # Where it lies.

    def bounds(self) -> Bounds:
        """Holds everything but what moves."""
        return self._frame.box(-132, -176, 132, 128)

    def mouth_bounds(self) -> Bounds:
        """Holds everything that any mouth shape draws."""
        return self._frame.box(-68, self._features.mouth_y - 42, 68, CHIN + JAW_DROP + 14)

    def eye_bounds(self) -> Bounds:
        """Holds everything that any opening of the eyes draws."""
        face = self._features
        side = face.eye_x + face.eye_half + 17
        return self._frame.box(-side, EYE_LINE - face.eye_up - face.lid - 19, side, EYE_LINE + face.eye_low + 13)

    def brow_bounds(self) -> Bounds:
        """Holds everything that any height of the brows draws."""
        face = self._features
        side = face.eye_x + face.brow_half + 12
        high = face.brow_y - abs(face.brow_slope) / 2 - face.brow_arch - face.brow_uneven - face.brow_thick - 19
        return self._frame.box(-side, high, side, face.brow_y + abs(face.brow_slope) / 2 + face.brow_thick * 1.5 + 11)

    def landmarks(self, state: State) -> tuple[Point, ...]:
        """68 points in iBUG order, in canvas units."""
        mouth = Mouth(self._features, SHAPES[state.mouth])
        points = [
            *_jaw_points(SHAPES[state.mouth].jaw),
            *self._brows[0].landmarks(state.raised),
            *self._brows[1].landmarks(state.raised),
            *nose_points(self._features),
            *self._eyes[0].landmarks(state.opening),
            *self._eyes[1].landmarks(state.opening),
            *mouth.outer(),
            *mouth.inner(),
        ]
        return tuple(self._frame.at(*p) for p in points)

    # Parts.

    def _jaw(self, strength: float) -> str:
        frame, brush, skin = self._frame, self._brush, self._skin
        pieces = []
        for side in (-1, 1):
            x = side * 66
            pieces.append(
                frame.blob(
                    brush,
                    x,
                    52,
                    17,
                    44,
                    skin.dark(x, 48, 0.7),
                    (0.2 if side < 0 else 0.32) * strength,
                    tilt_deg=side * 38,
                )
            )
        return "".join(pieces)

    def _manner_marks(self) -> str:
        frame, brush, skin = self._frame, self._brush, self._skin
        pieces = []
        if brush.key == "ink":
            # Hatching lies across the light, where the face turns from it.
            for i in range(12):
                t = i / 11
                x, y, reach = 84 - 42 * t * t, -34 + 100 * t, 13 - 10 * abs(t - 0.45)
                line = [(x + reach, y - reach), (x - reach * 0.2, y + reach * 0.4), (x - reach, y + reach)]
                pieces.append(stroke(frame.curve(line), skin.line, 1.15 * frame.unit, 0.36))
            for i in range(4):
                x, y = 20 - i * 1.2, EYE_LINE - 18 + 6 * i
                pieces.append(stroke(frame.curve([(x + 4, y - 4), (x - 4, y + 4)]), skin.line, frame.unit, 0.3))
        if brush.key == "neon":
            rim = brush.manner.rim
            pieces.append(frame.blob(brush, 92, -10, 30, 96, rim, 0.15, tilt_deg=6))
            pieces.append(frame.blob(brush, 58, -30, 34, 26, rim, 0.13))
            pieces.append(frame.blob(brush, -70, -34, 34, 60, "#ff5ad0", 0.15))
        if brush.key == "clay":
            for x, y, rx, ry, o in ((-52, -33, 9, 6, 0.5), (47, -34, 6, 4.5, 0.28), (-34, -128, 26, 9, 0.3)):
                pieces.append(frame.blob(brush, x, y, rx, ry, "#ffffff", o, tilt_deg=-20))
        return "".join(pieces)

    def _folds(self, strength: float) -> str:
        frame, brush, skin, face = self._frame, self._brush, self._skin, self._features
        pieces = []
        smile = max(0.0, face.lift - 3) / 12
        for side in (-1, 1):
            # A smile pushes the cheek up: light on the apple, a soft fold beside the mouth.
            corner = side * face.mouth_half
            fold = skin.dark(corner, 4, 0.8)
            depth = min(0.45, 0.06 + 0.2 * smile + 0.35 * face.wrinkles) * strength
            pieces.append(frame.blob(brush, corner + side * 9, 3, 7.5, 25, fold, depth, tilt_deg=-side * 28))
            if smile > 0.2:
                x = side * (face.mouth_half + 15)
                pieces.append(frame.blob(brush, x, -16, 23, 17, skin.bright(x, -16, 0.8), 0.42 * smile * strength))
            if face.wrinkles > 0.5:
                line = [(side * (face.nose_half + 5), -8), (corner * 0.8 + side * 11, 4), (corner + side * 9, 18)]
                pieces.append(stroke(frame.curve(line), fold, 1.5 * frame.unit, 0.42))
        if face.wrinkles < 0.3:
            return "".join(pieces)
        seen = min(0.7, face.wrinkles * 0.75)
        for side in (-1, 1):
            corner = side * (face.eye_x + face.eye_half)
            for turn in (-0.35, 0.05, 0.42):
                crow = [(corner + side * 7, EYE_LINE + 1 + 10 * turn), (corner + side * 15, EYE_LINE + 2 + 24 * turn)]
                pieces.append(stroke(frame.curve(crow), skin.dark(corner, EYE_LINE, 0.9), 1.3 * frame.unit, seen * 0.8))
            x = side * face.eye_x
            low = EYE_LINE + face.eye_low
            bag = [(x - side * 20, low + 5), (x, low + 11), (x + side * 19, low + 6)]
            pieces.append(stroke(frame.curve(bag), skin.dark(x, -60, 0.9), 1.4 * frame.unit, seen * 0.8))
        for i, y in enumerate((face.brow_y - 20, face.brow_y - 29)):
            across: list[Point] = [(-40 + 7 * i, y + 2), (-14, y - 1), (12, y), (38 - 7 * i, y + 2)]
            pieces.append(stroke(frame.curve(across), skin.dark(0, y, 0.8), 1.3 * frame.unit, seen * 0.6))
        return "".join(pieces)

    def _frown(self, depth: float) -> str:
        frame, skin, face = self._frame, self._skin, self._features
        top = face.brow_y + face.brow_slope * 0.5
        pieces = []
        for side in (-1, 1):
            line = [(side * 8, top - 13), (side * 6.5, top - 4), (side * 8.5, top + 5)]
            pieces.append(stroke(frame.curve(line), skin.dark(0, top, 1.0), 1.7 * frame.unit, 0.6 * depth))
        return "".join(pieces)

    def _moustache(self, shape: str) -> str:
        face, frame, skin = self._features, self._frame, self._skin
        if not face.moustache:
            return ""
        lip = Mouth(face, SHAPES[shape]).outer()[3][1]
        y = min(lip - {1: 5.0, 2: 4.0, 3: 5.0}[face.moustache], (EYE_LINE + face.nose_length + lip) / 2 + 3)
        half = face.mouth_half * {1: 1.02, 2: 1.2, 3: 0.86}[face.moustache]
        thick = {1: 13.0, 2: 9.0, 3: 6.0}[face.moustache]
        curl = {1: -4.0, 2: 9.0, 3: 0.5}[face.moustache]
        pieces = []
        colour = skin.hair
        for side in (-1, 1):
            end = (side * half, y + 5 - curl)
            top = [
                (side * 0.6, y - thick * 0.25),
                (side * half * 0.35, y - thick * 0.42),
                (side * half * 0.75, y + 2 - curl * 0.35),
                end,
            ]
            low = [
                end,
                (side * half * 0.7, y + thick * 0.62),
                (side * half * 0.3, y + thick * 0.66),
                (side * 0.6, y + thick * 0.42),
            ]
            pieces.append(fill(frame.closed(top, low), colour, 0.97))
            for i in range(4 if face.moustache < 3 else 0):
                t = 0.14 + 0.2 * i
                hair = [(side * half * t, y - thick * 0.2 + 2 * t), (side * half * (t + 0.13), y + thick * 0.45)]
                pieces.append(stroke(frame.curve(hair), mix(colour, skin.manner.light, 0.3), 1.0 * frame.unit, 0.5))
        return "".join(pieces)

    def _beard(self, shape: str) -> str:
        face, frame, skin = self._features, self._frame, self._skin
        if not face.beard:
            return ""
        fall = SHAPES[shape].jaw * JAW_DROP
        top = max(y for _, y in Mouth(face, SHAPES[shape]).outer()) - 3
        tip = CHIN + 9 + fall
        left: list[Point] = [(0, tip), (-17, tip - 9), (-27, (top + tip) / 2), (-21, top)]
        right: list[Point] = [(21, top), (27, (top + tip) / 2), (17, tip - 9), (0, tip)]
        pieces = [fill(frame.closed(left, [(-21, top), (0, top + 5), (21, top)], right), skin.hair, 0.95)]
        for i in range(9):
            x = -20 + 5 * i
            lock: list[Point] = [(x, top + 4), (x * 0.95, (top + tip) / 2), (x * 0.5, tip - 3 - abs(x) * 0.35)]
            tint = mix(skin.hair, skin.manner.light if i % 2 else "#120c14", 0.28)
            pieces.append(stroke(frame.curve(lock), tint, 1.1 * frame.unit, 0.55))
        return "".join(pieces)

    def _glasses(self) -> str:
        face, frame, skin = self._features, self._frame, self._skin
        if not face.glasses:
            return ""
        unit = frame.unit
        metal = mix("#2c2530" if self._brush.key != "neon" else "#ffd23d", skin.hair, 0.25)
        pieces = []
        r = face.eye_half * 1.22
        for side in (-1, 1):
            x, y = side * face.eye_x, EYE_LINE + 1
            if face.glasses == 1:
                lens = frame.oval(x, y, r, r * 0.98)
            elif face.glasses == 2:
                a, b = r * 1.05, r * 0.8
                lens = frame.closed(
                    [(x - a, y - b * 0.7), (x - a * 0.9, y - b), (x + a * 0.9, y - b), (x + a, y - b * 0.7)],
                    [(x + a, y - b * 0.7), (x + a * 0.95, y + b * 0.6), (x + a * 0.6, y + b)],
                    [(x + a * 0.6, y + b), (x - a * 0.6, y + b)],
                    [(x - a * 0.6, y + b), (x - a * 0.95, y + b * 0.6), (x - a, y - b * 0.7)],
                )
            else:
                a = r * 0.95
                lens = frame.closed(
                    [(x - a, y + 8), (x + a, y + 8)],
                    [(x + a, y + 8), (x + a * 0.7, y + 22), (x, y + 28), (x - a * 0.7, y + 22), (x - a, y + 8)],
                )
            glint = (
                [(x - r * 0.55, y - r * 0.1), (x - r * 0.15, y - r * 0.6)]
                if face.glasses < 3
                else [(x - 12, y + 18), (x - 6, y + 12)]
            )
            pieces += [
                fill(lens, "#dff1ff", 0.10),
                stroke(frame.curve(glint), "#ffffff", 2.2 * unit, 0.5),
                f'<path d="{lens}" transform="translate(1.2 2)" fill="none" stroke="{skin.dark(x, y, 1.0)}" '
                f'stroke-width="{2.6 * unit:.2f}" opacity=".3"/>',
                stroke(lens, metal, 2.5 * unit, 0.95),
                stroke(lens, mix(metal, "#ffffff", 0.55), 0.7 * unit, 0.55),
            ]
        drop = 8 if face.glasses == 3 else -3
        gap = face.eye_x - r * (1.05 if face.glasses == 2 else 0.97)
        y = EYE_LINE + drop
        bridge = [(-gap, y), (0, y - 4.5), (gap, y)]
        pieces.append(stroke(frame.curve(bridge), metal, 2.5 * unit, 0.95))
        return "".join(pieces)

    def _tear(self) -> str:
        if not self._features.tear:
            return ""
        frame = self._frame
        x, y = self._features.eye_x + 9, EYE_LINE + self._features.eye_low + 13
        drop = frame.closed([(x, y - 8), (x + 3.6, y + 1), (x, y + 5), (x - 3.6, y + 1), (x, y - 8)])
        return fill(drop, "#bfe6ff", 0.85) + fill(frame.oval(x - 1.2, y + 1, 1.1, 1.6), "#ffffff", 0.95)


def _jaw_points(jaw: float) -> list[Point]:
    points = []
    for i in range(17):
        turn = math.pi * i / 16
        x, y = (
            -100 * math.copysign(abs(math.cos(turn)) ** 0.82, math.cos(turn)),
            EYE_LINE + 160 * math.sin(turn) ** 1.12,
        )
        falls = max(0.0, 1 - ((i - 8) / 5.5) ** 2)
        points.append((x, y + JAW_DROP * jaw * falls))
    return points
