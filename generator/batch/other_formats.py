"""A checklist in another format than print, and the summary: what the catalogue of formats is loaded for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from generator.batch.jobs import Files, Job, proven
from generator.batch.kinds import PDF
from generator.deriving.guide_view import OrgView, org_view, with_record
from generator.output.file_data import as_bytes
from generator.output.variable_data.printing import Press
from generator.problems import Problems
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES, SUMMARIES
from generator.publishing.printed import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Org
    from generator.model.records import Record
    from generator.publishing.catalogue import Sheet
    from generator.reading.artefacts.found import Found

SUMMARY_FORMATS = (PDF, *SUMMARIES)


def checklist_in(name: str, job: Job, org: Org) -> Files:
    """Return the org's checklist in a format that is not PDF."""
    sheet = CHECKLISTS[name]
    view = org_view(job.view, org)
    files = _made_and_read_back(sheet, view)
    if sheet.steps and sheet.file not in job.read_out:
        job.read_out.add(sheet.file)
        _refuse_lost_words(sheet, view, files)
    return files


def _refuse_lost_words(sheet: Sheet, view: OrgView, files: Files) -> None:
    """Raise `ContentError` if the sheet lacks words of a step; those of the next orgs have the same."""
    from generator.checking.step_words import lost_step_words  # noqa: PLC0415 - slow to import

    steps = chain.from_iterable(section.steps for section in view.run_sections)
    path = f"{view.org.id}/{view.id}/{sheet.file}"
    problems = Problems()
    if sheet.steps:
        problems.extend(lost_step_words(path, as_bytes(files[sheet.file]), steps, sheet.steps))
    problems.raise_errors()


def _made_and_read_back(sheet: Sheet, view: OrgView) -> Files:
    """Return the sheet's file. Raises `ContentError` unless it shows every required value unchanged.

    A PDF takes longer to read than to make: only a build reads it back.
    """

    def read_back(data: bytes) -> tuple[Found, ...]:
        return sheet.read_back(data, view)

    made = sheet.render(view)
    path = f"{view.org.id}/{view.id}/{sheet.file}"
    proven(path, view.required_values, as_bytes(made), read_back)
    return {sheet.file: made}


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
        if name == PDF:
            files[SUMMARY.file] = recorded.pdf(org, SUMMARY)
        else:
            files |= _made_and_read_back((SUMMARIES | FURTHER_SUMMARIES)[name], view)
    return files
