"""`guide import`: somebody's page to a draft guide folder. What did not arrive is told as an error."""

from __future__ import annotations

import gc
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.checking.nothing_lost import lost_words
from generator.deriving.drafting import PageReview, draft_guide, guide_slug, id_fault
from generator.deriving.step_proposals import propose_shapes
from generator.deriving.value_proposals import ValueProposal, propose_values, value_point
from generator.model.guide import NOT_KNOWN, DraftPoint
from generator.model.page import LeftOut, Page, counts
from generator.output.files import write_new_folder
from generator.platforms.registry import known_platforms, platform_named
from generator.problems import Location, Problem, Problems, Severity
from generator.project.checked_guide import check_texts
from generator.project.opening import open_source
from generator.project.paths import NO_FILE, is_endless, shown
from generator.reading.content.glance import is_guide
from generator.reading.content.guide import read_guide, read_values
from generator.reading.gitbook import read_page
from generator.reading.gitbook.variables import PLACE, read_variables
from generator.reading.gitbook.words import without_markup
from generator.reading.saved_html.main_part import is_saved_page
from generator.reading.saved_html.words import text_by_line
from generator.reading.text.source import Source, decode, refuse_secrets
from generator.rendering.source.draft_files import SCHEMAS, lock_source, values_source, with_schema
from generator.rendering.source.guide_source import guide_body, with_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.model import Guide

MAX_BYTES = 5_000_000
STDIN = Path("-")


@dataclass
class Import:
    """What came of a page. `folder` is None if nothing was written."""

    problems: Problems = field(default_factory=Problems)
    page: Page = field(default_factory=lambda: Page("", (), ()))
    left_out: tuple[LeftOut, ...] = ()
    folder: Path | None = None

    @property
    def counts(self) -> dict[str, int | dict[str, int]]:
        """Return how many of each thing the page holds."""
        return counts(self.page)


def page_review(url: str, date: str, product: str | None) -> PageReview:
    """Return what is known of a page; a product that is not named is left out, and thus the first platform's."""
    if product is None:
        return PageReview(url, date)
    return PageReview(url, date, *platform_named(product))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Search for no garbage meanwhile: a long page's tree is all alive, and searching it takes half the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collector()
def import_page(path: Path, out: Path, guide_id: str | None, review: PageReview) -> Import:
    """Read the page at `path` (“-” is standard input) and write its draft to a new folder below `out`."""
    result = Import()
    source = open_page(path, result.problems)
    if source is None:
        return result
    refuse_secrets_of_page(source, result.problems)
    variables = page_variables(path, result.problems)
    page = None if result.problems.has_errors else read_page(source, result.problems, variables)
    if page is None:
        return result
    result.page, result.left_out = page, page.left_out
    name = guide_id or guide_slug(page.title) or guide_slug(path.stem) or "guide"
    folder = out / name
    _refuse_folder(name, folder, result.problems)
    if not result.problems.has_errors:
        files = _sound_draft(source, path, folder, review, result)
        if files:
            write_new_folder(folder, files)
            result.folder = folder
    return result


def _sound_draft(source: Source, path: Path, folder: Path, review: PageReview, result: Import) -> dict[str, str]:
    """Return the draft's files with its open points told, or none if it must not be written."""
    try:
        files = _draft(source, path, folder, review, result)
        if files and all(problem.code == "lost-word" for problem in _errors(result.problems)):
            _check(source, folder, files, result.problems)
            return {} if any(problem.code in NEVER_WRITTEN for problem in result.problems) else files
    except RecursionError:
        text = "Emphasis, HTML or lists are nested too deeply here to be imported. Write them flatter."
        result.problems.error(Location(source.path), "too-deep", text)
    return {}


def _errors(problems: Problems) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


NO_RELEASE = "The platform’s release is not known. Write the one whose screens the steps describe."
NO_ADDRESS = "The page’s address is not known. Write it here and in vendor.lock.yaml, or import with --page."
NO_PRODUCT = (
    "The product whose screens the page walks through is not known. Write its name after “product:” above, or in place "
    f"of both lines one that the program knows: {' or '.join(known_platforms())}."
)
NO_VALUES = "The draft has no required value yet. Move each setting that must read exactly so to this file."
TOGETHER = {
    "link-kept-as-text": (
        "{count} links lead to no https address. The draft keeps them as text. Import the page with --page, which "
        "makes addresses within its site whole, or write the whole addresses."
    ),
    "picture-kept-as-text": (
        "A guide holds no pictures. The draft keeps the addresses of {count}; say in words what they show."
    ),
}
"""What many places of a page have in common is one open point, which names all their lines."""

