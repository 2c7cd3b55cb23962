"""What a person with a pen sees of the full checklist: full pages, no holes, and steps that say where they go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest

from generator.deriving.guide_view import org_view, view
from generator.model import Guide, Org
from generator.output.page_codes import MILLIMETRE
from generator.output.pdf import LaidOut, lay_out
from generator.output.reserved_space import ROOM
from generator.rendering.markup.html import style
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.summary import summary_print

pytestmark = pytest.mark.pdf

ORGS = {
    "short": Org.of("a", name="A", domain="a.my.salesforce.com", app_name="B", contact_email="c@example.com"),
    "long": Org.of(
        "long",
        name="The Extraordinarily Long-Named International Manufacturing Co Ltd",
        domain="long-named-international-manufacturing-and-logistics--uat.sandbox.my.salesforce.com",
        app_name="Integration of the contact centre team in the north and the west",
        contact_email="somebody.with.a.long.name@contact-centre.long-named-international-manufacturing.example.com",
        approver="Bartholomew Cholmondeley-Warner, Information Security Governance",
        secret_store="Vault of the platform team for identity, entry “Vonage AI Studio / Salesforce UAT”",
    ),
}
LEAST_FULL = 0.75
TOP, FOOT = 15 * MILLIMETRE, 28.4 * MILLIMETRE
INK = 200
"""Whatever is darker than this grey."""

TINY = (
    '<!DOCTYPE html><html lang="en"><head><title>T</title><style>{style}</style>{head}</head><body>{body}</body></html>'
)


def tiny(body: str, head: str = "") -> LaidOut:
    """Lay out something small."""
    return lay_out(TINY.format(style=style("print.css"), head=head, body=body), name="tiny.pdf")


@pytest.fixture(scope="module", params=ORGS)
def sheet(request: pytest.FixtureRequest, guide: Guide) -> LaidOut:
    return lay_out(checklist_html(org_view(view(guide), ORGS[request.param])), name="checklist.pdf")


def test_it_is_full_without_holes_and_says_where_a_step_goes_on(sheet: LaidOut) -> None:
    *pages, last = filling(sheet.pdf)
    assert min(pages) >= LEAST_FULL
    assert last > 0
    assert max(holes(sheet.document)) <= 1
    assert notices(sheet.pdf) == list(broken_steps(sheet.document))
    *_, end = page_texts(sheet.pdf)
    assert all(words in end for words in ("Sign-off", "Do not write the secret here.", "Done by", "Checked by"))


def filling(pdf: bytes) -> list[float]:
    """Return how far down each page has something on it, as a share of what it has room for."""
    shares = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(grayscale=True).to_numpy()
        room = picture[int(TOP) : -int(FOOT)]
        (rows,) = (room < INK).any(axis=1).nonzero()
        shares.append((rows.max(initial=-1) + 1) / len(room))
    return shares


def holes(document: Any) -> Iterator[int]:
    """Yield how many lines more each paragraph with an org's text has room for than it takes."""
    for box in all_boxes(document):
        if box.element is not None and box.element.get("class") == ROOM and len(box.children) == 2:
            ghost, real = box.children
            yield len(ghost.children) - len(real.children)


def broken_steps(document: Any) -> Iterator[tuple[str, int]]:
    """Yield the label of each step that goes on over a page, and the page's number."""
    before: set[str] = set()
    for number, page in enumerate(document.pages):
        labels = {box.element.get("data-label") for box in boxes_in(page._page_box) if _is_rest(box)}
        for label in sorted(labels & before):
            yield label, number
        before = labels


def _is_rest(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "rest"


def notices(pdf: bytes) -> list[tuple[str, int]]:
    """Return the steps that say that they go on at the foot of a page and at the head of the next one."""
    texts = page_texts(pdf)
    found = []
    for number, text in enumerate(texts):
        _, begun, rest = text.partition(" goes on over the page")
        if begun:
            label = text[: -len(begun + rest)].rpartition("Step ")[2]
            assert f"Step {label}, continued" in texts[number + 1]
            found.append((label, number + 1))
    assert sum(text.count(", continued") for text in texts) == len(found)
    return found


def page_texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def all_boxes(document: Any) -> Iterator[Any]:
    for page in document.pages:
        yield from boxes_in(page._page_box)


def boxes_in(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes_in(child)


# Each of the rules can fail


@pytest.mark.parametrize("org", ORGS)
def test_a_summary_is_signed_on_a_page_that_says_something(org: str, guide: Guide) -> None:
    """A signature on a page of its own signs nothing that stands there."""
    summary = lay_out(summary_print(org_view(view(guide), ORGS[org])), name="summary.pdf")
    before, signing, _ = page_texts(summary.pdf)[-1].partition("Sign-off")
    assert "How to undo the set-up" in before
    assert signing


def test_an_empty_page_is_seen() -> None:
    body = '<p style="break-after: page">One line.</p><p>Another.</p>'
    assert max(filling(tiny(body).pdf)) < LEAST_FULL


def test_a_hole_is_seen() -> None:
    """The large room, for a short text in a narrow column."""
    body = '<p style="width: 40mm">For <b data-org="contact_email">a@b.example</b></p>'
    assert max(holes(tiny(body).document)) > 1


def test_the_usual_room_leaves_less_of_one() -> None:
    head = '<meta name="guide.room" content="usual">'
    body = '<p style="width: 140mm">For <b data-org="contact_email">a@b.example</b></p>'
    assert max(holes(tiny(body, head).document)) <= 1


def test_a_step_that_goes_on_without_a_word_is_seen() -> None:
    rest = '<div class="rest" data-label="3"><p style="break-after: page">Here.</p><p>There.</p></div>'
    laid_out = tiny(rest)
    assert list(broken_steps(laid_out.document)) == [("3", 1)]
    assert notices(laid_out.pdf) == []
