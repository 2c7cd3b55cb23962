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
from functools import lru_cache, partial
from itertools import chain, islice
from threading import Lock
from typing import TYPE_CHECKING

from generator.batch.bundles import BatchSheet, write_bundles
from generator.batch.kinds import PRINTED, REDO
from generator.batch.samples import ONE_IN, one_in
from generator.batch.sheet_folder import SheetFolder, sheet_folder
from generator.batch.workers import cluster_workers, local_workers, open_network, stopping
from generator.deriving.guide_view import compliance_status, view
from generator.model.brand import NO_BRAND
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.product import product_hash
from generator.output.spooled import Spooled
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.brand import read_brand
from generator.project.loading import load_meant, load_records
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sheet_overrides import read_sheet_overrides
from generator.project.sources import read_orgs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from generator.batch.bundles import BundleOptions
    from generator.batch.jobs import Files, Job
    from generator.batch.workers import Workers
    from generator.model import Guide, Org
    from generator.model.brand import Brand
    from generator.model.records import Record
    from generator.model.sheet_overrides import SheetOverrides
    from generator.project.paths import Paths
    from generator.project.sources import Found, Orgs

Sheets = dict[str, "Files"]
"""{"<org>/<guide>/<kind>": {file name: what it holds}}"""

Records = dict[tuple[str, str], "Record"]
"""By the ids of org and guide."""

ORGS_A_TASK = 16
"""At most. Enough that handing them over costs nothing, few enough that the end is not one worker's alone."""

ORGS_A_PROCESS = 4
"""So few are made before another process has started."""

TRIES = 3


@dataclass(frozen=True)
class Options:
    """How a batch is run. `jobs` None: a process for each core. `kinds` are those of `batch/kinds.py`.

    `records` are files of some of the orgs' records, for the kinds that show them.
    """

    kinds: tuple[str, ...]
    jobs: int | None = None
    force: bool = False
    strict: bool = False
    scheduler: str | None = None
    full_layout: bool = False
    records: tuple[Path, ...] = ()
    section: str | None = None
    """The id of the section that alone is printed."""

    verify: bool = False
    """Whether what lies there is read, and not only looked at."""


@dataclass(frozen=True)
class Order:
    """What is to be made for one org: (index of the guide, kind, what the sheet is made from), once a sheet."""

    place: Location
    org: Org
    sheets: tuple[tuple[int, str, str], ...]
    records: dict[str, Record]
    """By the guide's id."""


@dataclass(frozen=True)
class Task:
    """Some orders, with all that a worker needs for them: `jobs` are a `Jobs`, pickled once for all tasks."""

    orders: tuple[Order, ...]
    jobs: bytes
    product: str
    tries: int = 0


@dataclass(frozen=True)
class Jobs:
    """What all orders of a batch have in common. `site` is the hosted site's own address.

    One PDF of `one_in` is read back as it is made.
    """

    guides: tuple[Guide, ...]
    site: str
    full_layout: bool = True
    one_in: int = ONE_IN
    overrides: SheetOverrides = NO_OVERRIDES
    brand: Brand = NO_BRAND


@dataclass(frozen=True)
class OrderOutcome:
    """What became of an order: its sheets as they are, or what is wrong. `singly` PDFs were laid out for it alone."""

    order: Order
    sheets: Sheets
    problems: tuple[Problem, ...] = ()
    singly: int = 0


