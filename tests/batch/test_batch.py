"""Sheets for many orgs: only what changed is made, whatever ends a run leaves whole files, and the next one goes on."""

from __future__ import annotations

import errno
import multiprocessing
import os
import pickle
import pty
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import pytest

from generator.batch.plan import Jobs, jobs_of, make
from generator.batch.processes import Processes
from generator.batch.sheet_folder import OWN, sheet_folder
from generator.batch.workers import Here, Workers, local_workers, open_network
from generator.deriving.guide_view import OrgView, view
from generator.model import Guide
from generator.output.file_data import FileData, as_bytes, write_hashed
from generator.output.pdf import make_pdf
from generator.problems import Problems
from generator.publishing.catalogue import SUMMARIES
from generator.rendering.sheets.checklist import checklist_html
from tests.support.batches import KIND, checklists, closing, orgs_csv, start, tree
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME, SAMPLE, filled, hostile_org
from tests.support.tiny_project import new_project, write
from tests.support.workbooks import Rows, Tab, xlsx


def times(out: Path) -> dict[str, int]:
    return {name: (out / name).stat().st_mtime_ns for name in tree(out)}


@pytest.fixture
def three(tmp_path: Path) -> Path:
    return orgs_csv(tmp_path / "orgs.csv", 3)


# What is made


