"""What `guide check --out` makes again from the content, to hold a finished build against it byte for byte.

Reading back sees a value at its place; this sees every word. Of a build by another version, or of other content,
nothing can be said so.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from generator.commands.build import all_printed, build, expected_report, make_site, read_sources, site_pages
from generator.deriving.guide_view import org_view
from generator.model import foundations
from generator.output.file_data import as_bytes
from generator.output.files import MARKER, write
from generator.problems import Location, Problem, Problems, Severity
from generator.project.earlier import Earlier, program
from generator.project.manifest import read_manifest
from generator.project.paths import Paths, shown
from generator.publishing.artefacts import Output, blanks, file_names
from generator.publishing.catalogue import SUMMARIES
from generator.publishing.printed import offered_file
from generator.publishing.printed_proof import printed_problems
from generator.publishing.site_extras import write_site_extras
from generator.rendering.site.report import report_page
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.commands.build import Sources
    from generator.deriving.guide_view import GuideView
    from generator.project.loading import Content
    from generator.publishing.artefacts import Report

SHOWN = 40
"""So many characters of what differs are shown."""

OTHER_PROGRAM = "Another version of this program made this, so it cannot be compared byte for byte. Build again."
NOT_AS_MADE = "This file is not what the content makes. Build again."

Texts = dict[str, bytes]
"""What files of the output folder must hold, by name."""


def texts_differ(paths: Paths, guide_id: str | None, *, site_only: bool) -> Iterator[Problem]:
    """Yield each file that is not what the content makes, if it takes a moment to make, and PDFs that say otherwise."""
    name = shown(paths.out)
    if _made_by(paths.out) not in {None, program()}:
        yield Problem(Location(name), "outdated", OTHER_PROGRAM, Severity.WARNING)
        return
    sources = read_sources(paths, Problems(), guide_id, None)
    for path, data in texts(paths, sources, site_only=site_only).items():
        file = paths.out / path
        if file.is_file() and file.read_bytes() != data:
            yield _difference(f"{name}/{path}", file.read_bytes(), data)
    out = Output(paths.out, name, Problems(), Earlier(paths.out))
    yield from printed_problems(all_printed(sources, site_only=site_only), out)


def texts(paths: Paths, sources: Sources, *, site_only: bool) -> Texts:
    """Return what is made of the content without laying anything out: pages, their copies, data, summaries."""
    scratch = Problems()
    content, views = sources.content, sources.views
    pages = site_pages(views, sources.own_scripts)
    report = expected_report(content, Output(paths.out, "", scratch, Earlier(paths.out)))
    made: dict[str, str | bytes] = {**pages}
    made["docs/report.md"] = report_page(views, report, file_names(content.guides))
    for guide in content.guides:
        blank, _ = blanks(guide)
        made[f"docs/{offered_file(guide.id)}"] = (paths.out / blank.path).read_bytes()
    made = _site(paths.project, sources, made, report)
    if not site_only:
        ids = [guide.id for guide in foundations(content.guides)]
        for guide_view in views:
            if guide_view.id in ids:
                made |= _summaries(guide_view, content)
    return {name: as_bytes(data) for name, data in made.items()}


def _site(project: Path, sources: Sources, made: Mapping[str, str | bytes], report: Report) -> dict[str, str | bytes]:
    """Return all that becomes of the pages, by MkDocs and after it; so the theme's part of each page too."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for name, data in made.items():
            write(out / name, data)
        make_site(project, sources, out / "docs", out / "site")
        names = file_names(sources.content.guides)
        write_site_extras(sources.views, out / "site", report, names)
        return _files_below(out)


def _files_below(folder: Path) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder)
            files[name.as_posix()] = path.read_bytes()
    return files


def _summaries(blank: GuideView, content: Content) -> dict[str, str | bytes]:
    made: dict[str, str | bytes] = {}
    for org in content.orgs:
        filled = org_view(blank, org)
        for sheet in SUMMARIES.values():
            made[f"orgs/{org.id}/{blank.id}/{sheet.file}"] = sheet.render(filled)
    return made


def everything_differs(paths: Paths, guide_id: str | None, *, site_only: bool) -> Iterator[Problem]:
    """Build anew, beside the build, and yield each file that is not the same. Takes as long as a build."""
    records = paths.project / "records"
    with tempfile.TemporaryDirectory() as folder:
        again = Paths(paths.project, paths.content, paths.orgs, Path(folder) / "build")
        build(again, guide_id, site_only=site_only, records=records if records.is_dir() else None)
        manifest = read_manifest(again.out)
        for name in manifest["files"] if manifest else ():
            made = again.out / name
            file = paths.out / name
            if file.is_file() and file.read_bytes() == made.read_bytes():
                continue
            place = Location(f"{shown(paths.out)}/{name}")
            yield Problem(place, "not-as-made", NOT_AS_MADE)


def _made_by(out: Path) -> str | None:
    """Return which program a build says it was made by."""
    try:
        note = json.loads((out / MARKER).read_bytes())
        return str(note["program"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _difference(path: str, here: bytes, made: bytes) -> Problem:
    """Return the problem with the place of the first difference."""
    try:
        text, wanted = here.decode(), made.decode()
    except UnicodeDecodeError:
        return Problem(Location(path), "not-as-made", NOT_AS_MADE)
    pairs = enumerate(zip(text, wanted, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(text), len(wanted)))
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Problem(
        Location(path, line, column),
        "not-as-made",
        f"Here “{_excerpt(text, at)}” stands, where the content makes “{_excerpt(wanted, at)}”. Build again.",
    )


def _excerpt(text: str, at: int) -> str:
    """Return what stands in a line from a place on, and a little before it."""
    start = max(at - SHOWN // 2, 0)
    end = at + SHOWN // 2
    words = hidden(text[start:end]).split()
    return " ".join(words)
