"""What the ink within a box looks like: a tick, a cross, or something else.

Only what plainly is one of the two counts as a mark. Ink is thinned to lines one pixel wide, and these are looked at as
branches that meet in crossings. Pictures are arrays of 0 and 1; lengths are in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Mask = NDArray[np.uint8]
    Line = NDArray[np.float64]

MOST_STUBS = 3
MOST_OF_A_TICK, MOST_OF_A_CROSS = 0.5, 0.6
"""Of a box's inside: what covers more may be a mark under a scribble."""

PARTED = 0.1
"""Of the columns of a thick tick: those in which ink is parted."""

THICK = 0.25
"""Of a box's side: strokes so wide hardly have a middle."""

NEIGHBOURS = np.array([[1, 2, 4], [128, 0, 8], [64, 32, 16]], np.float32)
"""Weights that give each set of neighbours a number: clockwise from the upper left, a bit each."""

AROUND = (NEIGHBOURS > 0).astype(np.float32)


def _ring(code: int) -> list[int]:
    ring = []
    for bit in range(8):
        shifted = code >> bit
        ring.append(shifted & 1)
    return ring


def _turns(code: int) -> int:
    """Return how many separate lines go out from a pixel with these neighbours."""
    ring = _ring(code)
    turns = 0
    for at in range(8):
        before, here = ring[at - 1], ring[at]
        turns += before < here
    return turns


def _removable(code: int, phase: int) -> bool:
    """Whether Zhang and Suen's thinning (1984) takes the pixel away in one of its two phases."""
    ring = _ring(code)
    _, north, _, east, _, south, _, west = ring
    within = (
        east and south and (north or west),
        north and west and (east or south),
    )
    if within[phase]:
        return False
    neighbours = sum(ring)
    return 2 <= neighbours <= 6 and _turns(code) == 1  # noqa: PLR2004 - the paper's


def _is_spare(code: int) -> bool:
    """Whether a line holds together without the pixel: by Yokoi's number (1975) of what would come apart."""
    ring = _ring(code)
    parts = 0
    for at in (1, 3, 5, 7):
        around = (ring[at], ring[at - 7], ring[at - 6])
        parts += not around[0] and any(around)
    return parts == 1 and sum(ring) > 1


SPARE = np.array([_is_spare(code) for code in range(256)])
PHASES = [np.array([_removable(code, phase) for code in range(256)], np.uint8) for phase in (0, 1)]


def thinned(mask: Mask) -> Mask:
    """Return the lines in the middle of the strokes, one pixel wide."""
    lines = np.pad(mask, 1)
    while True:
        removed = 0
        for table in PHASES:
            take = table[_neighbours(lines)] & lines
            removed += int(take.sum())
            lines ^= take
        if not removed:
            return _without_steps(lines)[1:-1, 1:-1]


def _without_steps(lines: Mask) -> Mask:
    """Return the lines so that each pixel has two neighbours, but for ends and crossings."""
    spare = SPARE[_neighbours(lines)]
    places = np.argwhere(spare & (lines > 0))
    for row, column in places.tolist():
        upper, left = row - 1, column - 1
        window = lines[upper : row + 2, left : column + 2]
        numbers = window * NEIGHBOURS
        code = int(numbers.sum())
        if SPARE[code]:
            lines[row, column] = 0
    return lines


def _neighbours(lines: Mask) -> Mask:
    border = cv2.BORDER_CONSTANT
    numbers = cv2.filter2D(lines, cv2.CV_8U, NEIGHBOURS, borderType=border)
    return np.asarray(numbers, np.uint8)


@dataclass(frozen=True)
class Drawing:
    """Ink as lines: `branches` run between ends and crossings, each as its points in order, (x, y) a row.

    `joins` are the branches' crossings, by their numbers: two, one or none for each.
    """

    branches: tuple[Line, ...]
    joins: tuple[frozenset[int], ...]
    crossings: tuple[Line, ...]


def is_plain_mark(mask: Mask, width: float, side: float, *, may_be_tick: bool) -> bool:
    """Whether ink within a box is a tick, if it may be one, or a cross. `width` is the stroke's, `side` the box's."""
    share = float(mask.mean())
    if share > MOST_OF_A_CROSS:
        return False
    may_be_tick = may_be_tick and share <= MOST_OF_A_TICK
    lines = thinned(mask)
    for drawing in _drawings(lines, width, MOST_STUBS):
        if may_be_tick and is_tick(drawing, width, side):
            return True
        if is_cross(drawing, width, side):
            return True
    is_thick = may_be_tick and width > THICK * side
    return is_thick and is_thick_tick(mask, width, side)


