"""Where a paragraph breaks into lines, or that it cannot be told: the rules of Unicode's UAX #14 that are beyond doubt.

The layout fills each line as far as it goes, and so do we. But we could differ in where a break is allowed. So a place
where only one of us might break ends the matter, if it decides a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from generator.output.masters.uncertain import UncertainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BREAK = (
    r"(?<=[\w.,:;!?)”’&/–+] )(?=[\w“(&@#+])"  # between words
    r"|(?<=[\w-]-)(?=[^\W\d_])"  # after a hyphen, but not before a number
    r"|(?<=/)(?=[^\W\d_])"  # after a slash, likewise
)
NO_BREAK = (
    r"(?= )"
    r"|(?<=[\w@&+#=~*.,:;'’\"“(])(?=\w)"
    r"|(?<=[\w.])(?=[@&+#=~*.,:;'’\"”)/!?-])"
    r"|(?<=[-/])(?=\d)|(?<=[:/-])(?=[/-])|(?<=[”’)])(?=[.,:;])"
)
PLACES = re.compile(rf"(?<=.)(?=.)(?!{NO_BREAK})(?:(?P<sure>{BREAK})|)")
"""Where a text may break, surely or perhaps."""

NEAR = 3
"""In units: so near to the end of a line, rounding could decide."""


@dataclass(frozen=True)
class Part:
    """What of one piece stands on a line: where it starts and ends in the piece."""

    piece: int
    start: int
    end: int


def break_lines(texts: Sequence[str], edges: Sequence[Sequence[int]], width: int) -> list[list[Part]]:
    """Return the parts on each line of a paragraph `width` units wide.

    `texts` are its pieces, `edges` how far each character starts from its piece's start, with the piece's end. Raises
    `UncertainError`.
    """
    if _fits(sum(piece[-1] for piece in edges), width):
        return [[Part(index, 0, len(text)) for index, text in enumerate(texts)]]
    whole = "".join(texts)
    ends = list(accumulate(map(len, texts)))
    starts = _starts(whole, _joined(edges), width, alone=len(texts) == 1)
    return [list(_parts(ends, start, _trimmed(whole, end))) for start, end in pairwise([*starts, len(whole)])]


def _joined(edges: Sequence[Sequence[int]]) -> list[int]:
    """Return the edges of the pieces one behind the other."""
    origins = accumulate((piece[-1] for piece in edges), initial=0)
    joined = [origin + edge for origin, piece in zip(origins, edges, strict=False) for edge in piece[:-1]]
    return [*joined, sum(piece[-1] for piece in edges)]


def _starts(whole: str, at: Sequence[int], width: int, *, alone: bool) -> list[int]:
    """Return where in the text each line starts."""
    places = [(found.start(), found["sure"] is not None) for found in PLACES.finditer(whole)]
    starts = [0]
    while not _fits(at[-1] - at[starts[-1]], width):
        place = _last_place(whole, at, starts[-1], places, width)
        if place is None and not alone:  # where a long word goes beside other text is the layout's secret
            raise UncertainError(whole)
        starts.append(place or _last_character(at, starts[-1], width))
    return starts


def _last_place(
    whole: str, at: Sequence[int], start: int, places: Iterable[tuple[int, bool]], width: int
) -> int | None:
    """Return the last place up to which the text fits on a line from `start`."""
    last, certain = None, True
    for place, sure in places:
        if place > start:
            if not _fits(at[_trimmed(whole, place)] - at[start], width):
                break
            last, certain = place, sure
    if not certain:
        raise UncertainError(whole)
    return last


def _last_character(at: Sequence[int], start: int, width: int) -> int:
    """Return where a word breaks that is too long for a line."""
    place = start + 1
    while _fits(at[place + 1] - at[start], width):
        place += 1
    return place


def _fits(length: int, width: int) -> bool:
    if abs(length - width) < NEAR:
        raise UncertainError
    return length < width


def _trimmed(whole: str, end: int) -> int:
    """A space at the end of a line is not set."""
    return end - (whole[end - 1] == " ")


def _parts(ends: Iterable[int], start: int, end: int) -> Iterable[Part]:
    origin = 0
    for index, stop in enumerate(ends):
        first, last = max(start, origin), min(end, stop)
        if first < last:
            yield Part(index, first - origin, last - origin)
        origin = stop
