"""A required value as it stands in a finished artefact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """The whole text that stands where the artefact shows the value `value_id`."""

    value_id: str
    text: str
