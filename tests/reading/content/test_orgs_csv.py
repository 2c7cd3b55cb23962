"""Orgs from CSV: what spreadsheets write is read, and each fault is told by its row."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Org
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.reading.content.org_table import csv_header
from generator.reading.content.orgs_csv import read_orgs_csv
from generator.reading.text.line_source import LineSource
from tests.support.project import run

COLUMNS = ("id", *ORG_FIELDS)

ACME = Org.of("acme", name="Acme", domain="acme.my.salesforce.com")
MANGLED = "A cell that holds a separator or a line break stands in quotation marks. [csv-cells]"  # its end, for all


def read(data: str | bytes, encoding: str = "utf-8") -> tuple[list[Org | None], list[str]]:
    """Return the orgs, None where a row is faulty, and all problems as they are told."""
    problems = Problems()
    written = data if isinstance(data, bytes) else data.encode(encoding)
    lines = LineSource("orgs.csv", partial(io.BytesIO, written))
    orgs = [org for _, org in read_orgs_csv(lines, problems)]
    return orgs, [str(problem) for problem in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_write(separator: str, line_end: str, encoding: str) -> None:
    rows = ("id,name,domain", "acme,Acme,acme.my.salesforce.com", ",,", '"b","Bé ""B""",')
    text = line_end.join(rows).replace(",", separator) + line_end
    assert read(text, encoding) == ([ACME, Org.of("b", name='Bé "B"')], [])


def test_columns_may_stand_in_any_order_and_be_capitalised() -> None:
    assert read("Domain,App name, NAME ,\nacme.my.salesforce.com,,Acme,\n") == ([ACME], [])


def test_a_cell_is_taken_literally() -> None:
    org = Org.of("a", name="=1+1", owner="'quoted", ticket="007", approver="a,b;c")
    assert read('id,name,owner,ticket,approver\na,=1+1,\'quoted,007,"a,b;c"\n') == ([org], [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", f" The file is empty. Begin it with the line “{csv_header()}”. [csv-empty]"),
        (
            "name,Consumer Secret\nAcme,x\n",
            (
                "1:2: There is no field for a key, secret, password or token. Take “Consumer Secret” out, keep what it "
                "held in a safe place, and name that place under “secret_store”. [secret-key]"
            ),
        ),
        ("name,owner,name\n", "1:3: The column “name” stands here twice. Keep one of the two. [duplicate-key]"),
        (
            "owner\nAlex\n",
            f"1:1: The first row names no column “name”. Begin the file with the line “{csv_header()}”. [missing-key]",
        ),
        (
            'name\nAcme\n"Broken\nB\n',
            (
                "3:1: From here on the rows cannot be told apart: unexpected end of data. A cell that holds a "
                "quotation mark stands in quotation marks, and each one inside it is doubled. [csv-syntax]"
            ),
        ),
    ],
)
def test_a_fault_of_the_whole_file_leaves_no_org(text: str, told: str) -> None:
    assert read(text) == ([None], [f"orgs.csv:{told}"])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,Acme,,", f"3:1: This row has 4 cells, and the first row names 3 columns. {MANGLED}"),
        ("a,Acme", f"3:1: This row has 2 cells, and the first row names 3 columns. {MANGLED}"),
        ("a,,", "3:2: “name” is empty. Write its text. [empty]"),
        ("a,  ,", "3:2: “name” is empty. Write the org’s name. [empty]"),
        ('a,"Ac\nme",', "3:2: “name” holds a line break. Write it on one line. [line-break]"),
        (
            "a,Acme,acme",
            (
                "3:3: “domain” is “acme”, which is no My Domain. Write the org’s My Domain, such as "
                "yourcompany.my.salesforce.com. [domain]"
            ),
        ),
        (
            "a b,Acme,",
            (
                "3:1: No id can be made of “a b”. Give the row one in the column “id”: up to 100 letters, digits, "
                "hyphens, dots or underscores, with a letter or digit at both ends. [org-id]"
            ),
        ),
        (
            ",\ue000 3,",
            (
                "3:1: No id can be made of “\ue000 3”. Give the row one in the column “id”: up to 100 letters, digits, "
                "hyphens, dots or underscores, with a letter or digit at both ends. [org-id]"
            ),
        ),
        (
            "NUL.eu,Acme,",
            (
                "3:1: Windows keeps the name “NUL.eu” for a device, and no folder there can be called so. Give the row "
                "another one in the column “id”. [org-id]"
            ),
        ),
        (
            f"a,{'3MVG9' + 'x' * 40},",
            (
                "3:2: This looks like a consumer key. Take it out, revoke it if others could read this file, "
                "and write only where it is kept. [secret]"
            ),
        ),
    ],
)
def test_a_faulty_row_is_told_and_the_others_are_read(row: str, told: str) -> None:
    """The row before it takes one line, so its line is 3; its column is the number of the cell."""
    orgs, problems = read(f"id,name,domain\nb,Before,\n{row}\nz,After,\n")
    assert orgs == [Org.of("b", name="Before"), None, Org.of("z", name="After")]
    assert problems == [f"orgs.csv:{told}"]


