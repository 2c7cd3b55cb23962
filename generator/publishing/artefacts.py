"""Which files a build leaves, and what was found in them when they were read back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact, check_secrets, count, digests_among, thinner
from generator.checking.step_words import StepWords, lost_step_words
from generator.deriving.guide_view import org_view, view
from generator.problems import Location
from generator.project.earlier import digest
from generator.publishing.catalogue import PAGES, SUMMARIES, Sheet, SitePage
from generator.publishing.printed import CHECKLIST, CONFIRMATION, SUMMARY, blank_file, offered_file
from generator.reading.artefacts.all_words import words_of_html, words_of_json, words_of_markdown
from generator.reading.artefacts.artefacts import (
    html_values,
    json_values,
    page_values,
    row_values,
    script_values,
    search_values,
)
from generator.reading.artefacts.checklists import code_spans
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.site.troubleshooting_page import INDEX_SCRIPT
from generator.secrets import digests_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.deriving.guide_view import OrgView
    from generator.model import Guide, Org, RequiredValue
    from generator.problems import Problems
    from generator.project.earlier import Earlier
    from generator.reading.artefacts.found import Found

Report = dict[str, dict[str, dict[str, int]]]
"""{guide id: {value id: {artefact, relative to the output folder: times found}}}"""


@dataclass(frozen=True)
class Artefact:
    """A published file that shows required values.

    `path` is below the output folder, `name` what people call it, `values` are as it must show them, and `read` returns
    those that a finished one shows.
    """

    path: str
    name: str
    values: tuple[RequiredValue, ...]
    read: Callable[[bytes], tuple[Found, ...]]
    steps: StepWords | None = None
    """How the words of all steps are read, where it shows them."""


def site_artefacts(guide: Guide) -> tuple[Artefact, ...]:
    """Return the published files that show the guide's values."""
    pages = page_artefacts(guide)
    finished = map(finished_page, pages)
    return (*pages, *finished, search_artefact(guide), *blanks(guide))


def file_names(guides: Iterable[Guide]) -> dict[str, str]:
    """Return what people call the published files, by path."""
    files = chain.from_iterable(map(site_artefacts, guides))
    return {file.path: file.name for file in files}


def page_artefacts(guide: Guide) -> tuple[Artefact, ...]:
    """Return the Markdown pages that show the guide's values."""
    shown = [page for page in PAGES if page.shows_values]
    return tuple(_page(page, guide) for page in shown)


def _page(page: SitePage, guide: Guide) -> Artefact:
    path = f"docs/{guide.id}/{page.name}.md"
    return Artefact(path, f"{page.short} text", guide.values, _read_page)


def finished_page(page: Artefact) -> Artefact:
    """Return the site's file made from a Markdown page."""
    path = page.path.removeprefix("docs/").removesuffix(".md")
    name = page.name.removesuffix("text")
    words = _step_words(path, words_of_html)
    return Artefact(f"site/{path}.html", f"{name}page", page.values, _read_html, words)


def _step_words(path: str, read: Callable[[bytes], str]) -> StepWords | None:
    """Return how a page's words are read if it is the one that shows the steps."""
    if path.endswith(STEPS_PAGE):
        return StepWords(read)
    return None


def search_artefact(guide: Guide) -> Artefact:
    """Return the site's search index, as far as it shows the guide's values."""
    read = partial(_read_search, guide=guide)
    return Artefact(SEARCH_INDEX, "Search", guide.values, read)


def blanks(guide: Guide) -> tuple[Artefact, Artefact]:
    """Return the blank checklist, and the copy that the site offers."""
    blank = Artefact(blank_file(guide.id), "Checklist", guide.values, CHECKLIST.read_back)
    offered = Artefact(f"site/{offered_file(guide.id)}", "Checklist offered here", guide.values, CHECKLIST.read_back)
    return blank, offered


