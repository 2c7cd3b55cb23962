"""`guide record --archive`: beside each record a copy of our own sheet with what is on record."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.deriving.guide_view import view
from generator.deriving.recording import in_part
from generator.model.records import ticked_boxes
from generator.output.files import unwritable
from generator.output.together import replace_all
from generator.problems import ContentError, Location, Problems
from generator.project.brand import read_brand
from generator.project.paths import shown
from generator.project.sheet_overrides import read_sheet_overrides
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.content.records import read_run
from generator.reading.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.model import Guide, Org
    from generator.model.filled_sheets import FilledSheet
    from generator.model.records import Record, RunStep
    from generator.project.paths import Paths

PUBLISHED = "Archive copies do not belong under the content, which is published. Name another folder with --archive."
NO_COPY = "This is no archive copy that guide made, and one would take its place. Move it, or name another --archive."
DIFFERS = (
    "This archive copy was changed: its boxes do not say what was on record when it was made. Take the record itself, "
    "or the copy as it was made."
)


def archive_copies(paths: Paths, folder: Path, records: Iterable[tuple[Guide, Org, Record]]) -> dict[Path, bytes]:
    """Return the archive copies of records by where they belong. Raises `ContentError`."""
    from generator.batch.archive_copies import archive_copy  # noqa: PLC0415 - slow to import
    from generator.batch.jobs import Job  # noqa: PLC0415
    from generator.output.site import site_url  # noqa: PLC0415 - MkDocs is slow to import
    from generator.output.variable_data.printing import Press  # noqa: PLC0415
    from generator.output.variable_data.template_store import TemplateStore, templates_folder  # noqa: PLC0415

    problems = Problems()
    overrides = read_sheet_overrides(paths.project, problems)
    brand = read_brand(paths.project, problems)
    _refuse_published(paths, folder, problems)
    places = {folder.absolute() / org.id / f"{guide.id}.pdf": (guide, org, record) for guide, org, record in records}
    for path in places:
        _refuse_foreign(path, problems)
    problems.raise_errors()
    site = site_url(paths.project)
    press = Press(full_layout=False, store=TemplateStore(templates_folder()), overrides=overrides)
    jobs: dict[str, Job] = {}
    copies = {}
    for path, (guide, org, record) in places.items():
        if guide.id not in jobs:
            jobs[guide.id] = Job(view(guide, site=site, overrides=overrides, brand=brand), press)
        copies[path] = archive_copy(jobs[guide.id], org, record)
    return copies


def _refuse_published(paths: Paths, folder: Path, problems: Problems) -> None:
    place = folder.resolve()
    if paths.content.resolve() in (place, *place.parents):
        problems.error(Location(shown(folder)), "output-folder", PUBLISHED)


def _refuse_foreign(path: Path, problems: Problems) -> None:
    """Another file of that name may be the sheet that somebody ticked."""
    if not path.exists():
        return
    try:
        sheets = read_filled_pdf(path.read_bytes(), shown(path))
    except (ContentError, OSError):
        sheets = ()
    if not sheets or not all(sheet.facts.run for sheet in sheets):
        problems.error(Location(shown(path)), "kept-file", NO_COPY)


@contextmanager
def in_place(copies: Mapping[Path, bytes], folder: Path | None) -> Iterator[None]:
    """Put the copies where they belong; if the block fails, what lay there comes back."""
    if not copies or folder is None:
        yield
        return
    place = folder.absolute()
    try:
        before = {path: _content(path) for path in copies}
        replace_all(copies, place)
    except OSError as fault:
        raise ContentError((unwritable(folder, fault),)) from fault
    try:
        yield
    except ContentError:
        replace_all(before, place)
        raise


def _content(path: Path) -> bytes | None:
    if not path.exists():
        return None
    return path.read_bytes()


def archived_steps(sheet: FilledSheet, path: str, part: str, problems: Problems) -> dict[str, RunStep] | None:
    """Return the steps that an archive copy says were on record, as long as its boxes say the same."""
    run = read_run(Source(path, sheet.facts.run), problems)
    if run is None:
        return None
    names = {box.name for box in sheet.boxes}
    ticked = {box.name for box in sheet.boxes if box.ticked}
    if ticked != ticked_boxes(run.steps) & names:  # copies made before December 2026 have boxes for what is done alone
        problems.error(Location(path), "archive-changed", in_part(part, DIFFERS))
        return None
    return run.steps
