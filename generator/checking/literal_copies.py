"""Rule `literal-copy`: a required value is written out in values.yaml and nowhere else.

A copy would stay behind when the value changes. A bold or code span or a table cell is a copy if all of it equals a
value; text anywhere is a copy if it holds a value of more than 12 characters. The vendor's lock file, which is
there to be compared with, is exempt.

Pass: `set **Distribution State** to {{ distribution_state }}`, or `keep this app local`
Fail: `set **Distribution State** to **Local**`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.prose import phrases, texts
from generator.model import Text
from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.model import RequiredValue
    from generator.problems import Location

LONG = 12
"""Up to this length a value, such as “Checked”, may also be an ordinary word."""


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each copy."""
    yield from _in_guide(content)
    for key, text in texts(content.guide.about.model_dump()):
        for value in _copied(text, content):
            yield _problem(content.guide_source.find(f"{key}:"), value)
    yield from _in_values(content)
    for place, text in content.trouble_texts():
        for value in _copied(text, content):
            yield _problem(place, value)


def _in_guide(content: GuideContent) -> Iterator[Problem]:
    guide = content.guide
    for phrase in phrases((guide.before, guide.sections)):
        for value in _copied(phrase.text, content, whole=phrase.whole):
            text = _written(phrase.text, value)
            spellings = (f"**{text}**", f"`{text}`", f"| {text} |", text)
            place = content.guide_place(phrase.location, *spellings)
            yield _problem(place, value)


def _written(text: str, value: RequiredValue) -> str:
    """Return a copy as it stands in a text, with the fact of somebody's own that may be in it."""
    copy = value.pattern.search(text)
    return copy[0] if copy else value.value


def _in_values(content: GuideContent) -> Iterator[Problem]:
    for written in content.guide.values:
        for key, part in written.model_dump(exclude={"id", "value"}, mode="json").items():
            for _, text in texts({key: part}):
                for value in _copied(text, content):
                    yield _problem(content.value_place(written.id, key), value)


def _copied(text: str, content: GuideContent, *, whole: bool = False) -> Iterator[RequiredValue]:
    """Yield each value that the text copies, one of each wording."""
    words = " ".join(text.split())
    by_wording = {value.value: value for value in content.guide.values}
    for value in by_wording.values():
        is_long = _fixed_length(value) > LONG
        is_whole = whole and (is_long or not value.fields) and value.pattern.fullmatch(words)
        is_inside = is_long and value.pattern.search(words)
        if is_whole or is_inside:
            yield value


def _fixed_length(value: RequiredValue) -> int:
    """Return how many characters of a value are the same for everybody."""
    return sum(len(part.text) for part in value.parts if isinstance(part, Text))


def _problem(place: Location, value: RequiredValue) -> Problem:
    return Problem(
        place,
        "literal-copy",
        f"“{value.value}” is a required value, written out here a second time. Write {{{{ {value.id} }}}} in the "
        "guide, or other words.",
    )
