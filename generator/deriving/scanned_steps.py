"""What was read on the pages of one sheet, step by step, or value by value where it is a confirmation.

One is taken only where all its boxes are sure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import Reading, RunStep, State, StepEvidence
from generator.model.scans import MarkVerdict
from generator.model.sheet_layouts import DIFFERS, SIGNATURE, MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.model.scans import ReadMark, ReadPage
    from generator.model.sheet_layouts import SheetLayout

STATES = {
    MarkKind.DONE: State.DONE,
    MarkKind.NOT_APPLICABLE: State.NOT_APPLICABLE,
    MarkKind.BLOCKED: State.BLOCKED,
}
"""What a tick in a box says."""

NAMES = {
    MarkKind.DONE: "done",
    MarkKind.NOT_APPLICABLE: "not applicable",
    MarkKind.BLOCKED: "blocked",
    MarkKind.SECOND: "initials of the second person",
    MarkKind.PAUSE: "initials at the pause",
}
SEVERAL = "more than one of its boxes is ticked"

Answers = dict[tuple[str, int, str], State]
"""What people said, by the sha256 of the scan, the page and the step."""


@dataclass(frozen=True)
class ScanQuestion:
    """A step, or the box of a value, that a person is asked about.

    `marks` are its boxes on a page of a scan, `reasons` say what is unclear.
    """

    file: str
    sha256: str
    page: int
    step: str
    marks: tuple[ReadMark, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ScannedSteps:
    """The steps of a sheet as they were read. `not_initialled` are steps where initials are missing, by the place."""

    steps: dict[str, RunStep]
    questions: tuple[ScanQuestion, ...]
    not_initialled: dict[MarkKind, tuple[str, ...]]


def scanned_steps(
    pages: Iterable[ReadPage], layout: SheetLayout, file: tuple[str, str], answers: Answers
) -> ScannedSteps:
    """Return what was read on pages of one sheet. `file` is the scan's name and sha256."""
    hashes = dict(layout.steps)
    steps: dict[str, RunStep] = {}
    questions = []
    initials: dict[MarkKind, list[str]] = defaultdict(list)
    for step, marks, said in _said(pages, file, answers):
        if isinstance(said, ScanQuestion):
            questions.append(said)
            continue
        state, evidence = said
        steps[step] = RunStep(state=state, content=hashes.get(step), evidence=evidence)
        for mark in _missing_initials(marks, state):
            initials[mark.place.kind].append(step)
    missing = {kind: tuple(ids) for kind, ids in initials.items()}
    return ScannedSteps(steps, tuple(questions), missing)


@dataclass(frozen=True)
class ScannedValues:
    """The values of a confirmation as they were read: which are confirmed, and on which page that was read.

    `may_differ` says that the box for what differs is not surely blank, `is_signed` that something is surely written
    in the place of the signature.
    """

    values: dict[str, bool]
    evidence: dict[str, StepEvidence]
    questions: tuple[ScanQuestion, ...]
    may_differ: bool
    is_signed: bool


def scanned_values(pages: Sequence[ReadPage], file: tuple[str, str], answers: Answers) -> ScannedValues:
    """Return what was read on pages of one confirmation. `file` is the scan's name and sha256."""
    values: dict[str, bool] = {}
    evidence: dict[str, StepEvidence] = {}
    questions = []
    for box, marks, said in _said(pages, file, answers):
        value = box.removeprefix(VALUE_BOX)
        if value == box:
            continue
        if isinstance(said, ScanQuestion):
            reasons = tuple(mark.reason for mark in marks)
            questions.append(replace(said, reasons=reasons))
            continue
        state, evidence[value] = said
        values[value] = state is State.DONE
    may_differ = _verdicts(pages, DIFFERS) - {MarkVerdict.BLANK}
    is_signed = _verdicts(pages, SIGNATURE) == {MarkVerdict.TICKED}
    return ScannedValues(values, evidence, tuple(questions), bool(may_differ), is_signed)


def _verdicts(pages: Iterable[ReadPage], name: str) -> set[MarkVerdict]:
    """Return what was read at all places of a name."""
    return {mark.verdict for page in pages for mark in page.marks if mark.place.step == name}


Said = tuple[State, StepEvidence] | ScanQuestion


def _said(
    pages: Iterable[ReadPage], file: tuple[str, str], answers: Answers
) -> Iterator[tuple[str, Sequence[ReadMark], Said]]:
    """Yield each step with its places, and either what became of it and where that was read, or what is to be asked."""
    name, sha256 = file
    for page in pages:
        for step, marks in _by_step(page).items():
            answer = answers.get((sha256, page.number, step))
            state, reasons = _state(marks)
            how = Reading.SCAN if answer is None else Reading.ASKED
            state = answer or state
            if state is None:
                yield step, marks, ScanQuestion(name, sha256, page.number, step, tuple(marks), tuple(reasons))
            else:
                yield step, marks, (state, StepEvidence(kind=how, page=page.number, sha256=sha256))


def _by_step(page: ReadPage) -> Mapping[str, Sequence[ReadMark]]:
    by_step: dict[str, list[ReadMark]] = defaultdict(list)
    for mark in page.marks:
        by_step[mark.place.step].append(mark)
    with_boxes = {}
    for step, marks in by_step.items():
        kinds = {mark.place.kind for mark in marks}
        if kinds & STATES.keys():
            with_boxes[step] = marks
    return with_boxes


def _state(marks: Iterable[ReadMark]) -> tuple[State | None, list[str]]:
    """Return what became of a step, or None and what is unclear."""
    boxes = [mark for mark in marks if mark.place.kind in STATES]
    unclear = [f"{NAMES[mark.place.kind]}: {mark.reason}" for mark in boxes if mark.verdict is MarkVerdict.UNSURE]
    ticked = [mark for mark in boxes if mark.verdict is MarkVerdict.TICKED]
    if unclear:
        return None, unclear
    if len(ticked) > 1:
        return None, [SEVERAL]
    if not ticked:
        return State.OPEN, []
    return STATES[ticked[0].place.kind], []


def _missing_initials(marks: Iterable[ReadMark], state: State) -> list[ReadMark]:
    """Return places for initials that are not surely written on, of a step that was done."""
    if state is not State.DONE:
        return []
    lines = [mark for mark in marks if mark.place.kind not in STATES]
    return [mark for mark in lines if mark.verdict is not MarkVerdict.TICKED]
