"""Opens the files of `content/` and gathers every problem in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.checking import check
from generator.checking.content import GuideContent
from generator.deriving.history import with_history
from generator.deriving.labels import with_former_names
from generator.model import foundations
from generator.problems import Location, Problems
from generator.project.org_fields import project_fields, refuse_other_fields
from generator.project.paths import guide_folders, shown
from generator.project.sources import open_source, org_files, read_orgs
from generator.reading.content.guide import foundation_of, read_guide, read_lock, read_values
from generator.reading.content.history import read_history
from generator.reading.content.labels import read_former
from generator.reading.content.questions import read_questions
from generator.reading.content.records import read_record
from generator.reading.content.troubleshooting import read_troubles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.model import FormerName, Guide, History, Org
    from generator.model.records import Record
    from generator.project.paths import Paths
    from generator.reading.text.source import Source


NEEDED = ("guide.md", "values.yaml", "vendor.lock.yaml")
OPTIONAL = ("troubleshooting.yaml", "questions.yaml", "history.yaml", "labels.yaml")
"""The files of a guide's folder. Commands write the last two."""


@dataclass(frozen=True)
class Content:
    """All guides and orgs that could be read."""

    guides: tuple[Guide, ...]
    orgs: tuple[Org, ...]


def load(paths: Paths, problems: Problems, guide_id: str | None = None) -> Content:
    """Read every guide (or one) and every org file; what is wrong goes to `problems`."""
    files = [paths.orgs]
    if not paths.orgs.is_file():
        files = org_files(paths.orgs)
    fields = project_fields(paths.content)
    orgs = read_orgs(files, problems, fields)
    guides = load_guides(paths, problems, guide_id)
    return Content(guides, tuple(orgs))


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


def _no_guide(guide_id: str | None, folders: Iterable[Path]) -> str:
    known = ", ".join(folder.name for folder in folders) or "none"
    if guide_id:
        return f"No guide “{guide_id}” was found here. Guides found: {known}."
    return f"No guide was found here. Guides found: {known}."


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
    further = [name for name in OPTIONAL if (folder / name).exists()]
    sources = {name: open_source(folder / name, problems) for name in (*NEEDED, *further)}
    texts = {name: source for name, source in sources.items() if source}
    if len(texts) < len(sources):
        return None
    guide = check_texts(folder.name, texts, problems)
    if guide:
        _check_foundation(guide, folder, texts["guide.md"], problems)
    return guide


def _check_foundation(guide: Guide, folder: Path, source: Source, problems: Problems) -> None:
    """Report a guide that builds on itself or on none that is there."""
    foundation = guide.about.builds_on
    if foundation is None:
        return
    if foundation == guide.id or not (folder.parent / foundation / "guide.md").is_file():
        text = f"“builds_on” is “{foundation}”, which is no other guide here. Name the folder of one, or leave it out."
        problems.error(source.find("builds_on:"), "builds-on", text)


def check_texts(guide_id: str, sources: dict[str, Source], problems: Problems) -> Guide | None:
    """Read and check one guide from the texts of its files."""
    guide_source, values_source, lock_source = (sources[name] for name in NEEDED)
    troubles_source, questions_source, history_source, labels_source = (sources.get(name) for name in OPTIONAL)
    faults = Problems()
    values = read_values(values_source, faults)
    lock = read_lock(lock_source, faults)
    history: History | None = None
    former: tuple[FormerName, ...] = ()
    if history_source:
        history = read_history(history_source, faults)
    if labels_source:
        former = read_former(labels_source, faults)
    unread_values = faults.has_errors
    guide = read_guide(guide_id, guide_source, values, faults)
    problems.extend(fault for fault in faults if not (unread_values and fault.code == "unknown-reference"))
    if guide is None:
        return None
    if troubles_source and not unread_values:
        guide = replace(guide, troubles=read_troubles(troubles_source, guide, problems))
    if questions_source and not unread_values:
        guide = replace(guide, questions=read_questions(questions_source, guide, problems))
    guide = with_history(with_former_names(guide, former), history)
    further = tuple(source for source in (questions_source, history_source, labels_source) if source)
    check(GuideContent(guide, lock, guide_source, values_source, lock_source, troubles_source, further), problems)
    return guide


def load_record(path: Path, problems: Problems) -> Record | None:
    """Read one record, or report what is wrong with it."""
    source = open_source(path, problems)
    if source is None:
        return None
    return read_record(source, problems)


def load_records(
    files: Iterable[Path], orgs: Iterable[Org], guides: Iterable[Guide], problems: Problems
) -> dict[tuple[str, str], Record]:
    """Read the records of these orgs, by org and guide; those of others are problems."""
    org_ids = {org.id for org in orgs}
    guide_ids = {guide.id for guide in guides}
    records: dict[tuple[str, str], Record] = {}
    for path in files:
        record = load_record(path, problems)
        if record is None:
            continue
        key = (record.org, record.guide)
        is_wanted = record.org in org_ids and record.guide in guide_ids
        if is_wanted and key not in records:
            records[key] = record
        else:
            which = "another" if key in records else "the"
            text = f"This is {which} record of “{record.org}” for “{record.guide}”. "
            problems.error(Location(shown(path)), "other-record", f"{text}Name one record for each org and guide.")
    return records
