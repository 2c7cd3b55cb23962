"""Tables of orgs: what people keep in a spreadsheet means the same as CSV, xlsx and ods."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest

from generator.model import Org
from generator.output import spooled
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.project.sources import read_orgs
from generator.reading.content import workbooks
from generator.reading.content.org_columns import ID, is_heading_row
from generator.reading.content.org_ids import is_org_id, slug
from tests.support.cases import CASES, read_case
from tests.support.workbooks import Cell, Day, ErrorValue, Formula, Rows, Tab, ods, xlsx

TABLES = sorted((CASES / "org-tables").glob("*.md"))
FORMS = {"xlsx": xlsx, "ods": ods}
WORKBOOK_TELLS_OTHERWISE = {"no-names"}
"""A workbook may hold other sheets, so it says that none of them fits."""


def line_of(org: Org) -> str:
    facts = [f"{key}={org.get(key)}" for key in ORG_FIELDS if org.get(key)]
    kept = [f"{heading} (kept)={text}" for heading, text in org.kept]
    return f"{org.id}: {'; '.join(facts + kept)}"


def read(path: Path, table: str) -> list[str]:
    """Return each org and each problem as a line; problems call the table {table}."""
    problems = Problems()
    orgs = [line_of(org) for org in read_orgs([path], problems)]
    return orgs + [str(problem).replace(table, "{table}") for problem in problems]


def read_workbook(folder: Path, form: str, *tabs: Tab) -> list[str]:
    path = folder / f"orgs.{form}"
    path.write_bytes(FORMS[form](*tabs))
    return read(path, f"{path}[{tabs[0].name}]")


def rows_of(text: str) -> Rows:
    return list(csv.reader(text.splitlines()))


def test_there_are_cases() -> None:
    assert len(TABLES) > 10


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_as_csv(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    table = tmp_path / "orgs.csv"
    table.write_text(case.text, encoding="utf-8")
    assert read(table, str(table)) == case.expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "path", [path for path in TABLES if path.stem not in WORKBOOK_TELLS_OTHERWISE], ids=lambda path: path.stem
)
def test_the_same_table_in_a_workbook(path: Path, form: str, tmp_path: Path) -> None:
    case = read_case(path)
    assert read_workbook(tmp_path, form, Tab("Customers", rows_of(case.text))) == case.expected


@pytest.mark.parametrize("key", [ID, *ORG_FIELDS])
def test_a_key_names_its_column(key: str) -> None:
    assert is_heading_row(["name", key])


def test_no_heading_means_two_facts() -> None:
    headings = [alias for field in ORG_FIELDS.values() for alias in field.aliases]
    assert len(headings) == len(set(headings))


# Cells that are no text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (7.0, "7"),
        (7, "7"),
        (1.5, "1.5"),
        (True, "TRUE"),
        ("007", "007"),
        (Day(46363), "2026-12-07"),
        (Formula("A1", "CHG-1"), "CHG-1"),
        (999_999_999_999_999.0, "999999999999999"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(cell: Cell, expected: str, form: str, tmp_path: Path) -> None:
    rows: Rows = [["Name", "Ticket"], ["Acme", cell]]
    assert read_workbook(tmp_path, form, Tab("A", rows)) == [f"acme: name=Acme; ticket={expected}"]


def test_a_day_is_a_planned_date(tmp_path: Path) -> None:
    rows: Rows = [["Name", "Planned date"], ["Acme", Day(46363)]]
    assert read_workbook(tmp_path, "xlsx", Tab("A", rows)) == ["acme: name=Acme; planned_date=2026-12-07"]


ROUNDED = (
    "A number of more than 15 digits: the spreadsheet has rounded it. Make the cell text, and write it again. "
    "[rounded-number]"
)
EMPTY_FORMULA = (
    "This cell holds a formula, and no value. Write the value, or let the program work it out and save again. "
    "[cell-without-value]"
)


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        ("xlsx", 1e15, ROUNDED),
        ("ods", -1e15, ROUNDED),
        ("xlsx", Formula("B9", None), EMPTY_FORMULA),
        (
            "xlsx",
            ErrorValue("#N/A"),
            (
                "This cell holds the error #N/A, and no value. Write the value, or let the program work it out and "
                "save again. [cell-without-value]"
            ),
        ),
        (
            "ods",
            ErrorValue("#REF!"),
            "This cell shows #REF!, the error of a formula. Mend it, or write the value. [cell-without-value]",
        ),
    ],
)
def test_a_cell_whose_value_is_lost_is_told(form: str, cell: Cell, expected: str, tmp_path: Path) -> None:
    rows: Rows = [["Name", "Ticket"], ["Acme", cell], ["Beta", "2"]]
    lines = read_workbook(tmp_path, form, Tab("A", rows))
    assert lines == ["beta: name=Beta; ticket=2", f"{{table}}:2:2: {expected}"]


def test_a_lost_value_that_no_sheet_shows_stops_nothing(tmp_path: Path) -> None:
    rows: Rows = [["Name", "Region"], ["Acme", ErrorValue("#N/A")]]
    org, _, problem = read_workbook(tmp_path, "xlsx", Tab("A", rows))
    assert org == "acme: name=Acme"
    assert problem.startswith("{table}:2:2: warning: This cell holds the error #N/A")


def test_a_merged_cell_counts_for_each_of_its_rows(tmp_path: Path) -> None:
    rows: Rows = [["id", "Name", "Owner"], ["a", "Acme", "Alex"], ["b", "Acme test", None], ["c", "Other", None]]
    assert read_workbook(tmp_path, "xlsx", Tab("A", rows, merged=["C2:C3"])) == [
        "a: name=Acme; owner=Alex",
        "b: name=Acme test; owner=Alex",
        "c: name=Other",
    ]


# Sheets of a workbook


def test_every_sheet_of_orgs_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    tabs = [
        Tab("EMEA", [["Name"], ["Acme"]]),
        Tab("Notes", [["Call them on Monday"]]),
        Tab("Old", [["Name"], ["Gone"]], hidden=True),
        Tab("APAC", [[], ["Name"], ["Beta"]]),
    ]
    path = tmp_path / "orgs.xlsx"
    assert read_workbook(tmp_path, "xlsx", *tabs) == [
        "acme: name=Acme",
        "beta: name=Beta",
        f"{path}: warning: Left out, as hidden or without a column “name”: “Notes”, “Old”. [sheet-left-out]",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_workbook_without_names(form: str, tmp_path: Path) -> None:
    told = "No sheet of this workbook has a column “name”. Write the headings above the orgs, one of them “name”."
    lines = read_workbook(tmp_path, form, Tab("A", [["Region"], ["EMEA"]]))
    assert lines == [f"{tmp_path}/orgs.{form}: {told} [missing-key]"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name\nAcme\n", xlsx(Tab("A", [["Name"]]))[:900]])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_workbook_is_told(form: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"orgs.{form}"
    path.write_bytes(data)
    (line,) = read(path, "orgs.csv[")
    assert line.startswith(f"{path}: This is no workbook that can be read (")
    assert line.endswith("). Save it as .xlsx or .ods, without a password. [workbook]")


# Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme Example Ltd, UAT sandbox", "acme-example-ltd-uat-sandbox"),
        ("x" * 99 + " yz", "x" * 99),
        ("Ελλάδα", "ellada"),
        ("\ue000 3", ""),
        ("aux.txt", "aux-txt"),
    ],
)
def test_the_id_is_a_slug_of_the_name(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("text", ["con", "CON", "nul.eu", "COM1", "lpt9.x", "a.", ".a", "a b", "é", "", "x" * 101])
def test_no_folder_can_be_called_so(text: str) -> None:
    assert not is_org_id(text)


@pytest.mark.parametrize("text", ["console", "com10", "a.con", "0", "a_b-c.d", "x" * 100])
def test_a_folder_can_be_called_so(text: str) -> None:
    assert is_org_id(text)


def test_five_times_as_many_orgs_take_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not counting eight bytes for each, by which two of one id are found."""
    monkeypatch.setattr(spooled, "IN_MEMORY", 10_000)
    tracemalloc.start()
    try:
        peaks = [_peak(tmp_path / "orgs.csv", count) for count in (300, 300, 1500)]
    finally:
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 50_000


def _peak(table: Path, count: int) -> int:
    names = [f"Acme {number}, {'x' * 150}" for number in range(count)]
    table.write_text("\n".join(["name,owner", *names]), encoding="utf-8")
    del names
    tracemalloc.reset_peak()
    assert len(read_orgs([table], Problems()).found) == count
    return tracemalloc.get_traced_memory()[1]


def test_a_workbook_of_a_strange_zip_version_is_told() -> None:
    """Python's reader of zip files raises more than one kind of exception."""
    data = bytearray(xlsx(Tab("Orgs", (("name",), ("Acme",)))))
    entry = data.index(b"PK\x01\x02")
    data[entry + 6] = 236
    problems = Problems()
    assert workbooks.read_workbook(bytes(data), "orgs.xlsx", problems) == []
    assert [problem.code for problem in problems] == ["workbook"]
