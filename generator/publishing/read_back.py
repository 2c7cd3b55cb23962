"""Which values a finished sheet shows: a reader for each format, beside the view that the sheet was made from.

A format without marks of its own shows its values in the view's order, so what stands in the place of one is that
value.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain, repeat, zip_longest
from typing import TYPE_CHECKING

from generator import model
from generator.model.text import walk
from generator.reading.artefacts.artefacts import html_values, json_values, row_values
from generator.reading.artefacts.checklists import MORE, code_spans, confluence_codes, csv_rows, tracker_rows
from generator.reading.artefacts.found import Found
from generator.reading.artefacts.word import word_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.deriving.guide_view import OrgView, StepView
    from generator.model import Block, Blocks, Inline, Inlines, RequiredValue, ValueRef

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


def read_word(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the content controls that are tagged as values."""
    del view
    return word_values(data)


def read_summary_markdown(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the tables' rows by their settings."""
    return row_values(data.decode(), view.required_values)


def read_checklist_markdown(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the code spans, and know the values among them by their order."""
    spans = code_spans(data.decode())
    return tuple(_aligned(_literals(view), spans))


def read_checklist_confluence(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read the elements of code, and know the values among them by their order."""
    codes = confluence_codes(data)
    return tuple(_aligned(_literals(view), codes))


def _literals(view: OrgView) -> list[Literal]:
    shown = (view.before, view.run_sections)
    return [node for node in walk(shown) if isinstance(node, Literal)]


def _aligned(literals: Sequence[Literal], spans: Sequence[str]) -> Iterator[Found]:
    """Yield the span in each value's place. Where a span is missing or added, the spans around it keep the place."""
    texts = [_literal_text(literal) for literal in literals]
    matcher = SequenceMatcher(None, texts, spans, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        beside = zip_longest(literals[start:end], spans[first:last], fillvalue="")
        for literal, span in beside:
            if isinstance(literal, model.ValueRef):
                yield Found(literal.value.id, span)


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


def read_jira(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read each step's summary and description; the first row is the task to which the steps belong."""
    return _task_values(tracker_rows(data)[1:], "Summary", "Description", view)


def read_servicenow(data: bytes, view: OrgView) -> tuple[Found, ...]:
    """Read each step's short and full description."""
    return _task_values(tracker_rows(data), "short_description", "description", view)


def _task_values(rows: Sequence[dict[str, str]], short: str, full: str, view: OrgView) -> tuple[Found, ...]:
    found: list[Found] = []
    steps = chain.from_iterable(section.steps for section in view.run_sections)
    for step, row in zip(steps, chain(rows, repeat({})), strict=False):
        description = row.get(full, "")
        found += _in_summary(step, row.get(short, ""), description)
        found += _in_task(step, description)
    return tuple(found)


def _in_summary(step: StepView, summary: str, description: str) -> list[Found]:
    """A summary repeats how the description begins, up to its end or a cut: if not, the whole of it is told."""
    action = summary.partition(": ")[2]
    words = action.removesuffix(MORE)
    begins_so = description.replace("\n", " ").startswith(words)
    ending = " \n" if action.endswith(MORE) else "\n"
    if begins_so and description[len(words) : len(words) + 1] in ending:
        return []
    return [Found(reference.value.id, summary) for reference in _references(step.content[:1])]


def _in_task(step: StepView, cell: str) -> list[Found]:
    """Read a description: the action, the values beside their settings, then what to see, to do else, and to check."""
    after = [step.expect, step.otherwise, step.pause.content if step.pause else ()]
    values = [reference.value for reference in _references(step.content)]
    patterns = [_blocks(step.content)]
    if step.values:
        patterns.append("[^\n]+\n" + "\n".join(f"{re.escape(value.setting)}: (.*?)" for value in step.values))
        values += step.values
    for content in filter(_blocks, after):
        patterns.append(f"(?:[^\n]+\n\n)?[^\n]+:\n{_blocks(content)}")
        values += [reference.value for reference in _references(content)]
    return _matched("\n\n".join(filter(None, patterns)) + r"(?:\n\n[^\n]+)+", values, cell)


def _beside_settings(step: StepView, cell: str) -> list[Found]:
    lines = [f"{re.escape(value.setting)}: (.*?)" for value in step.values]
    pattern = "\n".join(lines)
    return _matched(pattern, step.values, cell)


def _in_action(content: Blocks, cell: str) -> list[Found]:
    values = [reference.value for reference in _references(content)]
    return _matched(_blocks(content), values, cell)


def _references(content: Blocks) -> list[ValueRef]:
    nodes = _printed(content)
    return [node for node in nodes if isinstance(node, model.ValueRef)]


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
