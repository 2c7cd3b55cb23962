"""Sheets as other people bring them back: a maker of marks, pens and scans that the reader was never tuned to.

It shares no drawing with `tests/support/marked_paper.py`. A page is marked by one person, with one pen, in one habit of
size and slant. Lengths are millimetres, `grey` runs from 0 (black) to 255 (paper).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import cv2
import numpy as np

from generator.model.sheet_layouts import MarkKind
from tests.support.marked_paper import DPI, MM, Square

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from generator.model.sheet_layouts import MarkPlace
    from tests.support.marked_paper import Picture

    Chance = np.random.Generator
    Grey = NDArray[np.float32]
    Spot = tuple[float, float]
    Drawing = Callable[["Person", Square], None]

FINER = 4
"""Strokes are drawn so many times as finely."""

APART = 0.06
"""Millimetres between the points of a stroke."""

WAVE = 0.6
"""Millimetres: how slowly a hand shakes."""

REASON_FROM = 12
"""Millimetres from a box to the line for the reason."""


# Pens and people


@dataclass(frozen=True)
class Pen:
    """`skips` is how often ink fails a millimetre, `grain` how much paper shows through, `wet` how ends swell."""

    width: float
    grey: float
    skips: float = 0.0
    grain: float = 0.0
    wet: float = 0.0


def a_pen(chance: Chance) -> Pen:
    """Return a ballpoint, a gel pen, a fine liner, a felt tip or a pencil, as often as they lie about."""
    shade = chance.random()
    pens = (
        Pen(chance.uniform(0.35, 0.5), 40 + 55 * shade, skips=0.08),
        Pen(chance.uniform(0.5, 0.7), 10 + 40 * shade),
        Pen(chance.uniform(0.3, 0.4), 20 + 50 * shade),
        Pen(chance.uniform(0.8, 1.05), 20 + 60 * shade, wet=0.25),
        Pen(chance.uniform(0.45, 0.7), 90 + 40 * shade, grain=0.5),
    )
    return pens[chance.choice(5, p=[0.4, 0.2, 0.1, 0.15, 0.15])]


class Person:
    """Marks one page. `size` is how large the person writes a mark, `slant` how it leans (radians)."""

    def __init__(self, page: Picture, chance: Chance) -> None:
        self.page, self.chance = page, chance
        self.pen = a_pen(chance)
        self.size, self.slant = float(chance.uniform(4, 7.5)), float(chance.normal(0, 0.08))
        self.shaking = float(chance.uniform(0.02, 0.07))

    def vary(self, least: float, most: float) -> float:
        """Return a number between two."""
        return float(self.chance.uniform(least, most))

    def near(self, spot: Spot, spread: float) -> Spot:
        """Return a spot somewhere about another."""
        x, y = self.chance.normal(spot, spread)
        return float(x), float(y)

    def fitting(self, box: Square) -> float:
        """Return how large a mark becomes: as always, but people write somewhat smaller in a small box."""
        return min(self.size * self.vary(0.85, 1.15), box.side * 1.35)

    def stroke(self, spots: list[Spot], pen: Pen | None = None, *, pressed: bool = True) -> None:
        """Draw a curve through spots of the page; where it is `pressed`, the pen comes down and leaves again."""
        pen = pen or self.pen
        way = self._shaken(curve(spots))
        along = np.linspace(0, 1, len(way))
        press = 1 - 0.45 * np.abs(2 * along - 0.9) ** 3 if pressed else np.ones(len(way))
        swollen = 1 + pen.wet * (np.exp(-along * 12) + np.exp((along - 1) * 12))
        widths = pen.width * swollen * (0.75 + 0.25 * press) * self.vary(0.9, 1.1)
        ink = (0.7 + 0.3 * press) * self._skips(len(way), pen)
        self._lay(way, widths, ink, pen)

    def _shaken(self, way: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a way as a hand follows it: aside in slow waves, not at every point."""
        waves = self.chance.normal(0, 1, (len(way), 2))
        smooth = cv2.GaussianBlur(waves, (1, 0), sigmaX=0.1, sigmaY=WAVE / APART)
        return way + smooth * self.shaking * math.sqrt(2 * math.sqrt(math.pi) * WAVE / APART)

    def _skips(self, count: int, pen: Pen) -> NDArray[np.float64]:
        ink = np.ones(count)
        for _ in range(self.chance.poisson(pen.skips * count * APART)):
            first, length = int(self.chance.integers(count)), int(self.vary(0.15, 0.4) / APART)
            ink[first : first + length] *= self.vary(0.4, 0.75)
        return ink

    def _lay(self, way: NDArray[np.float64], widths: NDArray[np.float64], ink: NDArray[np.float64], pen: Pen) -> None:
        """Darken the page along a way."""
        x0, y0 = np.maximum((way.min(axis=0) - 2) * MM, 0).astype(int)
        x1, y1 = ((way.max(axis=0) + 2) * MM).astype(int) + 1
        part = self.page[y0:y1, x0:x1]
        if not part.size:
            return
        fine = np.zeros((part.shape[0] * FINER, part.shape[1] * FINER), np.uint8)
        for (x, y), width, dark in zip(way * MM - (x0, y0), widths, ink, strict=True):
            cv2.circle(
                fine, (int(x * FINER), int(y * FINER)), max(1, round(width * MM * FINER / 2)), int(255 * dark), -1
            )
        cover = cv2.resize(fine, part.shape[::-1], interpolation=cv2.INTER_AREA) / 255.0
        paper = cv2.GaussianBlur(self.chance.random(part.shape), (0, 0), 0.9)
        cover *= 1 - pen.grain * np.clip((paper - 0.4) * 5, 0, 1)
        part[:] = (part * (1 - cover) + np.minimum(part, pen.grey) * cover).astype(np.uint8)


