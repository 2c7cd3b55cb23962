"""Stacks of scanned pages, through `guide record`: `python -m benchmarks.scan_stacks --pages 1000 --seed 1`.

It prints how many pages of many orgs, mixed, were taken for another org's or another page, what became of pages that
are not to be recorded at all, and the time and memory of whole stacks, all processes together.
"""

from __future__ import annotations

import argparse
import math
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pikepdf
import yaml
from PIL import Image

from benchmarks.contestants import read
from benchmarks.run import GUIDE, GUIDE_COMMAND, PROJECT, family, measure, orgs_csv
from benchmarks.scans import MAKERS, flatbed
from generator.output.page_codes import FROM_BOTTOM, FROM_RIGHT, MODULE, MODULES
from generator.reading.scans.layouts import read_layout
from tests.support.marked_paper import POINT, Square, printed_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmarks.scans import Chance
    from generator.model.sheet_layouts import SheetLayout
    from tests.support.marked_paper import Picture

    Controls = dict[str, list[Picture]]

OTHER_GUIDE = "salesforce-move-from-connected-app"
TICKED_SHARE = 0.5
PAGES_A_STACK = 50
PAGES_WITH_BOXES = 7
"""Of a checklist."""

ALIKE = "the same page's code of another org pasted over its own"
"""Nothing but the org's name tells these apart: they are recorded as the code says."""

CONTROLS = 10
"""Pages of each kind that must not be recorded."""


@dataclass(frozen=True)
class Sheet:
    """An org's checklist as it was printed."""

    org: str
    pdf: bytes
    layout: SheetLayout

    @property
    def pages(self) -> list[int]:
        """Return the pages with boxes, counted from 0."""
        return [number for number, page in enumerate(self.layout.pages) if any(m.kind == "done" for m in page.marks)]


def print_sheets(orgs: Path, out: Path, *, guide: str = GUIDE, content: Path = PROJECT / "content") -> list[Sheet]:
    """Return the checklists of a table of orgs."""
    options = ("--quiet", "--guide", guide, "--content", content, "--out", out)
    measure([*GUIDE_COMMAND, "checklist", orgs, *options])
    pdfs = sorted(out.glob(f"*/{guide}/checklist.pdf"))
    return [_sheet(pdf) for pdf in pdfs]


def _sheet(path: Path) -> Sheet:
    pdf = path.read_bytes()
    layout = read_layout(pdf)
    assert layout, path  # noqa: S101 - ours has one
    return Sheet(path.parent.parent.name, pdf, layout)


def ticked_page(sheet: Sheet, page: int, chance: Chance, maker: str) -> tuple[Picture, dict[str, bool]]:
    """Return a page on which some steps are ticked as done, and which."""
    marks, who = sheet.layout.pages[page].marks, MAKERS[maker]
    hand = who.hand(printed_page(sheet.pdf, page), marks, chance)
    ticked = {mark.step: bool(chance.random() < TICKED_SHARE) for mark in marks if mark.kind == "done"}
    for mark in marks:
        if mark.kind == "done" and ticked[mark.step]:
            who.clear[int(chance.integers(len(who.clear)))](hand, Square.of(mark))
    return hand.page, ticked


def save(pictures: Iterable[Picture], path: Path) -> Path:
    """Write pictures, one at a time, as the pages of a PDF of JPEGs at 200 dpi, as copiers send them."""
    images = map(Image.fromarray, pictures)
    page = next(images)
    page.save(path, save_all=True, append_images=images, resolution=200)
    return path


@dataclass(frozen=True)
class Stack:
    """A file of scanned pages, and which steps of which org are ticked on them."""

    file: Path
    truth: dict[tuple[str, str], bool]
    pages: int


def record(files: Sequence[Path], orgs: Path, out: Path, *more: str | Path) -> str:
    """Take scans into records, and return what was told."""
    command = [*GUIDE_COMMAND, "record", *files, "--orgs", orgs, "--by", "Ann", "--out", out, *more]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stderr


