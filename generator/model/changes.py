"""What changed from one revision to the next (history.yaml, labels.yaml)."""

from __future__ import annotations

from enum import StrEnum

from generator.model.base import Day, NonEmpty, Strict


class Subject(StrEnum):
    """What a change is about, most serious first."""

    VALUE = "value"
    LABEL = "label"
    SETUP_PATH = "setup path"
    LITERAL = "literal"
    ENTRY = "entry"
    STEP = "step"
    ORDER = "order"
    SECTION = "section"
    WARNING = "warning"
    TROUBLE = "trouble"
    LINK = "link"
    WORDING = "wording"


class Change(Strict):
    """One thing that reads otherwise. `before` is None where it is new, `after` where it is gone.

    `name` says which one of its kind: the id of a value, step or trouble, a row's label. `steps` are the ids of the
    guide's steps that it touches; `line` is its place on a vendor's page.
    """

    subject: Subject
    name: NonEmpty
    before: str | None = None
    after: str | None = None
    steps: tuple[str, ...] = ()
    line: int | None = None


class Revision(Strict):
    """What one revision of a guide changed, and what the vendor's page had changed before it.

    `revision` is None as long as the entry is open: the vendor's page was accepted, the guide is being changed.
    """

    revision: NonEmpty | None = None
    date: Day
    release: NonEmpty | None = None
    changes: tuple[Change, ...] = ()
    vendor: tuple[Change, ...] = ()


class FormerName(Strict):
    """What a label was called, and the steps, sections and values that said so."""

    now: NonEmpty
    was: NonEmpty
    places: tuple[str, ...]


class FormerNames(Strict):
    """The labels that were changed, in the order in which they were (labels.yaml)."""

    former: tuple[FormerName, ...]


class History(Strict):
    """A guide's revisions, newest first."""

    revisions: tuple[Revision, ...]
