"""Scans that come back with `guide record`: their pages are read and sorted to the sheets that they are of."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING

from generator.deriving.guide_view import step_words, view
from generator.deriving.recording import in_part
from generator.deriving.scanned_steps import NAMES, Answers, ScanQuestion, scanned_steps, scanned_values
from generator.deriving.words import number_runs
from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import Filled, Kind
from generator.model.scan_answers import ANSWERS_FORMAT
from generator.model.scans import UNKNOWN_SHEET, ReadPage, UnreadPage
from generator.model.sheet_layouts import GUIDE_LENGTH, REVISION_LENGTH, abridged, org_mark
from generator.output.files import write
from generator.problems import ContentError, Location, Problem, Problems, Severity
from generator.project.loading import load_record
from generator.project.paths import shown
from generator.reading.content.records import read_scan_answers
from generator.reading.text.source import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.batch.jobs import Job
    from generator.deriving.scanned_steps import ScannedValues
    from generator.model import Guide, Org
    from generator.model.scans import PrintedSheet
    from generator.model.sheet_layouts import MarkKind, PageCode, SheetLayout
    from generator.project.paths import Paths
    from generator.reading.text.source import Source

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
"""What PNG, JPEG and TIFF begin with."""

PAGES_A_TASK = 4
MAX_ANSWERS = 5_000_000
"""Bytes."""

LIBRARIES = ("cv2", "numpy", "zxingcpp", "PIL")
INSTALL = "pip install 'guide-generator[scan]'"


@dataclass
class Scans:
    """What one call of `guide record` knows for reading scans, and what it has to ask people.

    `record_path` tells where an org's record of a guide lies. With `evidence` all clippings are kept there.
    """

    paths: Paths
    guides: Sequence[Guide]
    orgs: Sequence[Org]
    record_path: Callable[[Org, Guide], Path]
    one_org: bool
    evidence: Path | None = None
    answers: Answers = field(default_factory=dict)
    printed: Sequence[PrintedSheet] = ()
    """Sheets that need not be made again, since their PDFs are at hand."""
    questions: list[tuple[Filled, ScanQuestion]] = field(default_factory=list)
    _sheets: dict[str, PrintedSheet] = field(default_factory=dict)
    _failed: set[tuple[str, str]] = field(default_factory=set)
    """Layouts that could not be made, with the org's mark."""

    def __post_init__(self) -> None:
        for sheet in self.printed:
            self._sheets[sheet.layout.hash] = sheet

    def read(self, path: Path, problems: Problems) -> list[Filled]:
        """Return what a scan holds, a part for each sheet; none if no page of it is ours."""
        name = shown(path)
        try:
            pages = self._pages(path)
        except ContentError as fault:
            problems.extend(fault.problems)
            return []
        digest = _sha256(path)
        groups = self._groups(pages)
        filled = [self._filled(path, digest, group) for group in groups]
        problems.extend(_page_problems(name, pages))
        if self.evidence:
            self._keep(path.stem, groups)
        return filled

    # Reading

    def _pages(self, path: Path) -> list[ReadPage | UnreadPage]:
        """Read all pages: those of sheets that are not at hand a second time, once these have been made."""
        from generator.reading.scans.pictures import UnreadFileError, count_pages  # noqa: PLC0415 - needs the extra

        try:
            numbers = range(1, count_pages(path) + 1)
        except UnreadFileError as fault:
            raise ContentError.at(Location(shown(path)), fault.code, str(fault)) from None
        first = self._read(path, [numbers[:1]])
        self._make_sheets(first)
        pages = {page.number: page for page in self._read(path, _tasks(numbers))}
        while self._make_sheets(pages.values()):
            again = [range(page.number, page.number + 1) for page in pages.values() if _is_unknown(page)]
            pages |= {page.number: page for page in self._read(path, again)}
        return [self._told(pages[number]) for number in sorted(pages)]

    def _read(self, path: Path, tasks: Sequence[range]) -> list[ReadPage | UnreadPage]:
        jobs = [(path, numbers, dict(self._sheets), self.evidence is not None) for numbers in tasks]
        cores = min(len(os.sched_getaffinity(0)), len(jobs))
        if cores < 2:  # noqa: PLR2004
            done: Iterable[list[ReadPage | UnreadPage]] = [_read_task(*job) for job in jobs]
        else:
            done = _in_processes(jobs, cores)
        return [page for pages in done for page in pages]

    # Sheets as they were printed

    def _make_sheets(self, pages: Iterable[ReadPage | UnreadPage]) -> bool:
        """Make the sheets that pages are of; return whether there is a new one."""
        before = len(self._sheets)
        for page in pages:
            if page.code and page.code.layout not in self._sheets and not self._refusal(page.code):
                sheet = self._sheet(page.code)
                if sheet:
                    self._sheets[page.code.layout] = sheet
        return len(self._sheets) > before

    def _sheet(self, code: PageCode) -> PrintedSheet | None:
        from generator.batch.printed_sheets import printed_sheet  # noqa: PLC0415 - slow to import

        org = self._org(code)
        if (code.layout, code.org) in self._failed:
            return None
        for job, guide in zip(self._jobs, self.guides, strict=True):
            if _is_of(code, guide):
                path = self.record_path(org, guide) if org else None
                record = load_record(path, Problems()) if path and path.exists() else None
                sheet = printed_sheet(job, org, record, code.layout)
                if sheet:
                    return sheet
        self._failed.add((code.layout, code.org))
        return None

    @cached_property
    def _jobs(self) -> list[Job]:
        from generator.batch.jobs import Job  # noqa: PLC0415 - slow to import
        from generator.output.site import site_url  # noqa: PLC0415
        from generator.output.variable_data.printing import Press  # noqa: PLC0415
        from generator.output.variable_data.template_store import TemplateStore, templates_folder  # noqa: PLC0415
        from generator.project.brand import read_brand  # noqa: PLC0415
        from generator.project.sheet_overrides import read_sheet_overrides  # noqa: PLC0415

        overrides = read_sheet_overrides(self.paths.project, Problems())
        brand = read_brand(self.paths.project, Problems())
        site = site_url(self.paths.project)
        press = Press(full_layout=False, store=TemplateStore(templates_folder()), overrides=overrides)
        return [Job(view(guide, site=site, overrides=overrides, brand=brand), press) for guide in self.guides]

    # What a page says of itself

    @cached_property
    def _by_mark(self) -> dict[str, Org]:
        by_mark = {}
        for org in self.orgs:
            by_mark[org_mark(org.id)] = org
        return by_mark

    def _org(self, code: PageCode) -> Org | None:
        return self._by_mark.get(code.org)

    def _refusal(self, code: PageCode) -> tuple[str, str] | None:
        """Return why a page is none that can be recorded here: the code and text of a problem."""
        named = [guide for guide in self.guides if abridged(guide.id, GUIDE_LENGTH) == code.guide]
        if not named:
            known = ", ".join(guide.id for guide in self.guides)
            text = f"This page is about the guide “{code.guide.lower()}”. Guides looked at: {known}."
            return "other-guide", text
        if code.layout not in self._sheets and not any(_is_of(code, guide) for guide in named):
            text = (
                f"This page is of revision {code.revision.lower()}, and the guide is at {named[0].about.revision}. "
                "Record it with the guide as it was then (--content). With the PDF that was printed (--sheet), this "
                "message says which steps changed."
            )
            return "other-revision", text
        if code.org and not self._org(code):
            if self.one_org:
                return "other-org", "This page is about another org than --org names. Name the org it is about."
            return "no-org-fits", "This page is about an org that is none of --orgs. Add its file or row there."
        if not (code.org or self.one_org):
            return "no-org-fits", "This page names no org. Record it by itself, and name its org with --org."
        return None

    def _told(self, page: ReadPage | UnreadPage) -> ReadPage | UnreadPage:
        """Return a page that was not read for want of its sheet with the reason why there is none."""
        if page.code is None:
            return page
        refusal = self._refusal(page.code)
        if refusal:
            return UnreadPage(page.number, *refusal, page.code)
        if _is_unknown(page):
            text = (
                "This page was printed from another state of the guide or of the org’s file, or by another version of "
                "this program: what stands where on it is not known. Name the PDF that was printed with --sheet, or "
                "record it with what it was printed from."
            )
            return UnreadPage(page.number, "other-layout", text, page.code)
        return page

    # Sheets that came back

    def _groups(self, pages: Iterable[ReadPage | UnreadPage]) -> list[list[ReadPage]]:
        """Sort the pages to sheets; a page that comes a second time begins another copy of its sheet."""
        copies: dict[tuple[str, str], list[dict[int, ReadPage]]] = defaultdict(list)
        for page in pages:
            if isinstance(page, ReadPage):
                sheets = copies[page.code.org, page.code.layout]
                free = [sheet for sheet in sheets if page.code.page not in sheet]
                if not free:
                    free = [{}]
                    sheets += free
                free[0][page.code.page] = page
        groups = []
        for sheets in copies.values():
            groups += [[sheet[number] for number in sorted(sheet)] for sheet in sheets]
        return groups

    def _filled(self, path: Path, digest: str, pages: Sequence[ReadPage]) -> Filled:
        code = pages[0].code
        layout = self._sheets[code.layout].layout
        org = self._org(code)
        filled = Filled(
            location=Location(shown(path)),
            name=path.name,
            sha256=digest,
            kind=Kind.SCAN if org else Kind.BLANK_SCAN,
            guide=layout.guide,
            revision=layout.revision,
            org=org.id if org else "",
            sheet_steps=layout.steps,
            part=_page_words([page.number for page in pages]),
        )
        if layout.is_confirmation:
            filled, questions = self._with_values(filled, pages)
        else:
            filled, questions = self._with_steps(filled, pages, layout)
        if layout.revision == self._guide(layout).about.revision:  # else it is refused
            self.questions += [(filled, question) for question in questions]
        return filled

    def _guide(self, layout: SheetLayout) -> Guide:
        return next(guide for guide in self.guides if guide.id == layout.guide)

    def _with_steps(
        self, filled: Filled, pages: Sequence[ReadPage], layout: SheetLayout
    ) -> tuple[Filled, Sequence[ScanQuestion]]:
        found = scanned_steps(pages, layout, (filled.name, filled.sha256), self.answers)
        with_steps = replace(
            filled,
            steps=found.steps,
            unsure=tuple(question.step for question in found.questions),
            notes=tuple(_notes(pages, layout, found.not_initialled, self._guide(layout))),
        )
        return with_steps, found.questions

    def _with_values(self, filled: Filled, pages: Sequence[ReadPage]) -> tuple[Filled, Sequence[ScanQuestion]]:
        found = scanned_values(pages, (filled.name, filled.sha256), self.answers)
        with_values = replace(
            filled,
            kind=Kind.CONFIRMATION_SCAN,
            values=found.values,
            values_evidence=found.evidence,
            unsure_values=tuple(question.step.removeprefix(VALUE_BOX) for question in found.questions),
            notes=tuple(_confirmation_notes(found)),
        )
        return with_values, found.questions

    def _keep(self, stem: str, groups: Iterable[Sequence[ReadPage]]) -> None:
        """Write the clippings of all boxes, named by page, step, box and what was read."""
        assert self.evidence  # noqa: S101 - or nobody calls this
        for pages in groups:
            for page in pages:
                for mark in page.marks:
                    place = mark.place
                    name = f"{stem}.page-{page.number:03d}.{place.step}.{place.kind}.{mark.verdict}.png"
                    write(self.evidence / name, mark.clipping)


