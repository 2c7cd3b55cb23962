"""The checklist as a table for a spreadsheet or tracker: one row a step."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from generator import model
from generator.deriving.numbering import step_labels
from generator.platforms.salesforce.addresses import setup_url
from generator.rendering.markup.inlines import blank_words
from generator.rendering.sheets.run_order import run_sections

if TYPE_CHECKING:
    from generator.model import Block, Blocks, Guide, Inline, Inlines, Org, Section, Step

COLUMNS = (
    "guide", "revision", "org", "section", "step", "number", "action", "values", "setup_link", "state", "by", "at",
    "reason", "changed_in",
)  # fmt: skip
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def checklist_csv(guide: Guide, org: Org) -> bytes:
    """Return RFC 4180 text of a filled guide, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    labels = step_labels(guide)
    for section in run_sections(guide):
        for step in section.steps:
            writer.writerow(map(safe_cell, _row(guide, org, section, step, labels[step.id])))
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def _row(guide: Guide, org: Org, section: Section, step: Step, label: str) -> tuple[str, ...]:
    link = setup_url(org.domain, step.setup) if org.domain and step.setup else ""
    action = "\n".join(filter(None, map(_block, step.content)))
    about = (guide.id, guide.about.revision, org.id, section.title, step.id, label)
    return (*about, action, _values(step), link, "open", "", "", "", step.changed or "")


def _values(step: Step) -> str:
    return "\n".join(f"{value.setting}: {value.value}" for value in step.values)


def _block(block: Block) -> str:
    match block:
        case model.Paragraph(content):
            return _words(content)
        case model.BulletList(items) | model.NumberedList(items=items):
            return "\n".join(f"• {_blocks(item)}" for item in items)
        case model.Table(_, rows):
            return "\n".join(": ".join(map(_words, row.cells)) for row in rows)
        case model.CodeBlock(text):
            return text
        case model.Admonition(_, title, content):
            return f"{title}: {_blocks(content)}"
        case model.Form():
            return ""


def _blocks(content: Blocks) -> str:
    return "\n".join(filter(None, map(_block, content)))


def _words(content: Inlines) -> str:
    return "".join(map(_inline, content))


def _inline(inline: Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return text
        case model.Strong(content) | model.Emphasis(content) | model.Link(content):
            return _words(content)
        case model.LineBreak():
            return "\n"
        case model.ValueRef(value):
            return value.value
        case model.OrgField(key, text):
            return text or f"____ ({blank_words(key)})"
