"""Pages that stand in a new site as in the one before it: MkDocs makes only the others, as in its `dirty` builds.

Such a build skips each page whose finished file is there already. What MkDocs would know of it had it made it is told
by a plugin: its anchors and links, which are checked across pages, and what the search finds in it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs.plugins import BasePlugin, event_priority

from generator.output.files import write
from generator.output.page_facts import PageFacts, by_page

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from generator.output.page_facts import EarlierPages, Entries, Links

NAME = "unchanged-pages"
SEARCH = "material/search"
FIRST = 100
"""A priority: before the other plugins, of which one writes the search index."""

Settings = dict[str, Any]

OTHER_WAYS = ("plugins", "hooks", "markdown_extensions", "extra_templates")
"""Settings by which more can go into a page than its own text and what all pages share."""

THEME = "material"
OF_THEME = 2
"""So many folders of templates, the last ones, are the theme's and MkDocs' own."""

ASSETS = "assets"


def common_source(merged: Settings, every_site: Settings, config: MkDocsConfig, look: Path, date: str) -> str | None:
    """Return a hash of what all pages are made from, beside the program: settings, navigation, templates and `date`.

    `merged` are all settings, those of `every_site` among them, whose templates lie in `look`. None where that is not
    all: a project's own plugins, extensions and templates may look anywhere.
    """
    others = [name for name in OTHER_WAYS if merged.get(name) != every_site.get(name)]
    if others or config.theme.name != THEME:
        return None
    templates = _templates(look)
    for folder in config.theme.dirs[:-OF_THEME]:
        own = _templates(Path(folder))
        if not own.items() <= templates.items():
            return None
    docs = Path(config.docs_dir)
    names = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*"))
    whole = json.dumps([merged, date, names, list(templates.items())], default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _templates(folder: Path) -> dict[str, str]:
    """Return what of a folder goes into pages: all but assets, of which a page has the names alone."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named.items()
        if not name.startswith(f"{ASSETS}/")
    }


def take_over(earlier: EarlierPages, common: str, config: MkDocsConfig) -> None:
    """Let a build that is dirty to MkDocs take unchanged pages over from an `earlier` site."""
    config.strict = False  # the caller takes each warning for an error; of one kind it knows better
    config.plugins[NAME] = UnchangedPages(earlier, common)


class UnchangedPages(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Puts unchanged pages in their places, and notes all for the next site.

    `common` is a hash of what every page is made from, beside its own Markdown.
    """

    def __init__(self, earlier: EarlierPages, common: str) -> None:
        super().__init__()
        self.earlier, self.common = earlier, common
        self.files: list[File] = []
        self.known: dict[str, PageFacts] = {}

    @event_priority(-FIRST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Write the pages that nothing changed, for MkDocs to skip."""
        del nav, config
        self.files = list(files.documentation_pages())
        if all(map(_has_title, self.files)):
            for file in self.files:
                unchanged = self.earlier.page(file.src_uri, self._source(file))
                if unchanged:
                    html, self.known[file.src_uri] = unchanged
                    write(Path(file.abs_dest_path), html)

    @event_priority(FIRST)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Tell by what the links of pages that were skipped, and to them, are checked."""
        del env, config
        for file in self.files:
            page = _page(file)
            if page.markdown is not None:
                self.known.pop(file.src_uri, None)  # made after all
            elif file.src_uri in self.known:
                facts = self.known[file.src_uri]
                page.present_anchor_ids = set(facts.anchors)
                page.links_to_anchors = {files.src_uris[target]: links for target, links in facts.links.items()}

    @event_priority(FIRST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let the search find skipped pages too, each in its place, and note what was made."""
        index = config.plugins[SEARCH].search_index  # type: ignore[attr-defined]
        entries = by_page(index.entries)
        index.entries = []
        for file in self.files:
            facts = self.known.get(file.src_uri)
            if facts is None:
                facts = _facts(_page(file), entries.get(file.url, []))
            index.entries += facts.entries
            self.earlier.note_page(file.src_uri, self._source(file), file.dest_uri, facts)

    def _source(self, file: File) -> str:
        parts = (self.common, file.src_uri, file.content_string)
        whole = "\n".join(parts)
        return hashlib.sha256(whole.encode()).hexdigest()


def _has_title(file: File) -> bool:
    """Whether the navigation gives a page its title: one found in the page itself would stand on all others too."""
    page = file.page
    if page is None:
        return False
    return page.title is not None


def _page(file: File) -> Page:
    return cast("Page", file.page)  # each file of the navigation has one by now


def _facts(page: Page, entries: Entries) -> PageFacts:
    anchors = sorted(page.present_anchor_ids or ())
    links: Links = {}
    if page.links_to_anchors:
        links = {file.src_uri: of_file for file, of_file in page.links_to_anchors.items()}
    return PageFacts(page.url, anchors, links, entries)