def is_picture(beginning: bytes) -> bool:
    """Whether a file that begins so is a picture that a scanner or a phone makes."""
    return beginning.startswith(PICTURES)


def is_scan(path: Path) -> bool:
    """Whether a PDF is made of pictures, as far as can be told here."""
    if extra_is_missing():
        return False
    from generator.reading.scans.pictures import UnreadFileError, is_scanned_pdf  # noqa: PLC0415 - needs the extra

    try:
        return is_scanned_pdf(path)
    except UnreadFileError:
        return False


def extra_is_missing() -> bool:
    """Whether a library that reads scans is not installed."""
    found = map(find_spec, LIBRARIES)
    return not all(found)


def _is_of(code: PageCode, guide: Guide) -> bool:
    name = abridged(guide.id, GUIDE_LENGTH)
    revision = abridged(guide.about.revision, REVISION_LENGTH)
    return (name, revision) == (code.guide, code.revision)


def _is_unknown(page: ReadPage | UnreadPage) -> bool:
    if isinstance(page, ReadPage):
        return False
    return page.problem == UNKNOWN_SHEET


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_printed_sheets(files: Iterable[Path], problems: Problems) -> list[PrintedSheet]:
    """Return the sheets that scans were printed from, from their PDFs."""
    from generator.reading.scans.layouts import read_printed_sheet  # noqa: PLC0415 - imports pikepdf

    sheets = []
    for path in files:
        try:
            sheets.append(read_printed_sheet(path.read_bytes(), shown(path)))
        except OSError as fault:
            problems.error(Location(shown(path)), "unreadable", f"The file cannot be read: {fault.strerror}.")
        except ContentError as fault:
            problems.extend(fault.problems)
    return sheets


