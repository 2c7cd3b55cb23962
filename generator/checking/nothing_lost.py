"""Check `lost-word`: each word, number and address of an imported page is in the draft, or listed as left out.

It compares what the tokens of both texts show, and knows nothing of how the page was read or the draft written; so a
mistake in either is found here.

Pass: a page with “Click **Save**.” and a draft with “Click **Save**. {#click-save}”
Fail: a page with a table, and a draft without its last row
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.problems import Location, Problem
from generator.reading.gitbook.words import guide_words, page_words, words
from generator.reading.guide import is_guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.reading.source import Source

SHOWN = 10
"""So many lost words of a line are named."""


def lost_words(page: Source, draft: str, also_kept: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each line that loses words. `also_kept` is what stands outside the draft's body."""
    kept = Counter(word.text for word in guide_words(draft))
    kept.update(word for text in also_kept for word in words(text))
    present = frozenset(kept)
    lost: dict[int, list[str]] = {}
    for word in (guide_words if is_guide(page) else page_words)(page.text):
        kept[word.text] -= not word.in_address
        if kept[word.text] < 0 or word.text not in present:
            lost.setdefault(word.line, []).append(word.text)
    for line, missing in lost.items():
        yield Problem(
            Location(page.path, line),
            "lost-word",
            f"The draft would lack words of this line: {' '.join(missing[:SHOWN])}. This is a mistake of the importer, "
            "and nothing was written. Please report it with the line.",
        )
