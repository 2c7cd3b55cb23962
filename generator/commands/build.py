"""`guide build`: everything from the content, read back before it is published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.asking.browser import index_script
from generator.asking.index import index
from generator.asking.passages import passages
from generator.batch.built_sheets import BuiltSheets
from generator.batch.sheet_folder import untouched_sheets
from generator.commands.finished_site import settings_of, site_problems
from generator.commands.read_ahead import FinishedBuild, read_ahead
from generator.commands.status import read_statuses, status_rows
from generator.deriving.guide_view import view
from generator.model import foundations
from generator.output.files import refuse_foreign, staged, write
from generator.output.look import LEADS_OUT, OVERRIDES, links_out
from generator.output.site import build_site, site_url, write_brand
from generator.problems import Location, Problem, Problems
from generator.project.brand import read_brand
from generator.project.earlier import digest, read_earlier
from generator.project.freshness import inputs_hash, remember
from generator.project.loading import load
from generator.project.manifest import write_manifest
from generator.project.opening import open_source
from generator.project.paths import shown
from generator.project.sheet_overrides import read_sheet_overrides
from generator.publishing.artefacts import (
    SEARCH_INDEX,
    Artefact,
    Output,
    Report,
    blanks,
    count_values,
    file_names,
    finished_page,
    known_digests,
    org_artefacts,
    page_artefacts,
    program_artefacts,
    refuse_lost_words,
    refuse_secrets,
    refuse_thinner_copies,
    site_artefacts,
)
from generator.publishing.catalogue import PAGES
from generator.publishing.printed import blank_file, offered_file
from generator.publishing.printed_proof import printed_files, printed_problems
from generator.publishing.site_extras import write_site_extras
from generator.rendering.reports.status import Asked
from generator.rendering.reports.status_page import NEVER, status_page
from generator.rendering.site.home import home_page
from generator.rendering.site.report import report_page
from generator.rendering.site.scripts import site_scripts
from generator.rendering.site.troubleshooting_page import INDEX_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from generator.batch.built_sheets import SheetsBeingMade
    from generator.deriving.compliance import ComplianceStatus
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide
    from generator.model.brand import Brand
    from generator.model.sheet_overrides import SheetOverrides
    from generator.project.earlier import Earlier
    from generator.project.loading import Content
    from generator.project.paths import Paths
    from generator.publishing.printed_proof import PrintedFile

ONE_ON_VALUES_PAGE = 1
"""The search index shows each value once in its own section of the values page, and wherever the guide's text does."""


REPORT_FILE = "values-report.json"
STATUS_PAGE = "status.html"
ASSETS = "assets"
"""Where scripts and styles lie, in the site as in a project's own look."""


@dataclass(frozen=True)
class Sources:
    """What a build is made from, as it was read. `status` is the page of the records, None without any."""

    content: Content
    views: tuple[GuideView, ...]
    overrides: SheetOverrides
    brand: Brand
    own_scripts: dict[str, str]
    site: str
    status: str | None


def build(
    paths: Paths, guide_id: str | None = None, *, site_only: bool = False, records: Path | None = None
) -> Problems:
    """Make and publish everything; return the warnings. Raises `ContentError`, and then publishes nothing.

    Of `records`, a folder, one page is made, outside the site.
    """
    problems = Problems()
    refuse_foreign(paths.out)
    # Before anything is read: an edit that comes later counts as one.
    inputs = inputs_hash(paths, guide_id, records, site_only=site_only)
    earlier = read_earlier(paths.out)
    sources = read_sources(paths, problems, guide_id, records)
    with staged(paths.out, problems, untouched_sheets(paths.out)) as stage:
        output = Output(stage, shown(paths.out), problems, earlier)
        with _sheets(sources, site_only=site_only).being_made(earlier) as sheets:
            expected = _write_site(paths.project, sources, output, sheets)
            if sheets.workers.count > 1:
                output.earlier.now["findings"] |= read_ahead(
                    _finished_build(paths.project, sources, output, site_only=site_only), sheets.workers
                )
        report = read_everything_back(sources.content, output, site_only=site_only)
        for guide in sources.content.guides:
            refuse_lost_words(output, guide, (*site_artefacts(guide), *program_artefacts(guide)))
        problems.extend(printed_problems(all_printed(sources, site_only=site_only), output))
        problems.extend(site_problems(paths.project, sources.content, output))
        _refuse_other_report(sources.content, expected, report, output)
        refuse_secrets_of(sources.views, output)
        problems.raise_errors()
        write(stage / REPORT_FILE, _report_text(report))
        write_manifest(stage, sources.content.guides)
        remember(stage, inputs, problems, earlier.now)
    return problems


