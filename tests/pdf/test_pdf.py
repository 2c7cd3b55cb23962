"""Finished PDFs: values, boxes, standards, fonts and what they may not reach."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from generator.deriving.guide_view import view
from generator.model import Org
from generator.output import fonts, pdf
from generator.output.pdf import make_pdf
from generator.problems import ContentError
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.summary import summary_print
from tests.support.pdf_pages import pdf_text
from tests.support.project import PROJECT
from tests.support.sample import ACME, BLANK_VIEW, HASHES, HOSTILE, SAMPLE, VALUES, filled, hostile_org, sample_guide
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

REQUIRED = {value.id: value.value for value in SAMPLE.values}
MILLIMETRE = 72 / 25.4
PAGE = '<!doctype html><html lang="en"><head><title>A sheet</title></head><body><p>{}</p></body></html>'


def checklist(org: Org | None) -> bytes:
    return make_pdf(checklist_html(filled(org) if org else BLANK_VIEW), name="checklist.pdf")


@cache
def summary(org: Org) -> bytes:
    return make_pdf(summary_print(filled(org)), name="summary.pdf")


@pytest.fixture(scope="module")
def blank() -> bytes:
    return checklist(None)


@pytest.fixture(scope="module")
def acme_summary() -> bytes:
    return summary(ACME)


# Values


def test_values_are_read_back_by_id(blank: bytes, acme_summary: bytes) -> None:
    for data in (blank, acme_summary):
        found = pdf_values(data)
        assert {item.value_id: item.text for item in found} == REQUIRED
        assert all(item.text == REQUIRED[item.value_id] for item in found)
    assert [item.value_id for item in pdf_values(acme_summary)] == list(REQUIRED)


def test_one_other_character_is_read_back_as_such() -> None:
    spoilt = sample_guide(VALUES.replace("one--two", "one-—two"))
    found = {item.value_id: item.text for item in pdf_values(make_pdf(checklist_html(view(spoilt)), name="x"))}
    assert {name for name in REQUIRED if found[name] != REQUIRED[name]} == {"callback_url"}


def test_a_long_value_is_whole_although_it_breaks() -> None:
    long = "https://example.com/" + "segment-" * 30
    guide = sample_guide(VALUES.replace("https://example.com/oauth-return/one--two", long))
    found = pdf_values(make_pdf(checklist_html(view(guide)), name="x"))
    assert {item.text for item in found if item.value_id == "callback_url"} == {long}


def test_a_value_lost_on_the_way_stops_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_spans", lambda _: iter(()))
    with pytest.raises(RuntimeError, match=r"^1 values went into the PDF, and 0 came out$"):
        make_pdf(PAGE.format('<span data-value="x">y</span>'), name="x")


# Boxes, pages and metadata


def test_each_step_has_a_box_to_tick(blank: bytes) -> None:
    with pikepdf.open(BytesIO(blank)) as document:
        every = list(document.Root.AcroForm.Fields)
        fields = [field for field in every if ":" not in str(field.T)]
        assert [str(field.T) for field in fields] == [step.id for step in SAMPLE.steps]
        assert [(str(field.TU), str(field.FT)) for field in every[1:4]] == [
            ("Step 1 of 4 is not applicable", "/Btn"),
            ("Step 1 of 4 is blocked", "/Btn"),
            ("Step 1 of 4: reason if not applicable or blocked", "/Tx"),
        ]
        assert str(fields[0].TU) == "Step 1 of 4 is done"
        assert "/NeedAppearances" not in document.Root.AcroForm
        for field in fields:
            left, bottom, right, top = map(float, field.Rect)
            assert min(abs(right - left), abs(top - bottom)) >= 6 * MILLIMETRE
            assert "/Yes" in field.AP.N
        fields[0].V = fields[0].AS = pikepdf.Name("/Yes")
        ticked = BytesIO()
        document.save(ticked)
    with pikepdf.open(ticked) as document:
        states = [str(field.V) for field in document.Root.AcroForm.Fields if field.FT == "/Btn"]
        assert (states.count("/Yes"), states.count("/Off"), states[0]) == (1, 3 * len(SAMPLE.steps) - 1, "/Yes")


def test_every_page_says_which_it_is() -> None:
    pages = pdf_text(checklist(hostile_org(HOSTILE["long"]))).split("\f")
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in text
        assert "Revision 7 · Winter '27 · not yet tried in an org" in text
        assert "Connect Example: checklist" in text


def test_the_file_says_what_it_is(blank: bytes) -> None:
    with pikepdf.open(BytesIO(blank)) as document:
        xmp = document.Root.Metadata.read_bytes().decode()
        assert str(document.docinfo.Title) == "Connect Example: checklist"
        assert str(document.docinfo.CreationDate).startswith("D:20261123")
        assert str(document.Root.Lang) == "en"
        with document.open_outline() as outline:
            titles = [item.title for item in outline.root[0].children]
    assert titles == ["Create it", "Do it again", "Sign-off"]
    assert "<guide:id>sample</guide:id><guide:revision>7</guide:revision>" in xmp
    for step, digest in HASHES.items():
        assert f"<rdf:li>{step} {digest}</rdf:li>" in xmp


def test_sheets_are_light(blank: bytes, acme_summary: bytes) -> None:
    assert max(len(blank), len(acme_summary)) < 150_000


def test_the_same_sheet_has_the_same_bytes(blank: bytes) -> None:
    """In this process, and in another one whose hashes are seeded otherwise."""
    assert checklist(None) == blank
    program = "import sys; from tests.pdf.test_pdf import checklist; sys.stdout.buffer.write(checklist(None))"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={"PYTHONHASHSEED": "7", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
    )
    assert run.stdout == blank


# Standards and fonts


def test_sheets_meet_both_standards(tmp_path: Path, blank: bytes, acme_summary: bytes) -> None:
    sheets = {"blank": blank, "summary": acme_summary}
    for name in ("arabic", "chinese", "hebrew", "emoji", "word"):
        org = hostile_org(HOSTILE[name])
        sheets |= {f"{name}-checklist": checklist(org), f"{name}-summary": summary(org)}
    for name, data in sheets.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)
    verdicts = validate_pdfs(sorted(tmp_path.glob("*.pdf")))
    assert [(v.file.name, v.flavour, v.failures) for v in verdicts if not v.compliant] == []
    assert len(verdicts) == 2 * len(sheets)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_an_org_writes_is_in_the_pdf_and_on_the_page(name: str) -> None:
    text = HOSTILE[name]
    data = summary(hostile_org(text))
    shown = "".join(pdf_text(data).split())
    if name in {"arabic", "hebrew"}:
        assert set(text) - {" "} <= set(shown)
    else:
        assert "".join(text.split())[:20] in shown
    assert {item.value_id: item.text for item in pdf_values(data)} == REQUIRED
    assert _drawn_outside(data) == []


def _drawn_outside(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [
            char["text"]
            for page in document.pages
            for char in page.chars
            if not (char["x0"] >= 0 and char["x1"] <= page.width - 10 * MILLIMETRE) and not char["text"].isspace()
        ]


def test_only_named_fonts_are_in_the_file() -> None:
    """Each further font has a name of its own, and none of the machine’s comes in unasked, not for an emoji either."""
    with pikepdf.open(BytesIO(summary(hostile_org("Acme 漢字 ✅ שלום")))) as document:
        names = {
            str(item.FontName).partition("+")[2]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        }
    assert names == {
        "Guide-Sans",
        "Guide-Sans-Bold",
        "Guide-Mono",
        "Guide-Fallback-A",
        "Guide-Fallback-B",
        "Guide-Fallback-C-Semi-Condensed",
    }


def test_a_character_without_a_font_is_named() -> None:
    with pytest.raises(ContentError) as fault:
        summary(ACME.saying(owner="\ue123"))
    assert str(fault.value) == (
        "summary.pdf: No font has the character “\ue123” (U+E123, a character without a name). "
        "Write it otherwise. [missing-glyph]"
    )


def test_a_missing_font_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "SYSTEM_FOLDER", tmp_path)
    with pytest.raises(ContentError) as fault:
        summary(ACME.saying(owner="ሴ"))
    assert str(fault.value) == (
        "summary.pdf: No font has the character “ሴ” (U+1234, ETHIOPIC SYLLABLE SEE). "
        "Install Debian’s fonts-noto-core, fonts-noto-cjk and fonts-symbola, or write it otherwise. [missing-glyph]"
    )


def test_missing_pango_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def broken(name: str, *rest: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", broken)
    with pytest.raises(ContentError, match=r"^x\.pdf: .*Pango is missing.*libpangoft2-1\.0-0.*\[missing-pango\]$"):
        make_pdf(PAGE.format("x"), name="x.pdf")


# Nothing is reached


@pytest.mark.parametrize(
    "part",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<style>@import "https://example.com/x.css";</style>',
        "<style>@font-face { font-family: X; src: url(file:///usr/share/fonts/x.ttf) }</style>",
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="file:///etc/hostname">x</object>',
    ],
)
def test_no_file_and_no_address_is_reached(part: str) -> None:
    with pytest.raises(ContentError) as fault:
        make_pdf(PAGE.format(part), name="x.pdf")
    address = re.search(r"(?:file|https?|data):[^\"')>]*", part)
    assert address
    assert str(fault.value) == (
        f"x.pdf: The sheet asks for “{address[0]}”. "
        "A sheet may load nothing from the network or from disk. [sheet-resource]"
    )


def test_a_sheet_without_addresses_is_made() -> None:
    assert "Plain" in pdf_text(make_pdf(PAGE.format("Plain"), name="x.pdf"))
