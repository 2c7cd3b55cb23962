"""The checklist as a table for a spreadsheet or tracker: one row a step."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from generator import model
from generator.reading.artefacts.checklists import FORMULA, GUARD
from generator.rendering.markup.words import line_words

if TYPE_CHECKING:
    from generator.deriving.guide_view import OrgView, SectionView, StepView
    from generator.model import Block, Blocks

COLUMNS = (
    "guide", "revision", "org", "section", "step", "number", "action", "values", "setup_link", "state", "by", "at",
    "reason", "changed_in",
)  # fmt: skip


def checklist_csv(view: OrgView) -> bytes:
    """Return RFC 4180 text, with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section in view.run_sections:
        for step in section.steps:
            cells = _cells(view, section, step)
            writer.writerow(safe_cell(cells.get(column, "")) for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    return FORMULA.sub(GUARD, text)


def _cells(view: OrgView, section: SectionView, step: StepView) -> dict[str, str]:
    """Return a step's cells by column; whoever works through the run fills in the others."""
    return {
        "guide": view.id,
        "revision": view.about.revision,
        "org": view.org.id,
        "section": section.title,
        "step": step.id,
        "number": step.label,
        "action": _blocks(step.content),
        "values": "\n".join(f"{value.setting}: {value.text}" for value in step.values),
        "setup_link": step.link or "",
        "state": "open",
        "changed_in": step.changed or "",
    }


def _block(block: Block) -> str:
    match block:
        case model.Paragraph(content):
            return line_words(content)
        case model.BulletList(items) | model.NumberedList(items=items):
            return "\n".join(f"• {_blocks(item)}" for item in items)
        case model.Table(_, rows):
            return "\n".join(": ".join(map(line_words, row.cells)) for row in rows)
        case model.CodeBlock(text):
            return text
        case model.Admonition(_, title, content):
            return f"{title}: {_blocks(content)}"
        case model.Form():
            return ""


def _blocks(content: Blocks) -> str:
    return "\n".join(filter(None, map(_block, content)))
