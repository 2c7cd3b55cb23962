"""Rule: the site shows each page word for word as it was written for it, and nothing of it hidden.

What a theme, a plugin or a project's own templates do to a page comes after its text was written, so it is held against
that text. Beside it a template may say something of its own, but name no setting: a second copy could contradict the
first. What the search answers from is held against the same text.

Pass: a line “This page as Markdown” below the page
Fail: a word that differs, an element that a template hides, a note with another callback URL
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from generator.problems import Location, Problem
from generator.reading.artefacts.page_tokens import is_tag, page_tokens, searched_words
from generator.reading.text.json_text import parse_json
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHOWN = 40
"""So many characters of what differs are shown."""

GENERATED = re.compile(r"(?<![-\w])content\s*:(?P<what>(?:[^;}\"']|\"[^\"]*\"|'[^']*')*)")
"""CSS that draws something beside an element, where no reader of its text finds it."""

SCRIPT = "var __index = "
"""What stands before the index where it is a script."""

STRING = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def page_faults(path: str, written: str, page: str, settings: Iterable[str]) -> Iterator[Problem]:
    """Yield what the HTML of a finished page shows otherwise than the HTML that was `written` for it."""
    wanted, shown = page_tokens(written), page_tokens(page, _place(page))
    start = _start(wanted, shown)
    if start is None:
        yield Problem(Location(path), "page-differs", _first_difference(wanted, shown))
        return
    around = (*shown[:start], *shown[start + len(wanted) :])
    beside = " ".join(token for token in around if not is_tag(token))
    for setting in settings:
        if setting in beside:
            text = (
                f"A template of the site names the setting “{setting}” beside the page. What is required stands in the "
                "guide alone. Take it out of the template."
            )
            yield Problem(Location(path), "second-copy", text)


def _place(page: str) -> str:
    return "article" if "<article" in page else "body"


def _start(wanted: Sequence[str], shown: Sequence[str]) -> int | None:
    """Return where in `shown` all of `wanted` stands in a row."""
    size = len(wanted)
    for start in range(len(shown) - size + 1):
        if shown[start : start + size] == wanted:
            return start
    return None


def _first_difference(wanted: Sequence[str], shown: Sequence[str]) -> str:
    begins = shown.index(wanted[0]) if wanted and wanted[0] in shown else 0
    rest = shown[begins:]
    pairs = enumerate(zip(wanted, rest, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(wanted), len(rest)))
    return (
        f"The page reads “{_excerpt(rest[at:])}”, where “{_excerpt(wanted[at:])}” was written for it. Look at the "
        "templates and plugins of the site, and build again."
    )


def _excerpt(tokens: Sequence[str]) -> str:
    text = " ".join(f"<{token[1:]}>" if is_tag(token) else token for token in tokens[:SHOWN])
    return hidden(text)[:SHOWN]


def searched_texts(index: str) -> dict[str, list[str]]:
    """Return what the search index says of each page, in its order."""
    texts: dict[str, list[str]] = {}
    for entry in parse_json(index.removeprefix(SCRIPT))["docs"]:
        page, _, _ = entry["location"].partition("#")
        texts.setdefault(page, []).extend((entry["title"], entry["text"]))
    return texts


def search_faults(path: str, page: str, said: Iterable[str], written: str) -> Iterator[Problem]:
    """Yield whether the search index says anything else of a page than the HTML that was `written` for it."""
    words = chain.from_iterable(map(_words, said))
    if "".join(words) != "".join(searched_words(written)):
        text = f"What the search answers from is not what the page {page} says. Build again."
        yield Problem(Location(path), "search-differs", text)


def _words(html: str) -> list[str]:
    tokens = page_tokens(html)
    return [token for token in tokens if not is_tag(token)]


def style_faults(path: str, style: str) -> Iterator[Problem]:
    """Yield where a project's own style draws words that stand in no text."""
    for match in GENERATED.finditer(style):
        drawn = "".join(map("".join, STRING.findall(match["what"])))
        if any(map(str.isalnum, drawn)):
            line = style.count("\n", 0, match.start()) + 1
            text = "This style draws words on the page that stand in no text. Write them in the guide or a template."
            yield Problem(Location(path, line), "generated-content", text)
