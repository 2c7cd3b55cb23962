"""What the build before this one made, from what, and what was found in it when it was read back.

A build asks for each sheet by all that goes into it, and for each finding by the bytes that were read. So what nothing
changed is neither laid out nor read a second time, and whatever differs in one byte is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.output.files import MARKER
from generator.output.page_facts import SEARCH_INDEX, PageFacts, by_page
from generator.output.product import product_hash, system_libraries

if TYPE_CHECKING:
    from pathlib import Path

    from generator.output.page_facts import Entries

SITE = "site"

Sheets = dict[str, list[str]]
"""{what the files are of, such as a page: [hash of what they were made from, their names in the output folder]}"""

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
    pages: dict[str, Any] = field(default_factory=dict)
    """{page of the site: [anchors, links]}, as MkDocs knows them."""
    now: dict[str, Any] = field(default_factory=lambda: {"sheets": {}, "findings": {}, "pages": {}})
    """What this build has made and found, taken over or not."""

    def files(self, of: str, source: str) -> dict[str, bytes] | None:
        """Return the sheets made from `source` if each of them still lies as it was made."""
        made_from, *names = self.sheets.get(of, [""])
        if made_from != source:
            return None
        files: dict[str, bytes] = {}
        for name in names:
            data = self._unchanged(name)
            if data is None:
                return None
            files[name] = data
        self.note_sheets(of, source, files)
        return files

    def note_sheets(self, of: str, source: str, files: dict[str, bytes]) -> None:
        """Note what was made."""
        self.now["sheets"][of] = [source, *files]

    def page(self, name: str, source: str) -> tuple[bytes, PageFacts] | None:
        """Return a page of the site as it was finished, and what MkDocs knew of it, if it was made from `source`."""
        if name not in self.pages or self._searched is None:
            return None
        files = self.files(_of_page(name), source)
        if not files:
            return None
        (html,) = files.values()
        url, anchors, links = self.pages[name]
        return html, PageFacts(url, anchors, links, self._searched.get(url, []))

    def note_page(self, name: str, source: str, made: str, facts: PageFacts) -> None:
        """Note a page of the site; `made` is its finished file, relative to the site."""
        sheets, pages = self.now["sheets"], self.now["pages"]
        sheets[_of_page(name)] = [source, f"{SITE}/{made}"]
        pages[name] = [facts.url, facts.anchors, facts.links]

    @cached_property
    def _searched(self) -> dict[str, Entries] | None:
        """What the search finds on each page; None if its index does not lie as it was made."""
        name = f"{SITE}/{SEARCH_INDEX}"
        data = self._unchanged(name)
        if data is None:
            return None
        return by_page(json.loads(data)["docs"])

    def _unchanged(self, name: str) -> bytes | None:
        """Return what a file holds if it is as the build left it."""
        try:
            data = (self.out / name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != self.hashes.get(name):
            return None
        return data

    def finding(self, key: str) -> dict[str, int] | None:
        """Return what was found in the same bytes, for the same values, by this build or the one before it."""
        known: Findings = self.now["findings"]
        if key not in known and key in self.findings:
            known[key] = self.findings[key]
        return known.get(key)

    def note_finding(self, key: str, found: dict[str, int]) -> None:
        """Note what was found where nothing was wrong."""
        self.now["findings"][key] = found


def _of_page(name: str) -> str:
    return f"page {name}"


def read_earlier(out: Path) -> Earlier:
    """Return what an output folder says of itself; nothing where it is damaged, or of another program."""
    try:
        note = json.loads((out / MARKER).read_bytes())
        parts = [note[name] for name in ("hashes", "sheets", "findings", "pages")]
        sound = all(isinstance(part, dict) for part in parts)
        if note["program"] != program() or not sound:
            return Earlier(out)
    except (OSError, ValueError, TypeError, KeyError):
        return Earlier(out)
    return Earlier(out, *parts)


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
