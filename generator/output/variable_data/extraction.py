"""From a layout to a master: each text of a paragraph with slots is found in the finished PDF, and cut out."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

import pikepdf

from generator.output.page_codes import DRAWING, sheet_codes, without_code
from generator.output.small_pdf import pdf_bytes
from generator.output.variable_data.boxes import ONE_LINE, read_paragraphs
from generator.output.variable_data.glyphs import UNITS
from generator.output.variable_data.template import (
    NO_END,
    About,
    CodePlace,
    Master,
    Place,
    TemplateParagraph,
    TemplatePiece,
    decimal,
    xml,
)
from generator.output.variable_data.unpredictable import UncertainError
from generator.output.variable_data.update import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.output.page_codes import SheetCodes
    from generator.output.pdf import LaidOut
    from generator.output.variable_data import boxes

TEXT = re.compile(
    rb"1 0 0 -1 (?P<x>\S+) (?P<y>\S+) Tm\n(?P<operator>/\w+ (?P<size>\S+) Tf\n)(?P<shown>\[[^\]]*\]) TJ\n"
)
"""How WeasyPrint draws one text."""

REPERTOIRE_SIZE = b"1"
"""Of the letters that are drawn only so that their glyphs come into the file, in pixels."""

REPERTOIRE_FONTS = {
    "Guide-Sans": "400 {size}px 'Guide Sans'",
    "Guide-Sans-Bold": "700 {size}px 'Guide Sans'",
    "Guide-Mono": "400 {size}px 'Guide Mono'",
}
"""The fonts that orgs' texts are set in, by their names in a PDF, as CSS has them."""

REPERTOIRE_BOXES = ("left-top", "left-middle", "left-bottom")
"""In the margin of the first page."""

NEAR = 1000
"""Bytes between two texts that are rather written for each org than kept apart: each part of a page costs as much."""

NOT_MOVED = re.compile(rb">0<|(?<=>)0(?=\])")
"""The layout writes also where a glyph is not moved."""
SPACE_AT_END = re.compile(rb"0003(?=>\]$)")
"""The glyph of the space has this number in each of our fonts; the layout sometimes draws it at the end of a line."""

IN_METADATA = ("title", "id", "run")
"""Names of texts that a PDF says of itself; the last is an archive copy's."""

CHARACTER = re.compile(rb"<[0-9a-f]+> <[0-9a-f]+>")
"""An entry of a font's table: glyph and what it stands for."""

Spot = tuple[int, bytes, bytes]
"""Page, and the numbers from the left and from the top as they stand in the PDF."""

Pieces = list[bytes | Place | CodePlace]

DrawnText = tuple[int, bytes, bytes, bytes, bytes]
"""Page, left, top, font, and glyphs without a space at the end."""


def style(repertoire: str) -> str:
    """Return the style sheet under which a master is laid out: it draws the repertoire too, and moves nothing."""
    content = "".join(f"\\{ord(char):06x}" for char in repertoire)
    rules = (
        f"@{box} {{ content: '{content}'; font: {font.format(size=REPERTOIRE_SIZE.decode())}; white-space: pre }}"
        for box, font in zip(REPERTOIRE_BOXES, REPERTOIRE_FONTS.values(), strict=True)
    )
    return f"@page :first {{ {' '.join(rules)} }}"


def one_line(style_sheet: str) -> str:
    """Return a style sheet under which each piece of a text stands on one line, too."""
    return f"{ONE_LINE} {style_sheet}"


