"""Reads the boxes of a page that was found in a picture. What is not plainly ticked or blank is unsure."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from generator.model.scans import MarkVerdict, ReadMark
from generator.model.sheet_layouts import MarkKind
from generator.reading.scans.fitting import SIDE, Ink
from generator.reading.scans.pages import PER_MM, PER_POINT, projected
from generator.reading.scans.strokes import is_plain_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from generator.model.sheet_layouts import MarkPlace
    from generator.reading.scans.pages import BlankPage, PlacedPage

    Mask = NDArray[np.uint8]
    Grey = NDArray[np.float32]

SEARCH = int(2.5 * PER_MM)
"""Pixels that a box may lie beside its place, on paper that is not flat."""

AROUND = {MarkKind.DONE: 6 * PER_MM, MarkKind.NOT_APPLICABLE: 4 * PER_MM, MarkKind.BLOCKED: 4 * PER_MM}
"""Pixels around a box in which other ink makes it doubtful."""

FRAME_AROUND = int(1.2 * PER_MM)
WORDS = 9 * PER_MM
"""Pixels to the right of a box in which its words, or the step's number, stand."""

LIKENESS = 0.55
"""At least, of a frame as printed and as found, from -1 to 1."""

FRAME = {MarkKind.DONE: 0.5 * PER_MM, MarkKind.NOT_APPLICABLE: 0.25 * PER_MM, MarkKind.BLOCKED: 0.25 * PER_MM}
EDGE = 0.22 * PER_MM
"""Pixels within a frame where its own edge may still be seen, in a fine picture."""

INK, SURE_INK = 0.2, 0.32
"""How dark ink is at least, where print is 1; a stroke somewhere reaches the second."""

PRINT = 0.12
SMEAR = 0.35 * PER_MM
"""Pixels around print that may be its own edge, in a fine picture."""

CLOSE = 0.2 * PER_MM
"""The same where print is known to be near: the least that is taken for its edge."""

LEEWAY = {MarkKind.DONE: 0.03, MarkKind.NOT_APPLICABLE: 0.012, MarkKind.BLOCKED: 0.012}
"""Of the box's side: as long a stroke may be that a tick or a cross leaves unexplained."""

SEEN = 0.05
"""Of a cell: what can hold ink that is seen."""

HALF, WHOLE = 0.5, 0.95
"""How dark print is at least, and how much of a frame is dark where ink hides what it is like."""

COARSEST = 0.9
"""Of a pixel of the picture: how much farther an edge may be seen if these are large."""

SHARP = 0.4
"""Of the darkest ink in a box: where a stroke ends."""

LARGE = 1.0 * PER_MM
"""Pixels: what is longer is no dust."""

SPECK = 0.1 * PER_MM**2
"""Pixels of a speck of dust."""

SMALL = 0.28
"""Of the box's side: what is no longer in either direction is a dot."""

FULL = 0.75
"""Of the box's side: so wide is no stroke."""

SLENDER = 1.25
"""How much longer than wide a mark is at least."""


def read_marks(placed: PlacedPage, blank: BlankPage, *, keep: bool) -> tuple[ReadMark, ...]:
    """Return what was read at each place to mark of a page.

    Pictures are kept of the places of steps that are not plain, or of all.
    """
    crops = [_crop(mark, placed, blank) for mark in blank.layout.marks]
    marks = [_read(mark, crop, blank) for mark, crop in zip(blank.layout.marks, crops, strict=True)]
    asked = {mark.place.step for mark in marks if keep or mark.verdict is MarkVerdict.UNSURE}
    ticked = Counter(mark.place.step for mark in marks if _is_tick(mark))
    asked |= {step for step, count in ticked.items() if count > 1}
    for index, mark in enumerate(marks):
        if mark.place.step in asked:
            marks[index] = replace(mark, clipping=crops[index].png)
    return tuple(marks)


def _is_tick(mark: ReadMark) -> bool:
    if mark.place.kind not in FRAME:
        return False
    return mark.verdict is MarkVerdict.TICKED


