"""Reads sheets back that were filled in on screen and saved, or put into one file, by any program."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from generator.model.filled_sheets import FilledSheet, SheetFacts
from generator.model.records import HASH
from generator.model.sheet_layouts import named_in_short
from generator.problems import ContentError, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pikepdf

    from generator.model.filled_sheets import Box

T = TypeVar("T")

NAMESPACE = "urn:guide-generator:1#"
"""Of the XMP properties with which our PDFs say what they are."""

TICKED = "/Yes"
"""The state of a box that is ticked, by its name in the PDF. Any name is read; older sheets say `/on`."""

MAX_UNPACKED = 50_000_000
MAX_METADATA = 1_000_000
MAX_PAGES = 5_000
PACKED = b"x"
"""What zlib's data begins with, and XML's never does."""

STEP = re.compile(rf"([a-z][a-z0-9-]*) ({HASH.pattern})")
AGAIN = "Take the file as the PDF reader saved it, or save it again with another reader."

HARMLESS = re.compile("a common error handled correctly by qpdf|reported number of objects")
"""What qpdf says of slips that lose nothing: Apache PDFBox's tables leave themselves out, poppler's count wrong."""


class _UnreadablePdfError(Exception):
    """Why a file cannot be read: the code and text of a problem."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def read_filled_pdf(data: bytes, path: str) -> tuple[FilledSheet, ...]:
    """Return the sheets in a PDF, in the order of their pages.

    Whether a sheet is whole is not looked at. Raises `ContentError` with the reason why a file cannot be read.
    """
    try:
        sheets = _unpacked(data)
        _refuse_other_papers(sheets)
    except _UnreadablePdfError as fault:
        raise ContentError.at(Location(path), fault.code, str(fault)) from None
    return sheets


def _unpacked(data: bytes) -> tuple[FilledSheet, ...]:
    import pikepdf  # noqa: PLC0415 - only where there are PDFs to read

    try:
        with limited_unpacking(), pikepdf.open(BytesIO(data)) as pdf:
            sheets = _sheets(pdf)
            warnings = [str(warning) for warning in pdf.get_warnings()]
    except pikepdf.PasswordError:
        raise _UnreadablePdfError("pdf-encrypted", "This PDF asks for a password. Save it without one.") from None
    except _UnreadablePdfError:
        raise
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        raise _UnreadablePdfError("pdf-damaged", f"This PDF is damaged ({type(fault).__name__}). {AGAIN}") from None
    if not all(HARMLESS.search(warning) for warning in warnings):
        raise _UnreadablePdfError("pdf-damaged", f"This PDF is damaged. {AGAIN}")
    return sheets


@contextmanager
def limited_unpacking() -> Iterator[None]:
    """Keep a small file from filling the memory when it is unpacked."""
    from pikepdf.settings import get_qpdf_limits, set_qpdf_limits  # noqa: PLC0415

    before = get_qpdf_limits()["flate_max_memory"]
    set_qpdf_limits(flate_max_memory=MAX_UNPACKED)
    try:
        yield
    finally:
        set_qpdf_limits(flate_max_memory=before)


# Sheets


def _sheets(pdf: pikepdf.Pdf) -> tuple[FilledSheet, ...]:
    """A page belongs to the sheet that it names, and a page that names none to the one that the whole file names."""
    from generator.reading.artefacts.filled_boxes import (  # noqa: PLC0415 - imports pikepdf
        boxes_by_page,
        reasons_by_page,
    )

    if len(pdf.pages) > MAX_PAGES:
        text = (
            f"This PDF has {len(pdf.pages):,} pages, and no more than {MAX_PAGES:,} are read from one file. Take it "
            "apart, or record each org’s own sheet."
        )
        raise _UnreadablePdfError("too-large", text)
    facts = _facts_by_page(pdf)
    boxes, reasons = boxes_by_page(pdf), reasons_by_page(pdf)
    _refuse_boxes_of_no_sheet(facts, boxes)
    sheets = []
    for sheet in filter(None, dict.fromkeys(facts.values())):
        pages = [number for number, of in facts.items() if number and of == sheet]
        filled = FilledSheet(sheet, tuple(pages), _on_pages(boxes, pages), _on_pages(reasons, pages))
        sheets.append(filled)
    return tuple(sheets)


def _on_pages(by_page: Mapping[int, Iterable[T]], pages: Iterable[int]) -> tuple[T, ...]:
    of_pages = [by_page.get(number, ()) for number in pages]
    return tuple(chain.from_iterable(of_pages))


