"""Rule `unused-value`: a step of a main section asks for each required value.

A value that no step asks for would be required and never set.

Pass: `callback_url:` in values.yaml, and `6. In **Callback URL**, enter {{ callback_url }}. {#callback-url}`
Fail: `callback_url:` in values.yaml, and only an opening paragraph or an alternative section names it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import ValueRef, walk
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each value without a step."""
    used = {part.value.id for part in walk(content.guide.counted_steps) if isinstance(part, ValueRef)}
    for value in content.guide.values:
        if value.id not in used:
            yield Problem(
                content.value_place(value.id),
                "unused-value",
                f"No step of a main section asks for {value.setting} ({value.id}). "
                f"Write {{{{ {value.id} }}}} in the step that sets it.",
            )
