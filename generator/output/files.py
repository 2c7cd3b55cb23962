"""Publishing files: whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import ContentError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from generator.problems import Problems

MARKER = ".made-by-guide"
"""Stands in every folder we made; a non-empty folder without it is somebody else's."""


def refuse_foreign(out: Path) -> None:
    """Raise if `out` holds anything that we did not make."""
    if out.is_dir() and any(out.iterdir()) and not (out / MARKER).is_file():
        raise _refused(out, "is not empty and was not made by guide. Name another folder, or empty it first")
    if out.exists() and not out.is_dir():
        raise _refused(out, "is a file, not a folder. Name a folder")


def _refused(out: Path, reason: str) -> ContentError:
    return ContentError.at(Location(str(out)), "output-folder", f"The output folder {reason}.")


@contextmanager
def staged(out: Path, problems: Problems, untouched: Container[str] = ()) -> Iterator[Path]:
    """Yield an empty folder beside `out`; it takes the place of `out` only if the block ends well.

    A file in `out` that is not as a run left it may hold a person's work: it is kept aside, with a warning. `untouched`
    are the files, relative to `out`, that another kind of run left there and knows to be as they were.
    """
    refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{out.name}.staging-", dir=out.parent))
    except OSError as fault:
        raise _refused(out, f"cannot be written: {fault.strerror}") from fault
    try:
        stage.chmod(0o755)
        (stage / MARKER).touch()
        yield stage
        _sign(stage)
        with held(out.parent):
            problems.extend(keep_aside(out, name) for name in _changed(out) if name not in untouched)
            _swap(stage, out)
    except OSError as fault:
        if fault.filename and not Path(fault.filename).is_relative_to(out.parent):
            raise  # something was read from elsewhere
        raise ContentError((unwritable(out, fault),)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _sign(stage: Path) -> None:
    """Note in the marker what each file holds, so that a later run sees which of them a person has changed."""
    marker = stage / MARKER
    note = json.loads(marker.read_bytes() or "{}")
    note["hashes"] = _hashes(stage)
    text = json.dumps(note)
    marker.write_text(f"{text}\n", encoding="utf-8")


def _changed(out: Path) -> list[str]:
    """Return the files below `out`, relative to it, that are not as the run before this one left them."""
    try:
        signed = json.loads((out / MARKER).read_bytes())["hashes"]
    except (OSError, ValueError, TypeError, KeyError):
        signed = {}
    return [name for name, digest in _hashes(out).items() if signed.get(name) != digest]


def _hashes(folder: Path) -> dict[str, str]:
    """Return {file, relative to `folder`: sha256 of what it holds}; a run's own notes have hidden names."""
    hashes: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("."):
            data = path.read_bytes()
            hashes[name] = hashlib.sha256(data).hexdigest()
    return hashes


def keep_aside(out: Path, name: str) -> Problem:
    """Move the file `name` from `out` to the folder of kept files beside it, and return the warning that says so."""
    kept = _free(out.with_name(f"{out.name}.kept") / name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(out / name, kept)
    text = (
        "This file is not as guide made it, and may hold somebody's work, such as ticks. A new one takes its place; "
        f"the old one now lies in “{kept}”. Record its ticks with “guide record”, or delete it."
    )
    return Problem(Location(str(out / name)), "kept-aside", text, Severity.WARNING)


def _free(path: Path) -> Path:
    """Return `path`, or the first like it, with a number, that does not exist."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _swap(stage: Path, out: Path) -> None:
    """Put `stage` in the place of `out`; the old folder comes back if that fails."""
    if not out.exists():
        stage.rename(out)
        return
    old = stage.with_name(stage.name.replace("staging", "old"))
    out.rename(old)
    try:
        stage.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Let one run at a time read and replace what lies below `folder`; others wait. Leaves no file behind."""
    while not folder.is_dir():
        folder = folder.parent
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(path: Path, data: str | bytes) -> None:
    """Write one file, text as UTF-8 with LF line ends, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def replace_all(files: Mapping[Path, str | bytes]) -> None:
    """Write files that belong together: all of them whole, or, if one cannot be written, none.

    Raises `ContentError` that names the file. A reader sees an old or a new file, never a part of one.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            ready[path] = _beside(path, data)
        for path, temporary in ready.items():
            temporary.replace(path)
    except OSError as fault:
        raise ContentError((unwritable(path, fault),)) from fault
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def _beside(path: Path, data: str | bytes) -> Path:
    """Write a temporary file in the folder of `path` and return it."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def unwritable(path: Path, fault: OSError) -> Problem:
    """Return the problem of a file that could not be written."""
    text = (
        f"This cannot be written: {fault.strerror or fault}. Make room or give leave to write, or name another folder."
    )
    return Problem(Location(str(path)), "unwritable", text)


def write_new_folder(folder: Path, files: dict[str, str]) -> None:
    """Make a folder that does not exist yet, with all its files or not at all."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}.staging-", dir=folder.parent))
    except OSError as fault:
        raise ContentError((unwritable(folder, fault),)) from fault
    try:
        stage.chmod(0o755)
        for name, text in files.items():
            write(stage / name, text)
        stage.rename(folder)
    except OSError as fault:
        raise ContentError((unwritable(folder, fault),)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)
