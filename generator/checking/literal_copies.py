"""Rule `literal-copy`: a required value is written out in values.yaml and nowhere else.

A copy would stay behind when the value changes. A bold or code span or a table cell is a copy if all of it equals a
value; text anywhere is a copy if it holds a value of more than 12 characters. The vendor's lock file, which is
there to be compared with, is exempt.

Pass: `set **Distribution State** to {{ distribution_state }}`, or `keep this app local`
Fail: `set **Distribution State** to **Local**`
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.checking.prose import texts
from generator.model import Text
from generator.problems import Problem

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from generator.checking.content import GuideContent
    from generator.model import RequiredValue
    from generator.problems import Location

LONG = 12
"""Up to this length a value, such as “Checked”, may also be an ordinary word."""


@dataclass(frozen=True)
class _Wording:
    """A value, what matches a copy of it, and whether it is too long to be ordinary words."""

    value: RequiredValue
    pattern: re.Pattern[str]
    is_long: bool

    def is_copied(self, words: str, *, whole: bool) -> bool:
        """Whether some words are a copy, or hold one."""
        if self.is_long and self.pattern.search(words):
            return True
        return whole and not self.value.fields and self.pattern.fullmatch(words) is not None


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each copy."""
    wordings = _wordings(content.guide.values)
    if not wordings:
        return
    yield from _in_guide(content, wordings)
    for key, text in texts(content.guide.about.model_dump()):
        for value in _copied(text, wordings):
            yield _problem(content.guide_source.find(f"{key}:"), value)
    yield from _in_values(content, wordings)
    for place, text in content.trouble_texts():
        for value in _copied(text, wordings):
            yield _problem(place, value)


def _wordings(values: Iterable[RequiredValue]) -> list[_Wording]:
    """Return one of each wording."""
    by_wording = {value.value: value for value in values}
    return [_wording(value) for value in by_wording.values()]


def _wording(value: RequiredValue) -> _Wording:
    is_long = _fixed_length(value) > LONG
    return _Wording(value, value.pattern, is_long)


def _in_guide(content: GuideContent, wordings: Sequence[_Wording]) -> Iterator[Problem]:
    for phrase in content.phrases:
        for value in _copied(phrase.text, wordings, whole=phrase.whole):
            text = _written(phrase.text, value)
            spellings = (f"**{text}**", f"`{text}`", f"| {text} |", text)
            place = content.guide_place(phrase.location, *spellings)
            yield _problem(place, value)


def _written(text: str, value: RequiredValue) -> str:
    """Return a copy as it stands in a text, with the fact of somebody's own that may be in it."""
    copy = value.pattern.search(text)
    if copy is None:
        return value.value
    return copy[0]


def _in_values(content: GuideContent, wordings: Sequence[_Wording]) -> Iterator[Problem]:
    for written in content.guide.values:
        for key, part in written.model_dump(exclude={"id", "value"}, mode="json").items():
            for _, text in texts({key: part}):
                for value in _copied(text, wordings):
                    yield _problem(content.value_place(written.id, key), value)


def _copied(text: str, wordings: Iterable[_Wording], *, whole: bool = False) -> Iterator[RequiredValue]:
    """Yield each value that the text copies."""
    words = " ".join(text.split())
    for wording in wordings:
        if wording.is_copied(words, whole=whole):
            yield wording.value


def _fixed_length(value: RequiredValue) -> int:
    """Return how many characters of a value are the same for everybody."""
    fixed = [part.text for part in value.parts if isinstance(part, Text)]
    return len("".join(fixed))


def _problem(place: Location, value: RequiredValue) -> Problem:
    return Problem(
        place,
        "literal-copy",
        f"“{value.value}” is a required value, written out here a second time. Write {{{{ {value.id} }}}} in the "
        "guide, or other words.",
    )
