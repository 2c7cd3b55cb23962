"""Everything that is published, once: each sheet of an org with its maker and its reader.

A new format of the checklist is one file that renders it and one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact
from generator.deriving.guide_view import GuideView, OrgView, org_view
from generator.model import Org
from generator.problems import Problems
from generator.publishing.reading_back import (
    read_html,
    read_json,
    read_pdf,
    read_spreadsheet,
    read_table,
    read_task_list,
)
from generator.reading.artefacts.found import Found
from generator.rendering.sheets.checklist import checklist_html, checklist_texts
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.summary import (
    summary_html,
    summary_json,
    summary_markdown,
    summary_print,
    summary_texts,
)

if TYPE_CHECKING:
    from generator.output.variable_data.printing import Press


@dataclass(frozen=True)
class SheetSource:
    """What one org's sheets are made from: a guide's view without the org, the org, and what prints PDFs."""

    guide: GuideView
    org: Org
    press: Press

    @cached_property
    def view(self) -> OrgView:
        """Return the guide filled in for the org. Most PDFs of a thousand orgs never ask for it."""
        return org_view(self.guide, self.org)


Render = Callable[[SheetSource], bytes]
PrintHtml = Callable[[OrgView], str]
OrgTexts = Callable[[GuideView, Org], dict[str, str]]
Reader = Callable[[bytes, GuideView], Sequence[Found]]


@dataclass(frozen=True)
class Sheet:
    """One file that an org gets of a guide.

    `read_back` finds the required values in the finished file. `costly` ones are read back by `guide build` only:
    reading a PDF takes longer than making it.
    """

    file: str
    kind: str
    format: str
    render: Render
    read_back: Reader
    costly: bool = False


def text(render: Callable[[OrgView], str | bytes]) -> Render:
    """Return the maker of a sheet that is text."""

    def rendered(source: SheetSource) -> bytes:
        content = render(source.view)
        if isinstance(content, bytes):
            return content
        return content.encode()

    return rendered


def printed(file: str, html: PrintHtml, texts: OrgTexts) -> Render:
    """Return the maker of a PDF: its page, and the org's own texts on it."""

    def page(source: SheetSource) -> bytes:
        guide, org = source.guide, source.org
        sheet = f"{guide.id}/{file}"
        name = f"{org.id}/{sheet}"
        return source.press.sheet(sheet, texts(guide, org), lambda: html(source.view), name=name)

    return page


CHECKLIST, SUMMARY = "checklist", "summary"


def _pdf(file: str, kind: str, html: PrintHtml, texts: OrgTexts) -> Sheet:
    render = printed(file, html, texts)
    return Sheet(file, kind, "pdf", render, read_pdf, costly=True)


SHEETS: tuple[Sheet, ...] = (
    _pdf("checklist.pdf", CHECKLIST, checklist_html, checklist_texts),
    _pdf("confirm.pdf", CHECKLIST, confirm_html, confirm_texts),
    Sheet("checklist.html", CHECKLIST, "html", text(checklist_page), read_html),
    Sheet("checklist.md", CHECKLIST, "md", text(checklist_markdown), read_task_list),
    Sheet("checklist.csv", CHECKLIST, "csv", text(checklist_csv), read_spreadsheet),
    _pdf("summary.pdf", SUMMARY, summary_print, summary_texts),
    Sheet("summary.html", SUMMARY, "html", text(summary_html), read_html),
    Sheet("summary.md", SUMMARY, "md", text(summary_markdown), read_table),
    Sheet("summary.json", SUMMARY, "json", text(summary_json), read_json),
)


def sheets_of(kind: str, sheet_format: str | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of a kind, in all formats or in one."""
    sheets = [sheet for sheet in SHEETS if sheet.kind == kind]
    if sheet_format:
        sheets = [sheet for sheet in sheets if sheet.format == sheet_format]
    return tuple(sheets)


def checklist_formats() -> tuple[str, ...]:
    """Return the formats in which a checklist is made, the usual one first."""
    formats = dict.fromkeys(sheet.format for sheet in sheets_of(CHECKLIST))
    return tuple(formats)


def make_sheets(sheets: Sequence[Sheet], source: SheetSource) -> dict[str, bytes]:
    """Return the finished files by name, read back. Raises `ContentError` if one alters a required value."""
    problems = Problems()
    required = source.guide.required_values
    files: dict[str, bytes] = {}
    for sheet in sheets:
        data = files[sheet.file] = sheet.render(source)
        if not sheet.costly:
            path = f"{source.org.id}/{source.guide.id}/{sheet.file}"
            problems.extend(check_artefact(path, sheet.read_back(data, source.guide), required))
    problems.raise_errors()
    return files
