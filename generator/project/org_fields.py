"""The facts that an org of this project may say: those that its guides' platforms and the guides themselves ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.platforms.registry import ORG_FIELDS, PLATFORMS, fields_of
from generator.problems import Location, Problems
from generator.project.opening import open_source
from generator.project.paths import guide_folders, shown
from generator.reading.content.glance import platform_alone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.model import Guide, OrgField
    from generator.platforms.registry import Fields


def project_fields(content: Path) -> Fields:
    """Return them by key, or those of the first platform where no guide says what it asks for."""
    fields: dict[str, OrgField] = {}
    for folder in guide_folders(content):
        for field in _fields_of_guide(folder / "guide.md"):
            fields.setdefault(field.key, field)
    return fields or ORG_FIELDS


def _fields_of_guide(path: Path) -> tuple[OrgField, ...]:
    source = open_source(path, Problems())
    if source is None:
        return ()
    platform = PLATFORMS.get(platform_alone(source) or "")
    if platform:
        return platform.org_fields
    from generator.reading.content.about import read_about  # noqa: PLC0415 - slow to import

    about = read_about(source)
    if about is None:
        return ()
    return fields_of(about)


def refuse_other_fields(guides: Iterable[Guide], content: Path, problems: Problems) -> None:
    """Report each fact that two guides ask for by one key, and each in its own way: an org has one file for both."""
    first: dict[str, tuple[Guide, object]] = {}
    for guide in guides:
        for key, field in guide.about.org_fields.items():
            other, as_there = first.setdefault(key, (guide, field))
            if as_there != field:
                place = Location(shown(content / guide.id / "guide.md"))
                text = f"“{key}” is another field in the guide “{other.id}”. Write the same in both, or another key."
                problems.error(place, "org-field-differs", text)
