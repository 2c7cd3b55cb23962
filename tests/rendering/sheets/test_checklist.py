"""The checklist as HTML: every step, value, box and line that a person with a pen needs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from generator.deriving.guide_view import view
from generator.model import SectionKind
from generator.platforms.salesforce.addresses import setup_url
from generator.reading.artefacts.artefacts import html_values
from generator.rendering.markup.inlines import value_html
from generator.rendering.sheets.checklist import checklist_html, needs_second_check
from tests.support.sample import ACME, BLANK_VIEW, HASHES, HOSTILE, SAMPLE, filled, hostile_org

BLANK = checklist_html(BLANK_VIEW)
FILLED = checklist_html(filled(ACME))


class Text(HTMLParser):
    """Collects tags, and the text of the body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html.partition("<body>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_steps_are_numbered_through_the_guide_and_alternatives_apart() -> None:
    labels = {step.id: step.label for step in BLANK_VIEW.steps}
    assert labels == {"open-setup": "1", "callback": "2", "boxes": "3", "users": "4", "go-back": "A1"}
    assert BLANK_VIEW.total == 4


def test_alternatives_take_letters_wherever_they_stand() -> None:
    create, again, undo = SAMPLE.sections
    moved = replace(SAMPLE, sections=(again, create, undo))
    assert [step.label for step in view(moved).steps] == ["A1", "1", "2", "3", "4"]
    boxes = re.findall(r'type="checkbox" name="([^":]+)"', checklist_html(view(moved)))
    assert boxes == ["open-setup", "callback", "boxes", "users", "go-back"]


def test_each_step_has_one_box_named_by_its_id() -> None:
    boxes = re.findall(r'<input type="checkbox" name="([^":]+)" title="([^"]+)">', BLANK)
    assert boxes == [
        ("open-setup", "Step 1 of 4 is done"),
        ("callback", "Step 2 of 4 is done"),
        ("boxes", "Step 3 of 4 is done"),
        ("users", "Step 4 of 4 is done"),
        ("go-back", "Step A1 is done"),
    ]


def test_steps_of_a_summary_section_are_not_left_out() -> None:
    create, again, undo = SAMPLE.sections
    stepped = replace(undo, steps=(replace(again.steps[0], id="undo-it"),))
    html = checklist_html(view(replace(SAMPLE, sections=(create, again, stepped))))
    assert 'name="undo-it"' in html
    assert stepped.kind is SectionKind.SUMMARY


def test_every_value_is_marked_with_its_id() -> None:
    required = {value.id: value.value for value in SAMPLE.values}
    found = html_values(BLANK)
    assert {item.value_id: item.text for item in found} == required
    assert all(item.text == required[item.value_id] for item in found)
    assert BLANK.count("<span") == len(found)


def test_a_value_that_fits_no_line_may_break() -> None:
    value = SAMPLE.values[0]
    assert 'class="value typed"' in value_html(value)
    assert 'class="value long typed"' in value_html(value.model_copy(update={"value": "x" * 71}))


def test_what_the_org_says_is_filled_in_and_the_rest_stays_blank() -> None:
    assert '<b class="org known typed" data-org="app_name" dir="auto">Example app</b>' in FILLED
    assert '<b class="org blank" data-org="owner"><i class="write words"></i> (owner)</b>' in FILLED
    assert "<b>Owner</b></p>" in FILLED
    assert '<b>My Domain</b><bdi data-org="domain">acme--uat.sandbox.my.salesforce.com</bdi>' in FILLED
    assert '<bdi data-org="secret_store">Vault 7</bdi>' in FILLED
    assert "Do not write the secret here." in BLANK


def test_a_setup_page_has_the_orgs_own_address_or_its_path() -> None:
    assert "https://acme--uat.sandbox.lightning.force.com/lightning/setup/SetupOneHome/home" in FILLED
    assert "/lightning/setup/SetupOneHome/home on the org’s Lightning host" in BLANK


@pytest.mark.parametrize(
    ("domain", "host"),
    [
        ("acme.my.salesforce.com", "acme.lightning.force.com"),
        ("acme--uat.sandbox.my.salesforce.com", "acme--uat.sandbox.lightning.force.com"),
        ("acme.my.salesforce.mil", "acme.lightning.crmforce.mil"),
        ("acme.my-salesforce.com", "acme.my-lightning.com"),
        ("acme.my.sfcrmproducts.cn", "acme.lightning.sfcrmapps.cn"),
        ("acme.example", "acme.example"),
    ],
)
def test_a_my_domain_leads_to_its_lightning_host(domain: str, host: str) -> None:
    assert setup_url(domain, "/lightning/setup/x") == f"https://{host}/lightning/setup/x"


def test_a_second_person_reads_typed_values_and_deviations_back() -> None:
    checked = [step.id for step in SAMPLE.steps if needs_second_check(step.values)]
    assert checked == ["callback", "boxes"]
    assert BLANK.count("Read back by a second person") == 2


def test_results_differences_and_pauses_stand_with_their_step() -> None:
    assert "<strong>You should see:</strong> Setup of" in BLANK
    assert "<strong>If the screen differs:</strong> Ask" in BLANK
    assert "Pause: Before you go on" in BLANK
    assert BLANK.count('class="initials"') == 1
    assert '<aside class="box warning" id="old-apps"><p class="title">Warning: Old apps</p>' in BLANK


def test_a_form_is_drawn_from_its_values() -> None:
    drawing = BLANK.partition('<figure class="form" id="form">')[2].partition("</figure>")[0]
    assert "The form. Drawing, not a screenshot." in drawing
    assert re.findall(r"<caption>(.*?)</caption>", drawing) == ["OAuth", "Security"]
    assert re.findall(r'<i class="(drawn[^"]*)"></i><span[^>]*>(.*?)</span>', drawing) == [
        ("drawn ticked", "Checked"),
        ("drawn", "Unchecked"),
    ]


def test_the_sheet_says_what_it_is() -> None:
    assert "Revision 7 · Winter &#39;27 · not yet tried in an org" in BLANK
    for step, digest in HASHES.items():
        assert f'<meta name="guide.step.{step}" content="{digest}">' in BLANK


def test_an_address_is_printed_with_its_code() -> None:
    html = checklist_html(replace(BLANK_VIEW, address="https://guides.example/?a=1&b=2"))
    assert '<a href="https://guides.example/?a=1&amp;b=2">' in html
    assert "<title>QR code: https://guides.example/?a=1&amp;b=2</title>" in html
    assert "<svg" not in BLANK


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_an_org_writes_stays_text(text: str) -> None:
    org = hostile_org(text)
    page = Text(checklist_html(filled(org)))
    plain = Text(checklist_html(filled(ACME.saying(domain=None))))
    assert page.text.count(text) >= 10
    assert "script" not in page.tags
    assert {*page.tags} == {*plain.tags}
