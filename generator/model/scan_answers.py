"""What a person said of steps that could not be read for sure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.model.base import Strict
from generator.model.records import Hash, State

ANSWERS_FORMAT = "guide-scan-answers/1"


class ScanAnswer(Strict):
    """What became of a step by the page of a scan; pages count from 1."""

    sha256: Hash
    page: int = Field(ge=1)
    step: str
    state: State


class ScanAnswers(Strict):
    """The file that the page of questions saves."""

    format: Literal["guide-scan-answers/1"]
    answers: tuple[ScanAnswer, ...]
