"""Lays a tick or a cross over the ink in and around a box, and says what of the ink they leave unexplained.

A tick is one stroke with a corner, a cross two strokes, and each may be bowed. Their points and their common width are
moved until they fit the ink best, by the method of Levenberg (1944) and Marquardt (1963). Where print hides the ink
nothing is known, and nothing counts. Lengths are in cells: a box's side has `SIDE` of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[np.float32]
    Numbers = NDArray[np.float64]
    Points = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Mask = NDArray[np.bool_]

SIDE = 24

LEVELS = ((5.0, 5, 2), (3.0, 3, 2), (1.5, 3, 1))
"""How soft strokes are while they are moved, over how many cells ink is blurred, and one of how many is looked at."""

STEPS = 8
STILL = 0.004
"""How much of the errors a step takes away at least, for another to be made."""

KNOWN, INKED = 0.3, 0.5
"""Of a cell: how much is seen at least, and how much is covered where there is ink."""

NEAR = np.ones((9, 9), np.uint8)
FAINTEST = 0.05
"""Cells around ink that are looked at while strokes are moved."""

BOW, WIDTH, SHORT = 0.1, 0.1, 0.01
"""What it costs, a cell, that a stroke is bowed, is as wide as its ink does not look, and is long."""

WIDEST = 0.25 * SIDE
"""How wide strokes are at first, at most."""

SLACK = 0.8
"""How far the edge of ink may lie beside that of a stroke: pens tremble, and pixels are squares."""

THINNEST = 0.5


@dataclass(frozen=True)
class Shape:
    """What points a mark has: `lines` join them in pairs; each of `bowed` lies midway between two others."""

    lines: tuple[tuple[int, int], ...]
    bowed: tuple[tuple[int, int, int], ...]


TICK = Shape(lines=((0, 1), (1, 2), (2, 3)), bowed=((2, 1, 3),))
"""Start, corner, a point on the way up, end."""

CROSS = Shape(lines=((0, 1), (1, 2), (3, 4), (4, 5)), bowed=((1, 0, 2), (4, 3, 5)))
"""Each stroke's beginning, middle and end: the first falls to the right, the second rises."""


@dataclass(frozen=True)
class Ink:
    """Ink in cells: `covered` says how much of each is ink, `known` how much of it is not hidden by print.

    `left`, `top` is the box's own corner, `width` what its strokes usually have.
    """

    covered: Grid
    known: Grid
    left: float
    top: float
    width: float

    @property
    def stroke(self) -> float:
        """Return how wide strokes are at first."""
        return min(max(self.width, 1.0), WIDEST)


@dataclass(frozen=True)
class Fit:
    """A shape laid over ink: its points, (x, y) a row in parts of the box's side, and the width of its strokes.

    `rest` is what does not agree, ink beside strokes and strokes without ink, as the length of a stroke, in sides.
    `own` is how much ink each line of the shape explains that no other one does, likewise.
    """

    points: Points
    width: float
    rest: float
    own: tuple[float, ...]


def fitted(ink: Ink, shape: Shape, points: Points) -> Fit:
    """Return a shape, begun at `points`, as it fits ink best."""
    values = np.append(points.ravel(), ink.stroke)
    priors, wanted = _priors(shape, ink)
    for softness, size, every in LEVELS:
        target = _target(ink, softness, size, every)
        values = _moved(values, Aim(shape, target, priors, wanted))
    return _judged(values, shape, ink)


# Ink to be fitted


@dataclass(frozen=True)
class Target:
    """Places that are known, (x, y) a row, how much ink there is, how much each counts, and how blurred it is."""

    places: Points
    wanted: Numbers
    weights: Numbers
    softness: float


def _target(ink: Ink, softness: float, size: int, every: int) -> Target:
    known = _blurred(ink.known, size)
    covered = _blurred(ink.covered * ink.known, size)
    near = cv2.dilate(covered, NEAR)
    is_looked_at = np.zeros(known.shape, bool)
    is_looked_at[::every, ::every] = True
    chosen = is_looked_at & (known > KNOWN) & (near > FAINTEST)
    weights = known[chosen].astype(float)
    wanted = covered[chosen] / weights
    return Target(centres(chosen), wanted, weights, softness)


def centres(chosen: Mask) -> Points:
    """Return the middles of the chosen cells, (x, y) a row."""
    places = np.argwhere(chosen)
    swapped = places[:, ::-1]
    middles = swapped + 0.5
    return np.asarray(middles, float)


def _blurred(grid: Grid, size: int) -> Grid:
    nothing_beyond = cv2.BORDER_CONSTANT
    blurred = cv2.blur(grid, (size, size), borderType=nothing_beyond)
    return np.asarray(blurred, np.float32)


def _priors(shape: Shape, ink: Ink) -> tuple[Points, Numbers]:
    """Return what else is wanted of the values: a row for each wish, and what it should come to."""
    wishes = []
    for middle, start, end in shape.bowed:
        wishes += _wishes(shape, {middle: BOW, start: -BOW / 2, end: -BOW / 2})
    for start, end in shape.lines:
        wishes += _wishes(shape, {start: -SHORT, end: SHORT})
    width = np.zeros(_size(shape))
    width[-1] = WIDTH
    wanted = np.zeros(len(wishes) + 1)
    wanted[-1] = WIDTH * ink.stroke
    return np.array([*wishes, width]), wanted


def _size(shape: Shape) -> int:
    """Return how many values say where a shape is: two a point, and the width."""
    points = set().union(*shape.lines)
    return 2 * len(points) + 1


def _wishes(shape: Shape, shares: dict[int, float]) -> list[Numbers]:
    """Return two wishes: for points' places to the right, and for those down."""
    across, down = np.zeros(_size(shape)), np.zeros(_size(shape))
    for point, share in shares.items():
        across[2 * point] = share
        down[2 * point + 1] = share
    return [across, down]


