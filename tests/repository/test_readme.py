"""Every command in the README works, and every picture and link in the documents leads somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.project import PROJECT

DOCUMENTS = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    for line in block.splitlines()
]


def test_the_readme_has_the_two_commands() -> None:
    assert {"make build", "make test"} <= set(COMMANDS)


@pytest.mark.parametrize("command", [line for line in COMMANDS if not line.startswith("make ")])
def test_a_guide_command_of_the_readme_works(command: str, built: Path, tmp_path: Path) -> None:
    """Run as written, in a folder that looks like the project after `make build`."""
    for name in ("content", "docs", "site_overrides"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    shutil.copytree(built, tmp_path / "build")
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    done = subprocess.run(shlex.split(command), cwd=tmp_path, capture_output=True, text=True, check=False)
    warnings = [line for line in done.stderr.splitlines() if " import " in command and ": warning: " in line]
    closing = re.findall(r"(?m)^Orgs: \d made, \d unchanged, 0 failed\.$", done.stderr)
    assert (done.returncode, done.stderr.splitlines()) == (0, warnings + closing)
    assert done.stdout


def make_commands(text: str) -> set[str]:
    """Return each command that starts with `make` in a document's code: `make one T=…` whole."""
    return set(re.findall(r"`(make [^`]+)`", text)) | {line for line in text.splitlines() if line.startswith("make ")}


MAKE_COMMANDS = sorted(make_commands("\n".join(path.read_text() for path in DOCUMENTS)))


@pytest.mark.parametrize("command", MAKE_COMMANDS)
def test_a_make_command_of_the_documents_exists(command: str) -> None:
    """CI runs the README's two for real: `make test` runs this test, and needs the set-up of `make build`."""
    done = subprocess.run(
        ["make", "--dry-run", *shlex.split(command)[1:]], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_hook_runs_what_everybody_runs_and_fetches_nothing() -> None:
    repositories = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"] for hook in hooks} <= make_commands((PROJECT / "CONTRIBUTING.md").read_text())


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (document, link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#\s]+)\)", document.read_text())
        if not re.match(r"https?:|mailto:", link)
    ]
    assert len(links) > 5
    assert [link for document, link in links if not (document.parent / link).exists()] == []