def _refuse_boxes_of_no_sheet(facts: dict[int, SheetFacts | None], boxes: dict[int, list[Box]]) -> None:
    strange = [str(number) for number, on_page in boxes.items() if on_page and facts[number] is None]
    if strange and any(facts.values()):
        text = (
            f"Check boxes on other pages than those of our sheets: {', '.join(strange)}. Take these pages out, or take "
            "the file that was ticked."
        )
        raise _UnreadablePdfError("pdf-other-boxes", text)


def _refuse_other_papers(sheets: Sequence[FilledSheet]) -> None:
    if not sheets:
        text = (
            "This PDF does not say which guide it belongs to. It is none of our sheets, or it was printed to PDF, put "
            "together from several files, or saved by a reader that drops this. Take the file that was ticked, or save "
            "it with another reader."
        )
        raise _UnreadablePdfError("pdf-unknown", text)
    if not any(sheet.boxes for sheet in sheets):
        text = (
            "This PDF has no boxes that could be read. It is no checklist, or it was flattened or printed to PDF. Take "
            "the file that was ticked."
        )
        raise _UnreadablePdfError("pdf-flattened", text)


# What a page, or the file, says of itself


def _facts_by_page(pdf: pikepdf.Pdf) -> dict[int, SheetFacts | None]:
    """Return what each page says, by its number from 1, and what the file says under 0."""
    streams = {0: pdf.Root.get("/Metadata")}
    for number, page in enumerate(pdf.pages, start=1):
        streams[number] = page.obj.get("/Metadata")
    known: dict[bytes, SheetFacts | None] = {b"": None}
    facts: dict[int, SheetFacts | None] = {}
    for number, stream in streams.items():
        raw = _raw(stream)
        if raw not in known:
            known[raw] = _facts(pdf, stream)
        facts[number] = known[raw]
    return {number: of or facts[0] for number, of in facts.items()}


def _raw(stream: Any) -> bytes:
    import pikepdf  # noqa: PLC0415

    if not isinstance(stream, pikepdf.Stream):
        return b""
    return bytes(stream.read_raw_bytes())


def _facts(pdf: pikepdf.Pdf, metadata: Any) -> SheetFacts | None:
    """Read a stream of XMP; None if it is not about one of our sheets."""
    pdf.Root.Metadata = pdf.make_stream(_xmp(metadata))  # in memory: pikepdf reads only the file's own
    xmp = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True)
    prefix = f"{{{NAMESPACE}}}"
    properties = {key.removeprefix(prefix): xmp[key] for key in xmp if key.startswith(prefix)}
    guide, revision, org = (properties.get(key, "") for key in ("id", "revision", "org"))
    if not (guide and revision):
        return None
    steps, lines = _texts(properties, "steps"), _texts(properties, "boxes")
    boxes = list(chain.from_iterable(map(named_in_short, lines)))
    checked = _checked_facts((guide, revision, org), steps, boxes)
    return replace(checked, run=str(properties.get("run", "")))


def _xmp(metadata: Any) -> bytes:
    """Return the stream's XML. PDFium, which Chromium saves with, leaves some packed and says that they are not."""
    data = bytes(metadata.read_bytes())
    if data.startswith(PACKED):
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(data, MAX_METADATA + 1)
    if len(data) > MAX_METADATA:
        raise ValueError("too much metadata")
    return data


def _texts(properties: dict[str, Any], key: str) -> list[str]:
    """Return a bag's texts, in an order that does not change from run to run."""
    texts = properties.get(key, ())
    return sorted(map(str, texts))


def _checked_facts(about: Sequence[Any], steps: Sequence[str], boxes: Sequence[str]) -> SheetFacts:
    """Refuse what our sheets cannot say."""
    matches = [match for match in map(STEP.fullmatch, steps) if match]
    said = (*about, *boxes)
    if len(matches) < len(steps) or not all(map(_may_be_said, said)):
        raise _UnreadablePdfError("pdf-damaged", f"What this PDF says of its guide is damaged. {AGAIN}")
    guide, revision, org = about
    hashes = tuple((match[1], match[2]) for match in matches)
    return SheetFacts(guide, revision, org, hashes, tuple(boxes))


def _may_be_said(text: Any) -> bool:
    from generator.reading.artefacts.filled_boxes import is_odd  # noqa: PLC0415 - imports pikepdf

    return isinstance(text, str) and not is_odd(text)
