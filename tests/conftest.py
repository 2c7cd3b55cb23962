"""Shared by all tests: the project's folders, and one finished build of the example content."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest
from hypothesis import settings

from generator.model import Guide
from generator.problems import Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from tests.support.project import GUIDE, PROJECT

# The same examples in every run, so that only a change can break it; `make fuzz` draws others, and many.
# Without a deadline: speed is measured in benchmarks/.
settings.register_profile("project", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=3000, print_blob=True)
settings.load_profile("project")


MARKER_OF_FIXTURE = {"browser": "browser", "built": "build", "entra": "build", "sheets": "pdf"}
"""What a test asks for tells what it needs: a test that takes `browser` is marked so."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the costly fixtures that it takes."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKER_OF_FIXTURE:
                item.add_marker(MARKER_OF_FIXTURE[fixture])


@pytest.fixture(scope="session", autouse=True)
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep templates of a run's own, for the programs that tests start too."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _one_core() -> Iterator[None]:
    """Keep a command that a test runs in this process from starting others: each takes a second to start.

    The programs that tests start use every core, the one that makes `built` too.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: {0})
        yield


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The output folder of one build of the example content, for all workers of a run. Tests only read it."""
    return built_once(PROJECT, "built", tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def entra(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The same of the example project of another platform."""
    return built_once(PROJECT / "examples/entra", "entra", tmp_path_factory, worker_id)


def built_once(project: Path, name: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the output folder of a project, built by whichever worker comes first; the others wait."""
    own = tmp_path_factory.getbasetemp()
    out = (own if worker_id == "master" else own.parent) / name
    with out.with_name(f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not out.exists():
            command = (sys.executable, "-m", "generator.cli", "build", "--project", project, "--out", out)
            built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
            assert built.returncode == 0, built.stderr
    return out


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The example guide."""
    problems = Problems()
    paths = Paths(PROJECT, PROJECT / "content", PROJECT / "content/orgs", PROJECT / "build")
    (guide,) = load_guides(paths, problems, GUIDE)
    assert not problems.has_errors
    return guide


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the example guide and its orgs that a test may spoil."""
    guides = [path.parent.name for path in (PROJECT / "content").glob("*/guide.md")]
    others = shutil.ignore_patterns(*(name for name in guides if name != GUIDE))
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content", ignore=others))


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of the finished build that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "out"))
