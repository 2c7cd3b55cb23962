"""What was read on the pages of one sheet, step by step. A step is taken only where all its boxes are sure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model.records import Reading, RunStep, State, StepEvidence
from generator.model.scans import MarkVerdict
from generator.model.sheet_layouts import MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    """A step that a person is asked about: its boxes on a page of a scan, and what is unclear."""

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
    name, sha256 = file
    hashes = dict(layout.steps)
    steps: dict[str, RunStep] = {}
    questions = []
    initials: dict[MarkKind, list[str]] = defaultdict(list)
    for page in pages:
        for step, marks in _by_step(page).items():
            answer = answers.get((sha256, page.number, step))
            state, reasons = _state(marks)
            how = Reading.SCAN if answer is None else Reading.ASKED
            state = answer or state
            if state is None:
                questions.append(ScanQuestion(name, sha256, page.number, step, tuple(marks), tuple(reasons)))
                continue
            evidence = StepEvidence(kind=how, page=page.number, sha256=sha256)
            steps[step] = RunStep(state=state, content=hashes.get(step), evidence=evidence)
            for mark in _missing_initials(marks, state):
                initials[mark.place.kind].append(step)
    missing = {kind: tuple(ids) for kind, ids in initials.items()}
    return ScannedSteps(steps, tuple(questions), missing)


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
