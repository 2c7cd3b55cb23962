"""Check `lost-word`: each word, number and address of an imported page is in the draft, or listed as left out.

It compares what the tokens of both texts show, and knows nothing of how the page was read or the draft written; so a
mistake in either is found here. On a page of broken HTML the two may part words differently: lost words that make up a
word which only the draft has, or are made up of such words, are there. They are a warning, `joined-words`; a number is
never put together.

Pass: a page with “Click **Save**.” and a draft with “Click **Save**. {#click-save}”
Fail: a page with a table, and a draft without its last row
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from generator.problems import Location, Problem, Severity
from generator.reading.content.glance import is_guide
from generator.reading.gitbook.words import guide_texts, page_texts, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.reading.gitbook.words import Shown
    from generator.reading.text.source import Source

SHOWN = 10
"""So many lost words of a line are named."""

MAX_PUZZLE = 200
"""Beyond so many lost words, or letters in a word, nobody asks whether words were joined."""


def lost_words(page: Source, draft: str, also_kept: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each line that loses words. `also_kept` is what stands outside the draft's body."""
    kept = Counter[str]()
    for shown in guide_texts(draft):
        kept.update(words(shown.text))
    for text in also_kept:
        kept.update(words(text))
    lost = _lost(page, kept)
    joined = Counter[str]()
    if len(lost) <= MAX_PUZZLE:
        joined = _joined(Counter(word.text for word in lost), +kept)
    for line, group in groupby(lost, _line):
        missing, elsewhere = list[str](), list[str]()
        for word in group:
            if joined[word.text] > 0:
                elsewhere.append(word.text)
            else:
                missing.append(word.text)
            joined[word.text] -= 1
        yield from _problems(Location(page.path, line), missing, elsewhere)


class LostWord(NamedTuple):
    """A word of the page and its line."""

    text: str
    line: int


def _line(word: LostWord) -> int:
    return word.line


def _lost(page: Source, kept: Counter[str]) -> list[LostWord]:
    """Return the page's words that are not kept, and take the others off what is; an address answers for any number."""
    present = frozenset(kept)
    lost = []
    for text, line, is_address in _texts_of(page):
        for word in words(text):
            kept[word] -= not is_address
            if kept[word] < 0 or word not in present:
                lost.append(LostWord(word, line))
    return lost


def _texts_of(page: Source) -> Iterator[Shown]:
    if is_guide(page):
        return guide_texts(page.text)
    return page_texts(page.text)


def _problems(place: Location, missing: list[str], elsewhere: list[str]) -> Iterator[Problem]:
    if missing:
        yield Problem(
            place,
            "lost-word",
            f"The draft lacks words of this line: {' '.join(missing[:SHOWN])}. This is a mistake of the importer. "
            "Write them where they belong, and please report the line.",
        )
    if elsewhere:
        text = f"The draft parts words of this line otherwise: {' '.join(elsewhere[:SHOWN])}. Compare it with the page."
        yield Problem(place, "joined-words", text, Severity.WARNING)


def _joined(lost: Counter[str], surplus: Counter[str]) -> Counter[str]:
    """Return the lost words that stand in the draft joined, or in parts; each surplus word answers for its own only."""
    found = Counter[str]()
    for word in list(surplus):
        parts = _parts(word, lost)
        found.update(parts)
        lost.subtract(parts)
    for word in list(+lost):
        if parts := _parts(word, surplus):
            found[word] += 1
            surplus.subtract(parts)
    return found


def _parts(whole: str, pieces: Counter[str]) -> tuple[str, ...]:
    """Return pieces that in a row are the whole word, or nothing; a number is never put together."""
    if whole.isdigit() or len(whole) > MAX_PUZZLE:
        return ()
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(whole)):
        if start not in ways:
            continue
        way = ways[start]
        for piece, count in pieces.items():
            is_left = way.count(piece) < count
            if is_left and whole.startswith(piece, start):
                ways.setdefault(start + len(piece), (*way, piece))
    return ways.get(len(whole), ())
