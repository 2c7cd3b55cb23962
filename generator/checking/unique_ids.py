"""Rule `duplicate-id`: sections, steps, boxes and drawings of a guide share one set of ids.

An id is an anchor, a check box, a PDF field and a line of a report, so two of them would be one.

Pass: `## Create the app {#create}` and, further down, `1. Click **Create**. {#create-app}`
Fail: `## Create the app {#create}` and, further down, `1. Click **Create**. {#create}`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import Admonition, Form, Section, Step
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.problems import Location


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each id after the first of its name."""
    first: dict[str, Location] = {}
    for part in content.parts:
        if not isinstance(part, Section | Step | Admonition | Form) or not part.id:
            continue
        place = content.guide_place(part.location, f"{{#{part.id}")
        if part.id in first:
            yield Problem(
                place,
                "duplicate-id",
                f"The id “{part.id}” stands in line {first[part.id].line} already. Give this one another id.",
            )
        first.setdefault(part.id, place)
