"""JSON Schemas of the files that a person writes, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import model
from generator.model.brand import BrandSettings
from generator.reading.content.guide import VALUE_ID
from generator.reading.content.org import org_schema
from generator.reading.content.questions import AskedPhrases
from generator.reading.content.troubleshooting import TROUBLE_ID

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from pydantic import BaseModel

    from generator.platforms.registry import Fields

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def values_schema() -> dict[str, Any]:
    """Return the schema of values.yaml."""
    return _by_id(model.RequiredValue, VALUE_ID, "Required values")


def troubleshooting_schema() -> dict[str, Any]:
    """Return the schema of troubleshooting.yaml."""
    return _by_id(model.Trouble, TROUBLE_ID, "Errors and their cures")


def questions_schema() -> dict[str, Any]:
    """Return the schema of questions.yaml."""
    return {"$schema": DIALECT, **AskedPhrases.model_json_schema(), "title": "What people ask"}


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


def front_matter_schema() -> dict[str, Any]:
    """Return the schema of what a guide says about itself above its text."""
    return {"$schema": DIALECT, **model.FrontMatter.model_json_schema(), "title": "Front matter of a guide"}


def brand_schema() -> dict[str, Any]:
    """Return the schema of brand.yaml."""
    return {"$schema": DIALECT, **BrandSettings.model_json_schema(), "title": "Name, logo, colours and footer"}


SCHEMAS: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "org": org_schema,
    "values": lambda _: values_schema(),
    "troubleshooting": lambda _: troubleshooting_schema(),
    "questions": lambda _: questions_schema(),
    "brand": lambda _: brand_schema(),
    "front-matter": lambda _: front_matter_schema(),
}
"""By the name of the file that holds each. What an org may say depends on the project's guides."""
