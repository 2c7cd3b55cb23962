"""`guide record`: what came back on filled checklists and run files goes into the org's record."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from generator.commands.archive import archive_copies, archived_steps, in_place
from generator.commands.scans import (
    INSTALL,
    Scans,
    extra_is_missing,
    is_picture,
    is_scan,
    read_answers,
    read_printed_sheets,
)
from generator.deriving.guide_view import view, with_record
from generator.deriving.recording import (
    confirmation_problems,
    file_problems,
    in_part,
    older_steps,
    order_problems,
    take_in,
    unnamed_confirmations,
)
from generator.deriving.whole_sheets import filled_steps, sheet_faults
from generator.model import foundations
from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import BLANK_KINDS, Filled, Kind, RunStep, State
from generator.model.scan_answers import ANSWERS_FORMAT
from generator.output.files import held, write
from generator.output.together import replace_all
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.loading import load_guides, load_record
from generator.project.opening import text_of
from generator.project.org_fields import project_fields
from generator.project.paths import NO_FILE, is_endless, shown
from generator.project.sources import read_one_org, read_orgs
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.content.records import read_run
from generator.reading.text.plain_text import text_fault
from generator.reading.text.source import decode
from generator.rendering.source.record_yaml import record_yaml
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.deriving.guide_view import GuideView
    from generator.deriving.recording import Entry
    from generator.deriving.scanned_steps import Answers
    from generator.model import Guide, Org
    from generator.model.filled_sheets import FilledSheet, SheetFacts
    from generator.model.records import Record
    from generator.model.scans import PrintedSheet
    from generator.project.paths import Paths

MAX_FILE = 20_000_000
ENDINGS = frozenset({".pdf", ".json", ".yaml", ".yml", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""Of files that may come back filled in."""

MAYBE_SCANNED = frozenset({"pdf-unknown", "pdf-flattened"})
"""What is wrong with a PDF that is a scan, among others."""

MAX_NAME = 255
RUN = "guide-run/"
PDF_HEADER, HEADER_WITHIN = b"%PDF-", 1024
"""What a PDF begins with, and in how many of its first bytes."""


@dataclass(frozen=True)
class RecordedRun:
    """A record that was written, and the guide with what it says."""

    path: Path
    text: str
    """What the file holds, the comments of the earlier one among it."""
    record: Record
    guide: Guide
    org: Org
    view: GuideView
    kept: tuple[str, ...]
    """Steps that are open in all the files, and stay as they were recorded before."""
    older: tuple[str, ...]
    """Steps of which the record has a later state than a file."""
    without_org: tuple[str, ...]
    """Files that name no org, taken for this one because the user named it."""
    unsure: tuple[str, ...]
    """Steps that could not be read for sure on a scan."""
    unsure_values: tuple[str, ...]
    """Values likewise, by their names."""
    notes: tuple[str, ...]
    """What else there is to say of scans, each with the file's name."""


@dataclass(frozen=True)
class FilesBeside:
    """What is written beside the records, each if it has a place.

    A page of questions about scans, the clippings of all boxes, and archive copies.
    """

    review: Path | None = None
    evidence: Path | None = None
    archive: Path | None = None


NOTHING_BESIDE = FilesBeside()


def record(  # noqa: PLR0913, PLR0917 - what a record is made from
    paths: Paths,
    files: Sequence[Path],
    org_file: Path,
    guide_id: str | None,
    entry: Entry,
    beside: FilesBeside = NOTHING_BESIDE,
    printed: Sequence[Path] = (),
) -> ManyRecorded:
    """Bring the org's records up to date. Raises `ContentError`, and then writes nothing."""
    with held(_records_folder(paths).parent):
        return _record(paths, files, org_file, guide_id, entry, beside, printed)


