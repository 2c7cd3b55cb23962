"""Sheets for many orgs: find out which are to be made, have workers make them, and write each as it comes.

Workers get a guide and some orgs and give back bytes. Only this process writes, so that a worker that is lost, here or
on another machine, takes nothing with it but time.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from generator.commands.loading import load_guides, load_records
from generator.commands.sources import Orgs, read_orgs
from generator.commands.workers import cluster_workers, local_workers, stopping
from generator.fingerprint import step_hashes
from generator.model import Guide
from generator.output.product import product_hash
from generator.output.sheet_folder import SheetFolder, sheet_folder
from generator.problems import ContentError, Location, Problem, Problems
from generator.standing import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from generator.commands.paths import Paths
    from generator.commands.workers import Workers
    from generator.model import Org
    from generator.runs import Record

Files = dict[str, str | bytes]
Sheets = dict[str, Files]
"""{"<org>/<guide>/<kind>": {file name: what it holds}}"""

Records = dict[tuple[str, str], "Record"]
"""By the ids of org and guide."""

REDO = "redo"
"""The kind of sheet that only some orgs need."""

ORGS_A_TASK = 16
"""At most. Enough that handing them over costs nothing, few enough that the end is not one worker's alone."""

ORGS_A_PROCESS = 4
"""So few are made before another process has started."""

TRIES = 3


@dataclass(frozen=True)
class Options:
    """How a batch is run. `jobs` None: a process for each core. `kinds` are those of `commands/sheets.py`.

    `records` are files of some of the orgs' records, for the kinds that show them.
    """

    kinds: tuple[str, ...]
    jobs: int | None = None
    force: bool = False
    strict: bool = False
    scheduler: str | None = None
    records: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Order:
    """What is to be made for one org: (index of the guide, kind, what the sheet is made from), once a sheet."""

    place: Location
    org: Org
    sheets: tuple[tuple[int, str, str], ...]
    records: dict[str, Record]
    """By the guide's id."""


class Guides(tuple[Guide, ...]):  # noqa: SLOT001 - it keeps what it has worked out
    """The guides of a batch. They go with every task, so they are packed once, and a worker unpacks them once."""

    @cached_property
    def hashes(self) -> dict[str, dict[str, str]]:
        """Return the hash of every step by the ids of guide and step."""
        return {guide.id: step_hashes(guide) for guide in self}

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps(tuple(self), pickle.HIGHEST_PROTOCOL)

    def __reduce__(self) -> tuple[Callable[[bytes], Guides], tuple[bytes]]:
        """Return what makes them anew in a worker."""
        return _unpacked, (self._packed,)


@lru_cache(maxsize=1)
def _unpacked(guides: bytes) -> Guides:
    return Guides(pickle.loads(guides))  # noqa: S301 - part of a task, which is handed over in the same way


