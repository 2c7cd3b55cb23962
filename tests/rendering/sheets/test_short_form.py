"""The short form: two pages whatever an org is called, every value, and a box for each step that can be recorded."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from generator.deriving.guide_view import org_view, view
from generator.model import Guide, Org
from generator.model.sheet_layouts import BOXES, SheetLayout, box_name
from generator.output.page_codes import FROM_BOTTOM, FROM_RIGHT, MILLIMETRE, MODULE, MODULES
from generator.output.pdf import lay_out
from generator.reading.artefacts.artefacts import html_values
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.markup.html import style
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
    laid_out = lay_out(short_html(org_view(view(guide), org)), name="short.pdf")
    data = laid_out.pdf
    assert _nearest_to_code(laid_out.layout) >= 3 * MILLIMETRE
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 2
    expected = {(value_id, value) for value_id, (_, value) in VALUES.items()}
    assert {(found.value_id, found.text) for found in pdf_values(data)} == expected
    (sheet,) = read_filled_pdf(data, "short.pdf")
    steps = [step for section in view(guide).run_sections for step in section.steps]
    assert [box.name for box in sheet.boxes] == [box_name(step.id, kind) for step in steps for kind in BOXES]
    assert sheet.facts.steps == tuple(sorted((step.id, step.content_hash) for step in steps))


def _nearest_to_code(layout: SheetLayout) -> float:
    """Return the least room, in points, between a page's code and a place to mark that is above or beside it."""
    size = MODULES * MODULE
    rooms = []
    for page in layout.pages:
        left, top = page.width - FROM_RIGHT - size, page.height - FROM_BOTTOM - size
        rooms += [max(left - mark.right, top - mark.bottom) for mark in page.marks]
    return min(rooms)


@pytest.mark.parametrize("name", ["short.css", "checklist.css"])
def test_no_line_of_a_page_comes_near_its_code(name: str) -> None:
    sheet = style(name)
    margins = re.search(r"@page \{\s*margin: \S+ (\S+)mm (\S+)mm", sheet)
    padding = re.search(r"@bottom-right \{.*padding: 0 (\S+)mm", sheet)
    assert margins
    assert padding
    side, bottom, beside = map(float, (*margins.groups(), padding[1]))
    size = MODULES * MODULE
    assert bottom * MILLIMETRE >= FROM_BOTTOM + size + 3 * MILLIMETRE
    assert (side + beside) * MILLIMETRE >= FROM_RIGHT + size + 4 * MODULE


def test_a_step_shows_the_orgs_own_texts_that_it_asks_to_type(guide: Guide) -> None:
    row = '<p class="fact own"><b><strong>Name</strong></b>{}</p>'
    named, nameless = (short_html(org_view(view(guide), org)) for org in (LONG, Org.of("a", name="A")))
    assert row.format(f'<bdi data-org="app_name">{LONG.facts["app_name"]}</bdi>') in named
    assert row.format('<i class="write words"></i>') in nameless
