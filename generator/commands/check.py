"""`guide check`: all problems of the content and, if asked, of what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.upkeep import stale, unrecorded
from generator.commands.build import read_everything_back
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.loading import load
from generator.project.manifest import compare, read_manifest
from generator.project.paths import shown
from generator.project.sources import open_source

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from generator.project.loading import Content
    from generator.project.paths import Paths


def check_content(paths: Paths, guide_id: str | None = None, today: date | None = None) -> Problems:
    """Return every problem found; those of the output too if it was named.

    With `today` also what was not tried in an org for too long.
    """
    problems = Problems()
    content = load(paths, problems, guide_id)
    for guide in content.guides:
        place = _front_matter_place(paths.content / guide.id / "guide.md")
        problems.extend(unrecorded(guide, place))
        problems.extend(stale(guide, place, today) if today else ())
    if paths.out_given:
        _check_output(content, paths, problems)
    return problems


def _front_matter_place(path: Path) -> Location:
    """Return where a guide says when it was tried."""
    source = open_source(path, Problems())
    return source.find("verified:") if source else Location(shown(path))


def _check_output(content: Content, paths: Paths, problems: Problems) -> None:
    """Read every artefact back, then compare all other files with what was made."""
    manifest, name = read_manifest(paths.out), shown(paths.out)
    if manifest is None:
        text = "Nothing was built here yet, or its manifest.json is gone. Run “guide build” first."
        raise ContentError((*problems, Problem(Location(name), "no-output", text)))
    site_only = not any(path.startswith("orgs/") for path in manifest["files"])
    read_everything_back(content, paths.out, problems, name, site_only=site_only)
    told = {problem.location.path for problem in problems}
    differences = compare(manifest, paths.out, name, content.guides)
    problems.extend(problem for problem in differences if problem.location.path not in told)
