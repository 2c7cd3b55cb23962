"""Where a batch's work is done: in this process, in several on this machine, or on a Dask cluster.

All three are executors of the standard library's kind, so a batch does not know which one it has.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any

from generator.problems import ContentError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Event

SECONDS_TO_ANSWER = 10
SAFE_SCHEMES = frozenset({"tls", "wss", "inproc"})
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass
class Workers:
    """An executor, how many tasks it does at once, and what starts it anew after it broke."""

    executor: Executor
    count: int
    restart: Callable[[], Executor]

    def renew(self) -> None:
        """Take a fresh executor in the place of a broken one."""
        self.executor = self.restart()


class Here(Executor):
    """Does each task at once, in this process: quicker for a few, as a process takes a second to start."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the finished task."""
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 - as every executor does
            done.set_exception(fault)
        return done


@contextmanager
def local_workers(count: int) -> Iterator[Workers]:
    """Start `count` processes; one is this process itself."""
    if count == 1:
        yield Workers(Here(), count, Here)
        return
    with other_processes(count) as workers:
        yield workers


@contextmanager
def other_processes(count: int) -> Iterator[Workers]:
    """Start `count` processes beside this one.

    An exception, Ctrl-C too, stops them after the org they are at: killed while they write, they would lose it.
    """
    import multiprocessing  # noqa: PLC0415 - slow to import

    from generator.batch.processes import Processes  # noqa: PLC0415 - likewise

    context = multiprocessing.get_context("spawn")  # a fork would share the lock on the output folder
    stop = context.Event()

    def pool() -> Executor:
        return Processes(count, mp_context=context, initializer=_start_worker, initargs=(stop,))

    workers = Workers(pool(), count, pool)
    try:
        yield workers
    except BaseException:
        stop.set()
        workers.executor.shutdown(cancel_futures=True)
        raise
    workers.executor.shutdown()


_stop: Event | None = None
"""In a worker process: set when the batch has ended early."""


def stopping() -> bool:
    """Whether nobody waits any more for what this worker does."""
    return _stop is not None and _stop.is_set()


def _start_worker(stop: Event) -> None:
    """Listen for the end of the batch, and end with the parent: one that was killed cannot tell its workers."""
    global _stop  # noqa: PLW0603 - a pool gives its workers no other place
    _stop = stop
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing  # noqa: PLC0415 - slow to import
    from multiprocessing.connection import wait  # noqa: PLC0415

    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


def open_network(address: str) -> Iterator[Problem]:
    """Yield a warning where a scheduler's address asks for no TLS and is not on this machine."""
    scheme, _, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]") or place
    if not address or scheme in SAFE_SCHEMES or host in THIS_MACHINE:
        return
    text = (
        "Without TLS, the orgs’ data goes over the network for all to read, and whoever reaches the scheduler can run "
        "programs on it, on its workers and here: Dask’s messages are pickles. Set up TLS and name it as tls://…"
    )
    yield Problem(Location("--scheduler"), "no-tls", text, Severity.WARNING)


@contextmanager
def cluster_workers(address: str) -> Iterator[Workers]:
    """Use the Dask cluster whose scheduler listens at `address`; its own configuration says how, TLS too."""
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra
        from distributed.comm.addressing import resolve_address  # noqa: PLC0415
    except ImportError:
        text = "The package distributed is missing. Install it with: pip install 'guide-generator[cluster]'."
        raise ContentError.at(Location(address), "no-dask", text) from None
    try:
        resolve_address(address)  # a client that fails over it takes long to end
        client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError) as fault:
        text = f"No Dask scheduler answers here ({type(fault).__name__}). Start it, or correct the address."
        raise ContentError.at(Location(address), "no-scheduler", text) from fault
    with client:
        threads = client.nthreads()  # type: ignore[no-untyped-call]
        if not threads:
            text = "This Dask scheduler has no workers. Start some with “dask worker”."
            raise ContentError.at(Location(address), "no-workers", text)
        executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        try:
            yield Workers(executor, sum(threads.values()), lambda: executor)
        finally:
            executor.shutdown(wait=False)
