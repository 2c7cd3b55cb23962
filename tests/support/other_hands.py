"""Marks as other people draw them, kept apart from those that the reader of scans was made with.

Each has its own shape: curves instead of straight strokes, hooks, felt pens, and other
ways to strike a mark out. Lengths are parts of a box's side.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tests.support.marked_paper import Drawing, Hand, Pen, Points, Square

if TYPE_CHECKING:
    from collections.abc import Iterable

FELT = (0.14, 0.2, 0.26)
FINE = (0.05, 0.07, 0.09)


def _pen(hand: Hand, box: Square, widths: Iterable[float]) -> Pen:
    width = float(hand.chance.choice(list(widths)))
    largest = min(width * box.side, 1.3)
    return Pen(max(largest, 0.3), int(hand.chance.integers(10, 100)))


def _draw(hand: Hand, box: Square, points: Points, pen: Pen, spread: float = 0.04) -> None:
    moved = [(x + hand.chance.normal(0, spread), y + hand.chance.normal(0, spread)) for x, y in points]
    hand.stroke([box.at(x, y) for x, y in moved], pen)


def _curve(start: tuple[float, float], by: tuple[float, float], end: tuple[float, float]) -> Points:
    """Return points of a quadratic curve."""
    points: Points = []
    for step in range(7):
        t = step / 6
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * start[0] + b * by[0] + c * end[0], a * start[1] + b * by[1] + c * end[1]))
    return points


def swung_tick(hand: Hand, box: Square, widths: Iterable[float] = FINE) -> None:
    """The long stroke is swung, as left- and right-handed people do in haste."""
    swing = float(hand.chance.uniform(-0.12, 0.12))
    up = _curve((0.42, 0.82), (0.66 + swing, 0.42 + swing), (1.02, 0.02))
    _draw(hand, box, [(0.16, 0.5), *up], _pen(hand, box, widths), 0.015)


def felt_tick(hand: Hand, box: Square) -> None:
    swung_tick(hand, box, FELT)


def narrow_cross(hand: Hand, box: Square, widths: Iterable[float] = FINE) -> None:
    """Steeper than the box's diagonals, and not quite in its middle."""
    pen, lean, aside = _pen(hand, box, widths), hand.chance.uniform(0, 0.1), hand.chance.normal(0, 0.05)
    _draw(hand, box, [(0.2 + lean + aside, 0.1), (0.8 - lean + aside, 0.9)], pen)
    _draw(hand, box, [(0.8 - lean + aside, 0.1), (0.2 + lean + aside, 0.9)], pen)


def felt_cross(hand: Hand, box: Square) -> None:
    narrow_cross(hand, box, FELT)


def slashed_tick(hand: Hand, box: Square) -> None:
    """A tick taken back by one or two slanted lines, in the same pen or a thicker one."""
    swung_tick(hand, box)
    pen = _pen(hand, box, (*FINE, *FELT))
    for _ in range(int(hand.chance.integers(1, 3))):
        _draw(hand, box, [(0.05, 0.15), (1.0, 0.9)], pen, 0.07)


def crossed_out_tick(hand: Hand, box: Square) -> None:
    """A tick taken back by a cross over it."""
    swung_tick(hand, box)
    narrow_cross(hand, box)


def shaded(hand: Hand, box: Square) -> None:
    """Filled by slanted strokes close together."""
    pen = _pen(hand, box, (0.1, 0.16))
    for step in range(7):
        at = 0.1 + 0.13 * step
        _draw(hand, box, [(max(0.1, at - 0.45), 0.85), (min(0.9, at + 0.35), 0.15)], pen, 0.02)


def ring(hand: Hand, box: Square) -> None:
    """A circle in the box, which may mean anything."""
    turns = [2 * math.pi * step / 16 for step in range(17)]
    _draw(hand, box, [(0.5 + 0.35 * math.cos(t), 0.5 + 0.35 * math.sin(t)) for t in turns], _pen(hand, box, FINE), 0.01)


def single_slash(hand: Hand, box: Square) -> None:
    """One slanted line."""
    _draw(hand, box, [(0.15, 0.9), (0.9, 0.1)], _pen(hand, box, (*FINE, *FELT)))


CLEAR: tuple[Drawing, ...] = (swung_tick, felt_tick, narrow_cross, felt_cross)
DOUBTFUL: tuple[Drawing, ...] = (slashed_tick, crossed_out_tick, shaded, ring, single_slash)