def _record(  # noqa: PLR0913, PLR0917 - what a record is made from
    paths: Paths,
    files: Sequence[Path],
    org_file: Path,
    guide_id: str | None,
    entry: Entry,
    beside: FilesBeside,
    printed: Sequence[Path],
) -> ManyRecorded:
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    org = read_one_org(org_file, problems, project_fields(paths.content))
    answers = read_answers(files, problems)
    sheets = read_printed_sheets(printed, problems)
    problems.raise_errors()
    assert org  # noqa: S101 - or there was an error
    scans = _scans(paths, guides, [org], beside, answers, sheets, one_org=True)
    filled: list[Filled] = []
    for path in files:
        filled += _read_filled(path, scans, problems)
    problems.extend(_of_other_guides(filled, guides))
    problems.extend(unnamed_confirmations(filled, entry))
    problems.raise_errors()
    concerned = _concerned(guides, filled) or foundations(guides)
    made = _records_of(paths, concerned, org, filled, entry)
    _write(made, paths, scans, beside)
    return ManyRecorded(tuple(made), problems)


def _scans(  # noqa: PLR0913, PLR0917 - what it takes to read one
    paths: Paths,
    guides: Sequence[Guide],
    orgs: Sequence[Org],
    beside: FilesBeside,
    answers: Answers,
    printed: Sequence[PrintedSheet],
    *,
    one_org: bool,
) -> Scans:
    def record_path(org: Org, guide: Guide) -> Path:
        return _record_path(paths, org, guide)

    return Scans(paths, guides, orgs, record_path, one_org, beside.evidence, answers, printed)


def _write(made: Sequence[RecordedRun], paths: Paths, scans: Scans, beside: FilesBeside) -> None:
    """Write the records, their archive copies, and the page of what is to be asked."""
    copies: dict[Path, bytes] = {}
    if beside.archive:
        copies = archive_copies(paths, beside.archive, [(run.guide, run.org, run.record) for run in made])
    if beside.review and scans.questions:
        from generator.rendering.reports.scan_questions import questions_page  # noqa: PLC0415 - slow to import

        views = {guide.id: view(guide) for guide in scans.guides}
        write(beside.review, questions_page(scans.questions, views))
    with in_place(copies, beside.archive):
        replace_all({recorded.path: recorded.text for recorded in made}, _records_folder(paths))


def _concerned(guides: Iterable[Guide], filled: Iterable[Filled]) -> list[Guide]:
    """Return the guides of which there is a file."""
    names = {file.guide for file in filled}
    return [guide for guide in guides if guide.id in names]


def _records_of(
    paths: Paths, guides: Iterable[Guide], org: Org, filled: Sequence[Filled], entry: Entry
) -> list[RecordedRun]:
    """Return one org's records as they now stand. Raises `ContentError`."""
    problems = Problems()
    made = []
    for guide in guides:
        files = [file for file in filled if file.guide == guide.id]
        made.append(_recorded(paths, guide, org, files, entry, problems))
    problems.raise_errors()
    return made


# Files of many orgs


@dataclass(frozen=True)
class ManyRecorded:
    """The records that were written, and what is wrong with files that went into none."""

    runs: tuple[RecordedRun, ...]
    problems: Problems


def record_many(  # noqa: PLR0913, PLR0917 - what records are made from
    paths: Paths,
    sources: Iterable[Path],
    guide_id: str | None,
    entry: Entry,
    beside: FilesBeside = NOTHING_BESIDE,
    printed: Sequence[Path] = (),
) -> ManyRecorded:
    """Sort files, and files of folders, to the orgs that they name, and bring the records of these up to date.

    An org's records are written together or, where one of its files has a fault, not at all; other orgs' are. Raises
    `ContentError` if the guides cannot be read or nothing can be written.
    """
    with held(_records_folder(paths).parent):
        return _record_many(paths, sources, guide_id, entry, beside, printed)