@dataclass(frozen=True)
class Task:
    """Some orders, with all that a worker needs for them."""

    orders: tuple[Order, ...]
    guides: Guides
    site: str
    product: str
    tries: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of an order: its sheets as they are, or what is wrong."""

    order: Order
    sheets: Sheets
    problems: tuple[Problem, ...] = ()


@dataclass
class Batch:
    """A batch under way. `outcomes` makes and writes the sheets; the counts are of orgs."""

    problems: Problems
    orders: tuple[Order, ...]
    unchanged: int
    failed: int
    made: int = 0
    strict: bool = False
    _parts: tuple[Task, Workers, SheetFolder] | None = None

    def outcomes(self) -> Iterator[list[Path]]:
        """Yield the files written for each org as they are; none for an org that failed.

        Under `strict` they are written at the end. Raises `ContentError` if one cannot be written.
        """
        if self._parts is None:
            return
        task, workers, folder = self._parts
        for outcome in _outcomes(_tasks(task, self.orders, workers.count), workers):
            written = [] if outcome.problems else _written(outcome, folder)
            self.problems.extend(outcome.problems)
            self.failed += bool(outcome.problems)
            self.made += not outcome.problems
            yield written
        if self.strict:
            self.problems.raise_errors()
            yield folder.release()


@contextmanager
def batch(paths: Paths, sources: Iterable[Path], guide_id: str | None, options: Options) -> Iterator[Batch]:
    """Prepare a batch for the orgs in `sources`.

    Raises `ContentError`: at once if a guide has errors, or an org and `options.strict` is set; and whenever the output
    folder cannot be written. Everything wrong with single orgs is gathered in the batch's problems.
    """
    problems = Problems()
    guides = Guides(load_guides(paths, problems, guide_id))
    problems.raise_errors()
    orgs = read_orgs(sources, problems)
    if options.strict:
        problems.raise_errors()
    records = load_records(options.records, orgs, guides, problems)
    if options.records:  # named one by one: a sheet without what they say would be another one
        problems.raise_errors()
    if REDO in options.kinds:
        orgs = replace(orgs, found=_to_redo(orgs, guides, records))
    if not orgs.found:
        yield Batch(problems, (), 0, orgs.refused)
        return
    task = Task((), guides, _site(paths), product_hash())
    with sheet_folder(paths.out, hold=options.strict) as folder:
        orders = tuple(_orders(orgs, records, task, folder, options))
        prepared = Batch(problems, orders, len(orgs.found) - len(orders), orgs.refused, strict=options.strict)
        if not orders:
            yield prepared
            return
        with _workers(options, len(orders)) as workers:
            prepared._parts = (task, workers, folder)  # noqa: SLF001 - its own
            yield prepared


def _site(paths: Paths) -> str:
    from generator.output.site import site_url  # noqa: PLC0415 - MkDocs is slow to import

    return site_url(paths.project)


def _workers(options: Options, orders: int) -> AbstractContextManager[Workers]:
    if options.scheduler:
        return cluster_workers(options.scheduler)
    jobs = options.jobs or len(os.sched_getaffinity(0))
    return local_workers(max(1, min(jobs, orders // ORGS_A_PROCESS)))


def _to_redo(orgs: Orgs, guides: Guides, records: Records) -> tuple[tuple[Location, Org], ...]:
    """Return the orgs by whose records a step is open or has changed since."""
    by_id = {guide.id: guide for guide in guides}
    concerned = {
        org for (org, guide), record in records.items() if standing(by_id[guide], guides.hashes[guide], record).redo
    }
    return tuple((place, org) for place, org in orgs.found if org.id in concerned)


def _orders(orgs: Orgs, records: Records, task: Task, folder: SheetFolder, options: Options) -> Iterator[Order]:
    """Yield an order for each org of which a sheet is missing, damaged or made from something else."""
    bases = [
        (index, guide.id, kind, _sha256(task.product, task.site, kind, repr(guide)))
        for index, guide in enumerate(task.guides)
        for kind in options.kinds
    ]
    for place, org in orgs.found:
        said = repr(vars(org))
        known = {guide.id: records[org.id, guide.id] for guide in task.guides if (org.id, guide.id) in records}
        sheets = [
            (index, guide, kind, _sha256(base, said, repr(known.get(guide)))) for index, guide, kind, base in bases
        ]
        wanted = tuple(
            (index, kind, source)
            for index, guide, kind, source in sheets
            if options.force or not folder.has(f"{org.id}/{guide}/{kind}", source)
        )
        if wanted:
            yield Order(place, org, wanted, known)


def _sha256(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _tasks(task: Task, orders: tuple[Order, ...], workers: int) -> Iterator[Task]:
    size = max(1, min(ORGS_A_TASK, len(orders) // (workers * 4)))
    return (replace(task, orders=orders[first : first + size]) for first in range(0, len(orders), size))


def _written(outcome: Outcome, folder: SheetFolder) -> list[Path]:
    sources = {sheet: source for sheet, (_, _, source) in zip(outcome.sheets, outcome.order.sheets, strict=True)}
    return [path for sheet, files in outcome.sheets.items() for path in folder.put(sheet, sources[sheet], files)]


# Handing out work


def _outcomes(tasks: Iterator[Task], workers: Workers) -> Iterator[Outcome]:
    """Yield outcomes as they come. Twice as many tasks as workers are under way, so that none of them waits."""
    running: dict[Future[list[Outcome]], Task] = {}
    again: deque[Task] = deque()
    while True:
        while len(running) < 2 * workers.count and (task := again.popleft() if again else next(tasks, None)):
            running[_submit(task, workers)] = task
        if not running:
            return
        done = wait(running, return_when=FIRST_COMPLETED).done
        for future in [future for future in running if future in done]:  # in order: `done` has none
            task = running.pop(future)
            fault = future.exception()
            if fault is None:
                yield from future.result()
            elif isinstance(fault, ContentError):
                raise fault
            elif isinstance(fault, BrokenExecutor) and task.tries < TRIES:
                again.extend(replace(task, orders=(order,), tries=task.tries + 1) for order in task.orders)
            else:
                yield from (_failed(order, fault) for order in task.orders)


def _submit(task: Task, workers: Workers) -> Future[list[Outcome]]:
    try:
        return workers.executor.submit(make, task)
    except BrokenExecutor:
        workers.renew()
        return workers.executor.submit(make, task)


def _failed(order: Order, fault: BaseException) -> Outcome:
    text = f"The worker that made this org’s sheets ended ({type(fault).__name__}). Run again, with fewer --jobs."
    return Outcome(order, {}, (Problem(order.place, "worker-lost", text),))


# In the worker

ONE_AT_A_TIME = Lock()
"""A Dask worker may run threads, and WeasyPrint's fonts and log are the process's."""


def make(task: Task) -> list[Outcome]:
    """Make the sheets of a task's orders; of fewer if the batch has ended and nobody waits for them."""
    if task.product != product_hash():
        text = "A worker of the cluster has another version of this program or of its libraries. Install the same one."
        raise ContentError((Problem(Location("cluster"), "cluster-version", text),))
    with ONE_AT_A_TIME:
        return [_made(order, task, task.guides.hashes) for order in task.orders if not stopping()]


def _made(order: Order, task: Task, hashes: dict[str, dict[str, str]]) -> Outcome:
    """Make all sheets of one org, or none. `hashes` are the steps' by the ids of guide and step."""
    from generator.commands.sheets import MAKERS  # noqa: PLC0415 - its templates and fonts are slow to load

    sheets: Sheets = {}
    for index, kind, _ in order.sheets:
        guide = task.guides[index]
        own, record = hashes[guide.id], order.records.get(guide.id)
        now = standing(guide, own, record) if record else None
        try:
            sheets[f"{order.org.id}/{guide.id}/{kind}"] = MAKERS[kind](guide, order.org, own, task.site, now)
        except ContentError as fault:
            return Outcome(order, {}, tuple(_at(order.place, problem) for problem in fault.problems))
        except Exception as fault:  # noqa: BLE001 - one org in ten thousand must not stop the others
            text = f"No sheet could be made ({type(fault).__name__}: {fault}). The program is at fault: report it."
            return Outcome(order, {}, (Problem(order.place, "sheet-failed", text),))
    return Outcome(order, sheets)


def _at(place: Location, problem: Problem) -> Problem:
    """Say where the org stands, and in which of its sheets the problem is."""
    return replace(problem, location=place, text=f"{problem.location.path}: {problem.text}")
