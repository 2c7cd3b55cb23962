"""The page that asks what a scan does not show for sure. It holds the clippings, and saves the answers as a file."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.deriving.scanned_steps import NAMES
from generator.deriving.words import first_words
from generator.model.records import State
from generator.model.scan_answers import ANSWERS_FORMAT
from generator.rendering.markup.html import digest, render, script, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.deriving.guide_view import GuideView
    from generator.deriving.scanned_steps import ScanQuestion
    from generator.model.records import Filled
    from generator.model.scans import ReadMark

CHOICES = (
    (State.DONE, "done"),
    (State.NOT_APPLICABLE, "not applicable"),
    (State.BLOCKED, "blocked"),
    (State.OPEN, "none of these: still open"),
)


@dataclass(frozen=True)
class AskedStep:
    """A step as the page asks about it. `clippings` are pictures as data addresses, each with its box's name."""

    key: str
    question: ScanQuestion
    org: str
    title: str
    clippings: tuple[tuple[str, str], ...]


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
        choices=CHOICES,
    )


def _asked(key: str, filled: Filled, question: ScanQuestion, view: GuideView) -> AskedStep:
    step = view.step_by_id[question.step]
    clippings = []
    for mark in question.marks:
        name = NAMES[mark.place.kind]
        clippings.append((name, _data_address(mark)))
    title = f"{step.name}: {first_words(step.content)}"
    org = filled.org or "no org named"
    return AskedStep(key, question, org, title, tuple(clippings))


def _data_address(mark: ReadMark) -> str:
    return f"data:image/png;base64,{b64encode(mark.clipping).decode()}"
