"""Who a face is: moods, age, gender and chance turned into measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from random import Random


@dataclass(frozen=True, slots=True)
class Features:
    """The measures of one face, in face units (see `frame`) where nothing else is said."""

    eye_x: float = 45.5
    eye_half: float = 28.5
    eye_up: float = 19.5
    eye_low: float = 13.5
    eye_cant: float = 1.5
    """How much higher the outer corner lies than the inner one."""
    openness: float = 1.0
    """How far the upper lid is up at rest."""
    squint: float = 0.0
    """How far the lower lid is raised at rest, 0..1."""
    lid: float = 6.0
    """Height of the upper lid's skin."""
    iris: float = 16.6
    gaze_x: float = 0.0
    gaze_y: float = 0.0
    lash: float = 0.35
    """Length of lashes, 0 none to 1 long."""
    brow_y: float = -112.0
    brow_half: float = 28.5
    brow_thick: float = 7.6
    brow_slope: float = -3.5
    """How much lower the inner end lies: above 0 angry, below 0 sorry."""
    brow_arch: float = 6.0
    brow_uneven: float = 0.0
    """How much higher the right brow is."""
    nose_half: float = 16.5
    nose_length: float = 66.0
    nose_tip: float = 1.0
    """Size of its ball."""
    nose_bridge: float = 0.7
    """How far the bridge stands out."""
    mouth_y: float = 27.0
    mouth_half: float = 40.0
    lift: float = 3.0
    """How much higher the corners lie than the middle: above 0 a smile."""
    skew: float = 0.0
    """How much higher the right corner lies: a smirk."""
    lip_up: float = 7.2
    lip_low: float = 10.0
    redness: float = 0.38
    blush: float = 0.25
    wrinkles: float = 0.0
    freckles: int = 0
    glasses: int = 0
    """0 none, 1 round, 2 square, 3 half-moon."""
    moustache: int = 0
    """0 none, 1 bushy, 2 curled, 3 thin."""
    beard: bool = False
    eye_colour: str = "#5b7f4a"
    child: bool = False
    tear: bool = False


EYE_COLOURS = ("#4c8fc4", "#5a9a4e", "#8a5a2a", "#6d4aa8", "#3f9a94", "#b07a22", "#4a6a8f", "#7a3f2c")

_MOODS: dict[str, dict[str, float]] = {
    "grumpy": {
        "brow_slope": 17, "brow_y": 8, "brow_arch": -3, "brow_thick": 2.5, "lift": -13, "openness": -0.2,
        "lip_low": 1.5,
        "mouth_half": -2, "squint": 0.15, "wrinkles": 0.3,
    },
    "cheerful": {
        "brow_y": -6, "brow_arch": 4, "lift": 15, "mouth_half": 8, "squint": 0.36, "blush": 0.32, "openness": 0.02,
        "brow_slope": -5, "lip_low": -0.8,
    },
    "wise": {
        "brow_arch": 2, "brow_slope": -3, "lift": 3, "openness": -0.14,
        "wrinkles": 0.35, "brow_thick": 1.5, "squint": 0.12,
    },
    "shy": {
        "brow_slope": -8, "brow_y": -2, "lift": 3, "mouth_half": -9, "blush": 0.4, "gaze_y": 0.25, "gaze_x": 0.35,
        "eye_up": 1, "brow_thick": -1,
    },
    "heroic": {"brow_slope": 9, "brow_thick": 2, "lift": 3, "skew": 3, "mouth_half": 3, "brow_y": 2, "brow_arch": 1},
    "sleepy": {
        "openness": -0.56, "brow_y": -4, "brow_slope": -4, "lift": 1, "mouth_half": -4, "lid": 3, "brow_arch": 2,
        "gaze_y": 0.15,
    },
    "mischievous": {
        "brow_slope": 9, "brow_uneven": 9, "lift": 8, "skew": 8, "openness": -0.1, "squint": 0.25, "gaze_x": 0.3,
        "brow_arch": 4,
    },
    "nervous": {
        "brow_slope": -12, "brow_y": -6, "eye_up": 4, "eye_low": 2.5, "iris": -3.4, "lift": -6, "mouth_half": -7,
        "gaze_x": -0.25, "lip_up": -1, "brow_arch": -2,
    },
    "sad": {
        "brow_slope": -13, "brow_y": -1, "lift": -11, "openness": -0.16,
        "mouth_half": -5, "gaze_y": 0.25, "lip_low": 1.5,
    },
    "proud": {
        "brow_arch": 6, "brow_y": -7, "openness": -0.3, "lift": 5, "gaze_y": 0.2, "lid": 3, "skew": 4, "mouth_half": -3,
    },
    "gentle": {"brow_slope": -5, "brow_y": -3, "lift": 8, "squint": 0.2, "blush": 0.2, "openness": -0.05},
    "fierce": {
        "brow_slope": 18, "brow_y": 6, "brow_thick": 3, "lift": -5, "openness": -0.1, "squint": 0.3, "eye_cant": 3,
        "iris": -0.8, "brow_arch": -1,
    },
    "dreamy": {
        "openness": -0.12, "gaze_y": -0.6, "gaze_x": 0.35, "brow_y": -7, "lift": 7, "lid": 2, "brow_slope": -5,
        "mouth_half": -5, "blush": 0.15,
    },
    "curious": {
        "brow_y": -4, "brow_uneven": 8, "eye_up": 2, "lift": 4,
        "gaze_x": 0.15, "gaze_y": -0.12, "brow_arch": 3,
    },
    "elegant": {
        "lash": 0.45, "eye_cant": 2, "brow_arch": 5, "brow_thick": -2, "lift": 4, "openness": -0.12, "lid": 2,
        "redness": 0.2,
    },
    "calm": {"openness": -0.1, "lift": 4, "brow_arch": 1, "brow_y": -1},
}  # fmt: skip
"""What each mood adds to a face at rest, at full strength."""