NEVER_WRITTEN = frozenset({"secret", "too-deep"})


def open_page(path: Path, problems: Problems) -> Source | None:
    """Read a page's text from a file or, for “-”, from standard input; report what is no text or too long."""
    if is_endless(path):
        problems.error(Location(shown(path)), "unreadable", NO_FILE)
        return None
    try:
        with sys.stdin.buffer if path == STDIN else path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        problems.error(Location(shown(path)), "unreadable", f"The page cannot be read: {fault.strerror}.")
        return None
    name = "-" if path == STDIN else shown(path)
    if len(data) > MAX_BYTES:
        text = f"The page is larger than {MAX_BYTES:,} bytes. Import the one page that holds the steps."
        problems.error(Location(name), "page-size", text)
        return None
    return decode(data, name, problems)


def refuse_secrets_of_page(source: Source, problems: Problems) -> None:
    """Report what looks like a secret; of a saved HTML page only what its readers see counts, not its programs."""
    if is_saved_page(source.text):
        refuse_secrets(Source(source.path, text_by_line(source.text)), problems)
        return
    refuse_secrets(source, problems)
    if not problems.has_errors:
        refuse_secrets(Source(source.path, without_markup(source.text)), problems)


def page_variables(path: Path, problems: Problems) -> dict[str, str]:
    """Return what the variables of the page's space hold: those of the nearest folder, up from the page's own."""
    folders = [] if path == STDIN else path.resolve().parents
    file = next((folder / PLACE for folder in folders if (folder / PLACE).is_file()), None)
    source = open_source(file, problems) if file else None
    if source is None:
        return {}
    refuse_secrets(source, problems)
    return read_variables(source, problems)


def _refuse_folder(name: str, folder: Path, problems: Problems) -> None:
    fault = id_fault(name)
    if fault:
        problems.error(Location(shown(folder)), "guide-id", fault)
    elif folder.exists() or folder.is_symlink():
        text = "This exists already, and nothing is written over. Name another place with --out or --guide."
        problems.error(Location(shown(folder)), "draft-exists", text)


def _draft(source: Source, path: Path, folder: Path, review: PageReview, result: Import) -> dict[str, str]:
    """Return the draft's files; words of the page that they lack are told, and stand among their open points."""
    name = folder.name
    guide = _own_guide(source, path, name, result) if is_guide(source) else _foreign(name, review, result)
    if guide is None:
        return {}
    draft = _DraftOfPage(source, guide, guide_body(guide), propose_values(guide.steps))
    files = _files(draft, folder, result)
    kept = (guide.about.title, *(part.text for part in result.left_out))
    lost = [*lost_words(source, files["guide.md"], kept)]
    if lost:
        result.problems.extend(lost)
        files = _files(draft, folder, result)
    return files | (with_schemas(_beside(path), folder) if is_guide(source) else {})


class _DraftOfPage(NamedTuple):
    """A guide made of a page, its text below the front matter, and what it may require."""

    source: Source
    guide: Guide
    body: str
    values: Sequence[ValueProposal]


def _files(draft: _DraftOfPage, folder: Path, result: Import) -> dict[str, str]:
    """Return a draft's files as they stand on disk, with what has been told so far as open points."""
    source, guide, body, values = draft
    if not is_guide(source):
        guide = _with_open_points(guide, source.path, values, result.problems)
    reviewed = guide.about.reviewed
    files = {
        "guide.md": with_front_matter(guide.about, body),
        "values.yaml": values_source(values),
        "vendor.lock.yaml": lock_source(reviewed.page, reviewed.date, result.page.sha256, values),
    }
    return with_schemas(files, folder)


def with_schemas(files: dict[str, str], folder: Path) -> dict[str, str]:
    """Return a draft's files; each for which the project has a schema names it at its head."""
    project = folder.resolve().parents[1]
    named = {
        name: with_schema(name, files[name]) for name in SCHEMAS if name in files and (project / SCHEMAS[name]).exists()
    }
    return files | named


