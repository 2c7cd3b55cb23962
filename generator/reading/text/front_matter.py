"""The front matter of a page: YAML between two lines of “---”, which is no Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = "---"


def front_matter_length(lines: Sequence[str]) -> int:
    """Return how many lines the front matter takes; 0 if the page has none."""
    if not lines or lines[0].rstrip() != MARK:
        return 0
    for index, line in enumerate(lines[1:], start=2):
        if line.rstrip() == MARK:
            return index
    return 0
