"""The site's proof: how often each required value was found in each published file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import code, escape, fenced, front_matter, heading, item, join, table
from generator.rendering.site.parts import OFFERED_CHECKLIST, page, value_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.deriving.guide_view import GuideView

Counts = dict[str, dict[str, int]]
"""{value id: {artefact: times found}}"""

DESCRIPTION = "How often each required value was found, unchanged, in each published file."
INTRODUCTION = (
    "Before these pages were published, every file below was opened again and read, and each required value in it "
    "was compared, character by character, with the source. The table says how many values each file holds, and in how "
    "many places. A value that was missing anywhere, or differed in one character, would have stopped the publication."
)
LIMITS = (
    "This proves that the values arrive here as the source has them. It does not prove that the platform’s screens are "
    "still the same, nor that anybody has followed a guide to its end: each guide says that of itself."
)
FILE_COLUMNS = ("File", "Values", "Places")
NAMES = (
    ("docs/", "/index.md", "Guide’s text"),
    ("docs/", "/values.md", "Values’ text"),
    ("site/search/", "", "Search"),
    ("site/", "/values.html", "Values page"),
    ("site/", "/index.html", "Guide page"),
    ("docs/", "/troubleshooting.md", "Troubleshooting’s text"),
    ("docs/", "/security.md", "Security’s text"),
    ("site/", "/troubleshooting.html", "Troubleshooting page"),
    ("site/", "/security.html", "Security page"),
    ("checklists/", ".pdf", "Checklist"),
    ("site/", f"/{OFFERED_CHECKLIST}", "Checklist offered here"),
)
"""How a file's path begins and ends, and what people call it."""


def report_page(views: Iterable[GuideView], report: Mapping[str, Counts]) -> str:
    """Return the page that shows, for each guide, every value and every file it was found in."""
    return page(
        front_matter("Proof", DESCRIPTION, is_searched_last=True),
        heading(1, "Proof that the values arrived"),
        INTRODUCTION,
        LIMITS,
        *(_guide(view, report[view.id]) for view in views),
    )


def _guide(view: GuideView, counts: Counts) -> str:
    return join(
        (
            heading(2, escape(view.about.title), view.id),
            table(FILE_COLUMNS, file_rows(counts)),
            fenced("details | Value by value", _matrix(view, counts)),
            fenced("details | Where the files lie, from the output folder", _places(counts)),
        )
    )


def _places(counts: Counts) -> str:
    points = []
    for path in _artefacts(counts):
        words = f"{file_name(path)}: {code(path)}"
        points.append(item("-", words))
    return "\n".join(points)


def _artefacts(counts: Counts) -> list[str]:
    """Return each file in which a value was found, once."""
    paths: dict[str, None] = {}
    for times_by_path in counts.values():
        paths |= dict.fromkeys(times_by_path)
    return list(paths)


def file_rows(counts: Counts) -> list[tuple[str, str, str]]:
    """Return for each file its name, how many values it holds, and in how many places."""
    paths = _artefacts(counts)
    return [_file_row(path, counts) for path in paths]


def _file_row(path: str, counts: Counts) -> tuple[str, str, str]:
    places = [times_by_path.get(path, 0) for times_by_path in counts.values()]
    values_found = len(places) - places.count(0)
    values = f"{values_found} of {len(places)}"
    places_in_all = str(sum(places))
    return file_name(path), values, places_in_all


def _matrix(view: GuideView, counts: Counts) -> str:
    paths = _artefacts(counts)
    head = ["Setting", *map(file_name, paths)]
    rows = []
    for value in view.values:
        times_by_path = counts[value.value.id]
        times = [times_by_path.get(path, 0) for path in paths]
        setting = value_link(value, f"{view.id}/values.md")
        rows.append([setting, *map(str, times)])
    return table(head, rows)


def file_name(path: str) -> str:
    """Return what people call the file at `path`, or the path itself."""
    for start, end, name in NAMES:
        if path.startswith(start) and path.endswith(end):
            return name
    return escape(path)
