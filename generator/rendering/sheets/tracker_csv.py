"""The checklist as rows that Jira and ServiceNow import: a task for each step.

Jira’s importer wants the columns Summary, Issue Type and, for sub-tasks, Issue ID and Parent, parents first
(https://support.atlassian.com/jira-cloud-administration/docs/import-data-from-a-csv-file/). ServiceNow maps columns to
fields by their names; these are of the table “task”, which incidents, changes and catalogue tasks extend.
docs/handing-over.md has the source of each column.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from typing import TYPE_CHECKING

from generator.deriving.words import action_line, block_words
from generator.reading.artefacts.checklists import MORE
from generator.rendering.sheets.checklist_csv import safe_cell
from generator.rendering.sheets.checklist_markdown import NEVER
from generator.rendering.sheets.sheet import facts, release_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.guide_view import OrgView, SectionView, StepView
    from generator.platforms.platform import Vocabulary

JIRA_COLUMNS = ("Issue Type", "Issue ID", "Parent", "Summary", "Description", "Labels", "Labels", "Labels")
JIRA_SUMMARY = 255
"""Jira’s longest summary, in characters."""

SERVICENOW_COLUMNS = ("short_description", "description", "order", "correlation_id", "correlation_display")
SERVICENOW_SHORT = 160
SERVICENOW_ID = 100
"""The longest texts that these fields are said to hold; what is longer, ServiceNow cuts without a word."""


def jira_csv(view: OrgView) -> bytes:
    """Return a task for the org and a sub-task for each step; the labels are guide, org and step."""
    return _csv_bytes(JIRA_COLUMNS, _jira_rows(view))


def _jira_rows(view: OrgView) -> Iterator[tuple[str, ...]]:
    title = _cut(f"{view.about.title}: {view.org.name}", JIRA_SUMMARY)
    yield "Task", "1", "", title, _introduction(view), view.id, view.org.id, ""
    for number, (section, step) in enumerate(_steps(view), 2):
        summary = short_words(step, JIRA_SUMMARY)
        yield (
            "Sub-task",
            str(number),
            "1",
            summary,
            task_words(section, step, view.words),
            view.id,
            view.org.id,
            step.id,
        )


def servicenow_csv(view: OrgView) -> bytes:
    """Return a task for each step. `correlation_id` is the same at every import, so that one can coalesce on it."""
    return _csv_bytes(SERVICENOW_COLUMNS, _servicenow_rows(view))


def _servicenow_rows(view: OrgView) -> Iterator[tuple[str, ...]]:
    for number, (section, step) in enumerate(_steps(view), 1):
        identity = _fitting_id(f"{view.org.id}/{view.id}/{step.id}")
        display = _cut(f"{view.org.name}: {view.about.title}", SERVICENOW_ID)
        summary = short_words(step, SERVICENOW_SHORT)
        description = task_words(section, step, view.words)
        yield summary, description, str(number * 100), identity, display


def _fitting_id(text: str) -> str:
    """Return an id that is still the step's alone where it has to be cut."""
    if len(text) <= SERVICENOW_ID:
        return text
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{text[: SERVICENOW_ID - 17]}~{mark}"


def _csv_bytes(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """Return RFC 4180 text in UTF-8. A byte-order mark would become part of the first column's name."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(map(safe_cell, row))
    return text.getvalue().encode()


def _steps(view: OrgView) -> Iterator[tuple[SectionView, StepView]]:
    for section in view.run_sections:
        for step in section.steps:
            yield section, step


def _introduction(view: OrgView) -> str:
    rows = facts(view.org, view.org_fields)
    known = [f"{label}: {text}" for _, label, text in rows if text is not None]
    never = NEVER.format(view.words.never_written).strip("*")
    parts = (view.about.objective, "\n".join(known), never, view.address, release_line(view))
    return "\n\n".join(filter(None, parts))


def short_words(step: StepView, length: int) -> str:
    """Return number and action on one line, cut where it is too long, but never within a required value."""
    text = f"{step.number}: {action_line(step.content)}"
    if len(text) <= length:
        return text
    end = text.rindex(" ", 0, length - len(MORE))
    for value in step.values:
        end = _before(value.text, text, end)
    return text[:end].rstrip() + MORE


def _before(value: str, text: str, end: int) -> int:
    """Return `end`, or where the value begins that would be cut there."""
    for match in re.finditer(re.escape(value), text):
        if match.start() < end < match.end():
            return match.start()
    return end


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - len(MORE)].rstrip() + MORE


def task_words(section: SectionView, step: StepView, words: Vocabulary) -> str:
    """Return all that a step says, as plain text."""
    values = "\n".join(f"{value.setting}: {value.text}" for value in step.values)
    parts = [
        block_words(step.content),
        f"Required exactly so:\n{values}" if values else "",
        f"{words.open_page}: {step.link}" if step.link else "",
        _led("You should see", block_words(step.expect)),
        _led("If the screen differs", block_words(step.otherwise)),
        _led(f"Pause: {step.pause.title}", block_words(step.pause.content)) if step.pause else "",
        f"Part of the guide: {section.title}",
    ]
    return "\n\n".join(filter(None, parts))


def _led(lead: str, text: str) -> str:
    return f"{lead}:\n{text}" if text else ""
