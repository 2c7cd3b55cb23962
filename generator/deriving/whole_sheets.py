"""What a filled sheet must hold to be believed: each of its boxes on exactly one page, and no other box."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from generator.deriving.guide_view import steps_named
from generator.deriving.scanned_steps import NAMES, STATES
from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import RunStep, State
from generator.model.sheet_layouts import BOXES, MarkKind, box_name, step_and_kind
from generator.reading.text.source import refusal
from generator.secrets import find_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.deriving.guide_view import GuideView
    from generator.model.filled_sheets import FilledSheet

TAKE = "Take the file that was ticked."
MAX_REASON = 1000
"""Characters; a run holds as many."""

MANY = 10
"""Boxes that a message names before it only counts the rest."""


def sheet_faults(sheet: FilledSheet, view: GuideView) -> Iterator[tuple[str, str]]:
    """Yield the code and text of each reason not to believe a sheet. Boxes are named in the order of the guide."""
    expected = _expected(sheet, view)
    yield from _lost(sheet, expected, view)
    yield from _repeated(sheet, expected, view)
    yield from _strange(sheet, expected, view)
    yield from _unclear(sheet, view)
    yield from _contradicting(sheet, view)
    yield from _unfit_reasons(sheet, view)


def filled_steps(sheet: FilledSheet) -> dict[str, RunStep]:
    """Return what became of each step by the boxes of a sheet that has no fault, and why."""
    hashes = dict(sheet.facts.steps)
    reasons = {reason.step: reason.text for reason in sheet.reasons}
    steps = {}
    for step, kinds in _ticked_kinds(sheet).items():
        state = STATES[kinds[0]] if kinds else State.OPEN
        steps[step] = RunStep(state=state, content=hashes.get(step), reason=reasons.get(step, ""))
    return steps


def _ticked_kinds(sheet: FilledSheet) -> dict[str, list[MarkKind]]:
    """Return what the ticked boxes of each step say."""
    by_step: dict[str, list[MarkKind]] = defaultdict(list)
    for box in sheet.boxes:
        step, kind = step_and_kind(box.name)
        kinds = by_step[step]
        if box.ticked:
            kinds.append(kind)
    return by_step


def _lost(sheet: FilledSheet, expected: Sequence[str], view: GuideView) -> Iterator[tuple[str, str]]:
    standing = {box.name for box in sheet.boxes}
    lost = [name for name in expected if name not in standing]
    if lost:
        text = (
            f"This PDF has lost the boxes of {_words(lost, view)}. A page was taken out, or the program that saved it "
            f"left them out. {TAKE}"
        )
        yield "pdf-lost-boxes", text


def _repeated(sheet: FilledSheet, expected: Iterable[str], view: GuideView) -> Iterator[tuple[str, str]]:
    counted = Counter(box.name for box in sheet.boxes)
    by_page = Counter((box.name, box.page) for box in sheet.boxes)
    twice = [name for name in expected if counted[name] > 1]
    if not twice:
        return
    if max(by_page.values()) > 1:
        how = "One sheet was laid over another. Take each file as it was before."
    else:
        how = "Copies of a sheet were put into one file. Record each copy as a file of its own."
    yield "pdf-repeated-boxes", f"This PDF has more than one box for {_words(twice, view)}. {how}"


def _strange(sheet: FilledSheet, expected: Sequence[str], view: GuideView) -> Iterator[tuple[str, str]]:
    strange = sorted({box.name for box in sheet.boxes if box.name not in expected})
    if strange:
        text = (
            f"This PDF has check boxes that the sheet does not have: {_words(strange, view)}. They were added, or "
            f"a program named them anew when it put files together. {TAKE}"
        )
        yield "pdf-other-boxes", text


def _unclear(sheet: FilledSheet, view: GuideView) -> Iterator[tuple[str, str]]:
    unclear = [box.name for box in sheet.boxes if box.ticked is None]
    if unclear:
        text = (
            f"This PDF contradicts itself on {_words(unclear, view)}: it says that the box is ticked, and shows it "
            "blank, or the other way round. Tick it once more and save the file, or take another program for it."
        )
        yield "pdf-unclear", text


def _contradicting(sheet: FilledSheet, view: GuideView) -> Iterator[tuple[str, str]]:
    for step, kinds in _ticked_kinds(sheet).items():
        if len(kinds) > 1:
            words = " and ".join(NAMES[kind] for kind in kinds)
            about = steps_named([step], view)
            text = f"In this PDF {about} is ticked as {words}. Untick what is not so, and save the file."
            yield "pdf-contradicting", text


def _unfit_reasons(sheet: FilledSheet, view: GuideView) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with reasons; one that looks like a secret is not repeated."""
    steps = dict(sheet.facts.steps)
    strange = [f"“{reason.step}”" for reason in sheet.reasons if reason.step not in steps]
    if strange:
        text = f"This PDF has words in fields that the sheet does not have: {', '.join(strange)}. {TAKE}"
        yield "pdf-other-boxes", text
    for reason in sheet.reasons:
        about = f"The reason of {steps_named([reason.step], view)}"
        for secret in find_secrets(reason.text):
            yield "secret", f"{about}: {refusal(secret.kind)}"
        if len(reason.text) > MAX_REASON:
            yield "too-long", f"{about} has more than {MAX_REASON:,} characters. Shorten it."
        elif not reason.text.isprintable():
            yield "control-character", f"{about} holds an invisible character. Type it in anew."