def _drawings(lines: Mask, width: float, stubs: int) -> Iterator[Drawing]:
    """Yield what the lines may be: as they are, and without one or more of the stubs that thinning leaves."""
    drawing = _taken_apart(lines)
    yield drawing
    if not stubs:
        return
    for branch, joins in zip(drawing.branches, drawing.joins, strict=True):
        if len(joins) == 1 and len(branch) < width + 1:
            yield from _drawings(_without(lines, branch), width, stubs - 1)


def _without(lines: Mask, branch: Line) -> Mask:
    rest = lines.copy()
    columns, rows = branch.astype(int).T
    rest[rows, columns] = 0
    return thinned(rest)


def _taken_apart(lines: Mask) -> Drawing:
    degree = cv2.filter2D(lines, cv2.CV_8U, AROUND, borderType=cv2.BORDER_CONSTANT)
    forks = (degree > 2).astype(np.uint8) & lines  # noqa: PLR2004 - a line has two
    knots = np.asarray(cv2.dilate(forks, np.ones((3, 3), np.uint8)), np.uint8) & lines
    count, labels, _, centres = cv2.connectedComponentsWithStats(knots, connectivity=8)
    number, parts = cv2.connectedComponents(lines & (1 - knots), connectivity=8)
    branches, joins = [], []
    for part in range(1, number):
        rows, columns = np.nonzero(parts == part)
        branch = _in_order(np.column_stack([columns, rows]).astype(float))
        branches.append(branch)
        joins.append(_joins(branch, np.asarray(labels, np.int32)))
    for knot in range(1, count):
        branches, joins = _mended(branches, joins, knot, centres[knot])
    used = frozenset[int]().union(*joins)
    return Drawing(tuple(branches), tuple(joins), tuple(centres[knot] for knot in sorted(used)))


def _mended(
    branches: list[Line], joins: list[frozenset[int]], knot: int, centre: Line
) -> tuple[list[Line], list[frozenset[int]]]:
    """Return the branches with two that alone meet in a knot as one: thinning left a stub there."""
    meeting = []
    rest: list[Line] = []
    rest_joins: list[frozenset[int]] = []
    ends = frozenset[int]()
    for branch, join in zip(branches, joins, strict=True):
        if knot in join:
            meeting.append(_from(branch, centre))
            ends |= join
        else:
            rest.append(branch)
            rest_joins.append(join)
    if len(meeting) > 2:  # noqa: PLR2004 - a crossing
        return branches, joins
    ways = [centre.reshape(1, 2)]
    for at, way in enumerate(meeting):
        if at:
            ways.append(way)
        else:
            backwards = way[::-1]
            ways.insert(0, backwards)
    rest.append(np.vstack(ways))
    rest_joins.append(ends - {knot})
    return rest, rest_joins


def _from(branch: Line, point: Line) -> Line:
    """Return a branch so that it begins at its end near a point."""
    first, last = branch[0], branch[-1]
    near = math.dist(first, point)
    far = math.dist(last, point)
    if near <= far:
        return branch
    return branch[::-1]


def _joins(branch: Line, labels: NDArray[np.int32]) -> frozenset[int]:
    """Return the crossings at the two ends of a branch."""
    joins: set[int] = set()
    for end in (branch[0], branch[-1]):
        x, y = end.astype(int)
        left, top = max(0, x - 1), max(0, y - 1)
        window = labels[top : y + 2, left : x + 2]
        numbers = window.ravel().tolist()
        joins.update(numbers)
    return frozenset(joins - {0})


def _in_order(points: Line) -> Line:
    """Return the points of a line without branches from one end to the other."""
    left = list(range(len(points)))
    start = _an_end(points)
    order = [left.pop(start)]
    while left:
        distances = np.abs(points[left] - points[order[-1]]).max(axis=1)
        nearest = int(distances.argmin())
        order.append(left.pop(nearest))
    return points[order]


def _an_end(points: Line) -> int:
    """Return a point with one neighbour; any point of a ring."""
    for index, point in enumerate(points):
        near = np.abs(points - point).max(axis=1) <= 1
        if near.sum() <= 2:  # noqa: PLR2004 - itself and one more
            return index
    return 0


# Ticks


def is_tick(drawing: Drawing, width: float, side: float) -> bool:
    """Whether the lines are one stroke that goes down to a corner and up again, to the right of where it began."""
    if len(drawing.branches) != 1 or drawing.joins[0]:
        return False
    stroke = _to_the_right(drawing.branches[0])
    start, end = stroke[0], stroke[-1]
    aside = _distances(stroke, start, end)
    corner = int(aside.argmax())
    down = stroke[: corner + 1]
    up = stroke[corner:]
    if _length(down) < 0.07 * side:
        return False
    if _length(up) < 0.2 * side:
        return False
    lowest_end = max(start[1], end[1])
    is_low = stroke[corner][1] > lowest_end + 0.02 * side
    bend = max(_bend(down), _bend(up))
    is_straight = bend < 0.12 * side + 0.3 * width
    return bool(is_low and is_straight and _is_corner(stroke, corner))


