"""The contrast of two colours, by examples of WCAG's own, and the nearest colour that can be read."""

from __future__ import annotations

import pytest

from generator.checking.contrast import DARK, LEAST, WHITE, contrast, nearest_readable

COLOURS = ("#9fc5e8", "#ff0000", "#00ff00", "#808080", "#ffffff", "#000000", "#1d4f91", "#fedcba")


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [
        ("#000000", WHITE, 21),
        (WHITE, WHITE, 1),
        ("#767676", WHITE, 4.54),
        ("#777777", WHITE, 4.48),
        ("#0000FF", WHITE, 8.59),
    ],
)
def test_contrast(colour: str, ground: str, ratio: float) -> None:
    assert contrast(colour, ground) == pytest.approx(ratio, abs=0.005)
    assert contrast(ground, colour) == contrast(colour, ground)


@pytest.mark.parametrize("ground", [WHITE, DARK])
@pytest.mark.parametrize("colour", COLOURS)
def test_the_nearest_readable_colour_passes_and_a_readable_one_stays(colour: str, ground: str) -> None:
    nearest = nearest_readable(colour, ground)
    assert contrast(nearest, ground) >= LEAST
    assert (nearest == colour) == (contrast(colour, ground) >= LEAST)
    assert contrast(nearest, ground) < LEAST + 0.2 or nearest == colour
