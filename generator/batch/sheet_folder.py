"""A folder of orgs' sheets: one run at a time writes to it, and it knows what each sheet was made from.

`.guide-sheets/` in it holds the lock, what is being written, and `made.jsonl`: a line for each sheet made, added as the
run goes on, so that a run that is killed loses nothing but what it had in hand. A later line stands for an earlier one.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.batch.made_sheets import MadeSheets
from generator.output.file_data import write_hashed
from generator.output.files import keep_aside, refuse_foreign, unwritable
from generator.problems import ContentError, Location, Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TextIO

    from generator.output.file_data import FileData

OWN = ".guide-sheets"
FORMAT = "guide-sheets/1"

Stamp = list[Any]
"""A file's size in bytes, its time of change in nanoseconds and the sha256 of what it holds."""

NEVER_MADE = '["", {}]'
OF_FILE = 2
"""So many parts of a stamp are known without reading the file."""


class StagedFile(NamedTuple):
    """A finished file that waits for its place, and the sha256 of what it holds."""

    path: Path
    sha256: str


class SheetFolder:
    """What lies in the folder. A sheet is named `<org>/<guide>/<kind>` and consists of one or more files."""

    def __init__(self, out: Path, problems: Problems, *, hold: bool = False, verify: bool = False) -> None:
        self._out = out
        self._hold = hold
        self._verify = verify
        self._stage = out / OWN / "writing"
        self._record = out / OWN / "made.jsonl"
        self._made = MadeSheets()
        """By sheet, as JSON: what it was made from, and its files' stamps."""

        self._held: list[tuple[str, str, dict[Path, StagedFile]]] = []
        self._lines = 0
        self._log: TextIO | None = None
        self._problems = problems

    def open(self) -> None:
        """Read what was made, and clear away what a killed run was writing."""
        shutil.rmtree(self._stage, ignore_errors=True)
        self._stage.mkdir()
        self.read()
        if self._lines > 2 * len(self._made) + 100:
            self._shorten()
        self._log = self._record.open("a", encoding="utf-8")

    def close(self) -> None:
        """Leave nothing but finished sheets."""
        if self._log:
            self._log.close()
        self.forget()
        shutil.rmtree(self._stage, ignore_errors=True)

    def forget(self) -> None:
        """Let go of what was read."""
        self._made.close()

    def has(self, sheet: str, source: str) -> bool:
        """Whether the sheet was made from `source`, a hash, and each of its files lies as it was written."""
        made, files = self._entry(sheet)
        if made != source:
            return False
        folder, _, _ = sheet.rpartition("/")
        return all(self._lies(f"{self._out}/{folder}/{name}", stamp) for name, stamp in files.items())

    def _entry(self, sheet: str) -> tuple[str, dict[str, Stamp]]:
        made, files = json.loads(self._made.get(sheet) or NEVER_MADE)
        return made, files

    def _lies(self, path: str, stamp: Stamp) -> bool:
        """Whether a file lies as it was written: by size and time or, if that is to be verified, by what it holds."""
        if _stamp(path) != stamp[:OF_FILE]:
            return False
        return not self._verify or stamp[OF_FILE:] == [_sha256(path)]

    def files(self, sheet: str) -> list[Path]:
        """Return a sheet's files; none if it was never made."""
        _, files = self._entry(sheet)
        folder = Path(self._out, sheet.rpartition("/")[0])
        return [folder / name for name in files]

    def put_made(self, sheet: str, source: str, name: str, make: Callable[[Path], None]) -> list[Path]:
        """Have `make` write a file that may be too large for memory, and publish it at once."""
        path = Path(self._out, sheet.rpartition("/")[0], name)
        staged = self._stage / "large"
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            make(staged)
            digest = _sha256(staged)
        return self._publish(sheet, source, {path: StagedFile(staged, digest)})

    def put(self, sheet: str, source: str, files: Mapping[str, FileData]) -> list[Path]:
        """Write a sheet's files and return their paths, or keep them back until `release`.

        Raises `ContentError` that names the file; then the sheet is as it was before.
        """
        folder = f"{self._out}/{sheet.rpartition('/')[0]}"
        ready: dict[Path, StagedFile] = {}
        with _told(folder):
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - once a sheet
        for number, (name, data) in enumerate(files.items()):
            path = Path(folder, name)
            staged = self._stage / f"{len(self._held)}-{number}"
            with _told(path), staged.open("wb") as file:
                digest = write_hashed(file, data)
            ready[path] = StagedFile(staged, digest)
        if self._hold:
            self._held.append((sheet, source, ready))
            return []
        return self._publish(sheet, source, ready)

    def release(self) -> list[Path]:
        """Publish all that was kept back."""
        paths: list[Path] = []
        for sheet, source, ready in self._held:
            paths += self._publish(sheet, source, ready)
        self._held.clear()
        return paths

    def _publish(self, sheet: str, source: str, ready: Mapping[Path, StagedFile]) -> list[Path]:
        stamps: dict[str, Stamp] = {}
        for path, (staged, digest) in ready.items():
            with _told(path):
                if self._is_changed(sheet, path, staged):
                    self._problems.extend([keep_aside(self._out, self._out, path.relative_to(self._out).as_posix())])
                _keep_mode(staged, path)
                os.replace(staged, _followed(path))  # noqa: PTH105 - Path's own makes another path
            stamp = _stamp(path)
            if stamp:
                stamps[path.name] = [*stamp, digest]
        self._note(sheet, source, stamps)
        return list(ready)

    def _is_changed(self, sheet: str, path: Path, staged: Path) -> bool:
        """Whether a file lies in the place of a sheet's that is neither the one we wrote there nor like the new one."""
        stamp = _stamp(path)
        if stamp is None:
            return False
        _, files = self._entry(sheet)
        if stamp == files.get(path.name, [])[:OF_FILE]:
            return False
        return path.read_bytes() != staged.read_bytes()

    def untouched(self) -> set[str]:
        """Return the files of all sheets, relative to the folder, that lie as they were written."""
        names: set[str] = set()
        for sheet, entry in self._made:
            _, files = json.loads(entry)
            folder = PurePosixPath(sheet).parent
            for name, stamp in files.items():
                path = str(folder / name)
                if self._lies(f"{self._out}/{path}", stamp):
                    names.add(path)
        return names

    def _note(self, sheet: str, source: str, files: dict[str, Stamp]) -> None:
        self._made.put(sheet, json.dumps([source, files]))
        if self._log:
            with _told(self._record):
                self._log.write(json.dumps([sheet, source, files]) + "\n")
                self._log.flush()

    def read(self) -> None:
        """Read every whole line; a record of another format is none."""
        if not self._is_of_format():
            self._record.write_text(FORMAT + "\n", encoding="utf-8")
            return
        line = ""
        with self._record.open(encoding="utf-8", errors="replace", newline="\n") as record:
            for line in record:
                self._lines += 1
                if entry := _entry(line):
                    sheet, *made = entry
                    self._made.put(sheet, json.dumps(made))
        if not line.endswith("\n"):  # cut short by the end of a run: the next line must not continue it
            with self._record.open("a", encoding="utf-8") as record:
                record.write("\n")

    def _is_of_format(self) -> bool:
        try:
            with self._record.open(encoding="utf-8", errors="replace") as record:
                return record.readline() == FORMAT + "\n"
        except FileNotFoundError:
            return False

    def _shorten(self) -> None:
        fresh = self._stage / "made.jsonl"
        with fresh.open("w", encoding="utf-8") as record:
            record.write(FORMAT + "\n")
            for sheet, entry in self._made:
                line = json.dumps([sheet, *json.loads(entry)])
                record.write(line + "\n")
        fresh.replace(self._record)


