"""Quotations that are boxes: GitHub's and Microsoft Learn's `> [!NOTE]`, ReadMe's `> 🚧 Title`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

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
LABELS = KINDS | {
    "notes": "info", "remember": "info", "please note": "info", "good to know": "info", "pro tip": "success",
    "important note": "warning",
}  # fmt: skip
LABEL = "|".join(sorted(LABELS, key=len, reverse=True))
LABEL_QUOTE = re.compile(
    rf"(?P<indent>[ \t]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+)?)>[ \t]*"
    rf"(?:(?P<mark>\*\*|__)(?P<bold>{LABEL})(?::(?P=mark)|(?P=mark):?)"
    rf"|(?P<stress>[*_])(?P<slanted>{LABEL})(?::(?P=stress)|(?P=stress):)|(?P<bare>{LABEL}):)"
    r"(?=\s|$)[ \t]*(?P<text>.*)$",
    re.IGNORECASE,
)
QUOTE = re.compile(r"[ \t]*>[ \t]?")
GOES_ON = re.compile(r"[ \t]*(?![-*+#>|<`~:{=]|\d+[.)][ \t]|!!!|\?\?\?)\S")
"""A line of plain text, which belongs to the paragraph above it, also to one in a quotation."""


class _Head(NamedTuple):
    """How a box begins: its indentation, with a list's marker, its style, its title and the words below that."""

    indent: str
    style: str
    title: str
    text: str = ""


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


def _head(text: str) -> _Head | None:
    """Return how a box begins here, or None."""
    if (match := ALERT.match(text)) and match["kind"].lower() in KINDS:
        return _Head(match["indent"], KINDS[match["kind"].lower()], match["title"])
    if match := EMOJI_QUOTE.match(text):
        return _Head(match["indent"], EMOJI[match["emoji"]], match["title"])
    if match := LABEL_QUOTE.match(text):
        label = match["bold"] or match["slanted"] or match["bare"]
        return _Head(match["indent"], LABELS[label.lower()], label, match["text"] or " ")
    return None


def _end(lines: list[Line], start: int) -> int:
    """Return the line after the quotation, with the lines that go on with its last paragraph."""
    index = start
    while index < len(lines) and QUOTE.match(lines[index].text):
        index += 1
    last = QUOTE.sub("", lines[index - 1].text, count=1)
    is_text = index > start and GOES_ON.match(last)
    while is_text and index < len(lines) and GOES_ON.match(lines[index].text):
        index += 1
    return index


def _box(head: _Head, quotation: list[Line]) -> list[Line]:
    """Return the hint; a first line with words and nothing below them is its text, not its title."""
    indent, style, title, text = head
    first, *rest = quotation
    inner = re.sub(r"\S", " ", indent)
    content = [Line(inner + QUOTE.sub("", line.text, count=1), line.number) for line in rest]
    has_content = any(line.text.strip() for line in content)
    lead = [*bold(title), text] if has_content or text else ["", title]
    start = f'{{% hint style="{style}" %}}'
    is_point = inner != indent
    head_lines = [Line(indent + start, first.number)] if is_point else at(indent, ["", start], first.number)
    opening = [*head_lines, *at(inner, ["", *lead], first.number)]
    closing = at(inner, ["", "{% endhint %}", ""], quotation[-1].number)
    return [*opening, *content, *closing]
