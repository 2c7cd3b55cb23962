"""What was read from the picture of a printed page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.sheet_layouts import MarkPlace, PageCode, SheetLayout


class MarkVerdict(StrEnum):
    """What became of a box. What is not plainly one or the other is unsure, and a person is asked."""

    TICKED = "ticked"
    BLANK = "blank"
    UNSURE = "unsure"


@dataclass(frozen=True)
class ReadMark:
    """A place to mark, what was read there, and why that is unsure. `clipping` is its picture as PNG."""

    place: MarkPlace
    verdict: MarkVerdict
    reason: str
    clipping: bytes


@dataclass(frozen=True)
class ReadPage:
    """A page that was read. `number` counts the pages of its file from 1."""

    number: int
    code: PageCode
    marks: tuple[ReadMark, ...]


UNKNOWN_SHEET = "scan-unknown-sheet"
"""Why a page was not read whose sheet is not at hand."""


@dataclass(frozen=True)
class UnreadPage:
    """A page that was not read, and why: the code and text of a problem. `code` is None where it shows none of ours."""

    number: int
    problem: str
    text: str
    code: PageCode | None = None


@dataclass(frozen=True)
class PrintedSheet:
    """A sheet as it was printed."""

    pdf: bytes
    layout: SheetLayout
