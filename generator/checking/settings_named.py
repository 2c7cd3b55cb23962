"""Rule `setting-not-named`: a step that asks for a value names its setting, in bold or in a table cell.

Otherwise nobody could tell which field the value belongs in.

Pass: `6. In **Callback URL**, enter {{ callback_url }}. {#callback-url}`
Fail: `6. In the next field, enter {{ callback_url }}. {#callback-url}`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.prose import phrases
from generator.model import ValueRef, walk
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.model import Step


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each value whose setting its step does not name."""
    steps = content.guide.steps if content.guide.values else ()
    for step in steps:
        named = _named(step)
        for value in {part.value.id: part.value for part in walk(step) if isinstance(part, ValueRef)}.values():
            if value.setting not in named:
                yield Problem(
                    content.guide_source.find(f"{{{{ {value.id} }}}}", step.location.line),
                    "setting-not-named",
                    f"The step “{step.id}” asks for “{value.value}” without naming the setting it belongs to. "
                    f"Write **{value.setting}** in the step.",
                )


def _named(step: Step) -> set[str]:
    names = set()
    for phrase in phrases(step):
        if phrase.whole:
            name = " ".join(phrase.text.split())
            names.add(name)
    return names
