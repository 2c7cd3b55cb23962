"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.deriving.guide_view import GuideView, org_view, with_record
from generator.output.files import write
from generator.output.pdf import make_pdf
from generator.output.variable_data.printing import Press
from generator.publishing.catalogue import CHECKLIST, SUMMARY, SheetSource, make_sheets, sheets_of
from generator.rendering.sheets.checklist import checklist_html

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Org
    from generator.model.records import Record


Files = dict[str, bytes]

REMAINING = "redo"
"""The kind of sheet that only some orgs need."""


@dataclass(frozen=True)
class Job:
    """What sheets are made from, besides an org: a guide's blank view and a press."""

    view: GuideView
    press: Press = field(default_factory=Press)


def blank_checklist(view: GuideView) -> bytes:
    """Return the checklist for no org in particular."""
    return make_pdf(checklist_html(view), name=f"{view.id}.pdf")


def make_files(kind: str, job: Job, org: Org, record: Record | None) -> Files:
    """Return the files of one kind by name: a summary, what remains to be done, or a format of the checklist."""
    if kind == REMAINING:
        return remaining_files(job, org, record)
    if kind == SUMMARY:
        return summary_files(job, org, record)
    return checklist_files(job, org, kind)


def checklist_files(job: Job, org: Org, sheet_format: str = "pdf") -> Files:
    """Return the org's checklist by file name; the PDF comes with the sheet that confirms it. It starts afresh."""
    return make_sheets(sheets_of(CHECKLIST, sheet_format), SheetSource(job.view, org, job.press))


def remaining_files(job: Job, org: Org, record: Record | None) -> Files:
    """Return the checklist of what is to be done (again) since the record, or nothing where nothing is."""
    if record is None:
        return {}
    view = org_view(with_record(job.view, record), org)
    if not any(step.status and step.status.remaining for step in view.steps):
        return {}
    return {"checklist.pdf": make_pdf(checklist_html(view), name=f"{org.id}/{view.id}/checklist.pdf")}


def summary_files(job: Job, org: Org, record: Record | None = None) -> Files:
    """Return the org's summary in every format by file name, with what is on record. It does not lead to the site."""
    if record is None:
        source = SheetSource(job.view, org, job.press)
    else:
        source = SheetSource(with_record(job.view, record), org, Press())
    return make_sheets(sheets_of(SUMMARY), source)


def write_org(folder: Path, job: Job, org: Org) -> None:
    """Write all sheets that a build makes of one org below `folder`."""
    for name, data in (checklist_files(job, org) | summary_files(job, org)).items():
        write(folder / org.id / job.view.id / name, data)
