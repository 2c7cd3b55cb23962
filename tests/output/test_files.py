"""Publishing is whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread

import pytest

from generator.output.files import MARKER, held, recovered, refuse_foreign, staged, write
from generator.output.together import replace_all
from generator.problems import ContentError, Problems

KEPT = (
    "{}: warning: This file is not as guide made it, and may hold somebody's work, such as ticks. A new one takes "
    "its place; the old one now lies in “{}”. Record its ticks with “guide record”, or delete it. [kept-aside]"
)
UNWRITABLE = "This cannot be written: {}. Make room or give leave to write, or name another folder. [unwritable]"


def tree(folder: Path) -> dict[str, str]:
    """Return what lies in a folder, our own marker aside."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != MARKER]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def test_a_finished_stage_takes_the_place_of_the_old_folder(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with staged(tmp_path / "out", Problems()) as stage:
            write(stage / "a/b.txt", text)
    assert tree(tmp_path) == {"out/a/b.txt": "new"}


def test_what_somebody_changed_or_added_is_kept_aside(tmp_path: Path) -> None:
    for text in ("old", "new"):
        problems = Problems()
        with staged(tmp_path / "out", problems, untouched={"sheets/made.pdf"}) as stage:
            write(stage / "a/ticked.pdf", text)
            write(stage / "a/as-made.pdf", text)
        if text == "old":
            assert not list(problems)
            write(tmp_path / "out/a/ticked.pdf", "ticked")
            write(tmp_path / "out/notes.txt", "mine")
            write(tmp_path / "out/sheets/made.pdf", "by another run")
    assert tree(tmp_path) == {
        "out/a/ticked.pdf": "new",
        "out/a/as-made.pdf": "new",
        "out.kept/a/ticked.pdf": "ticked",
        "out.kept/notes.txt": "mine",
    }
    assert [str(problem) for problem in problems] == [
        KEPT.format(tmp_path / "out/a/ticked.pdf", tmp_path / "out.kept/a/ticked.pdf"),
        KEPT.format(tmp_path / "out/notes.txt", tmp_path / "out.kept/notes.txt"),
    ]


def test_a_failed_stage_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with staged(tmp_path / "out", Problems()) as stage:
        write(stage / "b.txt", "old")
    before = tree(tmp_path)
    with pytest.raises(ContentError) as refused, staged(tmp_path / "out", Problems()) as stage:
        write(stage, "new")
    assert str(refused.value) == f"{tmp_path}/out: {UNWRITABLE.format('Is a directory')}"
    assert tree(tmp_path) == before


def test_a_failed_swap_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with staged(tmp_path / "out", Problems()) as stage:
        write(stage / "b.txt", "old")
    before, rename = tree(tmp_path), Path.rename

    def fail_for_stage(self: Path, target: Path) -> Path:
        if ".staging-" in self.name:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_stage)
    with pytest.raises(ContentError) as refused, staged(tmp_path / "out", Problems()) as stage:
        write(stage / "b.txt", "new")
    assert str(refused.value) == f"{tmp_path}/out: {UNWRITABLE.format('disk full')}"
    assert tree(tmp_path) == before


def test_an_output_that_is_a_link_and_its_mode_are_kept(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir(mode=0o700)
    (tmp_path / "out").symlink_to("disk")
    for text in ("old", "new"):
        with staged(tmp_path / "out", Problems()) as stage:
            write(stage / "a.txt", text)
        (tmp_path / "disk/a.txt").chmod(0o600)
    assert (tmp_path / "out").is_symlink()
    assert tree(tmp_path / "out") == {"a.txt": "new"}
    assert (tmp_path / "disk").stat().st_mode & 0o777 == 0o700
    with staged(tmp_path / "out", Problems()) as stage:
        write(stage / "a.txt", "newer")
    assert (tmp_path / "disk/a.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("system", ["exchanges", "renames"])
def test_what_killed_runs_left_is_taken_away(system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-made folder goes; in one that was in place before, somebody's work is kept and named."""
    if system == "renames":
        monkeypatch.setattr("generator.output.files.exchange", lambda *_: False)
    for text in ("old", "new"):
        with staged(tmp_path / "out", Problems()) as stage:
            write(stage / "a.txt", text)
        if text == "old":
            shutil.copytree(tmp_path / "out", tmp_path / ".out.whole-killed")
    write(tmp_path / ".out.whole-killed/a.txt", "ticked")
    write(tmp_path / ".out.staging-killed/a.txt", "half")
    told = recovered(tmp_path / "out")
    assert [str(problem) for problem in told] == [KEPT.format(tmp_path / "out/a.txt", tmp_path / "out.kept/a.txt")]
    assert tree(tmp_path) == {"out/a.txt": "new", "out.kept/a.txt": "ticked"}


def test_a_folder_that_a_killed_run_had_moved_away_comes_back(tmp_path: Path) -> None:
    with staged(tmp_path / "out", Problems()) as stage:
        write(stage / "a.txt", "old")
    (tmp_path / "out").rename(tmp_path / ".out.whole-killed")
    assert recovered(tmp_path / "out") == []
    assert tree(tmp_path) == {"out/a.txt": "old"}


def test_what_another_run_is_making_is_left_alone(tmp_path: Path) -> None:
    with staged(tmp_path / "out", Problems()) as stage:
        write(stage / "a.txt", "first")
        with staged(tmp_path / "out", Problems()) as other:
            write(other / "a.txt", "second")
        assert tree(stage) == {"a.txt": "first"}
    assert tree(tmp_path) == {"out/a.txt": "first"}


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ContentError) as refused:
        refuse_foreign(tmp_path / "out")
    assert str(refused.value) == (
        f"{tmp_path}/out: The output folder is a file, not a folder. Name a folder. [output-folder]"
    )


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with staged(tmp_path / "out", Problems()):
        pass
    assert (tmp_path / "out" / MARKER).is_file()


def test_replacing_leaves_no_other_file(tmp_path: Path) -> None:
    for data in ("old", b"new"):
        replace_all({tmp_path / "a/sheet.pdf": data}, tmp_path)
    assert tree(tmp_path) == {"a/sheet.pdf": "new"}


def test_files_that_belong_together_are_written_together(tmp_path: Path) -> None:
    """The second name is taken by a folder, so the first file stays as it was, and nothing else is left."""
    (tmp_path / "b").mkdir()
    replace_all({tmp_path / "a": "old"}, tmp_path)
    with pytest.raises(ContentError) as refused:
        replace_all({tmp_path / "a": "new", tmp_path / "b": "new"}, tmp_path)
    assert str(refused.value) == f"{tmp_path}/b: {UNWRITABLE.format('Is a directory')}"
    assert tree(tmp_path) == {"a": "old"}


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ContentError) as refused:
        replace_all({tmp_path / "file/sheet.pdf": "new"}, tmp_path)
    assert str(refused.value) == f"{tmp_path}/file/sheet.pdf: {UNWRITABLE.format('File exists')}"


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with held(tmp_path / "records/not/made/yet"):
            order.append("second")

    waiting = Thread(target=second)
    with held(tmp_path):
        waiting.start()
        waiting.join(timeout=0.3)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    assert tree(tmp_path) == {}