def curve(spots: list[Spot]) -> NDArray[np.float64]:
    """Return points close together on a smooth curve through all spots (Catmull-Rom)."""
    given = np.array([spots[0], *spots, spots[-1]])
    parts = []
    for a, b, c, d in zip(given, given[1:], given[2:], given[3:], strict=False):
        t = np.linspace(0, 1, max(2, int(math.dist(b, c) / APART)))[:, None]
        parts.append(b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))))
    return np.vstack(parts)


def away(spot: Spot, degrees: float, length: float) -> Spot:
    """Return a spot in a direction: 0 is to the right, 90 up."""
    turn = math.radians(degrees)
    return spot[0] + length * math.cos(turn), spot[1] - length * math.sin(turn)


def between(first: Spot, second: Spot, share: float, aside: float) -> Spot:
    """Return a spot on the way from one to another, so far to its left."""
    (x0, y0), (x1, y1) = first, second
    length = max(math.dist(first, second), 1e-6)
    return x0 + (x1 - x0) * share + (y1 - y0) / length * aside, y0 + (y1 - y0) * share - (x1 - x0) / length * aside


# Marks that anyone calls ticked


def tick(person: Person, box: Square, size: float = 0.0) -> None:
    """Down to a lowest point within the box and up to the right, bowed, sharp or round below, often beyond the box."""
    size = size or person.fitting(box)
    lowest = person.near(box.at(0.42, 0.74), 0.05 * box.side)
    lean = math.degrees(person.slant)
    start = away(lowest, person.vary(112, 142) - lean, size * person.vary(0.26, 0.46))
    end = away(lowest, person.vary(42, 64) - lean, size * person.vary(0.8, 1.1))
    up = [between(lowest, end, 0.5, size * person.vary(-0.09, 0.06)), end]
    if person.chance.random() < 1 / 2:
        person.stroke([start, between(start, lowest, 0.6, size * 0.02), lowest, *up])
    else:
        person.stroke([start, lowest], pressed=False)
        person.stroke([lowest, *up])


def short_tick(person: Person, box: Square) -> None:
    """Hardly half as large as the box."""
    tick(person, box, max(box.side * person.vary(0.5, 0.65), 4 * person.pen.width))


def swept_tick(person: Person, box: Square) -> None:
    """In haste, with a tail that ends far outside the box."""
    tick(person, box, box.side * person.vary(1.35, 1.7))


