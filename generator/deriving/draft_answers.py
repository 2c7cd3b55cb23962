"""What a person answered to a draft's open points, taken over into the draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generator import model
from generator.deriving.step_proposals import accepted_list, accepted_steps
from generator.deriving.value_proposals import code_settings
from generator.model.page import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.problems import Location

LONG = 12
"""A value of more characters is replaced wherever it stands, a shorter one in its own step."""


@dataclass(frozen=True)
class Answered:
    """A draft with its answers taken over; `failed` are points whose proposal is not there any more."""

    guide: model.Guide
    taken_over: int
    failed: tuple[model.DraftPoint, ...]


def value_names(guide: model.Guide) -> dict[str, str]:
    """Return the ids of the proposed values that were accepted, each with what its point says to accept."""
    names: dict[str, str] = {}
    for point in guide.about.open_points:
        if point.accept and point.answer == "yes":
            kind, name, *_ = point.accept.split()
            if kind == "value":
                names[name] = point.accept
    return names


def with_answers(guide: model.Guide, values: Mapping[str, model.RequiredValue]) -> Answered:
    """Return the draft with what was answered; `values` are its required values, those accepted now too."""
    waiting, failed = [], []
    for point in guide.about.open_points:
        changed = _answered(guide, point, values)
        if changed is None:
            waiting.append(point)
            if point.answer:
                failed.append(point)
        guide = changed or guide
    taken_over = len(guide.about.open_points) - len(waiting)
    about = guide.about.model_copy(update={"open_points": tuple(waiting)})
    new_values = tuple(values.values())
    return Answered(replace(guide, about=about, values=new_values), taken_over, tuple(failed))


def _answered(
    guide: model.Guide, point: model.DraftPoint, values: Mapping[str, model.RequiredValue]
) -> model.Guide | None:
    """Return the draft as the answer to a point makes it; None if the point is still open."""
    if point.answer == "yes" and point.accept:
        return _accepted(guide, point.accept, values)
    if point.answer in {"no", "done"}:
        return guide
    return None


def with_points(answered: Answered, points: Sequence[model.DraftPoint]) -> Answered:
    """Return a draft with further open points."""
    about = answered.guide.about
    update = {"open_points": (*about.open_points, *points)}
    guide = replace(answered.guide, about=about.model_copy(update=update))
    return replace(answered, guide=guide)


def _accepted(guide: model.Guide, accept: str, values: Mapping[str, model.RequiredValue]) -> model.Guide | None:
    kind, name, *step = accept.split()
    if kind == "steps":
        return accepted_steps(guide, name)
    if kind == "list":
        return accepted_list(guide, name)
    if name not in values:
        return None
    return _with_value(guide, values[name], step[0])


def _settings(code: str, place: Location) -> model.BulletList:
    """Return lines of settings as points, whose values can be required ones; code is always literal."""
    points: list[model.Blocks] = []
    for key, value in code_settings(code):
        words: list[model.Inline] = [model.Code(value)]
        if key:
            label = model.Strong((model.Text(key),))
            words = [label, model.Text(": "), *words]
        sentence = model.Paragraph(tuple(words), place)
        points.append((sentence,))
    return model.BulletList(tuple(points), place)


def _with_value(guide: model.Guide, value: model.RequiredValue, step_id: str) -> model.Guide | None:
    """Return the guide with references in place of a value's text; None if its step does not have it any more."""
    reference = model.ValueRef(value)
    reads_so = value.pattern.fullmatch

    def referred(part: Any) -> Any:
        match part:
            case model.Code(text) if reads_so(text.strip()):
                return reference
            case model.Strong(content) if reads_so(plain(content)):
                return reference
            case model.CodeBlock(text, location=place) if any(reads_so(set_to) for _, set_to in code_settings(text)):
                return model.transform(_settings(text, place), referred)
            case model.Row(cells, place):
                whole = [(reference,) if reads_so(plain(cell)) else cell for cell in cells]
                return model.Row(tuple(whole), place)
        return part

    def in_step(part: Any) -> Any:
        if isinstance(part, model.Step) and part.id == step_id:
            return replace(part, content=model.transform(part.content, referred))
        return part

    change = referred if len(value.value) > LONG else in_step
    sections = model.transform(guide.sections, change)
    changed = replace(guide, sections=sections)
    steps = [step for step in changed.steps if step.id == step_id]
    return changed if any(value in step.values for step in steps) else None
