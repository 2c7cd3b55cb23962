"""Text within a line, the blocks made of it, and the walk over both."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from generator.model.base import located
from generator.model.fragments import OrgRef, Text
from generator.model.org import OrgField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model.values import RequiredValue
    from generator.problems import Location


T = TypeVar("T")


def printable(text: str) -> str:
    """Return a text with a space for each character that cannot be printed."""
    return "".join(map(_printable_character, text))


def _printable_character(character: str) -> str:
    if character.isprintable():
        return character
    return " "


@dataclass(frozen=True)
class Strong:
    """A label on the platform's screen, or words that must not be overlooked."""

    content: Inlines


@dataclass(frozen=True)
class Emphasis:
    """Stressed words."""

    content: Inlines


@dataclass(frozen=True)
class Code:
    """Literal text."""

    text: str


@dataclass(frozen=True)
class Link:
    """Words that lead to an address."""

    content: Inlines
    url: str


@dataclass(frozen=True)
class LineBreak:
    """A forced new line."""


@dataclass(frozen=True)
class ValueRef:
    """The place of a required value."""

    value: RequiredValue


Inline = Text | Strong | Emphasis | Code | Link | LineBreak | ValueRef | OrgRef
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    content: Inlines
    location: Location = located()


@dataclass(frozen=True)
class BulletList:
    """Points without an order."""

    items: tuple[Blocks, ...]
    location: Location = located()


@dataclass(frozen=True)
class NumberedList:
    """Ordered points inside a step; they have no check boxes of their own."""

    start: int
    items: tuple[Blocks, ...]
    location: Location = located()


@dataclass(frozen=True)
class Row:
    """One table row."""

    cells: tuple[Inlines, ...]
    location: Location = located()


@dataclass(frozen=True)
class Table:
    """A table with one header row."""

    header: Row
    rows: tuple[Row, ...]
    location: Location = located()


@dataclass(frozen=True)
class CodeBlock:
    """Literal lines."""

    text: str
    language: str = ""
    location: Location = located()


AdmonitionKind = Literal["info", "tip", "warning", "danger"]


@dataclass(frozen=True)
class Admonition:
    """A note or warning that stands out."""

    kind: AdmonitionKind
    title: str
    content: Blocks
    id: str | None = None
    location: Location = located()


@dataclass(frozen=True)
class FormField:
    """One line of a drawn form: its part of the screen, its label and what it must show."""

    part: str
    label: str
    state: Inlines


@dataclass(frozen=True)
class Form:
    """A drawing of a form, made from the values it must show."""

    title: str
    fields: tuple[FormField, ...]
    id: str | None = None
    location: Location = located()


Block = Paragraph | BulletList | NumberedList | Table | CodeBlock | Admonition | Form
Blocks = tuple[Block, ...]


def walk(node: object) -> Iterator[Any]:
    """Yield a node of the model and everything inside it, in reading order."""
    ahead: list[Any] = [node]
    while ahead:
        part = ahead.pop()
        if isinstance(part, tuple):
            ahead.extend(reversed(part))
        elif names := _field_names(type(part)):  # type: ignore[arg-type] # a class is hashable
            yield part
            ahead.extend([getattr(part, name) for name in names])


def find_all(node: object, *kinds: type[T]) -> list[T]:
    """Return whatever is of certain kinds in a node of the model, in reading order."""
    return [part for part in walk(node) if isinstance(part, kinds)]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Return the names of a class's fields that hold parts, last first; none unless it is a node.

    Each node has a place, which is none of its parts.
    """
    if not is_dataclass(kind) or kind is OrgField:
        return ()
    names = [field.name for field in fields(kind) if field.name != "location"]
    return tuple(reversed(names))


def transform(node: Any, change: Callable[[Any], Any]) -> Any:
    """Return a node with all that is inside it as `change` makes it, from the innermost outward."""
    if isinstance(node, tuple):
        return tuple([transform(part, change) for part in node])
    names = _field_names(type(node))  # type: ignore[arg-type] # a class is hashable
    if not names:
        return node
    parts = {name: transform(getattr(node, name), change) for name in names}
    return change(replace(node, **parts))
