"""HTML to PDF/UA-1 and PDF/A-2a in one file. The only place where WeasyPrint is used."""

from __future__ import annotations

import logging
import os
from base64 import b64decode
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO, StringIO
from itertools import filterfalse
from typing import TYPE_CHECKING, Any

from generator.model.sheet_layouts import is_reason
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.fonts import SHIPPED, faces_for, style_sheet
from generator.output.garbage import no_collection
from generator.output.page_codes import keep_layout, layout_of, sheet_codes
from generator.output.reserved_space import keep_room
from generator.output.sheet_metadata import LaidOutSheet, descriptions
from generator.problems import ContentError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pikepdf

    from generator.model.sheet_layouts import SheetLayout
    from generator.model.sheet_overrides import SheetOverrides
    from generator.output.fonts import Face

FONTCONFIG = "FONTCONFIG_FILE"
VARIANT = "pdf/a-2a"

NO_LOGOS: Mapping[str, bytes] = {}
FONT_TYPE = "font/sfnt"

UNDRAWN = frozenset({"head", "style", "script", "title"})


class LostValueError(RuntimeError):
    """A value did not come into the PDF: a fault of our own, unless a project has put in templates or styles."""


@dataclass(frozen=True)
class LaidOut:
    """A finished PDF, and WeasyPrint's document that it was written from."""

    pdf: bytes
    document: Any
    layout: SheetLayout


def make_pdf(html: str, *, name: str, overrides: SheetOverrides = NO_OVERRIDES) -> bytes:
    """Return the HTML as PDF, byte for byte the same on every run. Problems are located at `name`.

    Of `overrides` it takes the fonts: the others are in the HTML already.
    """
    return lay_out(html, name=name, overrides=overrides).pdf


def lay_out(html: str, *, name: str, further_style: str = "", overrides: SheetOverrides = NO_OVERRIDES) -> LaidOut:
    """Lay the HTML out, under a further style sheet, and write it as PDF."""
    with no_collection(), _own_fonts_only():
        weasyprint = _weasyprint(name)
        page = weasyprint.HTML(string=html, url_fetcher=_fetcher((), weasyprint))
        sheet = _sheet(page.etree_element)
        keep_room(page.etree_element)
        _number_lists(page.etree_element)
        faces = faces_for(sheet.text, name, overrides.fonts)
        page.url_fetcher = _fetcher(faces, weasyprint, _logos(page.etree_element))
        with _complaints() as complaints, _closed(weasyprint, name):
            known_fonts, style = _fonts(faces, weasyprint)
            styles = [style, weasyprint.CSS(string=further_style, font_config=known_fonts)]
            document = page.render(stylesheets=styles, font_config=known_fonts, pdf_variant=VARIANT, pdf_forms=True)
            data = document.write_pdf(pdf_variant=VARIANT, pdf_forms=True)
    _refuse_missing_glyphs(complaints, name)
    layout = layout_of(document, sheet)
    with _blamed(overrides, name):
        finished = _finished(data, sheet, layout)
    return LaidOut(finished, document, layout)


@contextmanager
def _blamed(overrides: SheetOverrides, name: str) -> Iterator[None]:
    """Tell a project whose own templates or styles lose a value; without any, it is a fault of ours."""
    try:
        yield
    except LostValueError as lost:
        if not overrides:
            raise
        text = f"{lost}. A style or a template of the sheet hides the others, or uses “span” for something else."
        raise ContentError.at(Location(name), "value-lost", text) from None


@contextmanager
def _own_fonts_only() -> Iterator[None]:
    """Hide the machine's fonts: Pango would take its emoji and its look-alikes without being asked."""
    before = os.environ.get(FONTCONFIG)
    os.environ[FONTCONFIG] = str(SHIPPED / "fonts.conf")
    try:
        yield
    finally:
        os.environ.pop(FONTCONFIG)
        if before is not None:
            os.environ[FONTCONFIG] = before


def _weasyprint(name: str) -> Any:
    """Import WeasyPrint only where a PDF is made: it takes a second, and needs Pango."""
    try:
        with redirect_stdout(StringIO()):
            import weasyprint  # noqa: PLC0415
    except OSError:
        text = "PDFs cannot be written: Pango is missing. Install Debian’s libpangoft2-1.0-0 and libharfbuzz-subset0."
        raise ContentError.at(Location(name), "missing-pango", text) from None
    return weasyprint


@lru_cache(maxsize=4)
def _fonts(faces: tuple[Face, ...], weasyprint: Any) -> tuple[Any, Any]:
    """Make fonts known once for all sheets that use the same ones: each time costs memory that never comes back."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    fetcher = _fetcher(faces, weasyprint)
    return fonts, weasyprint.CSS(string=style_sheet(faces), font_config=fonts, url_fetcher=fetcher)


def _number_lists(root: Any) -> None:
    """Have lists begin with the number they state, of which WeasyPrint knows nothing by itself."""
    for numbered in root.iter("ol"):
        if "start" in numbered.attrib:
            before_first = int(numbered.get("start")) - 1
            numbered.set("style", f"counter-reset: list-item {before_first}")


# Nothing is loaded but the fonts


def _logos(root: Any) -> dict[str, bytes]:
    """Return the brand's logo by its address, which holds the whole picture: it was looked at when it was read."""
    logos = [image for image in root.iter("img") if image.get("class") == "logo"]
    addresses = [image.get("src", "") for image in logos]
    return {address: b64decode(address.partition(";base64,")[2]) for address in addresses}


