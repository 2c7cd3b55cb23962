"""One way to make the two printed sheets of each org, alone in its process: `contestants.py NAME ORGS.csv FOLDER`.

All print the same guide for the same orgs, as `checklist.pdf` and `confirm.pdf`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.deriving.guide_view import org_view, view
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from generator.project.sources import read_orgs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide, Org

PROJECT = Path(__file__).parent.parent
GUIDE = "salesforce-external-client-app"
NAMES = ("checklist", "confirm")


def read(orgs: Path) -> tuple[Guide, list[Org]]:
    problems = Problems()
    content = PROJECT / "content"
    paths = Paths(PROJECT, content, content / "orgs", PROJECT / "build")
    (guide,) = load_guides(paths, problems, GUIDE)
    found = list(read_orgs([orgs], problems))
    problems.raise_errors()
    return guide, found


def html(orgs: Path) -> Iterator[tuple[str, str]]:
    """Yield file name and HTML of each sheet, as this product prints it."""
    from generator.rendering.sheets.checklist import checklist_html
    from generator.rendering.sheets.confirm import confirm_html

    guide, found = read(orgs)
    blank = view(guide)
    for org in found:
        filled = org_view(blank, org)
        yield f"{org.id}-checklist", checklist_html(filled)
        yield f"{org.id}-confirm", confirm_html(filled)


def weasyprint(orgs: Path, out: Path) -> None:
    """Plain WeasyPrint in one process, without any of our checks."""
    from weasyprint import HTML

    for name, text in html(orgs):
        HTML(string=text).write_pdf(out / f"{name}.pdf", pdf_variant="pdf/a-2a", pdf_forms=True)


def weasyprint_command(orgs: Path, out: Path) -> None:
    """WeasyPrint's command once a sheet, as a script would call it."""
    command = Path(sys.executable).with_name("weasyprint")
    for name, text in html(orgs):
        page = out / f"{name}.html"
        page.write_text(text, encoding="utf-8")
        arguments = ("--quiet", "--pdf-forms", "--pdf-variant", "pdf/a-2a", page, page.with_suffix(".pdf"))
        subprocess.run([command, *arguments], check=True)
        page.unlink()


def chromium(orgs: Path, out: Path) -> None:
    """Headless Chromium, one browser for all."""
    import shutil

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for name, text in html(orgs):
            page.set_content(text)
            page.pdf(path=out / f"{name}.pdf", prefer_css_page_size=True, tagged=True)
        browser.close()


def typst(orgs: Path, out: Path) -> None:
    """Typst's Python binding, one compiler for all orgs of a sheet."""
    import typst as binding

    from benchmarks.typst_sheet import checklist, confirm

    guide, found = read(orgs)
    for kind, text in (("checklist", checklist(guide)), ("confirm", confirm(guide))):
        source = out / f"{kind}.typ"
        source.write_text(text, encoding="utf-8")
        compiler = binding.Compiler(
            str(source), font_paths=[str(PROJECT / "generator/fonts")], ignore_system_fonts=True
        )
        for org in found:
            said = {key: org.get(key) or "" for key in ORG_FIELDS}
            data = compiler.compile(format="pdf", sys_inputs=said, pdf_standards=["a-2a"])
            (out / f"{org.id}-{kind}.pdf").write_bytes(data)


def pikepdf(orgs: Path, out: Path) -> None:
    """Nothing but a form: the org's facts are put into the fields of a sheet that is laid out once."""
    import pikepdf as library

    from generator.output.pdf import make_pdf

    _, found = read(orgs)
    first = dict(html(orgs))
    for kind in NAMES:
        with library.open(_stream(make_pdf(first[f"{found[0].id}-{kind}"], name=kind))) as pdf:
            fields = [pdf.make_indirect(_field(key)) for key in ORG_FIELDS]
            form = pdf.Root.get("/AcroForm") or library.Dictionary(Fields=[])
            form.Fields = library.Array([*form.Fields, *fields])
            pdf.Root.AcroForm = form
            pdf.pages[0].Annots = library.Array([*pdf.pages[0].get("/Annots", []), *fields])
            for org in found:
                for field, key in zip(fields, ORG_FIELDS, strict=True):
                    field.V = library.String(org.get(key) or "")
                pdf.save(out / f"{org.id}-{kind}.pdf")


def _stream(data: bytes):  # noqa: ANN202
    from io import BytesIO

    return BytesIO(data)


def _field(key: str):  # noqa: ANN202
    import pikepdf as library

    kind = {"Type": library.Name.Annot, "Subtype": library.Name.Widget, "FT": library.Name.Tx}
    return library.Dictionary(**kind, T=library.String(key), Rect=[0, 0, 100, 10], DA=library.String("/Helv 8 Tf"))


def floor(orgs: Path, out: Path) -> None:
    """Writing as many bytes to as many files: nothing can be faster."""
    _, found = read(orgs)
    sizes = {"checklist": 176_000, "confirm": 52_000}
    for org in found:
        for kind in NAMES:
            (out / f"{org.id}-{kind}.pdf").write_bytes(bytes(sizes[kind]))


CONTESTANTS = {
    "weasyprint": weasyprint,
    "weasyprint-command": weasyprint_command,
    "typst": typst,
    "chromium": chromium,
    "pikepdf": pikepdf,
    "floor": floor,
}

if __name__ == "__main__":
    CONTESTANTS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
