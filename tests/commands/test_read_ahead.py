"""What workers find in a build is what the build itself finds, and of what is wrong they say nothing."""

from __future__ import annotations

import pytest

from generator.batch.workers import Here, Workers
from generator.commands import build
from generator.commands.build import Sources
from generator.commands.finished_site import site_problems
from generator.commands.read_ahead import read_ahead
from generator.problems import Problem, Problems
from generator.project.earlier import Earlier, Findings, read_earlier
from generator.project.paths import Paths
from generator.publishing.artefacts import Output
from tests.support.tiny_project import new_project

pytestmark = [pytest.mark.slow, pytest.mark.pdf, pytest.mark.build]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A small project that is built."""
    project = tmp_path_factory.mktemp("project")
    new_project(project)
    paths = Paths(project, project / "content", project / "content/orgs", project / "build")
    build.build(paths)
    for name in ("values-report.json", "manifest.json"):  # which are written after all has been read back
        (paths.out / name).unlink()
    return paths


def output(paths: Paths, findings: Findings) -> tuple[Output, Sources]:
    problems = Problems()
    sources = build.read_sources(paths, problems, None, None)
    return Output(paths.out, "build", problems, Earlier(paths.out, findings=findings)), sources


def found(paths: Paths) -> Findings:
    out, sources = output(paths, {})
    finished = build._finished_build(paths.project, sources, out, site_only=False)
    return read_ahead(finished, Workers(Here(), 1, Here))


def told(paths: Paths, findings: Findings) -> list[Problem]:
    """Return what the build itself says while it reads back."""
    out, sources = output(paths, findings)
    build.read_everything_back(sources.content, out)
    out.problems.extend(site_problems(paths.project, sources.content, out))
    build.refuse_secrets_of(sources.views, out)
    return list(out.problems)


def test_workers_find_all_that_a_build_finds(paths: Paths) -> None:
    assert found(paths) == read_earlier(paths.out).findings


@pytest.mark.parametrize("name", ["site/one/values.html", "site/search/search_index.json", "docs/one/index.md"])
def test_what_is_wrong_is_told_by_the_build(name: str, paths: Paths) -> None:
    """As if no worker had looked at it."""
    path = paths.out / name
    text = path.read_text()
    path.write_text(text.replace("app.example.com/oauth", "3MVG9EXAMPLEEXAMPLE"))
    problems = told(paths, found(paths))
    assert {"secret", "value-changed"} <= {problem.code for problem in problems}
    assert problems == told(paths, {})
    path.write_text(text)