def _fetcher(faces: tuple[Face, ...], weasyprint: Any, logos: Mapping[str, bytes] = NO_LOGOS) -> Any:
    files = {face.url: face.data for face in faces}
    return _fetcher_class(weasyprint)({**files, **logos})


@cache
def _fetcher_class(weasyprint: Any) -> Any:
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415

    base: type[Any] = weasyprint.URLFetcher

    class FontsOnly(base):  # type: ignore[misc]  # the library has no types
        """Knows the given files, asks neither disk nor network, and stops at any other address."""

        def __init__(self, files: dict[str, bytes]) -> None:
            super().__init__(allowed_protocols=(), fail_on_errors=True)
            self._files = files

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            if url not in self._files:
                raise ValueError(url)
            media_type = url.removeprefix("data:").partition(";")[0] if url.startswith("data:") else FONT_TYPE
            return URLFetcherResponse(url, self._files[url], headers={"Content-Type": media_type})

    return FontsOnly


@contextmanager
def _closed(weasyprint: Any, name: str) -> Iterator[None]:
    try:
        yield
    except weasyprint.urls.FatalURLFetchingError as fault:
        asked = fault.__cause__
        text = f"The sheet asks for “{asked}”. A sheet may load nothing from the network or from disk."
        raise ContentError.at(Location(name), "sheet-resource", text) from None


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint only logs."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, collector = logging.getLogger("weasyprint"), Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield found
    finally:
        logger.removeHandler(collector)


def _refuse_missing_glyphs(complaints: list[str], name: str) -> None:
    """A character may be in a font and still not be drawn, as in a sequence the font cannot join."""
    missing = [text for text in complaints if ".notdef" in text]
    problems = [Problem(Location(name), "missing-glyph", f"{text}.") for text in missing]
    if problems:
        raise ContentError(tuple(problems))


# Reading the HTML


def _sheet(root: Any) -> LaidOutSheet:
    metas = {meta.get("name", ""): meta.get("content", "") for meta in root.iter("meta")}
    prefix = "guide.step."
    return LaidOutSheet(
        text="".join(_drawn(root)),
        value_ids=tuple(span.get("data-value", "") for span in root.iter("span")),
        guide=metas.get("guide.id", ""),
        revision=metas.get("guide.revision", ""),
        org=metas.get("guide.org"),
        steps=tuple((key.removeprefix(prefix), text) for key, text in metas.items() if key.startswith(prefix)),
        boxes=tuple(_box_names(root)),
        run=metas.get("guide.run", ""),
    )


def _box_names(root: Any) -> Iterator[str]:
    names = (box.get("name", "") for box in root.iter("input"))
    return filterfalse(is_reason, names)


def _drawn(node: Any) -> Iterator[str]:
    if node.tag not in UNDRAWN:
        yield node.text or ""
        yield node.get("href", "")
        for child in node:
            yield from _drawn(child)
    yield node.tail or ""


# Finishing


def _finished(data: bytes, sheet: LaidOutSheet, layout: SheetLayout) -> bytes:
    import pikepdf  # noqa: PLC0415 - a sheet set into a template needs none of this

    from generator.output.check_boxes import finish_boxes  # noqa: PLC0415 - imports pikepdf
    from generator.output.small_pdf import pdf_bytes  # noqa: PLC0415 - likewise

    with pikepdf.open(BytesIO(data)) as pdf:
        _name_values(pdf, sheet.value_ids)
        finish_boxes(pdf)
        _draw_codes(pdf, layout, sheet.org or "")
        xmp = pdf.Root.Metadata.read_bytes().decode()
        pdf.Root.Metadata.write(xmp.replace("</rdf:RDF>", descriptions(sheet) + "</rdf:RDF>").encode())
        return pdf_bytes(pdf)


def _draw_codes(pdf: pikepdf.Pdf, layout: SheetLayout, org: str) -> None:
    codes = sheet_codes(layout)
    if codes is None:
        return
    for page, place, drawing in zip(pdf.pages, codes.places, codes.drawn(org), strict=True):
        page.Contents.write(page.Contents.read_bytes() + b"\n" + place + drawing)
    keep_layout(pdf, layout, str(pdf.docinfo.ModDate))


def _name_values(pdf: pikepdf.Pdf, value_ids: tuple[str, ...]) -> None:
    """Write each value's id to its structure element: the PDF's spans stand in the order of the HTML's."""
    spans = list(_spans(pdf.Root.StructTreeRoot.K))
    if len(spans) != len(value_ids):
        raise LostValueError(f"{len(value_ids)} values went into the PDF, and {len(spans)} came out")
    for span, value_id in zip(spans, value_ids, strict=True):
        span.T = value_id


def _spans(kids: Any) -> Iterator[Any]:
    """Yield elements made from `span`. Their kids are elements; text, which is tagged Span too, has numbers."""
    import pikepdf  # noqa: PLC0415

    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/K" in kid:
            if kid.S == "/Span" and any(isinstance(inner, pikepdf.Dictionary) for inner in kid.K):
                yield kid
            else:
                yield from _spans(kid.K)