def program_artefacts(guide: Guide) -> tuple[Artefact, ...]:
    """Return the site's copies for programs, and what its search answers from; the report page leaves them out."""
    folder = f"site/{guide.id}"
    answers = partial(_read_answers, guide=guide)
    copies = [_copy(page, guide) for page in PAGES]
    return (
        *copies,
        Artefact(f"{folder}/guide.json", "Guide for programs", guide.values, _read_json, StepWords(words_of_json)),
        Artefact(f"{folder}/{INDEX_SCRIPT}", "Answers", guide.values, answers),
        Artefact(f"site/{INDEX_SCRIPT}", "Answers of all guides", guide.values, answers),
    )


def _copy(page: SitePage, guide: Guide) -> Artefact:
    read = partial(_read_rows, guide=guide)
    path = f"site/{guide.id}/{page.name}"
    words = _step_words(path, words_of_markdown)
    return Artefact(f"{path}.md", f"{page.short} for programs", guide.values, read, words)


def org_artefacts(guide: Guide, orgs: Iterable[Org]) -> tuple[Artefact, ...]:
    """Return the files of single orgs."""
    blank = view(guide)
    files: list[Artefact] = []
    for org in orgs:
        files += _sheets(org_view(blank, org))
    return tuple(files)


def _sheets(org: OrgView) -> Iterator[Artefact]:
    folder = f"orgs/{org.org.id}/{org.id}"
    for printed in (CHECKLIST, CONFIRMATION, SUMMARY):
        yield Artefact(f"{folder}/{printed.file}", printed.title.capitalize(), org.required_values, printed.read_back)
    for sheet in SUMMARIES.values():
        read = partial(_read_sheet, sheet, org)
        yield Artefact(f"{folder}/{sheet.file}", sheet.title.capitalize(), org.required_values, read)


def _read_sheet(sheet: Sheet, org: OrgView, data: bytes) -> tuple[Found, ...]:
    return sheet.read_back(data, org)


STEPS_PAGE = "/index"
"""How the page of a guide's steps ends."""

SEARCH_INDEX = "site/search/search_index.json"
SEARCH_ENTRY = re.compile(rb',(?=\{"location":")')
SEARCHED_PAGE = re.compile(rb'\{"location":"[^"#]*')


def _read_page(data: bytes) -> tuple[Found, ...]:
    return page_values(data.decode())


def _read_html(data: bytes) -> tuple[Found, ...]:
    return html_values(data.decode())


def _read_json(data: bytes) -> tuple[Found, ...]:
    return json_values(data.decode())


def _read_rows(data: bytes, guide: Guide) -> tuple[Found, ...]:
    return row_values(data.decode(), guide.values)


def _read_answers(data: bytes, guide: Guide) -> tuple[Found, ...]:
    return script_values(data.decode(), guide.id)


def _read_search(data: bytes, guide: Guide) -> tuple[Found, ...]:
    return search_values(data.decode(), guide.id, guide.values)


TEXTS = frozenset({".html", ".md", ".json", ".csv", ".txt", ".xml"})


@dataclass(frozen=True)
class Output:
    """A finished folder that is read back. `shown_as` is its name; what `earlier` found holds for the same bytes."""

    folder: Path
    shown_as: str
    problems: Problems
    earlier: Earlier


def refuse_secrets(out: Output, hashes: Iterable[str]) -> None:
    """Report each file that holds what looks like a key or secret; `hashes` are the steps' own.

    A file in which none was found before is not looked at again while all the hashes in it are still known.
    """
    known = frozenset(hashes)
    for path in searched_files(out.folder):
        refuse_secrets_in(path, out, known)


def searched_files(folder: Path) -> list[Path]:
    """Return the files that are searched for secrets, in order."""
    suffixes = TEXTS | {".pdf"}
    paths = sorted(folder.rglob("*"))
    return [path for path in paths if path.suffix in suffixes]


def refuse_secrets_in(path: Path, out: Output, known: frozenset[str]) -> None:
    """Report one file that holds what looks like a key or secret."""
    name = path.relative_to(out.folder).as_posix()
    for part in _parts(name, path.read_bytes()):
        key = digest("secrets", path.suffix, part)
        before = out.earlier.finding(key)
        if before is not None and before.keys() <= known:
            continue
        text = pdf_characters(part) if path.suffix == ".pdf" else part.decode()
        secrets = list(check_secrets(f"{out.shown_as}/{name}", text, known))
        if secrets:
            out.problems.extend(secrets)
            return
        among = digests_among(known, text)
        out.earlier.note_finding(key, dict.fromkeys(among, 1))


