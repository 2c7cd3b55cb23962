"""Required values (values.yaml), and the errors that lead to them (troubleshooting.yaml)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

from pydantic import ConfigDict, Field, PrivateAttr

from generator.model.base import Day, NonEmpty, Strict
from generator.model.fragments import OrgRef, Text

if TYPE_CHECKING:
    from generator.model.org import Facts, OrgField, Room


class Control(StrEnum):
    """The kind of form element a setting is shown as on the platform's screen."""

    TEXT = "text"
    CHECK_BOX = "check box"
    CHECK_BOXES = "check boxes"
    PICK_LIST = "pick list"
    LIST_ENTRY = "list entry"


class IfWrong(Strict):
    """What a person then sees. `sees: not known` where no source tells it; otherwise the source's address.

    `read` is the day on which the source was read.
    """

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
    nothing. `otherwise: open` says that only the required text proves something, and any other leaves the value open.
    """

    type: NonEmpty
    field: NonEmpty
    value: NonEmpty | None = None
    omitted: Literal["pass", "fail", "required"] | None = None
    otherwise: Literal["open"] | None = None


class RequiredValue(Strict):
    """One setting that must read exactly `value`.

    It may be fixed text around blanks that each reader fills with a fact of their own, such as
    `https://{{ org.app_host }}/login`. `value` is as the source has it and never changes; `text` is what people
    read, and `template` what programs do.
    """

    # An alias is what a guide writes; files for programs have the field's name, and are read by it.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: str
    setting: NonEmpty
    screen: NonEmpty
    control: Control
    value: NonEmpty
    why: NonEmpty
    if_wrong: IfWrong
    platform_default: NonEmpty
    deviation: Deviation | None = None
    metadata: tuple[MetadataField, ...] = Field((), validation_alias="evidence")
    _parts: tuple[Text | OrgRef, ...] = PrivateAttr(())

    @property
    def default(self) -> str:
        """Return what the platform has there unless somebody changes it."""
        return self.platform_default

    @property
    def parts(self) -> tuple[Text | OrgRef, ...]:
        """Return its fixed texts and its blanks, in order."""
        return self._parts or (Text(self.value),)

    def with_parts(self, parts: tuple[Text | OrgRef, ...]) -> Self:
        """Return the value with its blanks told from its fixed texts, or with some of them filled in."""
        copy = self.model_copy()
        copy._parts = parts  # noqa: SLF001 - of its own kind
        return copy

    def filled(self, facts: Facts) -> Self:
        """Return the value for an org; what the org does not say stays blank."""
        if not self.fields:
            return self
        parts = [_filled(part, facts) for part in self.parts]
        return self.with_parts(tuple(parts))

    @property
    def fields(self) -> tuple[OrgField, ...]:
        """Return the facts that belong in it, filled in or not."""
        return tuple(reference.field for reference in self._references)

    @property
    def blanks(self) -> tuple[OrgField, ...]:
        """Return the facts that are still to be filled in."""
        open_references = [reference for reference in self._references if reference.text is None]
        return tuple(reference.field for reference in open_references)

    @property
    def _references(self) -> list[OrgRef]:
        return [part for part in self.parts if isinstance(part, OrgRef)]

    def length_in(self, room: Room) -> int:
        """Return how many characters it has with the longest text in each blank for which there is room."""
        return sum(_length_in(room, part) for part in self.parts)

    @property
    def text(self) -> str:
        """Return the whole text; a blank that is not filled in reads as what belongs there."""
        return "".join(map(_shown, self.parts))

    @property
    def template(self) -> str:
        """Return the whole text; a blank that is not filled in stands as in the source."""
        return "".join(map(_written, self.parts))

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return what matches the value whatever stands in its blanks, each a group."""
        patterns = map(_pattern, self.parts)
        return re.compile("".join(patterns))

    def accepts(self, text: str) -> bool:
        """Whether a text is the value, with something of the right form in each blank."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return False
        return all(field.admits(said) for field, said in zip(self.blanks, match.groups(), strict=True))

    @property
    def typed(self) -> bool:
        """Whether a person types or pastes it, so that it is worth copying."""
        return self.control is Control.TEXT


def _filled(part: Text | OrgRef, facts: Facts) -> Text | OrgRef:
    match part:
        case OrgRef(field, text):
            return OrgRef(field, facts.get(field.key) or text)
        case Text():
            return part


def _length_in(room: Room, part: Text | OrgRef) -> int:
    match part:
        case OrgRef(field, _):
            return field.length_in(room)
        case Text(text):
            return len(text)


def _shown(part: Text | OrgRef) -> str:
    match part:
        case OrgRef(field, None):
            return field.blank_in_value
        case _:
            return part.text or ""


def _pattern(part: Text | OrgRef) -> str:
    match part:
        case OrgRef(_, None):
            return r"(<[^<>/]+>|[^\s/]+)"  # or what a page writes in its place, such as <your domain>
        case _:
            return re.escape(part.text or "")


def _written(part: Text | OrgRef) -> str:
    match part:
        case OrgRef(field, None):
            return f"{{{{ org.{field.key} }}}}"
        case _:
            return part.text or ""


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

    `signs` are exact codes, parameters and phrases as they are shown, `in_other_words` what people
    call it; both are for a search only. `tell_apart` says what decides
    between this trouble and its neighbours; `read` is the day on which `source` was read.
    """

    id: str
    error: NonEmpty
    where: tuple[Where, ...] = ()
    signs: tuple[NonEmpty, ...] = ()
    in_other_words: tuple[NonEmpty, ...] = ()
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
"""`platform_default: same` says that the platform starts with the required value."""
