"""A run of `guide` in a process of its own, which kills itself before its n-th call that changes what lies on disk."""

from __future__ import annotations

import builtins
import contextlib
import io
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generator.cli import main
from generator.output import exchange, files

KILLED = -signal.SIGKILL
RENAMES = ("rename", "replace")
CHANGES = (*RENAMES, "link", "unlink", "fsync")
"""Names in the module os."""

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([
    "generator.cli", "generator.commands.record", "generator.commands.labels", "generator.commands.drift",
    "generator.commands.import_page", "generator.commands.continue_draft", "generator.commands.new",
    "generator.commands.compare", "generator.commands.metadata", "generator.commands.audit", "generator.batch.plan",
    "tests.support.killing",
])  # fmt: skip


class Countdown:
    """Kills its own process at the n-th call."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def tick(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self.tick()
            return call(*arguments, **options)

        return counted

    def around_writing(self, opening: Callable[..., Any]) -> Callable[..., Any]:
        """Count before a file is emptied or made, and again while it is still empty."""

        def counted(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            writes = isinstance(mode, str) and set(mode) & set("wxa+")
            if writes:
                self.tick()
            opened = opening(file, mode, *arguments, **options)
            if writes:
                self.tick()
            return opened

        return counted


def guide(*arguments: str) -> None:
    """Run `guide`, whatever its exit status."""
    with contextlib.suppress(SystemExit):
        main(arguments)


def _run(call: Callable[..., object], arguments: tuple[str, ...], calls: int, names: tuple[str, ...]) -> None:
    countdown = Countdown(calls)
    for name in names:
        setattr(os, name, countdown.before(getattr(os, name)))
    vars(files)["exchange"] = countdown.before(exchange.exchange)
    if names == CHANGES:
        io.open = builtins.open = countdown.around_writing(io.open)
    with Path(os.devnull).open("r+", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    call(*arguments)


def kills(names: tuple[str, ...] = CHANGES, call: Callable[..., object] = guide) -> Iterator[Callable[..., bool]]:
    """Yield, for 1, 2, 3 …, what runs `guide` up to that call and says whether it was killed; end once it was not.

    It may also run another function, of a module.
    """
    number, ended = 0, False

    def run_killed(*arguments: str | Path) -> bool:
        nonlocal ended
        process = PROCESSES.Process(target=_run, args=(call, tuple(map(str, arguments)), number, names))
        process.start()
        process.join()
        ended = process.exitcode != KILLED
        return not ended

    while not ended:
        number += 1
        yield run_killed