def _with_open_points(guide: Guide, path: str, values: Sequence[ValueProposal], problems: Problems) -> Guide:
    """Return the guide with its open points at its head: what is told of the page, then what is proposed."""
    proposals = {(proposal.location.line, proposal.text): proposal.accept for proposal in propose_shapes(guide)}
    points: dict[str, DraftPoint] = {}
    of_page = [problem for problem in problems if problem.location.path == path]
    together = {code: text for code in TOGETHER if (text := _together(code, of_page))}
    for problem in of_page:
        place = (problem.location.line, problem.text)
        accept = proposals.get(place)
        line = f"Line {problem.location.line}: " if problem.location.line else ""
        text = together.get(problem.code, f"{line}{problem.text}")
        points[text] = DraftPoint(point=text, accept=accept)
    standing = [DraftPoint(point=text) for text in _standing_points(guide)]
    proposed = [value_point(proposal) for proposal in values]
    about = guide.about.model_copy(update={"open_points": (*points.values(), *proposed, *standing)})
    return replace(guide, about=about)


def _together(code: str, problems: Sequence[Problem]) -> str:
    """Return one text for all problems of a kind that have one remedy; nothing for a single one."""
    lines = [problem.location.line for problem in problems if problem.code == code]
    if len(lines) <= 1:
        return ""
    *places, last = map(str, dict.fromkeys(lines))
    named = f"Lines {', '.join(places)} and {last}" if places else f"Line {last}"
    return f"{named}: {TOGETHER[code].format(count=len(lines))}"


def _standing_points(guide: Guide) -> Iterator[str]:
    """Yield what no page says, and a person has to write."""
    if guide.about.release == NOT_KNOWN:
        yield NO_RELEASE
    if guide.about.reviewed.page == NOT_KNOWN:
        yield NO_ADDRESS
    if guide.about.product == NOT_KNOWN:
        yield NO_PRODUCT
    if not guide.values:
        yield NO_VALUES


def _foreign(name: str, review: PageReview, result: Import) -> Guide:
    draft = draft_guide(result.page, name, review, result.problems)
    for proposal in propose_shapes(draft.guide):
        result.problems.warning(proposal.location, "to-do", proposal.text)
    result.left_out = tuple(sorted((*result.left_out, *draft.left_out), key=lambda part: part.line))
    return draft.guide


FOUND_AGAIN = frozenset({"step-number"})
"""Open points of a guide that its draft keeps as they are; the check of the draft tells them."""


def _own_guide(source: Source, path: Path, name: str, result: Import) -> Guide | None:
    """Read a page that is a guide already, such as an earlier draft, with the guide's own reader."""
    result.left_out = ()
    values = read_values(Source("values.yaml", _beside(path).get("values.yaml", "{}")), Problems())
    found = Problems()
    guide = read_guide(name, source, values, found)
    result.problems.extend(problem for problem in found if problem.code not in FOUND_AGAIN)
    return guide


def _beside(path: Path) -> dict[str, str]:
    """Return the files that belong to a guide already, where they lie beside it."""
    texts: dict[str, str] = {}
    if path == STDIN:
        return texts
    for name in ("values.yaml", "vendor.lock.yaml"):
        file = path.parent / name
        if file.is_file():
            source = decode(file.read_bytes(), name, Problems())
            if source:
                texts[name] = source.text
    return texts


def _check(page: Source, folder: Path, files: dict[str, str], problems: Problems) -> None:
    """Add what `guide check` finds in the draft, and what only a person can fill in."""
    sources = {name: Source(shown(folder / name), text) for name, text in files.items()}
    searched = "" if is_guide(page) or is_saved_page(page.text) else page.text
    values = check_texts(folder.name, sources, problems, searched)
    guide = sources["guide.md"]
    if re.search(r"^release: not known$", guide.text, re.MULTILINE):
        problems.extend([_to_do(guide, "release:", NO_RELEASE)])
    if re.search(rf"^  page: {NOT_KNOWN}$", guide.text, re.MULTILINE):
        problems.extend([_to_do(guide, "  page:", NO_ADDRESS)])
    if re.search(rf"^product: {NOT_KNOWN}$", guide.text, re.MULTILINE):
        problems.extend([_to_do(guide, "product:", NO_PRODUCT)])
    if values is not None and not values.values:
        problems.extend([_to_do(sources["values.yaml"], "{}", NO_VALUES)])


def _to_do(source: Source, fragment: str, text: str) -> Problem:
    place = source.find(fragment)
    return Problem(place, "to-do", text, Severity.WARNING)