def _read(mark: MarkPlace, crop: Crop, blank: BlankPage) -> ReadMark:
    if mark.kind in FRAME:
        verdict, reason = _box_verdict(mark, crop, blank.layout.marks)
    else:
        verdict, reason = _line_verdict(crop)
    return ReadMark(mark, verdict, reason, b"")


# The place, cut out of the picture


@dataclass(frozen=True)
class Crop:
    """A place with what lies around it, brought to the size and position in which it was printed.

    `darkness` is from 0, as paper, to 1, as print; `printed` the same as it was printed. `origin` is the pixel of the
    page that the first one of the crop is. `likeness` says how much the frame is like the printed one.
    """

    grey: NDArray[np.uint8]
    darkness: Grey
    printed: Grey
    origin: tuple[int, int]
    likeness: float
    pixel: float
    """How wide a pixel of the picture is here."""

    @property
    def png(self) -> bytes:
        """Return its picture."""
        return bytes(cv2.imencode(".png", self.grey)[1])


def _crop(mark: MarkPlace, placed: PlacedPage, blank: BlankPage) -> Crop:
    around = AROUND.get(mark.kind, int(1.5 * PER_MM))
    left, top, right, bottom = _pixels(mark)
    height, width = blank.picture.shape
    x0, y0 = max(SEARCH, left - around), max(SEARCH, top - around)
    x1, y1 = min(width - SEARCH, right + max(around, WORDS)), min(height - SEARCH, bottom + around)
    wide = _warped(placed, (x0 - SEARCH, y0 - SEARCH, x1 + SEARCH, y1 + SEARCH))
    paper = float(np.percentile(wide, 80))
    darkness = np.clip((paper - wide) / (max(paper, 1.0) * placed.contrast), 0, 1.5).astype(np.float32)
    frame = (left - FRAME_AROUND, top - FRAME_AROUND, min(x1, right + WORDS), bottom + FRAME_AROUND)
    dx, dy, likeness = _shift(darkness, blank.darkness, frame, (x0 - SEARCH, y0 - SEARCH))
    rows, columns = slice(SEARCH + dy, SEARCH + dy + y1 - y0), slice(SEARCH + dx, SEARCH + dx + x1 - x0)
    return Crop(
        wide[rows, columns],
        darkness[rows, columns],
        blank.darkness[y0:y1, x0:x1],
        (x0, y0),
        likeness,
        _pixel(placed, mark),
    )


def _pixel(placed: PlacedPage, mark: MarkPlace) -> float:
    """Return how wide a pixel of the picture is at a mark, in pixels of the blank page."""
    left, top, right, bottom = _pixels(mark)
    corners = np.array([(left, top), (right, bottom)], float)
    upper, lower = projected(placed.view, corners)
    shown = math.dist(upper, lower)
    printed = math.hypot(right - left, bottom - top)
    return printed / max(shown, 1e-6)


def _edge(crop: Crop, fine: float) -> float:
    """Return how far the edge of print may be seen: `fine`, or more where pixels are large."""
    coarse = COARSEST * crop.pixel
    always = 0.08 * PER_MM
    return max(fine, coarse + always)


def _pixels(mark: MarkPlace) -> tuple[int, int, int, int]:
    left = round(mark.left * PER_POINT)
    top = round(mark.top * PER_POINT)
    right = round(mark.right * PER_POINT)
    bottom = round(mark.bottom * PER_POINT)
    return left, top, right, bottom