def read_sources(paths: Paths, problems: Problems, guide_id: str | None, records: Path | None) -> Sources:
    """Read everything. Raises `ContentError`."""
    content = load(paths, problems, guide_id)
    status = None
    if records:
        status = _status_page(paths, content, read_statuses(records, content.guides, problems, guide_id))
    for link in links_out(paths.project):
        problems.error(Location(shown(link)), "link-leads-out", LEADS_OUT)
    problems.raise_errors()
    scripts = own_scripts(paths.project, problems)
    overrides = read_sheet_overrides(paths.project, problems)
    brand = read_brand(paths.project, problems)
    problems.raise_errors()
    site = site_url(paths.project)
    views = tuple(view(guide, site=site, overrides=overrides, brand=brand) for guide in content.guides)
    return Sources(content, views, overrides, brand, scripts, site, status)


def _status_page(paths: Paths, content: Content, statuses: Iterable[ComplianceStatus]) -> str:
    """Return the page that `guide status --format html` writes of the same records and orgs."""
    views = {guide.id: view(guide) for guide in content.guides}
    orgs = content.orgs if paths.orgs_given else ()
    meant = [views[guide.id] for guide in foundations(content.guides)]
    rows = status_rows(statuses, Asked(NEVER, guides=views), orgs, meant)
    return "".join(status_page(rows))


def _sheets(sources: Sources, *, site_only: bool) -> BuiltSheets:
    content = sources.content
    foundation_guides = foundations(content.guides)
    ids_of_sheets = frozenset(guide.id for guide in foundation_guides)
    orgs = content.orgs
    if site_only:
        orgs = ()
    return BuiltSheets(content.guides, ids_of_sheets, orgs, sources.site, sources.overrides, sources.brand)


def _write_sheets(sources: Sources, output: Output, sheets: SheetsBeingMade) -> None:
    """Write the blank checklists, which the site offers too, the orgs' sheets, and the page of the records."""
    for files in sheets.files():
        for name, data in files.items():
            write(output.folder / name, data)
    for guide in sources.views:
        blank = output.folder / blank_file(guide.id)
        write(output.folder / "docs" / offered_file(guide.id), blank.read_bytes())
    if sources.status is not None:
        write(output.folder / STATUS_PAGE, sources.status)


def _write_site(project: Path, sources: Sources, output: Output, sheets: SheetsBeingMade) -> Report:
    """Write the site with its own report page, and the sheets; return what that page says."""
    docs, site = output.folder / "docs", output.folder / "site"
    _write_pages(sources.views, output, sources.own_scripts)
    _write_sheets(sources, output, sheets)
    expected = expected_report(sources.content, output)
    names = file_names(sources.content.guides)
    write(docs / "report.md", report_page(sources.views, expected, names))
    make_site(project, sources, docs, site, output.earlier)
    write_site_extras(sources.views, site, expected, names)
    return expected


def make_site(project: Path, sources: Sources, docs: Path, site: Path, earlier: Earlier | None = None) -> None:
    """Have MkDocs make the site of the pages in `docs`."""
    reviews = [guide.about.reviewed for guide in sources.content.guides]
    date = max(review.date for review in reviews)
    write_brand(sources.brand, docs)
    nav = navigation(sources.content)
    build_site(project, docs, site, nav, date=date, brand=sources.brand, earlier=earlier)


def refuse_secrets_of(views: Iterable[GuideView], output: Output) -> None:
    """Report secrets in anything that was made."""
    refuse_secrets(output, known_hashes(views, output))


def known_hashes(views: Iterable[GuideView], output: Output) -> set[str]:
    """Return the steps' own hashes and the digests of files, which only look like secrets."""
    hashes = known_digests(output.folder / "docs")
    for guide in views:
        hashes.update(step.content_hash for step in guide.steps)
    return hashes


def own_scripts(project: Path, problems: Problems) -> dict[str, str]:
    """Return the scripts that a project has itself, by file name."""
    scripts = {}
    folder = project / OVERRIDES / ASSETS
    for path in sorted(folder.glob("*.js")):
        source = open_source(path, problems)
        if source:
            scripts[path.name] = source.text
    return scripts


def _write_pages(views: Sequence[GuideView], output: Output, scripts: Mapping[str, str]) -> None:
    """Write what MkDocs makes the site of; a guide's own pages as they were if nothing changed it."""
    for name, text in shared_pages(views, scripts).items():
        write(output.folder / name, text)
    for guide in views:
        for name, data in _guide_pages(guide, output.earlier).items():
            write(output.folder / name, data)


def _guide_pages(guide: GuideView, earlier: Earlier) -> dict[str, bytes]:
    of, source = f"pages of {guide.id}", digest(repr(guide))
    files = earlier.files(of, source)
    if files is None:
        files = {name: text.encode() for name, text in guide_pages(guide).items()}
        earlier.note_sheets(of, source, files)
    return files


def site_pages(views: Sequence[GuideView], scripts: Mapping[str, str]) -> dict[str, str]:
    """Return the site's Markdown and its scripts, by file name; `scripts` are the project's own."""
    pages = shared_pages(views, scripts)
    for guide in views:
        pages |= guide_pages(guide)
    return pages


