"""Files that came back, and the record so far, to the record as it now stands. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from generator.deriving.guide_view import step_words, view
from generator.model import printable
from generator.model.records import (
    BLANK_KINDS,
    CONFIRMATIONS,
    Audit,
    Confirmation,
    Evidence,
    Finding,
    Outcome,
    Record,
    Recorded,
    RecordStep,
    State,
    is_before,
)
from generator.platforms.registry import platform_of
from generator.problems import Location, Problem
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.deriving import auditing
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide, Org, OrgField
    from generator.model.records import Acceptance, Filled, RunStep

T = TypeVar("T")
MAX_FOUND = 500
"""Characters of what an audit found; the record reads as many."""

UNCLEAR = frozenset({Outcome.NOT_VERIFIABLE, Outcome.WARNING})
"""What an audit may say of a value that its name and what was found do not explain."""


class Later(StrEnum):
    """Which of two states of a step is the later one, where their times do not tell."""

    FILES = "files"
    RECORD = "record"


@dataclass(frozen=True)
class Entry:
    """Who brings a record up to date, on which day, and what they add by word rather than by file.

    `confirmed_by` filled in the confirmations; empty, that was `by`, unless somebody did steps under that name. With
    `anew` the states of steps come from the files alone, and those on record are given up. `later` says which is
    the later one where times do not tell. No file can be of a time after `today`; empty, nothing is held against it.
    """

    by: str
    on: str
    confirmed_by: str = ""
    anew: bool = False
    later: Later | None = None
    today: str = ""
    next_review: str | None = None
    accepted: dict[str, Acceptance] = field(default_factory=dict)

    @property
    def confirmer(self) -> str:
        """Return who filled in the confirmations."""
        return self.confirmed_by or self.by


# What cannot be taken in


def file_problems(guide: Guide, org: Org, files: Iterable[Filled]) -> Iterator[Problem]:
    """Yield why files do not belong to this guide, revision and org, or disagree with each other."""
    known: list[Filled] = []
    for file in files:
        faults = list(_strange(guide, org, file))
        for code, text in faults:
            yield Problem(file.location, code, in_part(file.part, text))
        if not faults:
            yield from _disagreements(guide, file, known)
        known.append(file)


def in_part(part: str, text: str) -> str:
    """Say which part of a file a text is about, if it is about a part."""
    if not part:
        return text
    return f"{part[0].upper()}{part[1:]}: {text}"


def _strange(guide: Guide, org: Org, file: Filled) -> Iterator[tuple[str, str]]:
    if not file.org and file.kind not in BLANK_KINDS:
        label = _address_field(guide).label
        yield "run-without-org", f"This run names no org. Fill in {label} on the checklist and export it again."
    elif file.org and file.org not in {org.id, org.get(_address_field(guide).key)}:
        yield (
            "other-org",
            f"This file is about the org “{file.org}”, and --org names “{org.id}”. Name the org it is about.",
        )
    if file.revision != guide.about.revision:
        yield "other-revision", _other_revision(guide, file)
    elif words := _differences(guide, file):
        text = (
            f"This file is of revision {file.revision}, as the guide is, but not of its steps: {words}. Raise the "
            "guide’s revision if the guide was changed."
        )
        yield "other-steps", text


def _address_field(guide: Guide) -> OrgField:
    """Return the field by which a browser tells orgs apart."""
    platform = platform_of(guide.about)
    return next(each for each in platform.org_fields if each.key == platform.address_key)


def _other_revision(guide: Guide, file: Filled) -> str:
    changes = _differences(guide, file) or "no step changed since"
    return (
        f"This file is of revision {file.revision}, and the guide is at {guide.about.revision}: {changes}. "
        "Record it with the guide as it was then (--content), and print what is to be redone with "
        "“guide checklist ORG.yaml --since RECORD”."
    )


def _differences(guide: Guide, file: Filled) -> str:
    """Say which of the file's steps are not as the guide has them; what the file leaves out says nothing."""
    blank = view(guide)
    contents = {step: run.content for step, run in file.steps.items()} | dict(file.sheet_steps)
    parts = {
        "changed steps": [step for step, content in contents.items() if _has_changed(content, step, blank)],
        "not in the guide": _not_in_guide(guide, contents, file.values),
        "new steps": _new_steps(blank, file.revision, contents),
    }
    return "; ".join(f"{words}: {step_words(ids, blank)}" for words, ids in parts.items() if ids)


