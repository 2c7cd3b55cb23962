"""The sheet for a second person: one side, a box a value, and the hosted guide's address on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdf
import pytest
import segno

from generator.batch.jobs import Job
from generator.batch.sheets import checklist_files
from generator.checking.artefacts import check_artefact
from generator.deriving.guide_view import org_view, view
from generator.model import Guide, Org
from generator.output.pdf import make_pdf
from generator.output.site import site_url
from generator.problems import ContentError, Problems
from generator.project.loading import load
from generator.project.paths import Paths
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.confirm import confirm_html
from generator.rendering.sheets.sheet import qr_code
from tests.support.pdf_pages import pdf_text
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import HOSTILE, hostile_org
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

SITE = "https://guides.example.com/set-up/"
ADDRESS = f"{SITE}{GUIDE}/"
LONG_NAME = ("Acme Example Holding and Sons " * 8)[:200]
MILLIMETRE = 72 / 25.4


def _content() -> tuple[Guide, dict[str, Org]]:
    problems = Problems()
    paths = Paths(PROJECT, PROJECT / "content", PROJECT / "content/orgs", PROJECT / "build")
    content = load(paths, problems)
    assert not problems.has_errors
    return content.guides[0], {org.id: org for org in content.orgs}


REAL, ORGS = _content()
BLANK_VIEW = view(REAL)
HASHES = {step.id: step.content_hash for step in BLANK_VIEW.steps}
PRODUCTION = ORGS["example-production"]


def confirm(org: Org, address: str = "") -> str:
    return confirm_html(replace(org_view(BLANK_VIEW, org), address=address))


def sheet(org: Org, address: str = "") -> bytes:
    return make_pdf(confirm(org, address), name="confirm.pdf")


def faults(data: bytes) -> list[tuple[str, str]]:
    found = pdf_values(data)
    return [(problem.code, problem.text) for problem in check_artefact("confirm.pdf", found, REAL.values)]


@pytest.fixture(scope="module")
def production() -> bytes:
    return sheet(PRODUCTION)


@pytest.fixture(scope="module")
def addressed() -> dict[str, bytes]:
    """The sheets that `guide checklist` makes for a site with an address."""
    made = checklist_files(Job(view(REAL, site=SITE)), PRODUCTION)
    return {name: data for name, data in made.items() if isinstance(data, bytes)}


# One side, and every value on it


def _orgs() -> dict[str, Org]:
    hostile = {name: hostile_org(text).saying(domain=PRODUCTION.get("domain")) for name, text in HOSTILE.items()}
    return {**ORGS, "long name": PRODUCTION.saying(name=LONG_NAME), "bare": Org.of("bare", name="B"), **hostile}


@pytest.mark.parametrize("address", ["", ADDRESS])
@pytest.mark.parametrize("name", _orgs())
def test_the_sheet_is_one_side(name: str, address: str) -> None:
    data = sheet(_orgs()[name], address)
    (page,) = pdf_text(data).split("\f")
    assert len(data) < 150_000
    assert "page 1 of 1" in page
    assert faults(data) == []


def test_a_long_name_is_on_it_whole() -> None:
    assert LONG_NAME in " ".join(pdf_text(sheet(PRODUCTION.saying(name=LONG_NAME))).split())


def test_the_values_read_back_are_the_pinned_ones(production: bytes) -> None:
    found = pdf_values(production)
    assert [(item.value_id, item.text) for item in found] == [(name, text) for name, (_, text) in VALUES.items()]


def test_one_changed_character_of_each_value_is_caught() -> None:
    spoilt, times = re.subn(r'(data-value="\w+">[^<]*)[^<]<', r"\1~<", confirm(PRODUCTION))
    found = faults(make_pdf(spoilt, name="confirm.pdf"))
    assert times == 13
    assert [code for code, _ in found] == ["value-changed"] * 13


def test_a_value_that_is_left_out_is_caught() -> None:
    spoilt, times = re.subn(r'<span class="value" data-value="pkce">Unchecked</span>', "", confirm(PRODUCTION))
    assert times == 1
    assert [code for code, _ in faults(make_pdf(spoilt, name="confirm.pdf"))] == ["value-missing"]


def test_no_value_overlaps_what_stands_beside_it(production: bytes) -> None:
    with pdfplumber.open(BytesIO(production)) as document:
        words = document.pages[0].extract_words()
        steps = [word["x0"] for word in words if word["text"] == "step"]
        (longest,) = (word["x1"] for word in words if word["text"] == "offline_access)")
    assert len(steps) == 13
    assert longest + MILLIMETRE < min(steps)


def test_each_value_stands_with_place_step_and_deviation() -> None:
    html = confirm(PRODUCTION)
    labels = {step.id: step.label for step in BLANK_VIEW.steps}
    assert re.findall(r"<caption>(.*?)</caption>", html) == [
        "New External Client App &gt; Basic Information",
        "New External Client App &gt; API (Enable OAuth Settings)",
        "New External Client App &gt; Flow Enablement",
        "New External Client App &gt; Security",
        "External Client App &gt; Policies &gt; Plugin Policies",
        "External Client App &gt; Policies &gt; App Authorization",
    ]
    rows = re.findall(r'<th scope="row">(.*?)</th>\n<td><span.*?>(.*?)</span></td>\n<td>step (\w+)(.*?)</td>', html)
    assert [(setting, text) for setting, text, _, _ in rows] == list(VALUES.values())
    ids = ["basic-information", "enable-oauth", "callback-url", *["oauth-scopes"] * 3, "flow-enablement"]
    ids += [*["security"] * 3, *["set-policies"] * 3]
    assert [label for _, _, label, _ in rows] == [labels[step] for step in ids]
    marks = [re.sub(r"<.*?>", "", mark).strip() for _, _, _, mark in rows]
    assert marks == ["", "", "", "", "D1", "", "", "", "", "D2", "D3", "D4", "D5"]


def test_it_has_room_for_the_second_person_and_none_for_the_secret(production: bytes) -> None:
    text = pdf_text(production)
    for words in ("Name Signature Date", "Second person", "What differs:", "Do not write the secret here."):
        assert words in text


# Boxes


def _names(data: bytes) -> list[str]:
    with pikepdf.open(BytesIO(data)) as document:
        return [str(field.T) for field in document.Root.AcroForm.Fields]


def test_each_value_has_a_box_whose_name_no_step_can_have(production: bytes) -> None:
    names = _names(production)
    assert names == [f"value_{name}" for name in VALUES]
    assert not any(re.fullmatch("[a-z][a-z0-9-]*", name) for name in names)
    with pikepdf.open(BytesIO(production)) as document:
        for field in document.Root.AcroForm.Fields:
            left, bottom, right, top = map(float, field.Rect)
            assert field.FT == "/Btn"
            assert min(abs(right - left), abs(top - bottom)) >= 6 * MILLIMETRE
        assert str(document.Root.AcroForm.Fields[2].TU) == "Callback URL reads https://api-eu.vonage.com/oauth/redirect"


def test_a_box_ticked_with_pikepdf_is_ticked_for_pypdf(production: bytes) -> None:
    ticked = BytesIO()
    with pikepdf.open(BytesIO(production)) as document:
        field = next(field for field in document.Root.AcroForm.Fields if field.T == "value_pkce")
        field.V = field.AS = pikepdf.Name("/Yes")
        document.save(ticked)
    fields: dict[str, Any] = pypdf.PdfReader(ticked).get_fields() or {}
    assert {name for name, field in fields.items() if field.value == "/Yes"} == {"value_pkce"}
    assert len(fields) == 13


def test_a_box_ticked_with_pypdf_is_ticked_for_pikepdf(production: bytes) -> None:
    writer, ticked = pypdf.PdfWriter(clone_from=BytesIO(production)), BytesIO()
    writer.update_page_form_field_values(writer.pages[0], {"value_callback_url": "/Yes"}, auto_regenerate=False)
    writer.write(ticked)
    with pikepdf.open(ticked) as document:
        fields = document.Root.AcroForm.Fields
        assert [str(field.T) for field in fields if field.get("/V") == "/Yes"] == ["value_callback_url"]
        assert [str(field.T) for field in fields if field.AS == "/Yes"] == ["value_callback_url"]


# Standards


def test_sheets_meet_both_standards(tmp_path: Path, production: bytes, addressed: dict[str, bytes]) -> None:
    sheets = {
        "production.pdf": production,
        "sandbox.pdf": sheet(ORGS["example-sandbox"]),
        "long.pdf": sheet(PRODUCTION.saying(name=LONG_NAME), ADDRESS),
        "arabic.pdf": sheet(PRODUCTION.saying(name=HOSTILE["arabic"]), ADDRESS),
        **addressed,
    }
    for name, data in sheets.items():
        (tmp_path / name).write_bytes(data)
    verdicts = validate_pdfs(sorted(tmp_path.glob("*.pdf")))
    assert [(v.file.name, v.flavour, v.failures) for v in verdicts if not v.compliant] == []
    assert len(verdicts) == 2 * len(sheets)


def test_a_drawing_without_words_does_not_meet_them(tmp_path: Path) -> None:
    spoilt, times = re.subn(r"<title>QR code.*?</title>", "", confirm(PRODUCTION, ADDRESS))
    assert times == 1
    (tmp_path / "spoilt.pdf").write_bytes(make_pdf(spoilt, name="confirm.pdf"))
    assert not all(verdict.compliant for verdict in validate_pdfs([tmp_path / "spoilt.pdf"]))


# The address of the hosted guide


def _modules(drawing: str) -> list[list[bool]]:
    """Return the dark squares of the drawing, its margin included: segno draws them as runs along each line."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \d+"', drawing)[0]) // 2
    dark = [[False] * size for _ in range(size)]
    x, y = 0.0, 0.0
    for command, arguments in re.findall(r"([Mmh])([-0-9. ]+)", re.findall(r' d="(.*?)"', drawing)[0]):
        numbers = [float(number) for number in re.findall(r"-?[0-9.]+", arguments)]
        if command == "h":
            dark[int(y)][int(x) : int(x + numbers[0])] = [True] * int(numbers[0])
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    return dark