def shared_pages(views: Sequence[GuideView], scripts: Mapping[str, str]) -> dict[str, str]:
    """Return what all guides have in common."""
    titles = {guide.id: guide.about.title for guide in views}
    whole_index = index(passages(views))
    pages = {"docs/index.md": home_page(views), f"docs/{INDEX_SCRIPT}": index_script(whole_index, titles)}
    for name, script in site_scripts(views, scripts).items():
        pages[f"docs/{ASSETS}/{name}"] = script
    return pages


def guide_pages(guide: GuideView) -> dict[str, str]:
    """Return a guide's own pages, and what its search answers from."""
    folder = f"docs/{guide.id}"
    own_index = index(passages([guide]))
    pages = {f"{folder}/{page.name}.md": page.render(guide) for page in PAGES}
    pages[f"{folder}/{INDEX_SCRIPT}"] = index_script(own_index)
    return pages


def navigation(content: Content) -> list[dict[str, object]]:
    """Return the site's pages as MkDocs has them in its settings."""
    guides = [_guide_nav(guide) for guide in content.guides]
    return [{"Home": "index.md"}, *guides, {"Proof": "report.md"}]


def _guide_nav(guide: Guide) -> dict[str, object]:
    pages = [{page.title: f"{guide.id}/{page.name}.md"} for page in PAGES]
    return {guide.about.title: pages}


def expected_report(content: Content, out: Output) -> Report:
    """Count the values before the site exists: its report page must say what will be found in the site itself."""
    made = {guide.id: (*page_artefacts(guide), blanks(guide)[0]) for guide in content.guides}
    report = count_values(out, content.guides, made)
    for guide in content.guides:
        pages = page_artefacts(guide)
        blank, offered = blanks(guide)
        for counts in report[guide.id].values():
            for page in pages:
                counts[finished_page(page).path] = counts.get(page.path, 0)
            counts[SEARCH_INDEX] = ONE_ON_VALUES_PAGE + counts.get(pages[0].path, 0)
            counts[offered.path] = counts.get(blank.path, 0)
    return report


def read_everything_back(content: Content, out: Output, *, site_only: bool = False) -> Report:
    """Read every finished artefact back."""
    report = count_values(out, content.guides, finished_artefacts(content, site_only=site_only))
    refuse_thinner_copies(out, content.guides)
    return report


def finished_artefacts(content: Content, *, site_only: bool) -> dict[str, tuple[Artefact, ...]]:
    """Return what is read back of each guide."""
    with_sheets = () if site_only else foundations(content.guides)
    artefacts: dict[str, tuple[Artefact, ...]] = {}
    for guide in content.guides:
        artefacts[guide.id] = (*site_artefacts(guide), *program_artefacts(guide))
        if guide in with_sheets:
            artefacts[guide.id] += org_artefacts(guide, content.orgs)
    return artefacts


def all_printed(sources: Sources, *, site_only: bool) -> tuple[PrintedFile, ...]:
    """Return the PDFs of all guides."""
    files: list[PrintedFile] = []
    for of_guide in _printed(sources, site_only=site_only).values():
        files += of_guide
    return tuple(files)


def _printed(sources: Sources, *, site_only: bool) -> dict[str, tuple[PrintedFile, ...]]:
    """Return the PDFs of each guide."""
    content = sources.content
    with_sheets = () if site_only else foundations(content.guides)
    ids_of_sheets = {guide.id for guide in with_sheets}
    printed: dict[str, tuple[PrintedFile, ...]] = {}
    for guide in sources.views:
        orgs = content.orgs if guide.id in ids_of_sheets else ()
        printed[guide.id] = printed_files(guide, orgs)
    return printed


def _finished_build(project: Path, sources: Sources, output: Output, *, site_only: bool) -> FinishedBuild:
    content, earlier = sources.content, output.earlier
    return FinishedBuild(
        project,
        output.folder,
        output.shown_as,
        {guide.id: guide for guide in content.guides},
        finished_artefacts(content, site_only=site_only),
        _printed(sources, site_only=site_only),
        settings_of(content.guides),
        frozenset(known_hashes(sources.views, output)),
        earlier.findings | earlier.now["findings"],
    )


def report_differs(report: Report, out: Output) -> Iterator[Problem]:
    """Yield whether the report in the output says anything else than what was found there."""
    if (out.folder / REPORT_FILE).read_text("utf-8") != _report_text(report):
        text = "This is not what was found in the files. Build again."
        yield Problem(Location(f"{out.shown_as}/{REPORT_FILE}"), "report-differs", text)


def _report_text(report: Report) -> str:
    return json.dumps(report, indent=2) + "\n"


def _refuse_other_report(content: Content, expected: Report, report: Report, output: Output) -> None:
    for guide in content.guides:
        for value_id, counts in report[guide.id].items():
            for artefact in site_artefacts(guide):
                path = artefact.path
                stated, found = expected[guide.id][value_id].get(path, 0), counts.get(path, 0)
                if stated != found:
                    text = f"{value_id} was found {found} times here, but the report page says {stated}."
                    output.problems.error(Location(f"{output.shown_as}/{path}"), "report-differs", text)
