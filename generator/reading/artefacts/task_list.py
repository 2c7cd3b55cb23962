"""Reads the code spans of a Markdown task list, step by step."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

TASK = re.compile(r"- \[ \] \*\*(?P<number>.+?)\*\*")
PARSER = MarkdownIt("commonmark").enable("table")
START = "start"
"""The place of what comes before the first step."""


def after(number: str) -> str:
    """Return the place of what follows a step outside of it."""
    return f"after {number}"


def task_list_codes(text: str) -> dict[str, tuple[str, ...]]:
    """Return all code spans in reading order by the step's number, such as `3 of 24`, by `after(number)` or `START`."""
    codes: dict[str, tuple[str, ...]] = {}
    for place, lines in _passages(text).items():
        codes[place] = code_spans("\n".join(lines))
    return codes


def _passages(text: str) -> dict[str, list[str]]:
    """Return the lines by the step they belong to: a step goes on as long as its lines are indented."""
    passages: dict[str, list[str]] = defaultdict(list)
    place, in_step = START, False
    for line in text.splitlines():
        task = TASK.match(line)
        if task:
            place, in_step = task["number"], True
        elif in_step and line and not line.startswith(" "):
            place, in_step = after(place), False
        passages[place].append(line)
    return passages


@lru_cache(maxsize=4096)  # most passages are the same for all orgs of a batch
def code_spans(text: str) -> tuple[str, ...]:
    """Return the code spans of Markdown, in reading order."""
    return tuple(_codes(PARSER.parse(text)))


def _codes(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "code_inline":
            yield token.content
        yield from _codes(token.children or [])