def _parts(name: str, data: bytes) -> Iterable[bytes]:
    """Return what a file holds in parts across which no secret goes: of the search index what is said of each page."""
    if name != SEARCH_INDEX:
        return [data]
    pages = groupby(SEARCH_ENTRY.split(data), _searched_page)
    return [b",".join(entries) for _, entries in pages]


def _searched_page(entry: bytes) -> bytes:
    page = SEARCHED_PAGE.match(entry)
    return page[0] if page else b""


def known_digests(docs: Path) -> set[str]:
    """Return the digests of files that the pages for readers speak of; the author was asked about each."""
    digests: set[str] = set()
    for path in docs.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        digests |= digests_in(text)
    return digests


def count_values(out: Output, guides: Iterable[Guide], artefacts: Mapping[str, Iterable[Artefact]]) -> Report:
    """Read the artefacts of each guide back, report what is wrong, and return how often each value was found."""
    report: Report = {}
    for guide in guides:
        rows: dict[str, dict[str, int]] = {value.id: {} for value in guide.values}
        for artefact in artefacts[guide.id]:
            for value_id, times in _counts(out, artefact, guide.id).items():
                rows.setdefault(value_id, {})[artefact.path] = times
        report[guide.id] = rows
    return report


def refuse_lost_words(out: Output, guide: Guide, artefacts: Iterable[Artefact]) -> None:
    """Report each artefact that lacks words of a step. Of a missing file was told before."""
    for artefact in artefacts:
        path = out.folder / artefact.path
        if artefact.steps is None or not path.is_file():
            continue
        data = path.read_bytes()
        key = digest("step words", artefact.path, repr(guide.steps), data)
        if out.earlier.finding(key) is None:
            lost = list(lost_step_words(f"{out.shown_as}/{artefact.path}", data, guide.steps, artefact.steps))
            out.problems.extend(lost)
            if not lost:
                out.earlier.note_finding(key, {})


WITHOUT_TABLE = frozenset({"index", "history"})
"""Pages without a table of all values. Every copy ends in one."""


def refuse_thinner_copies(out: Output, guides: Iterable[Guide]) -> None:
    """Report each copy of a page for programs that shows a value less often than the page does.

    A page marks its values, plain Markdown cannot: in a copy the code that reads as a value is counted.
    """
    for guide in guides:
        for page in PAGES:
            marked = _text_of(out, f"docs/{guide.id}/{page.name}.md")
            copy = f"site/{guide.id}/{page.name}.md"
            plain = _text_of(out, copy)
            if marked and plain:
                wanted = Counter(item.text for item in page_values(marked))
                wanted.update(value.text for value in guide.values if page.name in WITHOUT_TABLE)
                out.problems.extend(thinner(f"{out.shown_as}/{copy}", code_spans(plain), wanted))


def _text_of(out: Output, path: str) -> str | None:
    """Return the text of a file; None where it cannot be read, which is told of already."""
    try:
        return (out.folder / path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _counts(out: Output, artefact: Artefact, guide_id: str) -> Mapping[str, int]:
    """Return how often each value stands in an artefact; what was found in the very same bytes holds for them."""
    place = Location(f"{out.shown_as}/{artefact.path}")
    try:
        data = (out.folder / artefact.path).read_bytes()
    except FileNotFoundError:
        out.problems.error(place, "artefact-missing", "This file was not made. Build again.")
        return {}
    key = digest("values", artefact.path, guide_id, repr(artefact.values), data)
    before = out.earlier.finding(key)
    if before is not None:
        return before
    try:
        found = artefact.read(data)
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        text = f"This file cannot be read back ({type(fault).__name__}). Build again."
        out.problems.error(place, "artefact-damaged", text)
        return {}
    faults = list(check_artefact(place.path, found, artefact.values))
    counts = count(found)
    out.problems.extend(faults)
    if not faults:
        out.earlier.note_finding(key, counts)
    return counts