def cast(laid_out: LaidOut, texts: Mapping[str, str]) -> Master:
    """Return the master of a sheet that was laid out under `style` with `texts`.

    Raises `UncertainError`, also where one of them stands on two lines.
    """
    found = read_paragraphs(laid_out.document)
    _refuse_other_fonts(found)
    with pikepdf.open(BytesIO(laid_out.pdf)) as pdf:
        contents = [page.Contents.read_bytes() for page in pdf.pages]
        operators = _operators(contents)
        paragraphs = [_paragraph(paragraph, operators) for paragraph in found]
        unique = tuple(dict.fromkeys(paragraphs))
        places: dict[Spot, Place] = {}
        for of, paragraph in zip(found, paragraphs, strict=True):
            for number, piece in enumerate(of.pieces):
                places[_spot(of.page, piece)] = Place(unique.index(paragraph), number)
        codes = sheet_codes(laid_out.layout)
        pieces = (_pieces(content, page, places, codes) for page, content in enumerate(contents))
        pages = list(map(_streams, pieces))
        return replace(_master(pdf, unique, pages, texts), codes=codes)


def _refuse_other_fonts(paragraphs: Iterable[boxes.LaidOutParagraph]) -> None:
    """Raise unless the fonts of all slots are such as orgs' texts are set in."""
    pieces = chain.from_iterable(paragraph.pieces for paragraph in paragraphs)
    fonts = {piece.font.name for piece in pieces if piece.slot}
    if not fonts <= REPERTOIRE_FONTS.keys():
        raise UncertainError(fonts)


def _operators(contents: Iterable[bytes]) -> dict[Spot, bytes]:
    """Return by which operator each text of the pages is set, by its place."""
    operators = {}
    for number, content in enumerate(contents):
        for text in TEXT.finditer(content):
            operators[number, text["x"], text["y"]] = text["operator"]
    return operators


def _paragraph(paragraph: boxes.LaidOutParagraph, operators: Mapping[Spot, bytes]) -> TemplateParagraph:
    pieces = []
    for piece in paragraph.pieces:
        operator = operators.get(_spot(paragraph.page, piece), b"")
        if piece.slot and not operator:
            raise UncertainError
        pieces.append(TemplatePiece(piece.text, piece.slot, piece.font, operator))
    width = NO_END
    if paragraph.width is not None:
        width = int(paragraph.width * UNITS)
    baselines = tuple(map(decimal, paragraph.baselines))
    return TemplateParagraph(tuple(pieces), paragraph.pieces[0].x, width, baselines)


def _spot(page: int, piece: boxes.LaidOutPiece) -> Spot:
    return page, decimal(piece.x), decimal(piece.y)


def _pieces(
    content: bytes, page: int, places: Mapping[Spot, Place], codes: SheetCodes | None
) -> Iterator[bytes | Place | CodePlace]:
    """Yield a page's content with places for what is set."""
    if codes is None:
        yield from _cut(content, page, places)
        return
    yield from _cut(without_code(content) + codes.places[page], page, places)
    yield CodePlace(page)


def _cut(content: bytes, page: int, places: Mapping[Spot, Place]) -> Iterator[bytes | Place]:
    """Yield a page's content with places for what is set, and without the repertoire."""
    at = 0
    for text in TEXT.finditer(content):
        place = places.get((page, text["x"], text["y"]))
        if place or text["size"] == REPERTOIRE_SIZE:
            yield content[at : text.start()]
            at = text.end()
        if place:
            yield place
    yield content[at:]


def _streams(pieces: Iterable[bytes | Place | CodePlace]) -> list[Pieces]:
    """Return a page's pieces in streams: those that are set, with what lies near between, and long ones that stay."""
    streams: list[Pieces] = [[]]
    for piece in pieces:
        if isinstance(piece, bytes) and len(piece) > NEAR:
            streams += [[piece], []]
        else:
            streams[-1].append(piece)
    return [stream for stream in streams if stream]


