"""A batch of orgs, run in this process or in another, and what it leaves."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

from generator.batch.sheet_folder import OWN
from tests.support.project import PROJECT, run

GUIDE_COMMAND = (sys.executable, "-m", "generator.cli")
KIND = ("--format", "md")
"""Text is made a hundred times faster than PDF, on the same way through the batch."""


def orgs_csv(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(("name", "domain"))
        rows.writerows((f"Acme {number}", f"acme-{number}.my.salesforce.com") for number in range(count))
    return path


def tree(out: Path) -> dict[str, bytes]:
    """Return every file that is not our own book-keeping."""
    paths = (path for path in out.rglob("*") if path.is_file() and OWN not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in paths}


def closing(made: int, unchanged: int, failed: int) -> str:
    return f"Orgs: {made} made, {unchanged} unchanged, {failed} failed.\n"


def checklists(*arguments: str | Path, out: Path, project: Path = PROJECT) -> Any:
    return run("checklist", *arguments, "--project", project, "--out", out, *KIND)


def start(source: Path, out: Path, *more: str, **how: Any) -> subprocess.Popen[str]:
    arguments = ("checklist", str(source), "--project", str(PROJECT), "--out", str(out), *KIND, *more)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    return subprocess.Popen([*GUIDE_COMMAND, *arguments], text=True, cwd=PROJECT, **pipes)
