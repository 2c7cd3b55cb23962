"""`guide status`: every record of a folder, held against the guides; of any number of orgs, in flat memory."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.deriving.guide_view import compliance_status, view
from generator.output.spooled import Spooled
from generator.output.spooled_map import SpooledMap
from generator.problems import ContentError, Location, Problems
from generator.project.loading import load_guides, load_meant, load_record
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_orgs
from generator.rendering.reports.status import DONE, ORDER, Asked, not_begun_row, status_row, urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.deriving.compliance import ComplianceStatus
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide, Org
    from generator.project.paths import Paths
    from generator.rendering.reports.status import StatusRow


@dataclass(frozen=True)
class StatusRows:
    """How all orgs stand, in no memory: gone through as often as asked."""

    recorded: tuple[Spooled[StatusRow], ...]
    """A row a record, the most urgent first."""

    not_begun: Spooled[StatusRow]
    """A row for each org and guide of which there is no record, in the order of the orgs."""

    def __iter__(self) -> Iterator[StatusRow]:
        """Yield all rows."""
        return itertools.chain(*self.recorded, self.not_begun)


def read_status(
    paths: Paths, folder: Path, guide_id: str | None, today: str, since: str
) -> tuple[StatusRows, Problems]:
    """Return how all orgs stand on a day, and what is wrong with records.

    Raises `ContentError` if there is nothing to read. Where orgs are named none of them need have begun.
    """
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    problems.raise_errors()
    if not folder.is_dir() and not paths.orgs_given:
        text = "There is no folder of records here. Make one with “guide record”, or name the folder."
        raise ContentError.at(Location(shown(folder)), "no-records", text)
    views = {guide.id: view(guide) for guide in guides}
    statuses = read_statuses(folder, guides, problems, guide_id)
    asked = Asked(today, since, views)
    if not paths.orgs_given:
        return status_rows(statuses, asked), problems
    meant = [views[guide.id] for guide in load_meant(paths, Problems(), guide_id)]
    orgs = read_orgs([paths.orgs], problems, project_fields(paths.content))
    return status_rows(statuses, asked, orgs, meant), problems


def status_rows(
    statuses: Iterable[ComplianceStatus], asked: Asked, orgs: Iterable[Org] = (), meant: Sequence[GuideView] = ()
) -> StatusRows:
    """Return a row a record, which come sorted by org and guide, and one for each of `orgs` that has not begun a guide.

    `orgs` are gone through twice; `meant` are the guides that each of them goes through.
    """
    orgs_by_id = SpooledMap((org.id, org) for org in orgs)
    asked = replace(asked, orgs=orgs_by_id)
    recorded: tuple[Spooled[StatusRow], ...] = tuple(Spooled() for _ in (*ORDER, DONE))
    for status in statuses:
        row = status_row(status, asked)
        recorded[urgency(row)].append(row)
    begun = SpooledMap((_key(row.org, row.guide), None) for row in itertools.chain(*recorded))
    pairs = ((org, guide) for org in orgs for guide in meant)
    not_begun = (not_begun_row(org, guide) for org, guide in pairs if _key(org.id, guide.id) not in begun)
    return StatusRows(recorded, Spooled(not_begun))


def _key(org_id: str, guide_id: str) -> str:
    return f"{org_id}/{guide_id}"


def read_statuses(
    folder: Path, guides: Iterable[Guide], problems: Problems, guide_id: str | None
) -> Iterator[ComplianceStatus]:
    """Read DIR/ORG/GUIDE.yaml, of one guide or all, sorted by org and guide; what is wrong goes to `problems`."""
    views = {guide.id: view(guide) for guide in guides}
    for path in _record_files(folder, guide_id):
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
            yield compliance_status(views[record.guide], record)


def _record_files(folder: Path, guide_id: str | None) -> Iterator[Path]:
    """Yield the files of records; of a million folders only the names are held."""
    if not folder.is_dir():
        return
    for org_id in sorted(os.listdir(folder)):  # noqa: PTH208 - names alone
        if org_id.startswith("."):
            continue
        files = (folder / org_id).glob(f"{guide_id or '*'}.yaml")
        yield from sorted((file for file in files if not file.name.startswith(".")), key=_stem)


def _stem(path: Path) -> str:
    return path.stem
