"""A finished site held against the pages that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.site_pages import page_faults, search_faults, style_faults
from generator.output.look import LOOK, OVERRIDES
from generator.output.site import page_html
from generator.project.paths import shown
from generator.publishing.artefacts import SEARCH_INDEX
from generator.publishing.site_extras import SEARCH_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.problems import Problem
    from generator.project.loading import Content
    from generator.publishing.artefacts import Output


def site_problems(project: Path, content: Content, out: Output) -> Iterator[Problem]:
    """Yield what the finished site says otherwise than its pages, and what a project's own styles draw beside them."""
    docs, site = out.folder / "docs", out.folder / "site"
    html_of = page_html(project, docs)
    settings: dict[str, None] = {}
    for guide in content.guides:
        settings |= dict.fromkeys(value.setting for value in guide.values)
    written: dict[str, str] = {}
    for page in sorted(docs.rglob("*.md")):
        name = page.relative_to(docs).with_suffix(".html").as_posix()
        written[name] = html_of(page.read_text("utf-8"))
        if (site / name).is_file():
            text = (site / name).read_text("utf-8")
            yield from page_faults(f"{out.shown_as}/site/{name}", written[name], text, settings)
    for name in (SEARCH_INDEX, SEARCH_SCRIPT):
        index = (out.folder / name).read_text("utf-8")
        yield from search_faults(f"{out.shown_as}/{name}", index, written)
    yield from _style_problems(project / OVERRIDES)


def _style_problems(overrides: Path) -> Iterator[Problem]:
    """Yield what a project's own styles draw; our own are seen by tests."""
    for path in sorted(overrides.rglob("*.css")):
        usual = LOOK / path.relative_to(overrides)
        text = path.read_text("utf-8", errors="replace")
        is_usual = usual.is_file() and usual.read_text("utf-8") == text
        if not is_usual:
            yield from style_faults(shown(path), text)
