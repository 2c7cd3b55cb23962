"""Blocks and inlines as plain GitHub-flavoured Markdown, without attributes, in which all text stays literal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACTIVE = re.compile(r"[\\`*_\[\]<|~&$]")
LINE_START = re.compile(r"^(?:([-+=#>:])|(\d+)([.)]))")
BLANK = r"\_" * 12
"""A visible blank for what is not known."""

PADDED = ("`", " ")
"""What may not stand at an end of a code span."""

SPACE = re.compile(r"\s+")


def escape_markdown(text: str) -> str:
    """Return text that Markdown shows literally, within a line, at its start and in a table cell."""
    line = SPACE.sub(" ", text).strip()
    escaped = ACTIVE.sub(r"\\\g<0>", line)
    return LINE_START.sub(_escaped_start, escaped)


def _escaped_start(start: re.Match[str]) -> str:
    sign, number, mark = start.groups()
    if sign:
        return f"\\{sign}"
    return f"{number}\\{mark}"


def code_span(text: str) -> str:
    """Return a code span that holds any text, also backticks."""
    ticks = "`" * (_longest_run(text) + 1)
    if text.startswith(PADDED) or text.endswith(PADDED):
        return f"{ticks} {text} {ticks}"
    return f"{ticks}{text}{ticks}"


def _longest_run(text: str) -> int:
    """Return how many backticks stand in a row at the most."""
    runs = re.findall("`+", text)
    return max(map(len, runs), default=0)


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a pipe table of finished cells."""
    dashes = ("---",) * len(header)
    lines = map(_table_line, (header, dashes, *rows))
    return "\n".join(lines)


def _table_line(cells: Iterable[str]) -> str:
    inner = " | ".join(cells)
    return f"| {inner} |"


def cell_code(text: str) -> str:
    """Return a code span for a table cell, where even in code a bar must be escaped."""
    return code_span(text).replace("|", "\\|")


def inlines_markdown(content: model.Inlines, *, in_cell: bool = False) -> str:
    """Return text within a line."""
    parts = [_inline(inline, in_cell=in_cell) for inline in content]
    return "".join(parts)


def _inline(inline: model.Inline, *, in_cell: bool) -> str:
    code = cell_code if in_cell else code_span
    match inline:
        case model.Text(text):
            return _keep_ends(text)
        case model.Strong(content):
            return f"**{inlines_markdown(content, in_cell=in_cell)}**"
        case model.Emphasis(content):
            return f"*{inlines_markdown(content, in_cell=in_cell)}*"
        case model.Code(text):
            return code(text)
        case model.Link(content, url):
            return f"[{inlines_markdown(content, in_cell=in_cell)}]({url.replace('(', '%28').replace(')', '%29')})"
        case model.LineBreak():
            return "<br>" if in_cell else "\\\n"
        case model.ValueRef(value):
            return code(value.text)
        case model.OrgRef(field, text):
            return f"**{escape_markdown(text)}**" if text else f"{BLANK} ({field.blank})"


def _keep_ends(text: str) -> str:
    """Escape text between other inlines, where a space at either end parts two words."""
    start = " " * text[:1].isspace()
    end = " " * text[-1:].isspace()
    if not text.strip():
        return start
    return f"{start}{escape_markdown(text)}{end}"


def blocks_markdown(content: model.Blocks) -> str:
    """Return blocks, parted by empty lines."""
    return "\n\n".join(map(_block, content))


def _block(block: model.Block) -> str:
    match block:
        case model.Paragraph(content):
            return inlines_markdown(content)
        case model.BulletList(items):
            return "\n".join(_item("- ", item) for item in items)
        case model.NumberedList(start, items):
            return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(items, start))
        case model.Table(header, rows):
            return table(_cells(header), [_cells(row) for row in rows])
        case model.CodeBlock(text):
            return _fenced(text)
        case model.Admonition(_, title, content):
            return _quoted(f"**{escape_markdown(title)}**\n\n{blocks_markdown(content)}")
        case model.Form(title, fields):
            heads = ("Part of the screen", "Setting", "State")
            return f"{escape_markdown(title)}\n\n{table(heads, [_form_cells(field) for field in fields])}"


def _fenced(text: str) -> str:
    length = max(3, _longest_run(text) + 1)
    fence = "`" * length
    return f"{fence}\n{text.rstrip()}\n{fence}"


def _item(marker: str, item: model.Blocks) -> str:
    indent = " " * len(marker)
    text = blocks_markdown(item)
    return marker + text.replace("\n", f"\n{indent}")


def _quoted(text: str) -> str:
    lines = [f"> {line}".rstrip() for line in text.split("\n")]
    return "\n".join(lines)


def _form_cells(field: model.FormField) -> tuple[str, ...]:
    part = escape_markdown(field.part)
    label = escape_markdown(field.label)
    state = inlines_markdown(field.state, in_cell=True)
    return part, label, state


def _cells(row: model.Row) -> tuple[str, ...]:
    cells = [inlines_markdown(cell, in_cell=True) for cell in row.cells]
    return tuple(cells)
