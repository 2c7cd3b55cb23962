"""Measures what a person waits for, beside an earlier commit, in turns: `python -m benchmarks.before COMMIT`.

`--runs 5`, `--guides 10`, `--orgs 1000`, `--rows checklist check`: medians are shown. The machine may be busy: read the
ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.run import GUIDE, PROJECT, Measured, measure, median, orgs_csv, processor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import StrPath

MAIN = "import sys; sys.path.insert(0, {root!r}); from generator.cli import main; main()"
READ = (
    "import sys; sys.path.insert(0, {root!r}); from pathlib import Path; "
    "from generator.reading.artefacts.pdf_text import pdf_characters, pdf_values; "
    "data = Path(sys.argv[1]).read_bytes(); assert pdf_values(data) and pdf_characters(data)"
)

RETRIEVED = PROJECT / "tests/cases/audit/sound"
OTHER_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>61.0</apiVersion>
    <status>Active</status>
</ApexClass>
"""


@dataclass(frozen=True)
class Side:
    """A tree of the program, with folders of its own for output and caches."""

    root: Path
    work: Path

    def guide(self, *arguments: StrPath, cache: str = "cache") -> Measured:
        """Run a command of this tree's program."""
        environment = ["env", f"XDG_CACHE_HOME={self.work / cache}", f"PYTHONPATH={self.root}"]
        return measure([*environment, sys.executable, "-c", MAIN.format(root=str(self.root)), *map(str, arguments)])

    def fresh(self, name: str) -> Path:
        """Return the name of a folder that does not exist."""
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder


@dataclass(frozen=True)
class Sizes:
    """How much is asked for."""

    guides: int
    orgs: int
    files: int = 10_000


def checklist(side: Side, sizes: Sizes) -> Measured:
    del sizes
    org = side.root / "content/orgs/example-production.yaml"
    arguments = ("checklist", org, "--project", side.root)
    if not (side.work / "cache").exists():
        side.guide(*arguments, "--out", side.fresh("sheets"))
    return side.guide(*arguments, "--out", side.fresh("sheets"))


def first_checklist(side: Side, sizes: Sizes) -> Measured:
    del sizes
    org = side.root / "content/orgs/example-production.yaml"
    side.fresh("no-cache")
    return side.guide("checklist", org, "--project", side.root, "--out", side.fresh("sheets"), cache="no-cache")


def check(side: Side, sizes: Sizes) -> Measured:
    del sizes
    return side.guide("check", "--project", side.root, "--guide", GUIDE)


def audit(side: Side, sizes: Sizes) -> Measured:
    """One app among the files of other kinds that lie in any retrieved folder."""
    folder = side.work.parent / "retrieved"
    if not folder.exists():
        shutil.copytree(RETRIEVED, folder)
        for number in range(sizes.files):
            (folder / f"Class{number}.cls-meta.xml").write_text(OTHER_FILE)
    return side.guide("audit", folder, "--project", side.root)


def show_help(side: Side, sizes: Sizes) -> Measured:
    del sizes
    return side.guide("--help")


def read_back(side: Side, sizes: Sizes) -> Measured:
    """The start of Python and imports count, as in a build of one guide."""
    del sizes
    pdf = side.work.parent / f"pdf/example-production/{GUIDE}/checklist.pdf"
    if not pdf.exists():
        org = PROJECT / "content/orgs/example-production.yaml"
        side.guide("checklist", org, "--project", side.root, "--full-layout", "--out", side.work.parent / "pdf")
    return measure([sys.executable, "-c", READ.format(root=str(side.root)), str(pdf)])


def first_build(side: Side, sizes: Sizes) -> Measured:
    content = ten_guides(side, sizes)
    build = ("build", "--project", side.root, "--content", content, "--site-only", "--out")
    return side.guide(*build, side.fresh("build"))


def build_after_an_edit(side: Side, sizes: Sizes) -> Measured:
    if not (side.work / "build").exists():
        first_build(side, sizes)
    content = side.work / "content"
    guide = content / "guide-000/guide.md"
    text = guide.read_text()
    guide.write_text(text.replace("An empty form opens", "An empty form opens, and opens"))
    return side.guide(
        "build", "--project", side.root, "--content", content, "--site-only", "--out", side.work / "build"
    )


def many_orgs(side: Side, sizes: Sizes) -> Measured:
    orgs = orgs_csv(side.work / "orgs.csv", sizes.orgs)
    return side.guide("checklist", orgs, "--project", side.root, "--jobs", "1", "--out", side.fresh("sheets"))


ROWS: dict[str, tuple[str, Callable[[Side, Sizes], Measured]]] = {
    "help": ("`guide --help`", show_help),
    "check": ("`guide check`", check),
    "audit": ("`guide audit` among ten thousand files", audit),
    "checklist": ("`guide checklist ORG`, with templates", checklist),
    "first-checklist": ("the same on a clean machine", first_checklist),
    "read-back": ("a checklist read back", read_back),
    "first-build": ("the first `guide build` of some guides", first_build),
    "edit": ("the same after an edit of one step", build_after_an_edit),
    "orgs": ("both sheets of many orgs, one core", many_orgs),
}


def ten_guides(side: Side, sizes: Sizes) -> Path:
    """Return a folder of that many copies of this tree's guide."""
    content = side.fresh("content")
    for number in range(sizes.guides):
        shutil.copytree(side.root / "content" / GUIDE, content / f"guide-{number:03}")
    (content / "orgs").mkdir()
    return content


def sides(commit: str, work: Path) -> Iterator[Side]:
    """Yield the earlier tree and this one, both with bytecode, as an installed program has it."""
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", work / "tree", commit], cwd=PROJECT, check=True)
    for name, root in (("before", work / "tree"), ("now", PROJECT)):
        subprocess.run([sys.executable, "-m", "compileall", "-q", root / "generator"], check=True)
        (work / name).mkdir()
        yield Side(root, work / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--guides", type=int, default=10)
    parser.add_argument("--orgs", type=int, default=1000)
    parser.add_argument("--rows", nargs="*", choices=ROWS, default=list(ROWS))
    chosen = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {processor()}, Python {platform.python_version()}.")
    print(f"Against {chosen.commit}; {chosen.guides} guides, {chosen.orgs:,} orgs, medians of {chosen.runs}.\n")
    print("| | CPU before | now | now : before | wall before | now | now : before |\n|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        both = list(sides(chosen.commit, Path(folder)))
        try:
            for row in chosen.rows:
                compare(row, both, Sizes(chosen.guides, chosen.orgs), chosen.runs)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", Path(folder) / "tree"], cwd=PROJECT, check=True)


def compare(row: str, both: list[Side], sizes: Sizes, runs: int) -> None:
    """Print a row: both sides in turns, so that what else the machine does falls on both."""
    title, way = ROWS[row]
    measured: list[list[Measured]] = [[], []]
    for _ in range(runs):
        for side, results in zip(both, measured, strict=True):
            results.append(way(side, sizes))
    before, now = map(median, measured)
    cpu = f"{before.cpu:.2f} s | {now.cpu:.2f} s | {now.cpu / before.cpu:.2f}"
    wall = f"{before.wall:.2f} s | {now.wall:.2f} s | {now.wall / before.wall:.2f}"
    print(f"| {title} | {cpu} | {wall} |", flush=True)


if __name__ == "__main__":
    main()
