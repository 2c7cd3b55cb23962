"""The live preview builds again when the content changes, and survives a faulty edit."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

import pytest

from tests.support.project import GUIDE, PROJECT

pytestmark = pytest.mark.slow

PATIENCE = 90
"""Seconds; a build takes about ten, on a busy machine more."""


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(content: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Run `guide serve`; yield the guide's address and the file that takes what the command prints."""
    address, log = f"127.0.0.1:{free_port()}", out.parent / "log"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "generator.cli",
        "serve",
        "--project",
        PROJECT,
        "--address",
        address,
    ]
    with (
        log.open("w") as file,
        subprocess.Popen([*command, "--content", content, "--out", out], stdout=file, stderr=file) as process,
    ):
        try:
            yield f"http://{address}/{GUIDE}/", log
        finally:
            process.terminate()


def comes_true(condition: Callable[[], bool]) -> bool:
    """Wait until the condition holds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def shows(url: str, text: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return text in answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def test_the_preview_follows_the_content(content: Path, tmp_path: Path) -> None:
    guide = content / GUIDE / "guide.md"
    true = guide.read_text()
    with serving(content, tmp_path / "out") as (url, log):
        assert comes_true(lambda: shows(url, "Click the gear icon")), log.read_text()
        guide.write_text(true.replace("Click the gear icon", "Click the cogwheel"))
        assert comes_true(lambda: shows(url, "Click the cogwheel")), log.read_text()
        guide.write_text(true.replace("{{ callback_url }}", "{{ callback }}"))
        assert comes_true(lambda: "[unknown-reference]" in log.read_text()), log.read_text()
        assert comes_true(lambda: shows(url, "[unknown-reference]")), log.read_text()
        assert shows(url, "Click the cogwheel")
        guide.write_text(true)
        assert comes_true(lambda: shows(url, "Click the gear icon")), log.read_text()
        assert not shows(url, "[unknown-reference]")
