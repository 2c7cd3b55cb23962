"""Fenced code, as far as it must be known before a Markdown parser reads the lines."""

from __future__ import annotations

import re

PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*")
FENCE = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+)*(?P<mark>`{3,}(?=[^`]*$)|~{3,})")


def next_fence(fence: str, line: str) -> str:
    """Return the mark of the code that is open after `line`, or nothing; `fence` is the mark open before it."""
    if not fence:
        opening = FENCE.match(line)
        return opening["mark"] if opening else ""
    mark = PREFIX.sub("", line, count=1).strip()
    return "" if len(mark) >= len(fence) and set(mark) == {fence[0]} else fence


def with_whole_code(text: str) -> str:
    """Return the text with the code's indentation on each empty line of fenced code.

    The parser's boxes end at two lines that are not indented, also within code, and would cut it there. For Markdown
    such a line is as empty as before.
    """
    lines, fence, indent = text.split("\n"), "", 0
    for index, line in enumerate(lines):
        if fence and not line.strip():
            lines[index] = " " * indent
        elif not fence and (opening := FENCE.match(line)):
            indent = len(line[: opening.start("mark")].expandtabs(4))
        fence = next_fence(fence, line)
    return "\n".join(lines)