def _of(address: str) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in segno.make(address, error="m").matrix_iter(border=4)]


def test_the_drawing_is_the_code_of_the_address() -> None:
    assert _modules(qr_code(ADDRESS)) == _of(ADDRESS)
    assert _modules(qr_code(ADDRESS)) != _of(ADDRESS[:-2] + "q/")


def _dark_on_paper(data: bytes) -> list[list[bool]]:
    """Look at the middle of each square of the code as printed. It is the only drawing made of lines at the top."""
    count = len(_of(ADDRESS)) - 8
    with pdfplumber.open(BytesIO(data)) as document:
        page = document.pages[0]
        lines = [line for line in page.lines if line["top"] < 42 * MILLIMETRE]
        picture = page.to_image(resolution=600).original.convert("L").point(lambda shade: 255 * (shade < 128))
    left, right = min(line["x0"] for line in lines), max(line["x1"] for line in lines)
    step, first, scale = (right - left) / count, min(line["top"] for line in lines), 600 / 72

    def dark(x: int, y: int) -> bool:
        return bool(picture.getpixel((int((left + (x + 0.5) * step) * scale), int((first + y * step) * scale))))

    return [[dark(x, y) for x in range(count)] for y in range(count)]


def test_the_code_is_on_both_sheets_and_so_are_its_words(addressed: dict[str, bytes]) -> None:
    inner = [row[4:-4] for row in _of(ADDRESS)[4:-4]]
    assert set(addressed) == {"checklist.pdf", "confirm.pdf"}
    for data in addressed.values():
        assert _dark_on_paper(data) == inner
        assert ADDRESS in pdf_text(data)
        with pikepdf.open(BytesIO(data)) as document:
            figures = [
                str(item.Alt)
                for item in document.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item
            ]
        assert f"QR code: {ADDRESS}" in figures


