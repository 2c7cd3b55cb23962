"""Rule `left-out`: every word of guide.md comes out somewhere.

Markdown drops some of what is written without a word: a cell more than the table's header has, a link's title, a
footnote. So do we with what has no place in a step. The words of the text as it was typed are counted against those of
the guide as it was read.

Pass: a row with as many cells as its table's header
Fail: `| **Callback URL** | {{ callback_url }} | only if the approver agrees |` below a header of two cells
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator import model
from generator.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.checking.content import GuideContent

FRONT_MATTER, FENCES = "---", 2
FORM = re.compile(r"\s*!!! form\b")
NOT_SHOWN = re.compile(
    r"""
      \{\{ [^{}]* \}\}             # a value or an org's field
    | \{ [^{}]* \}                 # attributes
    | ^ \s* (?: (?: [-*+>] | \d+[.)] ) \s+ )* (?: !!! | \?\?\?\+? ) \s* \w+   # the kind of a box
    | ^ \s* (?: (?: [-*+>] | \d+[.)] ) \s+ )* (?: ``` | ~~~ ) .*            # a code block's language
    | ^ \s* (?: > \s* )* \d+ [.)] (?= \s | $)   # a number of a list
    | (?<= \] ) \[ [^\]]* \]       # the name of a link's address,
    | ^ \s* \[ (?!\^) [^\]]+ \]:   # which stands elsewhere
    """,
    re.VERBOSE,
)
WORD = re.compile(r"[^\W_]+")
SHOWN = 10
"""So many words of a line are named."""


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each line of which words come out nowhere."""
    lines = list(_written(content.guide_source.lines))
    written: Counter[str] = Counter()
    for _, words in lines:
        written.update(words)
    lost = written - _read(content.parts)
    for number, words in sorted(lines, key=lambda line: -_share(line[1], lost)):
        left_out = _take(words, lost)
        if left_out:
            text = (
                f"These words come out nowhere: {' '.join(left_out[:SHOWN])}. Write them where they are shown: "
                "not in a cell more than the table's header has, a footnote or a link's title."
            )
            yield Problem(Location(content.guide_source.path, number), "left-out", text)


def _share(words: list[str], lost: Counter[str]) -> float:
    """Return how much of a line is lost: a word that stands in several lines is missed where most is missing."""
    if not words:
        return 0
    missing = [word for word in words if word in lost]
    return len(missing) / len(words)


def _take(words: list[str], lost: Counter[str]) -> list[str]:
    """Return those of a line's words that are still to be accounted for, and account for them."""
    taken = []
    for word in words:
        if lost[word] > 0:
            lost[word] -= 1
            taken.append(word)
    return taken


def _written(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the words of each line of the body; the heads of a drawing's table are our own."""
    fences = 0
    before_heads = False
    for number, line in enumerate(lines, 1):
        if fences < FENCES:
            fences += line.rstrip() == FRONT_MATTER
        elif before_heads and line.lstrip().startswith("|"):
            before_heads = False
        else:
            before_heads = before_heads or bool(FORM.match(line))
            yield number, _words(NOT_SHOWN.sub(" ", line))


def _read(parts: Iterable[object]) -> Counter[str]:
    """Return how often each word stands in the guide as it was read."""
    words = Counter[str]()
    for node in parts:
        for text in _texts(node):
            words.update(_words(text))
    return words


def _texts(node: object) -> Iterator[str]:
    """Yield the texts of one node, without those of the nodes inside it."""
    match node:
        case model.Text(text) | model.Code(text) | model.CodeBlock(text):
            yield text
        case model.Link(url=url):
            yield url
        case model.FormField(part, label):
            yield part
            yield label
        case model.Section(title=title) | model.Pause(title=title) | model.Admonition(title=title) | model.Form(title):
            yield title


def _words(text: str) -> list[str]:
    if "&" in text or "%" in text:
        text = unquote(unescape(text))
    return WORD.findall(text)
