"""The checklist as a table for a spreadsheet or tracker: one row a step."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from generator.deriving.words import block_words
from generator.reading.text.formulas import FORMULA, GUARD

if TYPE_CHECKING:
    from generator.deriving.guide_view import OrgView, SectionView, StepView

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
        "action": block_words(step.content),
        "values": "\n".join(f"{value.setting}: {value.text}" for value in step.values),
        "setup_link": step.link or "",
        "state": "open",
        "changed_in": step.changed or "",
    }
