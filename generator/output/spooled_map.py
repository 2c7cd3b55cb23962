"""Things that are too many for memory, each found by its name."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.problems import ContentError, Location

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

TABLE = "CREATE TABLE things (name TEXT PRIMARY KEY, thing BLOB) WITHOUT ROWID"
PUT = "INSERT OR REPLACE INTO things VALUES (?, ?)"
GET = "SELECT thing FROM things WHERE name = ?"
NO_ROOM = "This cannot be written: {}. Make room or give leave to write, or name another folder in TMPDIR."


class SpooledMap(Generic[T]):
    """Things by name, in a database without a name that ends with the process; of two of one name the later one.

    Raises `ContentError` if there is no room for them.
    """

    def __init__(self, things: Iterable[tuple[str, T]] = ()) -> None:
        import sqlite3  # noqa: PLC0415 - only few commands have so many

        self._base = sqlite3.connect("")
        weakref.finalize(self, self._base.close)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute(TABLE)
        packed = ((name, pickle.dumps(thing)) for name, thing in things)
        try:
            self._base.executemany(PUT, packed)
        except sqlite3.OperationalError as fault:
            place = Location(str(Path(tempfile.gettempdir())))
            raise ContentError.at(place, "unwritable", NO_ROOM.format(fault)) from fault

    def get(self, name: str) -> T | None:
        """Return the thing of this name, if there is one."""
        row = self._base.execute(GET, (name,)).fetchone()
        if row is None:
            return None
        thing: T = pickle.loads(row[0])  # noqa: S301 - from our own process
        return thing

    def __contains__(self, name: object) -> bool:
        return self._base.execute(GET, (name,)).fetchone() is not None
