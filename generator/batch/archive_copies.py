"""The archive copy of a record: our own sheet with what is on record, conformant whatever came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.batch.jobs import proven
from generator.deriving.guide_view import org_view
from generator.deriving.whole_sheets import sheet_faults
from generator.model.records import ticked_boxes
from generator.problems import ContentError, Location
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.rendering.sheets.checklist import archive_html

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView
    from generator.model import Org
    from generator.model.records import Record


def archive_copy(view: GuideView, org: Org, record: Record) -> bytes:
    """Return the PDF of a record of the blank view's revision. It was read back: values and ticks are as they should.

    Raises `ContentError`.
    """
    from generator.output.archive_copy import archived  # noqa: PLC0415 - imports pikepdf
    from generator.output.pdf import make_pdf  # noqa: PLC0415 - imports WeasyPrint

    name = f"{org.id}/{view.id}/archive copy"
    filled = org_view(view, org)
    html = archive_html(filled, record)
    ticked = ticked_boxes(record.steps)
    sheet = make_pdf(html, name=name, overrides=view.overrides)
    data = archived(sheet, ticked)
    _prove_ticks(data, ticked, view, name)
    return proven(name, filled.required_values, data)


def _prove_ticks(data: bytes, expected: set[str], view: GuideView, name: str) -> None:
    """Read the copy as one that came back."""
    (sheet,) = read_filled_pdf(data, name)
    ticked = {box.name for box in sheet.boxes if box.ticked}
    if ticked != expected or list(sheet_faults(sheet, view)):
        text = "The archive copy does not say what is on record. A template of the project’s own leaves boxes out."
        raise ContentError.at(Location(name), "archive-differs", text)
