"""Rule `two-orders` (a warning): a step's first paragraph holds one order, for one area of the screen.

A box that stands for two actions gets ticked after the first.

Pass: `1. Click **Create**.`
Fail: `1. Click **Create**. Open **Policies**.`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.wording import first_paragraph, first_word, sentences
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent

ACTIONS = frozenset(
    {
        "add",
        "choose",
        "clear",
        "click",
        "close",
        "complete",
        "copy",
        "create",
        "delete",
        "drag",
        "enter",
        "expand",
        "fill",
        "find",
        "go",
        "move",
        "open",
        "paste",
        "press",
        "remove",
        "save",
        "scroll",
        "select",
        "set",
        "switch",
        "tick",
        "turn",
        "type",
        "untick",
    }
)


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a warning for each step with more than one order in its first paragraph."""
    for step in content.guide.steps:
        orders = [text for text in sentences(first_paragraph(step)) if first_word(text) in ACTIONS]
        if len(orders) > 1:
            yield Problem(
                step.location,
                "two-orders",
                f"This step gives {len(orders)} orders. Make each a step of its own, so that each has its box.",
                Severity.WARNING,
            )
