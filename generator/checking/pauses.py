"""Rule `few-pauses` (a warning): fewer than ten steps lie between two points to stop and look back.

People lose their place in long runs, and find a slip only at the end. The start and the end of a run count as
such points.

Pass: nine steps, a step with a `!!! pause "Before you click Create"` box, seven more steps
Fail: ten steps or more without a `!!! pause` box
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent

TOO_MANY = 10


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a warning for the step with which a stretch becomes too long."""
    length = 0
    for step in content.guide.counted_steps:
        length += 1
        if length == TOO_MANY:
            yield Problem(
                step.location,
                "few-pauses",
                f"This is step {TOO_MANY} without a pause. Add a “!!! pause” box to this step or an earlier one, "
                "where looking back is worth most.",
                Severity.WARNING,
            )
        if step.pause:
            length = 0
