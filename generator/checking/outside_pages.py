"""The pages of others that a guide's statements rest on, and which of them were read too long ago.

No rule: it needs a day, so `guide check --today` asks for it; `guide sources` lists all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from generator import model
from generator.checking.prose import flat
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generator.model import Guide
    from generator.problems import Location

VALUES_FILE = "values.yaml"
TROUBLES_FILE = "troubleshooting.yaml"
GUIDE_FILE = "guide.md"
DAY_READ = re.compile(r"read on ([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True)
class SourcedStatement:
    """What rests on an outside page.

    `file` is the file's name inside the guide's folder. `keys` lead to the statement in a YAML file; in guide.md they
    are the section's id, and `location` is the paragraph. `read` is the day on which the page was read, if written.
    """

    url: str
    file: str
    keys: tuple[str, ...]
    read: str | None
    location: Location | None = None


def statements(guide: Guide) -> Iterator[SourcedStatement]:
    """Yield each statement of a guide that names a page of others, in the order of the files."""
    yield from _of_prose(guide)
    for value in guide.values:
        yield from _of_value(value)
    for trouble in guide.troubles:
        if trouble.source:
            yield SourcedStatement(trouble.source, TROUBLES_FILE, (trouble.id,), trouble.read)


def _of_prose(guide: Guide) -> Iterator[SourcedStatement]:
    yield from _of_blocks(guide.before, "introduction")
    for section in guide.sections:
        yield from _of_blocks(section, section.id)


def _of_blocks(blocks: object, name: str) -> Iterator[SourcedStatement]:
    for part in model.walk(blocks):
        if isinstance(part, model.Paragraph):
            yield from _of_paragraph(part, name)


def _of_paragraph(paragraph: model.Paragraph, name: str) -> Iterator[SourcedStatement]:
    day = _day_read(flat(paragraph.content))
    for link in model.find_all(paragraph.content, model.Link):
        if link.url.startswith("https://"):
            yield SourcedStatement(link.url, GUIDE_FILE, (name,), day, paragraph.location)


def _day_read(text: str) -> str | None:
    match = DAY_READ.search(text)
    if match is None or not model.is_day(match[1]):
        return None
    return match[1]


def _of_value(value: model.RequiredValue) -> Iterator[SourcedStatement]:
    symptom, deviation = value.if_wrong, value.deviation
    if symptom.source:
        yield SourcedStatement(symptom.source, VALUES_FILE, (value.id, "if_wrong"), symptom.read)
    if deviation and deviation.source:
        yield SourcedStatement(deviation.source, VALUES_FILE, (value.id, "deviation"), deviation.read)


def old_statements(guide: Guide, place: Callable[[SourcedStatement], Location], today: date) -> Iterator[Problem]:
    """Yield a warning for each statement whose page was read too long ago; `place` tells where it stands."""
    longest = int(guide.about.reread_after_days)
    for statement in statements(guide):
        if not statement.read:
            continue
        days = (today - date.fromisoformat(statement.read)).days
        if days > longest:
            yield Problem(place(statement), "old-source", _warning(statement, days, longest), Severity.WARNING)


def _warning(statement: SourcedStatement, days: int, longest: int) -> str:
    return (
        f"This rests on {statement.url}, read on {statement.read}, {days} days ago; it is to be read every {longest}. "
        "Read it again, then write the day."
    )
