"""What a record adds to an org's summary, in words."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.deriving.compliance import StepChange
from generator.deriving.history import changes_since
from generator.deriving.numbering import step_words
from generator.model import Subject
from generator.model.records import Outcome, State
from generator.rendering.reports.changes import step_sentence
from generator.rendering.sheets.sheet import setting_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.deriving.compliance import ComplianceStatus, StepStatus
    from generator.model import Change
    from generator.model.records import RecordStep

STATE_WORDS = {
    State.DONE: "Done",
    State.OPEN: "Open",
    State.NOT_APPLICABLE: "Not applicable",
    State.BLOCKED: "Blocked",
}
OUTCOME_WORDS = {
    Outcome.FAIL: "not as required",
    Outcome.NOT_VERIFIABLE: "not verifiable",
    Outcome.WARNING: "as required, with a warning",
    Outcome.PASS: "as required",
}
OF_THE_WHOLE = frozenset({Subject.STEP, Subject.ORDER})
"""Changes by which a step comes, goes or moves, and reads as before."""
NOBODY_ACCEPTS = "Nobody has accepted it yet."


def record_facts(now: ComplianceStatus) -> list[tuple[str, str]]:
    """Return label and text of what is known of the run as a whole."""
    record = now.record
    settled = len(now.counted) - len(now.open)
    return [
        ("Steps done", f"{settled} of {len(now.counted)}"),
        ("Recorded", f"{record.recorded.on} by {record.recorded.by}"),
        ("Next review", record.next_review or "no day set"),
        ("Evidence", ", ".join(dict.fromkeys(evidence.file for evidence in record.evidence)) or "none"),
        *_audit_facts(now),
    ]


def _audit_facts(now: ComplianceStatus) -> list[tuple[str, str]]:
    audit = now.record.audit
    if audit is None:
        return []
    outcomes = Counter(finding.verdict for finding in now.audited.values())
    counts = [f"{outcomes[outcome]} {words}" for outcome, words in OUTCOME_WORDS.items() if outcomes[outcome]]
    return [("Audit", ", ".join(filter(None, (audit.on, audit.how)))), ("Settings found", ", ".join(counts) or "none")]


def outdated_line(now: ComplianceStatus) -> str:
    """Say what changed in the guide since, or nothing."""
    if not now.outdated:
        return ""
    changed = step_words(
        (step.step.id for step in now.steps if step.change), {step.step.id: step.label for step in now.steps}
    )
    return (
        f"The record is of revision {now.record.revision}, and the guide is at {now.guide.about.revision}. "
        f"Steps that changed since and are open again: {changed or 'none'}."
    )


def open_steps(now: ComplianceStatus) -> list[tuple[str, str, str]]:
    """Return label, id and words of each step that is still to be done."""
    return [(step.label, step.step.id, _open_words(step)) for step in now.open]


def _open_words(step: StepStatus) -> str:
    if step.change:
        return f"{step.change.value.capitalize()} since it was recorded"
    return _state(step.entry) if step.entry else "Open"


def remaining_notes(now: ComplianceStatus) -> dict[str, str]:
    """Return for each step that is to be done (again), by id, why: what changed, or how it was left."""
    changes = changes_since(now.guide, now.record.revision)
    return {step.step.id: " ".join(_reasons(now, step, changes.get(step.step.id, ()))) for step in now.remaining}


def _reasons(now: ComplianceStatus, step: StepStatus, changes: Iterable[Change]) -> Iterator[str]:
    """Yield what to say of a step. That it changed is told by its hash; how, by record and history as far as known."""
    yield f"{_open_words(step)}."
    changed = {value.id: f"{value.setting} was “{was}”." for value in step.step.values if (was := now.was(value))}
    yield from changed.values()
    if step.change is StepChange.CHANGED:
        said = [change for change in changes if change.subject not in OF_THE_WHOLE and change.name not in changed]
        yield from dict.fromkeys(f"{step_sentence(change)}." for change in said)


def settings_words(now: ComplianceStatus) -> dict[str, tuple[str, ...]]:
    """Return by value id what is on record of the setting: by whom it was made, confirmed and audited."""
    steps = {step.step.id: step for step in now.steps}
    setting = setting_steps(now.guide)
    return {
        value.id: (
            *([_open_words(step) if step.change or not step.entry else _state(step.entry)] if step else ()),
            *_confirmed(now, value.id),
            *_audited(now, value.id),
        )
        for value in now.guide.values
        for step in [steps.get(setting.get(value.id, ""))]
    }


def _state(entry: RecordStep) -> str:
    who = f" by {entry.by}" if entry.by else ""
    when = f", {entry.at[:10]}" if entry.at else ""
    reason = f": {entry.reason}" if entry.reason else ""
    return f"{STATE_WORDS[entry.state]}{who}{when}{reason}"


def _confirmed(now: ComplianceStatus, value_id: str) -> Sequence[str]:
    said = now.record.confirmed.get(value_id)
    if said is None or value_id not in now.unchanged:
        return ()
    return (f"Confirmed by {said.by}, {said.on}",)


def _audited(now: ComplianceStatus, value_id: str) -> Sequence[str]:
    """Say what the audit found, when, in which file, and why it is no plain answer."""
    audit, finding = now.record.audit, now.audited.get(value_id)
    if audit is None or finding is None:
        return ()
    found = f", found {finding.found}" if finding.found else ""
    file = f", in {PurePosixPath(finding.file).name}" if finding.file else ""
    reason = f": {finding.reason}" if finding.reason else ""
    return (f"Audit {audit.on}: {OUTCOME_WORDS[finding.verdict]}{found}{file}{reason}",)


def acceptances(now: ComplianceStatus) -> dict[str, str]:
    """Return by value id who accepts its deviation, and until when."""
    return {value.id: _accepted(now, value.id) for value in now.guide.values if value.deviation}


def _accepted(now: ComplianceStatus, value_id: str) -> str:
    said = now.record.deviations.get(value_id)
    if said is None or value_id not in now.unchanged:
        return NOBODY_ACCEPTS
    return f"Accepted by {said.by} until {said.until}" + (f": {said.reason}" if said.reason else "")


def record_json(now: ComplianceStatus) -> dict[str, Any]:
    """Return the record for programs, with what follows from it."""
    return {
        **now.record.model_dump(mode="json"),
        "outdated": now.outdated,
        "open": [step.step.id for step in now.open],
        "changed": [step.step.id for step in now.steps if step.change],
    }
