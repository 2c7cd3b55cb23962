"""Measures how long it takes from saving a step to the new page, in turns: `python -m benchmarks.serving COMMIT`.

Beside this tree and an earlier one, MkDocs and Zensical serve the Markdown that this tree writes of the same guides,
and its pages are edited there. Without COMMIT the earlier tree is left out. `--guides 10`, `--runs 5`: medians are
shown. The machine may be busy: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.before import MAIN, Side, Sizes, sides, ten_guides
from benchmarks.run import PROJECT, TICK, family, processor

if TYPE_CHECKING:
    from collections.abc import Iterator

EDITED = "guide-000"
SENTENCE = re.compile(r"An empty form \w+")
LONGEST = 300
QUIET = 1.5
"""Seconds without work, after which a server has nothing left to do."""


@dataclass
class Server:
    """A program that serves a site, and the file that is edited."""

    name: str
    command: list[str | Path]
    folder: Path
    source: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Start it, and wait until it serves."""
        environment = os.environ | self.environment
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(self.command, cwd=self.folder, env=environment, stdout=quiet, stderr=quiet)
        self.process = process
        try:
            self._await("An empty form")
            self.rest()
            yield self
        finally:
            process.terminate()
            process.wait()

    def edit(self, word: str) -> None:
        """Write a word into the source; note how long it took to be served, and what the processes had done by then."""
        text = self.source.read_text()
        worked, began = self._worked(), time.perf_counter()
        self.source.write_text(SENTENCE.sub(f"An empty form {word}", text, count=1))
        self._await(f"An empty form {word}")
        self.wall.append(time.perf_counter() - began)
        self.cpu.append(self._worked() - worked)
        self.rest()

    def rest(self) -> None:
        """Wait until the server has nothing left to do."""
        seen = -1.0
        while self._worked() - seen > QUIET / 5:
            seen = self._worked()
            time.sleep(QUIET)

    def _worked(self) -> float:
        """Return the CPU seconds of the process and of those below it."""
        ticks = 0
        for pid in family(self.process.pid):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += sum(map(int, fields[11:15]))
        return ticks / TICK

    def _await(self, words: str) -> None:
        end = time.perf_counter() + LONGEST
        while words not in self._page():
            if time.perf_counter() > end or self.process.poll() is not None:
                raise SystemExit(f"{self.name} does not serve “{words}”.")
            time.sleep(0.02)

    def _page(self) -> str:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{EDITED}/index.html", timeout=LONGEST) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""


def free_port() -> int:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def ours(name: str, side: Side, guides: int) -> Server:
    """Return `guide serve` of one tree's program over that many copies of its guide."""
    content, port = ten_guides(side, Sizes(guides, 0)), free_port()
    options = ["--project", side.root, "--content", content, "--address", f"127.0.0.1:{port}"]
    command = [sys.executable, "-c", MAIN.format(root=str(side.root)), "serve", *options]
    environment = {"XDG_CACHE_HOME": str(side.work / "cache"), "PYTHONPATH": str(side.root)}
    return Server(name, command, side.root, content / EDITED / "guide.md", port, environment)


def others(side: Side, guides: int) -> Iterator[Server]:
    """Yield MkDocs and Zensical over the pages that this tree's program writes."""
    content = ten_guides(side, Sizes(guides, 0))
    built = side.fresh("written")
    side.guide("build", "--project", side.root, "--content", content, "--site-only", "--out", built)
    for name in ("mkdocs", "zensical"):
        folder, port = side.fresh(name), free_port()
        shutil.copytree(PROJECT / "site_overrides", folder / "site_overrides")
        shutil.copy(PROJECT / "mkdocs.yml", folder)
        shutil.copytree(built / "docs", folder / "build/docs")
        shutil.copy(built / "run-guide-build-first.yml", folder / "build")
        command: list[str | Path] = [sys.executable, "-m", name, "serve", "-a", f"127.0.0.1:{port}"]
        yield Server(f"{name} serve", command, folder, folder / f"build/docs/{EDITED}/index.md", port)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", nargs="?")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--guides", type=int, default=10)
    chosen = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores of {processor()}, Python {platform.python_version()}.")
    print(f"{chosen.guides} guides, medians of {chosen.runs}; before is {chosen.commit or 'left out'}.\n")
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        before, now = sides(chosen.commit or "HEAD", Path(folder))
        tree = Path(folder) / "tree"
        stack.callback(subprocess.run, ["git", "worktree", "remove", "--force", tree], cwd=PROJECT, check=True)
        programs = [*others(now, chosen.guides), ours("guide serve", now, chosen.guides)]
        if chosen.commit:
            programs.append(ours("guide serve, before", before, chosen.guides))
        servers = [stack.enter_context(program.running()) for program in programs]
        for number in range(chosen.runs):
            for server in servers:
                server.edit(f"opens{number}")
        show(servers)


def show(servers: list[Server]) -> None:
    print("| | from saving to the new page | CPU until then |\n|---|--:|--:|")
    for server in servers:
        wall, cpu = statistics.median(server.wall), statistics.median(server.cpu)
        print(f"| `{server.name}` | {wall:.2f} s | {cpu:.2f} s |", flush=True)


if __name__ == "__main__":
    main()
