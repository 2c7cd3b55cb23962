"""Printed sheets as people bring them back: boxes marked with a drawn pen, pages scanned or photographed, from a seed.

Lengths are millimetres, `grey` runs from 0 (black) to 255 (paper). It knows nothing of whoever reads the pages.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from generator.model.sheet_layouts import MarkPlace

Picture = NDArray[np.uint8]
Points = list[tuple[float, float]]

DPI = 300
MM = DPI / 25.4
POINT = DPI / 72
FINER = 4
"""Strokes are drawn so many times as finely, for soft edges."""


def printed_page(pdf: bytes, number: int) -> Picture:
    """Return a page as a printer puts it on paper, in grey at 300 dpi. `number` counts from 0."""
    picture = pypdfium2.PdfDocument(pdf)[number].render(scale=DPI / 72, may_draw_forms=True).to_numpy()
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


# Marks


@dataclass(frozen=True)
class Pen:
    width: float
    grey: int


BALLPOINT = Pen(0.4, 60)
PENS = (BALLPOINT, Pen(0.35, 90), Pen(0.5, 20), Pen(0.6, 40))
THICK = (Pen(1.0, 20), Pen(1.2, 40), Pen(0.9, 0))
LIGHT = (Pen(0.35, 130), Pen(0.4, 140), Pen(0.5, 125))


@dataclass
class Hand:
    """Draws on one page, each box in its own way. `chance` makes it shake and vary."""

    page: Picture
    chance: np.random.Generator

    def stroke(self, points: Points, pen: Pen) -> None:
        """Draw a shaky line through points, in millimetres of the page."""
        smooth = self._shaky(points)
        left, top = (min(axis) for axis in zip(*smooth, strict=True))
        right, bottom = (max(axis) for axis in zip(*smooth, strict=True))
        x0, y0 = max(0, int((left - 2) * MM)), max(0, int((top - 2) * MM))
        x1, y1 = int((right + 2) * MM) + 1, int((bottom + 2) * MM) + 1
        part = self.page[y0:y1, x0:x1]
        if not part.size:
            return
        ink = np.zeros((part.shape[0] * FINER, part.shape[1] * FINER), np.uint8)
        scaled = np.array([((x * MM - x0) * FINER, (y * MM - y0) * FINER) for x, y in smooth])
        for first, second in pairwise(scaled):
            width = pen.width * self.chance.uniform(0.85, 1.15)
            ends = [tuple(int(v) for v in end) for end in (first, second)]
            cv2.line(ink, ends[0], ends[1], 255, max(1, round(width * MM * FINER)))
        soft = cv2.resize(ink, (part.shape[1], part.shape[0]), interpolation=cv2.INTER_AREA) / 255.0
        # Ink darkens what is there; paper is never wholly covered.
        inked = part * (1 - soft) + np.minimum(part, pen.grey) * soft
        part[:] = inked.astype(np.uint8)

    def _shaky(self, points: Points) -> Points:
        """Return many points along a bowed and trembling way through the given ones."""
        way: Points = []
        for (x0, y0), (x1, y1) in pairwise(points):
            length = math.hypot(x1 - x0, y1 - y0)
            bow = self.chance.normal(0, 0.035) * length
            steps = max(4, int(length / 0.4))
            for step in range(steps + 1):
                t = step / steps
                side = bow * math.sin(math.pi * t)
                x = x0 + (x1 - x0) * t - (y1 - y0) / max(length, 0.01) * side
                y = y0 + (y1 - y0) * t + (x1 - x0) / max(length, 0.01) * side
                way.append((x + self.chance.normal(0, 0.03), y + self.chance.normal(0, 0.03)))
        return way


@dataclass(frozen=True)
class Square:
    """A box in millimetres of the page."""

    left: float
    top: float
    side: float

    @classmethod
    def of(cls, mark: MarkPlace) -> Square:
        point = 25.4 / 72
        return cls(mark.left * point, mark.top * point, (mark.right - mark.left) * point)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the box; 0 to 1 is inside."""
        return self.left + x * self.side, self.top + y * self.side


Drawing = Callable[[Hand, Square], None]


def _around(hand: Hand, x: float, y: float, spread: float) -> tuple[float, float]:
    return x + hand.chance.normal(0, spread), y + hand.chance.normal(0, spread)


def _choice(hand: Hand, pens: tuple[Pen, ...], box: Square) -> Pen:
    pen = pens[int(hand.chance.integers(len(pens)))]
    return Pen(min(pen.width, box.side / 4), pen.grey)


def tick(hand: Hand, box: Square, pens: tuple[Pen, ...] = PENS) -> None:
    """Down to a corner within the box, then up to the right, often beyond it."""
    points = [(0.2, 0.5), (0.42, 0.78), (0.95, 0.05)]
    far = hand.chance.uniform(-0.15, 0.25)
    spread = [_around(hand, x, y, 0.06) for x, y in points]
    spread[2] = spread[2][0] + far, spread[2][1] - far
    hand.stroke([box.at(*point) for point in spread], _choice(hand, pens, box))


