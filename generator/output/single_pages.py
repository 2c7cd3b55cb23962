"""Single pages of a site, made as MkDocs makes them with all others, in a fraction of its time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.structure.files import File, get_files
from mkdocs.structure.nav import get_navigation

from generator.output.site import PageMarkdown, complaints_of_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


@dataclass(frozen=True)
class SinglePages:
    """A site of which pages can be made one by one: what is set up once for all of them."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    templates: Environment

    @classmethod
    def of(cls, project: Path, config: MkDocsConfig, names: Iterable[str]) -> Self:
        """Set up a site, whose folder may still lack pages of these names. Raises `ContentError`."""
        with complaints_of_site(project):
            config = config.plugins.on_config(config)
            config.plugins.on_pre_build(config=config)
            files = get_files(config)
            templates = config.theme.get_env()
            files.add_files_from_theme(templates, config)
            for name in names:
                if name not in files.src_uris:
                    files.append(File.generated(config, name, content=""))
            files = config.plugins.on_files(files, config=config)
            tree = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
            templates = config.plugins.on_env(templates, config=config, files=files)
        return cls(config, files, tree, templates)

    @property
    def markdown(self) -> PageMarkdown:
        """What makes HTML of a page's Markdown."""
        return PageMarkdown(self.config.markdown_extensions, self.config.mdx_configs)

    def make(self, project: Path, texts: Mapping[str, str]) -> None:
        """Make pages from their Markdown, by file name, in the folder of the site. Raises `ContentError`."""
        pages = self.files.documentation_pages()
        with complaints_of_site(project):
            for name, text in texts.items():
                file = self.files.src_uris[name]
                file.content_string = text
                if file.page:
                    _populate_page(file.page, self.config, self.files)
                    _build_page(file.page, self.config, pages, self.nav, self.templates)
