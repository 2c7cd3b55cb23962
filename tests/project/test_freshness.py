"""A build that would change nothing is not made again; whatever went into it or came out of it counts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output.files import MARKER
from generator.problems import Location, Problem, Severity
from generator.project.freshness import inputs_hash, remember, unchanged
from generator.project.paths import Paths
from tests.support.project import GUIDE, PROJECT

SLOW = {"weasyprint", "mkdocs", "pydantic", "markdown_it", "jinja2", "fontTools", "pikepdf", "pypdfium2", "yaml"}
WARNING = Problem(Location("guide.md", 3, 4), "few-pauses", "A long run.", Severity.WARNING)


def test_a_build_without_a_change_is_not_made_again_and_loads_nothing_slow(built: Path) -> None:
    arguments = ["build", "--project", str(PROJECT), "--out", str(built)]
    check = (
        "import sys\nfrom generator.cli import main\n"
        f"try:\n main({arguments!r})\nfinally:\n print(sorted({SLOW!r} & set(sys.modules)))"
    )
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*")}
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False, cwd=PROJECT)
    told = done.stdout.splitlines()
    assert told[0] == "Nothing has changed since this was built and read back:"
    assert told[-1] == "[]"
    assert {path: path.stat().st_mtime_ns for path in built.rglob("*")} == before


@pytest.fixture
def paths(content: Path, tmp_path: Path) -> Paths:
    """A project with one of every kind of input, and a small output."""
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n")
    (tmp_path / "site_overrides").mkdir()
    (tmp_path / "site_overrides/guide.css").write_text("a{}\n")
    (tmp_path / "records/acme").mkdir(parents=True)
    (tmp_path / "records/acme/guide.yaml").write_text("format: guide-record/1\n")
    out = tmp_path / "out"
    (out / "site").mkdir(parents=True)
    (out / "site/index.html").write_text("made")
    return Paths(tmp_path, content, content / "orgs", out)


def state(paths: Paths, *, site_only: bool = False, records: bool = True) -> list[Problem] | None:
    folder = paths.project / "records" if records else None
    return unchanged(paths.out, inputs_hash(paths, None, folder, site_only=site_only))


def finish(paths: Paths) -> None:
    remember(paths.out, inputs_hash(paths, None, paths.project / "records", site_only=False), [WARNING])


def append(path: Path) -> None:
    path.write_text(path.read_text() + "x")


CHANGES: dict[str, Callable[[Paths], object]] = {
    "a step": lambda paths: append(paths.content / GUIDE / "guide.md"),
    "a value": lambda paths: append(paths.content / GUIDE / "values.yaml"),
    "an org": lambda paths: append(paths.orgs / "example-sandbox.yaml"),
    "a new org": lambda paths: (paths.orgs / "new.yaml").write_text("name: New"),
    "an org gone": lambda paths: (paths.orgs / "example-sandbox.yaml").unlink(),
    "an org renamed": lambda paths: (paths.orgs / "example-sandbox.yaml").rename(paths.orgs / "other.yaml"),
    "the settings": lambda paths: append(paths.project / "mkdocs.yml"),
    "the look": lambda paths: append(paths.project / "site_overrides/guide.css"),
    "a record": lambda paths: append(paths.project / "records/acme/guide.yaml"),
    "a new record": lambda paths: (paths.project / "records/acme/other.yaml").touch(),
    "a file cut": lambda paths: (paths.out / "site/index.html").write_text("mad"),
    "a file written again": lambda paths: (paths.out / "site/index.html").write_text("made"),
    "a file gone": lambda paths: (paths.out / "site/index.html").unlink(),
    "a file too many": lambda paths: (paths.out / "site/other.html").touch(),
    "a marker of another version": lambda paths: (paths.out / MARKER).write_text("{}"),
    "a marker of no form": lambda paths: (paths.out / MARKER).write_text("[7"),
    "an empty marker": lambda paths: (paths.out / MARKER).write_text(""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_counts(change: Callable[[Paths], object], paths: Paths) -> None:
    finish(paths)
    assert state(paths) == [WARNING]
    change(paths)
    assert state(paths) is None


def test_another_choice_of_output_counts(paths: Paths) -> None:
    finish(paths)
    assert state(paths, site_only=True) is None
    assert state(paths, records=False) is None


def test_another_version_of_the_program_counts(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    finish(paths)
    monkeypatch.setattr("generator.project.freshness.product_hash", lambda: "another")
    assert state(paths) is None
