"""A finished sheet as the master of others: its paragraphs with slots cut out, to be set for an org."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from typing import TYPE_CHECKING

from generator.output.variable_data.glyphs import UNITS, Font, Glyphs, shape
from generator.output.variable_data.lines import break_lines
from generator.output.variable_data.unpredictable import UncertainError
from generator.output.variable_data.update import packed_stream, stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.output.file_data import SharedStart
    from generator.output.page_codes import SheetCodes
    from generator.output.variable_data.update import Base

NO_END = 1 << 40
"""The width of lines that are not broken."""


@dataclass(frozen=True)
class TemplatePiece:
    """A text in one font, with PDF's operator that chooses it; or a slot by its name, which has no text."""

    text: str
    slot: str | None
    font: Font
    operator: bytes

    @cached_property
    def glyphs(self) -> Glyphs:
        """Return the glyphs of words that are the same for every org."""
        return shape(self.font, self.text)


@dataclass(frozen=True)
class TemplateParagraph:
    """Pieces that follow each other on lines from `x`, in pixels. `width` is in units."""

    pieces: tuple[TemplatePiece, ...]
    x: float
    width: int
    baselines: tuple[bytes, ...]

    def on_one_line(self) -> TemplateParagraph:
        """Return the paragraph as it is where no line is broken."""
        return replace(self, width=NO_END)

    def drawn(self, texts: Mapping[str, str]) -> list[bytes]:
        """Return how each piece is drawn for an org: PDF's operators.

        Raises `UncertainError`, also if there is no room for so much text.
        """
        filled = [texts[piece.slot] if piece.slot else piece.text for piece in self.pieces]
        glyphs = [shape(p.font, text) if p.slot else p.glyphs for p, text in zip(self.pieces, filled, strict=True)]
        lines = break_lines(filled, glyphs, self.width)
        if len(lines) > len(self.baselines):
            raise UncertainError(filled)
        drawn = [b""] * len(filled)
        for line, y in zip(lines, self.baselines, strict=False):
            x = self.x
            for index, start, end in line:
                text, piece, run = filled[index], self.pieces[index], glyphs[index]
                if end - start < len(text):  # shaped again: nothing pulls its last letter to one that follows
                    run = shape(piece.font, text[start:end])
                if not text.isspace():
                    drawn[index] += b"1 0 0 -1 %b %b Tm\n%b%b TJ\n" % (decimal(x), y, piece.operator, run.shown)
                x += run.edges[-1] / UNITS
        return drawn


@dataclass(frozen=True)
class Place:
    """A piece of a paragraph by their numbers."""

    paragraph: int
    piece: int


@dataclass(frozen=True)
class CodePlace:
    """Where the code of a page stands, by the page's number from 0."""

    page: int


@dataclass(frozen=True)
class About:
    """What a PDF says of itself: its metadata, cut where an org's words stand in it, and the information dictionary."""

    metadata: int
    xmp: tuple[str, ...]
    info: bytes

    def objects(self, base: Base, texts: Mapping[str, str]) -> dict[int, bytes]:
        """Return both objects for an org, by number."""
        parts = list(self.xmp)
        parts[1::2] = [xml(texts[name]) for name in parts[1::2]]
        title = ("\ufeff" + texts["title"]).encode("utf-16-be").hex()
        return {
            self.metadata: stream("".join(parts).encode(), b"/Type /Metadata /Subtype /XML"),
            base.info: b"<<%b /Title <%b>>>" % (self.info, title.encode()),
        }


@dataclass(frozen=True)
class Master:
    """A sheet with everything on it but what is an org's.

    `streams` are the parts of the pages that are set, each with its object's number: what stays, and what is set.
    """

    paragraphs: tuple[TemplateParagraph, ...]
    streams: tuple[tuple[int, tuple[bytes | Place | CodePlace, ...]], ...]
    base: Base
    about: About
    codes: SheetCodes | None = None

    def on_one_line(self) -> Master:
        """Return the sheet as it is where no line is broken, however long the texts."""
        paragraphs = [paragraph.on_one_line() for paragraph in self.paragraphs]
        return replace(self, paragraphs=tuple(paragraphs))

    def sheet(self, texts: Mapping[str, str]) -> SharedStart:
        """Return the sheet of an org as PDF. Raises as `TemplateParagraph.drawn` does."""
        paragraphs = [paragraph.drawn(texts) for paragraph in self.paragraphs]
        codes = self.codes.drawn(texts["id"]) if self.codes else []
        objects = {}
        for number, pieces in self.streams:
            drawn = [_drawn(piece, paragraphs, codes) for piece in pieces]
            objects[number] = packed_stream(b"".join(drawn))
        return self.base.updated(objects | self.about.objects(self.base, texts))


def _drawn(piece: bytes | Place | CodePlace, paragraphs: Sequence[Sequence[bytes]], codes: Sequence[bytes]) -> bytes:
    if isinstance(piece, Place):
        return paragraphs[piece.paragraph][piece.piece]
    if isinstance(piece, CodePlace):
        return codes[piece.page]
    return piece


def xml(text: str) -> str:
    """Return a text as it stands between the tags of XML."""
    return escape(text, quote=False)


@lru_cache(maxsize=4096)  # most lines of most orgs begin at the same few places
def decimal(number: float) -> bytes:
    """Return a number as WeasyPrint writes it."""
    if number == int(number):
        return b"%d" % int(number)
    return f"{number:f}".rstrip("0").encode()
