"""Files that belong together are written together: all of them or none, also where the run is killed on its way.

Each is first written beside its place. Then a journal says which of them are ready, and only then do they take their
places; so whoever comes next can finish what a killed run had begun.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from generator.output.file_data import as_bytes
from generator.output.files import unwritable
from generator.output.journal import JOURNAL
from generator.problems import ContentError, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FORMAT = "guide-unfinished/1"
ENDING = ".guide-new"
READY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{16}" + re.escape(ENDING))
"""A file that waits beside the one whose place it is to take."""

NO_JOURNAL = (
    "This is not as guide wrote it, so what a killed run had begun cannot be finished. Compare the files beside it "
    "with an earlier state, then take it away."
)
LINKED_ELSEWHERE = (
    "This leads out of the folder, and is written together with other files of it. Put the file here in place of the "
    "link."
)
SECOND_NAME = (
    "This file has a second name (a hard link), under which it would stay as it was. Put a copy here in its place."
)

Data = str | bytes | None
"""What a file is to hold; None takes it away."""


def replace_all(files: Mapping[Path, Data], folder: Path) -> None:
    """Write files below `folder`: all of them whole or, if one cannot be written, none. Call it while `held`.

    Raises `ContentError` that names the file. A link is followed and a file's mode is kept. A reader sees an old or a
    new file, never a part of one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    complete(folder)
    targets = _targets(files, folder)
    _clear({target.parent for target in targets.values()})
    _replace(files, targets, folder)


def replace_in_parts(parts: Iterable[Mapping[Path, Data]], folder: Path) -> None:
    """Write files into `folder`, too many for memory: each part as `replace_all` does, one after the other.

    Raises `ContentError` that names the file; parts before it are written then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    complete(folder)
    _clear({folder})
    for files in parts:
        _replace(files, _targets(files, folder), folder)


def _replace(files: Mapping[Path, Data], targets: Mapping[Path, Path], folder: Path) -> None:
    ready: dict[Path, Path | None] = {}
    try:
        for path, data in files.items():
            with _named(path):
                ready[targets[path]] = None if data is None else _beside(targets[path], data)
        _take_places(ready, folder)
    finally:
        _discard(ready.values())


def complete(folder: Path) -> None:
    """Finish what a killed run had begun below `folder`. Raises `ContentError` if that cannot be done."""
    journal = folder / JOURNAL
    if not journal.exists():
        return
    for target, temporary in _read(journal).items():
        with _named(target):
            _put(target, temporary)
    journal.unlink()


def _take_places(ready: Mapping[Path, Path | None], folder: Path) -> None:
    if len(ready) == 1:
        for target, temporary in ready.items():
            with _named(target):
                _put(target, temporary)
        return
    before = {target: _content(target) for target in ready}
    with _named(folder / JOURNAL):
        _write_journal(ready, folder)
    try:
        for target, temporary in ready.items():
            with _named(target):
                _put(target, temporary)
    except ContentError:
        _undo(before)
        raise
    finally:
        (folder / JOURNAL).unlink()


def _undo(before: Mapping[Path, bytes | None]) -> None:
    """Bring back what the files held."""
    for target, data in before.items():
        with suppress(OSError):
            if _content(target) != data:
                _put(target, None if data is None else _beside(target, data))


def _put(target: Path, temporary: Path | None) -> None:
    if temporary is None:
        target.unlink(missing_ok=True)
    elif temporary.exists():
        temporary.replace(target)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _discard(temporaries: Iterable[Path | None]) -> None:
    for temporary in temporaries:
        if temporary:
            temporary.unlink(missing_ok=True)


# One file -----------------------------------------------------------------------------------------


@contextmanager
def _named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ContentError((unwritable(path, fault),)) from fault


def _targets(files: Iterable[Path], folder: Path) -> dict[Path, Path]:
    paths = list(files)
    return {path: _target(path, folder, alone=len(paths) == 1) for path in paths}


def _target(path: Path, folder: Path, *, alone: bool) -> Path:
    """Return the file itself where `path` is a link to it."""
    if path.is_file() and path.stat().st_nlink > 1:
        raise ContentError.at(Location(str(path)), "hard-link", SECOND_NAME)
    target = path.resolve()
    if not (alone or target.is_relative_to(folder.resolve())):
        raise ContentError.at(Location(str(path)), "linked-elsewhere", LINKED_ELSEWHERE)
    return target


def _beside(path: Path, data: str | bytes) -> Path:
    """Write a file that waits beside `path`, safe on the disk and with its mode, and return it."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}{ENDING}")
    try:
        _write_safely(temporary, as_bytes(data), like=path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _write_safely(path: Path, data: bytes, like: Path | None = None) -> None:
    mode = like.stat().st_mode & 0o7777 if like and like.exists() else None
    begin_with = 0o666 if mode is None else 0o600
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, begin_with)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
        if mode is not None:
            os.fchmod(handle, mode)


def _clear(folders: Iterable[Path]) -> None:
    """Take away what killed runs left half written. Nobody else writes here while the lock is held."""
    for folder in folders:
        if folder.is_dir():
            _discard([path for path in folder.iterdir() if READY.fullmatch(path.name)])


# The journal --------------------------------------------------------------------------------------


def _write_journal(ready: Mapping[Path, Path | None], folder: Path) -> None:
    top = folder.resolve()
    files: list[tuple[str, str | None]] = []
    for target, new in ready.items():
        name = new.name if new else None
        files.append((os.path.relpath(target, top), name))
    text = json.dumps({"format": FORMAT, "files": files}, indent=2, ensure_ascii=False)
    fresh = folder / f"{JOURNAL}{ENDING}"
    _write_safely(fresh, text.encode())
    fresh.replace(folder / JOURNAL)


def _read(journal: Path) -> dict[Path, Path | None]:
    """Return what is to take which place; None where a file is to go.

    Raises `ContentError` where a name leads elsewhere: the folder may have come from a stranger.
    """
    folder = journal.parent.resolve()
    try:
        entries = json.loads(journal.read_bytes())
        places = {_place(folder, name, new): _waiting(folder / name, new) for name, new in entries["files"]}
        is_ours = entries["format"] == FORMAT
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ContentError.at(Location(str(journal)), "unfinished", NO_JOURNAL) from fault
    if not is_ours:
        raise ContentError.at(Location(str(journal)), "unfinished", NO_JOURNAL)
    return places


def _place(folder: Path, name: str, new: str | None) -> Path:
    target = folder / name
    if not target.resolve().is_relative_to(folder) or target.is_symlink():
        raise ValueError(name)
    if new is None and target.suffix != ".yaml":
        raise ValueError(name)
    return target


def _waiting(target: Path, new: str | None) -> Path | None:
    if new is None:
        return None
    match = READY.fullmatch(new)
    if match is None or match["name"] != target.name:
        raise ValueError(new)
    return target.with_name(new)
