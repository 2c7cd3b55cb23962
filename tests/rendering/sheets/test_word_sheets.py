"""Word documents: real headings, table headings, boxes to tick, locked values; the same bytes on every run."""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from generator.reading.artefacts.word import word_values
from generator.rendering.sheets.word_sheets import checklist_word, summary_word
from tests.support.archives import part_of
from tests.support.sample import ACME, HOSTILE, SAMPLE, filled, hostile_org

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE_PROPERTIES = ("tblStyle", "tblW", "jc", "tblInd", "tblLayout", "tblLook")
"""In the order of the standard, ISO/IEC 29500-1, 17.4.60; Word calls a file in another order damaged."""

CONTROL_PROPERTIES = ("alias", "tag", "lock", "checkbox")


@pytest.fixture(scope="module")
def data() -> bytes:
    return checklist_word(filled(ACME))


@pytest.fixture(scope="module")
def document(data: bytes) -> ET.Element:
    return ET.fromstring(part_of(data))  # noqa: S314 - our own


def words(element: ET.Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def tag(control: ET.Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    assert found is not None
    return found.get(f"{W}val", "")


def styled(document: ET.Element, style: str) -> list[str]:
    return [
        words(paragraph)
        for paragraph in document.iter(f"{W}p")
        if (found := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and found.get(f"{W}val") == style
    ]


def names(parent: ET.Element | None) -> list[str]:
    assert parent is not None
    return [child.tag.rpartition("}")[2] for child in parent]


def test_headings_are_headings(document: ET.Element) -> None:
    assert styled(document, "Title") == ["Connect Example: checklist"]
    assert styled(document, "Heading1") == ["Create it", "Do it again", "Sign-off"]


def test_it_says_its_title_its_language_and_no_day_of_the_clock(data: bytes) -> None:
    core = part_of(data, "docProps/core.xml")
    assert "<dc:title>Connect Example: checklist for Acme Ltd</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert core.count("2026-11-23T00:00:00Z") == 2
    assert 'w:lang w:val="en-GB"' in part_of(data, "word/styles.xml")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_the_same_bytes_come_out_again(data: bytes) -> None:
    assert checklist_word(filled(ACME)) == data


def test_each_table_repeats_its_first_row_and_parts_none(document: ET.Element) -> None:
    tables = list(document.iter(f"{W}tbl"))
    assert len(tables) == 4
    for table in tables:
        rows = [names(row.find(f"{W}trPr")) for row in table.iter(f"{W}tr")]
        assert "tblHeader" in rows[0]
        assert all("cantSplit" in row for row in rows)
        assert not any("tblHeader" in row for row in rows[1:])


def test_properties_stand_in_the_order_of_the_standard(document: ET.Element) -> None:
    for table in document.iter(f"{W}tblPr"):
        assert [name for name in TABLE_PROPERTIES if name in names(table)] == names(table)
    for control in document.iter(f"{W}sdtPr"):
        assert [name for name in CONTROL_PROPERTIES if name in names(control)] == names(control)


def test_each_step_has_a_box_for_each_state(document: ET.Element) -> None:
    boxes = [tag(control) for control in document.iter(f"{W}sdt") if words(control) == "☐"]
    expected = [[step.id, f"{step.id}.not-applicable", f"{step.id}.blocked"] for step in SAMPLE.steps]
    assert boxes == [name for names_of_step in expected for name in names_of_step]


def test_no_page_begins_with_the_states_of_a_step(document: ET.Element) -> None:
    paragraphs = list(document.iterfind(f".//{W}body/{W}p"))
    before = [paragraphs[number - 1] for number, each in enumerate(paragraphs) if "☐ blocked" in words(each)]
    assert len(before) == len(SAMPLE.steps)
    assert all("keepNext" in names(paragraph.find(f"{W}pPr")) for paragraph in before)


def test_no_table_ends_on_a_page_without_what_belongs_to_it(document: ET.Element) -> None:
    """The first row stays with the second, the last one with the line after the table; those between are free."""
    for table in document.iter(f"{W}tbl"):
        kept = [keeps_with_next(row) for row in table.iter(f"{W}tr")]
        inner = [False] * (len(kept) - 2)
        assert kept == [True, *inner, True]


def keeps_with_next(row: ET.Element) -> bool:
    return all("keepNext" in names(paragraph.find(f"{W}pPr")) for paragraph in row.iter(f"{W}p"))


def test_what_leads_to_a_section_s_steps_stays_with_them(document: ET.Element) -> None:
    paragraphs = list(document.iterfind(f".//{W}body/{W}p"))
    leads = [paragraph for paragraph in paragraphs if words(paragraph).startswith("These steps are not counted")]
    assert leads
    assert all("keepNext" in names(paragraph.find(f"{W}pPr")) for paragraph in leads)


def test_the_line_after_a_table_fills_no_page(data: bytes) -> None:
    """A point high, so that a table at the foot of the last page is followed by no empty one."""
    body = ET.fromstring(part_of(data)).find(f"{W}body")  # noqa: S314 - our own
    assert body is not None
    for before, after in pairwise(body):
        if before.tag == f"{W}tbl":
            spacing = after.find(f"{W}pPr/{W}spacing")
            assert spacing is not None
            assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("20", "exact")


def test_each_value_is_locked(document: ET.Element) -> None:
    values = [control for control in document.iter(f"{W}sdt") if tag(control).startswith("value.")]
    assert len(values) == 7
    assert all("lock" in names(control.find(f"{W}sdtPr")) for control in values)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_org_can_be_named(text: str) -> None:
    view = filled(hostile_org(text))
    for data in (checklist_word(view), summary_word(view)):
        assert text.strip() in words(ET.fromstring(part_of(data)))  # noqa: S314 - our own
        required = {value.id: value.text for value in view.required_values}
        assert {(found.value_id, found.text) for found in word_values(data)} == set(required.items())
