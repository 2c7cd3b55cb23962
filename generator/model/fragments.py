"""What a line of text and the text of a required value are both made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.org import OrgField


@dataclass(frozen=True)
class Text:
    """Plain characters."""

    text: str


@dataclass(frozen=True)
class OrgRef:
    """The place of something an org says of itself; `text` is None until it is filled in."""

    field: OrgField
    text: str | None = None

    @property
    def key(self) -> str:
        """Return the key of the field."""
        return self.field.key
