"""Which step sets which value, as links into a guide's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.numbering import step_labels
from generator.rendering.markdown import link

if TYPE_CHECKING:
    from collections.abc import Iterable


def step_links(guide: model.Guide, steps: Iterable[str]) -> str:
    """Return links to steps, by their numbers."""
    labels = step_labels(guide)
    return ", ".join(link(f"step {labels[step]}", f"index.md#{step}") for step in steps)


def setting_steps(guide: model.Guide, value: model.RequiredValue) -> list[str]:
    """Return the ids of the counted steps that ask for a value; a drawing only repeats it."""
    return [step.id for step in guide.counted_steps if value in introduced(step)]


def introduced(step: model.Step) -> list[model.RequiredValue]:
    """Return the values a step asks for; a drawing repeats those of earlier steps."""
    asking = tuple(block for block in step.content if not isinstance(block, model.Form))
    return [part.value for part in model.walk(asking) if isinstance(part, model.ValueRef)]
