"""Debian's Firefox and WebKit, each driven by the protocol that it brings: Marionette, and WebDriver over HTTP.

Both speak WebDriver's commands, so one small class serves both. Neither needs a driver of another maker.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

MINI_BROWSERS = "webkit2gtk-4*/MiniBrowser"
SOON = 30.0
"""Seconds within which a browser has started."""

FIREFOX_SETTINGS = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Driven(ABC):
    """A browser's window."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""

    @abstractmethod
    def run(self, script: str) -> Any:
        """Return what a function's body, which may await, returns in the page."""

    @abstractmethod
    def click(self, selector: str) -> None:
        """Click an element as a person does, which a page may tell from a script."""

    def until(self, script: str) -> Any:
        """Return what a script returns once that is true."""
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            result = self.run(script)
            if result:
                return result
            time.sleep(0.05)
        raise TimeoutError(script)


ASYNC = """
const done = arguments[arguments.length - 1];
const body = async () => { %s };
body().then((result) => done({ result }), (fault) => done({ fault: String(fault) }));
"""


def _result(answer: dict[str, Any]) -> Any:
    if "fault" in answer:
        raise AssertionError(answer["fault"])
    return answer.get("result")


class Firefox(Driven):
    """Firefox by Marionette: JSON over a socket, each message after its length."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SOON)
        self._number = 0
        self._receive()
        self._command("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"timeouts": {"script": 30000}}}})

    def close(self) -> None:
        """Let go of the browser."""
        self._socket.close()

    def go(self, address: str) -> None:
        self._command("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        answer = self._command("WebDriver:ExecuteAsyncScript", {"script": ASYNC % script, "args": []})
        return _result(answer["value"])

    def click(self, selector: str) -> None:
        found = self._command("WebDriver:FindElement", {"using": "css selector", "value": selector})
        (element,) = found["value"].values()
        self._command("WebDriver:ElementClick", {"id": element})

    def print_page(self) -> str:
        """Return the page as a PDF, in base 64."""
        answer: str = self._command("WebDriver:Print", {})["value"]
        return answer

    def _command(self, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        message = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, fault, answer = self._receive()
        assert fault is None, fault
        return answer or {}

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        data = b""
        while len(data) < int(length[:-1]):
            data += self._socket.recv(1 << 16)
        return json.loads(data)


class WebKit(Driven):
    """WebKit by its own WebDriver."""

    def __init__(self, port: int, program: Path) -> None:
        self._root = f"http://127.0.0.1:{port}/session"
        options = {"binary": str(program), "args": ["--automation"]}
        wanted = {"webkitgtk:browserOptions": options, "timeouts": {"script": 30000}}
        self._session = self._post("", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def go(self, address: str) -> None:
        self._post("/url", {"url": address})

    def run(self, script: str) -> Any:
        return _result(self._post("/execute/async", {"script": ASYNC % script, "args": []}))

    def click(self, selector: str) -> None:
        (element,) = self._post("/element", {"using": "css selector", "value": selector}).values()
        self._post(f"/element/{element}/click", {})

    def _post(self, path: str, data: dict[str, Any]) -> Any:
        address = f"{self._root}/{self._session}{path}" if path else self._root
        request = Request(address, json.dumps(data).encode(), {"Content-Type": "application/json"})  # noqa: S310 - of this machine
        with urlopen(request, timeout=SOON) as response:  # noqa: S310
            return json.load(response)["value"]


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Start Debian's Firefox with a profile in `folder`."""
    program = shutil.which("firefox-esr")
    assert program, "install Debian's firefox-esr, or run `make test`, which does"
    lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in FIREFOX_SETTINGS.items()]
    (folder / "user.js").write_text("".join(lines))
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with _running(command, os.environ | {"HOME": str(folder)}):
        port = int(_once((folder / "MarionetteActivePort").read_text))
        started = Firefox(port)
        yield started
        started.close()


@contextmanager
def webkit(folder: Path) -> Iterator[WebKit]:
    """Start Debian's WebKit, on a screen that nobody sees."""
    (program, *_) = Path("/usr/lib").glob(f"*/{MINI_BROWSERS}")
    port = _free_port()
    environment = os.environ | {"HOME": str(folder), "GDK_BACKEND": "x11"}
    command = ["xvfb-run", "--auto-servernum", "WebKitWebDriver", f"--port={port}"]
    with _running(command, environment):
        yield _once(lambda: WebKit(port, program))


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait()


def _once(attempt: Callable[[], Any]) -> Any:
    """Return what an attempt returns once it succeeds."""
    end = time.monotonic() + SOON
    while True:
        try:
            result = attempt()
        except (OSError, ValueError):
            if time.monotonic() > end:
                raise
        else:
            if result:
                return result
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
