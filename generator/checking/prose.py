"""The words of a guide piece by piece, each with its place. Values and org fields are no words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.problems import Location

GAP = "\0"
"""Stands for a value or an org field, so that the words around it do not run together."""


@dataclass(frozen=True)
class Phrase:
    """Words that belong together. `whole` is true of bold and code spans and of table cells."""

    text: str
    location: Location
    whole: bool = False


def flat(content: model.Inlines) -> str:
    """Return the words of a line."""
    return "".join(map(_flat, content))


def _flat(inline: model.Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return text
        case model.Strong(inner) | model.Emphasis(inner) | model.Link(inner):
            return flat(inner)
        case model.LineBreak():
            return " "
    return GAP


def phrases(node: object) -> Iterator[Phrase]:
    """Yield the words inside a part of the model."""
    return phrases_of(model.walk(node))


def phrases_of(parts: Iterable[object]) -> Iterator[Phrase]:
    """Yield the words of nodes of the model, none of which is asked for what is inside it."""
    for part in parts:
        yield from _own_phrases(part)


def _own_phrases(part: object) -> Iterator[Phrase]:
    match part:
        case model.Section(title=title, location=place) | model.Pause(title=title, location=place):
            yield Phrase(title, place)
        case model.Admonition(title=title, location=place):
            yield Phrase(title, place)
        case model.Paragraph(content, place):
            yield Phrase(flat(content), place)
            yield from _spans(content, place)
        case model.Row(cells, place):
            for cell in cells:
                yield Phrase(flat(cell), place, whole=True)
                yield from _spans(cell, place)
        case model.CodeBlock(text, _, place):
            yield Phrase(text.strip(), place, whole=True)
        case model.Form(title, fields, location=place):
            yield Phrase(title, place)
            for field in fields:
                for text in (field.part, field.label, flat(field.state)):
                    yield Phrase(text, place, whole=True)


def _spans(content: model.Inlines, place: Location) -> Iterator[Phrase]:
    for inline in model.walk(content):
        match inline:
            case model.Strong(inner):
                yield Phrase(flat(inner), place, whole=True)
            case model.Code(text):
                yield Phrase(text, place, whole=True)
            case model.Link(url=url):
                yield Phrase(url, place)


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
