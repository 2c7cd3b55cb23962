"""The site's proof: how often each required value was found in each published file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import code, escape, fenced, front_matter, heading, item, join, link, table
from generator.rendering.site.values_page import value_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.model import Guide

Counts = dict[str, dict[str, int]]
"""{value id: {artefact: times found}}"""

INTRODUCTION = (
    "Before these pages were published, every file below was opened again and read, and each required value in it "
    "was compared, character by character, with the source. The table says how many values each file holds, and in how "
    "many places. A value that was missing anywhere, or differed in one character, would have stopped the publication."
)
LIMITS = (
    "This proves that the values arrive here as the source has them. It does not prove that Salesforce’s screens are "
    "still the same, nor that anybody has followed a guide in an org: each guide says that of itself."
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
    ("site/", "/checklist.pdf", "Checklist offered here"),
)
"""How a file's path begins and ends, and what people call it."""


def report_page(guides: Sequence[Guide], report: Mapping[str, Counts]) -> str:
    """Return the page that shows, for each guide, every value and every file it was found in."""
    return (
        join(
            (
                front_matter("Proof", "How often each required value was found, unchanged, in each published file."),
                heading(1, "Proof that the values arrived"),
                INTRODUCTION,
                LIMITS,
                *(_guide(guide, report[guide.id]) for guide in guides),
            )
        )
        + "\n"
    )


def _guide(guide: Guide, counts: Counts) -> str:
    artefacts = _artefacts(counts)
    return join(
        (
            heading(2, escape(guide.about.title), guide.id),
            table(FILE_COLUMNS, file_rows(counts)),
            fenced("details | Value by value", _matrix(guide, counts, artefacts)),
            fenced(
                "details | Where the files lie, from the output folder",
                "\n".join(item("-", f"{file_name(path)}: {code(path)}") for path in artefacts),
            ),
        )
    )


def _artefacts(counts: Counts) -> list[str]:
    return list(dict.fromkeys(path for found in counts.values() for path in found))


def file_rows(counts: Counts) -> list[tuple[str, str, str]]:
    """Return for each file its name, how many values it holds, and in how many places."""
    return [_file(path, counts) for path in _artefacts(counts)]


def _file(path: str, counts: Counts) -> tuple[str, str, str]:
    times = [found.get(path, 0) for found in counts.values()]
    return file_name(path), f"{sum(map(bool, times))} of {len(times)}", str(sum(times))


def _matrix(guide: Guide, counts: Counts, artefacts: Sequence[str]) -> str:
    rows = (
        (
            link(escape(name), f"{guide.id}/values.md#{value.id}"),
            *(str(counts[value.id].get(path, 0)) for path in artefacts),
        )
        for value, name in zip(guide.values, value_names(guide), strict=True)
    )
    return table(("Setting", *map(file_name, artefacts)), rows)


def file_name(path: str) -> str:
    """Return what people call the file at `path`, or the path itself."""
    return next((name for start, end, name in NAMES if path.startswith(start) and path.endswith(end)), escape(path))
