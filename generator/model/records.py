"""A run, one org working through one guide, and the record it leaves: the nouns, frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.model import Day, NonEmpty, Strict, is_day
from generator.model.sheet_layouts import box_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.problems import Location

EXAMPLE = "2026-12-07"
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
A_MINUTE, A_DAY = 60 - 0.001, 24 * 3600 - 0.001
"""In seconds, up to their last moment."""

AHEAD, BEHIND = 14 * 3600, 12 * 3600
"""In seconds: how far a place's clock may be from UTC."""

HASH = re.compile(r"[0-9a-f]{64}")
TIME = re.compile(r"T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?Z")


def _is_time(text: str) -> bool:
    if not text:
        return True
    day, time = text[: len(EXAMPLE)], text[len(EXAMPLE) :]
    if not is_day(day):
        return False
    return not time or bool(TIME.fullmatch(time))


def is_before(first: str, second: str) -> bool:
    """Whether a day or a time (UTC) is surely before another one.

    A day is the one on somebody's calendar, wherever they are: against a time it may begin 14 hours before that day
    does in UTC, and end 12 hours after.
    """
    if not (first and second):
        return False
    if _is_day_alone(first) and _is_day_alone(second):
        return first < second
    return _latest(first) < _earliest(second)


def _earliest(text: str) -> float:
    start = _seconds(text)
    if _is_day_alone(text):
        return start - AHEAD
    return start


def _latest(text: str) -> float:
    start = _seconds(text)
    if _is_day_alone(text):
        return start + A_DAY + BEHIND
    has_seconds = text.count(":") > 1
    if has_seconds:
        return start
    return start + A_MINUTE


def _is_day_alone(text: str) -> bool:
    return len(text) == len(EXAMPLE)


def _seconds(text: str) -> float:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return (moment - BEGINNING).total_seconds()


def _must(fit: Callable[[str], object], words: str) -> AfterValidator:
    """Return what refuses text of another form and says in `words` what was expected."""

    def check(text: str) -> str:
        if not fit(text):
            raise PydanticCustomError("form", "expected {words}", {"words": words})
        return text

    return AfterValidator(check)


def _pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
Time = Annotated[
    str, _must(_is_time, f"a day or a time in UTC, such as {EXAMPLE} or {EXAMPLE}T09:30Z"), _pattern(f"({DAY}(T.*Z)?)?")
]
Hash = Annotated[str, _must(HASH.fullmatch, "a sha256, 64 hexadecimal digits"), _pattern(HASH.pattern)]


class State(StrEnum):
    """What became of a step in an org."""

    DONE = "done"
    OPEN = "open"
    NOT_APPLICABLE = "not-applicable"
    BLOCKED = "blocked"


SETTLED = frozenset({State.DONE, State.NOT_APPLICABLE})
"""States in which nobody has to do anything more."""


# Runs ---------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What a file of evidence is."""

    CHECKLIST = "checklist"
    BLANK = "blank-checklist"
    RUN = "run"
    BY_HAND = "written-by-hand"
    CONFIRMATION = "confirmation"
    SCAN = "scan"
    BLANK_SCAN = "scan-of-blank-checklist"
    CONFIRMATION_SCAN = "scan-of-confirmation"


BLANK_KINDS = frozenset({Kind.BLANK, Kind.BLANK_SCAN})
"""Of sheets that name no org."""

CONFIRMATIONS = frozenset({Kind.CONFIRMATION, Kind.CONFIRMATION_SCAN})
"""Of sheets that a second person fills in."""


class Reading(StrEnum):
    """How a step was read on paper."""

    SCAN = "scan"
    ASKED = "scan-and-asked"
    """A person looked at the clipping, and said."""


class StepEvidence(Strict):
    """Where a step, or a confirmed value, was read: the page of the scan with this sha256, counted from 1."""

    kind: Reading
    page: int = Field(ge=1)
    sha256: Hash


class RunStep(Strict):
    """What a run says of one step. Written by hand, it may leave the content hash out."""

    state: State
    content: Hash | None = Field(default=None, description="The content hash of the step as it was done.")
    by: str = ""
    at: Time = ""
    reason: str = ""
    evidence: StepEvidence | None = Field(default=None, description="Where it was read, if that was on paper.")


