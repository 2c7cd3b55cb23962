"""What a guide states, place by place, in a form that can be compared: facts, and hashes of the prose around them."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from generator import model
from generator.model import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model import Guide, RequiredValue, Section, Step, Trouble

DIGEST_LENGTH = 16

MARK = "…"
"""Stands in prose for a fact that is compared by itself."""


@dataclass(frozen=True)
class Fact:
    """One thing that a place states. Facts of one kind and name succeed each other; `name` is often empty."""

    kind: Subject
    text: str
    name: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ComparedPlace:
    """A step, a section's own text, a required value or a trouble, with its facts.

    `title` names it to people. `steps` are the ids of the guide's steps that a change here touches.
    """

    kind: Subject
    id: str
    title: str
    section: str = ""
    number: int = 0
    facts: tuple[Fact, ...] = ()
    steps: tuple[str, ...] = ()
    line: int | None = field(default=None, compare=False)


def digest(text: str) -> str:
    """Return a short hash of prose: long enough to tell a change, too short to be taken for a secret."""
    full_hash = hashlib.sha256(tidy(text).encode()).hexdigest()
    return full_hash[:DIGEST_LENGTH]


def tidy(text: str) -> str:
    """Return text with single spaces and one form of each character."""
    return " ".join(unicodedata.normalize("NFC", text).split())


# A guide's places ---------------------------------------------------------------------------------


def guide_places(guide: Guide) -> tuple[ComparedPlace, ...]:
    """Return a guide's values, its sections and steps in reading order, then its troubles."""
    places = [_value_place(value, _users(value, guide)) for value in guide.values]
    places.append(_opening_place(guide))
    for section in guide.sections:
        places += _section_places(section)
    places += map(_trouble_place, guide.troubles)
    return tuple(places)


def _opening_place(guide: Guide) -> ComparedPlace:
    facts = [Fact(Subject.WORDING, text, name) for name, text in _about(guide)]
    facts += content_facts(guide.before)
    return ComparedPlace(Subject.SECTION, "(opening)", "the opening", facts=tuple(facts))


def _about(guide: Guide) -> Iterator[tuple[str, str]]:
    about = guide.about
    yield from (("title", about.title), ("objective", about.objective), ("release", about.release))


def _users(value: RequiredValue, guide: Guide) -> tuple[str, ...]:
    users = [step.id for step in guide.steps if value in step.values]
    return tuple(users)


def _value_place(value: RequiredValue, users: tuple[str, ...]) -> ComparedPlace:
    facts = [
        Fact(Subject.VALUE, value.value, value.id),
        Fact(Subject.LABEL, value.setting, f"{value.id}.setting"),
        Fact(Subject.LABEL, value.screen, f"{value.id}.screen"),
    ]
    rest = value.model_dump(mode="json", exclude={"id", "value", "setting", "screen"}, exclude_none=True)
    for key, part in rest.items():
        wording = Fact(Subject.WORDING, _flat_data(part), f"{value.id}.{key}")
        facts.append(wording)
    return ComparedPlace(Subject.VALUE, value.id, value.value, facts=tuple(facts), steps=users)


def _trouble_place(trouble: Trouble) -> ComparedPlace:
    """Return a trouble's place; it names steps, but what they say does not change with it."""
    facts = []
    parts = trouble.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    for key, part in parts.items():
        fact = Fact(Subject.TROUBLE, _flat_data(part), f"{trouble.id}.{key}")
        facts.append(fact)
    return ComparedPlace(Subject.TROUBLE, trouble.id, trouble.error, facts=tuple(facts))


def _flat_data(data: object) -> str:
    if isinstance(data, dict):
        return "; ".join(f"{key}: {_flat_data(part)}" for key, part in data.items())
    if isinstance(data, list):
        return "; ".join(map(_flat_data, data))
    return str(data)


def _section_places(section: Section) -> Iterator[ComparedPlace]:
    title = Fact(Subject.SECTION, section.title, "title")
    kind = Fact(Subject.SECTION, section.kind.value, "kind")
    facts = (title, *content_facts((section.before, section.after)), kind)
    yield ComparedPlace(Subject.SECTION, section.id, section.title, section.id, facts=facts)
    for step in section.steps:
        yield ComparedPlace(
            Subject.STEP,
            step.id,
            title=tidy(words(step.content[:1], mark=False)),
            section=section.id,
            number=step.number,
            facts=_step_facts(step),
            steps=(step.id,),
        )


def _step_facts(step: Step) -> tuple[Fact, ...]:
    facts = content_facts((step.content, step.expect, step.otherwise, step.pause))
    if not step.setup:
        return facts
    return (Fact(Subject.SETUP_PATH, step.setup, "setup"), *facts)


# Facts of content ---------------------------------------------------------------------------------


def content_facts(content: object) -> tuple[Fact, ...]:
    """Return the facts of blocks of a guide, and all the prose around them."""
    facts: list[Fact] = []
    for part in model.walk(content):
        facts += _facts_of(part)
    facts += map(_warning, model.find_all(content, model.Admonition))
    prose = tidy(words(content))
    if prose:
        facts.append(Fact(Subject.WORDING, prose))
    return tuple(facts)


def _warning(box: model.Admonition) -> Fact:
    text = tidy(f"{box.title}: {words(box.content)}")
    return Fact(Subject.WARNING, text, box.id or box.title)


def _facts_of(part: object) -> Iterator[Fact]:
    match part:
        case model.Strong(content):
            yield Fact(Subject.LABEL, tidy(words(content, mark=False)))
        case model.Code(text) | model.CodeBlock(text):
            yield Fact(Subject.LITERAL, tidy(text))
        case model.Link(url=url):
            yield Fact(Subject.LINK, url)


def words(node: object, *, mark: bool = True) -> str:
    """Return the prose of a part of the model; what is compared by itself is a mark."""
    match node:
        case model.Strong() | model.Code() | model.CodeBlock() if mark:
            return MARK
        case model.Admonition() if mark:
            return ""
        case model.Text(text) | model.Code(text) | model.CodeBlock(text):
            return text
        case model.ValueRef(value):
            return f"{{{value.id}}}" if mark else value.value
        case model.OrgRef(field):
            return f"{{org.{field.key}}}"
        case model.LineBreak():
            return " "
        case tuple() if all(isinstance(part, model.Inline) for part in node):
            return "".join(words(part, mark=mark) for part in node)
        case model.Paragraph(content) | model.Strong(content) | model.Emphasis(content) | model.Link(content):
            return words(content, mark=mark)
    return " ".join(words(part, mark=mark) for part in _parts(node))


def _parts(node: object) -> tuple[object, ...]:
    """Return what stands inside a block, each part with a sign of its own, so that none can slip into another."""
    match node:
        case tuple():
            return node
        case model.Table(header, rows):
            cells = chain.from_iterable(row.cells for row in (header, *rows))
            return _flat((cell, model.Text("|")) for cell in cells)
        case model.Form(title, fields):
            return (model.Text(title), *_flat(map(_form_line, fields)))
        case model.BulletList(items) | model.NumberedList(items=items):
            return _flat((model.Text("-"), item) for item in items)
        case model.Pause(title, content) | model.Admonition(title=title, content=content):
            return (model.Text(title), content)
    return ()


def _flat(groups: Iterable[tuple[object, ...]]) -> tuple[object, ...]:
    return tuple(chain.from_iterable(groups))


def _form_line(line: model.FormField) -> tuple[object, ...]:
    part, label = model.Text(line.part), model.Text(line.label)
    end = model.Text("|")
    return part, label, line.state, end
