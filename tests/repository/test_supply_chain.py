"""What the workflows run is pinned, a token is where it is needed, and what they fetch has bounds."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import distribution
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.project import PROJECT

WORKFLOWS = sorted(
    chain(PROJECT.glob(".github/workflows/*.yml"), PROJECT.glob("generator/starter/project/.github/workflows/*.yml"))
)
USES_NO_OTHER = {"actions/checkout", "actions/upload-artifact", "actions/deploy-pages"}
"""Actions that are programs of their own; others name further ones, some of them by a tag."""

OPEN_WORKFLOW = """\
on: pull_request_target
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""

NEEDS_TOKEN = re.compile(r"git (?:-C \S+ )?-c credential|gh issue")


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def steps(path: Path) -> list[dict[str, Any]]:
    workflow: dict[str, Any] = yaml.safe_load(path.read_text())
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    for step in steps(path):
        action, _, commit = step.get("uses", "").partition("@")
        if action:
            assert action in USES_NO_OTHER
            assert re.fullmatch("[0-9a-f]{40}", commit)


def test_nothing_of_a_workflow_lets_somebody_else_in() -> None:
    """By zizmor's rules. The control runs what the title of somebody's change says."""
    assert _zizmor(*map(str, WORKFLOWS)).returncode == 0
    assert "template-injection" in _zizmor("-", stdin=OPEN_WORKFLOW).stdout


def _zizmor(*files: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    (program,) = (file.locate() for file in distribution("zizmor").files or () if file.name == "zizmor")
    command = (str(program), "--offline", "--no-config", "--quiet", *files)
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_a_token_is_given_only_to_the_step_that_needs_it(path: Path) -> None:
    with_token = [step for step in steps(path) if "github.token" in str(step.get("env"))]
    assert path.read_text().count("github.token") == len(with_token)
    assert all(NEEDS_TOKEN.search(step["run"]) for step in with_token)
    assert all(
        step["with"]["persist-credentials"] is False for step in steps(path) if "checkout" in step.get("uses", "")
    )


@pytest.mark.parametrize("path", [path for path in WORKFLOWS if path.name == "drift.yml"], ids=name)
def test_a_page_is_fetched_over_https_within_bounds(path: Path) -> None:
    (command,) = re.findall(r"curl (.*(?:\\\n.*)*)", path.read_text())
    assert {"--proto", "=https", "--max-filesize", "--max-time"} <= set(command.split())


@pytest.mark.parametrize("pins", sorted(PROJECT.glob("requirements/*.txt")), ids=name)
def test_every_package_is_pinned_with_hashes(pins: Path) -> None:
    packages = re.split(r"\n(?=\S)", pins.read_text())
    for package in packages:
        if not package.startswith("#"):
            assert "==" in package
            assert "--hash=sha256:" in package


def test_the_tools_that_pin_are_pinned_themselves() -> None:
    installs = re.findall(r"pip\)? install .*", (PROJECT / "Makefile").read_text())
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    assert len(installs) >= 4
