"""Which values a finished sheet shows: a reader for each format, beside the view that the sheet was made from.

A format without marks of its own shows its values in the view's order, so what stands in the place of one is that
value.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from generator import model
from generator.model.text import walk
from generator.reading.artefacts.artefacts import html_values, json_values, row_values
from generator.reading.artefacts.checklists import code_spans, csv_rows
from generator.reading.artefacts.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.deriving.guide_view import OrgView, StepView
    from generator.model import Block, Blocks, Inline, Inlines, RequiredValue

Literal = model.Code | model.ValueRef
"""What Markdown shows as a code span."""


def read_html(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read what is marked as a value."""
    del view
    return html_values(data.decode())


def read_json(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read every object that has an id and a value."""
    del view
    return json_values(data.decode())


def read_summary_markdown(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the tables' rows by their settings."""
    return row_values(data.decode(), view.required_values)


def read_checklist_markdown(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the code spans, and know the values among them by their order."""
    literals = [node for node in walk((view.before, view.run_sections)) if isinstance(node, Literal)]
    return tuple(_aligned(literals, code_spans(data.decode())))


def _aligned(literals: Sequence[Literal], spans: Sequence[str]) -> Iterator[Found]:
    """Yield the span in each value's place. Where a span is missing or added, the spans around it keep the place."""
    texts = [_literal_text(literal) for literal in literals]
    for _, start, end, first, last in SequenceMatcher(None, texts, spans, autojunk=False).get_opcodes():
        for literal, span in zip(literals[start:end], spans[first:last], strict=False):
            if isinstance(literal, model.ValueRef):
                yield Found(literal.value.id, span)
        for literal in literals[start + last - first : end]:
            if isinstance(literal, model.ValueRef):
                yield Found(literal.value.id, "")


def _literal_text(literal: Literal) -> str:
    match literal:
        case model.Code(text):
            return text
        case model.ValueRef(value):
            return value.text


def read_checklist_csv(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read each step's values from the column of values and from the action, in which they stand in order."""
    rows = csv_rows(data)
    found: list[Found] = []
    for step in view.steps:
        row = rows.get(step.id, {})
        found.extend(_beside_settings(step, row.get("values", "")))
        found.extend(_in_action(step.content, row.get("action", "")))
    return tuple(found)


def _beside_settings(step: StepView, cell: str) -> list[Found]:
    lines = [f"{re.escape(value.setting)}: (.*?)" for value in step.values]
    pattern = "\n".join(lines)
    return _matched(pattern, step.values, cell)


def _in_action(content: Blocks, cell: str) -> list[Found]:
    nodes = _printed(content)
    references = [node for node in nodes if isinstance(node, model.ValueRef)]
    values = [reference.value for reference in references]
    return _matched(_blocks(content), values, cell)


def _matched(pattern: str, values: Iterable[RequiredValue], cell: str) -> list[Found]:
    """Return each value's text; where the words around them differ, the whole cell stands for it."""
    ids = [value.id for value in values]
    match = re.fullmatch(pattern, cell, re.DOTALL)
    if match is None:
        return [Found(value_id, cell) for value_id in ids]
    return list(map(Found, ids, match.groups()))


@lru_cache(maxsize=1024)
def _blocks(content: Blocks) -> str:
    """Return a pattern for the words of blocks, with a group for each required value."""
    patterns = map(_block, content)
    return "\n".join(pattern for pattern in patterns if pattern)


def _block(block: Block) -> str:
    match block:
        case model.Paragraph(content):
            return _words(content)
        case model.BulletList(items) | model.NumberedList(items=items):
            return "\n".join(f"• {_blocks(item)}" for item in items)
        case model.Table(_, rows):
            return "\n".join(": ".join(map(_words, row.cells)) for row in rows)
        case model.CodeBlock(text):
            return re.escape(text)
        case model.Admonition(_, title, content):
            return f"{re.escape(title)}: {_blocks(content)}"
        case model.Form():
            return ""


def _words(content: Inlines) -> str:
    return "".join(map(_inline, content))


def _inline(inline: Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return re.escape(text)
        case model.Strong(content) | model.Emphasis(content) | model.Link(content):
            return _words(content)
        case model.LineBreak():
            return "\n"
        case model.ValueRef():
            return "(.*?)"
        case model.OrgRef():
            return ".*?"


def _printed(content: object) -> Iterator[object]:
    """Yield all nodes but those of drawings, which a spreadsheet leaves out."""
    left_out: set[int] = set()
    for node in walk(content):
        if isinstance(node, model.Form):
            left_out.update(map(id, walk(node)))
        if id(node) not in left_out:
            yield node
