"""Publishing files: whole or not at all."""

from __future__ import annotations

import fcntl
import filecmp
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.output.exchange import exchange
from generator.output.file_data import as_bytes
from generator.problems import ContentError, Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from generator.output.file_data import FileData
    from generator.problems import Problems

MARKER = ".made-by-guide"
"""Stands in every folder we made; a non-empty folder without it is somebody else's."""

HALF_MADE, WHOLE = ".staging-", ".whole-"
"""In the names of folders beside the output: what may be deleted, and what is, or was, an output."""


def refuse_foreign(out: Path) -> None:
    """Raise if `out` holds anything that we did not make."""
    if out.is_dir():
        if any(out.iterdir()) and not (out / MARKER).is_file():
            raise _refused(out, "is not empty and was not made by guide. Name another folder, or empty it first")
    elif out.exists():
        raise _refused(out, "is a file, not a folder. Name a folder")


def _refused(out: Path, reason: str) -> ContentError:
    text = f"The output folder {reason}."
    return ContentError.at(Location(str(out)), "output-folder", text)


@contextmanager
def staged(out: Path, problems: Problems, untouched: Container[str] = ()) -> Iterator[Path]:
    """Yield an empty folder beside `out`; it takes the place of `out` only if the block ends well.

    A file in `out` that is not as a run left it may hold a person's work: it is kept aside, with a warning. `untouched`
    are the files, relative to `out`, that another kind of run left there and knows to be as they were. Where `out` is a
    link, the folder it leads to is replaced.
    """
    refuse_foreign(out)
    place = out.resolve() if out.is_symlink() else out
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with held(place.parent):
            problems.extend(_clear_leftovers(place))
            stage, handle = _begin(place)
    except OSError as fault:
        raise _refused(out, f"cannot be written: {fault.strerror}") from fault
    try:
        (stage / MARKER).touch()
        yield stage
        _sign(stage)
        with held(place.parent):
            problems.extend(_put_in_place(stage, place, untouched))
    except OSError as fault:
        if fault.filename and not Path(fault.filename).is_relative_to(place.parent):
            raise  # something was read from elsewhere
        raise ContentError((unwritable(out, fault),)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        os.close(handle)


def _begin(out: Path) -> tuple[Path, int]:
    """Make a folder beside `out`, and hold it so that others see that it is in use."""
    prefix = f".{out.name}{HALF_MADE}"
    name = tempfile.mkdtemp(prefix=prefix, dir=out.parent)
    stage = Path(name)
    stage.chmod(_mode(out, 0o777))
    return stage, _hold(stage)


def _hold(folder: Path) -> int:
    """Return an open handle of a folder that is locked for this run. Raises `BlockingIOError` if another one has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _mode(path: Path, usual: int) -> int:
    """Return the mode of what lies at `path`, or the usual one as far as this user's mask leaves it."""
    if path.exists():
        return path.stat().st_mode & 0o7777
    mask = os.umask(0o077)
    os.umask(mask)
    return usual & ~mask


# Killed runs --------------------------------------------------------------------------------------


def recovered(out: Path) -> list[Problem]:
    """Clear away what killed runs left beside `out`, bring `out` back if it is gone; return what is to be told."""
    place = out.resolve() if out.is_symlink() else out
    if not place.parent.is_dir():
        return []
    try:
        with held(place.parent):
            return _clear_leftovers(place)
    except OSError as fault:
        raise ContentError((unwritable(out, fault),)) from fault


def _clear_leftovers(out: Path) -> list[Problem]:
    """Take away folders of killed runs. What somebody had changed in one that was in place before is kept aside."""
    problems: list[Problem] = []
    for folder in sorted(out.parent.iterdir()):
        half_made = folder.name.startswith(f".{out.name}{HALF_MADE}")
        whole = folder.name.startswith(f".{out.name}{WHOLE}")
        if not (half_made or whole) or folder.is_symlink() or _is_in_use(folder):
            continue
        if whole and not out.exists():
            folder.rename(out)
        elif whole:
            problems += _retire(folder, out)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return problems


def _is_in_use(folder: Path) -> bool:
    try:
        os.close(_hold(folder))
    except OSError:
        return True
    return False


def _retire(old: Path, out: Path, untouched: Container[str] = ()) -> list[Problem]:
    """Keep aside what somebody changed in the folder that was in the place of `out`, and delete the rest."""
    changed = [name for name in changed_files(old) if name not in untouched]
    problems = [keep_aside(old, out, name) for name in changed]
    going = old.with_name(old.name.replace(WHOLE, HALF_MADE, 1))
    old.rename(going)
    shutil.rmtree(going, ignore_errors=True)
    return problems


def _sign(stage: Path) -> None:
    """Note in the marker what each file holds, so that a later run sees which of them a person has changed."""
    marker = stage / MARKER
    note = json.loads(marker.read_bytes() or "{}")
    note["hashes"] = _hashes(stage)
    text = json.dumps(note)
    marker.write_text(f"{text}\n", encoding="utf-8")


def changed_files(out: Path) -> list[str]:
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


def keep_aside(folder: Path, out: Path, name: str) -> Problem:
    """Put the file `name` of `folder` among the kept files beside `out`, and return the warning that says so.

    It also stays where it is: a killed run could not name what it had moved.
    """
    source = (folder / name).resolve()
    kept = _free(out.with_name(f"{out.name}.kept") / name, source)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, kept)
        except OSError:
            shutil.copy2(source, kept)
    text = (
        "This file is not as guide made it, and may hold somebody's work, such as ticks. A new one takes its place; "
        f"the old one now lies in “{kept}”. Record its ticks with “guide record”, or delete it."
    )
    return Problem(Location(str(out / name)), "kept-aside", text, Severity.WARNING)


def _free(path: Path, source: Path) -> Path:
    """Return `path`, or the first like it, with a number, that does not exist or holds the same as `source`."""
    free, number = path, 1
    while free.exists() and not filecmp.cmp(free, source, shallow=False):
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _put_in_place(stage: Path, out: Path, untouched: Container[str]) -> list[Problem]:
    """Put `stage` in the place of `out`, which comes back if that fails; return what was kept aside."""
    _keep_modes(stage, out)
    new = stage.rename(stage.with_name(stage.name.replace(HALF_MADE, WHOLE, 1)))
    if not out.exists():
        new.rename(out)
        return []
    try:
        old = _exchanged(new, out)
    except OSError:
        new.rename(stage)
        raise
    return _retire(old, out, untouched)


def _exchanged(new: Path, out: Path) -> Path:
    """Let `new` take the place of `out`, and return where the old one lies now."""
    if exchange(new, out):
        return new
    old = new.with_name(f"{new.name}-old")
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise
    return old


def _keep_modes(stage: Path, out: Path) -> None:
    """Give each file and folder the mode of the one whose place it takes."""
    for path in stage.rglob("*"):
        name = path.relative_to(stage)
        old = out / name
        if old.exists():
            mode = old.stat().st_mode
            path.chmod(mode & 0o7777)


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


def write(path: Path, data: FileData) -> None:
    """Write one file, text as UTF-8 with LF line ends, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(data))


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
        with held(folder.parent):
            _clear_leftovers(folder)
            stage, handle = _begin(folder)
    except OSError as fault:
        raise ContentError((unwritable(folder, fault),)) from fault
    try:
        for name, text in files.items():
            write(stage / name, text)
        stage.rename(folder)
    except OSError as fault:
        raise ContentError((unwritable(folder, fault),)) from fault
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        os.close(handle)
