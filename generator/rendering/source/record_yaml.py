"""A record as the YAML file that people read, keep under version control and edit by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from generator.rendering.source.comments import with_comments

if TYPE_CHECKING:
    from generator.model.records import Record

HEADER = "# Kept by “guide record”. Dates, deviations and states may be corrected by hand.\n"
FORMER_HEADER = HEADER.replace("by hand.", "by hand; comments are not kept.")
ALWAYS = frozenset({"format", "guide", "revision", "org", "recorded", "steps", "values"})


def record_yaml(record: Record, old: str = "") -> str:
    """Return text that reads back as the same record, with the comments of the old one.

    The same record gives the same bytes.
    """
    data = record.model_dump(mode="json")
    stated = {key: value for key, value in data.items() if value or key in ALWAYS}
    stated["steps"] = _all_filled(data["steps"])
    if record.confirmed:
        stated["confirmed"] = _all_filled(data["confirmed"])
    if record.audit:
        stated["audit"]["values"] = _all_filled(data["audit"]["values"])
    text: str = yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False)
    if not old:
        return HEADER + text
    return with_comments(text, old.replace(FORMER_HEADER, HEADER))


def _all_filled(entries: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the entries without what nobody filled in."""
    filled = {}
    for name, entry in entries.items():
        filled[name] = {key: text for key, text in entry.items() if text}
    return filled
