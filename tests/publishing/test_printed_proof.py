"""What a PDF says is what was written for it, and each of its letters is drawn as it reads."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.pdf import make_pdf
from generator.publishing.printed_proof import sheet_problems

pytestmark = pytest.mark.pdf

DRAWING = '<svg width="5" height="5"><title>QR code: https://a.example/</title><path d="M0 0h5v5z"/></svg>'
"""Its title is its text alternative, which is not printed."""

PAGE = """<!doctype html><html lang=en><head><title>Not printed</title><style>
@page { @top-left { content: element(head) } @bottom-right { content: "page " counter(page) " of " counter(pages) } }
body { font-family: "Guide Sans", var(--fallback) } .run-head { position: running(head) }
a[href^="https:"]::after { content: " (" attr(href) ")" }
</style></head><body><p class="run-head">Acme · Checklist</p>DRAWING
<p>Enter <b>38</b> in the office, a\u0301 or x\u030c.</p>
<p><bdi>شركة &amp; Co (7)</bdi>, <bdi>हिन्दी</bdi> and <bdi>日本</bdi> <a href="https://a.example/b">here</a>.</p>
<ul><li>one</li></ul><ol start="3"><li><p>three</p></li><li>four</li></ol></body></html>
""".replace("DRAWING", DRAWING)

Change = Callable[[pikepdf.Pdf], None]


@pytest.fixture(scope="module")
def made() -> bytes:
    return make_pdf(PAGE, name="t.pdf")


def told(data: bytes, page: str = PAGE) -> list[str]:
    return [str(problem) for problem in sheet_problems("t.pdf", data, page, NO_OVERRIDES)]


def changed(data: bytes, change: Change) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def bold(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the font of the number alone, so that a change of it is a change of nothing else."""
    (font,) = [font for font in pdf.pages[0].resources.Font.values() if "Bold" in str(font.BaseFont)]
    return font


def test_a_sheet_says_what_was_written_in_any_script(made: bytes) -> None:
    assert told(made) == []


@pytest.mark.parametrize("name", ["株式会社 2", "אבג 2", "شركة 3 2 (2)"])
def test_a_name_without_an_order_of_its_letters_may_hold_what_follows_it(name: str) -> None:
    """The number of the next step, for one."""
    page = PAGE.replace("<ul>", f"<p>For <bdi>{name}</bdi></p><p>2</p><p>Go on.</p><ul>")
    assert told(make_pdf(page, name="t.pdf"), page) == []


BUILD = "Build again. [sheet-differs]"
READS = "Without its spaces the sheet reads"
REST = "intheoffice,áorx̌.ةكرش&Co(7),हिन्दीand日本"
"""As it is drawn."""


@pytest.mark.parametrize(
    ("was", "written", "problem"),
    [
        pytest.param(
            "office",
            "offices",
            f"{READS} “{REST}”, where “intheoffices,áorx” was written for it.",
            id="a word",
        ),
        pytest.param(
            "<p>Enter",
            "<p>Do not enter",
            f"{READS} “Enter38{REST[:-7]}”, where “Donotenter” was written for it.",
            id="words before it",
        ),
        pytest.param(
            "</ol>", "</ol><p>More</p>", "The sheet ends where “More” was written for it.", id="words at the end"
        ),
        pytest.param(
            "<li>four</li>",
            "",
            f"{READS} “4.four” at its end, where nothing was written.",
            id="a point more",
        ),
        pytest.param(
            'start="3"',
            'start="4"',
            f"{READS} “3.three4.four”, where “three” was written for it.",
            id="a number",
        ),
        pytest.param(
            "Acme",
            "Acme Ltd",
            "Beside the page “Acme · Checklist” is printed, which was not written for it.",
            id="the head of each page",
        ),
    ],
)
def test_what_differs_from_the_page_is_told(made: bytes, was: str, written: str, problem: str) -> None:
    assert was in PAGE
    assert told(made, PAGE.replace(was, written)) == [f"t.pdf: {problem} {BUILD}"]


