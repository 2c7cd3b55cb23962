"""Filled files of many orgs: each goes to the org that it names, and what fits none is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.project import GUIDE, PROJECT, run
from tests.support.workbooks import Rows, Tab, xlsx

ON = "2026-11-24"
ROWS: Rows = [
    ["Customer", "My Domain"],
    ["Łódź", "https://lodz.lightning.force.com/"],
    ["Acme", "acme.my.salesforce.com"],
    ["Beta", None],
]


@pytest.fixture
def orgs(tmp_path: Path) -> Path:
    path = tmp_path / "customers.xlsx"
    path.write_bytes(xlsx(Tab("EMEA", ROWS)))
    return path


def returned(folder: Path, name: str, org: str, state: str = "done", revision: str = "2026.1") -> Path:
    """Write a run in which the first step of an org has a state."""
    data = {
        "format": "guide-run/1",
        "guide": GUIDE,
        "revision": revision,
        "org": org,
        "steps": {"open-setup": {"state": state}},
    }
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(data))
    return path


def record(*sources: Path, orgs: Path, out: Path) -> Any:
    return run("record", *sources, "--orgs", orgs, "--by", "Ann", "--on", ON, "--project", PROJECT, "--out", out)


def written(out: Path) -> list[str]:
    return sorted(path.parent.name for path in out.glob(f"*/{GUIDE}.yaml"))


def test_a_folder_is_sorted_by_id_and_by_address(tmp_path: Path, orgs: Path) -> None:
    folder = tmp_path / "returned"
    returned(folder, "one", "lodz.my.salesforce.com")
    returned(folder, "two", "beta")
    (folder / "notes.txt").write_text("Call them")
    result = record(folder, orgs=orgs, out=tmp_path / "records")
    assert (result.exit_code, result.stderr) == (0, "2 records written.\n")
    assert written(tmp_path / "records") == ["beta", "lodz"]


def test_what_fits_no_org_is_named_and_the_others_are_recorded(tmp_path: Path, orgs: Path) -> None:
    folder = tmp_path / "returned"
    good = returned(folder, "good", "acme")
    strange = returned(folder, "strange", "nobody")
    old = returned(folder, "old", "beta", revision="2020.1")
    result = record(good, strange, old, orgs=orgs, out=tmp_path / "records")
    first, second, closing = result.stderr.splitlines()
    assert first.startswith(f"{old}: This file is of revision 2020.1")
    assert second == (
        f"{strange}: This file is about “nobody”, and none of --orgs has this id or address. Name the orgs it is "
        "one of. [no-org-fits]"
    )
    assert (result.exit_code, closing, written(tmp_path / "records")) == (1, "1 record written.", ["acme"])


def test_an_address_of_two_orgs_is_asked_about(tmp_path: Path) -> None:
    orgs = tmp_path / "orgs.csv"
    orgs.write_text("id,domain,name\na,acme.my.salesforce.com,A\nb,acme.my.salesforce.com,B\n")
    file = returned(tmp_path, "one", "acme.my.salesforce.com")
    result = record(file, orgs=orgs, out=tmp_path / "records")
    told = "“acme.my.salesforce.com” is the address of a, b. Record this file by itself, with --org. [no-org-fits]"
    assert (result.exit_code, result.stderr) == (1, f"{file}: {told}\n0 records written.\n")


def test_two_files_of_one_org_that_disagree_stop_that_org_only(tmp_path: Path, orgs: Path) -> None:
    folder = tmp_path / "returned"
    returned(folder, "one", "acme", "done")
    returned(folder, "two", "acme", "not-applicable")
    returned(folder, "three", "beta")
    result = record(folder, orgs=orgs, out=tmp_path / "records")
    assert (result.exit_code, written(tmp_path / "records")) == (1, ["beta"])
    assert "[files-disagree]" in result.stderr


def test_a_folder_needs_orgs_to_be_sorted_to(tmp_path: Path, orgs: Path) -> None:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("record", tmp_path, "--org", org, "--by", "Ann", "--project", PROJECT)
    assert (result.exit_code, "is a folder, and --org takes files" in result.stderr) == (2, True)
    result = run("record", "--by", "Ann", "--next-review", "2027-01-01", "--orgs", orgs, "--project", PROJECT)
    assert (result.exit_code, "Name the org with --org, or files that name theirs." in result.stderr) == (2, True)


# Status


def test_status_lists_the_orgs_not_begun(tmp_path: Path, orgs: Path) -> None:
    returned(tmp_path / "returned", "one", "acme")
    record(tmp_path / "returned", orgs=orgs, out=tmp_path / "records")
    status = ("status", tmp_path / "records", "--project", PROJECT, "--today", ON)
    assert len(json.loads(run(*status, "--format", "json").stdout)["records"]) == 1
    result = run(*status, "--orgs", orgs, "--format", "json")
    rows = {row["org"]: row["states"] for row in json.loads(result.stdout)["records"]}
    assert rows == {"acme": ["open"], "lodz": ["not begun"], "beta": ["not begun"]}
    result = run(*status, "--orgs", orgs)
    assert result.exit_code == 1
    (beta,) = [line for line in result.stdout.splitlines() if line.startswith("beta ")]
    assert beta.endswith("  not begun")
    assert result.stdout.endswith(": 1 open, 2 not begun\n")
