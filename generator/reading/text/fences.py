"""Fenced code and boxes, as far as they must be known before a Markdown parser reads the lines."""

from __future__ import annotations

import re

PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*")
FENCE = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+)*(?P<mark>`{3,}(?=[^`]*$)|~{3,})")

BOX = re.compile(r"[ \t]*(?:!!!|\?\?\?\+?)[ \t]")
BOX_INDENT = 4


def next_fence(fence: str, line: str) -> str:
    """Return the mark of the code that is open after `line`, or nothing; `fence` is the mark open before it."""
    if not fence:
        return _opening_mark(line)
    mark = PREFIX.sub("", line, count=1).strip()
    is_closed = len(mark) >= len(fence) and set(mark) == {fence[0]}
    if is_closed:
        return ""
    return fence


def _opening_mark(line: str) -> str:
    if "```" not in line and "~~~" not in line:
        return ""
    opening = FENCE.match(line)
    if opening is None:
        return ""
    return opening["mark"]


def with_whole_boxes(text: str) -> str:
    """Return the text with the indentation of a box, or of the code in it, on each empty line there.

    The parser's boxes end at two lines that are not indented, also within code, and would be cut there. Where MkDocs
    shows such a page they go on. For Markdown such a line is as empty as before.
    """
    lines, fence, code = text.split("\n"), "", 0
    boxes: list[int] = []
    for index, line in enumerate(lines):
        if not line.strip():
            if fence:
                lines[index] = " " * code
            elif boxes:
                lines[index] = " " * boxes[-1]
            continue
        indent = _width(line[: len(line) - len(line.lstrip())])
        if not fence:
            while boxes and indent < boxes[-1]:
                boxes.pop()
            if BOX.match(line):
                boxes.append(indent + BOX_INDENT)
            if opening := FENCE.match(line):
                code = _width(line[: opening.start("mark")])
        fence = next_fence(fence, line)
    return "\n".join(lines)


def _width(text: str) -> int:
    return len(text.expandtabs(4))
