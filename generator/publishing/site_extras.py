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
    from generator.rendering.site.report import Names


SEARCH_SCRIPT = "site/search/search_index.js"


def write_site_extras(views: Sequence[GuideView], site: Path, report: Report, names: Names) -> None:
    """Write them into the finished `site`, whose proof is `report`."""
    for name, text in site_extras(views, report, names).items():
        write(site / name, text)
    index = (site / "search/search_index.json").read_text(encoding="utf-8")
    write(site.parent / SEARCH_SCRIPT, f"var __index = {index}")  # what the theme asks for when opened from disk
    for name, text in write_policies(site).items():
        write(site / name, text)


def site_extras(views: Sequence[GuideView], report: Report, names: Names) -> dict[str, str]:
    """Return the site's copies for programs, by file name."""
    extras = {SCHEMA_FILE: guide_schema_text(), "report.md": report_copy(views, report, names)}
    for name in ("llms.txt", "index.md"):
        extras[name] = llms_txt(views)
    for guide in views:
        extras[f"{guide.id}/guide.json"] = guide_json(guide)
        for page in PAGES:
            extras[f"{guide.id}/{page.name}.md"] = page.copy(guide)
    return extras


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
