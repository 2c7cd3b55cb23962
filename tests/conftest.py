"""Shared by all tests: the project's folders, and one finished build of the example content."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.support.project import PROJECT

settings.register_profile("project", deadline=None, max_examples=40)  # speed is measured in benchmarks/
settings.load_profile("project")

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


MARKER_OF_FIXTURE = {"browser": "browser", "built": "build"}
"""What a test asks for tells what it needs: a test that takes `browser` is marked so."""


def pytest_configure(config: pytest.Config) -> None:
    """Measure coverage of our own code only."""
    if config.getoption("cov_source", default=None):
        from tests.support.others_code import leave_out  # noqa: PLC0415 - loads all that is slow

        leave_out()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by the costly fixtures that it takes."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in MARKER_OF_FIXTURE:
                item.add_marker(MARKER_OF_FIXTURE[fixture])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The output folder of one build of the example content, for all workers of a run. Tests only read it."""
    own = tmp_path_factory.getbasetemp()
    out = (own if worker_id == "master" else own.parent) / "built"
    with out.with_name("built.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not out.exists():
            command = (sys.executable, "-m", "generator.cli", "build", "--project", PROJECT, "--out", out)
            built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
            assert built.returncode == 0, built.stderr
    return out


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the example content that a test may spoil."""
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy of the finished build that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "out"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    assert chromium, "install Debian's chromium, or run `make test`, which does"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The address of the built site, served as a plain host would."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built / "site"))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
