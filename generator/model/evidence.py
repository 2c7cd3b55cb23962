"""An org's metadata, as an audit reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.problems import Location


@dataclass(frozen=True)
class Element:
    """One field of a metadata file. `text` is None where it must not be read: a key, secret or certificate."""

    field: str
    text: str | None
    location: Location


@dataclass(frozen=True)
class Component:
    """One metadata file. `app` is the API name of the app it belongs to; `doubt` says what is odd about it."""

    type: str
    app: str | None
    elements: tuple[Element, ...]
    location: Location
    doubt: str | None = None

    def all(self, field: str) -> tuple[Element, ...]:
        """Return the elements of one field: none if it is omitted, several if it stands there more than once."""
        elements = [element for element in self.elements if element.field == field]
        return tuple(elements)
