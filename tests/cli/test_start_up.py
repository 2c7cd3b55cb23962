"""A command loads nothing that it does not use: what a person does ten times a day must not wait for the rest.

`guide build` without a change is held to this beside its own tests, `guide checklist` beside those of batches.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.org_metadata import CASES
from tests.support.project import GUIDE, PROJECT, run

DRAWING = {"fontTools", "jinja2", "mkdocs", "pikepdf", "pypdfium2", "uharfbuzz", "weasyprint"}
CHECKING = {"generator.checking.rules", "generator.reading.content.guide", "markdown_it"}
TABLES = {"csv", "yaml", "zipfile"}
OURS = {"generator.commands", "generator.model", "generator.output.files", "generator.platforms", "pydantic"}

UNUSED: dict[str, tuple[list[str], set[str]]] = {
    "help": (["--help"], DRAWING | CHECKING | TABLES | OURS),
    "help of a command": (
        ["audit", "--help"],
        DRAWING | CHECKING | TABLES | OURS | {"generator.cli.sheets", "generator.cli.publishing"},
    ),
    "check": (["check", "--guide", GUIDE], DRAWING | CHECKING | {"generator.rendering"}),
    "audit": (
        ["audit", str(CASES / "sound")],
        DRAWING | CHECKING | TABLES | {"generator.output.files"},
    ),
}


@pytest.mark.parametrize(("arguments", "unused"), UNUSED.values(), ids=UNUSED)
def test_a_command_loads_nothing_that_it_does_not_use(arguments: list[str], unused: set[str]) -> None:
    """Of the two that look at a guide: of one that an earlier run has found sound."""
    assert run("check", "--project", PROJECT, "--guide", GUIDE).exit_code == 0
    program = (
        "import sys\nfrom generator.cli import main\n"
        f"try:\n main({arguments!r})\nfinally:\n print(sorted({unused!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=PROJECT)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]"), done.stderr


def test_what_is_used_is_seen() -> None:
    """The control: what a first check of a guide loads."""
    program = "import sys, generator.project.checked_guide\nprint(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert all(repr(name) in done.stdout for name in CHECKING)