def _has_changed(content: str | None, step_id: str, blank: GuideView) -> bool:
    """Whether a file says by a hash that a step of the guide was another one then."""
    step = blank.step_by_id.get(step_id)
    if step is None or content is None:
        return False
    return content != step.content_hash


def _not_in_guide(guide: Guide, steps: Iterable[str], values: Iterable[str]) -> list[str]:
    """Return the steps and the values of a file that the guide does not have."""
    step_ids = {step.id for step in guide.steps}
    value_ids = {value.id for value in guide.values}
    gone = [step for step in steps if step not in step_ids]
    gone += [value for value in values if value not in value_ids]
    return gone


def _new_steps(blank: GuideView, revision: str, steps: Iterable[str]) -> list[str]:
    """Return the guide's steps that a file of another revision does not have."""
    if revision == blank.about.revision:
        return []
    known = set(steps)
    return [step.id for step in blank.steps if step.id not in known]


def _disagreements(guide: Guide, file: Filled, others: Iterable[Filled]) -> Iterator[Problem]:
    blank = view(guide)
    for other in others:
        for step in [step for step in file.steps if step in other.steps]:
            here, there = file.steps[step].state, other.steps[step].state
            if here is not there:
                text = (
                    f"Step {step_words([step], blank)} is {here} here and {there} in {_named(other)}. Correct "
                    "one of the two. If each file holds a part of the work, record them one after the other."
                )
                yield Problem(file.location, "files-disagree", in_part(file.part, text))


def _named(file: Filled) -> str:
    if not file.part:
        return file.location.path
    return f"{file.location.path}, {file.part}"


def order_problems(guide: Guide, files: Iterable[Filled], before: Record | None, entry: Entry) -> Iterator[Problem]:
    """Yield the times that are yet to come, and the steps of which nobody can tell whether file or record is later."""
    blank = view(guide)
    recorded = _still_recorded(blank, before.steps) if before and not entry.anew else {}
    for file in files:
        for step, new in file.steps.items():
            if new.state is State.OPEN:
                continue
            words = step_words([step], blank)
            if is_before(entry.today, new.at):
                text = (
                    f"Step {words} is {new.state} as of {new.at}, which is yet to come: today is {entry.today}. "
                    "Correct the time in the file, or this computer’s clock."
                )
                yield Problem(file.location, "time-ahead", in_part(file.part, text))
            elif entry.later is None and step in recorded and _is_doubtful(recorded[step], new, entry):
                yield Problem(
                    file.location, "order-unknown", in_part(file.part, _which(words, recorded[step], new, entry))
                )


def _which(words: str, old: RecordStep, new: RunStep, entry: Entry) -> str:
    here, there = f"{new.state} here ({new.at or entry.on})", f"{old.state} on record ({old.at or 'no time'})"
    return (
        f"Step {words} is {here} and {there}, and their times do not tell which came later. Say it: "
        "--later files or --later record."
    )


def _is_doubtful(old: RecordStep, new: RunStep, entry: Entry) -> bool:
    """Whether two states differ and nobody can tell which is the later: not by the times, or one is yet to come."""
    at = new.at or entry.on
    if old.state in {State.OPEN, new.state}:
        return False
    if is_before(entry.today, old.at):
        return True
    is_told = is_before(at, old.at) or is_before(old.at, at)
    return not is_told


def older_steps(files: Iterable[Filled], record: Record) -> tuple[str, ...]:
    """Return the steps that are settled otherwise in a file than in the record, which has a later state."""
    differing: dict[str, None] = {}
    for file in files:
        for step, run in file.steps.items():
            if run.state not in {State.OPEN, record.steps[step].state}:
                differing[step] = None
    return tuple(differing)


def unnamed_confirmations(files: Sequence[Filled], entry: Entry) -> Iterator[Problem]:
    """Yield the confirmations of which nobody says who filled them in: --by is who did the steps of other files."""
    steps = chain.from_iterable(file.steps.values() for file in files)
    names_another = any(step.state is not State.OPEN and not step.by for step in steps)
    if entry.confirmed_by or not names_another:
        return
    for file in files:
        if file.kind in CONFIRMATIONS:
            text = (
                f"This is a second person’s confirmation, and --by names {entry.by} for the steps of other files. Name "
                "in --confirmed-by who filled it in."
            )
            yield Problem(file.location, "confirmed-by", in_part(file.part, text))


