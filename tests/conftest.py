"""Shared by all tests: the project's folders, and one finished build of the example content."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

PROJECT = Path(__file__).parent.parent
GUIDE = "salesforce-external-client-app"


def run(*arguments: str | Path) -> Result:
    """Run `guide` in this process. Exceptions other than exits reach the test."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of one build of the example content. Tests only read it."""
    out = tmp_path_factory.mktemp("build") / "out"
    result = run("build", "--project", PROJECT, "--out", out)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the example content that a test may spoil."""
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of the finished build that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "out"))
