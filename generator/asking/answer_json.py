"""Passages for programs: what `guide ask --format json` prints and `guide mcp` answers, and the proof of its values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.asking.passages import AnswerKind
from generator.model import Strict
from generator.reading.artefacts.checklists import code_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.asking.passages import GuidePassage
    from generator.asking.ranking import Answer


class ValueShown(Strict):
    """A required value that a passage shows."""

    id: str
    setting: str
    value: str


class JsonPassage(Strict):
    """A passage of a guide, word for word as Markdown. `tell_apart` decides between it and its neighbours."""

    guide: str
    kind: AnswerKind
    id: str
    title: str
    text: str
    tell_apart: str | None
    url: str
    values: tuple[ValueShown, ...]
    steps: tuple[str, ...]


class JsonAnswer(JsonPassage):
    """A passage that answers a question. Scores compare answers of one question only."""

    matched: tuple[str, ...]
    score: int


class JsonAnswers(Strict):
    """A question, as far as it may be shown again, and what answers it, best first; `note` says so if nothing does."""

    question: str
    answers: tuple[JsonAnswer, ...]
    note: str | None = None


def json_passage(passage: GuidePassage) -> JsonPassage:
    """Return a passage for JSON."""
    return JsonPassage(**_facts(passage))


def json_answer(answer: Answer) -> JsonAnswer:
    """Return an answer for JSON."""
    facts = _facts(answer.passage)
    return JsonAnswer(**facts, matched=answer.matched, score=answer.score)


def _facts(passage: GuidePassage) -> dict[str, Any]:
    values = [ValueShown(id=value.id, setting=value.setting, value=value.value) for value in passage.values]
    return {
        "guide": passage.guide,
        "kind": passage.kind,
        "id": passage.id,
        "title": passage.title,
        "text": passage.text,
        "tell_apart": passage.tell_apart,
        "url": passage.url,
        "values": tuple(values),
        "steps": passage.steps,
    }


Required = dict[str, dict[str, str]]
"""{guide: {value's id: the required value}}"""


def required_by_guide(passages: Iterable[GuidePassage]) -> Required:
    """Return each guide's required values, from their own passages."""
    required: Required = {}
    for passage in passages:
        if passage.kind is AnswerKind.VALUE:
            required.setdefault(passage.guide, {})[passage.id] = passage.values[0].value
    return required


def altered_values(text: str, required: Required) -> list[str]:
    """Return the `guide/id` of each value that does not stand unchanged in a finished answer.

    `text` is the answer as JSON. A passage's value has to stand beside its id and as a code span of the passage; a
    verdict of an audit has to name the required value.
    """
    answer = json.loads(text)
    altered: list[str] = []
    for guide, value_id, is_there in _values_found(answer, "", required):
        if not is_there:
            altered.append(f"{guide}/{value_id}")
    return altered


def _values_found(part: Any, guide: str, required: Required) -> Iterator[tuple[str, str, bool]]:
    """Yield the guide, the id and whether the value is as required, for each value below a part of an answer."""
    if isinstance(part, list):
        for each in part:
            yield from _values_found(each, guide, required)
    if not isinstance(part, dict):
        return
    guide = part.get("guide", guide)
    values = part.get("values")
    if isinstance(values, list):
        spans = None
        if "text" in part:
            spans = code_spans(part["text"])
        for value in values:
            yield guide, value["id"], _is_unchanged(value, required.get(guide, {}), spans)
    for each in part.values():
        yield from _values_found(each, guide, required)


def _is_unchanged(value: Mapping[str, Any], required: Mapping[str, str], spans: tuple[str, ...] | None) -> bool:
    expected = required.get(value["id"])
    if spans is None:
        return bool(value["required"] == expected)
    return value["value"] == expected and expected in spans
