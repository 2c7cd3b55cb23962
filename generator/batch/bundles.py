"""Many sheets as one file, to hand over: an archive of all, or of each org, and one PDF to print.

Only what is as it should be goes in: no sheet of an org that failed, and none from a run before that has changed since.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.output.product import product_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.batch.sheet_folder import SheetFolder

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can tell: the same bytes on every run."""

PACKED = frozenset({".pdf", ".docx"})
"""These hold packed data, which gets no smaller."""


@dataclass(frozen=True)
class BundleOptions:
    """What is to be made of all sheets, beside them."""

    archive: bool = False
    archive_each: bool = False
    one_pdf: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything is."""
        return self.archive or self.archive_each or self.one_pdf


@dataclass(frozen=True)
class BatchSheet:
    """A sheet of a batch, which may lie in the folder: `source` is the hash of what it has to be made from."""

    org_id: str
    org_name: str
    guide_id: str
    guide_title: str
    kind: str
    source: str

    @property
    def name(self) -> str:
        """Return the name by which the folder knows it."""
        return f"{self.org_id}/{self.guide_id}/{self.kind}"


def write_bundles(
    sheets: Iterable[BatchSheet], folder: SheetFolder, name: str, options: BundleOptions
) -> Iterator[Path]:
    """Yield what was written or lies there already; `name` says of what they are, such as “checklists”."""
    if not options.is_any:
        return
    whole = [sheet for sheet in sheets if folder.has(sheet.name, sheet.source)]
    if not whole:
        return
    if options.archive:
        yield from _archive(whole, folder, _zip_name(whole, name))
    if options.archive_each:
        for org_id, own in groupby(whole, attrgetter("org_id")):
            yield from _archive(list(own), folder, f"{org_id}/{org_id}-{name}.zip")
    if options.one_pdf:
        yield from _bundle(whole, folder, f"{name}.pdf", partial(_write_pdf, whole, folder, name))


def _archive(sheets: Sequence[BatchSheet], folder: SheetFolder, name: str) -> Iterator[Path]:
    members = _members(sheets, folder)
    yield from _bundle(sheets, folder, name, partial(_write_archive, members))


def _zip_name(sheets: Sequence[BatchSheet], name: str) -> str:
    """One org's archive says whose it is."""
    org_ids = {sheet.org_id for sheet in sheets}
    if len(org_ids) > 1:
        return f"{name}.zip"
    (org_id,) = org_ids
    return f"{org_id}-{name}.zip"


def _bundle(
    sheets: Sequence[BatchSheet], folder: SheetFolder, place: str, make: Callable[[Path], None]
) -> Iterator[Path]:
    """Make a bundle unless the one that lies there is of the same sheets."""
    told = [product_hash(), *(f"{sheet.name} {sheet.source}" for sheet in sheets)]
    source = hashlib.sha256("\n".join(told).encode()).hexdigest()
    if folder.has(place, source):
        yield from folder.files(place)
    else:
        yield from folder.put_made(place, source, PurePosixPath(place).name, make)


# Archives


def _members(sheets: Iterable[BatchSheet], folder: SheetFolder) -> list[tuple[str, Path]]:
    """Return each file with its name in the archive, which says of which org and guide it is wherever it is moved."""
    members: list[tuple[str, Path]] = []
    for sheet in sheets:
        start = f"{sheet.org_id}/{sheet.org_id}-{sheet.guide_id}"
        for path in folder.files(sheet.name):
            name = f"{start}-{path.name}"
            members.append((name, path))
    return members


def _write_archive(members: Iterable[tuple[str, Path]], path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, source in members:
            entry = zipfile.ZipInfo(name, NO_TIME)
            packing = zipfile.ZIP_STORED if source.suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes(), packing)


# One PDF


def _write_pdf(sheets: Sequence[BatchSheet], folder: SheetFolder, name: str, path: Path) -> None:
    from generator.output.one_pdf import SheetPdf, write_one_pdf  # noqa: PLC0415 - imports pikepdf

    parts: list[SheetPdf] = []
    for sheet in sheets:
        for file in folder.files(sheet.name):
            if file.suffix == ".pdf":
                title = f"{sheet.org_name}: {file.stem}"
                parts.append(SheetPdf(file, title))
    titles = dict.fromkeys(sheet.guide_title for sheet in sheets)
    write_one_pdf(parts, f"{', '.join(titles)}: {name}", path)
