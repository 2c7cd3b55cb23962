"""What a record adds to an org's sheets, in words."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.deriving.compliance import StepChange
from generator.deriving.words import brief, first_words
from generator.model import Subject
from generator.model.records import Outcome, State
from generator.rendering.reports.changes import part_names, step_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.deriving.compliance import ComplianceStatus, StepStatus
    from generator.deriving.guide_view import GuideView, StepView, ValueView
    from generator.model import Change
    from generator.model.records import Finding, RecordStep

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


# The run as a whole


def record_facts(compliance: ComplianceStatus) -> list[tuple[str, str]]:
    """Return label and text of what is known of the run as a whole."""
    record = compliance.record
    total = len(compliance.counted)
    done = total - len(compliance.open)
    files = dict.fromkeys(evidence.file for evidence in record.evidence)
    return [
        ("Steps done", f"{done} of {total}"),
        ("Recorded", f"{record.recorded.on} by {record.recorded.by}"),
        ("Next review", record.next_review or "no day set"),
        ("Evidence", ", ".join(files) or "none"),
        *_audit_facts(compliance),
    ]


def _audit_facts(compliance: ComplianceStatus) -> list[tuple[str, str]]:
    audit = compliance.record.audit
    if audit is None:
        return []
    day_and_way = ", ".join(filter(None, (audit.on, audit.how)))
    counts = ", ".join(_outcome_counts(compliance))
    return [("Audit", day_and_way), ("Settings found", counts or "none")]


def _outcome_counts(compliance: ComplianceStatus) -> Iterator[str]:
    findings = compliance.audited.values()
    counts = Counter(finding.verdict for finding in findings)
    for outcome, words in OUTCOME_WORDS.items():
        if counts[outcome]:
            yield f"{counts[outcome]} {words}"


def outdated_line(view: GuideView) -> str:
    """Say what changed in the guide since, or nothing."""
    compliance = view.compliance
    if compliance is None or not compliance.outdated:
        return ""
    changed = _named(compliance.changed, view)
    return (
        f"The record is of revision {compliance.record.revision}, and the guide is at {view.about.revision}. "
        f"Steps that changed since and are open again: {changed or 'none'}."
    )


def _named(ids: Sequence[str], view: GuideView) -> str:
    """Name steps by number and words."""
    names = []
    for step_id in ids:
        step = view.step_by_id[step_id]
        names.append(f"{step.label} {brief(first_words(step.content))}")
    return "; ".join(names)


def record_json(compliance: ComplianceStatus) -> dict[str, Any]:
    """Return the record for programs, with what follows from it."""
    return {
        **compliance.record.model_dump(mode="json"),
        "outdated": compliance.outdated,
        "open": [status.id for status in compliance.open],
        "changed": list(compliance.changed),
    }


# Steps


def open_steps(view: GuideView) -> list[tuple[str, str, str]]:
    """Return of each step that is still to be done its label, what to do, and how it was left."""
    if view.compliance is None:
        return []
    rows = []
    for status in view.compliance.open:
        step = view.step_by_id[status.id]
        rows.append((step.label, first_words(step.content), _status_words(status)))
    return rows


def _status_words(status: StepStatus) -> str:
    if status.change:
        return f"{status.change.value.capitalize()} since it was recorded"
    if status.entry is None:
        return "Open"
    return entry_words(status.entry)


def entry_words(entry: RecordStep) -> str:
    """Say how a step was left, by whom, when and why."""
    words = STATE_WORDS[entry.state]
    if entry.by:
        words += f" by {entry.by}"
    if entry.at:
        words += f", {entry.at[:10]}"
    if entry.reason:
        words += f": {entry.reason}"
    return words


def remaining_notes(view: GuideView) -> dict[str, str]:
    """Return for each step that is to be done (again), by id, why: what changed, or how it was left."""
    compliance = view.compliance
    if compliance is None:
        return {}
    steps = [view.step_by_id[status.id] for status in compliance.remaining]
    return {step.id: " ".join(_reasons(step, compliance, view)) for step in steps}


def _reasons(step: StepView, compliance: ComplianceStatus, view: GuideView) -> Iterator[str]:
    """Yield what to say of a step. That it changed is told by its hash; how, by record and history as far as known."""
    if step.status is None:
        return
    yield f"{_status_words(step.status)}."
    former = {value.id: compliance.was(value) for value in step.values}
    changed = [value for value in step.values if former[value.id]]
    for value in changed:
        yield f"{value.setting} was “{former[value.id]}”."
    if step.status.change is StepChange.CHANGED:
        yield from _change_sentences(step.status.changes, [value.id for value in changed], view)


def _change_sentences(changes: Sequence[Change], told: Sequence[str], view: GuideView) -> Iterator[str]:
    """Yield each sentence once, but for what is told already, by name."""
    within = [change for change in changes if change.subject not in OF_THE_WHOLE]
    new = [change for change in within if change.name not in told]
    names = part_names(view)
    sentences = [step_sentence(change, view.words, names) for change in new]
    for each in dict.fromkeys(sentences):
        yield f"{each}."


# Settings


def setting_words(value: ValueView, view: GuideView) -> tuple[str, ...]:
    """Return what is on record of a setting: by whom it was made, confirmed and audited."""
    compliance = view.compliance
    if compliance is None:
        return ()
    statuses = [view.step_by_id[step].status for step in value.steps[:1]]
    words = [_status_words(status) for status in statuses if status]
    return (*words, *_confirmed(compliance, value.value.id), *_audited(compliance, value.value.id))


def _confirmed(compliance: ComplianceStatus, value_id: str) -> Sequence[str]:
    confirmation = compliance.record.confirmed.get(value_id)
    if confirmation is None or value_id not in compliance.unchanged:
        return ()
    return (f"Confirmed by {confirmation.by}, {confirmation.on}",)


def _audited(compliance: ComplianceStatus, value_id: str) -> Sequence[str]:
    """Say what the audit found, when, in which file, and why it is no plain answer."""
    audit = compliance.record.audit
    finding = compliance.audited.get(value_id)
    if audit is None or finding is None:
        return ()
    return (f"Audit {audit.on}: {_finding_words(finding)}",)


def _finding_words(finding: Finding) -> str:
    words = OUTCOME_WORDS[finding.verdict]
    if finding.found:
        words += f", found {finding.found}"
    if finding.file:
        words += f", in {PurePosixPath(finding.file).name}"
    if finding.reason:
        words += f": {finding.reason}"
    return words


def acceptance_words(value_id: str, compliance: ComplianceStatus) -> str:
    """Say who accepts a value's deviation, and until when."""
    acceptance = compliance.record.deviations.get(value_id)
    if acceptance is None or value_id not in compliance.unchanged:
        return NOBODY_ACCEPTS
    words = f"Accepted by {acceptance.by} until {acceptance.until}"
    if acceptance.reason:
        words += f": {acceptance.reason}"
    return words
