"""Publishing files: whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import ContentError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
def staged(out: Path) -> Iterator[Path]:
    """Yield an empty folder beside `out`; it takes the place of `out` only if the block ends well."""
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
        _swap(stage, out)
    except OSError as fault:
        if fault.filename and not Path(fault.filename).is_relative_to(out.parent):
            raise  # something was read from elsewhere
        raise ContentError((unwritable(out, fault),)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)


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
