"""A pool of processes on this machine. Imports much, so only a batch that has several loads it."""

from __future__ import annotations

import signal
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing.connection import wait
from threading import Lock, Thread
from time import sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.process import BaseProcess


class Processes(ProcessPoolExecutor):
    """A pool whose processes never see Ctrl-C, from their first moment on: it is the parent's to handle.

    It breaks whenever one of them is killed. Without help it would wait for ever for the rest of a result of which
    a killed process had written a part, and so would the others, for their turn to write.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what the library's pool takes."""
        super().__init__(*args, **kwargs)
        self._watched: frozenset[int] = frozenset()
        self._breaking = Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand out a task; this is what starts processes, and they inherit the signals held back."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            future = super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for pid, process in list((self._processes or {}).items()):
            if pid not in self._watched:
                self._watched |= {pid}
                watched = (process, self._processes, self._result_queue)
                Thread(target=self._watch, args=watched, daemon=True).start()
        return future

    def _watch(self, process: BaseProcess, others: Mapping[int, BaseProcess], results: Any) -> None:
        """Wait for the end of a process; after a violent one, end the others and close the way of the results.

        One at a time: closed twice at once, the second close would hit a pipe that another pool has opened since.
        """
        wait([process.sentinel])
        process.join()
        while process.exitcode is None:  # the pool itself has just taken the exit code, and not yet told it
            sleep(0.001)
        if process.exitcode == 0:
            return
        with self._breaking, suppress(OSError):
            for other in list(others.values()):
                other.kill()
                other.join()
            results._writer.close()  # noqa: SLF001 - no public way
