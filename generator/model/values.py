"""Required values (values.yaml), and the errors that lead to them (troubleshooting.yaml)."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field

from generator.model.base import Day, NonEmpty, Strict


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
    nothing.
    """

    type: NonEmpty
    field: NonEmpty
    value: NonEmpty | None = None
    omitted: Literal["pass", "fail", "required"] | None = None


class RequiredValue(Strict):
    """One setting that must read exactly `value`."""

    # An alias is what a guide writes today; the field's name is read too, and stands in the files for programs.
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    id: str
    setting: NonEmpty
    screen: NonEmpty
    control: Control
    value: NonEmpty
    why: NonEmpty
    if_wrong: IfWrong
    salesforce_default: NonEmpty = Field(validation_alias="platform_default")
    deviation: Deviation | None = None
    metadata: tuple[MetadataField, ...] = Field((), validation_alias="evidence")


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
"""`platform_default: same` says that the platform starts with the required value."""
