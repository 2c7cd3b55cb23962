"""How steps are counted, the same in every output."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Guide


def step_labels(guide: Guide) -> dict[str, str]:
    """Return each step's label by step id: 1 to m for counted steps, A1, A2 and so on for all others."""
    counted = {step.id for step in guide.counted_steps}
    numbers, letters = count(1), count(1)
    return {step.id: str(next(numbers)) if step.id in counted else f"A{next(letters)}" for step in guide.steps}


def total(guide: Guide) -> int:
    """Return m, the number of counted steps."""
    return len(guide.counted_steps)


def step_words(ids: Iterable[str], labels: dict[str, str]) -> str:
    """Name steps for people, by label where the guide has them: `3 (callback-url), 7 (scopes)`."""
    return ", ".join(f"{labels[step]} ({step})" if step in labels else step for step in ids)
