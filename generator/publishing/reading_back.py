"""Reads each format back: where it shows a required value, and the whole text that stands there.

The model says where a value must stand; what stands there is read from the finished file alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from generator import model
from generator.model import walk
from generator.reading.artefacts.artefacts import html_values, json_values, row_values
from generator.reading.artefacts.found import Found
from generator.reading.artefacts.pdf_text import pdf_values
from generator.reading.artefacts.spreadsheet import rows_by_step
from generator.reading.artefacts.task_list import START, after, task_list_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.deriving.guide_view import GuideView, StepView
    from generator.model import Block, Blocks, Inline, Inlines, RequiredValue

CodeSpan = model.Code | model.ValueRef

NOT_THERE = ""
"""The text of a value that its place does not show."""


def read_pdf(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read the structure elements of a PDF that carry a value's id."""
    del view
    return pdf_values(data)


def read_html(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read the elements of a page that carry a value's id."""
    del view
    return html_values(data.decode())


def read_json(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read the objects of a JSON document that have a value's id."""
    del view
    return json_values(data.decode())


def read_table(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read plain Markdown whose tables hold each value beside its setting."""
    return row_values(data.decode(), view.required_values)


# A task list: values are code spans, in the steps' own order


def read_task_list(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read a Markdown checklist: the code spans of each step, against those that the step has."""
    texts = task_list_codes(data.decode())
    values: list[Found] = []
    for place, codes in _codes_by_place(view).items():
        values += _paired(codes, texts.get(place, ()))
    return tuple(values)


def _codes_by_place(view: GuideView) -> dict[str, list[CodeSpan]]:
    """Return what stands in code, by the places of `task_list_codes`."""
    codes: dict[str, list[CodeSpan]] = defaultdict(list)
    for place, content in _contents(view):
        spans = (node for node in walk(content) if isinstance(node, CodeSpan))
        codes[place].extend(spans)
    return codes


def _contents(view: GuideView) -> Iterator[tuple[str, object]]:
    place = START
    yield place, view.before
    for section in view.run_sections:
        yield place, section.before
        for step in section.steps:
            place = after(step.number)
            yield step.number, (step.content, step.expect, step.otherwise)
            yield place, step.pause
        yield place, section.after


def _paired(codes: Sequence[CodeSpan], texts: Sequence[str]) -> Iterator[Found]:
    """Yield what stands at the place of each required value. A code too many moves all that follow."""
    for code, text in zip_longest(codes, texts, fillvalue=None):
        if isinstance(code, model.ValueRef):
            yield Found(code.value.id, text or NOT_THERE)


# A spreadsheet: values stand in a column of their own and in the step's words


def read_spreadsheet(data: bytes, view: GuideView) -> tuple[Found, ...]:
    """Read a CSV checklist: the values of each step's row, beside their setting and in the action's words."""
    rows = rows_by_step(data)
    values: list[Found] = []
    for step in view.steps:
        row = rows.get(step.id, {})
        values += _beside_settings(step, row.get("values", NOT_THERE))
        values += _in_words(step.content, row.get("action", NOT_THERE))
    return tuple(values)


def _beside_settings(step: StepView, cell: str) -> list[Found]:
    lines = [f"{re.escape(value.setting)}: (.*?)" for value in step.values]
    pattern = "\n".join(lines)
    return _matched(pattern, step.values, cell)


def _in_words(content: Blocks, cell: str) -> list[Found]:
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
        case model.OrgField():
            return ".*?"


def _printed(content: object) -> Iterator[object]:
    """Yield all nodes but those of drawings, which a spreadsheet leaves out."""
    left_out: set[int] = set()
    for node in walk(content):
        if isinstance(node, model.Form):
            left_out.update(map(id, walk(node)))
        if id(node) not in left_out:
            yield node
