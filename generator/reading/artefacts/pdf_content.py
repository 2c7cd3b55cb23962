"""Reads what a PDF's pages draw: each text by its codes and its font's own table, with the marked content it is in.

The sheets of a batch have most of their pages' parts in common. What a part, an operand or a font's table says by
itself is kept from one file to the next.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATORS = "BMC BDC EMC q Q Tf Tr Tj TJ ' \" Do"
"""All that bears on which characters are drawn, and as part of what. Their order is the order of drawing."""

MOST_NESTED = 20
"""Forms within forms; a form may not draw itself."""

UNSEEN = frozenset({b"3", b"7"})
"""The modes of text that draw nothing (ISO 32000-1, 9.3.6)."""

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a code of which the font does not say what it means."""


Instruction = tuple[bytes, bytes]
"""Operands and operator."""


@dataclass(frozen=True)
class DrawnText:
    """Some characters, on a page counted from 0; `mcid` is the number of their marked content, if they are in one."""

    page: int
    mcid: int | None
    text: str


@dataclass(frozen=True)
class EmbeddedFont:
    """A font that a file brings along: its `name` there, its `program`, and its table of what each code means.

    `codes_are_glyphs` is whether a code is the number of the glyph that it draws.
    """

    name: str
    program: bytes
    table: bytes
    codes_are_glyphs: bool


@dataclass(frozen=True)
class Drawing:
    """What a file's pages draw as text, in order, and the fonts they choose for it."""

    texts: tuple[DrawnText, ...]
    fonts: tuple[EmbeddedFont, ...]


def drawing(data: bytes) -> Drawing:
    """Return all that is drawn as text, and in which fonts. Raises what pikepdf raises if the file cannot be read."""
    texts: list[DrawnText] = []
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = _Fonts()
        for number, page in enumerate(pdf.pages):
            content = _Content(page.resources, fonts)
            texts += [DrawnText(number, mcid, text) for mcid, text in content.texts(page)]
        return Drawing(tuple(texts), tuple(fonts.embedded))


@dataclass
class _Content:
    """A content stream's state: the font in use, those to come back to, and the marked content that is open."""

    resources: Any
    fonts: _Fonts
    nested: int = 0
    marks: list[int | None] = field(default_factory=list)
    font: _Font | None = None
    unseen: bool = False
    """Whether text is written in a mode that draws nothing."""

    saved: list[tuple[_Font | None, bool]] = field(default_factory=list)
    chosen: dict[bytes, _Font] = field(default_factory=dict)
    """By the operands that choose a font."""

    def texts(self, stream: Any) -> Iterator[tuple[int | None, str]]:
        """Yield each text that a page or a form draws, with the number of its marked content."""
        for operands, operator in _instructions(stream):
            match operator:
                case b"TJ" | b"Tj" | b"'" | b'"':
                    yield self._drawn(operands)
                case b"Do":
                    yield from self._form(operands)
                case _:
                    self._change(operator, operands)

    def _change(self, operator: bytes, operands: bytes) -> None:
        match operator:
            case b"q":
                self.saved.append((self.font, self.unseen))
            case b"Q":
                self.font, self.unseen = self.saved.pop()
            case b"Tf":
                self.font = self.chosen.get(operands) or self._choose(operands)
            case b"Tr":
                self.unseen = operands in UNSEEN
            case b"BMC":
                self.marks.append(self._open_mcid)
            case b"BDC":
                self.marks.append(self._mcid(operands))
            case b"EMC":
                self.marks.pop()

    def _choose(self, operands: bytes) -> _Font:
        name, *_ = operands.split()
        font = self.resources.Font[pikepdf.Object.parse(name)]
        self.chosen[operands] = self.fonts.font(font)
        return self.chosen[operands]

    def _mcid(self, operands: bytes) -> int | None:
        """Return the number of the content marked here; content marked within numbered content has the same."""
        named, number = _marked(operands)
        if named:
            number = _number(self.resources.Properties[named])
        return self._open_mcid if number is None else number

    @property
    def _open_mcid(self) -> int | None:
        if not self.marks:
            return None
        return self.marks[-1]

    def _drawn(self, operands: bytes) -> tuple[int | None, str]:
        if self.font is None:
            raise ValueError("A text has no font.")
        if self.unseen:
            return self._open_mcid, ""
        return self._open_mcid, _text(self.font, operands)

    def _form(self, operands: bytes) -> Iterator[tuple[int | None, str]]:
        form = self.resources.XObject[pikepdf.Object.parse(operands)]
        if form.get("/Subtype") != "/Form":
            return
        if self.nested == MOST_NESTED:
            raise ValueError("Forms lie within forms without an end.")
        resources = form.get("/Resources", self.resources)
        inner = _Content(resources, self.fonts, self.nested + 1, [self._open_mcid], self.font, self.unseen)
        yield from inner.texts(form)


def _instructions(stream: Any) -> list[Instruction]:
    """Return what a page or a form is drawn by, in order."""
    parts = stream.get("/Contents")
    if not isinstance(parts, pikepdf.Array):
        return _parsed(stream)
    try:
        return list(chain.from_iterable(_parsed_part(part.read_bytes()) for part in parts))
    except UserWarning:  # a part may end anywhere between two words
        return _parsed(stream)


