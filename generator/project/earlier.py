"""What the build before this one made, from what, and what was found in it when it was read back.

A build asks for each sheet by all that goes into it, and for each finding by the bytes that were read. So what nothing
changed is neither laid out nor read a second time, and whatever differs in one byte is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.output.files import MARKER
from generator.output.product import product_hash, system_libraries

if TYPE_CHECKING:
    from pathlib import Path

Sheets = dict[str, list[str]]
"""{what the sheets are of: [hash of what they were made from, the files, relative to the output folder]}"""

Findings = dict[str, dict[str, int]]
"""{hash of what was read, by which program and for which values: {value id: times found}}"""


@dataclass
class Earlier:
    """What can be taken over from an output folder, and what is noted for the next build."""

    out: Path
    hashes: dict[str, str] = field(default_factory=dict)
    """Of the folder's files as the build left them, by name."""
    sheets: Sheets = field(default_factory=dict)
    findings: Findings = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=lambda: {"sheets": {}, "findings": {}})
    """What this build has made and found, taken over or not."""

    def files(self, of: str, source: str) -> dict[str, bytes] | None:
        """Return the sheets made from `source` if each of them still lies as it was made."""
        made_from, *names = self.sheets.get(of, [""])
        if made_from != source:
            return None
        files: dict[str, bytes] = {}
        for name in names:
            try:
                data = (self.out / name).read_bytes()
            except OSError:
                return None
            if hashlib.sha256(data).hexdigest() != self.hashes.get(name):
                return None
            files[name] = data
        self.note_sheets(of, source, files)
        return files

    def note_sheets(self, of: str, source: str, files: dict[str, bytes]) -> None:
        """Note what was made."""
        self.now["sheets"][of] = [source, *files]

    def finding(self, key: str) -> dict[str, int] | None:
        """Return what was found in the same bytes, for the same values, by this build or the one before it."""
        known: Findings = self.now["findings"]
        if key not in known and key in self.findings:
            known[key] = self.findings[key]
        return known.get(key)

    def note_finding(self, key: str, found: dict[str, int]) -> None:
        """Note what was found where nothing was wrong."""
        self.now["findings"][key] = found


def read_earlier(out: Path) -> Earlier:
    """Return what an output folder says of itself; nothing where it is damaged, or of another program."""
    try:
        note = json.loads((out / MARKER).read_bytes())
        sheets, findings, hashes = note["sheets"], note["findings"], note["hashes"]
        sound = all(isinstance(part, dict) for part in (sheets, findings, hashes))
        if note["program"] != program() or not sound:
            return Earlier(out)
    except (OSError, ValueError, TypeError, KeyError):
        return Earlier(out)
    return Earlier(out, hashes, sheets, findings)


def program() -> str:
    """Return a hash of all that makes and reads: this program, its libraries and the machine's."""
    return digest(product_hash(), *system_libraries())


def digest(*parts: str | bytes) -> str:
    """Return a hash of texts and bytes, each told apart from the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(_as_bytes(part)).digest())
    return whole.hexdigest()


def _as_bytes(part: str | bytes) -> bytes:
    if isinstance(part, str):
        return part.encode()
    return part