def cross(hand: Hand, box: Square, pens: tuple[Pen, ...] = PENS) -> None:
    """Two lines from corner to corner, a little shorter or longer than the box."""
    pen = _choice(hand, pens, box)
    reach = hand.chance.uniform(-0.1, 0.22)
    for line in (((reach, reach), (1 - reach, 1 - reach)), ((1 - reach, reach), (reach, 1 - reach))):
        hand.stroke([box.at(*_around(hand, x, y, 0.05)) for x, y in line], pen)


def thick_tick(hand: Hand, box: Square) -> None:
    tick(hand, box, THICK)


def thick_cross(hand: Hand, box: Square) -> None:
    cross(hand, box, THICK)


def light_tick(hand: Hand, box: Square) -> None:
    tick(hand, box, LIGHT)


def light_cross(hand: Hand, box: Square) -> None:
    cross(hand, box, LIGHT)


def struck_out(hand: Hand, box: Square) -> None:
    """A tick with one to three lines through it."""
    tick(hand, box)
    pen = _choice(hand, PENS, box)
    for _ in range(int(hand.chance.integers(1, 4))):
        y = hand.chance.uniform(0.3, 0.65)
        line = [_around(hand, -0.1, y, 0.1), _around(hand, 1.15, y, 0.12)]
        hand.stroke([box.at(*point) for point in line], pen)


def scribbled_out(hand: Hand, box: Square) -> None:
    """A tick under a zigzag."""
    tick(hand, box)
    points = [(0.05 + 0.15 * step, 0.25 if step % 2 else 0.75) for step in range(7)]
    hand.stroke([box.at(*_around(hand, x, y, 0.05)) for x, y in points], _choice(hand, PENS, box))


def crossed_out(hand: Hand, box: Square) -> None:
    """A tick with a cross over it, in the same pen or another."""
    tick(hand, box)
    cross(hand, box)


def slashed(hand: Hand, box: Square) -> None:
    """A tick with one or two lines across it, falling to the right, of any pen."""
    tick(hand, box)
    pen = _choice(hand, (*PENS, *THICK), box)
    for _ in range(int(hand.chance.integers(1, 3))):
        hand.stroke([box.at(*_around(hand, x, y, 0.12)) for x, y in ((0.0, 0.1), (1.0, 0.95))], pen)


def line(hand: Hand, box: Square) -> None:
    """One slanted line."""
    lines = (((0.1, 0.1), (0.9, 0.9)), ((0.1, 0.9), (0.9, 0.1)))
    way = lines[int(hand.chance.integers(2))]
    hand.stroke([box.at(*_around(hand, x, y, 0.1)) for x, y in way], _choice(hand, (*PENS, *THICK), box))


def beside(hand: Hand, box: Square) -> None:
    """A tick left of the box, near it, where nothing else is printed."""
    size = box.side * hand.chance.uniform(0.7, 1)
    gap = hand.chance.uniform(0.4, 1.5) + 0.35 * size
    up = hand.chance.uniform(-0.3, 0.3) * size
    tick(hand, Square(box.left - size - gap, box.top + up, size))


def stray(hand: Hand, box: Square) -> None:
    """A line that comes from elsewhere and ends in the box, or cuts a corner of it."""
    start = hand.chance.uniform(-1.3, -0.6), hand.chance.uniform(-0.4, 1.4)
    end = hand.chance.uniform(0.15, 0.6), hand.chance.uniform(0.2, 0.8)
    hand.stroke([box.at(*start), box.at(*end)], _choice(hand, PENS, box))


def dot(hand: Hand, box: Square) -> None:
    """The pen was put down, and taken up again."""
    at = box.at(hand.chance.uniform(0.3, 0.7), hand.chance.uniform(0.3, 0.7))
    hand.stroke([at, (at[0] + 0.05, at[1] + 0.05)], Pen(hand.chance.uniform(0.4, 0.8), 40))


def filled(hand: Hand, box: Square) -> None:
    """The whole box, or nearly, is scribbled over."""
    pen = Pen(max(0.5, box.side / 10), 30)
    rows = 12
    edges = (0.1, 0.9)
    points = [(edges[row % 2], 0.12 + 0.76 * row / rows) for row in range(rows + 1)]
    hand.stroke([box.at(*_around(hand, x, y, 0.03)) for x, y in points], pen)


def blot(hand: Hand, box: Square) -> None:
    """Ink that ran out."""
    x, y = hand.chance.uniform(0.1, 0.9), hand.chance.uniform(0.1, 0.9)
    size = hand.chance.uniform(0.2, 0.4)
    for _ in range(6):
        hand.stroke(
            [box.at(*_around(hand, x, y, size / 5)), box.at(*_around(hand, x, y, size / 5))], Pen(box.side * size, 30)
        )


CLEAR: tuple[Drawing, ...] = (tick, tick, cross, thick_tick, thick_cross, light_tick, light_cross)
DOUBTFUL: tuple[Drawing, ...] = (
    struck_out,
    scribbled_out,
    crossed_out,
    slashed,
    line,
    beside,
    stray,
    dot,
    filled,
    blot,
)