def recorded(out: Path) -> dict[tuple[str, str], str]:
    """Return the state of each step of each org that is not open."""
    states = {}
    for path in out.glob("*/*.yaml"):
        for step, said in yaml.safe_load(path.read_text())["steps"].items():
            if said["state"] != "open":
                states[path.parent.name, step] = said["state"]
    return states


# Pages that belong to somebody


def stacks_of(sheets: Sequence[Sheet], pages: int, chosen: argparse.Namespace, work: Path) -> Iterator[Stack]:
    """Yield stacks of pages of all orgs, mixed, with what is ticked on them."""
    chance = np.random.default_rng([chosen.seed, 1])
    all_pages = [(sheet, page) for sheet in sheets for page in sheet.pages][:pages]
    order = chance.permutation(len(all_pages)).tolist()
    degrade = flatbed(200)
    for first in range(0, len(order), PAGES_A_STACK):
        truth: dict[tuple[str, str], bool] = {}
        drawn = []
        for at in order[first : first + PAGES_A_STACK]:
            sheet, page = all_pages[at]
            paper, ticked = ticked_page(sheet, page, chance, chosen.maker)
            truth |= {(sheet.org, step): is_ticked for step, is_ticked in ticked.items()}
            drawn.append(degrade(paper, chance))
        yield Stack(save(drawn, work / f"stack-{first:04}.pdf"), truth, len(drawn))


def sorting(sheets: Sequence[Sheet], orgs: Path, chosen: argparse.Namespace, work: Path) -> list[Path]:
    """Print how often a step was recorded that was not ticked on its org's page; return the stacks."""
    counts, files, out = Counter[str](), [], work / "records"
    before: dict[tuple[str, str], str] = {}
    for stack in stacks_of(sheets, chosen.pages, chosen, work):
        record([stack.file], orgs, out)
        after = recorded(out)
        new = {step for step in after if step not in before}
        counts["pages"] += stack.pages
        counts["steps"] += len(stack.truth)
        counts["wrong"] += sum(not stack.truth.get(step, False) or after[step] != "done" for step in new)
        counts["ticked"] += sum(stack.truth.values())
        counts["asked"] += sum(is_ticked and step not in after for step, is_ticked in stack.truth.items())
        before = after
        files.append(stack.file)
    print(
        f"{counts['pages']:,} pages of {len(sheets)} orgs, {counts['steps']:,} steps, {counts['ticked']:,} of them "
        f"ticked: {counts['wrong']} recorded that were not ticked there, {counts['asked']} ticked ones left open.",
        flush=True,
    )
    return files


# Pages that do not


def pasted(page: Picture, code_of: Picture) -> Picture:
    """Return a page with the code of another one over its own."""
    side, right, below = (round(length * POINT) for length in (MODULES * MODULE, FROM_RIGHT, FROM_BOTTOM))
    rows, columns = page.shape
    around = side // 8
    there = (
        slice(rows - below - side - around, rows - below + around),
        slice(columns - right - side - around, columns - right + around),
    )
    page[there] = code_of[there]
    return page


def controls(sheets: Sequence[Sheet], strange: Mapping[str, Sequence[Sheet]], chance: Chance, maker: str) -> Controls:
    """Return pages that must not be recorded, by what is wrong with them; `strange` are other sheets, likewise."""

    def drawn(of: Sequence[Sheet], at: int, further: int = 0) -> Picture:
        sheet = of[at % len(of)]
        return ticked_page(sheet, sheet.pages[(at + further) % len(sheet.pages)], chance, maker)[0]

    def white(at: int) -> Picture:
        return np.full_like(drawn(sheets, at), 255)

    makers: dict[str, Callable[[int], Picture]] = {kind: partial(drawn, of) for kind, of in strange.items()}
    makers |= {
        "a blank page": white,
        "its code pasted over in white": lambda at: pasted(drawn(sheets, at), white(at)),
        "another page's code pasted over its own": lambda at: pasted(drawn(sheets, at), drawn(sheets, at, 1)),
        "two pages on one": lambda at: np.hstack([smaller(drawn(sheets, at)), smaller(drawn(sheets, at, 1))]),
        ALIKE: lambda at: pasted(drawn(sheets, at), drawn(sheets[1:], at)),
    }
    return {kind: [flatbed(200)(make(at), chance) for at in range(CONTROLS)] for kind, make in makers.items()}


