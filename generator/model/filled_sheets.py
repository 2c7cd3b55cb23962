"""A sheet that came back as PDF: what it says of itself, and what became of its boxes."""

from __future__ import annotations

from dataclasses import dataclass

VALUE_BOX = "value_"
"""How the box of a value is named, before the value's id. No step has it: a step's id has no underscore."""


@dataclass(frozen=True)
class SheetFacts:
    """What a sheet says of itself. `org` is empty on a blank one.

    `steps` are the content hashes of its steps by id, and `boxes` the names of all its check boxes, which sheets made
    before November 2026 do not tell. `run` is what an archive copy says was on record, as JSON.
    """

    guide: str
    revision: str
    org: str
    steps: tuple[tuple[str, str], ...]
    boxes: tuple[str, ...]
    run: str = ""


@dataclass(frozen=True)
class Box:
    """One check box as it stands on a page, counted from 1. `ticked` is None where the file contradicts itself."""

    name: str
    page: int
    ticked: bool | None


@dataclass(frozen=True)
class Reason:
    """What somebody typed at a step, on a page counted from 1."""

    step: str
    page: int
    text: str


@dataclass(frozen=True)
class FilledSheet:
    """All pages of a file that say the same of themselves, and their fields from the first page to the last.

    `reasons` are those that say anything.
    """

    facts: SheetFacts
    pages: tuple[int, ...]
    boxes: tuple[Box, ...]
    reasons: tuple[Reason, ...] = ()
