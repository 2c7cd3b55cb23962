"""The hosted site, made by MkDocs from a finished Markdown tree. The only module that uses MkDocs."""

from __future__ import annotations

import json
import logging
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mergedeep import merge
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.utils.yaml import yaml_load

from generator.model.brand import NO_BRAND
from generator.output.files import write
from generator.output.garbage import no_collection
from generator.output.look import LOOK, OVERRIDES
from generator.problems import ContentError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from generator.model.brand import Brand, Logo
    from generator.output.page_facts import EarlierPages

CONFIG = "mkdocs.yml"
EVERY_SITE = Path(__file__).with_name("site_settings.yml")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")
NAV_FILE = "run-guide-build-first.yml"
"""Named for the message that MkDocs gives while it is missing: a plain `mkdocs build` inherits the pages from it."""

BRAND_STYLE = "assets/brand.css"
LOGO_ENDINGS = {"image/png": "png", "image/svg+xml": "svg"}
BRAND_LOGO = ".md-logo img { background: #fff; padding: .1rem; border-radius: .1rem; }\n"
"""A logo is drawn for white ground."""

BRAND_COLOURS = """[data-md-color-scheme] {{
  --guide-solid: {accent};
  --guide-ink: light-dark({ink}, {accent_dark});
  --guide-soft: light-dark(#f1f2f4, #1b2226);
  --guide-line: light-dark(#cdd2d6, #37434a);
}}
[data-md-color-primary="custom"] {{
  --md-primary-fg-color: {accent};
  --md-primary-fg-color--light: {accent};
  --md-primary-fg-color--dark: {accent};
}}
"""

Nav = list[dict[str, Any]]


def build_site(  # noqa: PLR0913 - each is needed
    project: Path,
    docs: Path,
    site: Path,
    nav: Nav,
    *,
    date: str = "2000-01-01",
    brand: Brand = NO_BRAND,
    earlier: EarlierPages | None = None,
) -> None:
    """Build `docs` into `site`; any warning is an error. `date` is the content's own, for the sitemap.

    The brand's files are written to `docs` beforehand (`write_brand`). Pages of an `earlier` site that nothing changed
    are taken over.
    """
    from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415 - slow; sheets need only the settings

    from generator.output.site_pages import common_source, take_over  # noqa: PLC0415

    every_site = _every_site(brand)
    inherited = json.dumps({**every_site, "nav": nav}, indent=2, ensure_ascii=False)
    (docs.parent / NAV_FILE).write_text(f"{inherited}\n", encoding="utf-8")
    epoch = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
    with _environment(SOURCE_DATE_EPOCH=str(epoch)), complaints_of_site(project):
        config = site_config(project, docs, site, nav, brand)
        merged = _merged(project, every_site, {"nav": nav})
        common = common_source(merged, every_site, config, LOOK, date)
        if earlier and common:
            take_over(earlier, common, config)
        mkdocs_build(config, dirty=bool(earlier and common))


def site_config(project: Path, docs: Path, site: Path, nav: Nav, brand: Brand) -> MkDocsConfig:
    """Return MkDocs' settings for the site of `docs`. Raises `ContentError`."""
    every_site = _every_site(brand)
    settings: dict[str, Any] = {"nav": nav, "strict": True}
    settings["docs_dir"] = str(docs.resolve())
    settings["site_dir"] = str(site.resolve())
    return _config(project, every_site, settings)


@contextmanager
def complaints_of_site(project: Path) -> Iterator[None]:
    """Raise `ContentError` for what MkDocs complains of within a block, and for a fault in a project's template."""
    with _environment(NO_MKDOCS_2_WARNING="1"), _complaints() as complaints:
        try:
            with no_collection():
                yield
        except Abort:
            pass  # what it aborted for is among the complaints
        except MkDocsException as fault:
            complaints.append(str(fault))
        except Exception as fault:
            _refuse_template(fault, project)
            raise
    if complaints:
        raise ContentError(
            tuple(Problem(Location(CONFIG), "site", f"MkDocs: {' '.join(text.split())}") for text in complaints)
        )


def _refuse_template(fault: Exception, project: Path) -> None:
    """Raise `ContentError` if the fault is one of a project's own template."""
    from generator.output.template_faults import template_problem  # noqa: PLC0415 - imports Jinja

    problem = template_problem(fault, (project / OVERRIDES).resolve())
    if problem:
        location = replace(problem.location, path=os.path.relpath(problem.location.path))
        raise ContentError((replace(problem, location=location),)) from fault


@dataclass(frozen=True)
class PageMarkdown:
    """What makes HTML of the Markdown of a page, before any theme or plugin comes to it."""

    extensions: list[str]
    settings: dict[str, dict[str, Any]]
    """Of each extension, by its name."""

    def html(self, text: str) -> str:
        """Return the HTML of a page."""
        from markdown import Markdown  # noqa: PLC0415 - slow to import
        from mkdocs.utils.meta import get_data  # noqa: PLC0415

        body, _ = get_data(text)
        parser = Markdown(extensions=self.extensions, extension_configs=self.settings)
        return parser.convert(body)


