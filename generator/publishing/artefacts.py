"""Which files a build leaves, and what was found in them when they were read back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact, check_secrets, count, digests_among, thinner
from generator.problems import Location
from generator.project.earlier import digest
from generator.publishing.catalogue import PAGES, SUMMARIES
from generator.publishing.printed import CHECKLIST, CONFIRMATION, SUMMARY, blank_file, offered_file
from generator.reading.artefacts.artefacts import page_values, read_back
from generator.reading.artefacts.checklists import code_spans
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.site.troubleshooting_page import INDEX_SCRIPT
from generator.secrets import digests_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from generator.model import Guide, Org, RequiredValue
    from generator.problems import Problems
    from generator.project.earlier import Earlier

Report = dict[str, dict[str, dict[str, int]]]
"""{guide id: {value id: {artefact, relative to the output folder: times found}}}"""


def site_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the published files that show the guide's values."""
    pages = page_artefacts(guide)
    built = map(built_page, pages)
    return (*pages, *built, SEARCH_INDEX, *blanks(guide))


def page_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the Markdown pages that show the guide's values."""
    pages = [page for page in PAGES if page.shows_values]
    return tuple(f"docs/{guide.id}/{page.name}.md" for page in pages)


def program_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the site's copies for programs, and what its search answers from; the report page leaves them out."""
    folder = f"site/{guide.id}"
    copies = [f"{folder}/{page.name}.md" for page in PAGES]
    return (*copies, f"{folder}/guide.json", f"{folder}/{INDEX_SCRIPT}", f"site/{INDEX_SCRIPT}")


def built_page(page: str) -> str:
    """Return the site's file made from a Markdown page."""
    name = page.removeprefix("docs/").removesuffix(".md")
    return f"site/{name}.html"


def blanks(guide: Guide) -> tuple[str, ...]:
    """Return the blank checklist, and the copy that the site offers."""
    return blank_file(guide.id), f"site/{offered_file(guide.id)}"


SEARCH_INDEX = "site/search/search_index.json"
SEARCH_ENTRY = re.compile(rb',(?=\{"location":")')
SEARCHED_PAGE = re.compile(rb'\{"location":"[^"#]*')
SHEETS = (CHECKLIST.file, CONFIRMATION.file, SUMMARY.file, *(sheet.file for sheet in SUMMARIES.values()))


def org_artefacts(guide: Guide, orgs: Iterable[Org]) -> tuple[str, ...]:
    """Return the files of single orgs."""
    files: list[str] = []
    for org in orgs:
        folder = f"orgs/{org.id}/{guide.id}"
        files.extend(f"{folder}/{name}" for name in SHEETS)
    return tuple(files)


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
    for path in sorted(out.folder.rglob("*")):
        if path.suffix in TEXTS or path.suffix == ".pdf":
            _refuse_secrets_in(path, out, known)


def _refuse_secrets_in(path: Path, out: Output, known: frozenset[str]) -> None:
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


def values_in(path: str, guide: Guide, orgs: Iterable[Org]) -> tuple[RequiredValue, ...]:
    """Return the values as the file at `path` must show them: for its org, or with their blanks."""
    parts = path.split("/")
    for org in orgs:
        if parts[:2] == ["orgs", org.id]:
            return tuple(value.filled(org.facts) for value in guide.values)
    return guide.values


def count_values(
    out: Output, guides: Iterable[Guide], artefacts: dict[str, tuple[str, ...]], orgs: Sequence[Org] = ()
) -> Report:
    """Read the artefacts of each guide back, report what is wrong, and return how often each value was found."""
    report: Report = {}
    for guide in guides:
        rows: dict[str, dict[str, int]] = {value.id: {} for value in guide.values}
        for path in artefacts[guide.id]:
            for value_id, times in _counts(out, path, guide, values_in(path, guide, orgs)).items():
                rows.setdefault(value_id, {})[path] = times
        report[guide.id] = rows
    return report


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


def _counts(out: Output, path: str, guide: Guide, values: tuple[RequiredValue, ...]) -> Mapping[str, int]:
    """Return how often each value stands in an artefact; what was found in the very same bytes holds for them."""
    place = Location(f"{out.shown_as}/{path}")
    try:
        data = (out.folder / path).read_bytes()
    except FileNotFoundError:
        out.problems.error(place, "artefact-missing", "This file was not made. Build again.")
        return {}
    key = digest("values", path, guide.id, repr(values), data)
    before = out.earlier.finding(key)
    if before is not None:
        return before
    try:
        found = read_back(path, data, guide.id, values)
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        text = f"This file cannot be read back ({type(fault).__name__}). Build again."
        out.problems.error(place, "artefact-damaged", text)
        return {}
    faults = list(check_artefact(place.path, found, values))
    counts = count(found)
    out.problems.extend(faults)
    if not faults:
        out.earlier.note_finding(key, counts)
    return counts