# What happens to a page


@dataclass(frozen=True)
class Flatbed:
    """A scan: resolution, print scale, how far the paper lay askew (degrees), JPEG quality, or in two tones."""

    dpi: int = 200
    scale: float = 1.0
    skew: float = 0.0
    jpeg: int | None = None
    two_tones: bool = False
    noise: float = 3.0
    specks: int = 30
    upside_down: bool = False


def scanned(page: Picture, how: Flatbed, chance: np.random.Generator) -> Picture:
    """Return the page as a flatbed or a copier with a feeder gives it back."""
    height, width = page.shape
    factor = how.dpi / DPI
    size = round(width * factor), round(height * factor)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), how.skew, how.scale)
    shift = np.zeros((2, 3))
    shift[:, 2] = chance.uniform(-1.5, 1.5, 2) * MM
    flat = cv2.warpAffine(page, turn + shift, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    small = cv2.resize(flat, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = small * chance.uniform(0.86, 0.96) + chance.uniform(8, 20)
    small += chance.normal(0, how.noise, small.shape).astype(np.float32)
    picture = np.clip(small, 0, 255).astype(np.uint8)
    _dust(picture, how, chance)
    if how.two_tones:
        blurred = cv2.GaussianBlur(picture, (0, 0), how.dpi / 12)
        picture = np.where(picture < blurred - 28, 0, 255).astype(np.uint8)
    if how.upside_down:
        picture = np.ascontiguousarray(picture[::-1, ::-1])
    return compressed(picture, how.jpeg)


def _dust(picture: Picture, how: Flatbed, chance: np.random.Generator) -> None:
    height, width = picture.shape
    for _ in range(how.specks):
        at = int(chance.integers(width)), int(chance.integers(height))
        size = max(1, round(chance.uniform(0.05, 0.15) * how.dpi / 25.4))
        cv2.circle(picture, at, size, int(chance.integers(60, 180)), -1)


def compressed(picture: Picture, quality: int | None) -> Picture:
    """Return a picture as it is after a JPEG of some quality."""
    if quality is None:
        return picture
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


@dataclass(frozen=True)
class Photo:
    """A phone's picture. `tilt` is how far corners move, in parts of the page; `bend` in millimetres of the paper."""

    width: int = 2400
    tilt: float = 0.05
    bend: float = 1.5
    shade: float = 0.45
    blur: float = 0.8
    turn: float = 0.0
    jpeg: int = 60
    noise: float = 5.0


def photographed(page: Picture, how: Photo, chance: np.random.Generator) -> Picture:
    """Return the page as it lies on a dark desk, seen from somewhere above."""
    height, width = page.shape
    bent = _bent(page, how.bend, chance)
    out_w, out_h = how.width, round(how.width * 1.38)
    inset = 0.06
    corners = np.array([[inset, inset], [1 - inset, inset], [1 - inset, 1 - inset], [inset, 1 - inset]])
    moved = corners + chance.uniform(-how.tilt, how.tilt, (4, 2))
    angle = math.radians(how.turn)
    about = moved - 0.5
    moved = 0.5 + about @ np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    target = (moved * (out_w, out_h)).astype(np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    view = cv2.getPerspectiveTransform(source, target)
    small = cv2.GaussianBlur(bent, (0, 0), 1.0)
    desk = np.full((out_h, out_w), 70, np.uint8)
    cv2.warpPerspective(
        small, view, (out_w, out_h), dst=desk, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    lit = desk.astype(np.float32) * _light(out_w, out_h, how.shade, chance)
    lit = cv2.GaussianBlur(lit, (0, 0), how.blur).astype(np.float32)
    lit += chance.normal(0, how.noise, lit.shape).astype(np.float32)
    return compressed(np.clip(lit, 0, 255).astype(np.uint8), how.jpeg)


def _bent(page: Picture, bend: float, chance: np.random.Generator) -> Picture:
    height, width = page.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    phase, waves = chance.uniform(0, 2 * math.pi), chance.uniform(0.5, 1.2)
    wave = np.sin(rows / height * 2 * math.pi * waves + phase) * bend * MM / 2
    side = np.sin(columns / width * math.pi + phase) * bend * MM / 2
    return np.asarray(cv2.remap(page, columns + wave, rows + side, cv2.INTER_LINEAR, borderValue=255), np.uint8)


def _light(width: int, height: int, shade: float, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return how bright it is where: a lamp on one side, and the soft shadow of whoever holds the phone."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = chance.uniform(0, 2 * math.pi)
    slope = (columns / width - 0.5) * math.cos(angle) + (rows / height - 0.5) * math.sin(angle)
    x, y = chance.uniform(0.2, 0.8, 2)
    away = np.hypot(columns / width - x, rows / height - y)
    shadow = 1 - 0.3 * shade / (1 + np.exp((away - 0.35) * 18))
    return np.asarray((1 - shade / 2 + slope * shade) * shadow, np.float32)
