"""The nose: a bridge, a ball and two wings made of light and shade."""

from __future__ import annotations

from pipeline.paint.drawn.brush import Brush
from pipeline.paint.drawn.features import Features
from pipeline.paint.drawn.frame import EYE_LINE, Frame, fill, stroke
from pipeline.paint.drawn.skin import Skin
from pipeline.types import Point


def nose_points(face: Features) -> list[Point]:
    """Landmarks 27-35: the bridge downwards, then the base from left to right."""
    root, base, half = EYE_LINE + 4, EYE_LINE + face.nose_length, face.nose_half
    tip = base - 0.17 * face.nose_length
    bridge = [(0.0, root + (tip - root) * share) for share in (0.0, 0.36, 0.7, 1.0)]
    return [
        *bridge,
        (-half * 0.86, base - 1),
        (-half * 0.42, base + 2),
        (0, base + 3.4),
        (half * 0.42, base + 2),
        (half * 0.86, base - 1),
    ]


def draw_nose(face: Features, frame: Frame, brush: Brush, skin: Skin, strength: float) -> str:
    """The nose, set into the face."""
    unit, half, base = frame.unit, face.nose_half, EYE_LINE + face.nose_length
    ball = half * 0.6 * face.nose_tip
    tip = base - ball * 0.95
    dark, bright = skin.dark(6, tip, 0.9), skin.bright(-4, tip, 0.95)
    deep = skin.dark(0, base, 1.15)
    rise, glint = face.nose_bridge, skin.bright(0, tip, 1.6)
    pieces = [
        # The shadow it throws, the shaded flank, the light along its ridge.
        frame.blob(brush, 5, base + 6, half * 1.15, 7.5, dark, 0.42 * strength),
        frame.blob(brush, 9.5, -46, 8, 34, dark, 0.42 * rise * strength, tilt_deg=-4),
        frame.blob(brush, -10.5, -48, 6, 30, dark, 0.2 * rise * strength, tilt_deg=4),
        frame.blob(brush, -2.2, -48, 5.5, 36, bright, 0.5 * rise * strength),
        # Wings.
        frame.blob(brush, -half * 0.72, base - 5, half * 0.44, 7.5, bright, 0.32 * strength),
        frame.blob(brush, half * 0.76, base - 4.5, half * 0.46, 8, dark, 0.4 * strength),
        frame.blob(brush, half * 0.55, tip + 2, ball * 0.7, ball * 0.9, dark, 0.42 * strength),
        frame.blob(brush, 0, base - 0.5, half * 0.95, 5.5, dark, 0.6 * strength),
        # The ball.
        frame.blob(brush, -ball * 0.12, tip - 0.5, ball * 1.12, ball * 1.02, bright, 0.55 * strength, core=0.1),
        frame.blob(brush, -ball * 0.32, tip - ball * 0.34, ball * 0.42, ball * 0.36, glint, 0.75 * strength),
    ]
    if brush.key == "paper":
        facet = [(5, -66), (9, -40), (half * 0.95, base - 3)], [(half * 0.95, base - 3), (0, base + 4), (0, base - 2)]
        pieces.append(fill(frame.closed(*facet, [(0, base - 2), (1.5, -40), (5, -66)]), dark, 0.3))
        pieces.append(fill(frame.oval(0.8, tip + 1.5, ball * 0.95, ball * 0.9), dark, 0.4))
        pieces.append(fill(frame.oval(-0.6, tip, ball * 0.92, ball * 0.86), bright, 0.4))
    if brush.key == "neon":
        flank = [(8.5, -60), (8.5, -40), (half * 0.8, base - 8)]
        pieces.append(stroke(frame.curve(flank), brush.manner.rim, 1.6 * unit, 0.3))
    for side in (-1, 1):
        wing = [
            (side * half * 0.74, base - 11.5),
            (side * half * 1.02, base - 6),
            (side * half * 0.95, base + 0.4),
            (side * half * 0.66, base + 1.6),
        ]
        weight = 1.7 if side > 0 else 1.3
        pieces.append(stroke(frame.curve(wing), deep, weight * unit, 0.5 if side > 0 else 0.36))
        nostril = [
            (side * half * 0.2, base + 0.4),
            (side * half * 0.38, base - 2.6),
            (side * half * 0.62, base - 1.4),
            (side * half * 0.6, base + 0.8),
        ]
        pieces.append(
            fill(frame.closed(nostril, [nostril[-1], (side * half * 0.4, base + 1.4), nostril[0]]), skin.line, 0.72)
        )
    under = [(-half * 0.3, base + 1.6), (0, base + 3.2), (half * 0.3, base + 1.6)]
    pieces.append(stroke(frame.curve(under), deep, 1.3 * unit, 0.5))
    if brush.key == "ink":
        flank = [(9, -70), (7, -50), (9.5, tip - ball * 0.6)]
        pieces.append(stroke(frame.curve(flank), skin.line, 1.3 * unit, 0.5))
        pieces.append(
            stroke(
                frame.curve([(half * 0.74, base - 11.5), (half * 1.02, base - 6), (half * 0.9, base + 0.6)]),
                skin.line,
                1.5 * unit,
                0.7,
            )
        )
    return "".join(pieces)
