"""`guide orgs`: org files from rows, which read back as the same orgs; nothing of a person's is written over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.problems import Problems
from generator.project.sources import read_orgs
from tests.support.project import PROJECT, run
from tests.support.workbooks import Rows, Tab, xlsx

ROWS: Rows = [
    ["Customer", "My Domain", "Environment", "Ticket", "Region"],
    ["Łódź & Söhne: Ltd", "https://lodz.lightning.force.com/", "Production", "010", "EMEA"],
    ["株式会社 3", None, "Full Copy Sandbox", "yes", None],
    ["Bad", "nowhere", None, None, None],
]
LODZ = """\
# What is known of one org. What is left out stays a visible blank on paper. Never write a key or secret.
name: 'Łódź & Söhne: Ltd'
environment: production
domain: lodz.my.salesforce.com
ticket: '010'
# Also in the table, and on no sheet:
# Region: EMEA
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(xlsx(Tab("All", ROWS)))
    return path


def orgs(*arguments: str | Path) -> Any:
    return run("orgs", *arguments, "--project", PROJECT)


def test_good_rows_are_written_and_bad_ones_told(table: Path, tmp_path: Path) -> None:
    result = orgs(table, "--out", tmp_path / "orgs")
    assert result.exit_code == 1
    assert f"{table}[All]:4:2: “domain” is “nowhere”, which is no My Domain." in result.stderr
    assert result.stderr.endswith("Orgs: 2 written, 0 unchanged, 1 not taken.\n")
    names = sorted(path.name for path in (tmp_path / "orgs").iterdir())
    assert names == ["lodz-sohne-ltd.yaml", "zhushihuishe-3.yaml"]
    assert (tmp_path / "orgs/lodz-sohne-ltd.yaml").read_text() == LODZ


def test_the_files_read_back_as_the_rows(table: Path, tmp_path: Path) -> None:
    orgs(table, "--out", tmp_path / "orgs")
    from_rows = {org.id: org.facts for org in read_orgs([table], Problems())}
    problems = Problems()
    assert {org.id: org.facts for org in read_orgs([tmp_path / "orgs"], problems)} == from_rows
    assert not list(problems)


def test_what_somebody_changed_stays(table: Path, tmp_path: Path) -> None:
    orgs(table, "--out", tmp_path / "orgs")
    changed = tmp_path / "orgs/lodz-sohne-ltd.yaml"
    changed.write_text(LODZ + "owner: Me\n")
    result = orgs(table, "--out", tmp_path / "orgs")
    told = "This file says something else than the table. It was left as it was: delete it to have it anew. [exists]"
    assert f"{changed}: {told}\n" in result.stderr
    assert result.stderr.endswith("Orgs: 0 written, 1 unchanged, 2 not taken.\n")
    assert changed.read_text().endswith("owner: Me\n")


def test_the_folder_has_to_be_named(table: Path) -> None:
    result = orgs(table)
    assert (result.exit_code, "Name the folder for the orgs’ files with --out" in result.stderr) == (2, True)
