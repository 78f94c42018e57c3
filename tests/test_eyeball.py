from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.animate.eyeball import complete, find_iris

HEIGHT, WIDTH = 60, 100
COLOURS = {"teal": (90, 200, 190), "amber": (220, 160, 40), "violet": (140, 90, 210), "brown": (110, 60, 30)}


def eyeball(colour: tuple[int, int, int], x: float = 50, y: float = 30, radius: float = 18) -> np.ndarray:
    """An eye without lids: white, an iris with an outline, a pupil, a catch light."""
    picture = np.full((HEIGHT, WIDTH, 3), (246, 243, 236), np.uint8)
    centre = round(x * 16), round(y * 16)
    for share, shade in ((1.0, tuple(c // 3 for c in colour)), (0.9, colour), (0.4, (15, 12, 20))):
        cv2.circle(picture, centre, round(share * radius * 16), shade, -1, cv2.LINE_AA, 4)
    cv2.circle(picture, (centre[0] - 100, centre[1] - 80), 60, (255, 255, 255), -1, cv2.LINE_AA, 4)
    return picture


def between_lids() -> np.ndarray:
    x, y = np.meshgrid(np.arange(WIDTH) - 50, np.arange(HEIGHT) - 30)
    return np.abs(y) < 13 * (1 - (x / 34) ** 2)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize(("x", "y"), [(50, 30), (43, 31), (57, 28)])
def test_an_iris_is_found_between_lids(colour: str, x: float, y: float) -> None:
    iris = find_iris(eyeball(COLOURS[colour], x, y), between_lids())
    assert iris is not None
    assert np.hypot(iris.x - x, iris.y - y) < 4.5
    assert iris.radius == pytest.approx(18, abs=3)


@pytest.mark.parametrize("colour", COLOURS)
def test_what_lids_hide_of_an_iris_is_round(colour: str) -> None:
    whole, seen = eyeball(COLOURS[colour]), between_lids()
    lidded = np.where(seen[..., None], whole, (200, 120, 90)).astype(np.uint8)
    made = complete(lidded, seen, find_iris(lidded, seen))
    near = ~seen & (np.abs(np.arange(HEIGHT) - 30) < 17)[:, None] & (np.abs(np.arange(WIDTH) - 50) < 30)
    assert (made[seen] == whole[seen]).all()
    assert np.abs(made.astype(int) - whole)[near].mean() < 22


@pytest.mark.parametrize("picture", [np.full((HEIGHT, WIDTH, 3), 20, np.uint8), eyeball((90, 200, 190))])
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_an_eye_without_a_white_has_no_iris_and_does_no_harm(picture: np.ndarray, rows: int) -> None:
    seen = np.zeros((HEIGHT, WIDTH), bool)
    seen[30 : 30 + rows, 20:80] = True
    assert find_iris(picture, seen) is None
    assert complete(picture, seen, None).shape == picture.shape
