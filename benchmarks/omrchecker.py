"""OMRChecker beside this product on the same scans, in one run: `python -m benchmarks.omrchecker FOLDER --pages 40`.

OMRChecker is on no registry and nothing of it is here. FOLDER is a checkout with an environment of its own:

    git clone https://github.com/Udayraj123/OMRChecker FOLDER
    python3 -m venv FOLDER/venv
    FOLDER/venv/bin/pip install -r FOLDER/requirements.txt opencv-python-headless

It gets a template made from our layout, with the blank page to align by, at the size it comes with and at 200 dpi. All
run on one core, and what the first page costs, with the start, is taken off.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from benchmarks.run import measure
from benchmarks.scans import BLANK, CLEAR, DOUBTFUL, MAKERS, blank_sheet, marked
from generator.model.scans import MarkVerdict, PrintedSheet, ReadPage
from generator.reading.scans.boxes import FRAME
from generator.reading.scans.layouts import read_printed_sheet
from generator.reading.scans.reading import read_pages
from tests.support.marked_paper import DPI, printed_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model.sheet_layouts import PageLayout

    Command = list[str | Path]
    Truth = dict[str, dict[int, str]]
    """For each file what each box is, by its number on the page."""

    Readings = Mapping[str, Mapping[int, str]]
    """The same of the verdicts."""

SETS = ("first", "all")
"""All scans, and the first one alone."""

SIZES = {"OMRChecker, as it comes": 666, "OMRChecker, at 200 dpi": 1654}
"""How wide it makes a page, in pixels."""

HEAD = (
    "| | clear read as blank | blank read as ticked | clear and blank asked | doubtful not asked | boxes not read | "
    "CPU a page | memory |\n|---|--:|--:|--:|--:|--:|--:|--:|"
)

INSET = 0.12
"""Of a box's side: its frame, which is no ink."""

LAUNCH = """
import os, runpy, sys
from types import SimpleNamespace
import screeninfo
screeninfo.get_monitors = lambda: [SimpleNamespace(width=1920, height=1080)]  # it asks for one even where it shows none
os.chdir(sys.argv[1])
sys.path.insert(0, sys.argv[1])
sys.argv[:2] = ["main.py"]
runpy.run_path("main.py", run_name="__main__")
"""