def read_answers(files: Iterable[Path], problems: Problems) -> Answers:
    """Return what people said in answers among the files."""
    answers: Answers = {}
    for path in files:
        source = _answers_source(path)
        read = read_scan_answers(source, problems) if source else None
        for answer in read.answers if read else ():
            answers[answer.sha256, answer.page, answer.step] = answer.state
    return answers


def _answers_source(path: Path) -> Source | None:
    """Return a file if it is one of answers; whatever else is wrong with it is said elsewhere."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return None
    if path.stat().st_size > MAX_ANSWERS:
        return None
    data = path.read_bytes()
    source = decode(data, shown(path), Problems())
    if source is None or ANSWERS_FORMAT not in source.text:
        return None
    return source


# Several at once

Task = tuple["Path", range, "dict[str, PrintedSheet]", bool]


def _tasks(numbers: range) -> list[range]:
    tasks = []
    for first in range(0, len(numbers), PAGES_A_TASK):
        end = first + PAGES_A_TASK
        tasks.append(numbers[first:end])
    return tasks


def _read_task(path: Path, numbers: range, sheets: dict[str, PrintedSheet], keep: bool) -> list[ReadPage | UnreadPage]:  # noqa: FBT001
    from generator.reading.scans.reading import read_pages  # noqa: PLC0415 - needs the extra

    return list(read_pages(path, numbers, sheets, keep=keep))


def _in_processes(jobs: Sequence[Task], cores: int) -> Iterator[list[ReadPage | UnreadPage]]:
    """Yield what tasks give, as they end. No more are handed out than are worked on soon."""
    from generator.batch.processes import Processes  # noqa: PLC0415 - slow to import

    waiting = iter(jobs)
    with Processes(cores) as pool:
        running = {pool.submit(_read_task, *job) for job in islice(waiting, 2 * cores)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(_read_task, *job) for job in islice(waiting, len(done))}
            for future in done:
                yield future.result()


# Words


def _page_problems(name: str, pages: Iterable[ReadPage | UnreadPage]) -> Iterator[Problem]:
    """Yield a problem for all pages that could not be read for the same reason; other papers are only left out."""
    reasons: dict[tuple[str, str], list[int]] = defaultdict(list)
    for page in pages:
        if isinstance(page, UnreadPage):
            reasons[page.problem, page.text].append(page.number)
    for (code, text), numbers in reasons.items():
        words = _page_words(numbers)
        if code == "scan-no-code":
            told = (
                f"{words.capitalize()}: {text}. If this is another paper, all is well; if it is of a sheet, scan "
                "it again at 200 dpi, or record it by hand."
            )
            yield Problem(Location(name), code, told, Severity.WARNING)
        else:
            yield Problem(Location(name), code, in_part(words, text))


def _page_words(numbers: Sequence[int]) -> str:
    """Name pages: `page 3`, `pages 3–5, 8`."""
    noun = "page" if len(numbers) == 1 else "pages"
    return f"{noun} {', '.join(number_runs(numbers))}"


def _confirmation_notes(found: ScannedValues) -> Iterator[str]:
    if found.may_differ:
        yield "“Something differs” is ticked on the confirmation, or not surely blank; read what is written there"
    if not found.is_signed:
        yield "the second person’s signature is not surely there"


def _notes(
    pages: Sequence[ReadPage], layout: SheetLayout, missing: dict[MarkKind, tuple[str, ...]], guide: Guide
) -> Iterator[str]:
    blank = view(guide)
    there = {page.code.page for page in pages}
    lost = [number for number in range(1, len(layout.pages) + 1) if number not in there]
    if lost:
        steps = dict.fromkeys(mark.step for number in lost for mark in layout.pages[number - 1].marks)
        ends = f"; these steps stay as they were: {step_words(steps, blank)}" if steps else ", which has no boxes"
        if not steps and len(lost) > 1:
            ends = ", which have no boxes"
        yield f"{_page_words(lost)} of the sheet {'is' if len(lost) == 1 else 'are'} missing{ends}"
    for kind, ids in missing.items():
        yield f"{NAMES[kind]} not surely there: {step_words(ids, blank)}"