def confirmation_problems(record: Record, files: Iterable[Filled], entry: Entry) -> Iterator[Problem]:
    """Yield a problem for each confirmation by somebody who did steps: it must be a second person."""
    did = {_name(step.by) for step in record.steps.values() if step.state is not State.OPEN}
    if _name(entry.confirmer) not in did:
        return
    for file in files:
        if file.kind in CONFIRMATIONS:
            text = (
                f"A second person confirms the values, and by the record {entry.confirmer} did steps. Name in "
                "--confirmed-by who filled it in."
            )
            yield Problem(file.location, "same-person", in_part(file.part, text))


def _name(text: str) -> str:
    return " ".join(text.casefold().split())


# Taking in


def take_in(guide: Guide, org: Org, files: Sequence[Filled], before: Record | None, entry: Entry) -> Record:
    """Return the record with the files' states in it."""
    before = before or _empty_record(guide, org, entry)
    former_steps = before.steps
    if entry.anew:
        former_steps = {}
    values = _values(guide, org)
    return Record(
        format="guide-record/1",
        guide=guide.id,
        revision=guide.about.revision,
        org=org.id,
        recorded=Recorded(by=entry.by, on=entry.on),
        next_review=entry.next_review or before.next_review,
        steps=_steps(view(guide), files, former_steps, entry),
        values=values,
        confirmed=_still_true(before.confirmed, before, values) | _confirmed(files, entry),
        deviations=_still_true(before.deviations, before, values) | entry.accepted,
        audit=_audit(before, values),
        evidence=_evidence(files, before.evidence, entry),
    )


def _empty_record(guide: Guide, org: Org, entry: Entry) -> Record:
    return Record(
        format="guide-record/1",
        guide=guide.id,
        revision=guide.about.revision,
        org=org.id,
        recorded=Recorded(by=entry.by, on=entry.on),
        steps={},
        values={},
    )


def _steps(
    blank: GuideView, files: Iterable[Filled], former: Mapping[str, RecordStep], entry: Entry
) -> dict[str, RecordStep]:
    """A step that changed since it was done is open again."""
    steps = {step.id: RecordStep(state=State.OPEN, content=step.content_hash) for step in blank.steps}
    steps |= _still_recorded(blank, former)
    for file in files:
        for step, new in file.steps.items():
            steps[step] = _newer(steps[step], new, entry)
    return steps


def _still_recorded(blank: GuideView, former: Mapping[str, RecordStep]) -> dict[str, RecordStep]:
    """Return what is on record of the steps that did not change since."""
    hashes = {step.id: step.content_hash for step in blank.steps}
    unchanged = [step for step, entry in former.items() if entry.content == hashes.get(step)]
    return {step: former[step] for step in unchanged}


def _newer(old: RecordStep, new: RunStep, entry: Entry) -> RecordStep:
    """An open box says nothing against a tick that came earlier, and an older tick nothing against a newer."""
    if new.state is State.OPEN and old.state is State.OPEN:
        return old.model_copy(update={"reason": new.reason or old.reason})
    if new.state is State.OPEN:
        return old
    at = new.at or entry.on
    if _is_doubtful(old, new, entry) and entry.later is Later.RECORD:
        return old
    if is_before(at, old.at) and not _is_doubtful(old, new, entry):
        return old
    return RecordStep(
        state=new.state,
        content=old.content,
        by=new.by or entry.by,
        at=at,
        reason=new.reason,
        evidence=new.evidence,
    )


def _confirmed(files: Iterable[Filled], entry: Entry) -> dict[str, Confirmation]:
    confirmed = {}
    for file in files:
        for value in _ticked(file):
            evidence = file.values_evidence.get(value)
            confirmed[value] = Confirmation(by=entry.confirmer, on=entry.on, evidence=evidence)
    return confirmed


def _ticked(file: Filled) -> list[str]:
    """Return the ids of the values that a file confirms."""
    boxes = file.values.items()
    return [value for value, ticked in boxes if ticked]


