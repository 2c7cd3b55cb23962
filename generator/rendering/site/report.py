"""The site's proof: how often each required value was found in each published file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import code, escape, fenced, front_matter, heading, item, join, table
from generator.rendering.site.parts import page, value_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView

Counts = dict[str, dict[str, int]]
"""{value id: {path of a file: times found}}"""

Names = Mapping[str, str]
"""What people call each file, by its path."""

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


def report_page(views: Iterable[GuideView], report: Mapping[str, Counts], names: Names) -> str:
    """Return the page that shows, for each guide, every value and every file it was found in."""
    return page(
        front_matter("Proof", DESCRIPTION, is_searched_last=True),
        heading(1, "Proof that the values arrived"),
        INTRODUCTION,
        LIMITS,
        *(_guide(view, report[view.id], names) for view in views),
    )


def _guide(view: GuideView, counts: Counts, names: Names) -> str:
    return join(
        (
            heading(2, escape(view.about.title), view.id),
            table(FILE_COLUMNS, file_rows(counts, names)),
            fenced("details | Value by value", _matrix(view, counts, names)),
            fenced("details | Where the files lie, from the output folder", _places(counts, names)),
        )
    )


def _places(counts: Counts, names: Names) -> str:
    points = []
    for path in _artefacts(counts):
        words = f"{escape(names[path])}: {code(path)}"
        points.append(item("-", words))
    return "\n".join(points)


def _artefacts(counts: Counts) -> list[str]:
    """Return each file in which a value was found, once."""
    paths: dict[str, None] = {}
    for times_by_path in counts.values():
        paths |= dict.fromkeys(times_by_path)
    return list(paths)


def file_rows(counts: Counts, names: Names) -> list[tuple[str, str, str]]:
    """Return for each file its name, how many values it holds, and in how many places."""
    paths = _artefacts(counts)
    return [(escape(names[path]), *_figures(path, counts)) for path in paths]


def _figures(path: str, counts: Counts) -> tuple[str, str]:
    places = [times_by_path.get(path, 0) for times_by_path in counts.values()]
    values_found = len(places) - places.count(0)
    values = f"{values_found} of {len(places)}"
    places_in_all = str(sum(places))
    return values, places_in_all


def _matrix(view: GuideView, counts: Counts, names: Names) -> str:
    paths = _artefacts(counts)
    files = [escape(names[path]) for path in paths]
    head = ["Setting", *files]
    rows = []
    for value in view.values:
        times_by_path = counts[value.value.id]
        times = [times_by_path.get(path, 0) for path in paths]
        setting = value_link(value, f"{view.id}/values.md")
        rows.append([setting, *map(str, times)])
    return table(head, rows)
