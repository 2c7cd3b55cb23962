"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from generator.batch.jobs import Files, Job, proven
from generator.batch.kinds import PDF, REDO, SECTION, SHORT, SUMMARY
from generator.deriving.guide_view import org_view, section_view, with_record
from generator.publishing.printed import CHECKLIST, CONFIRMATION, SHORT_FORM, section_file
from generator.rendering.markup.overrides import suspected_styles
from generator.rendering.sheets.checklist import checklist_html, printed_steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView
    from generator.model import Org
    from generator.model.records import Record
    from generator.publishing.printed import PdfSheet


def blank_checklist(view: GuideView) -> bytes:
    """Return the checklist for no org in particular."""
    return _checklist_pdf(view, f"{view.id}.pdf")


def _checklist_pdf(view: GuideView, path: str) -> bytes:
    """Return a checklist without a template: the blank one, or that of some of the steps."""
    from generator.output.pdf import make_pdf  # noqa: PLC0415 - a sheet set into a template needs it not

    with suspected_styles(view.overrides):
        data = make_pdf(checklist_html(view), name=path, overrides=view.overrides)
        if not view.overrides:
            return data
        values = chain.from_iterable(step.values for step in printed_steps(view))
        return proven(path, tuple(dict.fromkeys(values)), data)


def checklist_files(job: Job, org: Org, *, formats: Iterable[str] = (PDF,)) -> Files:
    """Return the org's checklist in each of `formats` by file name; the PDF comes with the sheet that confirms it."""
    files: Files = {}
    for name in formats:
        if name == PDF:
            files |= _printed(job, org, CHECKLIST, CONFIRMATION)
        else:
            from generator.batch.other_formats import checklist_in  # noqa: PLC0415 - slow to import

            files |= checklist_in(name, job, org)
    return files


def _printed(job: Job, org: Org, *sheets: PdfSheet) -> Files:
    return {sheet.file: job.pdf(org, sheet) for sheet in sheets}


def remaining_files(job: Job, org: Org, record: Record | None) -> Files:
    """Return the checklist of what is to be done (again) since the record, or nothing where nothing is."""
    if record is None:
        return {}
    view = org_view(with_record(job.view, record), org)
    if not any(step.status and step.status.remaining for step in view.steps):
        return {}
    return {CHECKLIST.file: _checklist_pdf(view, f"{org.id}/{view.id}/{CHECKLIST.file}")}


def section_files(job: Job, org: Org, section_id: str) -> Files:
    """Return the checklist of one section alone, or nothing where the guide has no such section with steps."""
    part = section_view(job.view, section_id)
    if part is None:
        return {}
    name = section_file(section_id)
    return {name: _checklist_pdf(org_view(part, org), f"{org.id}/{job.view.id}/{name}")}


def make_files(kind: str, job: Job, org: Org, record: Record | None) -> Files:
    """Return the files of one kind by name: what remains to be done, a section, the summary, a checklist’s format."""
    if kind.startswith(SECTION):
        return section_files(job, org, kind.removeprefix(SECTION))
    if kind == SHORT:
        return _printed(job, org, SHORT_FORM)
    if kind == REDO:
        return remaining_files(job, org, record)
    if kind.startswith(SUMMARY):
        return _summary(kind.removeprefix(SUMMARY).strip(), job, org, record)
    return checklist_files(job, org, formats=(kind,))


def _summary(name: str, job: Job, org: Org, record: Record | None) -> Files:
    from generator.batch.other_formats import summary_files  # noqa: PLC0415 - slow to import

    if name:
        return summary_files(job, org, record, formats=[name])
    return summary_files(job, org, record)
