"""The fast path: a sheet set into a master is the sheet that the full layout makes, or it is not made that way."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from generator.deriving.guide_view import GuideView, OrgView, org_view, view
from generator.model import Org, RequiredValue
from generator.output import pdf as pdf_module
from generator.output.pdf import LaidOut, make_pdf
from generator.output.variable_data import boxes, extraction, glyphs, line_proof
from generator.output.variable_data import printing as printing_module
from generator.output.variable_data import template as template_module
from generator.output.variable_data.lines import break_lines
from generator.output.variable_data.printing import LATIN, Press
from generator.output.variable_data.template import decimal
from generator.output.variable_data.template_store import TemplateStore
from generator.output.variable_data.unpredictable import UncertainError
from generator.output.variable_data.update import Base
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.sheets.checklist import checklist_html, checklist_texts
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.short_form import short_html, short_texts
from generator.rendering.sheets.summary import summary_print, summary_texts
from tests.support.same_sheet import differences, some_org
from tests.support.sample import ACME, BLANK_VIEW, VALUES, filled, sample_guide
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

SHEETS: dict[str, tuple[Callable[[GuideView, Org], dict[str, str]], Callable[[OrgView], str]]] = {
    "checklist": (checklist_texts, checklist_html),
    "short": (short_texts, short_html),
    "confirm": (confirm_texts, confirm_html),
    "summary": (summary_texts, summary_print),
}
ORDINARY = (*(some_org(seed, complete=True) for seed in range(3)), some_org(4))


def page(sheet: str, org: Org) -> str:
    return SHEETS[sheet][1](filled(org))


@cache
def full(sheet: str, org: Org) -> bytes:
    return make_pdf(page(sheet, org), name="full.pdf")


def pressed(press: Press, sheet: str, org: Org) -> bytes:
    texts, _ = SHEETS[sheet]
    return bytes(press.sheet(sheet, texts(BLANK_VIEW, org), lambda: page(sheet, org), name="pressed.pdf"))


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(full_layout=False)


@pytest.fixture(scope="module")
def sheets(press: Press) -> dict[tuple[str, str], bytes]:
    """Every kind of sheet of every ordinary org, made by one press."""
    return {(sheet, org.id): pressed(press, sheet, org) for sheet in SHEETS for org in ORDINARY}


# The same sheet


def test_every_sheet_is_the_one_of_the_full_layout(press: Press, sheets: dict[tuple[str, str], bytes]) -> None:
    differing = {
        (sheet, org.id): found
        for sheet in SHEETS
        for org in ORDINARY
        if (found := differences(sheets[sheet, org.id], full(sheet, org)))
    }
    assert differing == {}
    assert press.singly == 0


def test_every_sheet_meets_both_standards(sheets: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    for (sheet, org), data in sheets.items():
        (tmp_path / f"{org}-{sheet}.pdf").write_bytes(data)
    verdicts = validate_pdfs(sorted(tmp_path.iterdir()))
    assert [verdict for verdict in verdicts if not verdict.compliant] == []
    assert len(verdicts) == 2 * len(sheets)


def test_a_sheet_does_not_depend_on_the_org_that_came_first(sheets: dict[tuple[str, str], bytes]) -> None:
    """So nothing of that org is in it, and a batch makes the same bytes in any order."""
    backwards = Press(full_layout=False)
    orgs = ORDINARY[::-1]
    assert {("confirm", org.id): pressed(backwards, "confirm", org) for org in orgs} == {
        key: data for key, data in sheets.items() if key[0] == "confirm"
    }


@pytest.mark.parametrize("moved", ["a text", "a glyph"])
def test_what_stands_elsewhere_is_seen(
    moved: str, sheets: dict[tuple[str, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    org = ORDINARY[0]
    wrong = Press(full_layout=False)
    pressed(wrong, "confirm", org)
    if moved == "a text":
        monkeypatch.setattr("generator.output.variable_data.template.decimal", lambda number: decimal(number + 0.01))
    else:
        monkeypatch.setattr(
            "generator.output.variable_data.template.shape", lambda font, text: glyphs.shape(font, text[::-1])
        )
    spoilt = pressed(wrong, "confirm", org)
    assert "texts" in differences(spoilt, sheets["confirm", org.id])


# A required value around an org's text

AROUND = view(sample_guide(VALUES.replace("https://example.com/oauth-return", "https://{{ org.domain }}/return")))
"""Its value has room for a longer text than fits on a line of any sheet."""


def around(press: Press, sheet: str, org: Org) -> tuple[bytes, bytes]:
    """Return an org's sheet with such a value as the press makes it and as the full layout does."""
    texts, html = SHEETS[sheet]
    page = html(org_view(AROUND, org))
    made = press.sheet(sheet, texts(AROUND, org), lambda: page, name="pressed.pdf")
    return bytes(made), make_pdf(page, name="full.pdf")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_frame_around_an_orgs_text_is_set_too(sheet: str) -> None:
    press = Press(full_layout=False)
    for domain in ("acme.my.salesforce.com", "north-river.my.salesforce.com", "a.my.salesforce.com"):
        made, full_layout = around(press, sheet, ACME.saying(domain=domain))
        assert f"https://{domain}/return" in pdf_characters(made)
        assert differences(made, full_layout) == []
    assert press.singly == 0


