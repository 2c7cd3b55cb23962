"""Fields that survive the programs in which they are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from generator.model.sheet_layouts import is_reason
from generator.output.text_fields import make_text_field, set_form_font
from generator.reading.artefacts.filled_pdf import TICKED

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

WEASYPRINT_STATE = "/on"
READ_ONLY = 1
"""A field's flag (ISO 32000-1, table 221)."""


def finish_boxes(pdf: pikepdf.Pdf) -> None:
    """Give each field its drawings and a name of its own, and each page what the file says of itself.

    Programs take the state `/Yes` for granted, and draw an unticked box anew where its drawing is missing: in a way
    that PDF/A forbids. Name and metadata go where a page goes, into a file with pages of others too.
    """
    blanks: dict[bytes, pikepdf.Stream] = {}
    ticks: dict[bytes, pikepdf.Object] = {}
    has_reasons = False
    for page in pdf.pages:
        page.obj.Metadata = pdf.Root.Metadata
        for box in _boxes(page):
            box.NM = box["/T"]
            drawing = box.AP.N[WEASYPRINT_STATE]
            blank = _blank(pdf, drawing.BBox, blanks)
            if is_reason(str(box["/T"])):
                make_text_field(box, blank)
                has_reasons = True
            else:
                tick = ticks.setdefault(drawing.BBox.unparse(), drawing)  # one of a size serves all
                box.AP.N = pikepdf.Dictionary({TICKED: tick, "/Off": blank})
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm.NeedAppearances  # each field brings its own, and PDF/A forbids the key
    if has_reasons:
        set_form_font(pdf)


def _blank(pdf: pikepdf.Pdf, size: pikepdf.Object, blanks: dict[bytes, pikepdf.Stream]) -> pikepdf.Stream:
    """Return how nothing is drawn, one for all fields of a size."""
    key = size.unparse()
    if key not in blanks:
        blanks[key] = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=size)
    return blanks[key]


def tick_boxes(pdf: pikepdf.Pdf, names: Container[str]) -> None:
    """Tick the boxes of these names, and let nobody change any."""
    for page in pdf.pages:
        for box in _boxes(page):
            box.Ff = READ_ONLY
            if str(box["/T"]) in names:
                box.V = box.AS = pikepdf.Name(TICKED)


def _boxes(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    for annotation in page.obj.get("/Annots", ()):
        if annotation.get("/FT") == "/Btn":
            yield annotation