def test_files_folders_and_csv_are_mixed_and_the_good_ones_made(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one.yaml").write_text("name: One\n")
    (folder / "bad.yml").write_text("name: Bad\nmood: good\n")
    (folder / "more.csv").write_text("id,name,domain\ntwo,Two,\nthree,Three,nowhere\n")
    single = PROJECT / "content/orgs/example-sandbox.yaml"
    result = checklists(folder, single, folder / "one.yaml", out=tmp_path / "out")
    assert result.exit_code == 1
    assert sorted(tree(tmp_path / "out")) == [
        f"{org}/{GUIDE}/checklist.md" for org in ("example-sandbox", "one", "two")
    ]
    assert sorted(result.stdout.splitlines()) == [
        str(tmp_path / "out" / name) for name in sorted(tree(tmp_path / "out"))
    ]
    told = result.stderr.splitlines(keepends=True)
    assert [line.removeprefix(str(folder)).split(": ")[0] for line in told[:2]] == ["/bad.yml:2:1", "/more.csv:3:3"]
    assert told[2:] == [closing(3, 0, 2)]


def test_strict_makes_nothing_unless_every_org_can_be_read(three: Path, tmp_path: Path) -> None:
    three.write_text(three.read_text() + "Bad;nowhere\n")
    assert checklists(three, "--strict", out=tmp_path / "out").exit_code == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.pdf
def test_strict_makes_nothing_if_one_sheet_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: Acme\n")
    (tmp_path / "b.yaml").write_text("name: Acme \U0001fbff\U000e0fff\n")  # the second is no character at all
    paths = tmp_path / "a.yaml", tmp_path / "b.yaml"
    result = run("summary", *paths, "--project", PROJECT, "--out", tmp_path / "out", "--strict")
    assert result.exit_code == 1
    assert f"{paths[1]}: b/{GUIDE}/summary.pdf: No font has the character" in result.stderr
    assert tree(tmp_path / "out") == {}
    result = run("summary", *paths, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert {name.split("/")[0] for name in tree(tmp_path / "out")} == {"a"}


def test_strict_makes_everything_if_nothing_is_wrong(three: Path, tmp_path: Path) -> None:
    result = checklists(three, "--strict", out=tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, closing(3, 0, 0))
    assert sorted(result.stdout.splitlines()) == [
        str(tmp_path / "out" / name) for name in sorted(tree(tmp_path / "out"))
    ]
    assert len(tree(tmp_path / "out")) == 3


def test_orgs_of_one_id_are_refused_also_where_capitals_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "orgs.csv"
    path.write_text("id,name\nacme,One\nother,Two\nAcme,Three\n")
    result = checklists(path, out=tmp_path / "out")
    assert result.stderr == (
        f"{path}:4:1: The org id “Acme” is also that of {path}, line 2. "
        "Give one of the two another id in a column “id”. [duplicate-org]\n" + closing(1, 0, 2)
    )


def test_what_is_no_org_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "orgs.xlsx").touch()
    (tmp_path / "orgs.numbers").touch()
    (tmp_path / "empty").mkdir()
    paths = [tmp_path / name for name in ("orgs.xlsx", "orgs.numbers", "empty")]
    result = checklists(*paths, out=tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/empty: This folder holds no org file. Org files end in .yaml, .csv, .xlsx or .ods. [no-orgs]\n"
        f"{tmp_path}/orgs.numbers: An org file ends in .yaml, a table of many orgs in .csv, .xlsx or .ods. "
        "Save it as one of these. [org-file]\n"
        f"{tmp_path}/orgs.xlsx: This is no workbook that can be read (Cannot detect file format). "
        "Save it as .xlsx or .ods, without a password. [workbook]\n" + closing(0, 0, 2)
    )


def test_sheets_of_the_good_rows_are_made_beside_bad_ones(tmp_path: Path) -> None:
    rows: Rows = [
        ["Customer", "My Domain"],
        ["Łódź", "https://lodz.lightning.force.com/x"],
        ["B", "nowhere"],
        ["C", None],
    ]
    path = tmp_path / "Customers.XLSX"
    path.write_bytes(xlsx(Tab("EMEA", rows)))
    result = checklists(path, out=tmp_path / "out")
    assert sorted(tree(tmp_path / "out")) == [f"{org}/{GUIDE}/checklist.md" for org in ("c", "lodz")]
    assert (result.exit_code, result.stderr.splitlines()[0].split(": ")[0]) == (1, f"{path}[EMEA]:3:2")
    assert "lodz.my.salesforce.com" in tree(tmp_path / "out")[f"lodz/{GUIDE}/checklist.md"].decode()


def test_two_orgs_of_one_name_are_asked_for_ids(tmp_path: Path) -> None:
    path = tmp_path / "orgs.csv"
    path.write_text("name,environment\nAcme,Production\nAcme,Sandbox\n")
    result = checklists(path, out=tmp_path / "out")
    assert result.stderr == (
        f"{path}:3:1: The org id “acme” is also that of {path}, line 2. Give one of the two another id in a "
        "column “id”, such as acme-sandbox. [duplicate-org]\n" + closing(0, 0, 2)
    )


def test_quiet_says_nothing(three: Path, tmp_path: Path) -> None:
    result = checklists(three, "--quiet", out=tmp_path / "out")
    assert (result.exit_code, result.output, len(tree(tmp_path / "out"))) == (0, "", 3)


# Only what changed


@pytest.fixture
def made(three: Path, tmp_path: Path) -> Path:
    """The finished sheets of three orgs."""
    assert checklists(three, out=tmp_path / "out").exit_code == 0
    return tmp_path / "out"


def remade(before: dict[str, int], out: Path) -> list[str]:
    return [name.split("/")[0] for name, when in sorted(times(out).items()) if before.get(name) != when]


def test_what_a_sheet_is_made_from_reads_the_same_in_every_process(guide: Guide) -> None:
    """Sheets and templates are known by it: an address of memory in it would make all of them anew each time."""
    assert " at 0x" not in repr(guide) + repr(view(guide))


def test_a_second_run_touches_nothing(three: Path, made: Path) -> None:
    before = times(made)
    result = checklists(three, out=made)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", closing(0, 3, 0))
    assert times(made) == before


def test_a_second_run_loads_nothing_that_draws(three: Path, made: Path) -> None:
    arguments = ["checklist", str(three), "--project", str(PROJECT), "--out", str(made), *KIND]
    slow = {"weasyprint", "fontTools", "pikepdf", "pypdfium2", "mkdocs.commands.build", "mkdocs.config", "jinja2"}
    check = (
        "import sys\nfrom generator.cli import main\n"
        f"try:\n main({arguments!r})\nfinally:\n print(sorted({slow!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False, cwd=PROJECT)
    assert (done.stdout, done.stderr) == ("[]\n", closing(0, 3, 0))


def test_one_changed_org_is_made_again(three: Path, made: Path) -> None:
    before = times(made)
    three.write_text(three.read_text().replace("acme-1.my", "acme-one.my"))
    assert checklists(three, out=made).stderr == closing(1, 2, 0)
    assert remade(before, made) == ["acme-1"]


def test_one_changed_step_is_made_again_for_every_org_and_no_other_guide(
    three: Path, content: Path, tmp_path: Path
) -> None:
    (content / "other").mkdir()
    for path in (content / GUIDE).iterdir():
        (content / "other" / path.name).write_bytes(path.read_bytes())
    out, more = tmp_path / "out", ("--content", content)
    assert checklists(three, *more, out=out).exit_code == 0
    before = times(out)
    guide = content / "other/guide.md"
    guide.write_text(guide.read_text().replace("In the left navigation", "At the left", 1))
    assert checklists(three, *more, out=out).stderr == closing(3, 0, 0)
    assert sorted(name for name, when in times(out).items() if before[name] != when) == [
        f"acme-{number}/other/checklist.md" for number in range(3)
    ]


@pytest.mark.parametrize("harm", ["gone", "written"])
def test_a_missing_or_copied_sheet_is_made_again(harm: str, three: Path, made: Path) -> None:
    whole, path = tree(made), made / f"acme-2/{GUIDE}/checklist.md"
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes())
    assert checklists(three, out=made).stderr == closing(1, 2, 0)
    assert tree(made) == whole


KEPT = (
    "{}: warning: This file is not as guide made it, and may hold somebody's work, such as ticks. A new one takes "
    "its place; the old one now lies in “{}”. Record its ticks with “guide record”, or delete it. [kept-aside]\n"
)


def test_a_sheet_that_somebody_changed_is_kept_beside_the_new_one(three: Path, made: Path) -> None:
    whole, name = tree(made), f"acme-2/{GUIDE}/checklist.md"
    for turn, kept in enumerate(("checklist.md", "checklist-2.md")):
        ticked = whole[name].replace(b"[ ]", b"[x]", 1 + turn)
        (made / name).write_bytes(ticked)
        aside = made.with_name("out.kept") / name.replace("checklist.md", kept)
        assert checklists(three, out=made).stderr == KEPT.format(made / name, aside) + closing(1, 2, 0)
        assert tree(made) == whole
        assert aside.read_bytes() == ticked


def test_a_file_of_somebody_else_in_a_sheets_place_is_kept(three: Path, made: Path) -> None:
    foreign = made / f"acme-0/{GUIDE}/checklist.csv"
    foreign.write_text("mine")
    told = checklists(three, "--format", "csv", out=made).stderr
    assert told == KEPT.format(foreign, made.with_name("out.kept") / foreign.relative_to(made)) + closing(3, 0, 0)


def test_a_folder_that_no_run_made_is_refused(three: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/one.jpg").write_text("mine")
    result = checklists(three, out=tmp_path / "photos")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"{tmp_path}/photos: The output folder is not empty and was not made by guide. "
        "Name another folder, or empty it first. [output-folder]\n"
    )
    assert sorted(tree(tmp_path / "photos")) == ["one.jpg"]


def test_force_makes_everything_again(three: Path, made: Path) -> None:
    before = times(made)
    assert checklists(three, "--force", out=made).stderr == closing(3, 0, 0)
    assert len(remade(before, made)) == 3


def test_another_format_leaves_the_first_as_it_is(three: Path, made: Path) -> None:
    before = times(made)
    assert checklists(three, "--format", "csv", out=made).stderr == closing(3, 0, 0)
    assert {name: when for name, when in times(made).items() if name in before} == before
    assert checklists(three, "--format", "csv", out=made).stderr == closing(0, 3, 0)


@pytest.mark.parametrize("text", ["", "x\n", 'guide-sheets/1\n["acme-1/', "guide-sheets/1\n[]\n{}\n7\n\0\n"])
def test_a_damaged_record_only_costs_time(text: str, three: Path, made: Path) -> None:
    (made / OWN / "made.jsonl").write_text(text)
    assert checklists(three, out=made).stderr == closing(3, 0, 0)
    assert checklists(three, out=made).stderr == closing(0, 3, 0)


@pytest.mark.pdf
def test_the_closing_line_counts_sheets_that_were_laid_out_singly(tmp_path: Path) -> None:
    names = [f"Acme {number}" for number in range(8)]
    names[3] = "Acme 3 Παράδειγμα"
    write(tmp_path / "orgs.csv", "\n".join(["name", *names]))
    new_project(tmp_path)
    command = ("checklist", tmp_path / "orgs.csv", "--project", tmp_path, "--out", tmp_path / "out", "--jobs", "1")
    assert run(*command).stderr == "Orgs: 8 made (1 of them laid out singly), 0 unchanged, 0 failed.\n"


def test_the_record_does_not_grow_for_ever(tmp_path: Path) -> None:
    for turn in range(150):
        with sheet_folder(tmp_path / "out", Problems()) as folder:
            folder.put("a/b/c", f"{turn}", {"file": "text"})
    with sheet_folder(tmp_path / "out", Problems()) as folder:
        assert folder.has("a/b/c", "149")
    assert len((tmp_path / "out" / OWN / "made.jsonl").read_text().splitlines()) < 110


# Whatever ends a run


def children(pid: int) -> list[int]:
    """Return the worker processes of `pid`."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return orgs_csv(tmp_path_factory.mktemp("many") / "orgs.csv", 160)


@pytest.fixture(scope="module")
def whole(many: Path) -> dict[str, bytes]:
    """What a run that nobody disturbs leaves."""
    out = many.parent / "whole"
    assert checklists(many, out=out, project=PROJECT).exit_code == 0
    return tree(out)


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_whole_files_and_the_next_goes_on(
    many: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Each run, alone or not, is killed some sheets further on, at no particular point; workers end with it."""
    chance, out, counts = random.Random(7), tmp_path / "out", [0]  # noqa: S311 - no secret
    for jobs in ("2", "1", "2", "1"):
        process = start(many, out, "--jobs", jobs)
        assert process.stdout
        for _ in range(chance.randint(2, 20)):  # the first may be the sheet that the run before had not yet noted
            process.stdout.readline()
        time.sleep(chance.random() / 100)
        workers = children(process.pid)
        process.kill()
        process.communicate()
        there = tree(out)
        assert {name: data for name, data in there.items() if whole[name] != data} == {}
        counts.append(len(there))
        wait_until(lambda workers=workers: not any(alive(worker) for worker in workers))
    assert counts == sorted(set(counts)), "each run went on where the one before was killed"
    told = checklists(many, out=out).stderr
    assert tree(out) == whole
    assert told in {closing(len(whole) - kept, kept, 0) for kept in (counts[-1], counts[-1] - 1)}
    assert [path.name for path in (out / OWN).iterdir() if path.is_dir()] == []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
def test_a_lost_worker_costs_time_and_no_sheet(many: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    process = start(many, tmp_path / "out", "--jobs", "2")
    assert process.stdout
    process.stdout.readline()
    os.kill(children(process.pid)[0], signal.SIGKILL)
    _, told = process.communicate()
    assert (process.returncode, told) == (0, closing(len(whole), 0, 0))
    assert tree(tmp_path / "out") == whole


def test_a_worker_keeps_its_guides_and_its_press_from_task_to_task() -> None:
    packed = pickle.dumps(Jobs((SAMPLE,), "https://example.com/", full_layout=False))
    first, second = (jobs_of(bytes(bytearray(packed))) for _ in range(2))
    assert first is second
    (job,) = first
    assert (job.view, job.press.full_layout) == (view(SAMPLE, site="https://example.com/"), False)


def dies_while_it_writes() -> bytes:
    """As the system kills a worker that takes too much memory, at the worst moment."""

    def half(self: Connection, data: bytes) -> None:
        os.write(self.fileno(), bytes(data)[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = half  # type: ignore[attr-defined]
    return b"x" * 1000


def test_a_worker_killed_in_the_middle_of_a_result_breaks_the_pool() -> None:
    with local_workers(2) as workers:
        other = workers.executor.submit(time.sleep, 60)
        lost = workers.executor.submit(dies_while_it_writes)
        for future in (lost, other):
            with pytest.raises(BrokenExecutor):
                future.result(timeout=20)
        workers.renew()
        assert workers.executor.submit(len, "abc").result(timeout=20) == 3


def test_a_pool_that_loses_all_its_processes_closes_its_pipe_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe's number is free once it is closed: a second close would hit the pipe of a new pool."""
    context = multiprocessing.get_context("spawn")
    lost = [context.Process(target=time.sleep, args=(60,)) for _ in range(2)]
    for process in lost:
        process.start()
        process.kill()
        process.join()
    results = context.SimpleQueue()
    number = results._writer.fileno()  # type: ignore[attr-defined]
    closed = []

    def slowly(self: Connection) -> None:
        closed.append(self.fileno())
        time.sleep(0.1)

    monkeypatch.setattr(Connection, "_close", slowly)
    pool = Processes(2, mp_context=context)
    watchers = [Thread(target=pool._watch, args=(process, {}, results)) for process in lost]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    assert closed == [number]
    os.close(number)


class TakenElsewhere:
    """A process that has ended well, of which somebody else has just taken the exit code."""

    def __init__(self, sentinel: int) -> None:
        self.sentinel = sentinel
        self.codes = [None, None, 0, 0]

    def join(self) -> None:
        """Return at once: it has ended."""

    @property
    def exitcode(self) -> int | None:
        return self.codes.pop(0)


def test_a_process_whose_exit_code_is_not_told_yet_has_not_been_killed() -> None:
    """Else the pipe would be closed under the pool that closes it itself."""
    context = multiprocessing.get_context("spawn")
    results = context.SimpleQueue()
    ended, closed = os.pipe()
    os.close(closed)
    process: Any = TakenElsewhere(ended)
    Processes(2, mp_context=context)._watch(process, {}, results)
    assert not results._writer.closed  # type: ignore[attr-defined]
    os.close(ended)


class Breaking(Executor):
    """Breaks at every task of more than `bearable` orgs, as a worker does that runs out of memory."""

    def __init__(self, bearable: int) -> None:
        self.bearable = bearable

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if fn is make and len(args[0].orders) <= self.bearable:
            return Here().submit(fn, *args, **kwargs)
        broken: Future[Any] = Future()
        broken.set_exception(BrokenExecutor("gone"))
        return broken


@pytest.mark.parametrize("bearable", [1, 0])
def test_an_org_that_breaks_every_worker_is_told_in_the_end(
    bearable: int, three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(count: int) -> Iterator[Workers]:
        yield Workers(Breaking(bearable), count, lambda: Breaking(bearable))

    monkeypatch.setattr("generator.batch.plan.local_workers", contextmanager(breaking))
    result = checklists(three, out=tmp_path / "out")
    told = [line.rpartition(" ")[2] for line in result.stderr.splitlines()]
    assert told == (["failed."] if bearable else [*["[worker-lost]"] * 3, "failed."])
    assert len(tree(tmp_path / "out")) == (3 if bearable else 0)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What a run starts from in a terminal; a suite run in the background may have been told to ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_at_once_and_says_how_to_go_on(tmp_path: Path) -> None:
    """As a terminal does it: every process of the group gets the signal, long before so many sheets are made."""
    count = 3000
    process = start(orgs_csv(tmp_path / "orgs.csv", count), tmp_path / "out", "--jobs", "2", start_new_session=True)
    assert process.stdout
    process.stdout.readline()
    workers = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 130
    assert told.startswith("Stopped. Orgs: ")
    assert told.endswith(" 0 unchanged, 0 failed. The same command goes on from here.\n")
    assert not any(map(alive, workers))
    assert 0 < len(tree(tmp_path / "out")) < count


def test_two_runs_do_not_write_into_one_folder(three: Path, tmp_path: Path) -> None:
    with sheet_folder(tmp_path / "out", Problems()):
        result = checklists(three, out=tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/out: Another run is writing sheets here. Wait until it has ended, or name another folder. "
        "[in-use]\n"
    )
    assert checklists(three, out=tmp_path / "out").exit_code == 0


def test_a_full_disk_is_told_once_and_leaves_whole_files(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[BinaryIO] = []

    def full_after_one(file: BinaryIO, data: FileData) -> str:
        if written:
            file.write(as_bytes(data)[:7])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(file)
        return write_hashed(file, data)

    monkeypatch.setattr("generator.batch.sheet_folder.write_hashed", full_after_one)
    result = checklists(three, out=tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/out/acme-1/{GUIDE}/checklist.md: This cannot be written: No space left on device. "
        f"Make room or give leave to write, or name another folder. [unwritable]\n{closing(1, 0, 0)}"
    )
    monkeypatch.undo()
    assert list(tree(tmp_path / "out")) == [f"acme-0/{GUIDE}/checklist.md"]
    assert checklists(three, out=tmp_path / "out").stderr == closing(2, 1, 0)


def test_a_folder_that_cannot_be_written_is_told(three: Path) -> None:
    result = checklists(three, out=Path("/proc/sheets"))
    assert (result.exit_code, result.stderr) == (
        1,
        (
            "/proc/sheets: This cannot be written: No such file or directory. "
            "Make room or give leave to write, or name another folder. [unwritable]\n"
        ),
    )


# On a terminal


def test_a_terminal_shows_a_bar_and_a_closing_line(three: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = start(three, tmp_path / "out", stderr=theirs)
    os.close(theirs)
    printed, _ = process.communicate()
    shown = b""
    while True:
        try:
            shown += os.read(ours, 1000)
        except OSError:  # nothing more comes
            break
    os.close(ours)
    text = shown.decode().replace("\r\n", "\n")
    assert printed == ""
    assert text.index("laying out the first sheets") < text.index("1 of 3 orgs") < text.index("3 of 3 orgs, ")
    assert text.endswith(closing(3, 0, 0))


# What is written is what was meant


@pytest.mark.pdf
@pytest.mark.parametrize("kind", ["html", "md", "json"])
def test_a_summary_that_lost_a_value_is_not_written(
    kind: str, three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = SUMMARIES[kind]

    def spoilt(view: OrgView) -> str:
        return str(sheet.render(view)).replace("oauth/redirect", "oauth-redirect")

    monkeypatch.setitem(SUMMARIES, kind, replace(sheet, render=spoilt))
    result = run("summary", three, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{three}:2:1: acme-0/{GUIDE}/summary.{kind}: Callback URL (callback_url) reads “" in result.stderr
    assert tree(tmp_path / "out") == {}


@pytest.mark.pdf
def test_a_pdf_does_not_depend_on_those_made_before_it() -> None:
    """Fonts are shared between sheets; the second needs one of its own."""
    pages = [checklist_html(filled(org)) for org in (ACME, hostile_org("株式会社"))]
    first, _, again = (make_pdf(page, name="sheet") for page in (*pages, pages[0]))
    assert first == again


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("tcp://10.0.0.7:8786", True),
        ("cluster.example.com:8786", True),
        ("tls://cluster.example.com:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("", False),
    ],
)
def test_a_cluster_without_tls_is_warned_of(address: str, *, is_told: bool) -> None:
    told = [problem.code for problem in open_network(address)]
    assert told == ["no-tls"] * is_told


def test_same_size_and_time_are_no_proof_where_sheets_are_verified(tmp_path: Path) -> None:
    orgs = orgs_csv(tmp_path / "orgs.csv", 1)
    making = ("checklist", orgs, "--format", "md", "--project", PROJECT, "--out", tmp_path / "out")
    assert run(*making).exit_code == 0
    (sheet,) = (tmp_path / "out").rglob("checklist.md")
    text, state = sheet.read_bytes(), sheet.stat()
    sheet.write_bytes(text.replace(b"Setup", b"Setpu", 1))
    os.utime(sheet, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert run(*making).stderr == "Orgs: 0 made, 1 unchanged, 0 failed.\n"
    assert run(*making, "--verify").stderr.endswith("Orgs: 1 made, 0 unchanged, 0 failed.\n")
    assert sheet.read_bytes() == text
