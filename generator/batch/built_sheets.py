"""The sheets that a build makes: of each guide the blank checklist, of each org all of its own, on all cores."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.batch.other_formats import summary_files
from generator.batch.plan import Jobs, jobs_of
from generator.batch.sheets import blank_checklist, checklist_files
from generator.batch.workers import local_workers, other_processes
from generator.model.brand import NO_BRAND
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.file_data import as_bytes
from generator.project.earlier import digest
from generator.publishing.printed import blank_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future
    from contextlib import AbstractContextManager

    from generator.batch.workers import Workers
    from generator.model import Guide, Org
    from generator.model.brand import Brand
    from generator.model.sheet_overrides import SheetOverrides
    from generator.project.earlier import Earlier

Files = dict[str, bytes]
"""By their names, relative to the output folder."""

LEAST_FOR_PROCESSES = 15
"""Steps of all groups of sheets: fewer are laid out sooner than another process has started."""


@dataclass(frozen=True)
class SheetGroup:
    """The sheets of a guide by its index: for these orgs, or the blank one if there are none."""

    guide: int
    orgs: tuple[Org, ...] = ()


@dataclass(frozen=True)
class BuiltSheets:
    """What all sheets of a build are made from."""

    guides: tuple[Guide, ...]
    for_orgs: frozenset[str]
    """Of which of the guides each org gets sheets, by id."""
    orgs: Iterable[Org]
    site: str
    overrides: SheetOverrides = NO_OVERRIDES
    brand: Brand = NO_BRAND

    def made(self, earlier: Earlier) -> Iterator[Files]:
        """Yield all sheets, those that nothing changed from the build before. Raises `ContentError`."""
        with self.being_made(earlier) as sheets:
            yield from sheets.files()

    @contextmanager
    def being_made(self, earlier: Earlier) -> Iterator[SheetsBeingMade]:
        """Have the sheets that are missing made, by other processes if they are many, while the block goes on."""
        jobs = Jobs(self.guides, self.site, full_layout=False, overrides=self.overrides, brand=self.brand)
        packed = pickle.dumps(jobs)
        kept: list[Files] = []
        missing: list[SheetGroup] = []
        for order in self._orders():
            files = earlier.files(*_name_and_source(order, packed))
            if files is None:
                missing.append(order)
            else:
                kept.append(files)
        groups = _groups(missing)
        with self._workers(groups) as workers:
            running = [workers.executor.submit(make, group, packed) for group in groups]
            yield SheetsBeingMade(workers, kept, list(zip(groups, running, strict=True)), packed, earlier)

    def _workers(self, groups: list[list[SheetGroup]]) -> AbstractContextManager[Workers]:
        cores = len(os.sched_getaffinity(0))
        steps = 0
        for first, *_ in groups:
            guide = self.guides[first.guide]
            steps += len(guide.steps)
        if cores == 1 or steps < LEAST_FOR_PROCESSES:
            return local_workers(1)
        return other_processes(min(cores, len(groups)))

    def _orders(self) -> Iterator[SheetGroup]:
        for index, guide in enumerate(self.guides):
            yield SheetGroup(index)
            if guide.id in self.for_orgs:
                for org in self.orgs:
                    yield SheetGroup(index, (org,))


def _name_and_source(order: SheetGroup, packed: bytes) -> tuple[str, str]:
    job = jobs_of(packed)[order.guide]
    name, facts = job.view.id, []
    for org in order.orgs:
        name = f"{name}/{org.id}"
        facts.append(repr(vars(org)))
    return name, digest(job.source, *facts)


@dataclass(frozen=True)
class SheetsBeingMade:
    """Sheets taken over, and those that workers are making."""

    workers: Workers
    kept: list[Files]
    running: list[tuple[list[SheetGroup], Future[list[Files]]]]
    packed: bytes
    earlier: Earlier

    def files(self) -> Iterator[Files]:
        """Yield all sheets, as they are made, and note them. Raises `ContentError`."""
        yield from self.kept
        for group, future in self.running:
            try:
                made = future.result()
            except BrokenExecutor:  # a process was killed: what it had in hand is made here
                made = make(group, self.packed)
            for order, files in zip(group, made, strict=True):
                self.earlier.note_sheets(*_name_and_source(order, self.packed), files)
                yield files


def _groups(orders: list[SheetGroup]) -> list[list[SheetGroup]]:
    """Return what one process makes at a time: one guide's orgs, as they share a template."""
    groups: dict[tuple[int, bool], list[SheetGroup]] = {}
    for order in orders:
        key = order.guide, bool(order.orgs)
        groups.setdefault(key, []).append(order)
    return list(groups.values())


def make(orders: list[SheetGroup], packed: bytes) -> list[Files]:
    """Make some sheets, in a process of their own or not."""
    return [_files(order, packed) for order in orders]


def _files(order: SheetGroup, packed: bytes) -> Files:
    job = jobs_of(packed)[order.guide]
    if not order.orgs:
        return {blank_file(job.view.id): blank_checklist(job.view)}
    files: Files = {}
    for org in order.orgs:
        sheets = checklist_files(job, org) | summary_files(job, org)
        for name, data in sheets.items():
            files[f"orgs/{org.id}/{job.view.id}/{name}"] = as_bytes(data)
    return files