def _values(guide: Guide, org: Org) -> dict[str, str]:
    """Return what each value reads in an org, by id; what the org does not say stands as in the source."""
    values = [value.filled(org.facts) for value in guide.values]
    return {value.id: value.template for value in values}


def _still_true(statements: dict[str, T], before: Record, values: Mapping[str, str]) -> dict[str, T]:
    """Keep what was said of values that still read the same."""
    kept = {}
    for value_id, statement in statements.items():
        text = before.values.get(value_id)
        if text is not None and text == values.get(value_id):
            kept[value_id] = statement
    return kept


def _audit(before: Record, values: Mapping[str, str]) -> Audit | None:
    if before.audit is None:
        return None
    return before.audit.model_copy(update={"values": _still_true(before.audit.values, before, values)})


def _evidence(files: Iterable[Filled], before: tuple[Evidence, ...], entry: Entry) -> tuple[Evidence, ...]:
    """The same file counts once, however often it is recorded, and however many sheets of a kind it holds."""
    known = {(evidence.sha256, evidence.kind): evidence for evidence in before}
    for file in files:
        key = file.sha256, file.kind
        new = _evidence_of(file, entry)
        old = known.setdefault(key, new)
        states = dict.fromkeys((*old.states, *new.states))
        known[key] = old.model_copy(update={"states": tuple(states)})
    return tuple(known.values())


def _evidence_of(file: Filled, entry: Entry) -> Evidence:
    done = [step for step, run in file.steps.items() if run.state is not State.OPEN]
    return Evidence(
        file=file.name,
        sha256=file.sha256,
        kind=file.kind,
        by=entry.confirmer if file.kind in CONFIRMATIONS else entry.by,
        on=entry.on,
        states=(*done, *_ticked(file)),
    )


# Audits


def audit_problems(record: Record, path: str, guide: Guide, org: Org, on: str) -> Iterator[Problem]:
    """Yield why what is found in this org today does not belong into the record at `path`."""
    place = Location(path)
    has_other_values = record.values != _values(guide, org)
    if (record.org, record.guide) != (org.id, guide.id):
        text = (
            f"This is the record of “{record.org}” for “{record.guide}”, and the audit is of “{org.id}” for "
            f"“{guide.id}”. Name the record it belongs to."
        )
        yield Problem(place, "other-record", text)
    elif record.revision != guide.about.revision or has_other_values:
        other_values = " with other values" if has_other_values else ""
        text = (
            f"The record is of revision {record.revision}, and the guide is at {guide.about.revision}{other_values}. "
            "First bring the record up to date with “guide record”, or audit with the guide as it was then (--content)."
        )
        yield Problem(place, "other-revision", text)
    elif record.audit and record.audit.on > on:
        text = f"The record already has a newer audit, of {record.audit.on}. This one is of {on} (--on)."
        yield Problem(place, "older-audit", text)


def with_audit(record: Record, audit: auditing.AppAudit, folder: str, on: str) -> Record:
    """Return the record with what was found in the files below `folder` in place of an earlier audit."""
    findings = {verdict.value.id: _finding(verdict, folder) for verdict in audit.verdicts}
    how = _recordable(f"metadata of the app {audit.app.name}")
    new_audit = Audit(on=on, how=how, values=findings)
    return record.model_copy(update={"audit": new_audit})


def _finding(verdict: auditing.Verdict, folder: str) -> Finding:
    file = reason = ""
    if verdict.location:
        file = _below(PurePath(verdict.location.path), PurePath(folder))
    if verdict.outcome in UNCLEAR:
        reason = verdict.text.replace(f"{folder}/", "")
    return Finding(
        verdict=verdict.outcome,
        found=_recordable(verdict.found or ""),
        file=_recordable(file),
        reason=_recordable(reason),
    )


def _below(path: PurePath, folder: PurePath) -> str:
    """Return a path that says nothing of the computer it was on."""
    if not path.is_relative_to(folder):
        return path.name
    return path.relative_to(folder).as_posix()


def _recordable(text: str) -> str:
    """Return a stranger's text as a record may hold it: one line, not endless, and never a key or secret."""
    if looks_secret(text):
        return "(hidden)"
    line = printable(text)
    if len(line) <= MAX_FOUND:
        return line
    return f"{line[:MAX_FOUND]}…"
