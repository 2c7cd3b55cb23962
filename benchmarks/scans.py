"""Reads marked and degraded pages of the blank checklist: `python -m benchmarks.scans --pages 50 --seed 1`.

For each condition it counts what was read of clear marks, blank boxes and doubtful marks, which pages were refused and
the CPU a page took. `--maker` says who marks and degrades: `tuned` and `others` draw marks that the reader was made
with, `kept-back` has pens, hands, scanners and phones of its own. `--only NAME…` names conditions, `--shapes` counts
by drawing too; the same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from benchmarks import paper_kept_back
from benchmarks.contestants import PROJECT, read
from generator.deriving.guide_view import view
from generator.model.scans import MarkVerdict, PrintedSheet, ReadMark
from generator.output.pdf import lay_out
from generator.reading.scans.boxes import FRAME, read_marks
from generator.reading.scans.pages import UnreadPageError, blank_page, find_codes, place
from generator.rendering.sheets.checklist import checklist_html
from tests.support import marked_paper, other_hands
from tests.support.marked_paper import Flatbed, Hand, Photo, Picture, Square, photographed, printed_page, scanned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from generator.model.sheet_layouts import MarkPlace, PageCode
    from generator.reading.scans.pages import BlankPage

    Chance = np.random.Generator
    Condition = Callable[[Picture, Chance], Picture]
    Truth = dict[MarkPlace, tuple[str, str]]
    """What each box is, and which drawing is in it."""

CLEAR_SHARE, DOUBTFUL_SHARE = 0.35, 0.2
CLEAR, DOUBTFUL, BLANK = "clear", "doubtful", "blank"


# Who marks, and what happens to the paper


def flatbed(dpi: int, *, two_tones: bool = False) -> Condition:
    def degrade(page: Picture, chance: Chance) -> Picture:
        scale, skew = float(chance.uniform(0.94, 1)), float(chance.uniform(-3, 3))
        quality = None if two_tones or chance.random() < 1 / 2 else int(chance.integers(20, 60))
        turned = bool(chance.integers(2))
        return scanned(page, Flatbed(dpi, scale, skew, jpeg=quality, two_tones=two_tones, upside_down=turned), chance)

    return degrade


def photo(page: Picture, chance: Chance) -> Picture:
    how = Photo(turn=float(chance.uniform(-15, 15)), tilt=0.03, bend=float(chance.uniform(0, 2)))
    return photographed(page, how, chance)


CONDITIONS: dict[str, Condition] = {
    "grey 100 dpi": flatbed(100),
    "grey 150 dpi": flatbed(150),
    "grey 200 dpi": flatbed(200),
    "grey 300 dpi": flatbed(300),
    "two tones 100 dpi": flatbed(100, two_tones=True),
    "two tones 200 dpi": flatbed(200, two_tones=True),
    "two tones 300 dpi": flatbed(300, two_tones=True),
    "photo": photo,
}


@dataclass(frozen=True)
class Maker:
    """Who marks pages: a hand for a page, its drawings, and what then happens to the paper.

    A hand is whatever the drawings draw with.
    """

    hand: Callable[[Picture, Iterable[MarkPlace], Chance], Any]
    clear: Sequence[Callable[[Any, Square], None]]
    doubtful: Sequence[Callable[[Any, Square], None]]
    conditions: Mapping[str, Condition]


def plain_hand(page: Picture, _: Iterable[MarkPlace], chance: Chance) -> Hand:
    return Hand(page, chance)


MAKERS = {
    "tuned": Maker(plain_hand, marked_paper.CLEAR, marked_paper.DOUBTFUL, CONDITIONS),
    "others": Maker(plain_hand, other_hands.CLEAR, other_hands.DOUBTFUL, CONDITIONS),
    "kept-back": Maker(
        paper_kept_back.used, paper_kept_back.CLEAR, paper_kept_back.DOUBTFUL, paper_kept_back.CONDITIONS
    ),
}


def marked(page: Picture, marks: Sequence[MarkPlace], chance: Chance, maker: Maker) -> tuple[Picture, Truth]:
    """Mark the boxes of a page, of each pair of small ones one at most; return it, and what each box then is."""
    truth: Truth = {}
    hand = maker.hand(page, marks, chance)
    pairs: dict[str, list[MarkPlace]] = {}
    for mark in marks:
        if mark.kind == "done":
            truth[mark] = _drawn(mark, hand, chance, maker)
        elif mark.kind in FRAME:
            pairs.setdefault(mark.step, []).append(mark)
    for pair in pairs.values():
        first = int(chance.integers(2))
        truth[pair[first]] = _drawn(pair[first], hand, chance, maker)
        if truth[pair[first]][0] != DOUBTFUL:  # which may touch the other one
            truth[pair[1 - first]] = BLANK, ""
    return hand.page, truth


def _drawn(mark: MarkPlace, hand: Any, chance: Chance, maker: Maker) -> tuple[str, str]:
    number = chance.random()
    for kind, share, drawings in ((CLEAR, CLEAR_SHARE, maker.clear), (DOUBTFUL, DOUBTFUL_SHARE, maker.doubtful)):
        if number < share:
            drawing = drawings[int(chance.integers(len(drawings)))]
            drawing(hand, Square.of(mark))
            return kind, drawing.__name__
        number -= share
    return BLANK, ""


# What is read of it


@dataclass
class Counts:
    """What was read: how often a box of some kind and drawing got some verdict, which pages were refused, CPU."""

    boxes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    seconds: float = 0.0

    def add(self, other: Counts) -> None:
        """Count what another one counted, too."""
        self.boxes += other.boxes
        self.refused += other.refused
        self.pages += other.pages
        self.seconds += other.seconds

    def of(self, kind: str, *verdicts: str) -> int:
        """Return how many boxes of a kind got one of these verdicts, or any."""
        return sum(
            count for (is_of, _, read_as), count in self.boxes.items() if is_of == kind and read_as in (verdicts or ALL)
        )

    @property
    def row(self) -> str:
        """Return the row of a table."""
        clear, blank, doubtful = (self.of(kind) for kind in (CLEAR, BLANK, DOUBTFUL))
        cells = (
            f"{self.of(CLEAR, MarkVerdict.BLANK)} of {clear:,}",
            f"{self.of(BLANK, MarkVerdict.TICKED)} of {blank:,}",
            f"{self.of(CLEAR, MarkVerdict.UNSURE)} ({_percent(self.of(CLEAR, MarkVerdict.UNSURE), clear)})",
            f"{self.of(BLANK, MarkVerdict.UNSURE)}",
            f"{self.of(DOUBTFUL, MarkVerdict.TICKED, MarkVerdict.BLANK)} of {doubtful:,}",
            ", ".join(f"{count} {code}" for code, count in sorted(self.refused.items())) or "none",
            f"{self.seconds / max(self.pages, 1):.3f} s",
        )
        return " | ".join(cells)


ALL = tuple(map(str, MarkVerdict))
HEAD = (
    "| | clear read as blank | blank read as ticked | clear asked | blank asked | doubtful not asked | pages refused | "
    "CPU a page |\n|---|--:|--:|--:|--:|--:|---|--:|"
)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(whole, 1):.1f} %"


def measure(name: str, sheet: PrintedSheet, papers: Mapping[int, Picture], chosen: argparse.Namespace) -> Counts:
    """Return what is read of so many pages in a condition."""
    maker, counts = MAKERS[chosen.maker], Counts()
    blanks = {number: blank_page(sheet.pdf, number, sheet.layout.pages[number - 1]) for number in papers}
    printed = {number: find_codes(paper)[0].code for number, paper in papers.items()}
    for at in range(chosen.pages):
        chance = np.random.default_rng([chosen.seed, at, *name.encode()])
        number = list(papers)[at % len(papers)]
        page, truth = marked(papers[number].copy(), sheet.layout.pages[number - 1].marks, chance, maker)
        picture = maker.conditions[name](page, chance)
        start = time.process_time()
        read_back = _read(picture, printed[number], blanks[number])
        counts.seconds += time.process_time() - start
        counts.pages += 1
        if isinstance(read_back, str):
            counts.refused[read_back] += 1
        else:
            counts.boxes.update(_judged(read_back, truth))
    return counts


def _read(picture: Picture, code: PageCode, blank: BlankPage) -> Sequence[ReadMark] | str:
    """Return what is read of a page, or why it is refused."""
    codes = find_codes(picture)
    if not codes:
        return "scan-no-code"
    if codes[0].code != code:
        return "ANOTHER PAGE"
    try:
        return read_marks(place(picture, codes[0], blank), blank, keep=False)
    except UnreadPageError as fault:
        return fault.code


def _judged(read_back: Iterable[ReadMark], truth: Truth) -> Iterable[tuple[str, str, str]]:
    """Yield what each box is and as what it was read. Of a doubtful mark a pair of small boxes is asked together."""
    verdicts = {mark.place: str(mark.verdict) for mark in read_back}
    for place_, (kind, drawing) in truth.items():
        verdict = verdicts[place_]
        if kind == DOUBTFUL and place_.kind != "done":
            pair = {verdicts[other] for other in verdicts if _is_beside(other, place_)}
            verdict = str(MarkVerdict.UNSURE) if str(MarkVerdict.UNSURE) in pair else verdict
        yield kind, drawing, verdict


def _is_beside(other: MarkPlace, mark: MarkPlace) -> bool:
    return other.step == mark.step and other.kind in FRAME and other.kind != "done"


def blank_sheet() -> PrintedSheet:
    """Return the blank checklist as it is printed."""
    guide, _ = read(PROJECT / "content/orgs/example-production.yaml")
    laid_out = lay_out(checklist_html(view(guide)), name="blank.pdf")
    return PrintedSheet(laid_out.pdf, laid_out.layout)


def print_shapes(total: Counts) -> None:
    """Print how often each drawing was read as what."""
    shapes: dict[tuple[str, str], Counter[str]] = {}
    for (kind, drawing, verdict), count in sorted(total.boxes.items()):
        shapes.setdefault((kind, drawing), Counter())[verdict] += count
    for (kind, drawing), verdicts in shapes.items():
        print(f"{kind} {drawing}: {', '.join(f'{count} {verdict}' for verdict, count in verdicts.items())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maker", choices=list(MAKERS), default="tuned")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--shapes", action="store_true")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    sheet = blank_sheet()
    numbers = [number for number, page in enumerate(sheet.layout.pages, 1) if page.marks]
    papers = {number: printed_page(sheet.pdf, number - 1) for number in numbers}
    print(f"Maker {chosen.maker}, seed {chosen.seed}, {chosen.pages} pages a condition.\n\n{HEAD}")
    total = Counts()
    for name in chosen.only or MAKERS[chosen.maker].conditions:
        counts = measure(name, sheet, papers, chosen)
        print(f"| {name} | {counts.row} |", flush=True)
        total.add(counts)
    print(f"| all | {total.row} |")
    if chosen.shapes:
        print_shapes(total)


if __name__ == "__main__":
    main()