class Run(Strict):
    """What an on-screen checklist exports. `org` is the org's id or its address, or empty."""

    format: Literal["guide-run/1"]
    guide: str
    revision: str
    org: str
    steps: dict[str, RunStep]


@dataclass(frozen=True)
class Filled:
    """What came back in one file, or a part of one: of steps, or as a confirmation of values."""

    location: Location
    name: str
    sha256: str
    kind: Kind
    guide: str
    revision: str
    org: str
    steps: dict[str, RunStep] = field(default_factory=dict)
    values: dict[str, bool] = field(default_factory=dict)
    values_evidence: dict[str, StepEvidence] = field(default_factory=dict)
    """Where each value was read, if that was on paper."""
    part: str = ""
    """Where a file holds several: which of them this is, such as “pages 9–16”."""
    unsure: tuple[str, ...] = ()
    """Steps that could not be read for sure; nothing is said of them."""
    unsure_values: tuple[str, ...] = ()
    """Values likewise."""
    notes: tuple[str, ...] = ()
    """What a person should know of how it was read."""
    sheet_steps: tuple[tuple[str, str], ...] = ()
    """Ids and content hashes of all steps of a scanned sheet, also of those on pages that are missing."""


def ticked_boxes(steps: Mapping[str, RunStep]) -> set[str]:
    """Return the names of the boxes that say on a sheet what became of steps."""
    ticked = set()
    for step, entry in steps.items():
        if entry.state is not State.OPEN:
            ticked.add(box_name(step, entry.state))
    return ticked


# Records ------------------------------------------------------------------------------------------


class RecordStep(RunStep):
    """What is on record of one step."""

    content: Hash = Field(description="The content hash of the step that the state is about.")


class Recorded(Strict):
    """Who brought the record up to date, and when."""

    by: NonEmpty
    on: Day


class Evidence(Strict):
    """Where states came from:  `states` are the ids of its steps that were not open, or of the values it confirms."""

    file: NonEmpty
    sha256: Hash
    kind: Kind
    by: NonEmpty
    on: Day
    states: tuple[str, ...] = ()


class Confirmation(Strict):
    """Who read a value in the org a second time."""

    by: NonEmpty
    on: Day
    evidence: StepEvidence | None = Field(default=None, description="Where it was read, if that was on paper.")


class Acceptance(Strict):
    """Who accepts a deviation, and until when; on that day it still holds."""

    by: NonEmpty
    until: Day
    reason: str = ""


class Outcome(StrEnum):
    """What an audit says of a value; in the order in which one outweighs the next."""

    FAIL = "fail"
    NOT_VERIFIABLE = "not-verifiable"
    WARNING = "warning"
    PASS = "pass"  # noqa: S105 - no password


class Finding(Strict):
    """What an audit found for one value, and in which file."""

    verdict: Outcome
    found: str = ""
    file: str = Field(default="", description="Its path below the folder that was audited.")
    reason: str = Field(default="", description="Why it could not be verified, or what the warning is.")


class Audit(Strict):
    """What was found in the org itself."""

    on: Day
    how: str = Field(default="", description="How it was verified, such as “metadata of the app My_App”.")
    values: dict[str, Finding]


class Record(Strict):
    """What is known of one guide in one org. `values` are the required values of that revision, by id."""

    format: Literal["guide-record/1"]
    guide: NonEmpty
    revision: NonEmpty
    org: NonEmpty
    recorded: Recorded
    next_review: Day | None = Field(default=None, description="The day by which somebody looks again.")
    steps: dict[str, RecordStep]
    values: dict[str, str]
    confirmed: dict[str, Confirmation] = Field(default={}, description="By value: who read it a second time.")
    deviations: dict[str, Acceptance] = Field(default={}, description="By value: who accepts the deviation.")
    audit: Audit | None = None
    evidence: tuple[Evidence, ...] = ()


def schema_of(model: type[Run | Record], title: str) -> dict[str, Any]:
    """Return the JSON Schema of a file, for editors and other programs."""
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
