"""What only a day or an earlier revision can tell: a guide that nobody has tried for long, or whose history lacks it.

No rules: they need more than the guide's content, or are no fault of a draft, so `guide check` asks for them. All are
warnings.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from generator.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide


NO_VALUES = "no-values"


def stale(guide: Guide, place: Location, today: date) -> Iterator[Problem]:
    """Yield a warning for the guide, and for each step tried by itself, if that is too long ago."""
    tried = guide.about.verified
    longest = int(guide.about.recheck_after_days)
    if tried is None:
        text = "Nobody has tried this guide in an org yet. Follow it once, then write release and day under “verified”."
        yield Problem(place, "never-tried", text, Severity.WARNING)
    elif (days := _days(tried.date, today)) > longest:
        text = (
            f"This guide was last tried in an org on {tried.date}, {days} days ago; it is to be tried every {longest}. "
            "Follow it once more, then write release and day under “verified”."
        )
        yield Problem(place, "stale", text, Severity.WARNING)
    for step in guide.steps:
        if step.verified and (days := _days(step.verified, today)) > longest:
            text = (
                f"The step “{step.id}” was last tried in an org on {step.verified}, {days} days ago. "
                "Try it again, then write the day: verified=YYYY-MM-DD."
            )
            yield Problem(step.location, "stale", text, Severity.WARNING)


def _days(day: str, today: date) -> int:
    return (today - date.fromisoformat(day)).days


def nothing_required(guide: Guide, place: Location) -> Iterator[Problem]:
    """Yield a warning if the guide, a draft most likely, has no required value."""
    if not guide.values:
        text = (
            "The guide requires no value yet, so nothing that is made from it can be proven. Move each setting that "
            "must read exactly so to this file."
        )
        yield Problem(place, NO_VALUES, text, Severity.WARNING)


def unrecorded(guide: Guide, place: Location) -> Iterator[Problem]:
    """Yield a warning if the guide has a history that does not know its revision."""
    known = [revision.revision for revision in guide.history if revision.revision]
    if known and guide.about.revision not in known:
        text = (
            f"Revision {guide.about.revision} is not in history.yaml; the newest there is {known[0]}. "
            "Run “guide compare OLD --record”, where OLD is the last published state."
        )
        yield Problem(place, "history-missing", text, Severity.WARNING)
