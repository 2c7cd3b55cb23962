"""What a published site holds beside its pages: copies for programs, and the headers of its hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.output.files import write
from generator.output.security_headers import write_policies
from generator.publishing.catalogue import PAGES
from generator.rendering.markup.plain_markdown import escape_markdown
from generator.rendering.reports.guide_json import SCHEMA_FILE, guide_json, guide_schema_text
from generator.rendering.site.home import DESCRIPTION
from generator.rendering.site.markdown_copies import report_copy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.deriving.guide_view import GuideView
    from generator.publishing.artefacts import Report


def write_site_extras(views: Sequence[GuideView], site: Path, report: Report) -> None:
    """Write them into the finished `site`, whose proof is `report`."""
    for guide in views:
        write(site / guide.id / "guide.json", guide_json(guide))
        for page in PAGES:
            write(site / guide.id / f"{page.name}.md", page.copy(guide))
    write(site / SCHEMA_FILE, guide_schema_text())
    for name in ("llms.txt", "index.md"):
        write(site / name, llms_txt(views))
    write(site / "report.md", report_copy(views, report))
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    write(site / "search/search_index.js", f"var __index = {index}")  # what the theme asks for when opened from disk
    for name, text in write_policies(site).items():
        write(site / name, text)


def llms_txt(views: Sequence[GuideView]) -> str:
    """Return the list of pages for programs that read text (llmstxt.org).

    It is the first page's copy, too.
    """
    guides = map(_listed, views)
    parts = ("# Set-up guides", f"> {DESCRIPTION}", *guides)
    return "\n\n".join(parts) + "\n"


def _listed(view: GuideView) -> str:
    base = view.address or f"{view.id}/"
    title = escape_markdown(view.about.title)
    description = escape_markdown(view.about.description)
    points = [f"- [{page.title}]({base}{page.name}.md): {page.summary(view)}" for page in PAGES]
    points.append(f"- [The same as JSON]({base}guide.json)")
    return "\n\n".join((f"## {title}", description, "\n".join(points)))
