"""questions.yaml to the model: what people ask, by the id of what answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import RootModel

from generator import model
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide, Questions
    from generator.problems import Problems
    from generator.reading.text.source import Source


class AskedPhrases(RootModel[dict[str, tuple[model.NonEmpty, ...]]]):
    """Phrases that are only searched, by the id of a value, step, section or box."""


def read_questions(source: Source, guide: Guide, problems: Problems) -> Questions:
    """Read the phrases; what they lead to must exist in the guide."""
    document = parse_yaml(source, problems)
    if document is None:
        return {}
    asked = validate(AskedPhrases, document.data, document, problems)
    if asked is None:
        return {}
    known = sorted(_ids(guide))
    for name in asked.root:
        if name not in known:
            text = f"“{name}” is no value, step, section or box of the guide. Known: {', '.join(known)}."
            problems.error(document.place((name,)), "unknown-reference", text)
    return asked.root


def _ids(guide: Guide) -> Iterator[str]:
    yield from (value.id for value in guide.values)
    yield from (section.id for section in guide.sections)
    yield from (step.id for step in guide.steps)
    for block in model.walk((guide.before, guide.sections)):
        if isinstance(block, model.Admonition) and block.id:
            yield block.id
