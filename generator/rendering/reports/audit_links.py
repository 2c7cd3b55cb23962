"""The admin page on which a step is redone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView


def page_link(step_id: str, view: GuideView) -> str | None:
    """Return the address of the page that the step, or the last one before it in its section, names."""
    for section in view.sections:
        link = None
        for step in section.steps:
            link = step.link or link
            if step.id == step_id:
                return link
    return None
