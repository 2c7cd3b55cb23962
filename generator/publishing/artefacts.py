"""Which files a build leaves, and what was found in them when they were read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact, check_secrets, count
from generator.problems import Location
from generator.publishing.catalogue import PAGES
from generator.reading.artefacts.artefacts import read_back
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.site.troubleshooting_page import INDEX_SCRIPT
from generator.secrets import digests_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from generator.model import Guide, Org, RequiredValue
    from generator.problems import Problems

Report = dict[str, dict[str, dict[str, int]]]
"""{guide id: {value id: {artefact, relative to the output folder: times found}}}"""


def site_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the published files that show the guide's values."""
    pages = page_artefacts(guide)
    built = map(built_page, pages)
    return (*pages, *built, SEARCH_INDEX, *blanks(guide))


def page_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the Markdown pages that show the guide's values."""
    names = [page.name for page in PAGES if page.shows_values]
    return tuple(f"docs/{guide.id}/{name}.md" for name in names)


def program_artefacts(guide: Guide) -> tuple[str, ...]:
    """Return the site's copies for programs, and what its search answers from; the report page leaves them out."""
    copies = [f"site/{guide.id}/{page.name}.md" for page in PAGES]
    return (*copies, f"site/{guide.id}/guide.json", f"site/{guide.id}/{INDEX_SCRIPT}")


def built_page(page: str) -> str:
    """Return the site's file made from a Markdown page."""
    name = page.removeprefix("docs/").removesuffix(".md")
    return f"site/{name}.html"


def blanks(guide: Guide) -> tuple[str, ...]:
    """Return the blank checklist, and the copy that the site offers."""
    return f"checklists/{guide.id}.pdf", f"site/{guide.id}/checklist.pdf"


SEARCH_INDEX = "site/search/search_index.json"
SHEETS = ("checklist.pdf", "confirm.pdf", "summary.pdf", "summary.html", "summary.md", "summary.json")


def org_artefacts(guide: Guide, orgs: Iterable[Org]) -> tuple[str, ...]:
    """Return the files of single orgs."""
    files: list[str] = []
    for org in orgs:
        folder = f"orgs/{org.id}/{guide.id}"
        files.extend(f"{folder}/{name}" for name in SHEETS)
    return tuple(files)


TEXTS = frozenset({".html", ".md", ".json", ".csv", ".txt", ".xml"})


def refuse_secrets(out: Path, hashes: Iterable[str], problems: Problems, shown_as: str) -> None:
    """Report each file below `out` that holds what looks like a key or secret; `hashes` are the steps' own."""
    known = frozenset(hashes)
    for path in sorted(out.rglob("*")):
        if path.suffix in TEXTS:
            text = path.read_text(encoding="utf-8")
        elif path.suffix == ".pdf":
            text = pdf_characters(path.read_bytes())
        else:
            continue
        problems.extend(check_secrets(f"{shown_as}/{path.relative_to(out)}", text, known))


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


def count_values(  # noqa: PLR0913 - each is needed
    out: Path,
    guides: Iterable[Guide],
    artefacts: dict[str, tuple[str, ...]],
    problems: Problems,
    shown_as: str,
    *,
    orgs: Sequence[Org] = (),
) -> Report:
    """Read the artefacts of each guide back, report what is wrong, and return how often each value was found."""
    report: Report = {}
    for guide in guides:
        rows: dict[str, dict[str, int]] = {value.id: {} for value in guide.values}
        for path in artefacts[guide.id]:
            name = f"{shown_as}/{path}"
            values = values_in(path, guide, orgs)
            try:
                found = read_back(path, (out / path).read_bytes(), guide.id, values)
            except FileNotFoundError:
                problems.error(Location(name), "artefact-missing", "This file was not made. Build again.")
                continue
            except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
                problems.error(
                    Location(name),
                    "artefact-damaged",
                    f"This file cannot be read back ({type(fault).__name__}). Build again.",
                )
                continue
            problems.extend(check_artefact(name, found, values))
            for value_id, times in count(found).items():
                rows.setdefault(value_id, {})[path] = times
        report[guide.id] = rows
    return report