@contextmanager
def sheet_folder(out: Path, problems: Problems, *, hold: bool = False, verify: bool = False) -> Iterator[SheetFolder]:
    """Open the folder `out`, and keep every other run out of it. `hold` keeps all sheets back until `release`. With
    `verify` no sheet is taken for made by its size and time alone.

    A file in a sheet's place that holds somebody's work is kept aside; `problems` takes the warning.

    Raises `ContentError` where another run is at work or nothing can be written.
    """
    if not (out / OWN).is_dir():
        refuse_foreign(out)
    folder = SheetFolder(out, problems, hold=hold, verify=verify)
    with _told(out):
        (out / OWN).mkdir(parents=True, exist_ok=True)
        lock = (out / OWN / "lock").open("a", encoding="utf-8")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            text = "Another run is writing sheets here. Wait until it has ended, or name another folder."
            raise ContentError.at(Location(str(out)), "in-use", text) from None
        with _told(out):
            folder.open()
        try:
            yield folder
        finally:
            folder.close()


def untouched_sheets(out: Path) -> set[str]:
    """Return the sheets below `out`, relative to it, that lie as a batch wrote them."""
    folder = SheetFolder(out, Problems())
    try:
        if (out / OWN).is_dir():
            folder.read()
        return folder.untouched()
    finally:
        folder.forget()


@contextmanager
def _told(path: Path | str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ContentError((unwritable(Path(path), fault),)) from fault


def _keep_mode(staged: Path, path: Path) -> None:
    """Give a finished file the mode of the one whose place it takes."""
    if path.exists():
        staged.chmod(path.stat().st_mode & 0o7777)


def _followed(path: Path) -> Path:
    """Return the file itself where `path` is a link to it."""
    return path.resolve() if path.is_symlink() else path


def _stamp(path: Path | str) -> Stamp | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - tens of thousands of times
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]


def _sha256(path: Path | str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 - tens of thousands of times
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(line: str) -> Any:
    """Return sheet, source and files; None for a line that was cut short."""
    try:
        sheet, source, files = json.loads(line)
    except (ValueError, TypeError):
        return None
    if isinstance(sheet, str) and isinstance(source, str) and isinstance(files, dict):
        return sheet, source, files
    return None
