"""Quotations that are boxes: GitHub's and Microsoft Learn's `> [!NOTE]`, ReadMe's `> 🚧 Title`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, bold, in_code
from generator.reading.dialects.roles import EMOJI, STYLES

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

KINDS = STYLES | {"caution": "danger"}
ALERT = re.compile(
    r"(?P<indent>[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)>[ \t]*"
    r"\\?\[!(?P<kind>[A-Za-z]+)(?:\|[^\]]*)?\\?\][+-]?[ \t]*(?P<title>.*)$"
)
EMOJI_QUOTE = re.compile(
    rf"(?P<indent>[ \t]*)>[ \t]*(?:\#+[ \t]+)?(?P<emoji>[{''.join(EMOJI)}])\ufe0f?[ \t]*(?P<title>.*)$"
)
BOLD_QUOTE = re.compile(r"(?P<indent>[ \t]*)>[ \t]*\*\*(?P<kind>Note|Tip|Important|Warning|Caution)\*\*[ \t]*$")
QUOTE = re.compile(r"[ \t]*>[ \t]?")


def alerts(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with a hint for each quotation that begins as a box does."""
    del notes
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        head = None if code[index] or _goes_on(lines, index) else _head(lines[index].text)
        if head is None:
            result.append(lines[index])
            index += 1
        else:
            end = _end(lines, index + 1)
            result.extend(_box(head, lines[index:end]))
            index = end
    return result


def _goes_on(lines: list[Line], index: int) -> bool:
    """Whether a line belongs to the quotation above it."""
    if index == 0:
        return False
    above = lines[index - 1]
    return QUOTE.match(above.text) is not None


def _head(text: str) -> tuple[str, str, str] | None:
    """Return a box's indentation, style and title."""
    if (match := ALERT.match(text)) and match["kind"].lower() in KINDS:
        return match["indent"], KINDS[match["kind"].lower()], match["title"]
    if match := EMOJI_QUOTE.match(text):
        return match["indent"], EMOJI[match["emoji"]], match["title"]
    if match := BOLD_QUOTE.match(text):
        return match["indent"], KINDS[match["kind"].lower()], ""
    return None


def _end(lines: list[Line], start: int) -> int:
    index = start
    while index < len(lines) and QUOTE.match(lines[index].text):
        index += 1
    return index


def _box(head: tuple[str, str, str], quotation: list[Line]) -> list[Line]:
    """Return the hint; a first line with words and nothing below them is its text, not its title."""
    indent, style, title = head
    first, *rest = quotation
    inner = re.sub(r"\S", " ", indent)
    content = [Line(inner + QUOTE.sub("", line.text, count=1), line.number) for line in rest]
    has_content = any(line.text.strip() for line in content)
    lead = bold(title) if has_content else ["", title]
    start = f'{{% hint style="{style}" %}}'
    is_point = inner != indent
    head_lines = [Line(indent + start, first.number)] if is_point else at(indent, ["", start], first.number)
    opening = [*head_lines, *at(inner, ["", *lead], first.number)]
    closing = at(inner, ["", "{% endhint %}", ""], quotation[-1].number)
    return [*opening, *content, *closing]