def smaller(page: Picture) -> Picture:
    """Return a page as it is printed two on one."""
    return np.asarray(cv2.resize(page, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA), np.uint8)


def strange_sheets(strangers: Sequence[Sheet], orgs: Path, work: Path) -> dict[str, Sequence[Sheet]]:
    """Return sheets of an org, a revision and a guide that are not being recorded."""
    content = work / "content"
    shutil.copytree(PROJECT / "content", content)
    source = content / GUIDE / "guide.md"
    text = source.read_text()
    source.write_text(text.replace('revision: "2026.1"', 'revision: "2025.9"'))
    return {
        "another org": strangers,
        "another revision": print_sheets(orgs, work / "older", content=content),
        "another guide": print_sheets(orgs, work / "other", guide=OTHER_GUIDE),
    }


def print_controls(pages: Controls, orgs: Path, work: Path) -> None:
    """Print how many steps were recorded from pages of each kind."""
    for number, (kind, pictures) in enumerate(pages.items()):
        out = work / f"control-{number}"
        told = record([save(pictures, work / f"control-{number}.pdf")], orgs, out, "--guide", GUIDE)
        codes = sorted(set(re.findall(r"\[([a-z-]+)\]", told)))
        print(
            f"- {kind}, {len(pictures)} pages: {len(recorded(out))} steps recorded; told: {', '.join(codes)}",
            flush=True,
        )


# Time and memory


class Together(Thread):
    """Looks at what a process and all below it hold in memory, in MB; shared memory is counted once."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.most, self.ended = root, 0.0, Event()

    def run(self) -> None:
        """Look until `ended` is set."""
        while not self.ended.wait(0.1):
            self.most = max(self.most, sum(map(_proportional, family(self.root))))


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def print_stacks(files: Sequence[Path], orgs: Path, sizes: Iterable[int], work: Path) -> None:
    """Print what stacks of so many pages cost, with the start."""
    print("\n| pages | wall | CPU | cores used | memory, all processes |\n|--:|--:|--:|--:|--:|")
    for size in sizes:
        chosen, out = files[: size // PAGES_A_STACK], work / f"stacks-{size}"
        stack = join(chosen, work / f"whole-{size}.pdf")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command: list[str | Path] = [*GUIDE_COMMAND, "record", stack, "--orgs", orgs, "--by", "Ann", "--out", out]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        watch = Together(process.pid)
        watch.start()
        process.wait()
        watch.ended.set()
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"| {size} | {wall:.1f} s | {cpu:.1f} s | {cpu / wall:.2f} | {watch.most:,.0f} MB |", flush=True)


def join(files: Sequence[Path], out: Path) -> Path:
    """Return one stack of several."""
    with pikepdf.new() as whole:
        for file in files:
            with pikepdf.open(file) as part:
                whole.pages.extend(part.pages)
        whole.save(out)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maker", choices=list(MAKERS), default="tuned")
    parser.add_argument("--stacks", type=int, nargs="*", default=[50, 100, 200])
    chosen = parser.parse_args()
    print(f"Maker {chosen.maker}, seed {chosen.seed}, grey 200 dpi.")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        count = math.ceil(chosen.pages / PAGES_WITH_BOXES)
        printed = print_sheets(orgs_csv(work / "printed.csv", count + CONTROLS), work / "sheets")
        orgs, known = orgs_csv(work / "orgs.csv", count), _names(work / "orgs.csv")
        sheets = [sheet for sheet in printed if sheet.org in known]
        strangers = [sheet for sheet in printed if sheet.org not in known]
        files = sorting(sheets, orgs, chosen, work)
        strange = strange_sheets(strangers, orgs_csv(work / "few.csv", 2), work)
        print_controls(controls(sheets, strange, np.random.default_rng(chosen.seed), chosen.maker), orgs, work)
        print_stacks(files, orgs, chosen.stacks, work)


def _names(orgs: Path) -> set[str]:
    """Return the ids of a table's orgs."""
    return {org.id for org in read(orgs)[1]}


if __name__ == "__main__":
    main()
