"""A record held against the guide as it is now: what is settled, open, changed since, or due."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from generator.model.records import SETTLED, Outcome, State

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        if self.change or self.entry is None:
            return State.OPEN
        return self.entry.state

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
    former_steps: Mapping[str, str] = field(default_factory=dict)
    """What the steps said that were taken out since, by id."""

    @cached_property
    def counted(self) -> tuple[StepStatus, ...]:
        """Return the steps that a run must work through."""
        counted = [step for step in self.steps if step.counted]
        return tuple(counted)

    @cached_property
    def open(self) -> tuple[StepStatus, ...]:
        """Return the counted steps that are neither done nor out of place here; blocked ones are among them."""
        unsettled = [step for step in self.counted if not step.settled]
        return tuple(unsettled)

    @cached_property
    def remaining(self) -> tuple[StepStatus, ...]:
        """Return the steps to do (again): the open ones, and those of alternative sections that changed since done."""
        remaining = [step for step in self.steps if step.remaining]
        return tuple(remaining)

    @property
    def changed(self) -> tuple[str, ...]:
        """Return the ids of the steps that changed since, or are new."""
        changed = [step.id for step in self.steps if step.change]
        return tuple(changed)

    @property
    def gone(self) -> tuple[str, ...]:
        """Return what the steps on record said that the guide no longer has; the id where no revision tells."""
        ids = {step.id for step in self.steps}
        gone = [step for step in self.record.steps if step not in ids]
        return tuple(self.former_steps.get(step, step) for step in gone)

    @property
    def outdated(self) -> bool:
        """Whether the guide has moved on since."""
        if self.record.revision != self.revision:
            return True
        return bool(self.changed)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Return the values that an audit found to be otherwise."""
        findings = self.audited.items()
        wrong = [value for value, finding in findings if finding.verdict is Outcome.FAIL]
        return tuple(wrong)

    @cached_property
    def audited(self) -> dict[str, Finding]:
        """Return what the audit found, by value, as far as it still holds."""
        audit = self.record.audit
        if audit is None:
            return {}
        findings = audit.values.items()
        return {value: finding for value, finding in findings if value in self.unchanged}

    @cached_property
    def unchanged(self) -> frozenset[str]:
        """Return the ids of the values that read as recorded; only of these does what was said of them still hold."""
        unchanged = [value for value in self.values if self.was(value) is None]
        ids = [value.id for value in unchanged]
        return frozenset(ids)

    def was(self, value: RequiredValue) -> str | None:
        """Return what a value read when it was recorded, if it reads otherwise now."""
        recorded = self.record.values.get(value.id)
        if recorded is not None and value.accepts(recorded):
            return None
        return recorded

    def review_overdue(self, today: str) -> bool:
        """Whether the next review should have been before `today`."""
        next_review = self.record.next_review
        if not next_review:
            return False
        return next_review < today

    def lapsed(self, today: str) -> tuple[str, ...]:
        """Return the values whose accepted deviation was accepted until a day before `today`."""
        acceptances = self.record.deviations.items()
        lapsed = [value for value, acceptance in acceptances if acceptance.until < today]
        return tuple(lapsed)


def step_change(entry: RecordStep | None, content_hash: str) -> StepChange | None:
    """Return what happened to a step since it was recorded with `entry`, by the hash that its content has now."""
    if entry is None:
        return StepChange.NEW
    if entry.content == content_hash:
        return None
    return StepChange.CHANGED
