"""Rule `duplicate-value`: no two required values have the same setting and the same value.

Such a pair is one value written twice, and only one of the two would be kept up to date. Entries of one list
share their setting and differ in their value.

Pass: two values with `setting: OAuth Scopes` and different texts under `value`
Fail: two values with `setting: Callback URL` and the same address under `value`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each value after the first of its kind."""
    first: dict[tuple[str, str], str] = {}
    for value in content.guide.values:
        other = first.setdefault((value.setting, value.value), value.id)
        if other != value.id:
            yield Problem(
                content.value_place(value.id),
                "duplicate-value",
                f"“{value.id}” has the setting and the value of “{other}”. Keep one of the two.",
            )
