"""Makes sheets anew as they were printed, so that a scan of one can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.batch.sheets import blank_checklist, remaining_files, section_files
from generator.model.scans import PrintedSheet
from generator.publishing.printed import CHECKLIST, CONFIRMATION, SHORT_FORM
from generator.reading.scans.layouts import read_layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.batch.jobs import Job
    from generator.model import Org
    from generator.model.records import Record


def printed_sheet(job: Job, org: Org | None, record: Record | None, layout: str) -> PrintedSheet | None:
    """Return the sheet of an org, or the blank one, whose layout has this hash; None if none has.

    It may be the whole checklist, in short, that of what was to be redone by the record, of one section, or the
    confirmation.
    """
    for pdf in _candidates(job, org, record):
        known = read_layout(pdf)
        if known and known.hash == layout:
            return PrintedSheet(pdf, known)
    return None


def _candidates(job: Job, org: Org | None, record: Record | None) -> Iterator[bytes]:
    if org is None:
        yield blank_checklist(job.view)
        return
    for sheet in (CHECKLIST, CONFIRMATION, SHORT_FORM):
        yield bytes(job.pdf(org, sheet))
    files = remaining_files(job, org, record)
    for section in job.view.sections:
        files = files | section_files(job, org, section.id) if section.steps else files
    for data in files.values():
        if isinstance(data, bytes):
            yield data
