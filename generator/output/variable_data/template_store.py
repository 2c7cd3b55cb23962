"""Templates on disk: what one run has laid out and proved serves later ones.

They are a cache. A template is named by a hash of all that went into it, and read only if it is whole, of that name and
this user's own; any other is made anew. The folder holds no org's data and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.output.page_codes import SheetCodes
from generator.output.product import product_hash, system_libraries
from generator.output.variable_data.glyphs import Font
from generator.output.variable_data.template import About, CodePlace, Master, Place, TemplateParagraph, TemplatePiece
from generator.output.variable_data.update import Base

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "guide-template/2"
SUFFIX = ".template"
MOST_BYTES = 50_000_000
"""Of all templates: some three hundred. Those that served longest ago go first."""

OTHERS_MAY_WRITE = 0o022


def templates_folder() -> Path:
    """Return the folder of templates, among the user's caches as the XDG Base Directory Specification has them."""
    caches = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(caches) if os.path.isabs(caches) else Path("~/.cache").expanduser()  # noqa: PTH117 - may be empty
    return base / "guide-generator" / "templates"


class TemplateStore:
    """The templates in a folder. Whatever the folder refuses, the sheets are made without it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, sheet: str, slots: Iterable[str], repertoire: str) -> Master | None:
        """Return the template of a sheet with these slots and letters, if there is one to be trusted."""
        key = _key(sheet, slots, repertoire)
        path = self._folder / f"{key}{SUFFIX}"
        try:
            template = _decoded(_read_own(path), key)
            os.utime(path)
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None
        return template

    def put(self, sheet: str, slots: Iterable[str], repertoire: str, template: Master) -> None:
        """Keep a template that has proved itself."""
        key = _key(sheet, slots, repertoire)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(_encoded(template, key))
            Path(name).replace(self._folder / f"{key}{SUFFIX}")
            self._shrink()

    def _shrink(self) -> None:
        """Delete what served longest ago, and with it what a killed run left half written, down to the limit."""
        states = {path: path.stat() for path in self._folder.iterdir()}
        size = sum(state.st_size for state in states.values())
        for path in sorted(states, key=lambda path: states[path].st_mtime_ns):
            if size <= MOST_BYTES:
                break
            path.unlink(missing_ok=True)
            size -= states[path].st_size


def _key(sheet: str, slots: Iterable[str], repertoire: str) -> str:
    """Return the name of a template: a hash of all that went into it."""
    parts = (FORMAT, product_hash(), system_libraries(), sheet, sorted(slots), repertoire)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _read_own(path: Path) -> bytes:
    """Return a file's bytes. Raises `PermissionError` if it, or its folder, could be another user's work."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        for state in (os.fstat(handle), path.parent.stat()):
            if state.st_uid != os.geteuid() or state.st_mode & OTHERS_MAY_WRITE:
                raise PermissionError(path)
        return file.read()


# The file: a hash of all that follows, a line of JSON, the PDF


def _encoded(template: Master, key: str) -> bytes:
    base, about = template.base, template.about
    head = {
        "key": key,
        "paragraphs": [_paragraph_data(paragraph) for paragraph in template.paragraphs],
        "streams": [[number, [_part_data(part) for part in parts]] for number, parts in template.streams],
        "base": [base.root, base.size, base.info, base.id.hex()],
        "about": [about.metadata, about.xmp, _text(about.info)],
        "codes": _codes_data(template.codes),
    }
    body = json.dumps(head).encode() + b"\n" + base.data
    return hashlib.sha256(body).digest() + body


def _decoded(data: bytes, key: str) -> Master:
    """Return a template. Raises `ValueError`, `TypeError`, `KeyError` or `IndexError` if this is none of this name."""
    size = hashlib.sha256().digest_size
    digest, body = data[:size], data[size:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError("damaged")
    line, _, pdf = body.partition(b"\n")
    head = json.loads(line)
    if head["key"] != key:
        raise ValueError("another template")
    root, size_of_table, info, identifier = head["base"]
    metadata, xmp, information = head["about"]
    return Master(
        tuple(_paragraph(data) for data in head["paragraphs"]),
        tuple((number, tuple(_part(part) for part in parts)) for number, parts in head["streams"]),
        Base(pdf, root, size_of_table, info, bytes.fromhex(identifier)),
        About(metadata, tuple(xmp), _bytes(information)),
        _codes(head["codes"]),
    )


def _paragraph_data(paragraph: TemplateParagraph) -> list[Any]:
    pieces = [_piece_data(piece) for piece in paragraph.pieces]
    return [pieces, paragraph.x, paragraph.width, [_text(baseline) for baseline in paragraph.baselines]]


def _paragraph(data: list[Any]) -> TemplateParagraph:
    pieces, x, width, baselines = data
    return TemplateParagraph(tuple(map(_piece, pieces)), x, width, tuple(map(_bytes, baselines)))


def _piece_data(piece: TemplatePiece) -> list[Any]:
    return [piece.text, piece.slot, piece.font.name, piece.font.size, _text(piece.operator)]


def _piece(data: list[Any]) -> TemplatePiece:
    text, slot, name, size, operator = data
    return TemplatePiece(text, slot, Font(name, size), _bytes(operator))


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
    return [codes.bits, [_text(place) for place in codes.places]]


def _codes(data: list[Any]) -> SheetCodes | None:
    if not data:
        return None
    bits, places = data
    return SheetCodes(tuple(bits), tuple(map(_bytes, places)))


def _text(data: bytes) -> str:
    return data.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")
