"""`guide check`: all problems of the content and, if asked, of what was made from it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from generator.checking.upkeep import nothing_required, stale, unrecorded
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.brand import read_brand
from generator.project.loading import load
from generator.project.opening import open_source
from generator.project.paths import shown
from generator.project.sheet_overrides import read_sheet_overrides

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from generator.checking.outside_pages import SourcedStatement
    from generator.model import Guide
    from generator.project.loading import Content
    from generator.project.paths import Paths
    from generator.reading.text.yaml_text import YamlDocument


def check_content(
    paths: Paths, guide_id: str | None = None, today: date | None = None, *, verify: bool = False
) -> Problems:
    """Return every problem found; those of the output too if it was named.

    With `today` also what was not tried in an org, and which sources were not read, for too long. With `verify` the
    output is built again beside it, and held against that byte for byte.
    """
    problems = Problems()
    content = load(paths, problems, guide_id)
    read_sheet_overrides(paths.project, problems)
    read_brand(paths.project, problems)
    for guide in content.guides:
        place = _front_matter_place(paths.content / guide.id / "guide.md")
        problems.extend(unrecorded(guide, place))
        problems.extend(nothing_required(guide, Location(shown(paths.content / guide.id / "values.yaml"))))
        if today:
            problems.extend(stale(guide, place, today))
            problems.extend(_old_statements(guide, paths.content / guide.id, today))
    if paths.out_given:
        _check_output(content, paths, guide_id, problems, verify=verify)
    return problems


def _front_matter_place(path: Path) -> Location:
    """Return where a guide says when it was tried."""
    source = open_source(path, Problems())
    if source is None:
        return Location(shown(path))
    return source.find("verified:")


def _old_statements(guide: Guide, folder: Path, today: date) -> Iterator[Problem]:
    from generator.checking.outside_pages import old_statements  # noqa: PLC0415 - only with a day

    return old_statements(guide, _places(folder), today)


def _places(folder: Path) -> Callable[[SourcedStatement], Location]:
    """Return what tells where in a guide's folder a statement stands."""
    from generator.reading.text.yaml_text import parse_yaml  # noqa: PLC0415 - only with a day

    @cache
    def document(file: str) -> YamlDocument | None:
        source = open_source(folder / file, Problems())
        if source is None:
            return None
        return parse_yaml(source, Problems())

    def place(statement: SourcedStatement) -> Location:
        if statement.location:
            return statement.location
        yaml = document(statement.file)
        if yaml is None:
            return Location(shown(folder / statement.file))
        return yaml.place((*statement.keys, "read"))

    return place


def _check_output(content: Content, paths: Paths, guide_id: str | None, problems: Problems, *, verify: bool) -> None:
    """Read every artefact back, then compare all other files with what was made."""
    from generator.commands.build import read_everything_back, report_differs  # noqa: PLC0415 - MkDocs is slow to import
    from generator.commands.finished_site import site_problems  # noqa: PLC0415
    from generator.commands.made_again import everything_differs, texts_differ  # noqa: PLC0415
    from generator.project.earlier import Earlier  # noqa: PLC0415
    from generator.project.manifest import compare, read_manifest  # noqa: PLC0415
    from generator.publishing.artefacts import Output  # noqa: PLC0415

    manifest, name = read_manifest(paths.out), shown(paths.out)
    if manifest is None:
        text = "Nothing was built here yet, or its manifest.json is gone. Run “guide build” first."
        raise ContentError((*problems, Problem(Location(name), "no-output", text)))
    site_only = not any(path.startswith("orgs/") for path in manifest["files"])
    out = Output(paths.out, name, problems, Earlier(paths.out))
    report = read_everything_back(content, out, site_only=site_only)
    _tell_others(problems, compare(manifest, paths.out, name, content.guides))
    if any(problem.code in {"outdated", "file-missing", "artefact-missing"} for problem in problems):
        return
    if not problems.has_errors:  # what is missing in another file is missing in the counts too
        problems.extend(report_differs(report, out))
    _tell_others(problems, site_problems(paths.project, content, out))
    _tell_others(problems, texts_differ(paths, guide_id, site_only=site_only))
    if verify:
        _tell_others(problems, everything_differs(paths, guide_id, site_only=site_only))


def _tell_others(problems: Problems, further: Iterable[Problem]) -> None:
    """Add problems of files of which nothing is told yet."""
    told = {problem.location.path for problem in problems}
    problems.extend([problem for problem in further if problem.location.path not in told])