def test_nothing_of_an_address_is_on_a_sheet_without_one(production: bytes) -> None:
    assert "<svg" not in confirm(PRODUCTION)
    assert "on screen" not in confirm(PRODUCTION)
    assert "https://guides" not in pdf_text(production)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("", ""),
        ("site_url:", ""),
        ('site_url: ""', ""),
        ("site_url: https://guides.example.com/set-up/", SITE),
        ("site_url: https://guides.example.com/set-up", SITE),
        ("site_url: http://localhost:8000", "http://localhost:8000/"),
    ],
)
def test_the_sites_address_comes_from_its_settings(line: str, address: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: build/none.yml\nsite_name: x\n{line}\n")
    assert site_url(tmp_path) == address
    assert view(REAL, site=address).address == (f"{address}{GUIDE}/" if address else "")


def test_sheets_need_no_site(tmp_path: Path) -> None:
    assert site_url(tmp_path) == ""


@pytest.mark.parametrize(
    "line", ["site_url: guides", "site_url: [a]", "site_url: 'javascript:x'", "site_url: https://a/?b"]
)
def test_another_kind_of_address_is_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(line + "\n")
    with pytest.raises(ContentError, match=r"site_url must be a web address.*\[site-url\]"):
        site_url(tmp_path)


def test_settings_that_are_no_yaml_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_url: [\n")
    with pytest.raises(ContentError, match=r"\[site\]"):
        site_url(tmp_path)


def test_the_command_prints_the_address(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_url: {SITE}\n")
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", tmp_path, "--content", PROJECT / "content", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "out/example-sandbox" / GUIDE
    for name in ("checklist.pdf", "confirm.pdf"):
        assert ADDRESS in pdf_text((folder / name).read_bytes())


def test_a_build_makes_the_sheet_for_each_org(built: Path) -> None:
    for org in ORGS:
        data = (built / f"orgs/{org}/{GUIDE}/confirm.pdf").read_bytes()
        assert faults(data) == []
        assert _names(data) == [f"value_{name}" for name in VALUES]
