"""Files that belong together: all or none, with their links, modes and comments."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from generator.output import together
from generator.output.journal import JOURNAL
from generator.output.together import ENDING, complete, replace_all
from generator.problems import ContentError

WAITING = ".a.yaml.0123456789abcdef" + ENDING


def texts(folder: Path) -> dict[str, str]:
    """Return what each file of a folder holds."""
    return {path.name: path.read_text() for path in sorted(folder.iterdir()) if path.is_file()}


def test_modes_are_kept_and_links_followed(tmp_path: Path) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "a.yaml").write_text("old")
    (folder / "a.yaml").chmod(0o600)
    (folder / "link.yaml").symlink_to("a.yaml")
    replace_all({folder / "link.yaml": "new"}, folder)
    assert (folder / "link.yaml").is_symlink()
    assert texts(folder) == {"a.yaml": "new", "link.yaml": "new"}
    assert (folder / "a.yaml").stat().st_mode & 0o777 == 0o600


def test_a_second_name_and_a_link_that_leads_out_are_refused(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "records", tmp_path / "elsewhere.yaml"
    folder.mkdir()
    for path in (folder / "a.yaml", folder / "b.yaml", elsewhere):
        path.write_text("old")
    os.link(folder / "a.yaml", folder / "again.yaml")
    (folder / "out.yaml").symlink_to(elsewhere)
    told = {}
    for name in ("a.yaml", "out.yaml"):
        with pytest.raises(ContentError) as refused:
            replace_all({folder / "b.yaml": "new", folder / name: "new"}, folder)
        told[name] = str(refused.value)
    assert told["a.yaml"] == f"{folder}/a.yaml: {together.SECOND_NAME} [hard-link]"
    assert told["out.yaml"] == f"{folder}/out.yaml: {together.LINKED_ELSEWHERE} [linked-elsewhere]"
    assert set(texts(folder).values()) == {"old"}


def test_what_was_written_is_undone_where_one_file_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "c.yaml").write_text("old")
    put, puts = together._put, []

    def fail_at_second(target: Path, temporary: Path | None) -> None:
        puts.append(target)
        if len(puts) == 2:
            raise OSError(28, "No space left on device")
        put(target, temporary)

    monkeypatch.setattr(together, "_put", fail_at_second)
    with pytest.raises(ContentError) as refused:
        replace_all({tmp_path / "a": "new", tmp_path / "b": "new", tmp_path / "c.yaml": None}, tmp_path)
    assert str(refused.value) == (
        f"{tmp_path}/b: This cannot be written: No space left on device. Make room or give leave to write, or name "
        "another folder. [unwritable]"
    )
    assert texts(tmp_path) == {"a": "old", "c.yaml": "old"}


def test_what_a_killed_run_had_begun_is_finished_and_its_rest_taken_away(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").write_text("old")
    (tmp_path / WAITING).write_text("new")
    journal = {"format": "guide-unfinished/1", "files": [["a.yaml", WAITING], ["gone.yaml", None]]}
    (tmp_path / JOURNAL).write_text(json.dumps(journal))
    complete(tmp_path)
    assert texts(tmp_path) == {"a.yaml": "new"}
    (tmp_path / WAITING).write_text("half")
    replace_all({tmp_path / "a.yaml": "newer"}, tmp_path)
    assert texts(tmp_path) == {"a.yaml": "newer"}


@pytest.mark.parametrize(
    "journal",
    [
        "{",
        '{"format": "guide-unfinished/1"}',
        '{"format": "another/1", "files": []}',
        '{"format": "guide-unfinished/1", "files": [["../a.yaml", ".a.yaml.0123456789abcdef.guide-new"]]}',
        '{"format": "guide-unfinished/1", "files": [["a.yaml", "b.yaml"]]}',
        '{"format": "guide-unfinished/1", "files": [["a.txt", null]]}',
    ],
)
def test_a_journal_that_is_not_ours_moves_nothing(journal: str, tmp_path: Path) -> None:
    """It may have come with a stranger's project."""
    folder = tmp_path / "content"
    folder.mkdir()
    for path in (tmp_path / "a.yaml", folder / "a.txt", folder / "b.yaml", folder / WAITING):
        path.write_text("mine")
    (folder / JOURNAL).write_text(journal)
    before = texts(folder), texts(tmp_path)
    with pytest.raises(ContentError) as refused:
        complete(folder)
    assert str(refused.value) == (
        f"{folder}/{JOURNAL}: This is not as guide wrote it, so what a killed run had begun cannot be finished. "
        "Compare the files beside it with an earlier state, then take it away. [unfinished]"
    )
    assert (texts(folder), texts(tmp_path)) == before
