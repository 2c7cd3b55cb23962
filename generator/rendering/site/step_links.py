"""Steps as links into a guide's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.deriving.numbering import step_labels
from generator.rendering.markup.markdown import link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator import model


def step_links(guide: model.Guide, steps: Iterable[str]) -> str:
    """Return links to steps, by their numbers."""
    labels = step_labels(guide)
    return ", ".join(link(f"step {labels[step]}", f"index.md#{step}") for step in steps)