def _record_many(  # noqa: PLR0913, PLR0917 - what records are made from
    paths: Paths,
    sources: Iterable[Path],
    guide_id: str | None,
    entry: Entry,
    beside: FilesBeside,
    printed: Sequence[Path],
) -> ManyRecorded:
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    problems.raise_errors()
    orgs = {org.id: org for org in read_orgs([paths.orgs], problems, project_fields(paths.content))}
    returned = list(_returned(sources, problems))
    answers = read_answers(returned, problems)
    sheets = read_printed_sheets(printed, problems)
    scans = _scans(paths, guides, tuple(orgs.values()), beside, answers, sheets, one_org=False)
    files = _files_of_guides(returned, scans, problems)
    runs: list[RecordedRun] = []
    for org_id, filled in _by_org(files, orgs.values(), problems).items():
        try:
            runs += _records_of(paths, _concerned(guides, filled), orgs[org_id], filled, entry)
        except ContentError as fault:
            problems.extend(fault.problems)
    _write(runs, paths, scans, beside)
    return ManyRecorded(tuple(runs), problems)


def _kept(files: Iterable[Filled], record: Record) -> tuple[str, ...]:
    """Return the steps that are open in a file, and not by the record."""
    kept: dict[str, None] = {}
    for file in files:
        for step, run in file.steps.items():
            if run.state is State.OPEN and record.steps[step].state is not State.OPEN:
                kept[step] = None
    return tuple(kept)


def _files_of_guides(files: Iterable[Path], scans: Scans, problems: Problems) -> list[Filled]:
    """Read all files; those that cannot be read or belong to another guide are told and left out."""
    filled = []
    for path in files:
        for file in _read_filled(path, scans, problems):
            strange = list(_of_other_guides([file], scans.guides))
            problems.extend(strange)
            if not strange:
                filled.append(file)
    return filled


def _returned(sources: Iterable[Path], problems: Problems) -> Iterator[Path]:
    """Yield all files that came back; a folder without any is told."""
    for source in sources:
        files = list(_returned_files([source]))
        if not files:
            endings = ", ".join(sorted(ENDINGS))
            text = f"No file here can be a filled checklist, a scan or a run: their names end in {endings}."
            problems.error(Location(shown(source)), "no-files", text)
        yield from files


