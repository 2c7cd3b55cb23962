"""What a filled sheet must hold to be believed: each of its boxes on exactly one page, and no other box."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator.deriving.guide_view import steps_named
from generator.model.filled_sheets import VALUE_BOX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.deriving.guide_view import GuideView
    from generator.model.filled_sheets import FilledSheet

TAKE = "Take the file that was ticked."
MANY = 10
"""Boxes that a message names before it only counts the rest."""


def sheet_faults(sheet: FilledSheet, view: GuideView) -> Iterator[tuple[str, str]]:
    """Yield the code and text of each reason not to believe a sheet. Boxes are named in the order of the guide."""
    expected = _expected(sheet, view)
    yield from _lost(sheet, expected, view)
    yield from _repeated(sheet, expected, view)
    yield from _strange(sheet, expected, view)
    yield from _unclear(sheet, view)


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


def _expected(sheet: FilledSheet, view: GuideView) -> list[str]:
    """Return the names of the sheet's boxes in the order of the guide, then those that the guide does not have."""
    order = [step.id for step in view.steps]
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
    steps = [name for name in names if name in view.step_by_id]
    settings = {VALUE_BOX + value.value.id: value.value.setting for value in view.values}
    others = [settings.get(name, name) for name in names if name not in view.step_by_id]
    parts = [f"“{name}”" for name in others[:MANY]]
    if steps:
        parts.insert(0, steps_named(steps, view))
    words = ", ".join(parts)
    further = len(others) - MANY
    if further > 0:
        words += f" and {further} more"
    return words
