"""What one run found out and later ones take over: files among the user's caches.

A file is believed only if it is whole, was written under this name, and nobody but the user can have written it. Any
other is as good as none, and the folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OTHERS_MAY_WRITE = 0o022
DIGEST_BYTES = hashlib.sha256().digest_size


def caches_folder() -> Path:
    """Return this program's folder among the user's caches, as the XDG Base Directory Specification has them."""
    caches = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(caches) if os.path.isabs(caches) else Path("~/.cache").expanduser()  # noqa: PTH117 - may be empty
    return base / "guide-generator"


@dataclass(frozen=True)
class UserCache:
    """A folder of files by their keys. Whatever it refuses, the work goes on without it.

    Beyond `most_bytes` those that served longest ago go first.
    """

    folder: Path
    most_bytes: int

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key, if it can be trusted."""
        path = self.folder / key
        try:
            data = _read_own(path)
            os.utime(path)
        except OSError:
            return None
        digest, body = data[:DIGEST_BYTES], data[DIGEST_BYTES:]
        return body if digest == _digest(key, body) else None

    def put(self, key: str, body: bytes) -> None:
        """Keep something under a key."""
        import tempfile  # noqa: PLC0415 - slow to import, and most runs put nothing

        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, body) + body)
            Path(name).replace(self.folder / key)
            self._shrink()

    def _shrink(self) -> None:
        """Delete what served longest ago, and with it what a killed run left half written, down to the limit."""
        states = {path: path.stat() for path in self.folder.iterdir()}
        size = sum(state.st_size for state in states.values())
        for path in sorted(states, key=lambda path: states[path].st_mtime_ns):
            if size <= self.most_bytes:
                break
            path.unlink(missing_ok=True)
            size -= states[path].st_size


def _digest(key: str, body: bytes) -> bytes:
    whole = hashlib.sha256(key.encode())
    whole.update(b"\n")
    whole.update(body)
    return whole.digest()


def _read_own(path: Path) -> bytes:
    """Return a file's bytes. Raises `PermissionError` if it, or its folder, could be another user's work."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        for state in (os.fstat(handle), path.parent.stat()):
            if state.st_uid != os.geteuid() or state.st_mode & OTHERS_MAY_WRITE:
                raise PermissionError(path)
        return file.read()
