"""Whatever goes through many orgs holds none of them in memory."""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from generator.commands.orgs import write_org_files
from generator.commands.status import status_rows
from generator.deriving.guide_view import compliance_status
from generator.model import Org
from generator.model.records import Record
from generator.output import spooled
from generator.project.paths import Paths
from generator.rendering.reports.status import Asked, status_csv, status_json, status_text
from generator.rendering.reports.status_page import status_page
from tests.support.sample import BLANK_VIEW, HASHES

FEW, MANY = 200, 1200
SLACK = 60_000
"""Bytes, a fiftieth of what as many orgs take."""

OFTEN = 700, 10, 10
"""Python's own measure of when to look for circles."""

DAY = "2026-11-24"
STEPS = {step: {"state": "open", "content": content} for step, content in HASHES.items()}
RECORD = {"format": "guide-record/1", "guide": "sample", "revision": "7", "recorded": {"by": "A", "on": DAY}}


class Orgs:
    """So many orgs, made as they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[Org]:
        return (Org(org_id, {"name": "x" * 150}, (("Region", "EMEA"),)) for org_id in ids(self.count))


def ids(count: int, step: int = 1) -> Iterator[str]:
    return (f"org-{number:05}" for number in range(0, count, step))


def records(count: int) -> Iterator[Record]:
    """Return the records of every second org."""
    for org_id in ids(count, 2):
        yield Record.model_validate({**RECORD, "org": org_id, "steps": STEPS, "values": {}})


def told_status(tmp_path: Path, count: int) -> int:
    """Write the status in every form, and return how many lines that are."""
    del tmp_path
    orgs = Orgs(count)
    statuses = (compliance_status(BLANK_VIEW, record) for record in records(count))
    rows = status_rows(statuses, Asked(DAY, guides={"sample": BLANK_VIEW}), orgs, [BLANK_VIEW])
    lines = 0
    for parts in (status_text(rows), status_csv(rows), status_json(rows, DAY, ()), status_page(rows)):
        lines += sum(part.count("\n") for part in parts)
    return lines


def wrote_orgs(tmp_path: Path, count: int) -> int:
    table = tmp_path / f"{count}.csv"
    rows = (f"{org_id},{'x' * 150}\n" for org_id in ids(count))
    with table.open("w", encoding="utf-8") as file:
        file.write("id,name\n")
        file.writelines(rows)
    paths = Paths(tmp_path, tmp_path, table, tmp_path / f"orgs-{count}")
    return len(write_org_files(paths, [table]).written)


@pytest.mark.parametrize("work", [told_status, wrote_orgs])
def test_many_orgs_take_no_more_memory_than_few(
    work: Callable[[Path, int], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooled, "IN_MEMORY", 10_000)
    monkeypatch.setattr(spooled, "A_BLOCK", 10)
    monkeypatch.setattr("generator.commands.orgs.AT_ONCE", 20)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a disk takes its time
    work(tmp_path, 20)  # what is loaded once
    few, many = (peak(partial(work, tmp_path), count) for count in (FEW, MANY))
    assert many < few + SLACK


def peak(work: Callable[[int], int], count: int) -> int:
    """Return how many bytes were held at most.

    Without what other tests hold, of which there would have to be as much new before Python takes away circles.
    """
    threshold = gc.get_threshold()
    gc.set_threshold(*OFTEN)  # a command that ran in this process has set its own
    gc.collect()
    gc.freeze()
    gc.collect()
    tracemalloc.start()
    try:
        assert work(count) >= count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()
        gc.set_threshold(*threshold)
