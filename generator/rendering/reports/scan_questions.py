"""The page that asks what a scan does not show for sure. It holds the clippings, and saves the answers as a file."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.deriving.scanned_steps import STATES
from generator.deriving.words import first_words
from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import State
from generator.model.scan_answers import ANSWERS_FORMAT
from generator.rendering.markup.html import digest, render, script, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.deriving.guide_view import GuideView, StepView
    from generator.deriving.scanned_steps import ScanQuestion
    from generator.model.records import Filled
    from generator.model.scans import ReadMark

STEP_CHOICES = (
    (State.DONE, "done"),
    (State.NOT_APPLICABLE, "not applicable"),
    (State.BLOCKED, "blocked"),
    (State.OPEN, "none: still open"),
)
VALUE_CHOICES = ((State.DONE, "confirmed"), (State.OPEN, "not ticked"))


@dataclass(frozen=True)
class Choice:
    """What may be said of a step or a value, with the picture of its box as a data address, if there is one."""

    state: State
    words: str
    picture: str


@dataclass(frozen=True)
class AskedStep:
    """A step, or a value, as the page asks about it."""

    key: str
    question: ScanQuestion
    org: str
    title: str
    choices: tuple[Choice, ...]


def questions_page(questions: Iterable[tuple[Filled, ScanQuestion]], views: Mapping[str, GuideView]) -> str:
    """Return the page; it needs no other file and sends nothing."""
    asked: list[AskedStep] = []
    for filled, question in questions:
        key = f"q{len(asked)}"
        asked.append(_asked(key, filled, question, views[filled.guide]))
    css, code = style("screen.css", "scan-questions.css"), script("scan-questions.js")
    return render(
        "scan_questions.html.j2",
        style=css,
        script=code,
        policy=f"default-src 'none'; img-src data:; style-src '{digest(css)}'; script-src '{digest(code)}'; "
        "base-uri 'none'; form-action 'none'",
        format=ANSWERS_FORMAT,
        asked=asked,
    )


def _asked(key: str, filled: Filled, question: ScanQuestion, view: GuideView) -> AskedStep:
    pictures = {mark.place.kind: _data_address(mark) for mark in question.marks}
    kinds = {state: kind for kind, state in STATES.items()}
    choices = []
    values = {VALUE_BOX + value.value.id: value for value in view.values}
    value = values.get(question.step)
    for state, words in VALUE_CHOICES if value else STEP_CHOICES:
        picture = pictures.get(kinds[state], "") if state in kinds else ""
        choices.append(Choice(state, words, picture))
    title = f"Confirmation: {value.name}" if value else _step_title(view.step_by_id[question.step])
    org = filled.org or "no org named"
    return AskedStep(key, question, org, title, tuple(choices))


def _step_title(step: StepView) -> str:
    words = first_words(step.content)
    return f"{step.name}: {words}"


def _data_address(mark: ReadMark) -> str:
    return f"data:image/png;base64,{b64encode(mark.clipping).decode()}"
