"""The short form: two pages whatever an org is called, every value, and a box for each step that can be recorded."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from generator.deriving.guide_view import org_view, view
from generator.model import Guide, Org
from generator.output.pdf import make_pdf
from generator.reading.artefacts.artefacts import html_values
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.short_form import short_html
from tests.support.pinned import VALUES
from tests.support.sample import ACME, HOSTILE, filled, hostile_org

LONG = Org.of(
    "long",
    name="The Extraordinarily Long-Named International Manufacturing and Logistics Company of Northern Europe Ltd",
    domain=f"{'long-name-' * 6}.my.salesforce.com",
    app_name="Integration of the contact centre team in the north " * 2,
    ticket="CHANGE-2026-000123456",
)


def test_it_shows_actions_values_pauses_and_nothing_else() -> None:
    page = short_html(filled(ACME))
    for text in ("Enter <span", "Pause: Before you go on", "<b>Require PKCE</b>", "only when needed, not counted"):
        assert text in page
    for text in ("You should see", "If the screen differs", "Look again", "Make a new one"):
        assert text not in page


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_value_is_on_it_whatever_an_org_says(text: str) -> None:
    view_of_org = filled(hostile_org(text))
    values = {(found.value_id, found.text) for found in html_values(short_html(view_of_org))}
    assert values == {(value.id, value.text) for value in view_of_org.required_values}


@pytest.mark.pdf
@pytest.mark.parametrize("org", [Org.of("a", name="A"), LONG], ids=["short", "long"])
def test_two_pages_hold_it_and_it_can_be_recorded(org: Org, guide: Guide) -> None:
    data = make_pdf(short_html(org_view(view(guide), org)), name="short.pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
    expected = {(value_id, value) for value_id, (_, value) in VALUES.items()}
    assert {(found.value_id, found.text) for found in pdf_values(data)} == expected
    (sheet,) = read_filled_pdf(data, "short.pdf")
    steps = view(guide).steps
    assert {box.name for box in sheet.boxes} == {step.id for step in steps}
    assert sheet.facts.steps == tuple(sorted((step.id, step.content_hash) for step in steps))
