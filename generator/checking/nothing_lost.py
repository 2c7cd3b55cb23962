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
from typing import TYPE_CHECKING

from generator.problems import Location, Problem, Severity
from generator.reading.content.glance import is_guide
from generator.reading.gitbook.words import Word, guide_words, page_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.reading.text.source import Source

SHOWN = 10
"""So many lost words of a line are named."""

MAX_PUZZLE = 200
"""Beyond so many lost words, or letters in a word, nobody asks whether words were joined."""


def lost_words(page: Source, draft: str, also_kept: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each line that loses words. `also_kept` is what stands outside the draft's body."""
    kept = Counter(word.text for word in guide_words(draft))
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


def _line(word: Word) -> int:
    return word.line


def _lost(page: Source, kept: Counter[str]) -> list[Word]:
    """Return the page's words that are not kept, and take the others off what is; an address answers for any number."""
    present = frozenset(kept)
    lost = []
    for word in _words_of(page):
        kept[word.text] -= not word.in_address
        if kept[word.text] < 0 or word.text not in present:
            lost.append(word)
    return lost


def _words_of(page: Source) -> Iterator[Word]:
    if is_guide(page):
        return guide_words(page.text)
    return page_words(page.text)


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
