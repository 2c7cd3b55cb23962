"""The sheets that a build makes: of each guide the blank checklist, of each org all of its own, on all cores."""

from __future__ import annotations

import os
import pickle
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.batch.other_formats import summary_files
from generator.batch.plan import Jobs, jobs_of
from generator.batch.sheets import blank_checklist, checklist_files
from generator.batch.workers import local_workers
from generator.model.brand import NO_BRAND
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.files import as_bytes
from generator.project.earlier import digest
from generator.publishing.printed import blank_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide, Org
    from generator.model.brand import Brand
    from generator.model.sheet_overrides import SheetOverrides
    from generator.project.earlier import Earlier

Files = dict[str, bytes]
"""By their names, relative to the output folder."""

LEAST_FOR_PROCESSES = 3
"""So few groups of sheets are made sooner than another process has started."""


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
    orgs: tuple[Org, ...]
    site: str
    overrides: SheetOverrides = NO_OVERRIDES
    brand: Brand = NO_BRAND

    def made(self, earlier: Earlier) -> Iterator[Files]:
        """Yield all sheets, those that nothing changed from the build before. Raises `ContentError`."""
        jobs = Jobs(self.guides, self.site, full_layout=False, overrides=self.overrides, brand=self.brand)
        packed = pickle.dumps(jobs)
        missing: list[SheetGroup] = []
        for order in self._orders():
            files = earlier.files(*_name_and_source(order, packed))
            if files is None:
                missing.append(order)
            else:
                yield files
        for order, files in _made(missing, packed):
            earlier.note_sheets(*_name_and_source(order, packed), files)
            yield files

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


def _made(orders: list[SheetGroup], packed: bytes) -> Iterator[tuple[SheetGroup, Files]]:
    """Yield each order's sheets in turn. One guide's orgs are made by one process: they share a template."""
    groups = _groups(orders)
    count = min(len(os.sched_getaffinity(0)), len(groups)) if len(groups) >= LEAST_FOR_PROCESSES else 1
    with local_workers(count) as workers:
        running = [workers.executor.submit(make, group, packed) for group in groups]
        for group, future in zip(groups, running, strict=True):
            try:
                made = future.result()
            except BrokenExecutor:  # a process was killed: what it had in hand is made here
                made = make(group, packed)
            yield from zip(group, made, strict=True)


def _groups(orders: list[SheetGroup]) -> list[list[SheetGroup]]:
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
