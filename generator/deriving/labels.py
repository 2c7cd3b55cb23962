"""The labels of the platform's screens, wherever a guide's source names them, and how to change one everywhere.

A label is a whole bold span, a whole table cell, a `setting`, a part of a `screen`, or the path of an admin page. The
source is edited by position, so that all else stays byte for byte; the result is read again and compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from generator import model
from generator.checking.prose import flat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model import FormerName, Guide
    from generator.problems import Location

OPENING = "(opening)"
SCREEN_PARTS = re.compile(r"\s*>\s*")
EMPHASIS = re.compile(r"^[a-z]|[.:]$")
"""Bold words that are stressed rather than read on a screen."""

GUIDE_SPOTS = r"(?<=\*\*){0}(?=\*\*)|(?<=\|)(?P<pad> *){0}(?= *\|)|(?<=setup=){0}(?=[ }}])"
VALUE_KEY = re.compile(r"^([a-z]\w*):", re.MULTILINE)
VALUES_SPOTS = r"^  setting: ([\"']?){0}\1(?=\s*$)|^  screen: (?:[^\n]*> )?[\"']?{0}(?=[\"']?(?: >|\s*$))"


@dataclass(frozen=True)
class Label:
    """A label at one place: a step, a section or a value."""

    text: str
    place: str
    location: Location


def labels(guide: Guide) -> Iterator[Label]:
    """Yield every label in reading order, those of values.yaml last."""
    yield from _inside(guide.before, OPENING)
    for section in guide.sections:
        yield from _inside(section.before, section.id)
        for step in section.steps:
            if step.setup:
                yield Label(step.setup, step.id, step.location)
            yield from _inside((step.content, step.expect, step.otherwise, step.pause), step.id)
        yield from _inside(section.after, section.id)
    for value in guide.values:
        yield Label(value.setting, value.id, model.NOWHERE)
        yield from (Label(part, value.id, model.NOWHERE) for part in SCREEN_PARTS.split(value.screen))


def _inside(node: object, place: str) -> Iterator[Label]:
    for part in model.walk(node):
        match part:
            case model.Paragraph(content, at):
                yield from _labels(_bold(content), place, at)
            case model.Row(cells, at):
                for cell in cells:
                    yield from _labels(_bold(cell) or _whole(cell), place, at)
            case model.Form(fields=lines, location=at):
                for line in lines:
                    yield from _labels((line.part, line.label), place, at)


def _labels(texts: Iterable[str], place: str, location: Location) -> Iterator[Label]:
    for text in texts:
        yield Label(text, place, location)


def _bold(content: model.Inlines) -> list[str]:
    bold = model.find_all(content, model.Strong)
    return [flat(part.content) for part in bold]


def _whole(cell: model.Inlines) -> list[str]:
    match cell:
        case (model.Text(text),):
            return [text]
    return []


def is_shown(text: str) -> bool:
    """Whether text reads like a label rather than like stressed words or a sentence."""
    if not text:
        return False
    return EMPHASIS.search(text) is None


# Changing one everywhere --------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """Where a label stands in a file's text."""

    file: str
    start: int
    place: str


def spots(texts: Mapping[str, str], guide: Guide, label: str) -> list[Spot]:
    """Return where the sources hold a label, with the step, section or value that it belongs to."""
    in_guide = _guide_spots(texts["guide.md"], guide, label)
    in_values = _values_spots(texts["values.yaml"], label)
    return [*in_guide, *in_values]


def _guide_spots(text: str, guide: Guide, label: str) -> Iterator[Spot]:
    """Yield the spots in guide.md; each belongs to the last section or step that begins on its line or above."""
    for start in _starts(GUIDE_SPOTS, text, label):
        line = text.count("\n", 0, start) + 1
        place = OPENING
        for part in _parts(guide):
            if part.location.line <= line:
                place = part.id
        yield Spot("guide.md", start, place)


