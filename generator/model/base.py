"""What every noun is made of: a place in the source, text that must not be empty, a day."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from generator.problems import Location

NOWHERE = Location("")


def located() -> Location:
    """Return a field for a place in the source; it plays no part in equality."""
    place: Location = field(default=NOWHERE, compare=False, repr=False)
    return place


class Strict(BaseModel):
    """A part of a YAML file: frozen, and every key known."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


NonEmpty = Annotated[str, Field(min_length=1)]


def is_day(text: str) -> bool:
    """Whether text is a day of the calendar, written as YYYY-MM-DD, in a year that every program knows."""
    try:
        return bool(re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", text) and date.fromisoformat(text))
    except ValueError:
        return False


def _day(text: str) -> str:
    if not is_day(text):
        raise PydanticCustomError("day", "not a day", {"text": text})
    return text


Day = Annotated[str, AfterValidator(_day)]
"""A day of the calendar, as YYYY-MM-DD."""
