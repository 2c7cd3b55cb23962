"""Measures this product and other ways to print, side by side in one go: `make benchmarks`.

`--orgs 1 10 100`, `--guides 1 10`, `--runs 3`: medians are shown. The machine may be busy: read the ratios.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
PROJECT = HERE.parent
GUIDE = "salesforce-external-client-app"
GUIDE_COMMAND = [sys.executable, "-m", "generator.cli"]
OTHERS = ("weasyprint", "weasyprint-command", "typst", "chromium", "pikepdf", "floor")
FULL, FULL_ON_TWO = "full layout, one core", "full layout, two cores"
MOST = {
    FULL: 100,
    FULL_ON_TWO: 100,
    "weasyprint": 100,
    "weasyprint-command": 10,
    "chromium": 100,
    "typst": 1000,
    "pikepdf": 1000,
}
"""The most orgs a slow contestant is asked for: it takes the same time for each one."""

FACTS = (
    "id",
    "name",
    "environment",
    "domain",
    "app_name",
    "contact_email",
    "owner",
    "approver",
    "ticket",
    "secret_store",
    "planned_date",
)
"""The columns of a table of orgs, which earlier commits know too."""

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Measured:
    """What one run cost: seconds, and the memory of its largest process in MB."""

    cpu: float
    wall: float
    memory: float


class Watch(Thread):
    """Looks at a process and all below it: CPU time of each as last seen, and the largest resident memory of one."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.root, self.cpu, self.memory, self.ended = pid, dict[int, float](), 0.0, Event()

    def run(self) -> None:
        """Look until `ended` is set."""
        while not self.ended.wait(0.02):
            for pid in family(self.root):
                self._look(pid)

    def _look(self, pid: int) -> None:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return
        self.cpu[pid] = (int(fields[11]) + int(fields[12])) / TICK
        self.memory = max(self.memory, int(fields[21]) * PAGE / 1e6)


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return
    for child in children:
        yield from family(int(child))


