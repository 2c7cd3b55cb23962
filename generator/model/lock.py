"""The facts of the vendor's page last reviewed (vendor.lock.yaml)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.base import Day, NonEmpty, Strict


class LockedPage(Strict):
    """The vendor page as last reviewed; `sha256` is taken without its tail and with LF line ends."""

    url: NonEmpty
    reviewed: Day
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class LockedValue(Strict):
    """A required value as the page states it and as we write it."""

    stated: NonEmpty
    value: NonEmpty


class LockedPlace(Strict):
    """What one section or step of the vendor's page states. Prose stands here as hashes only.

    `ours` are the ids of the guide's steps that follow it; `rows` and `warnings` are by label and title; `values` says
    for each required value that the place states where: the row's label, • for a point of a list, ` for code, or
    nothing for a sentence. Words that state a value stand in `Lock.values` only.
    """

    id: NonEmpty
    title: str | None = None
    ours: tuple[str, ...] = ()
    values: dict[str, str] = Field(default_factory=dict)
    labels: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    rows: dict[str, str] = Field(default_factory=dict)
    items: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    warnings: dict[str, str] = Field(default_factory=dict)
    prose: str | None = None

    @property
    def is_step(self) -> bool:
        """Whether this is a step: its id is `section/n`, that of a section's own text is the section's."""
        return "/" in self.id


class Lock(Strict):
    """The facts, no prose, of the vendor page last reviewed. Without `places`, a drift cannot be told."""

    page: LockedPage
    values: dict[str, LockedValue]
    places: tuple[LockedPlace, ...] = ()
