"""The scheduled job, run step by step here: `curl` and `gh` are those of this test, everything else is real."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.project import GUIDE, PROJECT

pytestmark = pytest.mark.slow

WORKFLOW: dict[str, Any] = yaml.safe_load((PROJECT / ".github/workflows/drift.yml").read_text())
JOB = WORKFLOW["jobs"]["drift"]
COMPARE, REPORT = (step["run"] for step in JOB["steps"] if step.get("shell") == "bash")
TITLE = f"The vendor's page of {GUIDE} has changed"

CURL = """#!/bin/sh
printf '%s\\n' "$*" >> calls
for last in "$@"; do :; done
cp served.md "$last"
"""
GH = """#!/bin/sh
printf 'gh %s\\n' "$*" >> calls
[ "$2" = list ] && cat open-issue
exit 0
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A working folder as the job has it, with the content and the command."""
    (tmp_path / "content").symlink_to(PROJECT / "content")
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    (tmp_path / "open-issue").touch()
    for name, text in {"curl": CURL, "gh": GH}.items():
        script = tmp_path / "bin" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(text)
        script.chmod(0o755)
    (tmp_path / "served.md").write_text("# Another page\n\n1. Click **Go**.\n")
    return tmp_path


def bash(script: str, folder: Path) -> int:
    environment = os.environ | {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "GUIDE": GUIDE,
        "TITLE": TITLE,
        "GITHUB_OUTPUT": str(folder / "output"),
    }
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder, env=environment, check=False
    ).returncode


def test_a_changed_page_opens_one_issue(checkout: Path) -> None:
    assert bash(COMPARE, checkout) == 0
    assert (checkout / "output").read_text() == "status=1\n"
    assert "Required value Callback URL is gone" in (checkout / "report.txt").read_text()
    assert "/how-to-create-a-salesforce-external-client-app.md --output" in (checkout / "calls").read_text()
    assert bash(REPORT, checkout) == 0
    assert f"gh issue create --title {TITLE}" in (checkout / "calls").read_text()
    assert "Required value Callback URL is gone" in (checkout / "issue.md").read_text()


def test_an_open_issue_is_brought_up_to_date(checkout: Path) -> None:
    (checkout / "open-issue").write_text("12\n")
    assert bash(COMPARE, checkout) == 0
    assert bash(REPORT, checkout) == 0
    calls = (checkout / "calls").read_text()
    assert "gh issue edit 12" in calls
    assert "gh issue create" not in calls


def test_a_failed_fetch_fails_the_job(checkout: Path) -> None:
    (checkout / "served.md").unlink()
    assert bash(COMPARE, checkout) != 0


READ_BY_PEOPLE = "https://help.salesforce.com/"
"""Pages that only a browser with scripts shows: the job could not fetch them."""


def test_every_guide_is_watched() -> None:
    locks = sorted((PROJECT / "content").glob("*/vendor.lock.yaml"))
    guides = [lock.parent.name for lock in locks if f"url: {READ_BY_PEOPLE}" not in lock.read_text()]
    assert len(guides) < len(locks)
    assert JOB["strategy"]["matrix"]["guide"] == guides


def test_the_job_may_only_read_and_write_issues() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read", "issues": "write"}
    assert JOB["env"]["TITLE"] == TITLE.replace(GUIDE, "${{ matrix.guide }}")