@dataclass
class Batch:
    """A batch under way. `outcomes` makes and writes the sheets; the counts are of orgs."""

    problems: Problems
    orders: Spooled[Order]
    unchanged: int
    failed: int
    made: int = 0
    singly: int = 0
    """Of those made, how many had a sheet laid out in full."""
    strict: bool = False
    uses_templates: bool = False
    """Whether the first sheets take as long as a hundred others."""

    _parts: tuple[Task, Workers, SheetFolder] | None = None
    _bundles: Callable[[str, BundleOptions], Iterator[Path]] | None = None

    def bundles(self, name: str, options: BundleOptions) -> Iterator[Path]:
        """Yield the archives and PDFs made of all sheets, once these are written; `name` begins their names."""
        if self._bundles is not None:
            yield from self._bundles(name, options)

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
            self.singly += bool(outcome.singly and not outcome.problems)
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
    guides = load_meant(paths, problems, guide_id)
    problems.raise_errors()
    _refuse_unknown_section(guides, paths, options)
    overrides = read_sheet_overrides(paths.project, problems)
    brand = read_brand(paths.project, problems)
    problems.raise_errors()
    orgs = read_orgs(sources, problems, project_fields(paths.content))
    if options.strict:
        problems.raise_errors()
    records = load_records(options.records, orgs, guides, problems)
    if options.records:  # named one by one: a sheet without what they say would be another one
        problems.raise_errors()
    if REDO in options.kinds:
        orgs = replace(orgs, found=_to_redo(orgs, guides, records))
    if not orgs.found:
        yield Batch(problems, Spooled(()), 0, orgs.refused)
        return
    jobs = Jobs(guides, _site(paths), overrides=overrides, brand=brand)
    with sheet_folder(paths.out, problems, hold=options.strict, verify=options.verify) as folder:
        every_order = partial(_all_orders, orgs, records, jobs, options)
        orders = Spooled(every_order() if options.force else _missing(every_order(), jobs, folder))
        prepared = Batch(problems, orders, len(orgs.found) - len(orders), orgs.refused, strict=options.strict)
        prepared.uses_templates = not options.full_layout and bool(PRINTED.intersection(options.kinds))
        prepared._bundles = partial(write_bundles, _bundled(every_order(), jobs), folder)  # noqa: SLF001 - its own
        if not orders:
            yield prepared
            return
        jobs = replace(jobs, full_layout=options.full_layout, one_in=one_in(len(orders)))
        task = Task((), pickle.dumps(jobs), product_hash())
        problems.extend(open_network(options.scheduler or ""))
        with _workers(options, len(orders)) as workers:
            prepared._parts = (task, workers, folder)  # noqa: SLF001 - its own
            yield prepared


def _refuse_unknown_section(guides: Iterable[Guide], paths: Paths, options: Options) -> None:
    """Raise a ContentError if a section is asked for that no guide has, or that has no steps."""
    if options.section is None:
        return
    sections = chain.from_iterable(guide.sections for guide in guides)
    known = [section.id for section in sections if section.steps]
    if options.section not in known:
        text = f"No guide has a section “{options.section}” with steps. Known: {', '.join(known)}."
        raise ContentError.at(Location(shown(paths.content)), "unknown-section", text)


def _site(paths: Paths) -> str:
    from generator.output.site import site_url  # noqa: PLC0415 - MkDocs is slow to import

    return site_url(paths.project)


