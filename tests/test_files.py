"""Publishing is whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output.files import MARKER, refuse_foreign, replace, staged, write
from generator.problems import ContentError


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_finished_stage_takes_the_place_of_the_old_folder(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with staged(tmp_path / "out") as stage:
            write(stage / "a/b.txt", text)
    assert tree(tmp_path) == {f"out/{MARKER}": "", "out/a/b.txt": "new"}


def test_a_failed_stage_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with staged(tmp_path / "out") as stage:
        write(stage / "b.txt", "old")
    before = tree(tmp_path)
    with pytest.raises(IsADirectoryError), staged(tmp_path / "out") as stage:
        write(stage, "new")
    assert tree(tmp_path) == before


def test_a_failed_swap_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with staged(tmp_path / "out") as stage:
        write(stage / "b.txt", "old")
    before, rename = tree(tmp_path), Path.rename

    def fail_for_stage(self: Path, target: Path) -> Path:
        if ".staging-" in self.name:
            raise OSError("disk full")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_for_stage)
    with pytest.raises(OSError, match=r"^disk full$"), staged(tmp_path / "out") as stage:
        write(stage / "b.txt", "new")
    assert tree(tmp_path) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ContentError) as refused:
        refuse_foreign(tmp_path / "out")
    assert str(refused.value) == (
        f"{tmp_path}/out:1:1: The output folder is a file, not a folder. Name a folder. [output-folder]"
    )


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with staged(tmp_path / "out"):
        pass
    assert tree(tmp_path) == {f"out/{MARKER}": ""}


def test_replacing_leaves_no_other_file(tmp_path: Path) -> None:
    for data in ("old", b"new"):
        replace(tmp_path / "a/sheet.pdf", data)
    assert tree(tmp_path) == {"a/sheet.pdf": "new"}
