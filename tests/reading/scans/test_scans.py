"""Scans of a small sheet: which page it is, where its boxes are, and what became of each; nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generator.model.scans import MarkVerdict, PrintedSheet, ReadPage, UnreadPage
from generator.model.sheet_layouts import MarkKind
from generator.output.pdf import lay_out
from generator.reading.scans import pictures
from generator.reading.scans.boxes import SEARCH
from generator.reading.scans.layouts import read_layout
from generator.reading.scans.pages import PER_MM, UnreadPageError, blank_page, find_codes, place
from generator.reading.scans.pictures import UnreadFileError, count_pages
from generator.reading.scans.reading import read_pages
from generator.rendering.sheets.checklist import checklist_html
from tests.support import other_hands
from tests.support.marked_paper import (
    BALLPOINT,
    CLEAR,
    DOUBTFUL,
    Drawing,
    Flatbed,
    Hand,
    Photo,
    Picture,
    Square,
    cross,
    photographed,
    printed_page,
    scanned,
    tick,
)
from tests.support.sample import BLANK_VIEW

pytestmark = pytest.mark.pdf

TICKED, BLANK, UNSURE = MarkVerdict.TICKED, MarkVerdict.BLANK, MarkVerdict.UNSURE
SEED = 18
ROWS_APART = 10.0
"""Millimetres, at least, from one box to the next on a checklist."""


@pytest.fixture(scope="module")
def sheet() -> PrintedSheet:
    laid_out = lay_out(checklist_html(BLANK_VIEW), name="blank.pdf")
    return PrintedSheet(laid_out.pdf, laid_out.layout)


@pytest.fixture(scope="module")
def paper(sheet: PrintedSheet) -> Picture:
    """The page with the most boxes, as it is printed."""
    return printed_page(sheet.pdf, full_page(sheet) - 1)


def full_page(sheet: PrintedSheet) -> int:
    counts = [len(page.marks) for page in sheet.layout.pages]
    return counts.index(max(counts)) + 1


def chance() -> np.random.Generator:
    return np.random.default_rng(SEED)


def read(sheet: PrintedSheet, *pages: Picture, folder: Path) -> list[ReadPage | UnreadPage]:
    """Return what is read of pictures in one file."""
    first, *others = map(Image.fromarray, pages)
    path = folder / "scan.tiff"
    first.save(path, save_all=True, append_images=others)
    numbers = range(1, count_pages(path) + 1)
    return list(read_pages(path, numbers, {sheet.layout.hash: sheet}, keep=False))


def verdicts(page: ReadPage | UnreadPage, kind: MarkKind) -> list[MarkVerdict]:
    assert isinstance(page, ReadPage), page
    return [mark.verdict for mark in page.marks if mark.place.kind is kind]


def marked(paper: Picture, sheet: PrintedSheet, kind: MarkKind, drawing: Drawing) -> Picture:
    """Return the page with a drawing in every box of a kind."""
    hand = Hand(paper.copy(), chance())
    for mark in sheet.layout.pages[full_page(sheet) - 1].marks:
        if mark.kind is kind:
            drawing(hand, Square.of(mark))
    return hand.page


def test_the_layout_lies_in_the_sheet_itself(sheet: PrintedSheet) -> None:
    assert read_layout(sheet.pdf) == sheet.layout


SCANS = {
    "100 dpi": Flatbed(100, 0.97, 1.5),
    "200 dpi, upside down": Flatbed(200, 0.94, -3, upside_down=True),
    "300 dpi, JPEG": Flatbed(300, 1, 3, jpeg=30),
    "two tones": Flatbed(200, 1, -1, two_tones=True),
}


@pytest.mark.parametrize("how", SCANS.values(), ids=SCANS)
def test_ticks_are_read_and_blank_boxes_are_blank(
    how: Flatbed, sheet: PrintedSheet, paper: Picture, tmp_path: Path
) -> None:
    page = scanned(marked(paper, sheet, MarkKind.DONE, tick), how, chance())
    (result,) = read(sheet, page, folder=tmp_path)
    assert set(verdicts(result, MarkKind.DONE)) == {TICKED}
    assert set(verdicts(result, MarkKind.BLOCKED)) == {BLANK}
    assert set(verdicts(result, MarkKind.SECOND)) == {BLANK}
    assert {mark.clipping for mark in getattr(result, "marks", ())} == {b""}


def test_a_photo_is_read(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    page = photographed(marked(paper, sheet, MarkKind.DONE, cross), Photo(turn=8, tilt=0.02), chance())
    (result,) = read(sheet, page, folder=tmp_path)
    assert set(verdicts(result, MarkKind.DONE)) == {TICKED}
    assert set(verdicts(result, MarkKind.BLOCKED)) == {BLANK}


@pytest.mark.parametrize("drawing", CLEAR, ids=lambda drawing: drawing.__name__)
def test_a_clear_mark_is_never_blank(drawing: Drawing, sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    page = scanned(marked(paper, sheet, MarkKind.DONE, drawing), Flatbed(150, 0.98, 1), chance())
    (result,) = read(sheet, page, folder=tmp_path)
    read_as = verdicts(result, MarkKind.DONE)
    assert BLANK not in read_as
    assert read_as.count(TICKED) >= len(read_as) - 1


@pytest.mark.parametrize("drawing", DOUBTFUL, ids=lambda drawing: drawing.__name__)
def test_a_doubtful_mark_is_unsure_and_its_clipping_kept(
    drawing: Drawing, sheet: PrintedSheet, paper: Picture, tmp_path: Path
) -> None:
    page = scanned(marked(paper, sheet, MarkKind.DONE, drawing), Flatbed(200), chance())
    (result,) = read(sheet, page, folder=tmp_path)
    assert set(verdicts(result, MarkKind.DONE)) == {UNSURE}
    assert isinstance(result, ReadPage)
    for mark in result.marks:
        if mark.verdict is UNSURE:
            assert mark.reason
            assert mark.clipping.startswith(b"\x89PNG")


def test_small_boxes_are_read_whatever_the_pen_and_whoever_holds_it(
    sheet: PrintedSheet, paper: Picture, tmp_path: Path
) -> None:
    """Each small box has another drawing; what each is read as does not depend on who made the drawings."""
    boxes = [mark for mark in sheet.layout.pages[full_page(sheet) - 1].marks if mark.kind is MarkKind.BLOCKED]
    drawings = dict.fromkeys((*CLEAR, *other_hands.CLEAR), TICKED)
    drawings |= dict.fromkeys((*DOUBTFUL, *other_hands.DOUBTFUL), UNSURE)
    left = list(drawings)
    wrong = []
    while left:
        hand = Hand(paper.copy(), chance())
        drawn = dict(zip(boxes, left, strict=False))
        left = left[len(drawn) :]
        for mark, drawing in drawn.items():
            drawing(hand, Square.of(mark))
        (result,) = read(sheet, scanned(hand.page, Flatbed(200, 0.98, 1), chance()), folder=tmp_path)
        assert isinstance(result, ReadPage)
        read_as = {mark.place: mark.verdict for mark in result.marks}
        wrong += [(drawn[mark].__name__, read_as[mark]) for mark in drawn if read_as[mark] is not drawings[drawn[mark]]]
    assert wrong == []


def test_initials_are_there_or_not_and_never_read(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    hand = Hand(paper.copy(), chance())
    for mark in sheet.layout.pages[full_page(sheet) - 1].marks:
        if mark.kind is MarkKind.SECOND:
            left, top = mark.left * 25.4 / 72, mark.top * 25.4 / 72
            zigzag = [(left + 2 + step, top + (3 if step % 2 else 0.5)) for step in range(8)]
            hand.stroke(zigzag, BALLPOINT)
    (result,) = read(sheet, scanned(hand.page, Flatbed(200), chance()), folder=tmp_path)
    assert set(verdicts(result, MarkKind.SECOND)) == {TICKED}
    assert set(verdicts(result, MarkKind.PAUSE)) == {BLANK}


def test_print_that_repeats_itself_moves_no_box(sheet: PrintedSheet, paper: Picture) -> None:
    """In coarse scans much print is taken for its like in another row: no box may be looked for there."""
    number = full_page(sheet)
    picture = scanned(paper, Flatbed(100), chance())
    (code,) = find_codes(picture)
    placed = place(picture, code, blank_page(sheet.pdf, number, sheet.layout.pages[number - 1]))
    _, aside = placed.drift
    millimetres = np.hypot(*aside.T) * 25.4 / 100
    assert len(millimetres) > 100
    assert 2 * millimetres.max() + SEARCH / PER_MM < ROWS_APART


# Pages that are refused, each with its reason


def test_other_papers_and_unknown_sheets_are_told_apart(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    white = np.full_like(paper, 255)
    other, known = read(sheet, white, paper, folder=tmp_path)
    assert isinstance(known, ReadPage)
    assert (getattr(other, "problem", ""), other.code) == ("scan-no-code", None)
    (unknown,) = read_pages(tmp_path / "scan.tiff", range(2, 3), {}, keep=False)
    assert isinstance(unknown, UnreadPage)
    assert unknown.problem == "scan-unknown-sheet"
    assert unknown.code == known.code


def test_a_code_pasted_over_another_page_is_noticed(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    """The code of another page of the sheet, at the same place: the print of that page is not there."""
    number = full_page(sheet) % len(sheet.layout.pages)
    pasted = printed_page(sheet.pdf, number)
    height = paper.shape[0]
    pasted[: int(height * 0.9)] = paper[: int(height * 0.9)]
    for page in read(sheet, pasted, folder=tmp_path):
        assert isinstance(page, UnreadPage) or page.marks == ()


def test_two_pages_on_one_paper_are_refused(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    small = np.asarray(Image.fromarray(paper).resize((paper.shape[1] * 7 // 10, paper.shape[0] * 7 // 10)))
    (result,) = read(sheet, np.hstack([small, small]), folder=tmp_path)
    text = "Two of our pages are on this one. Print each page of a sheet on paper of its own, and scan it alone."
    assert (getattr(result, "problem", ""), getattr(result, "text", "")) == ("scan-two-pages", text)


def test_a_page_that_is_cut_off_is_refused(sheet: PrintedSheet, paper: Picture, tmp_path: Path) -> None:
    first = sheet.layout.pages[full_page(sheet) - 1].marks[0]
    cut = int(first.bottom * paper.shape[1] / sheet.layout.pages[0].width)
    (result,) = read(sheet, paper[cut:], folder=tmp_path)
    text = "The upper edge of the page is not in the picture. Take one that shows the whole page."
    assert (getattr(result, "problem", ""), getattr(result, "text", "")) == ("scan-cut-off", text)


# Files


def test_a_picture_that_is_too_large_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    path = tmp_path / "scan.png"
    Image.new("L", (100, 100)).save(path)
    ((number, fault),) = pictures.pictures(path, range(1, 2))
    assert isinstance(fault, UnreadPageError)
    assert (number, fault.code, str(fault)) == (
        1,
        "too-large",
        "This page has more than 1,000 pixels. Scan it at 200 dpi.",
    )


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 no picture", b"II*\0", b"%PDF-1.7 none"])
def test_a_damaged_file_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(data)
    with pytest.raises(UnreadFileError, match=r"This file cannot be read as a scan \(\w+\)\. Scan it again\."):
        count_pages(path)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "LA", "P", "I;16", "CMYK"])
def test_pictures_of_all_modes_become_grey(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "scan.tiff"
    Image.new("L", (40, 30), 255).convert(mode.partition(";")[0]).save(path)
    ((_, picture),) = pictures.pictures(path, range(1, 2))
    assert not isinstance(picture, UnreadPageError)
    assert picture.shape == (30, 40)
    assert picture.dtype == np.uint8
    assert int(picture.min()) == 255


def grey_in_one_go(image: Image.Image) -> Picture:
    """Return a picture in grey, on white, without a thought of memory."""
    if image.mode == "I":
        levels = np.asarray(image, np.float64)
        return np.asarray(levels * (255 / levels.max()), np.uint8)
    colours = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(paper, colours).convert("L"))


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGB", "RGBA", "LA", "I"])
def test_a_picture_is_turned_into_grey_a_strip_at_a_time(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All at once, one of the largest allowed takes more than a gigabyte."""
    picture = Image.fromarray(chance().integers(0, 255, (70, 40, 4), np.uint8), "RGBA")
    saved = picture if mode == "RGBA" else picture.convert("L" if mode == "I" else "RGB").convert(mode)
    saved.save(tmp_path / "page.tiff")
    heights: list[int] = []
    convert = Image.Image.convert

    def noted(self: Image.Image, *arguments: Any, **options: Any) -> Image.Image:
        heights.append(self.height)
        return convert(self, *arguments, **options)

    with Image.open(tmp_path / "page.tiff") as image:
        expected = grey_in_one_go(image)
    monkeypatch.setattr(pictures, "STRIP", 32)
    monkeypatch.setattr(Image.Image, "convert", noted)
    ((_, grey),) = pictures.pictures(tmp_path / "page.tiff", range(1, 2))
    assert isinstance(grey, np.ndarray)
    assert np.array_equal(grey, expected)
    assert max(heights, default=0) <= 32