def _values_spots(text: str, label: str) -> Iterator[Spot]:
    """Yield the spots in values.yaml; each belongs to the last value whose key stands above."""
    for start in _starts(VALUES_SPOTS, text, label):
        *_, value_id = VALUE_KEY.findall(text, 0, start)
        yield Spot("values.yaml", start, value_id)


def _starts(pattern: str, text: str, label: str) -> Iterator[int]:
    """Yield where the label itself begins, behind what the pattern takes before it."""
    exact = pattern.format(re.escape(label))
    for match in re.finditer(exact, text, re.MULTILINE):
        before = match[0].rindex(label)
        yield match.start() + before


def _parts(guide: Guide) -> Iterator[model.Section | model.Step]:
    for section in guide.sections:
        yield section
        yield from section.steps


def replaced(texts: Mapping[str, str], chosen: Iterable[Spot], old: str, new: str) -> dict[str, str]:
    """Return the texts with the label changed at the chosen spots."""
    result = dict(texts)
    last_first = sorted(chosen, key=attrgetter("start"), reverse=True)
    for spot in last_first:
        text = result[spot.file]
        end = spot.start + len(old)
        result[spot.file] = text[: spot.start] + new + text[end:]
    return result


def undone(former: tuple[FormerName, ...], old: str, new: str) -> FormerName | None:
    """Return the record that changing `old` back to `new` takes away again."""
    for name in reversed(former):
        if name.now == old and name.was == new:
            return name
    return None


def same_but_for(one: Guide, other: Guide, names: frozenset[str]) -> bool:
    """Whether two guides say the same, wherever one of `names` as a label stands for any other of them."""
    masked_one = _masked(one, names)
    masked_other = _masked(other, names)
    return bool(masked_one == masked_other)


def _masked(node: Any, names: frozenset[str]) -> Any:
    def mask(text: str) -> str:
        if text in names:
            return "…"
        return text

    match node:
        case model.Strong(content) if flat(content) in names:
            return model.Strong((model.Text("…"),))
        case model.Row(cells):
            return replace(node, cells=tuple(_masked_cell(cell, names) for cell in cells))
        case model.FormField(part, label, state):
            return model.FormField(mask(part), mask(label), _masked(state, names))
        case model.RequiredValue():
            screen = " > ".join(map(mask, SCREEN_PARTS.split(node.screen)))
            return node.model_copy(update={"setting": mask(node.setting), "screen": screen})
        case tuple():
            return tuple(_masked(part, names) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        changed = {part.name: _masked(getattr(node, part.name), names) for part in fields(node)}
        if isinstance(node, model.Step):
            changed["setup"] = mask(node.setup or "")
        return replace(node, **changed)
    return node


def _masked_cell(cell: model.Inlines, names: frozenset[str]) -> model.Inlines:
    is_label = len(cell) == 1 and flat(cell) in names
    if is_label:
        return (model.Text("…"),)
    masked: model.Inlines = _masked(cell, names)
    return masked


# Former names -------------------------------------------------------------------------------------


def with_former_names(guide: Guide, former: tuple[FormerName, ...]) -> Guide:
    """Add to each step what an older release calls its labels, where the reader looks when the screen differs."""
    sections = []
    for section in guide.sections:
        steps = [_with_notes(step, former) for step in section.steps]
        sections.append(replace(section, steps=tuple(steps)))
    return replace(guide, sections=tuple(sections))


def _with_notes(step: model.Step, former: tuple[FormerName, ...]) -> model.Step:
    """A former path of an admin page is no note: readers follow links, and never read the path."""
    notes = []
    for name in former:
        is_path = name.was.startswith("/")
        if step.id in name.places and not is_path:
            notes.append(_note(name, step))
    if not notes:
        return step
    return replace(step, otherwise=(*step.otherwise, *notes))


def _note(name: FormerName, step: model.Step) -> model.Paragraph:
    former_label = model.Text(name.was)
    before, after = model.Text("On an older release, look for "), model.Text(".")
    sentence = (before, model.Strong((former_label,)), after)
    return model.Paragraph(sentence, step.location)
