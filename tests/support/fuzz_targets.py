"""What reads a stranger's bytes, each with sound files to begin from. Only a `ContentError` is an answer."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from PIL import Image

from generator.commands.guide_tools import GuideTools
from generator.commands.import_page import import_page
from generator.deriving.drafting import PageReview
from generator.deriving.guide_view import org_view
from generator.model import Org
from generator.model.scans import PrintedSheet
from generator.output.fonts import SHIPPED, reduced
from generator.output.look import BRAND_FILE, SHEET_OVERRIDES
from generator.platforms.salesforce.audit import SalesforceAudit
from generator.platforms.salesforce.evidence import read_component
from generator.problems import ContentError, Problems
from generator.project.brand import brand_files, read_brand
from generator.project.checked_guide import check_texts
from generator.project.paths import Paths
from generator.project.retrieved import retrieved_files
from generator.project.sheet_overrides import read_sheet_overrides
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.content.logos import logo_faults
from generator.reading.content.org import read_org
from generator.reading.content.orgs_csv import read_orgs_csv
from generator.reading.content.records import read_record, read_run
from generator.reading.content.workbooks import read_workbook
from generator.reading.scans.pictures import UnreadFileError, count_pages
from generator.reading.scans.reading import read_pages
from generator.reading.text.line_source import LineSource
from generator.reading.text.source import Source, decode
from generator.rendering.markup.html import TEMPLATES
from generator.rendering.markup.overrides import suspected_styles
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.checklist_page import checklist_page
from tests.support.cases import CASES, SOUND
from tests.support.marked_paper import printed_page
from tests.support.project import PROJECT
from tests.support.sample import BLANK_VIEW
from tests.support.workbooks import Tab, ods, xlsx, zipped

SIGNS = (b"{", b"[", b"<", b"\n", b"\x00", b"\xff", b"&#0;", b"|", b"  - ", b"'", b'"', b"9" * 40)
"""What means something to some reader."""

Read = Callable[[bytes], object]


class Target(NamedTuple):
    """What reads, and what it reads well."""

    read: Read
    seeds: tuple[bytes, ...]


def _text(read: Callable[[Source, Problems], object], name: str) -> Read:
    def of_bytes(data: bytes) -> object:
        problems = Problems()
        source = decode(data, name, problems)
        return read(source, problems) if source else None

    return of_bytes


def _table(data: bytes) -> object:
    lines = LineSource("o.csv", partial(io.BytesIO, data))
    return list(read_orgs_csv(lines, Problems()))


def _guide(changed: str) -> Read:
    """Read a guide of which one file is a stranger's."""
    files = {path.name: Source(path.name, path.read_text()) for path in SOUND.iterdir()}
    return _text(lambda source, problems: check_texts("sound", {**files, changed: source}, problems), changed)


def _page(ending: str) -> Read:
    """Import a page, each time into a folder without drafts."""
    folder = _folder()
    page = folder / f"page{ending}"

    def imported(data: bytes) -> object:
        page.write_bytes(data)
        try:
            return import_page(page, folder / "drafts", None, PageReview("", "2026-11-20"))
        finally:
            shutil.rmtree(folder / "drafts", ignore_errors=True)

    return imported


def _archive() -> Read:
    path = _folder() / "retrieved.zip"

    def retrieved(data: bytes) -> object:
        path.write_bytes(data)
        return list(retrieved_files(path, SalesforceAudit(), Problems()))

    return retrieved


def _folder() -> Path:
    """Return a folder that is there until the program ends."""
    name = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, name, ignore_errors=True)
    return Path(name)


def _ask() -> Read:
    """Ask of guides that are read beforehand, as a server has them."""
    paths = Paths(PROJECT, PROJECT / "content", PROJECT / "content/orgs", PROJECT / "build")
    tools = GuideTools(paths, None, PROJECT / "content")
    tools.index()
    return lambda data: tools.ask(data.decode(errors="replace"), None)


def _files(folder: Path, pattern: str, most: int = 40) -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(folder.glob(pattern))[:most])


def _sheet() -> bytes:
    from generator.output.pdf import make_pdf  # noqa: PLC0415 - slow to import

    html = "<!doctype html><html lang=en><title>t</title><p><label><input type=checkbox name=save>Save</label>"
    return make_pdf(html, name="t.pdf")


def _override(name: str) -> Read:
    """Make a checklist for a browser with a file of the project's own in the place of one of ours."""
    project = _folder()
    path = project / SHEET_OVERRIDES / name
    path.parent.mkdir()
    path.with_name("OFL.txt").touch()

    def made(data: bytes) -> object:
        path.write_bytes(data)
        problems = Problems()
        overrides = read_sheet_overrides(project, problems)
        problems.raise_errors()
        with suspected_styles(overrides):
            return checklist_page(org_view(replace(BLANK_VIEW, overrides=overrides), ORG))

    return made


def _own(name: str) -> Target:
    return Target(_override(name), ((TEMPLATES / name).read_bytes(),))


def _font() -> Target:
    """A small font: what is drawn with it matters to no reader."""
    name = "NotoSansMono-Regular.ttf"
    small = reduced(SHIPPED / name, "ab")
    return Target(_override(name), (small,))