def drawn_beside(pdf: pikepdf.Pdf) -> None:
    """Draw words outside of all that the structure holds, in a font that the page has."""
    page = pdf.pages[0]
    name, font = next((name, font) for name, font in page.resources.Font.items() if "Bold" in str(font.BaseFont))
    code = next(line.split()[0] for line in font.ToUnicode.read_bytes().split(b"\n") if line.endswith(b"<0038>"))
    page.contents_add(b"q BT %s 9 Tf 9 9 Td %s Tj ET Q" % (name.encode(), code))


def three_is_said_of_eight(pdf: pikepdf.Pdf) -> None:
    table = bold(pdf).ToUnicode
    table.write(table.read_bytes().replace(b"<0038>", b"<0033>"))


def three_is_drawn_as_eight(pdf: pikepdf.Pdf) -> None:
    program = bold(pdf).DescendantFonts[0].FontDescriptor.FontFile2
    font = TTFont(BytesIO(program.read_bytes()))
    order = font.getGlyphOrder()
    outlines = font["glyf"]
    three, eight = order[22], order[27]
    outlines[three] = outlines[eight]
    out = BytesIO()
    font.save(out)
    program.write(out.getvalue())


def codes_are_crossed(pdf: pikepdf.Pdf) -> None:
    glyphs = b"".join(number.to_bytes(2) for number in range(100))
    bold(pdf).DescendantFonts[0].CIDToGIDMap = pdf.make_stream(glyphs)


def another_name(pdf: pikepdf.Pdf) -> None:
    three_is_drawn_as_eight(pdf)
    bold(pdf).BaseFont = pikepdf.Name("/ABCDEF+Guide-Fallback-A")


REPORT = "Build again; if it stays, please report it. [other-glyph]"


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (drawn_beside, [f"Beside the page “8” is printed, which was not written for it. {BUILD}"]),
        (
            three_is_said_of_eight,
            [
                f"{READS} “33{REST[:-2]}”, where “38” was written for it. {BUILD}",
                f"A letter that reads “3” is drawn as “eight”. {REPORT}",
            ],
        ),
        (three_is_drawn_as_eight, [f"“3” is not drawn as in the font “Guide-Sans-Bold”. {REPORT}"]),
        (
            codes_are_crossed,
            [f"The font “Guide-Sans-Bold” does not say itself which of its letters are drawn. {REPORT}"],
        ),
        (another_name, [f"“3” is drawn in the font “Guide-Fallback-A”, and the sheet’s own fonts have it. {REPORT}"]),
    ],
)
def test_what_was_changed_in_the_file_is_told(made: bytes, change: Change, problems: list[str]) -> None:
    assert told(changed(made, change)) == [f"t.pdf: {problem}" for problem in problems]


def test_a_heading_of_lines_for_which_there_is_no_room_is_not_missed(made: bytes) -> None:
    """Lines for notes fill what is left of the last page, which may be nothing."""
    with_heading = PAGE.replace("</ol>", '</ol><p class="further title">Notes</p>')
    assert told(made, with_heading) == []
    assert told(made, with_heading.replace("further title", "title")) == [
        f"t.pdf: The sheet ends where “Notes” was written for it. {BUILD}"
    ]


def test_brackets_that_are_drawn_from_right_to_left_are_no_others() -> None:
    """The table of the font then has them the other way round for all of the sheet."""
    page = PAGE.replace("Enter", "<bdi>בית (א)</bdi> Enter (b)")
    assert told(make_pdf(page, name="t.pdf"), page) == []


ROWS = "\n".join(f"<tr><th>{number}</th><td>Row</td></tr>" for number in range(60))
TABLE = f"""<table>
<thead><tr><th>Step</th><th>Why</th></tr></thead>
<tbody>
{ROWS}
</tbody>
</table>"""


def test_a_table_that_goes_on_over_the_page_has_its_head_there_too() -> None:
    page = PAGE.replace("<ul>", f"{TABLE}<ul>")
    data = make_pdf(page, name="t.pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) > 1
    assert told(data, page) == []
    assert told(data, page.replace("thead", "tbody")) == [
        f"t.pdf: {READS} “StepWhy31Row32Row33Row34Row35Row36Row37R”, where “31” was written for it. {BUILD}"
    ]
