"""Where on a printed sheet which box stands, and the code with which each of its pages says what it is."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "G1"
"""What the text of a code begins with: ours, in its first form."""

PRIVATE_DATA = "/GuideGenerator"
"""The name in a sheet's PDF under which its layout lies."""

GUIDE_LENGTH, REVISION_LENGTH, HASH_LENGTH = 26, 8, 8
"""Characters. A code holds 61 at most: of version 3 at level M, in its 45 letters."""

SEPARATOR = ":"
"""In the name of a field or of a place to mark, between the step and what it is for; a step's name alone is its box."""

REASON_END = f"{SEPARATOR}reason"
"""How the name of the field ends that says why a step was not done. On paper nothing is read there."""

UNPRINTABLE = re.compile(r"[^0-9A-Z.-]")
NOBODY = "0" * HASH_LENGTH
"""Stands where the hash of an org does, on a sheet for no org in particular."""

HASH = f"[A-Z2-7]{{{HASH_LENGTH}}}"
CODE = re.compile(rf"{FORMAT}({HASH}|{NOBODY})/([^/]+)/([^/]+)/({HASH})/(\d{{2,3}})")


DIFFERS, SIGNATURE = "differs", "signature"
"""On a confirmation, in place of a step: the box that says so, and the second person's signature."""


class MarkKind(StrEnum):
    """What a box or a line of a step is for."""

    DONE = "done"
    NOT_APPLICABLE = "not-applicable"
    BLOCKED = "blocked"
    SECOND = "second"
    """The second person's initials."""
    PAUSE = "pause"
    """The initials at a pause."""


BOXES = (MarkKind.DONE, MarkKind.NOT_APPLICABLE, MarkKind.BLOCKED)
"""The boxes of each step, of which one is ticked at most."""


def box_name(step: str, kind: str) -> str:
    """Return the name of one of a step's boxes."""
    if kind == MarkKind.DONE:
        return step
    return f"{step}{SEPARATOR}{kind}"


def boxes_in_short(names: Iterable[str]) -> list[str]:
    """Return what a sheet says of its boxes: a line for each step, with the kinds if it has more than one box."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        step, kind = step_and_kind(name)
        kinds.setdefault(step, []).append(kind)
    lines = []
    for step, of_step in kinds.items():
        further = [] if of_step == [MarkKind.DONE] else of_step
        lines.append(" ".join((step, *further)))
    return lines


def named_in_short(line: str) -> list[str]:
    """Return the names of the boxes in one of these lines."""
    step, *kinds = line.split(" ")
    return [box_name(step, kind) for kind in kinds or [MarkKind.DONE]]


def step_and_kind(name: str) -> tuple[str, MarkKind]:
    """Return the step that a box is about, and what it is for."""
    step, _, kind = name.rpartition(SEPARATOR)
    if kind in BOXES[1:]:
        return step, MarkKind(kind)
    return name, MarkKind.DONE


def is_reason(name: str) -> bool:
    """Whether a field of this name is for words."""
    return name.endswith(REASON_END)


@dataclass(frozen=True)
class MarkPlace:
    """A place to tick or to initial. Lengths are in points from the page's upper left corner."""

    step: str
    kind: MarkKind
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class PageLayout:
    """A page's size in points, and its places from top to bottom."""

    width: float
    height: float
    marks: tuple[MarkPlace, ...]


@dataclass(frozen=True)
class SheetLayout:
    """All pages of a sheet. `steps` are the content hashes of its steps by id."""

    guide: str
    revision: str
    steps: tuple[tuple[str, str], ...]
    pages: tuple[PageLayout, ...]

    @property
    def is_confirmation(self) -> bool:
        """Whether its boxes are of values, for a second person."""
        return any(mark.step == SIGNATURE for page in self.pages for mark in page.marks)

    @property
    def hash(self) -> str:
        """Return a short hash of what stands where, to the point: sheets with the same one are read alike."""
        places = [list(map(_rounded, page.marks)) for page in self.pages]
        facts = (self.guide, self.revision, self.steps, places)
        return short_hash(repr(facts))


def _rounded(mark: MarkPlace) -> tuple[str, str, int, int]:
    left, top = round(mark.left), round(mark.top)
    return mark.step, mark.kind, left, top


@dataclass(frozen=True)
class PageCode:
    """What the code of a page says. `guide` and `revision` are abridged; `org` is a hash, empty on a blank sheet."""

    guide: str
    revision: str
    layout: str
    page: int
    org: str

    @property
    def text(self) -> str:
        """Return the code's text. The org comes first, so that it stands at the same place in all codes."""
        org = self.org or NOBODY
        sheet = f"{self.guide}/{self.revision}/{self.layout}"
        return f"{FORMAT}{org}/{sheet}/{self.page:02d}"


def page_code(layout: SheetLayout, page: int, org: str) -> PageCode:
    """Return the code of a page, counted from 1, for the org of this id."""
    guide = abridged(layout.guide, GUIDE_LENGTH)
    revision = abridged(layout.revision, REVISION_LENGTH)
    return PageCode(guide, revision, layout.hash, page, org_mark(org))


def parsed_code(text: str) -> PageCode | None:
    """Return what a code says, or None if it is none of ours."""
    match = CODE.fullmatch(text)
    if match is None:
        return None
    org, guide, revision, layout, page = match.groups()
    return PageCode(guide, revision, layout, int(page), org.replace(NOBODY, ""))


def abridged(text: str, length: int) -> str:
    """Return an id or a revision in the letters of a code, cut to a length."""
    letters = UNPRINTABLE.sub("-", text.upper())
    return letters[:length]


def org_mark(org: str) -> str:
    """Return what a code says of an org: a hash of its id, which tells a stranger nothing."""
    return short_hash(org) if org else ""


def short_hash(text: str) -> str:
    """Return 40 bits of a text's sha256 in letters and digits."""
    digest = hashlib.sha256(text.encode()).digest()
    letters = b32encode(digest).decode()
    return letters[:HASH_LENGTH]
