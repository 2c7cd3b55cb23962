"""`guide orgs`: a file for each org of a table, to be kept and edited one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from generator.output.files import held
from generator.output.spooled import Spooled
from generator.output.together import replace_in_parts
from generator.problems import Location, Problems
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_orgs
from generator.rendering.source.org_yaml import org_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.model import Org
    from generator.platforms.registry import Fields
    from generator.project.paths import Paths

AT_ONCE = 500
"""So many files are written together: a run that is killed leaves those before them, and the next one goes on."""


@dataclass
class OrgFiles:
    """What became of the orgs: the files written, how many lay there already, and how many could not be taken."""

    written: Spooled[Path] = field(default_factory=Spooled)
    unchanged: int = 0
    refused: int = 0
    problems: Problems = field(default_factory=Problems)


def write_org_files(paths: Paths, sources: Iterable[Path]) -> OrgFiles:
    """Write PATHS.OUT/ID.yaml for each org. A file that says something else stays, and is told."""
    outcome = OrgFiles()
    fields = project_fields(paths.content)
    orgs = read_orgs(sources, outcome.problems, fields)
    outcome.refused = orgs.refused
    with held(paths.out):
        replace_in_parts(_missing_files(orgs, paths.out, fields, outcome), paths.out)
    return outcome


def _missing_files(orgs: Iterable[Org], out: Path, fields: Fields, outcome: OrgFiles) -> Iterator[dict[Path, bytes]]:
    """Yield what is to be written, some at a time, and note it once it is there."""
    remaining = _missing(orgs, out, fields, outcome)
    while part := dict(islice(remaining, AT_ONCE)):
        yield part
        for path in part:
            outcome.written.append(path)


def _missing(orgs: Iterable[Org], out: Path, fields: Fields, outcome: OrgFiles) -> Iterator[tuple[Path, bytes]]:
    for org in orgs:
        path = out / f"{org.id}.yaml"
        data = org_yaml(org, fields).encode()
        if not path.exists():
            yield path, data
        elif path.read_bytes() == data:
            outcome.unchanged += 1
        else:
            outcome.refused += 1
            text = "This file says something else than the table. It was left as it was: delete it to have it anew."
            outcome.problems.error(Location(shown(path)), "exists", text)
