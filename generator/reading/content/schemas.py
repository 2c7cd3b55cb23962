"""JSON Schemas of the files that a person writes, for editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator import model
from generator.model.brand import BrandSettings
from generator.platforms.registry import PLATFORMS
from generator.reading.content.guide import VALUE_ID
from generator.reading.content.org import org_schema
from generator.reading.content.questions import AskedPhrases
from generator.reading.content.troubleshooting import TROUBLE_ID

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

    from generator.platforms.registry import Fields

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class KnownIds:
    """What the files of a project's guides refer to by id; `places` are steps, sections and boxes."""

    guides: Sequence[str] = ()
    values: Sequence[str] = ()
    steps: Sequence[str] = ()
    places: Sequence[str] = ()


NO_IDS = KnownIds()


def values_schema() -> dict[str, Any]:
    """Return the schema of values.yaml."""
    return _by_id(model.RequiredValue, VALUE_ID, "Required values")


def troubleshooting_schema(ids: KnownIds) -> dict[str, Any]:
    """Return the schema of troubleshooting.yaml."""
    schema = _by_id(model.Trouble, TROUBLE_ID, "Errors and their cures")
    properties = schema["additionalProperties"]["properties"]
    for key, known in (("values", ids.values), ("steps", ids.steps)):
        properties[key]["items"] = _completed(properties[key]["items"], known)
    return schema


def questions_schema(ids: KnownIds) -> dict[str, Any]:
    """Return the schema of questions.yaml."""
    schema = {"$schema": DIALECT, **AskedPhrases.model_json_schema(), "title": "What people ask"}
    keys = (*ids.values, *ids.places)
    if keys:
        schema["properties"] = {key: {"$ref": "#/additionalProperties"} for key in keys}
    return schema


def _completed(schema: dict[str, Any], known: Sequence[str]) -> dict[str, Any]:
    """Return a schema of a text that offers the known ones, and takes any other: `guide check` judges them."""
    if not known:
        return schema
    return {"anyOf": [{"enum": list(known)}, schema]}


def _by_id(entry: type[BaseModel], form: re.Pattern[str], title: str) -> dict[str, Any]:
    """Return the schema of a file with one entry an id, which is a key there and not in the entry."""
    schema = entry.model_json_schema()
    definitions = schema.pop("$defs", {})
    del schema["properties"]["id"]
    schema["required"].remove("id")
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "propertyNames": {"pattern": f"^{form.pattern}$"},
        "additionalProperties": schema,
        "$defs": definitions,
    }


def front_matter_schema(ids: KnownIds) -> dict[str, Any]:
    """Return the schema of what a guide says about itself above its text."""
    schema = {"$schema": DIALECT, **model.FrontMatter.model_json_schema(), "title": "Front matter of a guide"}
    for key, known in (("builds_on", ids.guides), ("platform", list(PLATFORMS))):
        text, *others = schema["properties"][key]["anyOf"]
        schema["properties"][key]["anyOf"] = [_completed(text, known), *others]
    return schema


def brand_schema() -> dict[str, Any]:
    """Return the schema of brand.yaml."""
    return {"$schema": DIALECT, **BrandSettings.model_json_schema(), "title": "Name, logo, colours and footer"}


SCHEMAS: dict[str, Callable[[Fields, KnownIds], dict[str, Any]]] = {
    "org": lambda fields, _: org_schema(fields),
    "values": lambda _, __: values_schema(),
    "troubleshooting": lambda _, ids: troubleshooting_schema(ids),
    "questions": lambda _, ids: questions_schema(ids),
    "brand": lambda _, __: brand_schema(),
    "front-matter": lambda _, ids: front_matter_schema(ids),
}
"""By the name of the file that holds each. What an org may say depends on the project's guides."""
