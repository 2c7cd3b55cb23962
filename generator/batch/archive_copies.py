"""The archive copy of a record: our own sheet with what is on record, conformant whatever came in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from generator.batch.jobs import proven
from generator.deriving.filling import fill
from generator.deriving.guide_view import org_view
from generator.deriving.whole_sheets import sheet_faults
from generator.model.records import ticked_boxes
from generator.problems import ContentError, Location
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.rendering.sheets.checklist import archive_html, archive_texts
from generator.rendering.sheets.sheet import SheetTitle

if TYPE_CHECKING:
    from generator.batch.jobs import Job
    from generator.deriving.guide_view import GuideView
    from generator.model import Org
    from generator.model.records import Record


def archive_copy(job: Job, org: Org, record: Record) -> bytes:
    """Return the PDF of a record of the job's revision. It was read back: values and ticks are as they should.

    Raises `ContentError`.
    """
    from generator.output.archive_copy import archived  # noqa: PLC0415 - imports pikepdf

    name = f"{org.id}/{job.view.id}/{SheetTitle.ARCHIVE_COPY}"
    ticked = ticked_boxes(record.steps)
    texts = archive_texts(job.view, org, record)
    html = partial(_html, job.view, org, record)
    sheet = job.press.sheet(f"{job.source}/{SheetTitle.ARCHIVE_COPY}", texts, html, name=name)
    data = archived(bytes(sheet), ticked)
    _prove_ticks(data, ticked, job.view, name)
    return proven(name, fill(job.view.required_values, org), data)


def _html(view: GuideView, org: Org, record: Record) -> str:
    filled = org_view(view, org)
    return archive_html(filled, record)


def _prove_ticks(data: bytes, expected: set[str], view: GuideView, name: str) -> None:
    """Read the copy as one that came back."""
    (sheet,) = read_filled_pdf(data, name)
    ticked = {box.name for box in sheet.boxes if box.ticked}
    if ticked != expected or list(sheet_faults(sheet, view)):
        text = "The archive copy does not say what is on record. A template of the project’s own leaves boxes out."
        raise ContentError.at(Location(name), "archive-differs", text)