def _brand() -> Read:
    project = _folder()
    (project / "logo.png").write_bytes(PNG)

    def read(data: bytes) -> object:
        (project / BRAND_FILE).write_bytes(data)
        return brand_files(project), read_brand(project, Problems())

    return read


def _scan() -> Target:
    """A page of a sheet at hand, as a scanner saves it: in tones, packed or not, and in a PDF."""
    from generator.output.pdf import lay_out  # noqa: PLC0415 - slow to import

    laid_out = lay_out(checklist_html(BLANK_VIEW), name="t.pdf")
    sheet = PrintedSheet(laid_out.pdf, laid_out.layout)
    page = Image.fromarray(printed_page(sheet.pdf, 0)).reduce(4)
    return Target(_pages_of(sheet), tuple(_saved(page, kind) for kind in ("TIFF", "JPEG", "PNG", "PDF")))


def _pages_of(sheet: PrintedSheet) -> Read:
    path = _folder() / "scan"

    def read(data: bytes) -> object:
        path.write_bytes(data)
        try:
            numbers = range(1, min(count_pages(path), 2) + 1)
        except UnreadFileError:
            return None
        return list(read_pages(path, numbers, {sheet.layout.hash: sheet}, keep=True))

    return read


def _saved(page: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    page.save(file, kind)
    return file.getvalue()


METADATA = _files(CASES / "audit/sound", "**/*.*")
TABLE = b"name,domain\nAcme,acme.my.salesforce.com\n"
RUN = (
    b'{"format": "guide-run/1", "guide": "g", "revision": "1", "org": "o", "steps": {"a": {"state": "done", "at": ""}}}'
)
SAVED = b"""<!doctype html><html><head><title>Set up</title></head><body><nav>Elsewhere</nav><main><h1>Set up</h1>
<p>Before <a href="https://a.example/b">you</a> start:</p><ul><li>one</li></ul><h2>First</h2><ol><li>Click <b>New</b>.
<table><tr><th>Field</th><td><code>x</code></td></tr></table></li></ol><details><summary>More</summary><pre>y</pre></details>
<div role="tablist"><button role="tab">A</button></div><div role="tabpanel">B</div></main></body></html>"""
TAB = Tab("Orgs", (("name", "domain"), ("Acme", "acme.my.salesforce.com")))
ORG = Org("acme", {"name": "Acme"})
BRAND = b"""name: Acme
logo: logo.png
colours: {accent: "#1d4f91", accent_dark: "#88aaff"}
footer: Acme's own
"""
PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000004000000040080600000000000000000000000049454e44ae426082")

TARGETS: dict[str, Callable[[], Target]] = {
    "yaml": lambda: Target(_text(read_org, "o.yaml"), _files(PROJECT / "content/orgs", "*.yaml")),
    "guide": lambda: Target(_guide("guide.md"), _files(SOUND, "guide.md")),
    "values": lambda: Target(_guide("values.yaml"), _files(SOUND, "values.yaml")),
    "lock": lambda: Target(_guide("vendor.lock.yaml"), _files(SOUND, "vendor.lock.yaml")),
    "csv": lambda: Target(_table, (TABLE,)),
    "xlsx": lambda: Target(lambda data: read_workbook(data, "o.xlsx", Problems()), (xlsx(TAB), ods(TAB))),
    "markdown": lambda: Target(_page(".md"), _files(CASES / "import", "*.md")),
    "html": lambda: Target(_page(".html"), (SAVED,)),
    "json": lambda: Target(_text(read_run, "run.json"), (RUN,)),
    "record": lambda: Target(_text(read_record, "record.yaml"), (RUN,)),
    "xml": lambda: Target(lambda data: read_component(data, "a.xml", frozenset(), Problems()), METADATA),
    "pdf": lambda: Target(lambda data: read_filled_pdf(data, "t.pdf"), (_sheet(),)),
    "images": lambda: Target(
        lambda data: list(logo_faults(data)), (PNG, *_files(PROJECT / "site_overrides", "**/*.svg"))
    ),
    "scan": _scan,
    "template": lambda: _own("run.html.j2"),
    "style": lambda: _own("screen.css"),
    "font": _font,
    "brand": lambda: Target(_brand(), (BRAND,)),
    "zip": lambda: Target(_archive(), (zipped({"a.xml": "<a/>", "b.txt": "b"}),)),
    "mcp": lambda: Target(_ask(), (b"redirect_uri_mismatch", b"Why does the callback fail?")),
}


def changed(seed: bytes, draw: Random) -> bytes:
    """Return a sound file with some bytes changed, doubled, taken out or put in, as `make fuzz` does it better."""
    data = bytearray(seed)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        end = min(at + draw.choice((1, 2, 8, 64)), len(data))
        part = draw.choice((b"", bytes(data[at:end]) * 2, draw.randbytes(2), draw.choice(SIGNS)))
        data[at:end] = part
    return bytes(data)


def answer(target: Target, data: bytes) -> None:
    """Read, and take a `ContentError` for an answer."""
    try:
        target.read(data)
    except ContentError:
        return


if __name__ == "__main__":
    print(*TARGETS)  # noqa: T201 - for the Makefile