def test_a_text_for_which_its_frame_has_no_room_is_laid_out_in_full() -> None:
    press = Press(full_layout=False)
    around(press, "confirm", ACME)
    made, full_layout = around(press, "confirm", ACME.saying(domain=f"{'a' * 63}.{'b' * 40}.my.salesforce.com"))
    assert (made == full_layout, press.singly) == (True, 1)


def test_a_frame_that_is_as_wide_as_its_text_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RequiredValue, "length_in", lambda *_: 0)
    press = Press(full_layout=False)
    around(press, "confirm", ACME)
    made, full_layout = around(press, "confirm", ACME.saying(domain="a.my.salesforce.com"))
    assert "pixels" in differences(made, full_layout)


# What goes through the full layout


@pytest.mark.parametrize(
    "org",
    [
        ACME.saying(name="示例公司"),
        ACME.saying(name="Παράδειγμα"),
        ACME.saying(name="شركة المثال"),
        ACME.saying(name="Two  spaces"),
        ACME.saying(name="A soft\u00adhyphen"),
        ACME.saying(name="A name so long that no sheet has room for it on one line. " * 3 + "End"),
    ],
    ids=["Chinese", "Greek", "Arabic", "two spaces", "soft hyphen", "long text"],
)
def test_what_cannot_be_told_is_laid_out_in_full(org: Org) -> None:
    press = Press(full_layout=False)
    assert pressed(press, "confirm", org) == full("confirm", org)
    assert press.singly == 1


def test_a_master_that_differs_is_not_believed_and_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press(full_layout=False)
    orgs = [ACME.saying(name=name) for name in ("Tovar AV", "Other Tovar", "VA", "AVAVA", "Toyota")]
    with monkeypatch.context() as without:
        without.setattr(glyphs, "FEATURES", {**glyphs.FEATURES, "kern": False})
        glyphs.shape.cache_clear()
        glyphs._shaper.cache_clear()
        made = [pressed(press, "confirm", org) for org in orgs[: printing_module.TRIALS]]
    glyphs.shape.cache_clear()
    glyphs._shaper.cache_clear()
    made += [pressed(press, "confirm", org) for org in orgs[printing_module.TRIALS :]]
    assert made == [full("confirm", org) for org in orgs]
    assert press.singly == len(orgs)


LONG = ACME.saying(
    name="Acme Europe and Middle East, Customer Service and Returns, Second Line",
    app_name="Vonage AI Studio for the whole of Europe, the Middle East and beyond",
)
"""Its texts break into lines on the checklist."""