def page_markdown(project: Path, docs: Path) -> PageMarkdown:
    """Return how mkdocs.yml has the pages of `docs` read."""
    config = _config(project, _every_site(NO_BRAND), {"docs_dir": str(docs.resolve()), "strict": True})
    return PageMarkdown(config.markdown_extensions, config.mdx_configs)


def site_url(project: Path) -> str:
    """Return the address that mkdocs.yml gives the site, with a slash at its end; nothing where it gives none."""
    path = project / CONFIG
    if not path.exists():
        return ""  # sheets need no site; a build says that the file is missing
    address = _own_settings(path).get("site_url") or ""
    if address and not WEB_ADDRESS.fullmatch(str(address)):
        text = f"site_url must be a web address such as https://guides.example.com/, not “{address}”."
        raise ContentError.at(Location(str(path)), "site-url", text)
    return address and f"{address.rstrip('/')}/"


def _config(project: Path, every_site: dict[str, Any], settings: dict[str, Any]) -> MkDocsConfig:
    """Read mkdocs.yml over what every site has, with our settings in the place of its own."""
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415 - slow to import

    path = project / CONFIG
    config = MkDocsConfig(config_file_path=str(path.resolve()))
    config.load_dict(_merged(project, every_site, settings))
    errors, warnings = config.validate()
    found = [f"{key}: {text}" for key, text in (*errors, *warnings)]
    if found:
        raise ContentError(tuple(Problem(Location(str(path)), "site", f"MkDocs: {text}") for text in found))
    config.theme.dirs = _look(project, config.theme.dirs)
    return config


def _merged(project: Path, every_site: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    own = _own_settings(project / CONFIG)
    own.pop("INHERIT", None)
    merged: dict[str, Any] = merge({}, every_site, own, settings)
    return merged


def _every_site(brand: Brand) -> dict[str, Any]:
    """Return what every site is told, with a brand's look."""
    settings: dict[str, Any] = yaml_load(EVERY_SITE.read_text(encoding="utf-8"))
    if brand:
        settings["copyright"] = escape(brand.foot)
        settings["extra_css"] = [*settings["extra_css"], BRAND_STYLE]
    if brand.logo:
        settings["theme"]["logo"] = _logo_file(brand.logo)
    return settings


def write_brand(brand: Brand, docs: Path) -> None:
    """Write a brand's style and logo where `build_site` looks for them."""
    if not brand:
        return
    style = BRAND_LOGO
    if brand.accent:
        style += BRAND_COLOURS.format(accent=brand.accent, ink=brand.ink, accent_dark=brand.accent_dark)
    write(docs / BRAND_STYLE, style)
    if brand.logo:
        write(docs / _logo_file(brand.logo), brand.logo.data)


def _logo_file(logo: Logo) -> str:
    return f"assets/brand-logo.{LOGO_ENDINGS[logo.media_type]}"


def _look(project: Path, of_theme: list[str]) -> list[str]:
    """Return the folders of templates and assets; a file in an earlier one hides those of its name in later ones."""
    folders = [folder for folder in (project / OVERRIDES, LOOK) if folder.is_dir()]
    ours = [str(folder.resolve()) for folder in folders]
    each_once = dict.fromkeys([*ours, *of_theme])
    return list(each_once)


def _own_settings(path: Path) -> dict[str, Any]:
    """Return what mkdocs.yml itself says."""

    def refused(code: str, text: str) -> ContentError:
        return ContentError.at(Location(str(path)), code, text)

    try:
        own = yaml_load(path.read_text(encoding="utf-8"))
    except OSError as fault:
        text = f"The file cannot be read: {fault.strerror}. Name the folder that holds it with --project."
        raise refused("unreadable", text) from fault
    except UnicodeDecodeError as fault:
        raise refused("not-utf8", "The file is not UTF-8 text. Save it with the encoding UTF-8.") from fault
    except MkDocsException as fault:
        raise refused("site", f"MkDocs: {' '.join(str(fault).split())}") from fault
    except TypeError:  # MkDocs looks for INHERIT in whatever the file holds
        own = None
    if not isinstance(own, dict):
        raise refused("site", "Expected MkDocs’ settings as keys and values, found none.")
    return own


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set environment variables for the length of a block."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


OF_KEPT_PAGES = "A 'dirty' build is being performed"
"""MkDocs warns that links may then be wrong. It is told what it needs to check them (`site_pages`)."""


class _Collector(logging.Handler):
    """Keeps the text of every warning and error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if not text.startswith(OF_KEPT_PAGES):
            self.texts.append(text)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what MkDocs complains of within a block."""
    logger, collector = logging.getLogger("mkdocs"), _Collector()
    logger.addHandler(collector)
    try:
        yield collector.texts
    finally:
        logger.removeHandler(collector)