def wide_tick(person: Person, box: Square) -> None:
    """As a V, with arms of nearly the same length."""
    size = min(person.fitting(box), box.side * 1.1)
    lowest = person.near(box.at(0.5, 0.8), 0.04 * box.side)
    for direction in (person.vary(112, 125), person.vary(52, 66)):
        end = away(lowest, direction, size * person.vary(0.68, 0.85))
        person.stroke([end, lowest] if direction > 90 else [lowest, end])  # noqa: PLR2004 - degrees


def hooked_tick(person: Person, box: Square) -> None:
    """With a small hook where the pen comes down, and one where it leaves."""
    size = min(person.fitting(box), box.side * 1.2)
    lowest = person.near(box.at(0.42, 0.76), 0.05 * box.side)
    start = away(lowest, person.vary(115, 135), size * person.vary(0.35, 0.45))
    end = away(lowest, person.vary(48, 60), size * person.vary(0.85, 1.0))
    lead = away(start, person.vary(170, 230), size * 0.1)
    leave = away(end, person.vary(-20, 10), size * person.vary(0.06, 0.12))
    person.stroke([lead, start, between(start, lowest, 0.8, 0), lowest, between(lowest, end, 0.5, 0), end, leave])


def tick_twice(person: Person, box: Square) -> None:
    """Gone over a second time, since the pen did not write well."""
    size = min(person.fitting(box), box.side)
    lowest = person.near(box.at(0.42, 0.74), 0.04 * box.side)
    start, end = away(lowest, person.vary(120, 135), size * 0.38), away(lowest, person.vary(46, 60), size * 0.95)
    for _ in range(2):
        person.stroke([person.near(start, 0.12), person.near(lowest, 0.08), person.near(end, 0.15)])


def cross(person: Person, box: Square, size: float = 0.0) -> None:
    """Two strokes with four arms of their own lengths, which meet somewhere near the middle."""
    size = size or person.fitting(box)
    middle, lean = person.near(box.at(0.5, 0.5), 0.05 * box.side), math.degrees(person.slant)
    for direction in (person.vary(-54, -34), person.vary(-142, -126)):
        first = away(middle, direction + 180 - lean, size * person.vary(0.4, 0.64))
        last = away(middle, direction - lean, size * person.vary(0.4, 0.64))
        person.stroke([first, between(first, last, 0.5, size * person.vary(-0.04, 0.04)), last])


def small_cross(person: Person, box: Square) -> None:
    """Well within the box."""
    cross(person, box, max(box.side * person.vary(0.55, 0.7), 4 * person.pen.width))


def large_cross(person: Person, box: Square) -> None:
    """From beyond one corner to beyond the other."""
    cross(person, box, box.side * person.vary(1.35, 1.6))


# Marks about which anyone would ask


def struck_out(person: Person, box: Square) -> None:
    """A tick with a plain line or two through it, from one side to the other."""
    tick(person, box)
    for _ in range(int(person.chance.integers(1, 3))):
        y = person.vary(0.52, 0.66)
        person.stroke([person.near(box.at(x, y), 0.06 * box.side) for x in (-0.25, 0.5, 1.25)], other_pen(person))


def waved_out(person: Person, box: Square) -> None:
    """A tick, or a cross, under a wavy line."""
    (tick, cross)[int(person.chance.integers(2))](person, box)
    y, high = person.vary(0.42, 0.58), person.vary(0.14, 0.22)
    places = [(-0.15 + 0.13 * step, y + high * (-1) ** step) for step in range(11)]
    person.stroke([person.near(box.at(*place), 0.02 * box.side) for place in places], other_pen(person))


def looped_out(person: Person, box: Square) -> None:
    """A tick under a row of loops, as words are made illegible."""
    tick(person, box)
    turns = np.linspace(0, 2 * math.pi * person.vary(4, 6), 50)
    places = [(0.02 + 0.95 * t / turns[-1] + 0.16 * math.cos(t), 0.5 + 0.26 * math.sin(t)) for t in turns]
    person.stroke([box.at(*place) for place in places], other_pen(person))


def crossed_out(person: Person, box: Square) -> None:
    """A tick with a flat cross over it, from one side to the other."""
    tick(person, box)
    for rise in (0.22, -0.22):
        ends = box.at(-0.1, 0.55 + rise), box.at(1.1, 0.55 - rise)
        person.stroke([person.near(end, 0.06 * box.side) for end in ends], other_pen(person))


