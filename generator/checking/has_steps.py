"""Rule `no-steps`: a guide has at least one step that a run works through.

Steps of alternative sections do not count, because no run needs them.

Pass: a section `## Create the app {#create}` with `1. Open **Setup**. {#open-setup}`
Fail: a guide of paragraphs and tables only
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem if there is nothing to work through."""
    if not content.guide.counted_steps:
        yield Problem(
            Location(content.guide_source.path),
            "no-steps",
            "The guide has no step to work through. Write a numbered list in a section that is neither "
            ".alternative nor .summary.",
        )
