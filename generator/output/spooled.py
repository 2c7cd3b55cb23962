"""Things that are too many for memory: written to a file without a name once, and read again as often as asked."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Iterator, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.output.files import unwritable
from generator.problems import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

IN_MEMORY = 1_000_000
"""Bytes that need no file yet: those of some thousand orgs."""

A_BLOCK = 128
"""So many things are packed together, and what they share is packed once."""


class Spooled(Sized, Generic[T]):
    """What an iterable yields, in its order. Nobody else can open the file, and it ends with the process.

    Raises `ContentError` if there is no room for it.
    """

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with us
        weakref.finalize(self, self._file.close)
        self._count = 0
        self._end = 0
        self._last: list[T] = []
        """What came since the last block."""
        for thing in things:
            self.append(thing)

    def append(self, thing: T) -> None:
        """Put a thing behind all others."""
        self._last.append(thing)
        self._count += 1
        if len(self._last) == A_BLOCK:
            self._write(tuple(self._last))
            self._last.clear()

    def _write(self, block: tuple[T, ...]) -> None:
        packed = pickle.dumps(block)
        try:
            self._file.seek(self._end)
            self._file.write(packed)
            self._end = self._file.tell()
        except OSError as fault:
            raise ContentError((unwritable(Path(tempfile.gettempdir()), fault),)) from fault

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        """Yield the things. Several may be reading, each at its own place."""
        place = 0
        while place < self._end:
            self._file.seek(place)
            block: tuple[T, ...] = pickle.load(self._file)  # noqa: S301 - from our own process
            place = self._file.tell()
            yield from block
        yield from self._last