def _warped(placed: PlacedPage, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Return a part of the page as the picture shows it, in the blank page's own pixels."""
    left, top, right, bottom = box
    corners = np.array([(left, top), (right, bottom)], float)
    middle = corners.mean(axis=0)
    to_part = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    moved = placed.view_near(middle) @ to_part
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpPerspective(
        placed.picture, moved, (right - left, bottom - top), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(part, np.uint8)


def _shift(
    darkness: Grey, printed: Grey, frame: tuple[int, int, int, int], origin: tuple[int, int]
) -> tuple[int, int, float]:
    """Return how far a frame lies beside its place, and how much it is like the printed one there."""
    left, top, right, bottom = frame
    sharp = printed[top:bottom, left:right]
    pattern = cv2.GaussianBlur(sharp, (0, 0), 1.2)
    x, y = origin
    rows = slice(top - y - SEARCH, bottom - y + SEARCH)
    columns = slice(left - x - SEARCH, right - x + SEARCH)
    part = darkness[rows, columns]
    likeness = cv2.matchTemplate(np.minimum(part, 1), pattern, cv2.TM_CCOEFF_NORMED)
    _, best, _, (dx, dy) = cv2.minMaxLoc(likeness)
    return dx - SEARCH, dy - SEARCH, float(best)


# Boxes


def _box_verdict(mark: MarkPlace, crop: Crop, marks: Sequence[MarkPlace]) -> tuple[MarkVerdict, str]:
    """Return what was read in a box, and why that is unsure."""
    if crop.likeness < LIKENESS and not _is_all_there(mark, crop):
        return MarkVerdict.UNSURE, "its frame cannot be found"
    ink = _ink(crop)
    box = _inside(mark, crop)
    others = [_inside(other, crop) for other in marks if other is not mark and other.kind in FRAME]
    groups = list(_groups(ink))
    own = [group for group in groups if group[box].any()]
    theirs = [group for group in groups if any(group[other].any() for other in others)]
    for group in own:
        if any(group is other for other in theirs) and not _is_mostly_in(group, box, others):
            if _is_a_trace(group, box, others):
                continue
            return MarkVerdict.UNSURE, "ink runs from one box into the other"
    mine = [group for group in own if not (any(group is t for t in theirs) and _is_a_trace(group, box, others))]
    loose = [group for group in groups if not any(group is g for g in own) and not any(group is g for g in theirs)]
    if not mine:
        if any(_is_large(group) and _is_nearest(mark, group, crop, marks) for group in loose):
            return MarkVerdict.UNSURE, "there is ink beside it"
        return MarkVerdict.BLANK, ""
    return _mark_verdict(mark, mine, box, crop)


def _is_all_there(mark: MarkPlace, crop: Crop) -> bool:
    """Whether a frame is dark all around where it was printed, though much ink was added to it."""
    left, top, right, bottom = _pixels(mark)
    x, y = crop.origin
    frame = slice(top - y - 2, bottom - y + 2), slice(left - x - 2, right - x + 2)
    printed = crop.printed[frame] > HALF
    darkness = crop.darkness[frame]
    is_dark = darkness[printed] > INK
    share = float(is_dark.mean())
    return share > WHOLE and crop.likeness > HALF * LIKENESS


def _mark_verdict(
    mark: MarkPlace, groups: Sequence[Mask], box: tuple[slice, slice], crop: Crop
) -> tuple[MarkVerdict, str]:
    together = np.bitwise_or.reduce(groups)
    inside = together[box]
    rows, columns = np.nonzero(inside)
    side = inside.shape[0]
    extent = max(np.ptp(rows), np.ptp(columns)) + 1
    if extent < SMALL * side:
        return MarkVerdict.UNSURE, "there is no more than a dot in it"
    area = int(inside.sum())
    sharp = _sharp(inside, crop.darkness[box], inside)
    _, widest = _stroke_widths(sharp)
    if widest > FULL * side or extent < SLENDER * widest:
        return MarkVerdict.UNSURE, "it is filled"
    if int(together.sum()) - area > 1.3 * area:
        return MarkVerdict.UNSURE, "most of the ink lies outside it"
    if _is_more(inside, sharp):
        return MarkVerdict.UNSURE, "there are a faint and a dark mark in it"
    ink = _in_cells(together, mark, crop)
    if is_plain_mark(ink, LEEWAY[mark.kind], may_be_tick=not _leaves_left(together, box)):
        return MarkVerdict.TICKED, ""
    return MarkVerdict.UNSURE, "the mark in it is neither a plain tick nor a plain cross"


def _in_cells(together: Mask, mark: MarkPlace, crop: Crop) -> Ink:
    """Return ink in and around a box, as close to print as can be told, in cells of which a box's side has `SIDE`."""
    left, top, right, bottom = _pixels(mark)
    x, y = crop.origin
    left, top, right, bottom = left - x, top - y, right - x, bottom - y
    side, beside = right - left, (right - left) // 2
    first_row, first_column = max(0, top - beside), max(0, left - beside)
    window = slice(first_row, bottom + beside), slice(first_column, right + beside)
    ink, darkness = together[window], crop.darkness[window]
    known = np.uint8(1) - _near_print(crop.printed[window], _edge(crop, CLOSE))
    reach = 2 * round(SMEAR - CLOSE) + 3
    near = np.asarray(cv2.dilate(ink, _disc(reach)), np.uint8)
    sharp = _sharp(ink, darkness, near) & known
    width, _ = _stroke_widths(sharp)
    scale = SIDE / side
    rows, columns = sharp.shape
    cells = round(columns * scale), round(rows * scale)
    seen = cv2.resize(known.astype(np.float32), cells, interpolation=cv2.INTER_AREA)
    inked = cv2.resize(sharp.astype(np.float32), cells, interpolation=cv2.INTER_AREA)
    covered = np.minimum(inked / np.maximum(seen, SEEN), 1)
    corner = (left - first_column) * scale, (top - first_row) * scale
    return Ink(np.asarray(covered, np.float32), np.asarray(seen, np.float32), *corner, width * scale)


def _leaves_left(ink: Mask, box: tuple[slice, slice]) -> bool:
    """Whether ink runs out of a box on the left, as a line does that strikes a tick out."""
    rows, columns = box
    beside = ink[rows, : columns.start]
    return int(beside.sum()) > SPECK / 2


def _sharp(ink: Mask, darkness: Grey, near: Mask) -> Mask:
    """Return strokes, within `near`, without their soft edges, which would fill the space between them."""
    smooth = cv2.GaussianBlur(darkness, (0, 0), 0.8)
    strokes = smooth[ink > 0]
    darkest = float(np.percentile(strokes, 90))
    least = max(INK, SHARP * darkest)
    sharp = (smooth > least).astype(np.uint8)
    return _joined(near & sharp)


def _is_more(ink: Mask, sharp: Mask) -> bool:
    """Whether there is ink that is not the soft edge of the strokes."""
    kernel = _disc(9)
    near = cv2.dilate(sharp, kernel)
    rest = ink[near == 0]
    return int(rest.sum()) > 2 * SPECK


def _joined(ink: Mask) -> Mask:
    """Return ink without the small gaps of a light stroke, and without its single pixels."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    closed = cv2.morphologyEx(np.pad(ink, 3), cv2.MORPH_CLOSE, kernel)[3:-3, 3:-3]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    kept = np.zeros_like(ink)
    for label in range(1, count):
        if stats[label, cv2.CC_STAT_AREA] >= SPECK:
            kept[labels == label] = 1
    return kept


def _ink(crop: Crop) -> Mask:
    """Return where there is ink that was not printed: faint strokes where they are somewhere darker, no specks."""
    printed = _near_print(crop.printed, _edge(crop, SMEAR))
    smooth = cv2.GaussianBlur(crop.darkness, (0, 0), 0.8)
    faint = ((smooth > INK) & (printed == 0)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    is_sure = (smooth > SURE_INK) & (faint > 0)
    sure = np.bincount(labels[is_sure], minlength=count)
    areas = stats[:, cv2.CC_STAT_AREA]
    keep = (areas >= SPECK) & (sure > 0)
    keep[0] = False
    return np.asarray(keep[labels], np.uint8)


def _near_print(printed: Grey, reach: float) -> Mask:
    """Return where print may be seen, or its edge, so many pixels beside it."""
    print_itself = printed > PRINT
    size = 2 * round(reach) + 1
    near = cv2.dilate(print_itself.astype(np.uint8), _disc(size))
    return np.asarray(near, np.uint8)


def _groups(ink: Mask) -> Iterator[Mask]:
    """Yield ink that belongs together: strokes, also where the print that they cross was taken away."""
    reach = 2 * int(0.6 * PER_MM) + 1
    near = cv2.dilate(ink, _disc(reach))
    count, labels = cv2.connectedComponents(near, connectivity=8)
    for label in range(1, count):
        group = (labels == label).astype(np.uint8)
        yield ink * group


def _disc(size: int) -> Mask:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(disc, np.uint8)


def _inside(mark: MarkPlace, crop: Crop) -> tuple[slice, slice]:
    left, top, right, bottom = _pixels(mark)
    x, y = crop.origin
    inset = round(FRAME[mark.kind] + _edge(crop, EDGE))
    first_column = max(0, left - x + inset)
    last_column = max(0, right - x - inset)
    first_row = max(0, top - y + inset)
    last_row = max(0, bottom - y - inset)
    return slice(first_row, last_row), slice(first_column, last_column)


def _is_mostly_in(group: Mask, box: tuple[slice, slice], others: Sequence[tuple[slice, slice]]) -> bool:
    here = _amount(group, box)
    there = max(_amount(group, other) for other in others)
    return here > 4 * there


def _is_a_trace(group: Mask, box: tuple[slice, slice], others: Sequence[tuple[slice, slice]]) -> bool:
    here = _amount(group, box)
    there = max(_amount(group, other) for other in others)
    return there > 4 * here


def _amount(group: Mask, box: tuple[slice, slice]) -> int:
    inside = group[box]
    return int(inside.sum())


def _is_nearest(mark: MarkPlace, group: Mask, crop: Crop, marks: Sequence[MarkPlace]) -> bool:
    """Whether ink lies nearer to this box than to any other."""
    rows, columns = np.nonzero(group)
    places = np.column_stack([columns, rows])
    points = places + crop.origin
    boxes = [other for other in marks if other.kind in FRAME]
    gaps = [_gap(points, other) for other in boxes]
    own = _gap(points, mark)
    return own <= min(gaps)


def _gap(points: NDArray[np.int64], mark: MarkPlace) -> float:
    left, top, right, bottom = _pixels(mark)
    across = points[:, 0]
    down = points[:, 1]
    beside = across - across.clip(left, right)
    above = down - down.clip(top, bottom)
    away = np.hypot(beside, above)
    return float(away.mean())


def _is_large(group: Mask) -> bool:
    rows, columns = np.nonzero(group)
    height = int(np.ptp(rows))
    width = int(np.ptp(columns))
    longest = max(height, width) + 1
    return longest > LARGE


def _stroke_widths(ink: Mask) -> tuple[float, float]:
    """Return the usual and the greatest width of strokes: twice the distance from their middle to their edge."""
    if not ink.any():
        return 0.0, 0.0
    distance = cv2.distanceTransform(np.pad(ink, 1), cv2.DIST_L2, 3)
    highest = cv2.dilate(distance, np.ones((3, 3), np.uint8))
    is_ridge = (distance >= highest) & (distance > 0)
    ridge = distance[is_ridge]
    usual = 2 * float(np.percentile(ridge, 60))
    widest = 2 * float(ridge.max())
    return usual, widest


# Lines for initials


def _line_verdict(crop: Crop) -> tuple[MarkVerdict, str]:
    """Return whether anything is written on a line; what it says is not read."""
    if crop.likeness < LIKENESS / 2:
        return MarkVerdict.UNSURE, "its line cannot be found"
    ink = _ink(crop)
    written = [group for group in _groups(ink) if _is_large(group)]
    if written:
        rows, columns = np.nonzero(np.bitwise_or.reduce(written))
        if max(np.ptp(rows), np.ptp(columns)) > 2 * PER_MM:
            return MarkVerdict.TICKED, ""
    if int(ink.sum()) > 2 * SPECK:
        return MarkVerdict.UNSURE, "there is ink that is hardly initials"
    return MarkVerdict.BLANK, ""
