"""What a file holds, also where it begins as many others do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import BinaryIO


@dataclass(frozen=True)
class SharedStart:
    """A file whose start is that of many others. The start is handed on, hashed and kept in memory once for all."""

    start: bytes
    rest: bytes

    def __bytes__(self) -> bytes:
        return self.start + self.rest


FileData = str | bytes | SharedStart


def as_bytes(data: FileData) -> bytes:
    """Return what stands in a file: text as UTF-8."""
    if isinstance(data, str):
        return data.encode()
    return bytes(data)


def write_hashed(file: BinaryIO, data: FileData) -> str:
    """Write to an open file, and return the sha256 of what was written."""
    if not isinstance(data, SharedStart):
        whole = as_bytes(data)
        file.write(whole)
        return hashlib.sha256(whole).hexdigest()
    file.write(data.start)
    file.write(data.rest)
    digest = _begun(data.start).copy()
    digest.update(data.rest)
    name: str = digest.hexdigest()
    return name


@lru_cache(maxsize=8)
def _begun(start: bytes) -> Any:
    return hashlib.sha256(start)
