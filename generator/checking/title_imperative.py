"""Rule `title-no-order` (a warning): a guide's title says what is to be done, as an order.

The title stands on top of every sheet and names the objective; a reader must see at once whether this is the right one.

Pass: `title: Create an app for single sign-on`
Fail: `title: Creating an app`, `title: The external client app`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.wording import is_imperative
from generator.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a warning for a title that is no order."""
    if not is_imperative(content.guide.about.title):
        lines = content.guide_source.text.splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.startswith("title:")), 1)
        yield Problem(
            Location(content.guide_source.path, line),
            "title-no-order",
            f"The title “{content.guide.about.title}” does not say what to do. Start it with a verb: “Create …”.",
            Severity.WARNING,
        )
