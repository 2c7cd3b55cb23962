"""`guide audit DIR DIR…`: the apps of many orgs, each org read, told and forgotten before the next."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.audit import Question, guide_with_metadata, judge_all, read_folder
from generator.deriving.auditing import unfamiliar
from generator.deriving.guide_view import view
from generator.model.records import Outcome
from generator.problems import Location, Problems
from generator.project.paths import shown
from generator.project.retrieved import ZIP
from generator.rendering.reports.audit_page import audit_page
from generator.rendering.reports.audit_table import audit_rows, table_csv, table_json, table_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.deriving.auditing import AppAudit
    from generator.model import Guide
    from generator.problems import Problem
    from generator.project.paths import Paths
    from generator.rendering.reports.audit_table import AuditRow

FAILED, OPEN = 1, 3


class AuditTable:
    """The audits of many orgs, made as they are asked for. `status` holds when the last row was taken."""

    def __init__(self, guide: Guide, places: Sequence[Path], app_name: str | None) -> None:
        """Prepare to audit the orgs in `places`, only apps called `app_name` if it is given."""
        self.guide, self.places, self.app_name = guide, places, app_name
        self.view = view(guide)
        self.has_failed = False
        self.is_open = False

    @property
    def status(self) -> int:
        """Return the exit status: as for one app, over all."""
        if self.has_failed:
            return FAILED
        if self.is_open:
            return OPEN
        return 0

    def rows(self, tell: Callable[[Problem], None]) -> Iterator[AuditRow]:
        """Yield a row an app. `tell` takes what could not be read, and once what no known release has."""
        told: set[str] = set()
        for place, org in zip(self.places, org_names(self.places), strict=True):
            problems = Problems()
            components = read_folder(place, self.guide, problems)
            question = Question(self.guide, shown(place), self.app_name)
            warnings = unfamiliar(self.guide, components)
            for name in [name for name in warnings if name not in told]:
                told.add(name)
                tell(warnings[name])
            audits = judge_all(question, components)
            for problem in problems:
                tell(problem)
            self._note(audits, problems)
            yield from audit_rows(org, audits, tuple(problems), self.view)

    def _note(self, audits: Sequence[AppAudit], problems: Problems) -> None:
        """Keep what the exit status needs: an app of an older kind counts only by standing alone."""
        todays = [one for one in audits if one.way_over is None]
        if problems.has_errors or not todays:
            self.has_failed = True
        for one in todays:
            if one.count(Outcome.FAIL):
                self.has_failed = True
            if one.count(Outcome.NOT_VERIFIABLE):
                self.is_open = True


def audit_table(paths: Paths, places: Sequence[Path], guide_id: str | None, app_name: str | None) -> AuditTable:
    """Return the table that audits `places`. Raises `ContentError` if the guide has errors."""
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    problems.raise_errors()
    assert guide  # noqa: S101 - or there was an error
    return AuditTable(guide, places, app_name)


def written(table: AuditTable, output_format: str, tell: Callable[[Problem], None]) -> Iterable[str]:
    """Yield the table as `text`, `csv`, `json` or `html`, piece by piece."""
    match output_format:
        case "csv":
            return table_csv(table.rows(tell), table.view)
        case "json":
            return table_json(table.rows(tell), table.view)
        case "html":
            return audit_page(table.rows(tell), table.view)
    return table_text(table.rows(tell))


def orgs_in(folders: Sequence[Path]) -> list[Path]:
    """Return the folders and archives in `folders`, each of them an org. Raises `ContentError` where there are none."""
    problems = Problems()
    places: list[Path] = []
    for folder in folders:
        orgs = _orgs_of(folder)
        places += orgs
        if not orgs:
            text = "No folder or archive lies here, and --each takes each as an org. Name the folder that holds them."
            problems.error(Location(shown(folder)), "no-orgs", text)
    problems.raise_errors()
    return places


def _orgs_of(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(entry for entry in folder.iterdir() if _is_org(entry))


def _is_org(entry: Path) -> bool:
    if entry.name.startswith("."):
        return False
    return entry.is_dir() or entry.suffix.lower() == ZIP


def org_names(places: Sequence[Path]) -> list[str]:
    """Return what the orgs are called: their folders, below the folder that holds them all."""
    resolved = [place.resolve() for place in places]
    parents = [path.parent for path in resolved]
    common = Path(os.path.commonpath(parents))
    below = [path.relative_to(common) for path in resolved]
    return [path.as_posix() for path in below]