def template(layout: PageLayout, width: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return OMRChecker's template of a page, a field for each box, and its settings."""
    scale = width / layout.width
    height = round(layout.height * scale)
    blocks = {}
    for number, mark in enumerate(layout.marks):
        if mark.kind in FRAME:
            side = (mark.right - mark.left) * scale
            inner = max(1, round(side * (1 - 2 * INSET)))
            origin = [round(mark.left * scale + side * INSET), round(mark.top * scale + side * INSET)]
            blocks[f"box {number}"] = {
                "origin": origin,
                "bubbleDimensions": [inner, inner],
                "bubbleValues": ["x"],
                "direction": "horizontal",
                "bubblesGap": 0,
                "labelsGap": 0,
                "fieldLabels": [f"q{number}"],
            }
    page = {
        "pageDimensions": [width, height],
        "bubbleDimensions": [1, 1],
        "preProcessors": [{"name": "FeatureBasedAlignment", "options": {"reference": "blank.png"}}],
        "fieldBlocks": blocks,
    }
    size = {"processing_width": width, "processing_height": height}
    return page, {"dimensions": size, "outputs": {"show_image_level": 0}}


def rivals_readings(out: Path) -> Readings:
    """Return what OMRChecker wrote."""
    readings = {}
    (results,) = (out / "Results").glob("*.csv")
    with results.open(newline="") as file:
        for row in csv.DictReader(file):
            fields = {int(key[1:]): value for key, value in row.items() if key.startswith("q")}
            readings[row["file_id"]] = {
                number: str(MarkVerdict.TICKED if value == "x" else MarkVerdict.BLANK)
                for number, value in fields.items()
            }
    return readings


def read_ours(pdf: Path, scans: Path, out: Path) -> None:
    """Read scans by this product, in this process, and write the verdicts."""
    sheet = read_printed_sheet(pdf.read_bytes(), str(pdf))
    readings = {path.name: dict(_verdicts(path, sheet)) for path in sorted(scans.glob("scan-*.png"))}
    out.write_text(json.dumps(readings))


def _verdicts(path: Path, sheet: PrintedSheet) -> Iterator[tuple[int, str]]:
    for page in read_pages(path, range(1, 2), {sheet.layout.hash: sheet}, keep=False):
        if isinstance(page, ReadPage):
            for number, mark in enumerate(page.marks):
                yield number, str(mark.verdict)


def made(folder: Path, sheet: PrintedSheet, chosen: argparse.Namespace) -> Truth:
    """Write marked and scanned pages, all of the same one, and the first of them alone; return what each box is."""
    page = fullest_page(sheet)
    marks, paper = sheet.layout.pages[page].marks, printed_page(sheet.pdf, page)
    maker, truth = MAKERS[chosen.maker], {}
    for at in range(chosen.pages):
        chance = np.random.default_rng([chosen.seed, at])
        drawn, boxes = marked(paper.copy(), marks, chance, maker)
        scan = maker.conditions[chosen.condition](drawn, chance)
        name = f"scan-{at:03}.png"
        for which in SETS if at == 0 else ("all",):
            (folder / which).mkdir(exist_ok=True)
            cv2.imwrite(str(folder / which / name), scan)
        truth[name] = {marks.index(mark): kind for mark, (kind, _) in boxes.items()}
    return truth


def fullest_page(sheet: PrintedSheet) -> int:
    counts = [len(page.marks) for page in sheet.layout.pages]
    return counts.index(max(counts))


def rivals_command(checkout: Path, work: Path, sheet: PrintedSheet, width: int) -> Command:
    """Return OMRChecker's command, but for the folder of scans in `work`, having put its template beside them."""
    page = fullest_page(sheet)
    fields, settings = template(sheet.layout.pages[page], width)
    blank = cv2.resize(printed_page(sheet.pdf, page), None, fx=200 / DPI, fy=200 / DPI, interpolation=cv2.INTER_AREA)
    for which in SETS:
        there = work / f"{width}-{which}"
        there.mkdir()
        (there / "scans").symlink_to(work / which)
        (there / "template.json").write_text(json.dumps(fields))
        (there / "config.json").write_text(json.dumps(settings))
        cv2.imwrite(str(there / "blank.png"), blank)
    return [checkout / "venv/bin/python", "-c", LAUNCH, checkout]


def told(name: str, cost: tuple[float, float], readings: Readings, truth: Truth) -> str:
    """Return a row of the table."""
    counts = Counter[tuple[str, str]]()
    for scan, boxes in truth.items():
        counts.update((kind, readings.get(scan, {}).get(number, "not read")) for number, kind in boxes.items())
    asked = {kind: counts[kind, MarkVerdict.UNSURE] for kind in (CLEAR, BLANK, DOUBTFUL)}
    whole = {kind: sum(count for (is_of, _), count in counts.items() if is_of == kind) for kind in asked}
    not_asked = counts[DOUBTFUL, MarkVerdict.TICKED] + counts[DOUBTFUL, MarkVerdict.BLANK]
    cells = (
        f"{counts[CLEAR, MarkVerdict.BLANK]} of {whole[CLEAR]}",
        f"{counts[BLANK, MarkVerdict.TICKED]} of {whole[BLANK]}",
        f"{asked[CLEAR]} and {asked[BLANK]}",
        f"{not_asked} of {whole[DOUBTFUL]}",
        f"{sum(count for (_, verdict), count in counts.items() if verdict == 'not read')}",
        f"{cost[0]:.3f} s | {cost[1]:,.0f} MB",
    )
    return f"| {name} | {' | '.join(cells)} |"


def cost_of(commands: Mapping[str, Command], pages: int) -> tuple[float, float]:
    """Return the CPU seconds of a page, without the start and the first page, and the memory in MB."""
    start, run = measure(commands["first"]), measure(commands["all"])
    return (run.cpu - start.cpu) / (pages - 1), run.memory


def main() -> None:
    if sys.argv[1:2] == ["read-ours"]:
        read_ours(*map(Path, sys.argv[2:]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path, nargs="?", default=Path("OMRChecker"))
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--maker", choices=list(MAKERS), default="tuned")
    parser.add_argument("--condition", default="grey 200 dpi")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # those that are started, too
    sheet = blank_sheet()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), sheet, chosen)


def compare(work: Path, sheet: PrintedSheet, chosen: argparse.Namespace) -> None:
    """Print what each contestant reads, and what a page costs it."""
    truth, checkout = made(work, sheet, chosen), chosen.checkout.absolute()
    print(f"Maker {chosen.maker}, {chosen.condition}, seed {chosen.seed}, {chosen.pages} pages on one core.\n\n{HEAD}")
    pdf = work / "sheet.pdf"
    pdf.write_bytes(sheet.pdf)
    ours: Command = [sys.executable, "-m", "benchmarks.omrchecker", "read-ours", pdf]
    commands = {which: [*ours, work / which, work / f"{which}.json"] for which in SETS}
    cost = cost_of(commands, chosen.pages)
    print(told("this product", cost, our_readings(work / "all.json"), truth), flush=True)
    if not (checkout / "venv/bin/python").exists():
        print(f"OMRChecker is skipped: it is not in {checkout}; `--help` says how to get it.")
        return
    for name, width in SIZES.items():
        folders = {which: work / f"{width}-{which}" for which in SETS}
        rivals = rivals_command(checkout, work, sheet, width)
        commands = {which: [*rivals, "-i", there, "-o", there / "out"] for which, there in folders.items()}
        cost = cost_of(commands, chosen.pages)
        print(told(name, cost, rivals_readings(folders["all"] / "out/scans"), truth), flush=True)


def our_readings(path: Path) -> Readings:
    """Return what this product wrote."""
    loaded: dict[str, dict[str, str]] = json.loads(path.read_text())
    return {scan: {int(number): verdict for number, verdict in boxes.items()} for scan, boxes in loaded.items()}


if __name__ == "__main__":
    main()
