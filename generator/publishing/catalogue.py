"""Every page of a guide on the site and every format of a sheet, once: what it is called, what makes it, what reads it.

Whatever builds, lists or reads them goes through these tables.

To add a format, write its renderer and its reader, and add a line here. What is printed stands in `printed.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.checking.step_words import StepWords
from generator.publishing.read_back import (
    read_checklist_confluence,
    read_checklist_csv,
    read_checklist_markdown,
    read_html,
    read_jira,
    read_json,
    read_servicenow,
    read_summary_markdown,
    read_word,
)
from generator.reading.artefacts.all_words import (
    words_of_confluence,
    words_of_html,
    words_of_markdown,
    words_of_table,
    words_of_word,
)
from generator.rendering.sheets.checklist_confluence import checklist_confluence
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.sheet import SheetTitle
from generator.rendering.sheets.summary import summary_html, summary_json, summary_markdown
from generator.rendering.sheets.tracker_csv import jira_csv, servicenow_csv
from generator.rendering.sheets.word_sheets import checklist_word, summary_word
from generator.rendering.site.history_page import history_page
from generator.rendering.site.markdown_copies import (
    guide_copy,
    history_copy,
    security_copy,
    troubleshooting_copy,
    values_copy,
)
from generator.rendering.site.page import guide_page
from generator.rendering.site.security_page import security_page
from generator.rendering.site.troubleshooting_page import troubleshooting_page
from generator.rendering.site.values_page import values_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.deriving.guide_view import GuideView, OrgView
    from generator.reading.artefacts.found import Found


@dataclass(frozen=True)
class SitePage:
    """A page of the site that each guide has.

    `title` is its own, `short` what lists of files call it. `render` returns it for MkDocs, `copy` as plain Markdown
    for programs, `summary` in a few words for their list.
    """

    name: str
    title: str
    short: str
    render: Callable[[GuideView], str]
    copy: Callable[[GuideView], str]
    summary: Callable[[GuideView], str]
    shows_values: bool = True
    """Whether every required value has to be found on it."""


def _steps(view: GuideView) -> str:
    return f"{view.total} steps, revision {view.about.revision}"


def _settings(view: GuideView) -> str:
    return f"{len(view.values)} settings, each with reason and risk"


def _always(text: str) -> Callable[[GuideView], str]:
    return lambda _: text


PAGES = (
    SitePage("index", "Step by step", "Guide", guide_page, guide_copy, _steps),
    SitePage("values", "Required values", "Values", values_page, values_copy, _settings),
    SitePage(
        "troubleshooting",
        "If sign-in fails",
        "Troubleshooting",
        troubleshooting_page,
        troubleshooting_copy,
        _always("from the error to its cure"),
    ),
    SitePage(
        "security",
        "For security reviewers",
        "Security",
        security_page,
        security_copy,
        _always("what it grants, how to limit and undo it"),
    ),
    SitePage(
        "history",
        "History",
        "History",
        history_page,
        history_copy,
        _always("what each revision changed"),
        shows_values=False,
    ),
)
"""In the order of the navigation."""


@dataclass(frozen=True)
class Sheet:
    """A file made for one org. `read_back` returns the required values that a finished one shows."""

    title: SheetTitle
    file: str
    render: Callable[[OrgView], str | bytes]
    read_back: Callable[[bytes, OrgView], tuple[Found, ...]]
    steps: StepWords | None = None
    """How the words of all steps are read, where it shows them."""


CHECKLISTS = {
    "html": Sheet(SheetTitle.CHECKLIST, "checklist.html", checklist_page, read_html, StepWords(words_of_html)),
    "md": Sheet(
        SheetTitle.CHECKLIST, "checklist.md", checklist_markdown, read_checklist_markdown, StepWords(words_of_markdown)
    ),
    "csv": Sheet(
        SheetTitle.CHECKLIST,
        "checklist.csv",
        checklist_csv,
        read_checklist_csv,
        StepWords(words_of_table, results=False, headings=False),
    ),
    "jira": Sheet(
        SheetTitle.CHECKLIST, "checklist-jira.csv", jira_csv, read_jira, StepWords(words_of_table, headings=False)
    ),
    "servicenow": Sheet(
        SheetTitle.CHECKLIST,
        "checklist-servicenow.csv",
        servicenow_csv,
        read_servicenow,
        StepWords(words_of_table, headings=False),
    ),
    "confluence": Sheet(
        SheetTitle.CHECKLIST,
        "checklist-confluence.xml",
        checklist_confluence,
        read_checklist_confluence,
        StepWords(words_of_confluence),
    ),
    "docx": Sheet(SheetTitle.CHECKLIST, "checklist.docx", checklist_word, read_word, StepWords(words_of_word)),
}
"""By the name that `guide checklist --format` takes."""

SUMMARIES = {
    "html": Sheet(SheetTitle.SUMMARY, "summary.html", summary_html, read_html),
    "md": Sheet(SheetTitle.SUMMARY, "summary.md", summary_markdown, read_summary_markdown),
    "json": Sheet(SheetTitle.SUMMARY, "summary.json", summary_json, read_json),
}
"""All are made at once, with the PDF."""

FURTHER_SUMMARIES = {
    "docx": Sheet(SheetTitle.SUMMARY, "summary.docx", summary_word, read_word),
}
"""Made where `guide summary --format` asks for them."""


def summary_formats() -> tuple[str, ...]:
    """Return the names of all formats of the summary, the usual ones first."""
    return ("pdf", *SUMMARIES, *FURTHER_SUMMARIES)


def checklist_formats() -> tuple[str, ...]:
    """Return the names of all formats of the checklist, the usual one first."""
    return ("pdf", *CHECKLISTS)
