"""The words of a guide piece by piece, each with its place. Values and org fields are no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator import model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Location

GAP = "\0"
"""Stands for a value or an org field, so that the words around it do not run together."""


@dataclass(frozen=True)
class Piece:
    """Words that belong together. `whole` is true of bold and code spans and of table cells."""

    text: str
    location: Location
    whole: bool = False


def flat(content: model.Inlines) -> str:
    """Return the words of a line."""
    return "".join(_flat(inline) for inline in content)


def _flat(inline: model.Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return text
        case model.Strong(inner) | model.Emphasis(inner) | model.Link(inner):
            return flat(inner)
        case model.LineBreak():
            return " "
    return GAP


def pieces(node: object) -> Iterator[Piece]:
    """Yield the words inside a part of the model."""
    for part in model.walk(node):
        yield from _own_pieces(part)


def _own_pieces(part: object) -> Iterator[Piece]:
    match part:
        case model.Section(title=title, location=place) | model.Pause(title=title, location=place):
            yield Piece(title, place)
        case model.Admonition(title=title, location=place):
            yield Piece(title, place)
        case model.Paragraph(content, place):
            yield Piece(flat(content), place)
            yield from _spans(content, place)
        case model.Row(cells, place):
            for cell in cells:
                yield Piece(flat(cell), place, whole=True)
                yield from _spans(cell, place)
        case model.CodeBlock(text, _, place):
            yield Piece(text.strip(), place, whole=True)
        case model.Form(title, fields, location=place):
            yield Piece(title, place)
            for field in fields:
                for text in (field.part, field.label, flat(field.state)):
                    yield Piece(text, place, whole=True)


def _spans(content: model.Inlines, place: Location) -> Iterator[Piece]:
    for inline in model.walk(content):
        match inline:
            case model.Strong(inner):
                yield Piece(flat(inner), place, whole=True)
            case model.Code(text):
                yield Piece(text, place, whole=True)
            case model.Link(url=url):
                yield Piece(url, place)


def texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text in nested data (dicts, lists) with its nearest key."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, part in data.items():
            yield from texts(part, name)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from texts(part, key)