def ringed(person: Person, box: Square) -> None:
    """A ring in the box, of which the sheet says nothing."""
    wide, turns = person.vary(0.27, 0.38), np.linspace(0.4, 2 * math.pi * 1.06 + 0.4, 24)
    places = [(0.5 + wide * math.cos(t), 0.5 + wide * 0.9 * math.sin(t)) for t in turns]
    person.stroke([person.near(box.at(*place), 0.01 * box.side) for place in places])


def beside(person: Person, box: Square) -> None:
    """A tick left of the box, between it and the edge or the words before it."""
    size = min(box.side, 5.0) * person.vary(0.6, 0.8)
    gap = person.vary(0.5, 1.6)
    lowest = box.left - gap - 0.62 * size, box.top + box.side * person.vary(0.5, 0.8)
    person.stroke([away(lowest, 125, size * 0.35), lowest])
    person.stroke([lowest, away(lowest, 55, size * 0.95)])


def stray(person: Person, box: Square) -> None:
    """The end of a swing that began elsewhere: a signature, a line drawn to a note."""
    start = box.at(person.vary(-1.6, -0.7), person.vary(0.9, 1.6))
    end = box.at(person.vary(0.25, 0.75), person.vary(0.3, 0.7))
    person.stroke([start, between(start, end, 0.5, box.side * person.vary(-0.35, 0.35)), end])


def dotted(person: Person, box: Square) -> None:
    """The pen rested once or twice."""
    for _ in range(int(person.chance.integers(1, 3))):
        spot = box.at(person.vary(0.3, 0.7), person.vary(0.3, 0.7))
        wide = min(person.vary(0.4, 0.9), 0.16 * box.side)
        person.stroke([spot, person.near(spot, 0.06)], replace(person.pen, width=wide), pressed=False)


def blotted(person: Person, box: Square) -> None:
    """Ink that ran out and was smeared, or something that was spilt."""
    spot, wide = box.at(person.vary(0.25, 0.75), person.vary(0.25, 0.75)), box.side * person.vary(0.22, 0.4)
    for _ in range(5):
        there = person.near(spot, wide * 0.3)
        person.stroke([there, person.near(there, wide * 0.4)], Pen(wide * person.vary(0.5, 1), 30), pressed=False)


def scrawled_full(person: Person, box: Square) -> None:
    """Filled to the edges, upright, slanted or lying."""
    turn, pen = person.vary(0, math.pi), replace(person.pen, width=max(person.pen.width, box.side / 10))
    spots: list[Spot] = []
    for row in np.linspace(-0.4, 0.4, 13):
        half = math.sqrt(max(0.46**2 - row**2, 0.01)) * (-1) ** len(spots)
        spots.append(
            box.at(
                0.5 + half * math.cos(turn) - row * math.sin(turn), 0.5 + half * math.sin(turn) + row * math.cos(turn)
            )
        )
    person.stroke(spots, pen, pressed=False)


def queried(person: Person, box: Square) -> None:
    """A question mark."""
    places = [(0.3, 0.3), (0.42, 0.14), (0.62, 0.16), (0.68, 0.34), (0.52, 0.5), (0.49, 0.68)]
    person.stroke([person.near(box.at(*place), 0.02 * box.side) for place in places])
    dot = box.at(0.49, 0.84)
    person.stroke([dot, (dot[0] + 0.1, dot[1])], pressed=False)


def dashed(person: Person, box: Square) -> None:
    """A dash, which may mean no, not yet or not applicable."""
    y = person.vary(0.42, 0.6)
    person.stroke([person.near(box.at(x, y), 0.02 * box.side) for x in (0.2, 0.5, 0.8)])


def other_pen(person: Person) -> Pen:
    """Return the pen with which something is taken back: mostly the same one."""
    return person.pen if person.chance.random() < 0.7 else a_pen(person.chance)  # noqa: PLR2004 - a share


