"""Templates on disk: what one run has laid out and proved serves later ones.

They are a cache. A template is named by a hash of all that went into it; one that is not to be trusted is made anew.
The folder holds no org's data.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from generator.output.page_codes import SheetCodes
from generator.output.product import product_hash, system_libraries
from generator.output.user_cache import UserCache, caches_folder
from generator.output.variable_data.glyphs import Font
from generator.output.variable_data.template import About, CodePlace, Master, Place, TemplateParagraph, TemplatePiece
from generator.output.variable_data.update import Base

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = "guide-template/3"
MOST_BYTES = 50_000_000
"""Of all templates: some three hundred."""


def templates_folder() -> Path:
    """Return the folder of templates."""
    return caches_folder() / "templates"


class TemplateStore:
    """The templates in a folder. Whatever the folder refuses, the sheets are made without it."""

    def __init__(self, folder: Path) -> None:
        self._files = UserCache(folder, MOST_BYTES)

    def get(self, sheet: str, slots: Iterable[str], repertoire: str) -> Master | None:
        """Return the template of a sheet with these slots and letters, if there is one to be trusted."""
        data = self._files.get(_key(sheet, slots, repertoire))
        if data is None:
            return None
        try:
            return _decoded(data)
        except (ValueError, TypeError, KeyError, IndexError):
            return None

    def put(self, sheet: str, slots: Iterable[str], repertoire: str, template: Master) -> None:
        """Keep a template that has proved itself."""
        key = _key(sheet, slots, repertoire)
        self._files.put(key, _encoded(template))


def _key(sheet: str, slots: Iterable[str], repertoire: str) -> str:
    """Return the name of a template: a hash of all that went into it."""
    parts = (FORMAT, product_hash(), system_libraries(), sheet, sorted(slots), repertoire)
    text = repr(parts)
    return hashlib.sha256(text.encode()).hexdigest()


def _stream_data(number: int, parts: Iterable[bytes | Place | CodePlace]) -> list[Any]:
    return [number, [_part_data(part) for part in parts]]


# The file: a line of JSON, the PDF


def _encoded(template: Master) -> bytes:
    base, about = template.base, template.about
    head = {
        "paragraphs": [_paragraph_data(paragraph) for paragraph in template.paragraphs],
        "streams": [_stream_data(number, parts) for number, parts in template.streams],
        "base": [base.root, base.size, base.info, base.id.hex()],
        "about": [about.metadata, about.xmp, _text(about.info)],
        "codes": _codes_data(template.codes),
    }
    return json.dumps(head).encode() + b"\n" + base.data


def _decoded(data: bytes) -> Master:
    """Return a template. Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` if this is none."""
    line, _, pdf = data.partition(b"\n")
    head = json.loads(line)
    root, size_of_table, info, identifier = head["base"]
    metadata, xmp, information = head["about"]
    return Master(
        tuple(map(_paragraph, head["paragraphs"])),
        tuple((number, tuple(map(_part, parts))) for number, parts in head["streams"]),
        Base(pdf, root, size_of_table, info, bytes.fromhex(identifier)),
        About(metadata, tuple(xmp), _bytes(information)),
        _codes(head["codes"]),
    )


def _paragraph_data(paragraph: TemplateParagraph) -> list[Any]:
    pieces = [_piece_data(piece) for piece in paragraph.pieces]
    baselines = [_text(baseline) for baseline in paragraph.baselines]
    return [pieces, paragraph.x, paragraph.width, baselines]


def _paragraph(data: list[Any]) -> TemplateParagraph:
    pieces_data, x, width, baselines_data = data
    pieces = map(_piece, pieces_data)
    baselines = map(_bytes, baselines_data)
    return TemplateParagraph(tuple(pieces), x, width, tuple(baselines))


def _piece_data(piece: TemplatePiece) -> list[Any]:
    font = piece.font
    operator = _text(piece.operator)
    return [piece.text, piece.slot, font.name, font.size, operator]


def _piece(data: list[Any]) -> TemplatePiece:
    text, slot, name, size, operator = data
    font = Font(name, size)
    return TemplatePiece(text, slot, font, _bytes(operator))


def _part_data(part: bytes | Place | CodePlace) -> Any:
    match part:
        case Place():
            return [part.paragraph, part.piece]
        case CodePlace():
            return part.page
    return _text(part)


def _part(data: Any) -> bytes | Place | CodePlace:
    match data:
        case str():
            return _bytes(data)
        case int():
            return CodePlace(data)
    return Place(*data)


def _codes_data(codes: SheetCodes | None) -> list[Any]:
    if codes is None:
        return []
    return [codes.bits, [_text(place) for place in codes.places], codes.differences]


def _codes(data: list[Any]) -> SheetCodes | None:
    if not data:
        return None
    bits, places, differences = data
    return SheetCodes(tuple(bits), tuple(map(_bytes, places)), tuple(differences))


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
