"""A required value around a blank: its fixed parts are as required as any value, and the blank is an org's own."""

from __future__ import annotations

import json
import re

import pytest

from generator.checking.artefacts import check_artefact
from generator.deriving.fingerprint import step_hash
from generator.deriving.guide_view import OrgView, compliance_status, org_view, view
from generator.deriving.recording import Entry, take_in
from generator.model import Guide, Org, RequiredValue
from generator.output.pdf import make_pdf
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES, PAGES, SUMMARIES, Sheet
from generator.reading.artefacts.artefacts import html_values, page_values
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.reports.guide_json import guide_json
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.confirm import confirm_html
from generator.rendering.sheets.summary import summary_print
from tests.support.sample import ACME, VALUES, sample_guide
from tests.support.spoiling import readable, written

FIXED = ("https://", "/oauth-return/one--two")
GUIDE = sample_guide(VALUES.replace("https://example.com/", "https://{{ org.domain }}/"))
BLANK = view(GUIDE)
DOMAIN = ACME.facts["domain"]
UNFILLED = Org.of("other", name="Other Ltd")
FILLED_TEXT = DOMAIN.join(FIXED)
BLANK_TEXT = "‹your org’s My Domain›".join(FIXED)
SHEETS = {sheet.file: sheet for sheet in (*CHECKLISTS.values(), *SUMMARIES.values(), *FURTHER_SUMMARIES.values())}
ORGS = {"filled": org_view(BLANK, ACME), "blank": org_view(BLANK, UNFILLED)}
PRINTED = {"checklist": checklist_html, "confirm": confirm_html, "summary": summary_print}


def value(guide: Guide | OrgView) -> RequiredValue:
    values = guide.values if isinstance(guide, Guide) else guide.required_values
    return next(each for each in values if each.id == "callback_url")


def told(name: str, data: bytes, org: OrgView) -> list[str]:
    found = pdf_values(data) if name.endswith(".pdf") else html_values(data.decode())
    return [problem.code for problem in check_artefact(name, found, org.required_values)]


def read(sheet: Sheet, data: bytes, org: OrgView) -> list[str]:
    found = sheet.read_back(data, org)
    return [problem.code for problem in check_artefact(sheet.file, found, org.required_values)]


def mutations(data: str, text: str) -> list[str]:
    """Return the data with one character changed in each part of each place where the text stands."""
    changed = []
    for place in re.finditer(re.escape(text), data):
        spots = (place.start(), place.start() + len(FIXED[0]) + 2, place.end() - 1)
        changed += [f"{data[:spot]}~{data[spot + 1 :]}" for spot in spots]
    return changed


def test_it_is_what_the_org_says_or_a_visible_blank() -> None:
    assert (value(GUIDE).text, value(GUIDE).template) == (BLANK_TEXT, "{{ org.domain }}".join(FIXED))
    assert value(ORGS["filled"]).text == value(ORGS["filled"]).template == FILLED_TEXT
    assert value(ORGS["blank"]).text == BLANK_TEXT
    assert value(ORGS["filled"]).value == value(GUIDE).value


def test_a_guide_is_written_out_the_same_in_every_process() -> None:
    """A batch knows by it what need not be made again."""
    assert " at 0x" not in repr(GUIDE)


def test_what_an_org_fills_in_changes_no_hash() -> None:
    assert [step.content_hash for step in ORGS["filled"].steps] == [step_hash(step) for step in GUIDE.steps]


@pytest.mark.parametrize("org", ORGS)
@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_every_part_of_it_is_proven_in_each_format(sheet: Sheet, org: str) -> None:
    acme = ORGS[org]
    made = sheet.render(acme)
    whole = made if isinstance(made, bytes) else made.encode()
    text = value(acme).template if sheet.file.endswith(".json") else value(acme).text
    plain = re.sub(r'</?bdi[^>]*>|dir="auto"', "", readable(whole))
    spoilt = mutations(plain, text)
    assert len(spoilt) >= 3
    assert read(sheet, whole, acme) == []
    for other in spoilt:
        assert set(read(sheet, written(other, whole), acme)) == {"value-changed"}, other


@pytest.mark.pdf
@pytest.mark.parametrize("org", ORGS)
@pytest.mark.parametrize("sheet", PRINTED)
def test_every_part_of_it_is_proven_on_paper(sheet: str, org: str) -> None:
    acme = ORGS[org]
    html = PRINTED[sheet](acme)
    assert told("sheet.pdf", make_pdf(html, name="sheet.pdf"), acme) == []
    own = r"<bdi[^>]*>[^<]*</bdi>"
    spots = (
        f"(data-value=.callback_url.[^>]*>)h(ttps://{own})",
        f"({own}/oauth-retur)n()",
        r"(<bdi[^>]*>\S)[^<](.*?</bdi>)",
    )
    for spot in (spots[0], spots[1]):
        spoilt, times = re.subn(spot, r"\1~\2", html)
        assert times > 0
        codes = told("sheet.pdf", make_pdf(spoilt, name="sheet.pdf"), acme)
        assert codes == ["value-changed"] * times


def test_a_blank_that_an_org_fills_in_is_missed_on_its_sheets() -> None:
    """A sheet of another org, or of none, is no sheet of this one."""
    blank = SHEETS["checklist.html"].render(ORGS["blank"])
    assert isinstance(blank, str)
    assert set(told("checklist.html", blank.encode(), ORGS["filled"])) == {"value-changed"}


def test_pages_for_everybody_show_the_blank_and_never_an_orgs_own() -> None:
    for page in PAGES:
        for text in (page.render(ORGS["filled"]), page.copy(BLANK)):
            assert DOMAIN not in text
        if page.shows_values:
            found = page_values(page.render(BLANK))
            assert [problem.code for problem in check_artefact("", found, GUIDE.values)] == []
            assert '<em class="org" data-org="domain">' in page.render(BLANK)


def test_programs_read_the_blank_as_the_source_has_it() -> None:
    values = json.loads(guide_json(BLANK))["values"]
    assert values[0]["value"] == "https://{{ org.domain }}/oauth-return/one--two"


def test_a_record_keeps_what_it_read_in_that_org() -> None:
    entry = Entry(by="Ann", on="2026-12-01", next_review=None, accepted={}, anew=False)
    record = take_in(GUIDE, ACME, [], None, entry)
    assert record.values["callback_url"] == FILLED_TEXT
    status = compliance_status(BLANK, record)
    assert status.was(value(GUIDE)) is None
    moved = ACME.saying(domain="other.my.salesforce.com")
    assert status.was(value(org_view(BLANK, moved))) == FILLED_TEXT
    spoilt = record.model_copy(update={"values": {**record.values, "callback_url": FILLED_TEXT + "x"}})
    assert compliance_status(BLANK, spoilt).was(value(GUIDE)) == FILLED_TEXT + "x"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (FILLED_TEXT, True),
        ("https://not a domain/oauth-return/one--two", False),
        ("https://acme.example.com/oauth-return/one--two", False),
        (FILLED_TEXT + "/", False),
        (FILLED_TEXT.replace("https", "http"), False),
        ("/oauth-return/one--two", False),
    ],
)
def test_the_blank_takes_only_what_its_field_allows(text: str, fits: bool) -> None:  # noqa: FBT001 - a case
    assert value(GUIDE).accepts(text) is fits