# Strokes moved until they fit


@dataclass(frozen=True)
class Aim:
    """A shape to be laid over a target, and what else is wanted of its values."""

    shape: Shape
    target: Target
    priors: Points
    wanted: Numbers


def _moved(values: Numbers, aim: Aim) -> Numbers:
    damping = 0.1
    errors, slopes = _errors(values, aim)
    cost = float(errors @ errors)
    for _ in range(STEPS):
        moved = values - _step(errors, slopes, damping)
        new_errors, new_slopes = _errors(moved, aim)
        new_cost = float(new_errors @ new_errors)
        gain = cost - new_cost
        if gain <= 0:
            damping *= 6
            continue
        values, errors, slopes, cost = moved, new_errors, new_slopes, new_cost
        damping /= 4
        if gain < STILL * cost:
            break
    return values


def _step(errors: Numbers, slopes: Points, damping: float) -> Numbers:
    normal = slopes.T @ slopes
    diagonal = normal.diagonal()
    damped = normal + np.diag(damping * diagonal + 1e-4)
    step = np.linalg.solve(damped, slopes.T @ errors)
    return np.asarray(step, float)


def _errors(values: Numbers, aim: Aim) -> tuple[Numbers, Points]:
    """Return how far strokes are from the ink at each place, and how that changes with each value; then the wishes."""
    target = aim.target
    nearest = _nearest(values, aim.shape, target.places)
    half = abs(values[-1]) / 2
    inner = (half - nearest.away) / target.softness
    outer = (half + nearest.away) / target.softness
    covered = np.clip(inner, -0.5, 0.5) + np.clip(outer, -0.5, 0.5)
    scale = target.weights / target.softness
    inner_slope = (np.abs(inner) < 0.5) * scale  # noqa: PLR2004 - where it is not clipped
    outer_slope = (np.abs(outer) < 0.5) * scale  # noqa: PLR2004
    slopes = _slopes(nearest, outer_slope - inner_slope, len(values))
    slopes[:, -1] = (inner_slope + outer_slope) / 2
    errors = (covered - target.wanted) * target.weights
    wishes = aim.priors @ values - aim.wanted
    return np.append(errors, wishes), np.vstack([slopes, aim.priors])


@dataclass(frozen=True)
class Nearest:
    """The nearest points of strokes to some places: how far `away`, on lines between which two of the shape's points.

    `along` is how far on that line, from 0 to 1, and `right` and `down` the way from there to the place.
    """

    away: Numbers
    along: Numbers
    right: Numbers
    down: Numbers
    start: Indices
    end: Indices


def _nearest(values: Numbers, shape: Shape, places: Points) -> Nearest:
    points = values[:-1].reshape(-1, 2)
    starts, ends = np.array(shape.lines).T
    begin = points[starts].T[:, :, None]
    across, down = points[ends].T[:, :, None] - begin
    right, below = places.T[:, None] - begin
    squares = across**2 + down**2
    products = right * across + below * down
    along = np.clip(products / np.maximum(squares, 1e-6), 0, 1)
    right -= along * across
    below -= along * down
    away = right**2 + below**2
    line = away.argmin(axis=0)
    at = line, np.arange(len(places))
    return Nearest(
        away=np.sqrt(away[at]),
        along=along[at],
        right=right[at],
        down=below[at],
        start=starts[line],
        end=ends[line],
    )


def _slopes(nearest: Nearest, fall: Numbers, size: int) -> Points:
    """Return how errors change with each value, where they fall by `fall` if a place comes nearer to a stroke."""
    rows = np.arange(len(fall))
    slopes = np.zeros((len(fall), size))
    share = -fall / np.maximum(nearest.away, 1e-6)
    for axis, way in enumerate((nearest.right, nearest.down)):
        pull = way * share
        slopes[rows, 2 * nearest.start + axis] = pull * (1 - nearest.along)
        slopes[rows, 2 * nearest.end + axis] = pull * nearest.along
    return slopes


def _judged(values: Numbers, shape: Shape, ink: Ink) -> Fit:
    seen = ink.known > KNOWN
    away = _nearest(values, shape, centres(seen)).away
    width = abs(float(values[-1]))
    half = width / 2
    inked = ink.covered[seen]
    extra = inked - _share_within(half + SLACK, away)
    missing = _share_within(max(half - SLACK, THINNEST), away) - 2 * inked
    wrong = np.maximum(extra, 0) + np.maximum(missing, 0)
    rest = float(wrong @ ink.known[seen])
    stroke = SIDE * max(width, 1.0)
    own = [_ink_of(line, values, shape, ink) / stroke for line in shape.lines]
    points = values[:-1].reshape(-1, 2)
    beside = points - (ink.left, ink.top)
    return Fit(beside / SIDE, width / SIDE, rest / stroke, tuple(own))


def _ink_of(line: tuple[int, int], values: Numbers, shape: Shape, ink: Ink) -> float:
    """Return how much ink lies on one line of a shape, and on no other."""
    others = tuple(other for other in shape.lines if other != line)
    seen = ink.known > KNOWN
    places = centres(seen)
    away = _nearest(values, Shape((line,), ()), places).away
    away_from_others = _nearest(values, Shape(others, ()), places).away
    half = abs(float(values[-1])) / 2
    alone = (away <= half + SLACK) & (away_from_others > half + SLACK)
    amount = ink.covered[seen] * ink.known[seen]
    return float(amount[alone].sum())


def _share_within(reach: float, away: Numbers) -> Numbers:
    """Return how much of cells lies within a distance of a line, of those whose middles are so far away."""
    inside = reach - away
    return np.clip(inside + 0.5, 0, 1)
