"""A run taken into a record, and the record read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.model.records import Record
from generator.problems import Problems
from generator.reading.content.records import read_record
from generator.reading.text.source import Source
from tests.support.project import GUIDE, PROJECT, run

ORG = PROJECT / "content/orgs/example-sandbox.yaml"
ON = "2026-11-24"


def take(out: Path, *files: Path, by: str = "Ann", more: tuple[str, ...] = ()) -> Any:
    return run("record", *files, "--org", ORG, "--by", by, "--on", ON, "--project", PROJECT, "--out", out, *more)


def recorded(out: Path) -> Record:
    path = out / "example-sandbox" / f"{GUIDE}.yaml"
    problems = Problems()
    record = read_record(Source(str(path), path.read_text()), problems)
    assert list(problems) == []
    assert record
    return record
