"""The live preview brings each edit to the browser, at its place, and shows what is wrong with a faulty one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import IO

import pytest
from playwright.sync_api import Browser, Page

from tests.support.tiny_project import FILES, new_project, write

pytestmark = pytest.mark.slow

PATIENCE = 90_000
"""Milliseconds; a build takes about two seconds, on a busy machine more."""

GUIDE = "content/one/guide.md"
LONG = "\n\n".join(["## Later {#later}", *map("Line {} of many.".format, range(80))])
TEXT = FILES[GUIDE] + "\n" + LONG
PLACE = 900
"""In pixels from the top."""

IN_VIEW = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.innerText"


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(project: Path) -> Iterator[tuple[str, IO[str]]]:
    """Run `guide serve`; yield the guide's address once it listens, and what it prints from then on."""
    address = f"127.0.0.1:{free_port()}"
    options = ("--project", str(project), "--address", address)
    command = [sys.executable, "-u", "-m", "generator.cli", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout
            for line in process.stdout:
                if "Serving on" in line:
                    break
            yield f"http://{address}/one/index.html", process.stdout
        finally:
            process.terminate()


def shows(page: Page, text: str) -> None:
    """Wait until the page says a text, without being told to load anything."""
    page.wait_for_function("text => document.body?.innerText.includes(text)", arg=text, timeout=PATIENCE)


def test_the_preview_follows_the_content(tmp_path: Path, browser: Browser) -> None:
    new_project(tmp_path)
    write(tmp_path / GUIDE, TEXT)
    with serving(tmp_path) as (address, printed), browser.new_page() as page:
        page.goto(address)
        page.evaluate("place => scrollTo({top: place, behavior: 'instant'})", PLACE)
        line = page.evaluate(IN_VIEW)
        assert line.startswith("Line ")
        write(tmp_path / GUIDE, TEXT.replace("Click **New", "Open and click **New"))
        shows(page, "Open and click New application")
        page.wait_for_function(f"line => {IN_VIEW} === line", arg=line, timeout=PATIENCE)
        write(tmp_path / GUIDE, TEXT.replace("{{ address }}", "{{ adress }}"))
        shows(page, "[unknown-reference]")
        assert "[unknown-reference]" in page.get_by_role("alert").inner_text()
        assert "Open and click New application" in page.inner_text("body")
        write(tmp_path / GUIDE, TEXT.replace("Click **New", "Now click **New"))
        shows(page, "Now click New application")
        assert "[unknown-reference]" not in page.inner_text("body")
        assert any("[unknown-reference]" in line for line in printed)