def _parsed(stream: Any) -> list[Instruction]:
    found = pikepdf.parse_content_stream(stream, operators=OPERATORS)
    instructions = []
    for line in pikepdf.unparse_content_stream(found).split(b"\n"):
        operands, _, operator = line.rpartition(b" ")
        instructions.append((operands, operator))
    return instructions


@lru_cache(maxsize=256)
def _parsed_part(content: bytes) -> list[Instruction]:
    """Return what is drawn by a part of a page. Raises `UserWarning` where it ends within an instruction."""
    holder = pikepdf.new()
    stream = holder.make_stream(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return _parsed(stream)


@lru_cache(maxsize=4096)
def _marked(operands: bytes) -> tuple[str, int | None]:
    """Return how content is marked: by properties of that name, or with that number."""
    _, properties = pikepdf.Object.parse(b"[%s]" % operands)
    if isinstance(properties, pikepdf.Name):
        return str(properties), None
    return "", _number(properties)


def _number(properties: Any) -> int | None:
    number = properties.get("/MCID")
    return None if number is None else int(number)


@lru_cache(maxsize=4096)
def _text(font: _Font, operands: bytes) -> str:
    return font.text(_codes(operands))


def _codes(operands: bytes) -> bytes:
    """Return the strings among an operator's operands in one: as hexadecimal digits they are quick to read."""
    if b"(" not in operands:
        digits = b"".join(HEX.findall(operands))
        return _bytes(digits)
    pieces = pikepdf.Object.parse(b"[%s]" % operands.strip(b"[]"))
    strings = [bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)]
    return b"".join(strings)


# Fonts

TABLE_PART = re.compile(rb"begin(codespacerange|bfchar|bfrange)(.*?)end\1", re.DOTALL)
CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
HEX = re.compile(rb"<([0-9A-Fa-f]*)>")


@dataclass(frozen=True, eq=False)
class _Font:
    """How many bytes a code has, and what each code means."""

    width: int
    meanings: dict[bytes, str]

    def text(self, codes: bytes) -> str:
        meanings: list[str] = []
        for start in range(0, len(codes), self.width):
            code = codes[start : start + self.width]
            meanings.append(self.meanings.get(code, UNKNOWN))
        return "".join(meanings)


class _Fonts:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], _Font] = {}
        self.embedded: list[EmbeddedFont] = []

    def font(self, font: Any) -> _Font:
        if font.objgen not in self._fonts or not font.is_indirect:
            embedded = _embedded(font)
            self.embedded.append(embedded)
            self._fonts[font.objgen] = read_font(embedded.table)
        return self._fonts[font.objgen]


def _embedded(font: Any) -> EmbeddedFont:
    """Return a font as its file brings it along; one that is no composite font has no program here."""
    table = font.ToUnicode.read_bytes()
    name = str(font.get("/BaseFont", "/")).rpartition("+")[2].removeprefix("/")
    if "/DescendantFonts" not in font:
        return EmbeddedFont(name, b"", table, codes_are_glyphs=False)
    inner = font.DescendantFonts[0]
    glyphs_by_code = inner.get("/CIDToGIDMap", "/Identity") == "/Identity"
    codes_are_glyphs = glyphs_by_code and font.get("/Encoding") == "/Identity-H"
    return EmbeddedFont(name, _program(inner), table, codes_are_glyphs)


def _program(font: Any) -> bytes:
    described = font.get("/FontDescriptor", {})
    for key in ("/FontFile2", "/FontFile3"):
        if key in described:
            return bytes(described[key].read_bytes())
    return b""


@lru_cache(maxsize=64)
def read_font(table: bytes) -> _Font:
    """Read a `ToUnicode` table (ISO 32000-1, 9.10.3)."""
    width = 1
    meanings: dict[bytes, str] = {}
    for kind, part in TABLE_PART.findall(table):
        match kind:
            case b"codespacerange":
                width = len(_bytes(HEX.findall(part)[0]))
            case b"bfchar":
                meanings |= {_bytes(code): _meaning(text) for code, text in CHARACTER.findall(part)}
            case _:
                for row in RANGE.findall(part):
                    meanings |= _range(*row)
    return _Font(width, meanings)


def _bytes(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _meaning(digits: bytes) -> str:
    return _bytes(digits).decode("utf-16-be")


def _range(first: bytes, last: bytes, start: bytes, texts: bytes) -> dict[bytes, str]:
    """Return what the codes from `first` to `last` mean: texts of their own, or one that counts up at its end."""
    width = len(_bytes(first))
    numbers = range(int(first, 16), int(last, 16) + 1)
    codes = [number.to_bytes(width) for number in numbers]
    if not start:
        meanings = map(_meaning, HEX.findall(texts))
        return dict(zip(codes, meanings, strict=True))
    text = _meaning(start)
    beginning, end = text[:-1], ord(text[-1])
    return {code: beginning + chr(end + step) for step, code in enumerate(codes)}
