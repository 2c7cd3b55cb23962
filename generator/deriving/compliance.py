"""A record held against the guide as it is now: what is settled, open, changed since, or due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model.records import SETTLED, Outcome, State

if TYPE_CHECKING:
    from generator.model import Change, RequiredValue
    from generator.model.records import Finding, Record, RecordStep


class StepChange(StrEnum):
    """What happened to a step since it was recorded."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True)
class StepStatus:
    """What is on record of one step.

    `changes` are what the guide's history knows to have changed in it since, oldest first.
    """

    id: str
    counted: bool
    entry: RecordStep | None
    change: StepChange | None
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> State:
        """Return the state that holds now: a step that changed is open again."""
        return State.OPEN if self.change or self.entry is None else self.entry.state

    @property
    def settled(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in SETTLED

    @property
    def remaining(self) -> bool:
        """Whether the step is to be done (again): it is open, or not counted and changed since it was done."""
        if self.counted:
            return not self.settled
        was_done = self.entry is not None and self.entry.state is not State.OPEN
        return was_done and self.change is StepChange.CHANGED


@dataclass(frozen=True)
class ComplianceStatus:
    """How one org stands with one guide, which is at `revision` and requires `values`."""

    revision: str
    values: tuple[RequiredValue, ...]
    record: Record
    steps: tuple[StepStatus, ...]

    @cached_property
    def counted(self) -> tuple[StepStatus, ...]:
        """Return the steps that a run must work through."""
        return tuple(step for step in self.steps if step.counted)

    @cached_property
    def open(self) -> tuple[StepStatus, ...]:
        """Return the counted steps that are neither done nor out of place here; blocked ones are among them."""
        return tuple(step for step in self.counted if not step.settled)

    @cached_property
    def remaining(self) -> tuple[StepStatus, ...]:
        """Return the steps to do (again): the open ones, and those of alternative sections that changed since done."""
        return tuple(step for step in self.steps if step.remaining)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the ids of the steps that changed since, or are new."""
        return tuple(step.id for step in self.steps if step.change)

    @property
    def gone(self) -> tuple[str, ...]:
        """Return the ids on record that the guide no longer has."""
        known = {step.id for step in self.steps}
        return tuple(step for step in self.record.steps if step not in known)

    @property
    def outdated(self) -> bool:
        """Whether the guide has moved on since."""
        return self.record.revision != self.revision or bool(self.changed)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the values that an audit found to be otherwise."""
        return tuple(value for value, finding in self.audited.items() if finding.verdict is Outcome.FAIL)

    @cached_property
    def audited(self) -> dict[str, Finding]:
        """Return what the audit found, by value, as far as it still holds."""
        found = self.record.audit.values if self.record.audit else {}
        return {value: finding for value, finding in found.items() if value in self.unchanged}

    @cached_property
    def unchanged(self) -> frozenset[str]:
        """Return the ids of the values that read as recorded; only of these does what was said of them still hold."""
        return frozenset(value.id for value in self.values if self.was(value) is None)

    def was(self, value: RequiredValue) -> str | None:
        """Return what a value read when it was recorded, if it reads otherwise now."""
        then = self.record.values.get(value.id, value.value)
        return then if then != value.value else None

    def review_overdue(self, today: str) -> bool:
        """Whether the next review should have been before `today`."""
        return bool(self.record.next_review) and str(self.record.next_review) < today

    def lapsed(self, today: str) -> tuple[str, ...]:
        """Return the values whose accepted deviation was accepted until a day before `today`."""
        return tuple(value for value, accepted in self.record.deviations.items() if accepted.until < today)


def step_change(entry: RecordStep | None, content_hash: str) -> StepChange | None:
    """Return what happened to a step since it was recorded with `entry`, by the hash that its content has now."""
    if entry is None:
        return StepChange.NEW
    return None if entry.content == content_hash else StepChange.CHANGED