def _workers(options: Options, orders: int) -> AbstractContextManager[Workers]:
    if options.scheduler:
        return cluster_workers(options.scheduler)
    jobs = options.jobs or len(os.sched_getaffinity(0))
    return local_workers(max(1, min(jobs, orders // ORGS_A_PROCESS)))


def _to_redo(orgs: Orgs, guides: Iterable[Guide], records: Records) -> Spooled[Found]:
    """Return the orgs by whose records a step is open or has changed since."""
    views = {guide.id: view(guide) for guide in guides}
    concerned = set()
    for (org_id, guide_id), record in records.items():
        status = compliance_status(views[guide_id], record)
        if status.remaining:
            concerned.add(org_id)
    return Spooled((place, org) for place, org in orgs.found if org.id in concerned)


def _all_orders(orgs: Orgs, records: Records, jobs: Jobs, options: Options) -> Iterator[Order]:
    """Yield an order of all sheets for each org."""
    bases = list(_bases(jobs, options))
    for place, org in orgs.found:
        facts = repr(vars(org))
        known = {guide.id: records[org.id, guide.id] for guide in jobs.guides if (org.id, guide.id) in records}
        sheets = []
        for index, kind, base in bases:
            record = known.get(jobs.guides[index].id)
            source = _sha256(base, facts, repr(record))
            sheets.append((index, kind, source))
        yield Order(place, org, tuple(sheets), known)


def _bases(jobs: Jobs, options: Options) -> Iterator[tuple[int, str, str]]:
    """Yield a guide's index and a kind of sheet, with a hash of what all orgs' sheets of that kind are made from."""
    settings = (product_hash(), jobs.site, jobs.overrides, jobs.brand, options.full_layout)
    made_with = repr(settings)
    for index, guide in enumerate(jobs.guides):
        for kind in options.kinds:
            yield index, kind, _sha256(made_with, kind, repr(guide))


def _missing(orders: Iterable[Order], jobs: Jobs, folder: SheetFolder) -> Iterator[Order]:
    """Yield an order for each org of which a sheet is missing, damaged or made from something else."""
    for order in orders:
        missing = []
        for index, kind, source in order.sheets:
            name = f"{order.org.id}/{jobs.guides[index].id}/{kind}"
            if not folder.has(name, source):
                missing.append((index, kind, source))
        if missing:
            yield replace(order, sheets=tuple(missing))


def _bundled(orders: Iterable[Order], jobs: Jobs) -> Iterator[BatchSheet]:
    for order in orders:
        for index, kind, source in order.sheets:
            guide = jobs.guides[index]
            yield BatchSheet(order.org.id, order.org.name, guide.id, guide.about.title, kind, source)


def _sha256(*parts: str) -> str:
    joined = "\0".join(parts)
    return hashlib.sha256(joined.encode()).hexdigest()


def _tasks(task: Task, orders: Spooled[Order], workers: int) -> Iterator[Task]:
    each = len(orders) // (workers * 4)
    size = max(1, min(ORGS_A_TASK, each))
    remaining = iter(orders)
    for order in islice(remaining, workers):
        yield replace(task, orders=(order,))  # so that each worker's first sheet is there as soon as its template is
    while part := tuple(islice(remaining, size)):
        yield replace(task, orders=part)


def _written(outcome: OrderOutcome, folder: SheetFolder) -> list[Path]:
    paths: list[Path] = []
    for (sheet, files), (_, _, source) in zip(outcome.sheets.items(), outcome.order.sheets, strict=True):
        paths += folder.put(sheet, source, files)
    return paths


# Handing out work


def _outcomes(tasks: Iterator[Task], workers: Workers) -> Iterator[OrderOutcome]:
    """Yield outcomes as they come. Twice as many tasks as workers are under way, so that none of them waits."""
    running: dict[Future[list[OrderOutcome]], Task] = {}
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


def _submit(task: Task, workers: Workers) -> Future[list[OrderOutcome]]:
    try:
        return workers.executor.submit(make, task)
    except BrokenExecutor:
        workers.renew()
        return workers.executor.submit(make, task)


def _failed(order: Order, fault: BaseException) -> OrderOutcome:
    text = f"The worker that made this org’s sheets ended ({type(fault).__name__}). Run again, with fewer --jobs."
    problem = Problem(order.place, "worker-lost", text)
    return OrderOutcome(order, {}, (problem,))


# In the worker

ONE_AT_A_TIME = Lock()
"""A Dask worker may run threads, and WeasyPrint's fonts and log are the process's."""


def make(task: Task) -> list[OrderOutcome]:
    """Make the sheets of a task's orders; of fewer if the batch has ended and nobody waits for them."""
    if task.product != product_hash():
        text = "A worker of the cluster has another version of this program or of its libraries. Install the same one."
        raise ContentError.at(Location("cluster"), "cluster-version", text)
    with ONE_AT_A_TIME:
        jobs = jobs_of(task.jobs)
        return [_made(order, jobs) for order in task.orders if not stopping()]


@lru_cache(maxsize=1)
def jobs_of(pickled: bytes) -> tuple[Job, ...]:
    """Return a job for each guide. A worker keeps them from task to task, and with them what its press has learnt."""
    from generator.batch.jobs import Job  # noqa: PLC0415 - its fonts are slow to load
    from generator.output.variable_data.printing import Press  # noqa: PLC0415 - likewise
    from generator.output.variable_data.template_store import TemplateStore, templates_folder  # noqa: PLC0415

    jobs: Jobs = pickle.loads(pickled)  # noqa: S301 - from our own process
    press = Press(full_layout=jobs.full_layout, store=TemplateStore(templates_folder()), overrides=jobs.overrides)
    views = [view(guide, site=jobs.site, overrides=jobs.overrides, brand=jobs.brand) for guide in jobs.guides]
    return tuple(Job(guide_view, press, jobs.one_in) for guide_view in views)


def _made(order: Order, jobs: tuple[Job, ...]) -> OrderOutcome:
    """Make all sheets of one org, or none."""
    from generator.batch.sheets import make_files  # noqa: PLC0415 - its templates and fonts are slow to load

    sheets: Sheets = {}
    before = jobs[0].press.singly
    for index, kind, _ in order.sheets:
        job = jobs[index]
        record = order.records.get(job.view.id)
        try:
            sheets[f"{order.org.id}/{job.view.id}/{kind}"] = make_files(kind, job, order.org, record)
        except ContentError as fault:
            return OrderOutcome(order, {}, tuple(_at(order.place, problem) for problem in fault.problems))
        except Exception as fault:  # noqa: BLE001 - one org in ten thousand must not stop the others
            text = f"No sheet could be made ({type(fault).__name__}: {fault}). The program is at fault: report it."
            return OrderOutcome(order, {}, (Problem(order.place, "sheet-failed", text),))
    return OrderOutcome(order, sheets, singly=jobs[0].press.singly - before)


def _at(place: Location, problem: Problem) -> Problem:
    """Say where the org stands, and in which of its sheets the problem is; a line of a file is place enough."""
    if problem.location.line:
        return problem
    return replace(problem, location=place, text=f"{problem.location.path}: {problem.text}")
