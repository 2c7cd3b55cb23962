"""Reads marked and degraded pages of the blank checklist: `python -m benchmarks.scans --pages 50 --seed 1`.

For each condition it counts what was read of clear marks, blank boxes and doubtful marks, which pages were refused and
the CPU a page took. `--hands others` draws marks that the reader was not made with. `--only NAME…` names conditions;
the same seed gives the same pages.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.contestants import PROJECT, read
from generator.deriving.guide_view import view
from generator.model.scans import PrintedSheet
from generator.output.pdf import lay_out
from generator.reading.scans.boxes import FRAME, read_marks
from generator.reading.scans.pages import UnreadPageError, blank_page, find_codes, place
from generator.rendering.sheets.checklist import checklist_html
from tests.support import marked_paper, other_hands
from tests.support.marked_paper import (
    Flatbed,
    Hand,
    Photo,
    Picture,
    Square,
    photographed,
    printed_page,
    scanned,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.model.sheet_layouts import MarkPlace
    from generator.reading.scans.pages import BlankPage

    Truth = dict[MarkPlace, str]
    Chance = np.random.Generator

CLEAR_SHARE, DOUBTFUL_SHARE = 0.35, 0.2


def flatbed(dpi: int, *, two_tones: bool = False) -> Callable[[Chance], Flatbed]:
    def how(chance: Chance) -> Flatbed:
        scale, skew = float(chance.uniform(0.94, 1)), float(chance.uniform(-3, 3))
        quality = None if two_tones or chance.random() < 1 / 2 else int(chance.integers(20, 60))
        turned = bool(chance.integers(2))
        return Flatbed(dpi, scale, skew, jpeg=quality, two_tones=two_tones, upside_down=turned)

    return how


def photo(chance: Chance) -> Photo:
    return Photo(turn=float(chance.uniform(-15, 15)), tilt=0.03, bend=float(chance.uniform(0, 2)))


CONDITIONS: dict[str, Callable[[Chance], Flatbed | Photo]] = {
    "grey 100 dpi": flatbed(100),
    "grey 150 dpi": flatbed(150),
    "grey 200 dpi": flatbed(200),
    "grey 300 dpi": flatbed(300),
    "two tones 100 dpi": flatbed(100, two_tones=True),
    "two tones 200 dpi": flatbed(200, two_tones=True),
    "two tones 300 dpi": flatbed(300, two_tones=True),
    "photo": photo,
}


HANDS = {
    "tuned": (marked_paper.CLEAR, marked_paper.DOUBTFUL),
    "others": (other_hands.CLEAR, other_hands.DOUBTFUL),
}
"""Clear and doubtful drawings: those the reader was made with, and those kept apart from it."""


def marked(page: Picture, blank: BlankPage, chance: Chance, hands: str = "tuned") -> Truth:
    """Mark the boxes of a page, of each pair of small ones one at most, and return what each then is."""
    truth: Truth = {}
    hand = Hand(page, chance)
    pairs: dict[str, list[MarkPlace]] = {}
    for mark in blank.layout.marks:
        if mark.kind == "done":
            truth[mark] = _drawn(mark, hand, hands)
        elif mark.kind in FRAME:
            pairs.setdefault(mark.step, []).append(mark)
    for pair in pairs.values():
        first = int(chance.integers(2))
        truth[pair[first]] = _drawn(pair[first], hand, hands)
        if truth[pair[first]] != "doubtful":  # which may touch the other one
            truth[pair[1 - first]] = "blank"
    return truth


def _drawn(mark: MarkPlace, hand: Hand, hands: str) -> str:
    clear, doubtful = HANDS[hands]
    number = hand.chance.random()
    for kind, share, drawings in (("clear", CLEAR_SHARE, clear), ("doubtful", DOUBTFUL_SHARE, doubtful)):
        if number < share:
            drawings[int(hand.chance.integers(len(drawings)))](hand, Square.of(mark))
            return kind
        number -= share
    return "blank"


def degraded(page: Picture, how: Flatbed | Photo, chance: Chance) -> Picture:
    return scanned(page, how, chance) if isinstance(how, Flatbed) else photographed(page, how, chance)


def measure(name: str, sheet: PrintedSheet, papers: dict[int, Picture], chosen: argparse.Namespace) -> None:
    counts, refused, seconds = Counter[tuple[str, str]](), Counter[str](), 0.0
    blanks = {number: blank_page(sheet.pdf, number, sheet.layout.pages[number - 1]) for number in papers}
    printed = {number: find_codes(paper)[0].code for number, paper in papers.items()}
    for at in range(chosen.pages):
        chance = np.random.default_rng([chosen.seed, at, *name.encode()])
        number = list(papers)[at % len(papers)]
        page = papers[number].copy()
        truth = marked(page, blanks[number], chance, chosen.hands)
        picture = degraded(page, CONDITIONS[name](chance), chance)
        start = time.process_time()
        try:
            codes = find_codes(picture)
            if not codes:
                refused["no code"] += 1
                continue
            if codes[0].code != printed[number]:
                refused["ANOTHER PAGE"] += 1
                continue
            read_back = read_marks(place(picture, codes[0], blanks[number]), blanks[number], keep=False)
        except UnreadPageError as fault:
            refused[fault.code] += 1
            continue
        finally:
            seconds += time.process_time() - start
        counts.update((truth[mark.place], str(mark.verdict)) for mark in read_back if mark.place in truth)
    cells = [f"{kind} read as {verdict}: {count}" for (kind, verdict), count in sorted(counts.items())]
    print(f"{name}: {'; '.join(cells)}; refused {dict(refused)}; {seconds / chosen.pages:.3f} s CPU a page", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(CONDITIONS))
    parser.add_argument("--hands", choices=list(HANDS), default="tuned")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    guide, _ = read(PROJECT / "content/orgs/example-production.yaml")
    laid_out = lay_out(checklist_html(view(guide)), name="blank.pdf")
    sheet = PrintedSheet(laid_out.pdf, laid_out.layout)
    numbers = [number for number, page in enumerate(sheet.layout.pages, 1) if page.marks]
    papers = {number: printed_page(sheet.pdf, number - 1) for number in numbers}
    print(f"seed {chosen.seed}, hands {chosen.hands}, {chosen.pages} pages a condition")
    for name in chosen.only:
        measure(name, sheet, papers, chosen)


if __name__ == "__main__":
    main()
