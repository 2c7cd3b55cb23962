"""brand.yaml: a customer's name, logo, colours and footer on sheets and site; what cannot be read or used is told."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from generator.deriving.guide_view import org_view, view
from generator.model.brand import Brand
from generator.output.pdf import make_pdf
from generator.output.site import build_site, write_brand
from generator.problems import Problems
from generator.project.brand import brand_files, read_brand
from generator.project.freshness import inputs_hash
from generator.project.paths import Paths
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.summary import summary_html
from generator.rendering.sheets.word_sheets import checklist_word
from tests.support.archives import part_of
from tests.support.project import run
from tests.support.sample import ACME, SAMPLE
from tests.support.validators import validate_pdfs

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><path d="M0 0h200v60z" fill="#7a1f5c"/></svg>\n'
BRAND = """\
name: Northwind & Co
logo: brand/logo.svg
colours:
  accent: "#7A1F5C"
footer: Questions? help@northwind.example
"""
NEEDED = "and text needs 4.5 to 1. The nearest that passes is"
KEYS = "name, logo, colours, footer"
BELOW_COLOURS = "It belongs below “colours”."


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x7a\x1f\x5c" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def project(folder: Path, brand: str = BRAND, logo: str | bytes = LOGO) -> Path:
    (folder / "brand").mkdir(parents=True)
    (folder / "brand.yaml").write_text(brand)
    (folder / "brand/logo.svg").write_bytes(logo if isinstance(logo, bytes) else logo.encode())
    return folder


def told(folder: Path) -> list[str]:
    problems = Problems()
    read_brand(folder, problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def read(folder: Path) -> Brand:
    problems = Problems()
    brand = read_brand(folder, problems)
    problems.raise_errors()
    return brand


# What is wrong with it


def test_a_project_needs_none(tmp_path: Path) -> None:
    assert not read(tmp_path)


def test_a_sound_one_is_read_and_gets_a_colour_for_dark_pages(tmp_path: Path) -> None:
    brand = read(project(tmp_path))
    assert (brand.accent, brand.ink) == ("#7a1f5c", "#7a1f5c")
    assert brand.foot == "Northwind & Co · Questions? help@northwind.example"
    assert brand.accent_dark == "#b17ca0"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "#7A1F5C",
            "#9fc5e8",
            f"brand.yaml:4:3: #9fc5e8 has a contrast of 1.8 to 1 on white, {NEEDED} #62798f. [contrast]",
        ),
        (
            'accent: "#7A1F5C"',
            'accent: "#7A1F5C"\n  accent_dark: "#7a1f5c"',
            f"brand.yaml:5:3: #7a1f5c has a contrast of 1.5 to 1 on the dark page, {NEEDED} #b17ca0. [contrast]",
        ),
        (
            "#7A1F5C",
            "purple",
            'brand.yaml:4:3: “purple” is no colour. Write it as #rrggbb in quotes, such as "#1d4f91". [colour]',
        ),
        (
            "brand/logo.svg",
            "../logo.svg",
            "brand.yaml:2:1: “../logo.svg” lies outside the project. Put the logo into the project’s folder. [logo]",
        ),
        (
            "brand/logo.svg",
            "logo.png",
            "brand.yaml:2:1: There is no file “logo.png” in the project’s folder. Correct the path. [logo]",
        ),
        (
            "footer:",
            "slogan:",
            f"brand.yaml:5:1: The key “slogan” is not known here. Known keys: {KEYS}. [unknown-key]",
        ),
        (
            "footer:",
            "accent:",
            f"brand.yaml:5:1: The key “accent” is not known here. Known keys: {KEYS}. {BELOW_COLOURS} [unknown-key]",
        ),
        (
            "footer:",
            "  paper:",
            "brand.yaml:5:3: The key “colours.paper” is not known here. Known keys: accent, accent_dark. [unknown-key]",
        ),
        (
            "Questions?",
            "q" * 90,
            "brand.yaml:5:1: “footer” has 113 characters. Shorten it to 90 at most. [too-long]",
        ),
        ("name: Northwind & Co\n", "", "brand.yaml:1:1: The key “name” is missing. Add it. [missing-key]"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert told(project(tmp_path, BRAND.replace(old, new))) == [
        expected.replace("brand.yaml:1:1: The", "brand.yaml: The")
    ]


@pytest.mark.parametrize(
    ("logo", "expected"),
    [
        (
            LOGO.replace("<path", "<script>1</script><path"),
            "1:62: The logo has <script>. Take it out: a logo may only draw.",
        ),
        (LOGO.replace("d=", 'onload="x()" d='), "1:62: The logo has “onload”, which runs a script. Take it out."),
        (
            LOGO.replace("<path", "<text>A</text><path"),
            "1:62: The logo has <text>. Sheets have no font for it: convert text to paths in your drawing program.",
        ),
        (
            LOGO.replace("<path", '<use href="https://example.com/a.svg#a"/><path'),
            "1:62: The logo leads to another file or page. Take “href” out.",
        ),
        (
            LOGO.replace("#7a1f5c", "url(https://example.com/a)"),
            "1:62: The logo loads something else (“url(…)” or “@import”). Take that out.",
        ),
        (
            LOGO.replace(' viewBox="0 0 200 60"', ""),
            '1:1: The drawing does not say how large it is. Give <svg> a viewBox, such as "0 0 200 60".',
        ),
        ("<html/>", "1:1: This is neither PNG nor SVG: it begins with <html>."),
        ("GIF89a", "1:1: This is neither PNG nor SVG: syntax error."),
        (png(60, 20), " The logo has 60 × 20 pixels. Save it at least 40 high, and at most 4,000 either way."),
        (png(200, 60)[:40], " This PNG file is damaged. Save it again."),
        (LOGO + " " * 200_000, " The logo has 200,107 bytes, and may have 200,000. Save it smaller."),
    ],
)
def test_a_logo_only_draws(logo: str | bytes, expected: str, tmp_path: Path) -> None:
    (line,) = told(project(tmp_path, logo=logo))
    assert line == f"brand/logo.svg:{expected} [logo]"


def test_a_drawing_may_refer_to_its_own_parts(tmp_path: Path) -> None:
    parts = '<defs><linearGradient id="a"/></defs><use href="#b"/><path style="fill: url( \'#a\')" '
    assert told(project(tmp_path, logo=LOGO.replace("<path ", parts))) == []


# What it does


@pytest.fixture(scope="module", params=["svg", "png"])
def brand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Brand:
    logo = LOGO if request.param == "svg" else png(200, 60)
    return read(project(tmp_path_factory.mktemp("brand"), logo=logo))


@pytest.mark.pdf
def test_a_printed_sheet_shows_it_and_keeps_both_standards(brand: Brand, tmp_path: Path) -> None:
    org = org_view(view(SAMPLE, brand=brand), ACME)
    path = tmp_path / "checklist.pdf"
    path.write_bytes(make_pdf(checklist_html(org), name="checklist.pdf"))
    assert [verdict.failures for verdict in validate_pdfs([path])] == [(), ()]
    plain = org_view(view(SAMPLE), ACME)
    assert pdf_values(path.read_bytes()) == pdf_values(make_pdf(checklist_html(plain), name="checklist.pdf"))


def test_pages_of_their_own_show_it_and_load_nothing(brand: Brand) -> None:
    org = org_view(view(SAMPLE, brand=brand), ACME)
    for render in (checklist_page, summary_html):
        page = render(org)
        assert re.search(
            r'<img class="logo" src="data:image/(png|svg\+xml);base64,[\w+/=]+" alt="Northwind &amp; Co">', page
        )
        assert "Northwind &amp; Co · Questions? help@northwind.example" in page
        assert "--brand: #7a1f5c" in page
        assert "--brand: #b17ca0" in page


def test_word_shows_it(brand: Brand) -> None:
    data = checklist_word(org_view(view(SAMPLE, brand=brand), ACME))
    assert "Northwind &amp; Co · Questions? help@northwind.example" in part_of(data, "word/footer1.xml")
    assert '<w:color w:val="7A1F5C"/>' in part_of(data, "word/styles.xml")
    has_picture = 'descr="Northwind &amp; Co"' in part_of(data, "word/header1.xml")
    assert has_picture == (brand.logo is not None and brand.logo.media_type == "image/png")


@pytest.mark.slow
def test_the_site_shows_it(brand: Brand, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Guides\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: Guides\n")
    write_brand(brand, docs)
    build_site(tmp_path, docs, tmp_path / "site", [{"Home": "index.md"}], brand=brand)
    page = (tmp_path / "site/index.html").read_text()
    assert "Northwind &amp; Co · Questions? help@northwind.example" in page
    (logo,) = set(re.findall(r'<img src="(assets/brand-logo\.\w+)" alt="logo">', page))
    assert brand.logo is not None
    assert (tmp_path / "site" / logo).read_bytes() == brand.logo.data
    assert "--md-primary-fg-color: #7a1f5c;" in (tmp_path / "site/assets/brand.css").read_text()


# A change of it


def test_a_change_makes_sheets_and_builds_anew(tmp_path: Path) -> None:
    assert run("new", tmp_path / "guides").exit_code == 0
    folder = tmp_path / "guides"

    def made() -> str:
        org = next((folder / "content/orgs").glob("*.yaml"))
        result = run("checklist", org, "--project", folder, "--out", tmp_path / "out", "--format", "html")
        assert result.exit_code == 0, result.output
        return result.stderr.splitlines()[-1]

    def inputs() -> str:
        paths = Paths(folder, folder / "content", folder / "content/orgs", folder / "build")
        return inputs_hash(paths, None, None, site_only=False)

    before = inputs()
    assert made().startswith("Orgs: 1 made")
    project(folder)
    branded = inputs()
    assert (branded == before, made()) == (False, "Orgs: 1 made, 0 unchanged, 0 failed.")
    assert made() == "Orgs: 0 made, 1 unchanged, 0 failed."
    (folder / "brand/logo.svg").write_text(LOGO.replace("60z", "50z"))
    assert (inputs() == branded, made()) == (False, "Orgs: 1 made, 0 unchanged, 0 failed.")
    assert [path.name for path in brand_files(folder)] == ["brand.yaml", "logo.svg"]


def test_a_faulty_brand_stops_everything(tmp_path: Path) -> None:
    assert run("new", tmp_path / "guides").exit_code == 0
    project(tmp_path / "guides", BRAND.replace("#7A1F5C", "#9fc5e8"))
    for command in (["check"], ["build"], ["checklist", tmp_path / "guides/content/orgs"]):
        result = run(*command, "--project", tmp_path / "guides")
        assert result.exit_code == 1
        assert "The nearest that passes is #62798f. [contrast]" in result.stderr
