"""Changed objects of a PDF, appended to it: an incremental update (ISO 32000-1, 7.5.6)."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.output.file_data import SharedStart

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW_BYTES = 1000
FASTEST, WINDOW_BITS, MEMORY_LEVEL = 1, 13, 6
"""Of zlib. It clears its memory anew for each stream, and with less of it packs these as well."""


@dataclass(frozen=True)
class Base:
    """A finished PDF, and what of its trailer an update repeats."""

    data: bytes
    root: int
    size: int
    """One more than the highest number of an object."""
    info: int
    id: bytes

    def updated(self, objects: Mapping[int, bytes]) -> SharedStart:
        """Return the PDF with `objects`, by number, in place of its own."""
        parts, rows, at = [], [], len(self.data)
        for number, body in sorted(objects.items()):
            written = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            rows.append((number, at))
            parts.append(written)
            at += len(written)
        rows.append((self.size, at))
        changes = b"".join(parts)
        changed_id = hashlib.sha256(changes).digest()[: len(self.id)]
        return SharedStart(self.data, changes + self._cross_references(rows, changed_id))

    def _cross_references(self, rows: list[tuple[int, int]], changed_id: bytes) -> bytes:
        """Return the stream that says where each object starts, itself the last: type 1, offset, generation 0."""
        table = b"".join(b"\x01" + offset.to_bytes(4, "big") + b"\x00" for _, offset in rows)
        index = " ".join(f"{number} 1" for number, _ in rows)
        head = (
            f"/Type /XRef /Size {self.size + 1} /Root {self.root} 0 R /Info {self.info} 0 R /Prev {self._previous} "
            f"/ID [<{self.id.hex()}> <{changed_id.hex()}>] /W [1 4 1] /Index [{index}] /Length {len(table)}"
        )
        number, at = rows[-1]
        return b"%d 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
            number,
            head.encode(),
            table,
            at,
        )

    @cached_property
    def _previous(self) -> int:
        _, _, end = self.data.rpartition(b"startxref")
        offset, *_ = end.split()
        return int(offset)


def packed_stream(data: bytes) -> bytes:
    """Return a stream object's body. To compress a few lines takes longer than to write them."""
    if len(data) <= FEW_BYTES:
        return stream(data)
    packer = zlib.compressobj(FASTEST, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL)
    packed = packer.compress(data) + packer.flush()
    return stream(packed, b" /Filter /FlateDecode")


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object's body, not compressed: of packed metadata PDFium forgets that they are packed."""
    return b"<<%b /Length %d>>\nstream\n%b\nendstream" % (entries, len(data), data)