_AGES: dict[str, dict[str, float]] = {
    "child": {
        "eye_x": 1.5, "eye_half": 2.5, "eye_up": 3.5, "eye_low": 2.5, "iris": 3.2, "nose_half": -4, "nose_length": -9,
        "nose_tip": -0.15, "nose_bridge": -0.55, "mouth_half": -5, "mouth_y": 1, "brow_thick": -1.5, "brow_half": -3,
        "blush": 0.25, "brow_y": -4, "lip_up": -0.8,
    },
    "old": {
        "openness": -0.1, "wrinkles": 0.75, "nose_half": 2.5, "nose_length": 3, "nose_tip": 0.12,
        "lid": 2, "lip_up": -2,
        "lip_low": -1.5, "brow_thick": 1.5, "mouth_half": 1, "redness": -0.08,
    },
}  # fmt: skip

_GENDERS: dict[str, dict[str, float]] = {
    "feminine": {
        "lash": 0.5, "lip_up": 1.6, "lip_low": 1.8, "redness": 0.22, "brow_thick": -1.8, "brow_arch": 2.5, "eye_up": 1,
        "nose_half": -1.5, "eye_cant": 1,
    },
    "masculine": {
        "lash": -0.25, "brow_thick": 2.2, "brow_arch": -1.5, "lip_up": -1.2, "redness": -0.1, "nose_half": 1.5,
        "nose_bridge": 0.2, "brow_y": 1.5,
    },
}  # fmt: skip

_BOUNDS: dict[str, tuple[float, float]] = {
    "openness": (0.42, 1.1), "squint": (0.0, 0.5), "lift": (-14.0, 19.0), "skew": (0.0, 9.0),
    "mouth_half": (28.0, 50.0),
    "brow_slope": (-15.0, 17.0), "brow_y": (-123.0, -102.0), "brow_thick": (3.2, 12.0), "brow_arch": (-2.0, 13.0),
    "iris": (12.5, 22.0), "lash": (0.0, 1.0), "redness": (0.16, 0.75), "blush": (0.0, 0.75), "wrinkles": (0.0, 1.0),
    "eye_up": (15.0, 26.0), "eye_low": (10.0, 18.0), "lip_up": (3.5, 10.0), "lip_low": (5.5, 13.5),
    "gaze_x": (-0.4, 0.4), "gaze_y": (-0.6, 0.35), "brow_uneven": (0.0, 10.0), "lid": (4.0, 11.0),
}  # fmt: skip


def features(moods: Sequence[str], age: str, gender: str, chance: Random) -> Features:
    """Measure a face: the first mood rules, a second one colours it, chance makes it somebody."""
    face = _vary(Features(), chance, child=age == "child")
    for mood, share in zip(moods, (1.0, 0.4), strict=False):
        face = _add(face, _MOODS.get(mood, {}), share * chance.uniform(0.88, 1.1))
    face = _add(face, _AGES.get(age, {}), 1.0)
    face = _add(face, _GENDERS.get(gender, {}), 1.0)
    return _dress(_bound(face), moods, age, gender, chance)


def _vary(face: Features, chance: Random, *, child: bool) -> Features:
    def about(value: float, spread: float) -> float:
        return value + chance.uniform(-spread, spread)

    return replace(
        face,
        eye_x=about(face.eye_x, 2.6),
        eye_half=about(face.eye_half, 1.8),
        eye_up=about(face.eye_up, 1.5),
        eye_low=about(face.eye_low, 0.9),
        eye_cant=about(face.eye_cant, 1.8),
        iris=about(face.iris, 0.8),
        lid=about(face.lid, 1.0),
        brow_thick=about(face.brow_thick, 2.3),
        brow_arch=about(face.brow_arch, 1.8),
        nose_half=about(face.nose_half, 3.8),
        nose_length=about(face.nose_length, 4.5),
        nose_tip=about(face.nose_tip, 0.28),
        nose_bridge=about(face.nose_bridge, 0.3),
        mouth_half=about(face.mouth_half, 2.5),
        lip_up=about(face.lip_up, 1.6),
        lip_low=about(face.lip_low, 2.0),
        redness=about(face.redness, 0.06),
        freckles=chance.randrange(6, 13) if chance.random() < (0.35 if child else 0.12) else 0,
        eye_colour=chance.choice(EYE_COLOURS),
        child=child,
    )


def _dress(face: Features, moods: Sequence[str], age: str, gender: str, chance: Random) -> Features:
    bookish = bool({"wise", "curious", "shy", "nervous"} & set(moods[:2]))
    glasses = chance.choice((1, 1, 2, 3 if age == "old" else 1)) if chance.random() < (0.3 if bookish else 0.06) else 0
    bearded = age != "child" and gender != "feminine"
    likely = (0.26 if gender == "masculine" or age == "old" else 0.05) if bearded else 0.0
    moustache = chance.choice((1, 2, 3)) if chance.random() < likely else 0
    beard = bearded and age == "old" and chance.random() < (0.6 if gender == "masculine" else 0.3)
    return replace(face, glasses=glasses, moustache=1 if beard else moustache, beard=beard, tear="sad" in moods[:1])


def _add(face: Features, change: dict[str, float], share: float) -> Features:
    return replace(face, **{name: getattr(face, name) + value * share for name, value in change.items()})


def _bound(face: Features) -> Features:
    bounded = {
        f.name: min(_BOUNDS[f.name][1], max(_BOUNDS[f.name][0], getattr(face, f.name)))
        for f in fields(face)
        if f.name in _BOUNDS
    }
    return replace(face, **bounded)
