"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact
from generator.deriving.guide_view import GuideView, OrgView, org_view, section_view, with_record
from generator.model import Org
from generator.output.files import write
from generator.output.pdf import make_pdf
from generator.output.variable_data.printing import Press, no_proof
from generator.problems import Problems
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES, SUMMARIES
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.checklist import checklist_html, checklist_texts, printed_steps
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.summary import summary_print, summary_texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.model import RequiredValue
    from generator.model.records import Record
    from generator.publishing.catalogue import Sheet


SECTION = "section "
"""A kind of sheet that begins so ends in a section's id."""

SUMMARY = "summary"
"""The kind of the usual formats together; one alone has its name behind it."""

SUMMARY_FORMATS = ("pdf", *SUMMARIES)

Files = dict[str, str | bytes]
Texts = Callable[[GuideView, Org], dict[str, str]]


@dataclass(frozen=True)
class Job:
    """What sheets are made from, besides an org: a guide's blank view and a press."""

    view: GuideView
    press: Press = field(default_factory=Press)

    @cached_property
    def source(self) -> str:
        """Return a hash of what the guide's part of a sheet is made from."""
        return hashlib.sha256(repr(self.view).encode()).hexdigest()

    def pdf(self, org: Org, name: str, texts: Texts, html: Callable[[], str]) -> bytes:
        """Return one of the org's sheets as PDF."""
        sheet = f"{self.source}/{name}"
        path = f"{org.id}/{self.view.id}/{name}"
        proof = no_proof
        if self.view.overrides:
            proof = partial(_proven, path, org_view(self.view, org).required_values)
        return self.press.sheet(sheet, texts(self.view, org), html, name=path, proof=proof)


def _proven(path: str, values: tuple[RequiredValue, ...], data: bytes) -> bytes:
    """Return a PDF in which each of the values stands unchanged. Raises `ContentError`.

    Our own templates and styles show every value; one of a project's own has to prove it for each sheet.
    """
    problems = Problems()
    problems.extend(check_artefact(path, pdf_values(data), values))
    problems.raise_errors()
    return data


def blank_checklist(view: GuideView) -> bytes:
    """Return the checklist for no org in particular."""
    return _checklist_pdf(view, f"{view.id}.pdf")


def _checklist_pdf(view: GuideView, path: str) -> bytes:
    """Return a checklist without a template: the blank one, or that of some of the steps."""
    data = make_pdf(checklist_html(view), name=path, overrides=view.overrides)
    if not view.overrides:
        return data
    values = dict.fromkeys(value for step in printed_steps(view) for value in step.values)
    return _proven(path, tuple(values), data)


def checklist_files(job: Job, org: Org, *, formats: Iterable[str] = ("pdf",)) -> Files:
    """Return the org's checklist in each of `formats` by file name; the PDF comes with the sheet that confirms it."""
    files: Files = {}
    for name in formats:
        if name == "pdf":
            files |= _printed_checklist(job, org)
        else:
            files |= _made_and_read_back(CHECKLISTS[name], org_view(job.view, org))
    return files


def _printed_checklist(job: Job, org: Org) -> Files:
    """Return both sheets. Most of a thousand orgs need no page for them: it is made when the press asks for it."""

    def page(html: Callable[[OrgView], str]) -> Callable[[], str]:
        return lambda: html(org_view(job.view, org))

    return {
        "checklist.pdf": job.pdf(org, "checklist.pdf", checklist_texts, page(checklist_html)),
        "confirm.pdf": job.pdf(org, "confirm.pdf", confirm_texts, page(confirm_html)),
    }


def _made_and_read_back(sheet: Sheet, view: OrgView) -> Files:
    """Return the sheet's file. Raises `ContentError` unless it shows every required value unchanged.

    A PDF takes longer to read than to make: only a build reads it back.
    """
    made = sheet.render(view)
    data = made if isinstance(made, bytes) else made.encode()
    problems = Problems()
    path = f"{view.org.id}/{view.id}/{sheet.file}"
    problems.extend(check_artefact(path, sheet.read_back(data, view), view.required_values))
    problems.raise_errors()
    return {sheet.file: made}


def remaining_files(job: Job, org: Org, record: Record | None) -> Files:
    """Return the checklist of what is to be done (again) since the record, or nothing where nothing is."""
    if record is None:
        return {}
    view = org_view(with_record(job.view, record), org)
    if not any(step.status and step.status.remaining for step in view.steps):
        return {}
    return {"checklist.pdf": _checklist_pdf(view, f"{org.id}/{view.id}/checklist.pdf")}


def section_files(job: Job, org: Org, section_id: str) -> Files:
    """Return the checklist of one section alone, or nothing where the guide has no such section with steps."""
    part = section_view(job.view, section_id)
    if part is None:
        return {}
    name = f"{section_id}.pdf"
    return {name: _checklist_pdf(org_view(part, org), f"{org.id}/{job.view.id}/{name}")}


def summary_files(
    job: Job, org: Org, record: Record | None = None, *, formats: Iterable[str] = SUMMARY_FORMATS
) -> Files:
    """Return the org's summary by file name, with what is on record. It does not lead to the site."""
    recorded = job
    if record:
        recorded = Job(with_record(job.view, record), Press(overrides=job.view.overrides))
    view = org_view(recorded.view, org)
    files: Files = {}
    for name in formats:
        if name == "pdf":
            files["summary.pdf"] = recorded.pdf(org, "summary.pdf", summary_texts, lambda: summary_print(view))
        else:
            files |= _made_and_read_back((SUMMARIES | FURTHER_SUMMARIES)[name], view)
    return files


def write_org(folder: Path, job: Job, org: Org) -> None:
    """Write all sheets of one org below `folder`."""
    for name, data in (checklist_files(job, org) | summary_files(job, org)).items():
        write(folder / org.id / job.view.id / name, data)


def make_files(kind: str, job: Job, org: Org, record: Record | None) -> Files:
    """Return the files of one kind by name: what remains to be done, a section, the summary, a checklist’s format."""
    if kind.startswith(SECTION):
        return section_files(job, org, kind.removeprefix(SECTION))
    if kind == "redo":
        return remaining_files(job, org, record)
    if kind == SUMMARY:
        return summary_files(job, org, record)
    if kind.startswith(SUMMARY):
        return summary_files(job, org, record, formats=[kind.removeprefix(SUMMARY).strip()])
    return checklist_files(job, org, formats=(kind,))
