"""`guide orgs`: a file for each org of a table, to be kept and edited one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.output.files import held
from generator.output.together import replace_all
from generator.problems import Location, Problems
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_orgs
from generator.rendering.source.org_yaml import org_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.project.paths import Paths


@dataclass(frozen=True)
class OrgFiles:
    """What became of the orgs: the files written, how many lay there already, and how many could not be taken."""

    written: tuple[Path, ...]
    unchanged: int
    refused: int
    problems: Problems


def write_org_files(paths: Paths, sources: Iterable[Path]) -> OrgFiles:
    """Write PATHS.OUT/ID.yaml for each org. A file that says something else stays, and is told."""
    problems = Problems()
    fields = project_fields(paths.content)
    orgs = read_orgs(sources, problems, fields)
    wanted = {paths.out / f"{org.id}.yaml": org_yaml(org, fields).encode() for org in orgs}
    with held(paths.out):
        missing = {path: data for path, data in wanted.items() if not path.exists()}
        others = [path for path, data in wanted.items() if path.exists() and path.read_bytes() != data]
        for path in others:
            text = "This file says something else than the table. It was left as it is: delete it to have it anew."
            problems.error(Location(shown(path)), "exists", text)
        if missing:
            replace_all(missing, paths.out)
    unchanged = len(wanted) - len(missing) - len(others)
    return OrgFiles(tuple(missing), unchanged, orgs.refused + len(others), problems)
