"""The nouns of a guide: frozen, without behaviour beyond plain look-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from generator.problems import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOWHERE = Location("")


def located() -> Location:
    """Return a field for a place in the source; it plays no part in equality."""
    place: Location = field(default=NOWHERE, compare=False, repr=False)
    return place


class Strict(BaseModel):
    """A part of a YAML file: frozen, and every key known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


NonEmpty = Annotated[str, Field(min_length=1)]


def is_day(text: str) -> bool:
    """Whether text is a day of the calendar, written as YYYY-MM-DD, in a year that every program knows."""
    try:
        return bool(re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _day(text: str) -> str:
    if not is_day(text):
        raise PydanticCustomError("day", "not a day", {"text": text})
    return text


Day = Annotated[str, AfterValidator(_day)]
"""A day of the calendar, as YYYY-MM-DD."""


# Required values (values.yaml) --------------------------------------------------------------------


class Control(StrEnum):
    """The kind of form element a setting is shown as on the platform's screen."""

    TEXT = "text"
    CHECK_BOX = "check box"
    CHECK_BOXES = "check boxes"
    PICK_LIST = "pick list"
    LIST_ENTRY = "list entry"


class IfWrong(Strict):
    """What a person then sees. `sees: not known` where no source tells it; otherwise the source's address."""

    sees: NonEmpty
    source: str | None = None
    read: Day | None = None


class Deviation(Strict):
    """How a required value departs from the platform's default or advice, and what that risks."""

    departs_from: NonEmpty
    risk: NonEmpty
    source: str | None = None
    read: Day | None = None


class MetadataField(Strict):
    """Where the setting stands in the platform's metadata, and what it holds there.

    Without a `value` of its own the field holds the required value itself. `omitted` says what a file without the field
    means: that the setting is as required, that it is not, or that the field has to be left out; None if it says
    nothing.
    """

    type: NonEmpty
    field: NonEmpty
    value: NonEmpty | None = None
    omitted: Literal["pass", "fail", "required"] | None = None


class RequiredValue(Strict):
    """One setting that must read exactly `value`."""

    id: str
    setting: NonEmpty
    screen: NonEmpty
    control: Control
    value: NonEmpty
    why: NonEmpty
    if_wrong: IfWrong
    salesforce_default: NonEmpty
    deviation: Deviation | None = None
    metadata: tuple[MetadataField, ...] = ()


class Where(StrEnum):
    """Where, or when, a person meets a trouble."""

    ADDRESS_BAR = "address bar"
    PAGE = "page"
    FORM = "form"
    LOGIN_HISTORY = "login history"
    VENDOR_MESSAGE = "vendor message"
    FIRST_CALL = "first call"
    AFTER_HOURS = "after hours"
    AFTER_REFRESH = "after refresh"


class Who(StrEnum):
    """Who can cure a trouble."""

    USER = "user"
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    VENDOR = "vendor"
    PLATFORM = "platform support"


class Trouble(Strict):
    """An error that a person sees, with the ids of the values and steps that cure it.

    `signs` are exact codes, parameters and phrases as they are shown, for a search; `tell_apart` says what decides
    between this trouble and its neighbours; `read` is the day on which `source` was read.
    """

    id: str
    error: NonEmpty
    where: tuple[Where, ...] = ()
    signs: tuple[NonEmpty, ...] = ()
    sees: NonEmpty
    means: NonEmpty
    tell_apart: NonEmpty | None = None
    cure: NonEmpty
    who: tuple[Who, ...] = ()
    values: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    source: str | None = None
    read: Day | None = None


SAME_AS_DEFAULT = "same"
"""`salesforce_default: same` says that the platform starts with the required value."""


# Text within a line -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Plain characters."""

    text: str


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


@dataclass(frozen=True)
class OrgField:
    """The place of something an org says of itself; `text` is None until it is filled in."""

    key: str
    text: str | None = None


Inline = Text | Strong | Emphasis | Code | Link | LineBreak | ValueRef | OrgField
Inlines = tuple[Inline, ...]


# Blocks -------------------------------------------------------------------------------------------


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


# Changes and history (history.yaml) ---------------------------------------------------------------


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


# Steps, sections, guides --------------------------------------------------------------------------


@dataclass(frozen=True)
class Pause:
    """A natural point to stop after a step and look back before something is hard to undo."""

    title: str
    content: Blocks
    location: Location = located()


@dataclass(frozen=True)
class Step:
    """One action in one screen area. `number` is the one written: from 1, or on from the section above.

    `verified` is the day on which this step was tried in an org, if not with the whole guide; `changed` the revision
    that last changed it, if not the first.
    """

    id: str
    number: int
    content: Blocks
    expect: Blocks = ()
    otherwise: Blocks = ()
    pause: Pause | None = None
    setup: str | None = None
    verified: str | None = None
    changed: str | None = None
    location: Location = located()

    @property
    def values(self) -> tuple[RequiredValue, ...]:
        """Return the required values the step asks for, each once; a drawing only repeats those of other steps."""
        asking = tuple(block for block in self.content if not isinstance(block, Form))
        return tuple({part.value.id: part.value for part in walk(asking) if isinstance(part, ValueRef)}.values())


class SectionKind(StrEnum):
    """How a section takes part in a run."""

    MAIN = "main"
    ALTERNATIVE = "alternative"
    SUMMARY = "summary"
    REVIEW = "review"


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it: text, steps, text."""

    id: str
    title: str
    kind: SectionKind = SectionKind.MAIN
    before: Blocks = ()
    steps: tuple[Step, ...] = ()
    after: Blocks = ()
    location: Location = located()


class Reviewed(Strict):
    """The vendor page, and the day it was last read."""

    page: NonEmpty
    date: Day


class Verified(Strict):
    """The platform release and the day on which somebody followed the guide in an org."""

    release: NonEmpty
    date: Day


Days = Annotated[str, Field(pattern="^[1-9][0-9]{0,3}$")]


class FrontMatter(Strict):
    """What a guide says about itself."""

    title: NonEmpty
    objective: NonEmpty
    description: NonEmpty
    revision: NonEmpty
    release: NonEmpty
    reviewed: Reviewed
    verified: Verified | None = None
    recheck_after_days: Days = "180"


@dataclass(frozen=True)
class Guide:
    """One set-up guide."""

    id: str
    about: FrontMatter
    before: Blocks
    sections: tuple[Section, ...]
    values: tuple[RequiredValue, ...]
    troubles: tuple[Trouble, ...] = ()
    history: tuple[Revision, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return every step, alternative sections included."""
        return tuple(step for section in self.sections for step in section.steps)

    @property
    def counted_steps(self) -> tuple[Step, ...]:
        """Return the steps that a run must work through: the "m" of "n of m"."""
        return tuple(step for section in self.sections if section.kind is SectionKind.MAIN for step in section.steps)

    @cached_property
    def setting_steps(self) -> dict[str, tuple[Step, ...]]:
        """Return by value id the steps that set it: the counted ones or, where none does, those of other sections."""
        counted, others = _by_value(self.counted_steps), _by_value(self.steps)
        return {value.id: counted.get(value.id, others.get(value.id, ())) for value in self.values}


def _by_value(steps: Iterable[Step]) -> dict[str, tuple[Step, ...]]:
    found: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        for value in step.values:
            found[value.id] = (*found.get(value.id, ()), step)
    return found


# The vendor page's facts (vendor.lock.yaml) -------------------------------------------------------


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
    values: dict[str, str] = {}
    labels: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    rows: dict[str, str] = {}
    items: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    warnings: dict[str, str] = {}
    prose: str | None = None


class Lock(Strict):
    """The facts, no prose, of the vendor page last reviewed. Without `places`, a drift cannot be told."""

    page: LockedPage
    values: dict[str, LockedValue]
    places: tuple[LockedPlace, ...] = ()


# Orgs ---------------------------------------------------------------------------------------------

Environment = Literal["production", "sandbox", "developer", "scratch"]


@dataclass(frozen=True)
class Org:
    """One org. Everything but its name may still be unknown."""

    id: str
    name: str
    environment: Environment | None = None
    domain: str | None = None
    app_name: str | None = None
    contact_email: str | None = None
    owner: str | None = None
    approver: str | None = None
    ticket: str | None = None
    secret_store: str | None = None
    planned_date: str | None = None

    def get(self, key: str) -> str | None:
        """Return what the org says for one of `ORG_FIELDS`."""
        text: str | None = getattr(self, key)
        return text


ORG_FIELDS = {
    "name": "Org name",
    "environment": "Environment",
    "domain": "My Domain",
    "app_name": "App name",
    "contact_email": "Contact email",
    "owner": "Owner",
    "approver": "Approver",
    "ticket": "Ticket",
    "secret_store": "Key and secret kept in",
    "planned_date": "Planned date",
}
"""Keys of an org file, in their order on paper, with the words for people."""


# An org's metadata, as an audit reads it -----------------------------------------------------------


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
        return tuple(element for element in self.elements if element.field == field)


def walk(node: object) -> Iterator[Any]:
    """Yield a node of the model and everything inside it, in reading order."""
    if isinstance(node, tuple):
        for item in node:
            yield from walk(item)
    elif is_dataclass(node):
        yield node
        for part in fields(node):
            yield from walk(getattr(node, part.name))
