"""Filled files of many orgs: each goes to the org that it names, and what fits none is told."""

from __future__ import annotations

import csv
import io
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
        f"{strange}: This file is about “nobody”, and none of --orgs has this id or address. Add its file or "
        "row there. [no-org-fits]"
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


def test_a_folder_without_anything_to_take_is_told(tmp_path: Path, orgs: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    (folder / "notes.txt").touch()
    result = run("record", folder, "--orgs", orgs, "--by", "A", "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{folder}: No file here can be a filled checklist, a scan or a run: their names end in .jpeg, .jpg, .json, "
        ".pdf, .png, .tif, .tiff, .yaml, .yml. [no-files]\n0 records written.\n"
    )


def test_status_needs_no_record_where_orgs_are_named(tmp_path: Path, orgs: Path) -> None:
    status = ("status", tmp_path / "records", "--project", PROJECT)
    assert "[no-records]" in run(*status).stderr
    assert run(*status, "--orgs", orgs).stdout.endswith("0 records; 3 not begun\n")


def test_status_tells_what_was_done_since_and_keeps_what_the_table_says(tmp_path: Path, orgs: Path) -> None:
    rows: Rows = [[*ROWS[0], "Region"], ["Acme", "acme.my.salesforce.com", "EMEA"], ["Beta", None, "=1+1"]]
    orgs.write_bytes(xlsx(Tab("All", rows)))
    returned(tmp_path / "returned", "one", "acme")
    record(tmp_path / "returned", orgs=orgs, out=tmp_path / "records")
    status = ("status", tmp_path / "records", "--project", PROJECT, "--today", ON, "--orgs", orgs)
    told = run(*status, "--since", ON).stdout
    assert f"acme   1 of 19  18 open; 1 done since {ON}" in told
    assert told.endswith(f"Since {ON}: 1 step done in 1 org\n")
    assert run(*status, "--since", "2026-11-25").stdout.endswith("Since 2026-11-25: 0 steps done in 0 orgs\n")
    table = list(csv.DictReader(io.StringIO(run(*status, "--format", "csv").stdout)))
    assert [(row["org"], row["name"], row["Region"]) for row in table] == [
        ("acme", "Acme", "EMEA"),
        ("beta", "Beta", "'=1+1"),
    ]
    page = run(*status, "--format", "html").stdout
    assert '<th scope="col">Region</th>' in page
    assert '<td data-label="Region">EMEA</td>' in page
    assert page.count('data-state="not begun"') == 1


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
    assert result.stdout.splitlines()[:5] == [
        "Create a Salesforce external client app, revision 2026.1",
        "acme   1 of 19  18 open",
        "                next: 2 In the left navigation bar, under Platform Tools, …",
        "lodz   0 of 19  not begun",
        "beta   0 of 19  not begun",
    ]
    assert result.stdout.endswith(": 1 open; 2 not begun\n")
