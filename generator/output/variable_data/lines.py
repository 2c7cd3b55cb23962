"""Where a paragraph breaks into lines, or that it cannot be told: the rules of Unicode's UAX #14 that are beyond doubt.

The layout fills each line as far as it goes, and so do we. But we could differ in where a break is allowed. So a place
where only one of us might break ends the matter, if it decides a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise, starmap
from typing import TYPE_CHECKING, NamedTuple

from generator.output.variable_data.unpredictable import UncertainError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.output.variable_data.glyphs import Glyphs

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
"""Where a text may break, surely or perhaps: two letters before and one behind decide."""

NEAR = 3
"""In units: so near to the end of a line, rounding could decide."""


class Part(NamedTuple):
    """What of one piece stands on a line: where it starts and ends in the piece."""

    piece: int
    start: int
    end: int


def break_lines(texts: Sequence[str], glyphs: Sequence[Glyphs], width: int) -> list[list[Part]]:
    """Return the parts on each line of a paragraph `width` units wide, of pieces with these texts and glyphs.

    Raises `UncertainError`.
    """
    if _fits(sum(piece.edges[-1] for piece in glyphs), width):
        return [[Part(index, 0, len(text)) for index, text in enumerate(texts)]]
    text = "".join(texts)
    ends = list(accumulate(map(len, texts)))
    letters = list(chain.from_iterable(piece.letters for piece in glyphs))
    paragraph = _Paragraph(text, ends, _joined(glyphs), letters, width)
    lines = pairwise([*paragraph.starts(), len(text)])
    return [list(paragraph.parts(start, end)) for start, end in lines]


def _joined(glyphs: Iterable[Glyphs]) -> list[int]:
    """Return the edges of the pieces one behind the other."""
    joined = [0]
    for piece in glyphs:
        origin = joined.pop()
        joined += [origin + edge for edge in piece.edges]
    return joined


@dataclass(frozen=True)
class _Paragraph:
    """The text of all pieces, where each of them ends, where each character starts, and how wide it is alone."""

    text: str
    ends: list[int]
    at: list[int]
    letters: list[int]
    width: int

    def starts(self) -> list[int]:
        """Return where in the text each line starts."""
        places = list(_places(self.text))
        starts = [0]
        while not self._fits(starts[-1], len(self.text)):
            place = self._last_place(starts[-1], places)
            if place is None and len(self.ends) > 1:  # where a long word goes beside other text is the layout's secret
                raise UncertainError(self.text)
            starts.append(place or self._last_character(starts[-1]))
        return starts

    def parts(self, start: int, end: int) -> Iterable[Part]:
        """Yield what stands on the line from `start` to `end`. A space at its end is not set."""
        origin, end = 0, self._trimmed(end)
        for index, stop in enumerate(self.ends):
            first, last = max(start, origin), min(end, stop)
            if first < last:
                yield Part(index, first - origin, last - origin)
            origin = stop

    def _last_place(self, start: int, places: Sequence[tuple[int, bool]]) -> int | None:
        """Return the last place up to which the text fits on a line from `start`."""
        last, certain = None, True
        for place, sure in places:
            if place > start:
                if not self._fits(start, self._trimmed(place)):
                    break
                last, certain = place, sure
        if not certain:
            raise UncertainError(self.text)
        if last in self.ends and not self._fits(start, last):
            return self._first_word(start, last, places)
        return last

    def _first_word(self, start: int, end: int, places: Iterable[tuple[int, bool]]) -> int:
        """Return where the line ends if there is no room for the space that ends a piece.

        WeasyPrint then sets no more of the piece than its first word (`split_first_line`, step 3).
        """
        stops = [stop for stop in self.ends if stop < end]
        begin = max([start, *stops])
        place, sure = next((place, sure) for place, sure in places if place > begin)
        if not sure or self.text[place - 1] != " ":
            raise UncertainError(self.text)
        return place

    def _last_character(self, start: int) -> int:
        """Return where a word breaks that is too long for a line."""
        place = start + 1
        while self._fits(start, place + 1):
            place += 1
        return place

    def _trimmed(self, end: int) -> int:
        if self.text[end - 1] == " ":
            return end - 1
        return end

    def _fits(self, start: int, end: int) -> bool:
        """A letter at the end of a line may be wider than before the next one: it is a matter of how one measures."""
        before = self.at[end - 1] - self.at[start]
        drawn = self.at[end] - self.at[start]
        fits = _fits(drawn, self.width)
        if fits != _fits(before + self.letters[end - 1], self.width):
            raise UncertainError(self.text)
        return fits


def _places(text: str) -> Iterator[tuple[int, bool]]:
    """Yield where a text may break, and whether it surely may."""
    letters = zip(f"\n{text}", text, text[1:], strict=False)
    for place, is_sure in enumerate(starmap(_breaks, letters), start=1):
        if is_sure is not None:
            yield place, is_sure


@lru_cache(maxsize=8192)
def _breaks(last_but_one: str, last: str, following: str) -> bool | None:
    """Whether a text breaks surely before a letter, or perhaps (False), or never (None)."""
    found = PLACES.match(f"{last_but_one}{last}{following}", 2)
    return found and found["sure"] is not None


def _fits(length: int, width: int) -> bool:
    if abs(length - width) < NEAR:
        raise UncertainError
    return length < width