def written(person: Person, left: float, line: float, right: float) -> None:
    """A few words on a line, or initials: nothing that is to be read."""
    while left < right - 5 and person.chance.random() < 0.8:  # noqa: PLR2004 - a share
        steps = int(person.chance.integers(4, 9))
        ups = [line - person.vary(0.3, 2.2) if step % 2 else line - 0.2 * (step % 3) for step in range(steps)]
        person.stroke([(left + 0.9 * step, up) for step, up in enumerate(ups)])
        left += 0.9 * steps + 1.5


CLEAR: tuple[Drawing, ...] = (
    *(tick, tick, tick, tick, short_tick, swept_tick, wide_tick, hooked_tick, tick_twice),
    *(cross, cross, cross, small_cross, large_cross),
)
"""As often as people draw each."""

DOUBTFUL: tuple[Drawing, ...] = (
    struck_out,
    waved_out,
    looped_out,
    crossed_out,
    ringed,
    beside,
    stray,
    dotted,
    blotted,
    scrawled_full,
    queried,
    dashed,
)


# What happens to paper


def used(page: Picture, marks: Iterable[MarkPlace], chance: Chance) -> Person:
    """Return who marks a page: a third of the reasons and half of the initials are written already."""
    person = Person(worn_print(page, chance), chance)
    for mark in marks:
        left, right, below = (edge * 25.4 / 72 for edge in (mark.left, mark.right, mark.bottom))
        if mark.kind == MarkKind.BLOCKED and chance.random() < 1 / 3:
            written(person, right + REASON_FROM, below - 0.2, right + REASON_FROM + 34)
        if mark.kind in {MarkKind.SECOND, MarkKind.PAUSE} and chance.random() < 1 / 2:
            written(person, left + 1, below - 0.5, left + 11)
    return person


def worn_print(page: Picture, chance: Chance) -> Picture:
    """Return a page as a printer short of toner may have left it, now and then folded, punched or seen through."""
    paper = page.astype(np.float32)
    if chance.random() < 1 / 3:
        paper = 255 - (255 - paper) * toner(page.shape, chance)
    if chance.random() < 1 / 3:
        behind = np.roll(cv2.GaussianBlur(page[:, ::-1], (0, 0), 5), int(chance.integers(-90, 90)), axis=0)
        paper -= (255 - behind) * np.float32(chance.uniform(0.04, 0.09))
    if chance.random() < 1 / 3:
        paper += folds(len(page), chance)
    worn = np.clip(paper, 0, 255).astype(np.uint8)
    if chance.random() < 1 / 4:
        for down in (-40, 40):
            cv2.circle(worn, (int(12 * MM), int(worn.shape[0] / 2 + down * MM)), int(3 * MM), 110, -1)
    return worn


