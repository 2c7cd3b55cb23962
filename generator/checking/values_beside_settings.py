"""Rule `wrong-setting`: a value stands beside the name of its own setting.

A row, a line of a drawing or a sentence that names another setting in bold, or as its cell, sends the reader to the
wrong field, though every value itself is as it must be.

Pass: `| **IP Relaxation** | {{ ip_relaxation }} |`
Fail: `| **IP Relaxation** | {{ permitted_users }} |`
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import model
from generator.checking.prose import flat
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from generator.checking.content import GuideContent
    from generator.model import Inlines, RequiredValue
    from generator.problems import Location


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each value that stands beside another value's setting, or in another's line of a drawing."""
    settings = {value.setting for value in content.guide.values}
    parts = content.parts if settings else ()
    for node in parts:
        for group in _neighbours(node, settings):
            others = sorted(settings & set(group.names))
            for value in group.values:
                if others and value.setting not in others:
                    yield _problem(content, group.place, value, others)


@dataclass(frozen=True)
class Neighbours:
    """Names and values that a reader sees as belonging together."""

    place: Location
    names: Sequence[str]
    values: Sequence[RequiredValue]


def _neighbours(node: object, settings: Container[str]) -> Iterator[Neighbours]:
    match node:
        case model.Paragraph(content, place):
            together = Neighbours(place, _bold(content), _values(content))
            yield from _pairs(content, place, settings) or [together]
        case model.Row(cells, place):
            cell_names = [_words(flat(cell)) for cell in cells]
            yield Neighbours(place, [*cell_names, *_bold(cells)], _values(cells))
        case model.Form(fields=fields, location=place):
            for field in fields:
                label = _words(field.label)
                yield Neighbours(place, [label], _values(field.state))


def _pairs(content: Inlines, place: Location, settings: Container[str]) -> list[Neighbours]:
    """Return each value of a sentence with the name before it, where names and values take turns; else nothing."""
    turns = [type(part) for part in model.walk(content) if _takes_part(part, settings)]
    values = _values(content)
    if turns != [model.Strong, model.ValueRef] * len(values):
        return []
    names = [name for name in _bold(content) if name in settings]
    pairs = []
    for name, value in zip(names, values, strict=True):
        pairs.append(Neighbours(place, [name], [value]))
    return pairs


def _takes_part(part: object, settings: Container[str]) -> bool:
    match part:
        case model.Strong(inner):
            return _words(flat(inner)) in settings
        case model.ValueRef():
            return True
    return False


def _bold(content: Inlines | Iterable[Inlines]) -> list[str]:
    bold = model.find_all(content, model.Strong)
    return [_words(flat(part.content)) for part in bold]


def _values(content: Inlines | Iterable[Inlines]) -> list[RequiredValue]:
    references = model.find_all(content, model.ValueRef)
    return [reference.value for reference in references]


def _words(text: str) -> str:
    return " ".join(text.split())


def _problem(content: GuideContent, place: Location, value: RequiredValue, others: Sequence[str]) -> Problem:
    names = " and ".join(f"“{name}”" for name in others)
    text = (
        f"“{value.value}” is the value of “{value.setting}”, but stands beside {names}. "
        "Write each value beside its own setting."
    )
    return Problem(content.guide_source.find(f"{{{{ {value.id} }}}}", place.line), "wrong-setting", text)
