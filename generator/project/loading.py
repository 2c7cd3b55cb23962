"""Opens the files of `content/` and gathers every problem in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.model import foundations
from generator.problems import Location, Problems
from generator.project.guide_files import guide_texts
from generator.project.guide_store import SoundGuide, guide_key, keep_guide, stored_guide
from generator.project.opening import open_source
from generator.project.org_fields import project_fields, refuse_other_fields
from generator.project.paths import guide_folders, shown
from generator.reading.content.glance import foundation_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.model import Guide, History, Org
    from generator.model.records import Record
    from generator.project.paths import Paths
    from generator.reading.text.source import Source


@dataclass(frozen=True)
class Content:
    """All guides and orgs that could be read."""

    guides: tuple[Guide, ...]
    orgs: Iterable[Org]
    """They are gone through more than once, and may be in no memory."""


def load(paths: Paths, problems: Problems, guide_id: str | None = None) -> Content:
    """Read every guide (or one) and every org file; what is wrong goes to `problems`."""
    from generator.project.sources import org_files, read_orgs  # noqa: PLC0415 - slow to import

    files = [paths.orgs]
    if not paths.orgs.is_file():
        files = org_files(paths.orgs)
    fields = project_fields(paths.content)
    orgs = read_orgs(files, problems, fields)
    guides = load_guides(paths, problems, guide_id)
    return Content(guides, orgs)


def load_guides(paths: Paths, problems: Problems, guide_id: str | None = None) -> tuple[Guide, ...]:
    """Read and check the guide folders."""
    folders = guide_folders(paths.content)
    chosen = [folder for folder in folders if guide_id in {None, folder.name}]
    if not chosen:
        problems.error(Location(shown(paths.content)), "no-guide", _no_guide(guide_id, folders))
    guides = [_load_guide(folder, problems) for folder in chosen]
    sound = tuple(filter(None, guides))
    refuse_other_fields(sound, paths.content, problems)
    return sound


NO_PROJECT = (
    "No guide was found here. Run the command in a project’s folder, name that folder with --project, or begin a "
    "project with “guide new FOLDER”."
)


def _no_guide(guide_id: str | None, folders: Iterable[Path]) -> str:
    known = ", ".join(folder.name for folder in folders)
    if not known:
        return NO_PROJECT
    return f"No guide “{guide_id}” was found here. Guides found: {known}."


def load_meant(paths: Paths, problems: Problems, guide_id: str | None = None) -> tuple[Guide, ...]:
    """Read and check the guide that is named; where none is, those that build on no other."""
    if guide_id is None:
        folders = foundation_folders(paths.content)
        if len(folders) == 1:
            return load_guides(paths, problems, folders[0].name)
    return foundations(load_guides(paths, problems, guide_id))


def foundation_folders(content: Path) -> list[Path]:
    """Return the folders of the guides that build on no other, by their front matter alone."""
    folders = guide_folders(content)
    ids = {folder.name for folder in folders}
    meant = []
    for folder in folders:
        source = open_source(folder / "guide.md", Problems())
        if source is None or foundation_of(source) not in ids:
            meant.append(folder)
    return meant


def _load_guide(folder: Path, problems: Problems) -> Guide | None:
    texts = guide_texts(folder, problems)
    if texts is None:
        return None
    guide = _checked_guide(folder.name, texts, problems)
    if guide:
        _check_foundation(guide, folder, texts["guide.md"], problems)
    return guide


def _checked_guide(guide_id: str, texts: dict[str, Source], problems: Problems) -> Guide | None:
    """Read and check a guide, unless an earlier run has found these very texts sound."""
    key = guide_key(guide_id, texts.values())
    known = stored_guide(key)
    if known:
        problems.extend(known.warnings)
        return known.guide
    from generator.project.checked_guide import check_texts  # noqa: PLC0415 - slow to import

    faults = Problems()
    guide = check_texts(guide_id, texts, faults)
    if guide and not faults.has_errors:
        keep_guide(key, SoundGuide(guide, tuple(faults)))
    problems.extend(faults)
    return guide


def _check_foundation(guide: Guide, folder: Path, source: Source, problems: Problems) -> None:
    """Report a guide that builds on itself or on none that is there."""
    foundation = guide.about.builds_on
    if foundation is None:
        return
    if foundation == guide.id or not (folder.parent / foundation / "guide.md").is_file():
        text = f"“builds_on” is “{foundation}”, which is no other guide here. Name the folder of one, or leave it out."
        problems.error(source.find("builds_on:"), "builds-on", text)


def load_record(path: Path, problems: Problems) -> Record | None:
    """Read one record, or report what is wrong with it."""
    from generator.reading.content.records import read_record  # noqa: PLC0415 - slow to import

    source = open_source(path, problems)
    if source is None:
        return None
    return read_record(source, problems)


def load_history(path: Path, problems: Problems) -> History | None:
    """Read a guide's history; None where there is none yet, or what is wrong with it was reported."""
    from generator.reading.content.history import read_history  # noqa: PLC0415 - slow to import

    if not path.is_file():
        return None
    source = open_source(path, problems)
    if source is None:
        return None
    return read_history(source, problems)


def load_records(
    files: Iterable[Path], orgs: Iterable[Org], guides: Iterable[Guide], problems: Problems
) -> dict[tuple[str, str], Record]:
    """Read the records of these orgs, by org and guide; those of others are problems."""
    read = [(path, record) for path in files if (record := load_record(path, problems))]
    wanted_ids = {record.org for _, record in read}
    org_ids = wanted_ids.intersection(org.id for org in orgs)
    guide_ids = {guide.id for guide in guides}
    records: dict[tuple[str, str], Record] = {}
    for path, record in read:
        key = (record.org, record.guide)
        is_wanted = record.org in org_ids and record.guide in guide_ids
        if is_wanted and key not in records:
            records[key] = record
        else:
            which = "another" if key in records else "the"
            text = f"This is {which} record of “{record.org}” for “{record.guide}”. "
            problems.error(Location(shown(path)), "other-record", f"{text}Name one record for each org and guide.")
    return records
