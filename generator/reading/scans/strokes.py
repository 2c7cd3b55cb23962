"""What the ink in and around a box looks like: a tick, a cross, or something else.

Only what one of the two explains, to hardly any rest, counts as a mark. Lengths are parts of a box's side, angles
degrees, from -180 to 180; what rises to the right has more than none.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from generator.reading.scans.fitting import CROSS, INKED, SIDE, TICK, centres, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from generator.reading.scans.fitting import Fit, Ink

    Points = NDArray[np.float64]
    Way = NDArray[np.float64]

WIDEST = 0.38
"""A stroke: what is wider may hide others."""

CORNER_ACROSS, CORNER_DOWN = (0.05, 0.95), (0.3, 1.15)
SHORT_ARM, SHORT_ARM_WIDTHS, LONG_ARM = 0.1, 0.6, 0.45
DOWNWARDS, UPWARDS = (-100, 5), (28, 80)
TICK_BOW = 0.25
"""Of a tick: where its corner is, how long its arms are at least, how steep, and how bowed the long one, of itself."""

ARM, APART, CROSS_BOW = 0.45, 0.3, 0.14
FALLING, RISING = (-72, -25), (25, 72)
"""Of a cross: how long its strokes are at least, how far apart their middles at most, how bowed they are, how steep."""

PAPER = 0.4
LEAST_PAPER, LEAST_SIDES = 2, 2
"""How much of a cell may be ink, how many such cells lie between two arms of a cross, and between how many arms."""

CROSS_LEEWAY = 0.55
"""How much less than a tick, whose strokes are drawn faster, a cross may leave unexplained."""

SHORT_ARM_SEEN, ARM_SEEN = 0.06, 0.035
"""How long a part of a tick's short arm, and of each arm of a cross, is seen where no other stroke may have been."""

CORNERS = ((-1, -1), (1, 1), (-1, 1), (1, -1))
"""Ways to the ends of a cross: those of the stroke that falls to the right, then of the one that rises."""


def is_plain_mark(ink: Ink, leeway: float, *, may_be_tick: bool) -> bool:
    """Whether ink is a tick, if it may be one, or a cross, to a rest of `leeway`."""
    if not _inked(ink).any():
        return False
    if may_be_tick and any(is_tick(fitted(ink, TICK, points), leeway) for points in _first_ticks(ink)):
        return True
    for points in _first_crosses(ink):
        cross = fitted(ink, CROSS, points)
        if is_cross(cross, CROSS_LEEWAY * leeway) and _has_gaps(ink, cross):
            return True
    return False


def is_tick(fit: Fit, leeway: float) -> bool:
    """Whether a stroke goes down to a corner in the box, and farther up to the right."""
    start, corner, middle, end = fit.points
    down = corner - start
    up = end - corner
    short = math.hypot(*down)
    long = math.hypot(*up)
    shortest = max(SHORT_ARM, SHORT_ARM_WIDTHS * fit.width)
    longest_bow = TICK_BOW * long
    return (
        _is_explained(fit, leeway)
        and fit.own[0] >= SHORT_ARM_SEEN
        and _is_in_box(corner)
        and short >= shortest
        and long >= max(LONG_ARM, short)
        and _rises(down, DOWNWARDS)
        and _rises(up, UPWARDS)
        and _bow(corner, middle, end) <= longest_bow
    )


def is_cross(fit: Fit, leeway: float) -> bool:
    """Whether two slanted strokes cross near their middles."""
    begin, middle, end, low, other_middle, high = fit.points
    falling = end - begin
    rising = high - low
    apart = math.dist(begin + end, low + high) / 2
    return (
        _is_explained(fit, leeway)
        and min(fit.own) >= ARM_SEEN
        and math.hypot(*falling) >= ARM
        and math.hypot(*rising) >= ARM
        and _rises(falling, FALLING)
        and _rises(rising, RISING)
        and apart <= APART
        and _bow(begin, middle, end) <= CROSS_BOW
        and _bow(low, other_middle, high) <= CROSS_BOW
    )


def _is_explained(fit: Fit, leeway: float) -> bool:
    if fit.width > WIDEST:
        return False
    return fit.rest <= leeway


def _is_in_box(corner: Points) -> bool:
    x, y = corner
    return _within(x, CORNER_ACROSS) and _within(y, CORNER_DOWN)


def _within(number: float, limits: tuple[float, float]) -> bool:
    least, most = limits
    return bool(least < number < most)


def _rises(way: Way, limits: tuple[float, float]) -> bool:
    """Whether a way rises by an angle between two."""
    right, down = way
    radians = math.atan2(-down, right)
    degrees = math.degrees(radians)
    return _within(degrees, limits)


def _bow(start: Points, middle: Points, end: Points) -> float:
    """Return how far a stroke's middle is from midway between its ends."""
    midway = (start + end) / 2
    return math.dist(middle, midway)


def _has_gaps(ink: Ink, cross: Fit) -> bool:
    """Whether paper is seen within the box on two sides at least of where two strokes cross: it is not filled."""
    paper = (ink.known > INKED) & (ink.covered < PAPER)
    across, down = _in_box(centres(paper), ink).T
    x, y = cross.points.mean(axis=0)
    right = across - x
    below = down - y
    beside = np.abs(right) > np.abs(below)
    sides = (
        beside & (right > 0),
        beside & (right < 0),
        ~beside & (below > 0),
        ~beside & (below < 0),
    )
    seen = [int(side.sum()) >= LEAST_PAPER for side in sides]
    return sum(seen) >= LEAST_SIDES


def _in_box(cells: Points, ink: Ink) -> Points:
    """Return the places of those cells that are in the box, in parts of its side."""
    beside = cells - (ink.left, ink.top)
    places = beside / SIDE
    is_inside = (places > 0) & (places < 1)
    return places[is_inside.all(axis=1)]


# Where strokes may be, before they are fitted


def _inked(ink: Ink) -> Points:
    """Return the cells that are ink, (x, y) a row."""
    amount = ink.covered * ink.known
    return centres(amount > INKED)


def _first_ticks(ink: Ink) -> Iterator[Points]:
    """Yield ticks between the ends of the ink: with the corner where it is farthest aside, and where it is lowest."""
    places = _inked(ink)
    start = _end(places, (-1, -0.2), ink)
    end = _end(places, (1, -1), ink)
    right, down = end - start
    for way in ((-down, right), (0, 1)):
        corner = _end(places, way, ink)
        midway = (corner + end) / 2
        yield np.array([start, corner, midway, end])


def _first_crosses(ink: Ink) -> Iterator[Points]:
    """Yield crosses between the ends of the ink, and between the corners of the rectangle around it."""
    places = _inked(ink)
    yield _crossed([_end(places, way, ink) for way in CORNERS])
    least = places.min(axis=0) + ink.stroke / 2
    most = places.max(axis=0) - ink.stroke / 2
    yield _crossed([np.where(np.array(way) < 0, least, most) for way in CORNERS])


def _crossed(ends: list[Points]) -> Points:
    begin, end, low, high = ends
    falling = (begin + end) / 2
    rising = (low + high) / 2
    return np.array([begin, falling, end, low, rising, high])


def _end(places: Points, way: tuple[float, float], ink: Ink) -> Points:
    """Return where a stroke's middle ends that makes the ink reach farthest in one way."""
    far = places @ way
    outermost = places[far > far.max() - 1].mean(axis=0)
    inwards = places.mean(axis=0) - outermost
    half = ink.stroke / 2
    longest = math.hypot(*inwards)
    share = half / max(longest, half, 1e-6)
    inner = outermost + share * inwards
    return np.asarray(inner, float)