def test_a_page_with_broken_lines_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lines are proved by a page that holds nothing else."""
    pages: list[str] = []
    lay_out = pdf_module.lay_out

    def counted(html: str, **how: Any) -> LaidOut:
        pages.append(html)
        return lay_out(html, **how)

    for module in (pdf_module, line_proof):
        monkeypatch.setattr(module, "lay_out", counted)
    press = Press(full_layout=False)
    made = pressed(press, "checklist", LONG)
    assert press.singly == 0
    assert pages[0] == page("checklist", LONG)
    assert [text.count("<title>Lines</title>") for text in pages] == [0, 1]
    assert differences(made, full("checklist", LONG)) == []


def test_lines_that_end_elsewhere_than_the_layouts_are_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    def sooner(texts: list[str], pieces: list[glyphs.Glyphs], width: int) -> Any:
        return break_lines(texts, pieces, width - 40 * glyphs.UNITS)

    monkeypatch.setattr(template_module, "break_lines", sooner)
    press = Press(full_layout=False)
    assert pressed(press, "checklist", LONG) == full("checklist", LONG)
    assert press.singly == 1


def test_another_weasyprint_means_the_full_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boxes, "_boxes", object)
    press = Press(full_layout=False)
    assert pressed(press, "confirm", ACME) == full("confirm", ACME)
    assert press.singly == 1


def test_masters_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing_module, "MOST_MASTERS", 0)
    press = Press(full_layout=False)
    assert pressed(press, "confirm", ACME) == full("confirm", ACME)


def test_without_masters_nothing_counts_as_laid_out_singly() -> None:
    press = Press()
    assert pressed(press, "confirm", ACME) == full("confirm", ACME)
    assert press.singly == 0


# On disk


def test_a_later_run_lays_nothing_out_and_makes_the_same_bytes(
    sheets: dict[tuple[str, str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = TemplateStore(tmp_path / "templates")
    first = Press(full_layout=False, store=store)
    made = {(sheet, org.id): pressed(first, sheet, org) for sheet in ("confirm", "checklist") for org in ORDINARY}
    assert {key: sheets[key] for key in made} == made, "as without a store"
    for name in ("lay_out", "make_pdf"):
        monkeypatch.delattr(pdf_module, name)
    later = Press(full_layout=False, store=store)
    assert {
        (sheet, org.id): pressed(later, sheet, org) for sheet in ("confirm", "checklist") for org in ORDINARY
    } == made


def test_only_what_proved_itself_is_kept_and_nothing_of_an_orgs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "templates"
    org = ACME.saying(name="Quartz Canary", owner="Zebra Xylophone")
    with monkeypatch.context() as doubting:
        doubting.setattr(extraction, "drawn_texts", lambda _: [object()])
        pressed(Press(full_layout=False, store=TemplateStore(folder)), "confirm", org)
        assert not folder.exists()
    pressed(Press(full_layout=False, store=TemplateStore(folder)), "confirm", org)
    (path,) = folder.iterdir()
    data = path.read_bytes()
    pdf = data[data.index(b"%PDF-") :]
    with pikepdf.open(BytesIO(pdf)) as opened:
        streams = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
    for word in ("Canary", "Xylophone"):
        assert word.encode() not in b"".join((data, *streams))
        assert word not in pdf_characters(pdf)


# Glyphs and where lines end


@pytest.mark.parametrize("font", list(extraction.REPERTOIRE_FONTS))
def test_a_letter_is_drawn_only_to_the_next_one(font: str) -> None:
    """So a text is shaped letter by letter, each once before each other one."""
    chance = random.Random(font)  # noqa: S311 - a test must do the same each time
    shaper = glyphs._Shaper(glyphs.Font(font, 12 * glyphs.UNITS))
    texts = {"".join(chance.choices(LATIN + " ", k=chance.randint(1, 12))) for _ in range(4000)}
    wrong = {
        text
        for text in texts
        if shaper.shape(text).edges
        != tuple(accumulate((advance for _, advance in shaper._pairs._shaped(text)), initial=0))
    }
    assert wrong == set()
    assert any(shaper.shape(text).edges[1] != shaper.shape(text[0]).edges[1] for text in texts) == (
        font != "Guide-Mono"
    )


def in_squares(text: str, width: int = 10_000, alone: int = 10_000) -> glyphs.Glyphs:
    """Every character is as wide as the next, and wider if none follows."""
    return glyphs.Glyphs(tuple(accumulate((width for _ in text), initial=0)), (alone,) * len(text), b"")


def broken(*texts: str, width: int) -> list[str]:
    lines = break_lines(texts, [in_squares(text) for text in texts], width * 10_000 + 5_000)
    return ["|".join(texts[part.piece][part.start : part.end] for part in line) for line in lines]


@pytest.mark.parametrize(
    ("texts", "width", "lines"),
    [
        (("One line",), 8, ["One line"]),
        (("Two words",), 8, ["Two", "words"]),
        (("Kept by: ", "Robin", "."), 12, ["Kept by:", "Robin|."]),
        (("Kept by: ", "Robin Example", "."), 15, ["Kept by: |Robin", "Example|."]),
        (("north-west.example",), 12, ["north-", "west.example"]),
        (("https://example.org/setup/home",), 22, ["https://example.org/", "setup/home"]),
        (("abcdefghij",), 4, ["abcd", "efgh", "ij"]),
        (("Nos 4-5",), 5, ["Nos", "4-5"]),
        (("First. Second third ", "fourth"), 19, ["First.", "Second third |fourth"]),
        (("Robin", ", ", "Alex"), 6, ["Robin|,", "Alex"]),
        (("AT&T and “Co.” (UK)",), 10, ["AT&T and", "“Co.” (UK)"]),
    ],
)
def test_lines(texts: tuple[str, ...], width: int, lines: list[str]) -> None:
    assert broken(*texts, width=width) == lines


@pytest.mark.parametrize(
    ("texts", "width"),
    [
        (("What?Now",), 65_000),
        (("a|b",), 25_000),
        (("Beside ", "abcdefghijkl"), 85_000),
        (("Near",), 40_001),
        (("abcdefgh",), 30_500),
    ],
    ids=[
        "after a question mark",
        "after a bar",
        "a long word beside others",
        "as long as the line",
        "a letter that is wider at the end of a line",
    ],
)
def test_lines_that_cannot_be_told(texts: tuple[str, ...], width: int) -> None:
    with pytest.raises(UncertainError):
        break_lines(texts, [in_squares(text, alone=11_000) for text in texts], width)


# The update


@pytest.fixture
def base() -> Iterator[Base]:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "before"
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(out) as saved:
        trailer = saved.trailer
        yield Base(
            out.getvalue(), saved.Root.objgen[0], int(trailer.Size), trailer.Info.objgen[0], bytes(trailer.ID[0])
        )


def test_an_update_takes_the_place_of_an_object(base: Base) -> None:
    data = bytes(base.updated({base.info: b"<</Title (after)>>"}))
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.docinfo["/Title"] == "after"
        assert pdf.check_pdf_syntax() == []
        assert bytes(pdf.trailer.ID[0]) == base.id != bytes(pdf.trailer.ID[1])
    assert data.startswith(base.data)
    assert data == bytes(base.updated({base.info: b"<</Title (after)>>"}))