def _expected(sheet: FilledSheet, view: GuideView) -> list[str]:
    """Return the names of the sheet's boxes in the order of the guide, then those that the guide does not have."""
    order = []
    for step in view.steps:
        order += [box_name(step.id, kind) for kind in BOXES]
    order += _value_boxes(view)
    boxes = _boxes_of(sheet, view)
    expected = [name for name in order if name in boxes]
    expected += [name for name in boxes if name not in order]
    return expected


def _boxes_of(sheet: FilledSheet, view: GuideView) -> list[str]:
    """Return the boxes that a sheet says it has.

    A sheet that does not tell them is a confirmation if it has a value's box, and then has one for each value of its
    revision.
    """
    if sheet.facts.boxes:
        return list(sheet.facts.boxes)
    standing = [box.name for box in sheet.boxes]
    if not any(name.startswith(VALUE_BOX) for name in standing):
        return [step for step, _ in sheet.facts.steps]
    if sheet.facts.revision == view.about.revision:
        return _value_boxes(view)
    return standing


def _value_boxes(view: GuideView) -> list[str]:
    return [VALUE_BOX + value.value.id for value in view.values]


def _words(names: Sequence[str], view: GuideView) -> str:
    """Name boxes for people: steps by their number, values by their setting."""
    settings = {VALUE_BOX + value.value.id: value.value.setting for value in view.values}
    by_step: dict[str, list[MarkKind]] = defaultdict(list)
    others = []
    for name in names:
        step, kind = step_and_kind(name)
        if step in view.step_by_id:
            by_step[step].append(kind)
        else:
            others.append(f"“{settings.get(name, name)}”")
    parts = [*_step_boxes(by_step, view), *others]
    words = ", ".join(parts[:MANY])
    further = len(parts) - MANY
    if further > 0:
        words += f" and {further} more"
    return words


def _step_boxes(by_step: Mapping[str, Sequence[MarkKind]], view: GuideView) -> Iterator[str]:
    """Name the steps together whose own box is meant, and each of the others with its boxes."""
    whole = [step for step, kinds in by_step.items() if MarkKind.DONE in kinds]
    if whole:
        yield steps_named(whole, view)
    for step, kinds in by_step.items():
        if MarkKind.DONE not in kinds:
            boxes = " and ".join(f"“{NAMES[kind]}”" for kind in kinds)
            yield f"{boxes} of {steps_named([step], view)}"
