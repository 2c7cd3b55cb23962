"""What a page's front matter tells at a glance, without YAML: whether it is a guide, and what that builds on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.reading.text.source import Source

PLATFORM = re.compile(r"^platform: *(\w+) *$", re.MULTILINE)
BUILDS_ON = re.compile(r"^builds_on: *[\"']?([\w-]+)", re.MULTILINE)


def foundation_of(source: Source) -> str | None:
    """Return the id of the guide that a guide says it builds on."""
    line = BUILDS_ON.search(_front(source))
    if line is None:
        return None
    return line[1]


def platform_alone(source: Source) -> str | None:
    """Return the platform that a guide names; None unless it is plain to see that it adds no facts of its own."""
    front = _front(source)
    line = PLATFORM.search(front)
    if line is None or "org_fields" in front:
        return None
    return line[1]


def _front(source: Source) -> str:
    front, _, _ = source.text.removeprefix("---\n").partition("\n---")
    return front


def is_guide(source: Source) -> bool:
    """Whether a Markdown page has the front matter of a guide."""
    front = _front(source)
    return source.text.startswith("---\n") and all(
        re.search(rf"^{key}:", front, re.MULTILINE) for key in ("objective", "revision", "reviewed")
    )
