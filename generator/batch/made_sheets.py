"""What each sheet of a folder was made from, and its files' stamps: on disk, as a folder may hold a million sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "CREATE TABLE made (sheet TEXT PRIMARY KEY, entry TEXT)"
PUT = "INSERT OR REPLACE INTO made VALUES (?, ?)"
GET = "SELECT entry FROM made WHERE sheet = ?"


class MadeSheets:
    """Entries, which are JSON, by the names of sheets, in a database without a name that ends with the process."""

    def __init__(self) -> None:
        import sqlite3  # noqa: PLC0415 - only few runs have a folder of sheets

        self._base = sqlite3.connect("")
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute(TABLE)

    def put(self, sheet: str, entry: str) -> None:
        """Keep an entry in the place of an earlier one."""
        self._base.execute(PUT, (sheet, entry))

    def get(self, sheet: str) -> str | None:
        """Return a sheet's entry; None if it was never made."""
        row = self._base.execute(GET, (sheet,)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Forget everything."""
        self._base.close()

    def __len__(self) -> int:
        (count,) = self._base.execute("SELECT count(*) FROM made").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield each sheet with its entry."""
        return iter(self._base.execute("SELECT sheet, entry FROM made"))