def _master(
    pdf: pikepdf.Pdf,
    paragraphs: tuple[TemplateParagraph, ...],
    pages: Sequence[Sequence[Pieces]],
    texts: Mapping[str, str],
) -> Master:
    """Empty the PDF of everything that is an org's, and save it."""
    words = {xml(texts[name]): name for name in IN_METADATA if name in texts}
    xmp = _cut_text(pdf.Root.Metadata.read_bytes().decode(), words)
    if set(xmp[1::2]) != set(words.values()):
        raise UncertainError(texts["title"])
    info = b" ".join(key.encode() + b" " + value.unparse() for key, value in pdf.docinfo.items() if key != "/Title")
    _sort_characters(pdf)
    pdf.Root.Metadata.write(b"")
    pdf.docinfo.Title = ""
    for page, streams in zip(pdf.pages, pages, strict=True):
        page.Contents = pikepdf.Array(map(pdf.make_stream, map(_fixed, streams)))
    if "/ID" in pdf.trailer:
        del pdf.trailer.ID  # it would go on from the org's sheet
    data = pdf_bytes(pdf)
    with pikepdf.open(BytesIO(data)) as saved:
        root, trailer = saved.Root, saved.trailer
        base = Base(data, root.objgen[0], int(trailer.Size), trailer.Info.objgen[0], bytes(trailer.ID[0]))
        about = About(root.Metadata.objgen[0], xmp, info)
        objects = chain.from_iterable(page.Contents for page in saved.pages)
        numbers = [stream.objgen[0] for stream in objects]
    numbered = zip(numbers, chain.from_iterable(pages), strict=True)
    set_streams = tuple((number, tuple(stream)) for number, stream in numbered if _is_set(stream))
    return Master(paragraphs, set_streams, base, about)


def _fixed(pieces: Pieces) -> bytes:
    """Return a stream that is the same for every org; one that is set for each is empty at first."""
    if _is_set(pieces):
        return b""
    return b"".join(pieces)  # type: ignore[arg-type] # all are bytes


def _sort_characters(pdf: pikepdf.Pdf) -> None:
    """Sort the fonts' tables of characters, whose order tells which org's text was drawn."""
    fonts: dict[Any, Any] = {}
    for page in pdf.pages:
        fonts |= {font.objgen: font for font in page.Resources.Font.values()}
    for font in fonts.values():
        head, start, table = font.ToUnicode.read_bytes().partition(b"beginbfchar")
        between = CHARACTER.split(table)
        entries = sorted(CHARACTER.findall(table))
        alternating = chain.from_iterable(zip_longest(between, entries, fillvalue=b""))
        font.ToUnicode.write(b"".join([head, start, *alternating]))


def _is_set(pieces: Pieces) -> bool:
    return not all(isinstance(piece, bytes) for piece in pieces)


def _cut_text(text: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Cut a text of XML where an element holds one of `words`; the odd parts are their names."""
    any_word = "|".join(map(re.escape, words))
    parts = re.split(f"(?<=>)({any_word})(?=<)", text)
    parts[1::2] = [words[part] for part in parts[1::2]]
    return tuple(parts)


def drawn_codes(pdf: bytes) -> list[bytes]:
    """Return how the code of each page of a PDF is drawn; nothing for a page without one."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        contents = map(_content, opened.pages)
        return [content.partition(DRAWING)[2] for content in contents]


def drawn_texts(pdf: bytes) -> list[DrawnText]:
    """Return every text of a PDF but a repertoire's as it is drawn."""
    drawn: list[DrawnText] = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            content = _content(page)
            drawn += texts_in(content, number)
    return sorted(drawn)


def texts_in(content: bytes, page: int = 0) -> Iterator[DrawnText]:
    """Yield every text that a page's operators draw, but a repertoire's."""
    for text in TEXT.finditer(content):
        if text["size"] != REPERTOIRE_SIZE:
            glyphs = NOT_MOVED.sub(b"", text["shown"])
            yield page, text["x"], text["y"], text["operator"], SPACE_AT_END.sub(b"", glyphs)


def _content(page: pikepdf.Page) -> bytes:
    parts = page.Contents
    if not isinstance(parts, pikepdf.Array):
        return parts.read_bytes()
    return b"".join(part.read_bytes() for part in parts)
