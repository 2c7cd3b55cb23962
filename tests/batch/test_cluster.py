"""The same batch on a Dask cluster: a real scheduler and workers, as processes on loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.batches import KIND, checklists, closing, orgs_csv, start, tree
from tests.support.project import PROJECT, run

pytestmark = pytest.mark.slow

ADDRESS = re.compile(r"tcp://127\.0\.0\.1:\d+")
ENVIRONMENT = {**os.environ, "DASK_DISTRIBUTED__WORKER__HEARTBEAT": "200ms"}
QUIET = ("--no-dashboard", "--host", "127.0.0.1")


@contextmanager
def dask(*arguments: str, until: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a part of the cluster, and yield it with the line that matched `until` once it is printed."""
    command = [sys.executable, "-m", "dask", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=PROJECT, env=ENVIRONMENT
    )
    assert process.stderr
    try:
        yield process, next(line for line in process.stderr if re.search(until, line))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, list[int]]]:
    """The scheduler's address and two workers' process ids."""
    with ExitStack() as stack:
        _, line = stack.enter_context(dask("scheduler", "--port", "0", *QUIET, until="Scheduler at:"))
        found = ADDRESS.search(line)
        assert found
        worker = ("worker", found.group(), "--nthreads", "1", "--no-nanny", *QUIET)
        workers = [stack.enter_context(dask(*worker, until="Registered to:"))[0] for _ in range(2)]
        yield found.group(), [worker.pid for worker in workers]


def test_a_cluster_makes_the_same_sheets_and_a_lost_worker_costs_none(
    cluster: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, (lost, _) = cluster
    orgs = orgs_csv(tmp_path / "orgs.csv", 120)
    process = start(orgs, tmp_path / "there", "--scheduler", address)
    assert process.stdout
    process.stdout.readline()
    os.kill(lost, signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert told.splitlines(keepends=True)[-1] == closing(120, 0, 0)
    assert process.returncode == 0
    assert checklists(orgs, out=tmp_path / "here").exit_code == 0
    assert tree(tmp_path / "there") == tree(tmp_path / "here")


def test_a_worker_with_another_version_makes_nothing(
    cluster: tuple[str, list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is this side that pretends to be another one."""
    monkeypatch.setattr("generator.batch.plan.product_hash", lambda: "another")
    orgs = orgs_csv(tmp_path / "orgs.csv", 2)
    result = checklists(orgs, "--scheduler", cluster[0], out=tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == (
        "cluster: A worker of the cluster has another version of this program or of its libraries. "
        "Install the same one. [cluster-version]\n" + closing(0, 0, 0)
    )
    assert tree(tmp_path / "out") == {}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_told(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.batch.workers.SECONDS_TO_ANSWER", 0.5)
    orgs = orgs_csv(tmp_path / "orgs.csv", 1)
    result = run("checklist", orgs, "--project", PROJECT, "--out", tmp_path / "out", *KIND, "--scheduler", address)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{address}: No Dask scheduler answers here (")
    assert result.stderr.endswith("). Start it, or correct the address. [no-scheduler]\n")
