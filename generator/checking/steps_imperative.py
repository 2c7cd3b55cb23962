"""Rule `step-no-order` (a warning): a step is an order; only the place may come before its verb.

An order is the shortest sentence, and leaves no doubt about who acts.

Pass: `In **Callback URL**, enter {{ callback_url }}.`
Fail: `You now enter the address.`, `Clicking **Create** …`, `Please click **Create**.`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.wording import LABEL, first_paragraph, first_word, is_imperative
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a warning for each step that opens otherwise."""
    for step in content.guide.steps:
        text = first_paragraph(step)
        if text and not is_imperative(text):
            yield Problem(
                step.location,
                "step-no-order",
                f"This step opens with {_opening(text)}, not with a verb. Write an order: “Click …”, “In …, enter …”.",
                Severity.WARNING,
            )


def _opening(text: str) -> str:
    word = first_word(text)
    if word == LABEL:
        return "a label or value"
    return f"“{word}”"
