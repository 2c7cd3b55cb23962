"""Which values a finished sheet shows: a reader for each format, beside the view that the sheet was made from.

A format without marks of its own shows its values in the view's order, so what stands in the place of one is that
value.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from generator import model
from generator.model.text import walk
from generator.reading.artefacts.artefacts import html_values, json_values, row_values
from generator.reading.artefacts.checklists import code_spans, csv_rows
from generator.reading.artefacts.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.deriving.guide_view import OrgView, StepView
    from generator.model import Block, RequiredValue

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
            return value.value


def read_checklist_csv(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read each step's values from the column of values and from the action, in which they stand in order."""
    rows = csv_rows(data)
    found: list[Found] = []
    for step in view.steps:
        row = rows.get(step.id, {})
        found.extend(_listed(step.values, row.get("values", "").split("\n")))
        found.extend(_in_action(step, row.get("action", "")))
    return tuple(found)


def _listed(values: Sequence[RequiredValue], lines: Sequence[str]) -> Iterator[Found]:
    for value, line in zip(values, lines, strict=False):
        yield Found(value.id, line.removeprefix(f"{value.setting}: "))


def _in_action(step: StepView, action: str) -> Iterator[Found]:
    """Yield each value of the step's text as it reads; where it does not stand in its place, all that follows there."""
    rest = action
    for value in _values_in_text(step.content):
        whole = re.search(rf"(?<![\w/]){re.escape(value.value)}(?![\w/])", rest)
        yield Found(value.id, whole[0] if whole else rest)
        rest = rest[whole.end() :] if whole else rest


def _values_in_text(content: Sequence[Block]) -> Iterator[RequiredValue]:
    """Yield the values of a step's text; a drawing has no place in a cell."""
    for block in content:
        match block:
            case model.Form():
                pass
            case model.BulletList(items) | model.NumberedList(items=items):
                for item in items:
                    yield from _values_in_text(item)
            case model.Admonition(content=inner):
                yield from _values_in_text(inner)
            case _:
                yield from (node.value for node in walk(block) if isinstance(node, model.ValueRef))
