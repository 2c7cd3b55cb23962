"""`guide status`: every record of a folder, held against the guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.deriving.guide_view import compliance_status, view
from generator.problems import ContentError, Location, Problems
from generator.project.loading import load_guides, load_meant, load_record
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_orgs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.deriving.compliance import ComplianceStatus
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide, Org
    from generator.project.paths import Paths


def load_statuses(
    paths: Paths, folder: Path, guide_id: str | None = None
) -> tuple[list[ComplianceStatus], Problems, dict[str, GuideView]]:
    """Return what is on record, and what is wrong with records.

    Raises `ContentError` if there is nothing to read. Where orgs are named none of them need have begun.
    """
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    problems.raise_errors()
    if not folder.is_dir() and not paths.orgs_given:
        text = "There is no folder of records here. Make one with “guide record”, or name the folder."
        raise ContentError.at(Location(shown(folder)), "no-records", text)
    views = {guide.id: view(guide) for guide in guides}
    return read_statuses(folder, guides, problems, guide_id), problems, views


def orgs_and_guides(
    paths: Paths, guide_id: str | None, problems: Problems
) -> tuple[tuple[Org, ...], tuple[Guide, ...]]:
    """Return the orgs that the user named and the guides that each of them goes through; none if none were named."""
    if not paths.orgs_given:
        return (), ()
    guides = load_meant(paths, Problems(), guide_id)
    return tuple(read_orgs([paths.orgs], problems, project_fields(paths.content))), guides


def read_statuses(
    folder: Path, guides: Iterable[Guide], problems: Problems, guide_id: str | None
) -> list[ComplianceStatus]:
    """Read DIR/ORG/GUIDE.yaml, of one guide or all; what is wrong goes to `problems`."""
    views = {guide.id: view(guide) for guide in guides}
    found = []
    for path in sorted(folder.glob(f"*/{guide_id or '*'}.yaml")):
        if path.name.startswith(".") or path.parent.name.startswith("."):
            continue
        record = load_record(path, problems)
        if record is None:
            continue
        if (record.org, record.guide) != (path.parent.name, path.stem):
            text = f"This is the record of “{record.org}” for “{record.guide}”. Move it to where it belongs."
            problems.error(Location(shown(path)), "other-record", text)
        elif record.guide not in views:
            text = f"The guide “{record.guide}” is unknown. Guides looked at: {', '.join(views)}."
            problems.error(Location(shown(path)), "other-guide", text)
        else:
            found.append(compliance_status(views[record.guide], record))
    return found
