"""Rule `blank-…`: what an org fills into a required value has a form that can be checked, and a fixed text around it.

`blank-unknown`: the blank names no fact that an org can say. `blank-form`: it may hold anything. `blank-name`: it looks
like one, and is written otherwise. `blank-alone`: nothing of the value is fixed. `blanks-together`: nothing parts two.

Pass: `value: https://{{ org.domain }}/callback`
Fail: `value: https://{{ org.owner }}/callback`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.platforms.registry import fields_of
from generator.problems import Problem
from generator.reading.content.value_parts import blank_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each fault of a blank."""
    fields = {field.key: field for field in fields_of(content.guide.about)}
    for value in content.guide.values:
        for code, text in blank_faults(value, fields):
            yield Problem(content.value_place(value.id, "value"), code, text)
