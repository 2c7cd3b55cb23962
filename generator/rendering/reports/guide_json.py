"""A guide for programs: its sections, steps and required values as JSON, with a published schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from generator import model
from generator.model import Strict
from generator.rendering.markup.plain_markdown import blocks_markdown

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView, SectionView, StepView


SCHEMA_FILE = "guide.schema.json"


class JsonPause(Strict):
    """Where to stop after a step and look back."""

    title: str
    text: str = Field(description="What to look at, as Markdown.")


class JsonStep(Strict):
    """One action."""

    id: str
    label: str = Field(description="Its number in the guide; A1, A2 and so on in alternative sections.")
    content: str = Field(description="The sha256 of the step’s content, as runs and records carry it.")
    text: str = Field(description="What to do, as Markdown.")
    expect: str = Field(description="What you should see, as Markdown.")
    otherwise: str = Field(description="What to do if the screen differs, as Markdown.")
    pause: JsonPause | None = Field(description="Where to stop after the step and look back.")
    setup: str | None = Field(description="The path of the step’s admin page, below the org’s address.")
    values: tuple[str, ...] = Field(description="Ids of the required values that this step sets.")


class JsonSection(Strict):
    """A heading with its steps."""

    id: str
    title: str
    kind: model.SectionKind
    before: str
    steps: tuple[JsonStep, ...]
    after: str


class JsonGuide(Strict):
    """One set-up guide."""

    format: Literal["guide/1"] = "guide/1"
    guide: str
    about: model.FrontMatter
    before: str
    sections: tuple[JsonSection, ...]
    values: tuple[model.RequiredValue, ...]
    troubles: tuple[model.Trouble, ...]


def guide_json(view: GuideView) -> str:
    """Return the guide as JSON. What only one org knows is a blank."""
    document = JsonGuide(
        guide=view.id,
        about=view.about,
        before=blocks_markdown(view.before),
        sections=tuple(map(_section, view.sections)),
        values=view.required_values,
        troubles=view.troubles,
    )
    data = {"$schema": f"../{SCHEMA_FILE}", **document.model_dump(mode="json", by_alias=True)}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _section(section: SectionView) -> JsonSection:
    return JsonSection(
        id=section.id,
        title=section.title,
        kind=section.kind,
        before=blocks_markdown(section.before),
        steps=tuple(map(_step, section.steps)),
        after=blocks_markdown(section.after),
    )


def _step(step: StepView) -> JsonStep:
    return JsonStep(
        id=step.id,
        label=step.label,
        content=step.content_hash,
        text=blocks_markdown(step.content),
        expect=blocks_markdown(step.expect),
        otherwise=blocks_markdown(step.otherwise),
        pause=_pause(step.pause),
        setup=step.setup,
        values=tuple(value.id for value in step.values),
    )


def _pause(pause: model.Pause | None) -> JsonPause | None:
    if pause is None:
        return None
    return JsonPause(title=pause.title, text=blocks_markdown(pause.content))


def guide_schema() -> dict[str, Any]:
    """Return the JSON Schema of `guide.json`."""
    schema = JsonGuide.model_json_schema(mode="serialization")
    schema["properties"]["$schema"] = {"type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Guide"}


def guide_schema_text() -> str:
    """Return the schema as it is published."""
    text = json.dumps(guide_schema(), indent=2, ensure_ascii=False)
    return f"{text}\n"
