"""All sheets of a batch as one archive, or one an org: named by their orgs, and only what is as it should be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.support.batches import checklists, orgs_csv, tree
from tests.support.project import GUIDE, PROJECT, run


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def named(org: str, ending: str = "checklist.md") -> str:
    return f"{org}/{org}-{GUIDE}-{ending}"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return orgs_csv(tmp_path / "orgs.csv", 2)


def test_an_archive_holds_all_sheets_each_named_by_its_org(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = checklists(two, "--zip", "--format", "csv", out=out)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, str(out / "checklists.zip"))
    held = members(out / "checklists.zip")
    assert list(held) == [
        named(org, ending) for org in ("acme-0", "acme-1") for ending in ("checklist.csv", "checklist.md")
    ]
    assert held[named("acme-1")] == tree(out)[f"acme-1/{GUIDE}/checklist.md"]


def test_the_same_sheets_give_the_same_archive_and_it_is_not_made_again(two: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    for folder in (out, other):
        checklists(two, "--zip", out=folder)
    assert (out / "checklists.zip").read_bytes() == (other / "checklists.zip").read_bytes()
    before = (out / "checklists.zip").stat().st_mtime_ns
    assert checklists(two, "--zip", out=out).stdout == f"{out / 'checklists.zip'}\n"
    assert (out / "checklists.zip").stat().st_mtime_ns == before


def test_each_org_gets_an_archive_of_its_own(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert checklists(two, "--zip-each", out=out).exit_code == 0
    for org in ("acme-0", "acme-1"):
        assert list(members(out / org / f"{org}-checklists.zip")) == [named(org)]


def test_the_archive_of_one_org_says_whose_it_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert checklists(orgs_csv(tmp_path / "orgs.csv", 1), "--zip", out=out).exit_code == 0
    assert list(members(out / "acme-0-checklists.zip")) == [named("acme-0")]


def test_an_archive_leaves_out_what_lies_there_from_before(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checklists(two, out=out)
    two.write_text(two.read_text().replace("acme-1.my", "nowhere"))
    assert checklists(two, "--zip", out=out).exit_code == 1
    assert list(members(out / "acme-0-checklists.zip")) == [named("acme-0")]


def test_under_strict_nothing_is_archived_unless_everything_is_made(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert checklists(two, "--zip", "--strict", out=out).exit_code == 0
    assert len(members(out / "checklists.zip")) == 2


def test_an_archive_of_somebody_else_is_kept(two: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checklists(two, out=out)
    (out / "checklists.zip").write_text("mine")
    result = checklists(two, "--zip", out=out)
    assert result.exit_code == 0
    assert "checklists.zip" in result.stderr
    assert "mine" in {path.read_text() for path in tmp_path.rglob("checklists*.zip*") if path.stat().st_size == 4}


def test_one_pdf_wants_pdfs(two: Path) -> None:
    for command in ("checklist", "summary"):
        result = run(command, two, "--project", PROJECT, "--format", "docx", "--one-pdf")
        assert result.exit_code == 2
        assert "--one-pdf is made of PDFs: add --format pdf, or leave --one-pdf out." in result.stderr