def _to_the_right(stroke: Line) -> Line:
    first, last = stroke[0], stroke[-1]
    if first[0] > last[0]:
        return stroke[::-1]
    return stroke


def is_thick_tick(mask: Mask, width: float, side: float) -> bool:
    """Whether ink too thick to be thinned has the outline of a tick: above and below one dip, and nothing else."""
    columns = np.nonzero(mask.any(axis=0))[0]
    part = mask[:, columns[0] : columns[-1] + 1].astype(np.int8)
    runs = (np.diff(np.pad(part, ((1, 0), (0, 0))), axis=0) > 0).sum(axis=0)
    if (runs != 1).mean() > PARTED:
        return False
    top, bottom = part.argmax(axis=0), part.shape[0] - part[::-1].argmax(axis=0)
    dip, rise = _sides(top)
    below, beside = _sides(bottom)
    tall = float(np.median(bottom - top))
    return (
        dip >= max(1.5, 0.06 * side)
        and rise >= 0.28 * side
        and below >= 1
        and beside >= 0.2 * side
        and _wanders(top, dip + rise)
        and _wanders(bottom, below + beside)
        and tall < 2.2 * width
    )


def _sides(outline: NDArray[np.int64]) -> tuple[float, float]:
    """Return how far an outline falls from the left to its lowest place, and rises from there to the right."""
    lowest = int(outline.argmax())
    depth = float(outline[lowest])
    left = outline[: lowest + 1]
    right = outline[lowest:]
    return depth - float(left.min()), depth - float(right.min())


def _wanders(outline: NDArray[np.int64], way: float) -> bool:
    """Whether an outline makes hardly more way than down and up once."""
    steps = np.abs(np.diff(outline))
    made = float(steps.sum())
    return made <= 1.2 * way + 2


def _is_corner(stroke: Line, corner: int) -> bool:
    place = stroke[corner]
    to_start = stroke[0] - place
    to_end = stroke[-1] - place
    return 15 < _angle(to_start, to_end) < 150  # noqa: PLR2004 - degrees


# Crosses


def is_cross(drawing: Drawing, width: float, side: float) -> bool:
    """Whether the lines are two straight ones, each from one corner to the other, that cross near the middle."""
    arms: list[Line] = []
    links: list[Line] = []
    for branch, joins in zip(drawing.branches, drawing.joins, strict=True):
        if len(joins) == 1:
            arms.append(branch)
        else:
            links.append(branch)
    if len(arms) != 4 or len(links) > 1:  # noqa: PLR2004
        return False
    longest_link = 1.6 * width + 0.06 * side
    if any(_length(link) > longest_link for link in links):
        return False
    middle = np.mean(drawing.crossings, axis=0)
    outwards = [_from(arm, middle) for arm in arms]
    return _are_two_lines(outwards, middle, side)


def _are_two_lines(arms: list[Line], middle: Line, side: float) -> bool:
    """Whether four arms, from the middle outwards, are two straight and slanted lines through it."""
    tips = [arm[-1] - middle for arm in arms]
    tips.sort(key=_direction)
    first, second, third, fourth = tips
    for tip, opposite in ((first, third), (second, fourth)):
        if _angle(tip, opposite) < 140 or not _is_slanted(tip - opposite):  # noqa: PLR2004 - degrees
            return False
    lengths = [math.hypot(*tip) for tip in tips]
    shortest, longest = min(lengths), max(lengths)
    if shortest < 0.13 * side or shortest < longest / 3.5:
        return False
    return all(_bend(arm) < 0.2 * side for arm in arms)


def _direction(way: Line) -> float:
    right, down = way
    return math.atan2(down, right)


def _is_slanted(way: Line) -> bool:
    across, down = map(abs, way)
    steepness = math.degrees(math.atan2(down, across))
    return 22 < steepness < 75  # noqa: PLR2004 - degrees


# Geometry


def _distances(points: Line, start: Line, end: Line) -> NDArray[np.float64]:
    """Return how far each point is from the straight line between two."""
    right, down = end - start
    length = max(math.hypot(right, down), 1e-6)
    across = points - start
    area = right * across[:, 1] - down * across[:, 0]
    distances = np.abs(area) / length
    return np.asarray(distances, float)


def _bend(points: Line) -> float:
    start, end = points[0], points[-1]
    aside = _distances(points, start, end)
    return float(aside.max())


def _length(points: Line) -> float:
    ways = np.diff(points, axis=0)
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    return float(lengths.sum())


def _angle(first: Line, second: Line) -> float:
    lengths = math.hypot(*first) * math.hypot(*second)
    product = float(first @ second)
    cosine = product / max(lengths, 1e-6)
    limited = min(max(cosine, -1.0), 1.0)
    radians = math.acos(limited)
    return math.degrees(radians)
