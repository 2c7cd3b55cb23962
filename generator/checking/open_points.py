"""Rule `open-points` (a warning): the open points of a draft wait for an answer.

`guide import` writes them at the head of a draft. Each is answered there: `yes` accepts what is proposed, `no` and
`done` settle it. `guide import --guide ID` then takes the answers over.

Pass: front matter without `open_points`
Fail: a point below `open_points` with an empty `answer`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield one warning that counts them."""
    points = content.guide.about.open_points
    if not points:
        return
    waiting = [point for point in points if point.is_open]
    proposals = [point for point in waiting if point.accept]
    verb = "waits" if len(waiting) == 1 else "wait"
    text = (
        f"{len(waiting)} of {len(points)} open points {verb} for an answer{_accepted(len(proposals))}. "
        f"Then run: guide import --guide {content.guide.id}"
    )
    place = content.guide_source.find("open_points:")
    yield Problem(place, "open-points", text, Severity.WARNING)


def _accepted(proposals: int) -> str:
    """Return what to say of the points that an answer accepts."""
    if not proposals:
        return ""
    what = "one of them a proposal" if proposals == 1 else f"{proposals} of them proposals"
    return f", {what} that “answer: yes” accepts"
