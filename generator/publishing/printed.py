"""Each sheet that is printed for an org, once: its file, its name, what it is made from and what reads it back.

The other formats stand in `catalogue.py`, which a run that only prints need not load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.rendering.sheets.checklist import checklist_html, checklist_texts
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.sheet import SheetTitle
from generator.rendering.sheets.short_form import short_html, short_texts
from generator.rendering.sheets.summary import summary_print, summary_texts
from generator.rendering.site.parts import OFFERED_CHECKLIST

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView, OrgView
    from generator.model import Org
    from generator.reading.artefacts.found import Found

ReadSheet = Callable[[bytes], "tuple[Found, ...]"]


def read_pdf(data: bytes) -> tuple[Found, ...]:
    """Read what is marked as a value, whichever sheet it is."""
    from generator.reading.artefacts.pdf_text import pdf_values  # noqa: PLC0415 - slow to import

    return pdf_values(data)


@dataclass(frozen=True)
class PdfSheet:
    """A PDF made for one org. `texts` are the org's own by slot, of the blank view; `page` is what is laid out."""

    title: SheetTitle
    file: str
    texts: Callable[[GuideView, Org], dict[str, str]]
    page: Callable[[OrgView], str]
    read_back: ReadSheet


CHECKLIST = PdfSheet(SheetTitle.CHECKLIST, "checklist.pdf", checklist_texts, checklist_html, read_pdf)
CONFIRMATION = PdfSheet(SheetTitle.CONFIRMATION, "confirm.pdf", confirm_texts, confirm_html, read_pdf)
SHORT_FORM = PdfSheet(SheetTitle.SHORT_FORM, "checklist-short.pdf", short_texts, short_html, read_pdf)
SUMMARY = PdfSheet(SheetTitle.SUMMARY, "summary.pdf", summary_texts, summary_print, read_pdf)


def section_file(section_id: str) -> str:
    """Return the file of a section's own checklist."""
    return f"{section_id}.pdf"


def blank_file(guide_id: str) -> str:
    """Return the blank checklist's file, relative to the output folder."""
    return f"checklists/{guide_id}.pdf"


def offered_file(guide_id: str) -> str:
    """Return the file of the copy that the site offers, relative to the site."""
    return f"{guide_id}/{OFFERED_CHECKLIST}"