def measure(command: Sequence[str | Path]) -> Measured:
    """Run a command to its end. CPU is what the system counted for it and its children, or what was seen, if more."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    watch.start()
    _, told = process.communicate()
    watch.ended.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{command}: {told[-2000:]}")
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    counted = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(max(counted, sum(watch.cpu.values())), wall, watch.memory)


def median(runs: list[Measured]) -> Measured:
    return Measured(*(statistics.median(getattr(run, name) for run in runs) for name in ("cpu", "wall", "memory")))


def orgs_csv(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(FACTS)
        for n in range(count):
            about = (f"Customer {n} Ltd", "production", f"customer-{n}.my.salesforce.com", f"Vonage AI {n}")
            who = (f"team{n}@example.com", f"Alex Example {n}", f"Robin Example {n}", f"CHG-{n}", f"Vault {n}")
            rows.writerow(("", *about, *who, "2026-12-07"))
    return path


def sheets(count: int, runs: int, work: Path) -> None:
    """Print what each way of making the two sheets of `count` orgs costs."""
    orgs = orgs_csv(work / "orgs.csv", count)
    ways: dict[str, list[str | Path]] = {
        "this product, one core": [*GUIDE_COMMAND, "checklist", orgs, "--jobs", "1", "--out"],
        "this product, two cores": [*GUIDE_COMMAND, "checklist", orgs, "--jobs", "2", "--out"],
        FULL: [*GUIDE_COMMAND, "checklist", orgs, "--jobs", "1", "--full-layout", "--out"],
        FULL_ON_TWO: [*GUIDE_COMMAND, "checklist", orgs, "--jobs", "2", "--full-layout", "--out"],
        **{name: [sys.executable, "-m", "benchmarks.contestants", name, orgs] for name in OTHERS},
    }
    results: dict[str, tuple[Measured, float]] = {}
    for name, command in ways.items():
        if count > MOST.get(name, count):
            continue
        got, out = [], work / "out"
        for _ in range(runs if count < 100 else 1):  # noqa: PLR2004
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            got.append(measure([*command, out]))
        results[name] = (median(got), _size(out) / count)
    base = results["this product, one core"][0]
    print(f"\n### {count:,} org{'s' * (count > 1)}\n")
    print("| | CPU an org | wall an org | CPU, ours = 1 | KB an org | memory of the largest process |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, (cost, size) in results.items():
        each = f"{cost.cpu / count * 1000:,.1f} ms | {cost.wall / count * 1000:,.1f} ms"
        print(
            f"| {name} | {each} | {cost.cpu / base.cpu:.2f} | {size / 1000:,.0f} | {cost.memory:,.0f} MB |", flush=True
        )


def _size(out: Path) -> int:
    return sum(path.stat().st_size for path in out.rglob("*.pdf"))


def unchanged(count: int, runs: int, work: Path) -> None:
    """Print what a second run over `count` orgs costs; the first one makes text, which is quicker to make."""
    orgs, out = orgs_csv(work / "orgs.csv", count), work / "again"
    command = [*GUIDE_COMMAND, "checklist", str(orgs), "--format", "md", "--out", str(out)]
    measure(command)
    cost = median([measure(command) for _ in range(runs)])
    print(f"\nA second run over {count:,} unchanged orgs: {cost.wall:.2f} s wall, {cost.cpu:.2f} s CPU.", flush=True)


def builds(count: int, runs: int, work: Path) -> None:
    """Print what a build of `count` guides costs, and one that changes nothing."""
    content, out = work / f"content-{count}", work / f"build-{count}"
    for number in range(count):
        shutil.copytree(PROJECT / "content" / GUIDE, content / f"guide-{number:03}")
    (content / "orgs").mkdir()
    command = [*GUIDE_COMMAND, "build", "--content", str(content), "--out", str(out), "--site-only"]
    first = measure(command)
    again = median([measure(command) for _ in range(runs)])
    print(f"| {count} | {first.wall:.1f} s | {first.cpu:.1f} s | {again.wall:.2f} s | {again.cpu:.2f} s |", flush=True)


def site_part(runs: int, work: Path) -> None:
    """Print what the site costs as a build makes it, and by plain MkDocs from the same tree."""
    out = work / "build-1"
    settings = work / "mkdocs.yml"
    text = (
        (PROJECT / "mkdocs.yml")
        .read_text()
        .replace("build/", f"{out}/")
        .replace("site_overrides", str(PROJECT / "site_overrides"))
    )
    settings.write_text(text)
    ours = (
        "import json; from pathlib import Path; from generator.output.site import build_site; "
        f"nav = json.loads(Path({str(out / 'run-guide-build-first.yml')!r}).read_text())['nav']; "
        f"build_site(Path('.'), Path({str(out / 'docs')!r}), Path({str(work / 'site')!r}), nav)"
    )
    pairs = [
        (
            measure([sys.executable, "-c", ours]),
            measure([sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", settings, "-d", work / "plain"]),
        )
        for _ in range(runs)
    ]
    mine, plain = (median([pair[side] for pair in pairs]) for side in (0, 1))
    ratio = f"{mine.cpu / plain.cpu:.2f} × as much"
    print(f"\nThe site of one guide: {mine.cpu:.2f} s CPU, plain mkdocs build {plain.cpu:.2f} s: {ratio}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orgs", type=int, nargs="*", default=[1, 10, 100, 1000])
    parser.add_argument("--unchanged", type=int, nargs="*", default=[10_000])
    parser.add_argument("--guides", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {processor()}, Python {platform.python_version()}.")
    with tempfile.TemporaryDirectory() as folder:
        for count in chosen.orgs:
            sheets(count, chosen.runs, Path(folder))
        for count in chosen.unchanged:
            unchanged(count, chosen.runs, Path(folder))
        if chosen.guides:
            print("\n| guides | first build | its CPU | without a change | its CPU |\n|--:|--:|--:|--:|--:|")
        for count in chosen.guides:
            builds(count, chosen.runs, Path(folder))
        if 1 in chosen.guides:
            site_part(chosen.runs, Path(folder))


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