def toner(shape: tuple[int, ...], chance: Chance) -> Grey:
    """Return how much toner came where: less in broad streaks down the page, and grains missing everywhere."""
    rows, columns = shape
    streaks = np.interp(np.arange(columns), np.linspace(0, columns, 12), chance.uniform(0.65, 1, 12))
    grains = cv2.resize(chance.random((rows // 2, columns // 2), np.float32), (columns, rows))
    missing = np.where(grains < chance.uniform(0.02, 0.08), np.float32(0.35), np.float32(1))
    return np.asarray(missing * streaks.astype(np.float32), np.float32)


def folds(rows: int, chance: Chance) -> Grey:
    """Return the lights and shadows of a letter's folds, for each row of a page: two across, or one."""
    light = np.zeros(rows)
    for part in ((1 / 3, 2 / 3), (1 / 2,))[int(chance.integers(2))]:
        aside = np.arange(rows) - (part + chance.normal(0, 0.01)) * rows
        light -= np.exp(-((aside / 3) ** 2)) * chance.uniform(15, 40)
        light -= np.exp(-np.abs(aside) / 150) * np.sign(aside) * chance.uniform(2, 6)
    return np.asarray(light[:, None], np.float32)


# Scanners


def on_flatbed(page: Picture, chance: Chance, *, dpi: int, two_tones: bool = False) -> Picture:
    """Return a page as a copier sends it: scaled in print, askew, sharpened, on glass that was not clean."""
    rows, columns = page.shape
    view = cv2.getRotationMatrix2D((columns / 2, rows / 2), chance.uniform(-3, 3), chance.uniform(0.94, 1))
    shift = np.zeros((2, 3))
    shift[:, 2] = chance.normal(0, 0.8, 2) * MM
    view = (view + shift) * (dpi / DPI)
    soft = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.42 * DPI / dpi))
    size = round(columns * dpi / DPI), round(rows * dpi / DPI)
    grey = cv2.warpAffine(soft, view, size, borderValue=int(chance.integers(200, 256)))
    sharpened = chance.uniform(0, 0.8)
    grey = cv2.addWeighted(grey, 1 + sharpened, cv2.GaussianBlur(grey, (0, 0), 1.2), -sharpened, 0)
    black, white = chance.uniform(0, 45), chance.uniform(225, 254)
    tones = black + (white - black) * np.linspace(0, 1, 256) ** chance.uniform(0.85, 1.2)
    noise = chance.uniform(1, 5) * chance.standard_normal(grey.shape, np.float32)
    picture = np.clip(tones.astype(np.float32)[grey] + noise, 0, 255).astype(np.uint8)
    dirty(picture, chance, dpi)
    if two_tones:
        picture = np.where(picture < black + (white - black) * chance.uniform(0.66, 0.76), 0, 255).astype(np.uint8)
    elif chance.random() < 1 / 2:
        picture = squeezed(picture, int(chance.integers(20, 61)))
    return np.ascontiguousarray(np.rot90(picture, 2 * int(chance.integers(2))))


def dirty(picture: Picture, chance: Chance, dpi: int) -> None:
    """Put specks and lint on the glass."""
    rows, columns = picture.shape
    for _ in range(int(chance.integers(0, 50))):
        spot = np.array([chance.integers(columns), chance.integers(rows)])
        end = spot + chance.normal(0, chance.choice([0.04, 0.2]) * dpi / 25.4, 2)
        cv2.line(picture, spot.tolist(), end.astype(int).tolist(), int(chance.integers(70, 190)), max(1, dpi // 150))


def squeezed(picture: Picture, quality: int) -> Picture:
    """Return what a JPEG keeps."""
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


# Phones

COARSE = 8


def by_phone(page: Picture, chance: Chance, *, shadow: bool = False) -> Picture:
    """Return a page on a desk as a phone sees it from somewhere above: curled paper, a lamp, an unsteady hand."""
    rows, columns = page.shape
    wide = int(chance.integers(1700, 2700))
    size = wide, wide * 4 // 3
    aside, above = chance.normal(0, 45, 2) * MM, chance.uniform(380, 520) * MM
    eye = np.array([columns / 2 + aside[0], rows / 2 + aside[1], above])
    view = a_view(page.shape, size, eye, chance)
    flat = np.asarray(cv2.perspectiveTransform(grid(size), np.linalg.inv(view)), np.float32)
    where = np.asarray(cv2.resize(curled(flat, page.shape, eye, chance), size), np.float32)
    sharp = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.45 * columns / wide)).astype(np.float32)
    paper = cv2.remap(sharp, where[:, :, 0], where[:, :, 1], cv2.INTER_LINEAR, borderValue=-1.0)
    lit = np.where(paper < 0, desk(size, chance), paper) * lamp(size, chance, shadow=shadow)
    blurred = cv2.GaussianBlur(lit, (0, 0), wide / 2400 * chance.uniform(0.4, 1.1))
    lit = shaken(np.asarray(blurred, np.float32), chance)
    lit += chance.uniform(2, 6) * chance.standard_normal(lit.shape, np.float32)
    return squeezed(np.clip(lit, 0, 255).astype(np.uint8), int(chance.integers(40, 85)))


def grid(size: tuple[int, int]) -> Grey:
    """Return places of a picture, one for each `COARSE` pixels across and down."""
    wide, tall = size
    rows, columns = np.mgrid[0 : tall // COARSE, 0 : wide // COARSE].astype(np.float32)
    return np.asarray(np.dstack([columns, rows]) * COARSE + (COARSE - 1) / 2, np.float32)


def curled(flat: Grey, page: tuple[int, ...], eye: NDArray[np.float64], chance: Chance) -> Grey:
    """Return which places of paper that does not lie flat are seen where those of flat paper would be."""
    bends, most = chance.normal(0, 1, 3), chance.uniform(0, 14) * MM
    seen = flat
    for _ in range(2):
        x, y = np.moveaxis(seen / page[::-1] - 0.5, 2, 0)
        height = most * (bends[0] * x**2 + bends[1] * y**2 + bends[2] * x * y)
        seen = flat + (eye[:2] - flat) * (height / eye[2])[:, :, None]
    return np.asarray(seen, np.float32)


def a_view(
    page: tuple[int, ...], size: tuple[int, int], eye: NDArray[np.float64], chance: Chance
) -> NDArray[np.float64]:
    """Return the projection of flat paper into the picture of a phone at `eye`, aimed at the page's middle."""
    rows, columns = page
    corners = np.array([(0, 0, 0), (columns, 0, 0), (columns, rows, 0), (0, rows, 0)], float)
    ahead = np.array([columns / 2, rows / 2, 0]) - eye
    turn = math.radians(chance.normal(0, 6))
    right = np.cross(ahead, [-math.sin(turn), math.cos(turn), 0])
    below = np.cross(right, ahead)
    rays = corners - eye
    across, down = rays @ right / np.linalg.norm(right), rays @ below / np.linalg.norm(below)
    seen = np.column_stack([across, down]) / (rays @ ahead)[:, None]
    low, high = seen.min(axis=0), seen.max(axis=0)
    scale = (np.array(size) / (high - low)).min() * chance.uniform(0.84, 0.96)
    placed = (seen - (low + high) / 2) * scale + np.array(size) / 2
    view = cv2.getPerspectiveTransform(corners[:, :2].astype(np.float32), placed.astype(np.float32))
    return np.asarray(view, float)


def desk(size: tuple[int, int], chance: Chance) -> Grey:
    """Return a table with a grain."""
    wide, tall = size
    grain = cv2.resize(chance.standard_normal((tall // 4, wide // 60), np.float32), size)
    return np.asarray(chance.uniform(40, 150) + 9 * grain, np.float32)


def lamp(size: tuple[int, int], chance: Chance, *, shadow: bool) -> Grey:
    """Return how bright it is where: a lamp to one side, darker corners, and the shadow of a hand with the phone."""
    spots = grid(size) / size - 0.5
    lean = chance.normal(0, 0.18, 2)
    light = 0.85 + spots @ lean - 0.15 * (spots**2).sum(axis=2)
    if shadow:
        rows, columns = light.shape
        hand, wrist = (
            np.array([chance.uniform(0.1, 0.9) * columns, down]) for down in (chance.uniform(0.3, 0.8) * rows, rows)
        )
        dark = np.zeros(light.shape, np.float32)
        cv2.line(dark, hand.astype(int).tolist(), wrist.astype(int).tolist(), 1, columns // 5)
        dark = cv2.GaussianBlur(dark, (0, 0), columns * chance.uniform(0.015, 0.05))
        light *= 1 - dark * chance.uniform(0.25, 0.5)
    return np.asarray(cv2.resize(light.astype(np.float32), size), np.float32)


def shaken(picture: Grey, chance: Chance) -> Grey:
    """Return a picture whose camera moved a little, in one direction."""
    length, turn = chance.uniform(0, 2.5), chance.uniform(0, math.pi)
    moved = np.array([[1, 0, length * math.cos(turn)], [0, 1, length * math.sin(turn)]])
    rows, columns = picture.shape
    return np.asarray((picture + cv2.warpAffine(picture, moved, (columns, rows), borderMode=cv2.BORDER_REPLICATE)) / 2)


FLATBED_DPI = (100, 150, 200, 300)
CONDITIONS: dict[str, Callable[[Picture, Chance], Picture]] = {
    **{f"grey {dpi} dpi": partial(on_flatbed, dpi=dpi) for dpi in FLATBED_DPI},
    **{f"two tones {dpi} dpi": partial(on_flatbed, dpi=dpi, two_tones=True) for dpi in FLATBED_DPI},
    "photo": by_phone,
    "photo in shadow": partial(by_phone, shadow=True),
}