def _returned_files(sources: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and those of folders whose endings are a filled file's."""
    for source in sources:
        if not source.is_dir():
            yield source
            continue
        for path in sorted(source.rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(source).parts)
            if path.suffix.lower() in ENDINGS and path.is_file() and not hidden:
                yield path


def _by_org(files: Iterable[Filled], orgs: Iterable[Org], problems: Problems) -> dict[str, list[Filled]]:
    """Return the files of each org by its id. A file says which org it is about by the id or by the address."""
    names: dict[str, list[str]] = defaultdict(list)
    for org in orgs:
        for name in {org.id, org.get("domain")} - {None}:
            names[str(name)].append(org.id)
    sorted_files: dict[str, list[Filled]] = defaultdict(list)
    for file in files:
        candidates = names.get(file.org, [])
        if len(candidates) == 1:
            sorted_files[candidates[0]].append(file)
        else:
            problems.error(file.location, "no-org-fits", in_part(file.part, _no_org(file, candidates)))
    return sorted_files


def _no_org(file: Filled, candidates: Sequence[str]) -> str:
    if not file.org:
        return "This file names no org. Record it by itself, and name its org with --org."
    if candidates:
        return f"“{file.org}” is the address of {', '.join(candidates)}. Record this file by itself, with --org."
    return f"This file is about “{file.org}”, and none of --orgs has this id or address. Add its file or row there."


def _of_other_guides(files: Iterable[Filled], guides: Sequence[Guide]) -> Iterable[Problem]:
    known = [guide.id for guide in guides]
    for file in files:
        if file.guide not in known:
            text = f"This file is about the guide “{file.guide}”. Guides looked at: {', '.join(known)}."
            yield Problem(file.location, "other-guide", in_part(file.part, text))


def _recorded(  # noqa: PLR0913, PLR0917 - what a record is made from
    paths: Paths, guide: Guide, org: Org, files: Sequence[Filled], entry: Entry, problems: Problems
) -> RecordedRun:
    path = _record_path(paths, org, guide)
    before = None
    if path.exists():
        before = load_record(path, problems)
    if before and (before.org, before.guide) != (org.id, guide.id):
        text = f"This is the record of “{before.org}” for “{before.guide}”. Move it to where it belongs."
        problems.error(Location(shown(path)), "other-record", text)
    problems.extend(file_problems(guide, org, files))
    problems.extend(_not_deviating(guide, entry))
    problems.raise_errors()
    problems.extend(order_problems(guide, files, before, entry))
    problems.raise_errors()
    now = take_in(guide, org, files, before, entry)
    problems.extend(confirmation_problems(now, files, entry))
    blank = tuple(file.name for file in files if file.kind in BLANK_KINDS)
    text = record_yaml(now, text_of(path))
    guide_view = with_record(view(guide), now)
    return RecordedRun(
        path=path,
        text=text,
        record=now,
        guide=guide,
        org=org,
        view=guide_view,
        kept=_kept(files, now),
        older=older_steps(files, now),
        without_org=blank,
        unsure=tuple(chain.from_iterable(file.unsure for file in files)),
        unsure_values=tuple(_unsure_values(files, guide_view)),
        notes=tuple(_notes(files)),
    )


def _unsure_values(files: Iterable[Filled], view: GuideView) -> Iterator[str]:
    """Yield the names of values that could not be read for sure."""
    unsure = set(chain.from_iterable(file.unsure_values for file in files))
    for value in view.values:
        if value.value.id in unsure:
            yield f"“{value.name}”"


def _notes(files: Iterable[Filled]) -> Iterator[str]:
    """Yield what else there is to say of scans."""
    for file in files:
        for note in file.notes:
            yield f"{file.name}: {note}"


def _records_folder(paths: Paths) -> Path:
    folder = paths.project / "records"
    if paths.out_given:
        folder = paths.out
    return folder.absolute()


def _record_path(paths: Paths, org: Org, guide: Guide) -> Path:
    folder = _records_folder(paths)
    if paths.content.resolve() in (folder.resolve(), *folder.resolve().parents):
        text = "Records do not belong under the content, which is published. Name another folder with --out."
        raise ContentError.at(Location(shown(folder)), "output-folder", text)
    return folder / org.id / f"{guide.id}.yaml"


def _not_deviating(guide: Guide, entry: Entry) -> Iterable[Problem]:
    deviating = [value.id for value in guide.values if value.deviation]
    for value in entry.accepted:
        if value not in deviating:
            text = f"“{value}” does not deviate from anything in {guide.id}. Values that do: {', '.join(deviating)}."
            yield Problem(Location("--accept"), "no-deviation", text)


# Files that came back


def _read_filled(path: Path, scans: Scans, problems: Problems) -> list[Filled]:
    """Read one file of any kind that `record` takes; a PDF or a scan may hold several sheets."""
    name = shown(path)
    if text_fault("", path.name, MAX_NAME) or looks_secret(path.name):
        text = (
            "The file’s name goes into the record, and it holds invisible characters or looks like a secret. Rename it."
        )
        problems.error(Location(ascii(name)), "file-name", text)
        return []
    if is_endless(path):
        problems.error(Location(name), "unreadable", NO_FILE)
        return []
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as fault:
        problems.error(Location(name), "unreadable", f"The file cannot be read: {fault.strerror}.")
        return []
    is_pdf = PDF_HEADER in data[:HEADER_WITHIN]
    is_large = len(data) > MAX_FILE
    if is_picture(data) or (is_pdf and is_large):
        return _scanned(path, scans, problems)
    if is_large:
        problems.error(Location(name), "too-large", f"The file is larger than {MAX_FILE:,} bytes.")
        return []
    if is_pdf:
        return _filled_sheets(path, data, scans, problems)
    if ANSWERS_FORMAT.encode() in data:
        return []  # read before all others
    return _filled_run(path, data, problems)


def _scanned(path: Path, scans: Scans, problems: Problems) -> list[Filled]:
    if extra_is_missing():
        text = f"This is a scan, and what reads scans is not installed. Install it: {INSTALL}"
        problems.error(Location(shown(path)), "scan-not-installed", text)
        return []
    return scans.read(path, problems)


def _filled_run(path: Path, data: bytes, problems: Problems) -> list[Filled]:
    source = decode(data, shown(path), Problems())
    if source is None or RUN not in source.text:
        text = (
            f"This is neither a filled-in PDF nor a run: a run says “{RUN}”. Name the file that was ticked or exported."
        )
        problems.error(Location(shown(path)), "no-run", text)
        return []
    run = read_run(source, problems)
    kind = Kind.RUN if source.text.lstrip().startswith("{") else Kind.BY_HAND
    if run is None:
        return []
    about = (run.guide, run.revision, run.org)
    return [Filled(Location(shown(path)), path.name, _sha256(data), kind, *about, run.steps)]


def _filled_sheets(path: Path, data: bytes, scans: Scans, problems: Problems) -> list[Filled]:
    """Read the sheets of a PDF. One that is not whole is a problem, and nothing of it is taken.

    A PDF without boxes may be a scan.
    """
    try:
        sheets = read_filled_pdf(data, shown(path))
    except ContentError as fault:
        codes = {problem.code for problem in fault.problems}
        if codes <= MAYBE_SCANNED and is_scan(path):
            return _scanned_pdf(path, fault, scans, problems)
        problems.extend(fault.problems)
        return []
    views = {guide.id: view(guide) for guide in scans.guides}
    filled = []
    for sheet in sheets:
        part = _part(sheet) if len(sheets) > 1 else ""
        guide = views.get(sheet.facts.guide)
        faults = list(sheet_faults(sheet, guide)) if guide else []
        for code, text in faults:
            problems.error(Location(shown(path)), code, in_part(part, text))
        if not faults:
            filled += _filled_sheet(path, data, sheet, part, problems)
    return filled


def _scanned_pdf(path: Path, fault: ContentError, scans: Scans, problems: Problems) -> list[Filled]:
    """Read the pages of a PDF as pictures. If none is ours, it is what it seemed to be."""
    faults = Problems()
    filled = scans.read(path, faults)
    if filled or any(problem.code != "scan-no-code" for problem in faults):
        problems.extend(faults)
    else:
        problems.extend(fault.problems)
    return filled


def _part(sheet: FilledSheet) -> str:
    if not sheet.pages:
        return "the sheet of which no page is left"
    return f"pages {sheet.pages[0]}–{sheet.pages[-1]}"


def _filled_sheet(path: Path, data: bytes, sheet: FilledSheet, part: str, problems: Problems) -> list[Filled]:
    ticked = {box.name: bool(box.ticked) for box in sheet.boxes}
    values = {name.removeprefix(VALUE_BOX): tick for name, tick in ticked.items() if name.startswith(VALUE_BOX)}
    steps: dict[str, RunStep] | None = {}
    if sheet.facts.run:
        steps = archived_steps(sheet, shown(path), part, problems)
    elif not values:
        steps = filled_steps(sheet)
    if steps is None:
        return []
    filled = Filled(
        location=Location(shown(path)),
        name=path.name,
        sha256=_sha256(data),
        kind=_kind(sheet.facts, values),
        guide=sheet.facts.guide,
        revision=sheet.facts.revision,
        org=sheet.facts.org,
        steps=steps,
        values=values,
        part=part,
    )
    return [filled]


def _kind(facts: SheetFacts, values: dict[str, bool]) -> Kind:
    if values:
        return Kind.CONFIRMATION
    if facts.org:
        return Kind.CHECKLIST
    return Kind.BLANK


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
