"""Whether finished PDFs say what was written for them, and draw their letters as they read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from generator.checking.glyphs import SheetFonts, glyph_faults
from generator.checking.printed_words import sheet_faults
from generator.deriving.guide_view import org_view
from generator.output.fonts import FALLBACK, faces_of, shipped_faces
from generator.problems import Location, Problem
from generator.project.earlier import digest
from generator.publishing.printed import CHECKLIST, CONFIRMATION, SUMMARY, blank_file, offered_file
from generator.reading.artefacts.pdf_text import pdf_text
from generator.reading.artefacts.printed_html import printed_html
from generator.rendering.markup.overrides import suspected_styles
from generator.rendering.sheets.checklist import checklist_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.deriving.guide_view import GuideView
    from generator.model import Org
    from generator.model.sheet_overrides import SheetOverrides
    from generator.output.fonts import Face
    from generator.publishing.artefacts import Output


@dataclass(frozen=True)
class PrintedFile:
    """A PDF by its path below the output folder, and what returns the page that it was laid out from."""

    path: str
    page: Callable[[], str]
    overrides: SheetOverrides


def printed_files(view: GuideView, orgs: Iterable[Org]) -> tuple[PrintedFile, ...]:
    """Return the PDFs of a guide that a build leaves: the blank checklist, the site's copy, and those of each org."""
    blank = partial(checklist_html, view)
    paths = (blank_file(view.id), f"site/{offered_file(view.id)}")
    files = [PrintedFile(path, blank, view.overrides) for path in paths]
    for org in orgs:
        filled = org_view(view, org)
        for sheet in (CHECKLIST, CONFIRMATION, SUMMARY):
            path = f"orgs/{org.id}/{view.id}/{sheet.file}"
            files.append(PrintedFile(path, partial(sheet.page, filled), view.overrides))
    return tuple(files)


def printed_problems(files: Iterable[PrintedFile], out: Output) -> Iterator[Problem]:
    """Yield what finished PDFs say or draw otherwise; what was found sound before is not looked at again.

    Of a file that is missing or damaged is told where its values are counted.
    """
    for file in files:
        path = out.folder / file.path
        if not path.is_file():
            continue
        data = path.read_bytes()
        with suspected_styles(file.overrides):
            page = file.page()
        key = digest("printed", page, repr(file.overrides), data)
        if out.earlier.finding(key) is not None:
            continue
        problems = tuple(_problems(f"{out.shown_as}/{file.path}", data, page, file.overrides))
        yield from problems
        if not problems:
            out.earlier.note_finding(key, {})


def _problems(path: str, data: bytes, page: str, overrides: SheetOverrides) -> Iterator[Problem]:
    try:
        yield from sheet_problems(path, data, page, overrides)
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        text = f"This file cannot be read back ({type(fault).__name__}). Build again."
        yield Problem(Location(path), "artefact-damaged", text)


def sheet_problems(path: str, data: bytes, page: str, overrides: SheetOverrides) -> Iterator[Problem]:
    """Yield what a PDF says or draws otherwise than the page that it was laid out from.

    A project's own templates and styles may hide and add words, so of theirs only the letters are looked at.
    """
    text = pdf_text(data)
    if not overrides:
        yield from sheet_faults(path, printed_html(page), text.read_out, text.beside)
    faces = faces_of(overrides.fonts) if overrides.fonts else shipped_faces()
    yield from glyph_faults(path, text.fonts, _sheet_fonts(faces))


@cache
def _sheet_fonts(faces: tuple[Face, ...]) -> SheetFonts:
    fonts = {face.pdf_name: face.data for face in faces}
    return SheetFonts(fonts, FALLBACK.replace(" ", "-"))
