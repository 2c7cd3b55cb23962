"""Every format of a sheet, once: the file it is, what makes it and what reads it back. All others go through these.

To add a format, write its renderer and its reader, and add a line here. PDF is not among them: a batch makes one by
filling a template, and `guide build` reads it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.publishing.read_back import (
    read_checklist_csv,
    read_checklist_markdown,
    read_html,
    read_json,
    read_summary_markdown,
)
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.summary import summary_html, summary_json, summary_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.deriving.guide_view import OrgView
    from generator.reading.artefacts.found import Found


@dataclass(frozen=True)
class Sheet:
    """A file made for one org. `read_back` returns the required values that a finished one shows."""

    file: str
    render: Callable[[OrgView], str | bytes]
    read_back: Callable[[bytes, OrgView], tuple[Found, ...]]


CHECKLISTS = {
    "html": Sheet("checklist.html", checklist_page, read_html),
    "md": Sheet("checklist.md", checklist_markdown, read_checklist_markdown),
    "csv": Sheet("checklist.csv", checklist_csv, read_checklist_csv),
}
"""By the name that `guide checklist --format` takes."""

SUMMARIES = {
    "html": Sheet("summary.html", summary_html, read_html),
    "md": Sheet("summary.md", summary_markdown, read_summary_markdown),
    "json": Sheet("summary.json", summary_json, read_json),
}
"""All are made at once."""


def checklist_formats() -> tuple[str, ...]:
    """Return the names of all formats of the checklist, the usual one first."""
    return ("pdf", *CHECKLISTS)