@pytest.mark.parametrize("number", range(2, len(COLUMNS) + 1))
@pytest.mark.parametrize("secret", ["0A" * 32, " ".join("0A" * 32), "\uff13MVG9" + "x" * 40, "3MVG9" + "%41" * 40])
def test_a_secret_in_any_cell_is_refused_at_its_place(secret: str, number: int) -> None:
    """All cells of a row are looked at in one go first."""
    cells = ["acme", "Acme", *[""] * (len(COLUMNS) - 2)]
    cells[number - 1] = secret
    orgs, problems = read(f"{csv_header()}\n{','.join(cells)}\n")
    assert orgs == [None]
    place = f"orgs.csv:2:{number}: "
    assert any(problem.startswith(place) and problem.endswith(" [secret]") for problem in problems)
    assert not any(secret in problem for problem in problems)


def test_digits_of_neighbouring_cells_are_no_secret() -> None:
    """Together they are as long as one, and only spaces part them."""
    orgs, problems = read(f"id,name,owner,ticket\na,Acme,{'0A' * 16},{'0A' * 16}\n")
    assert (orgs, problems) == ([Org.of("a", name="Acme", owner="0A" * 16, ticket="0A" * 16)], [])


def test_a_line_break_in_a_cell_does_not_shift_the_lines_after_it() -> None:
    _, problems = read('name,owner\nA,"x\ny\nz"\nB,"p\nq"\n')
    assert [problem.split(": ")[0] for problem in problems] == ["orgs.csv:2:2", "orgs.csv:5:2"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_told(encoding: str) -> None:
    orgs, (problem,) = read("name\nÉcole\n".encode(encoding))
    assert orgs == [None]
    assert problem.endswith("Save it as “CSV UTF-8”, as Excel calls it, or name the workbook itself. [not-utf8]")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_kept_or_refused(text: str) -> None:
    row = io.StringIO(newline="")
    csv.writer(row).writerows([("id", "name", "owner"), ("a", "Acme", text)])
    try:
        data = row.getvalue().encode()
    except UnicodeEncodeError:
        return  # a lone surrogate is no text that a file can hold
    (org,), problems = read(data)
    if org:
        assert org.get("owner") == (text if text.strip() else None)
    else:
        assert all("“owner”" in problem for problem in problems)


def test_the_header_is_printed() -> None:
    result = run("checklist", "--csv-header")
    assert (result.exit_code, result.stdout) == (0, f"{csv_header()}\n")
    assert read(result.stdout + "acme,Acme" + "," * (len(ORG_FIELDS) - 1) + "\n") == ([Org.of("acme", name="Acme")], [])
