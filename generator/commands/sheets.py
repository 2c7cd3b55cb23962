"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact
from generator.commands.loading import load_guides, load_orgs, load_records
from generator.filling import fill
from generator.fingerprint import step_hashes
from generator.output.files import replace_all, write
from generator.output.pdf import make_pdf
from generator.output.site import site_url
from generator.problems import Problems
from generator.reading.artefacts import read_back
from generator.rendering.checklist import checklist_html
from generator.rendering.checklist_csv import checklist_csv
from generator.rendering.checklist_markdown import checklist_markdown
from generator.rendering.checklist_page import checklist_page
from generator.rendering.confirm import confirm_html
from generator.rendering.summary import summary_html, summary_json, summary_markdown, summary_print
from generator.standing import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from generator.commands.loading import Paths
    from generator.model import Guide, Org
    from generator.runs import Record
    from generator.standing import Standing

Hashes = dict[str, str]


def hosted(guide: Guide, site: str) -> str:
    """Return the address of the hosted guide, or nothing when `site`, the site's own address, is empty."""
    return f"{site}{guide.id}/" if site else ""


def blank_checklist(guide: Guide, hashes: Hashes, site: str = "") -> bytes:
    """Return the checklist for no org in particular."""
    return make_pdf(checklist_html(guide, None, hosted(guide, site), hashes=hashes), name=f"{guide.id}.pdf")


def checklist_files(  # noqa: PLR0913 - what every maker of sheets is given, and the formats
    guide: Guide,
    org: Org,
    hashes: Hashes,
    site: str = "",
    now: Standing | None = None,
    *,
    formats: Iterable[str] = ("pdf",),
) -> dict[str, str | bytes]:
    """Return the org's checklist in each of `formats` by file name; the PDF comes with the sheet that confirms it."""
    del now  # a whole checklist starts afresh
    filled, address, folder = fill(guide, org), hosted(guide, site), f"{org.id}/{guide.id}"

    def pdf(name: str, html: str) -> bytes:
        return make_pdf(html, name=f"{folder}/{name}")

    makers: dict[str, Callable[[], dict[str, str | bytes]]] = {
        "pdf": lambda: {
            "checklist.pdf": pdf("checklist.pdf", checklist_html(filled, org, address, hashes=hashes)),
            "confirm.pdf": pdf("confirm.pdf", confirm_html(filled, org, address, hashes=hashes)),
        },
        "html": lambda: {"checklist.html": checklist_page(filled, org, hashes=hashes)},
        "md": lambda: {"checklist.md": checklist_markdown(filled, org)},
        "csv": lambda: {"checklist.csv": checklist_csv(filled, org)},
    }
    files = {name: data for kind in formats for name, data in makers[kind]().items()}
    if "checklist.html" in files:
        _read_back(f"{folder}/checklist.html", files["checklist.html"], guide)
    return files


def _read_back(path: str, page: str | bytes, guide: Guide) -> None:
    """Raise unless the finished page shows every required value unchanged."""
    data = page if isinstance(page, bytes) else page.encode()
    problems = Problems()
    problems.extend(check_artefact(path, read_back(path, data, guide.id, guide.values), guide.values))
    problems.raise_errors()


def redo_files(guide: Guide, org: Org, hashes: Hashes, site: str, now: Standing | None) -> dict[str, str | bytes]:
    """Return the checklist of what is to be done (again) since the record, or nothing where nothing is."""
    if now is None or not now.redo:
        return {}
    # Filled in, the steps keep their hashes; the standing names those to print.
    html = checklist_html(fill(guide, org), org, hosted(guide, site), hashes=hashes, now=now)
    return {"checklist.pdf": make_pdf(html, name=f"{org.id}/{guide.id}/checklist.pdf")}


def summary_files(
    guide: Guide, org: Org, hashes: Hashes, site: str = "", now: Standing | None = None
) -> dict[str, str | bytes]:
    """Return the org's summary in every format by file name, with what is on record. It does not lead to the site."""
    del site
    filled = fill(guide, org)
    return {
        "summary.pdf": make_pdf(
            summary_print(filled, org, hashes=hashes, now=now), name=f"{org.id}/{guide.id}/summary.pdf"
        ),
        "summary.html": summary_html(filled, org, hashes=hashes, now=now),
        "summary.md": summary_markdown(filled, org, hashes=hashes, now=now),
        "summary.json": summary_json(filled, org, hashes=hashes, now=now),
    }


def write_org(folder: Path, guide: Guide, org: Org, hashes: Hashes, site: str = "") -> None:
    """Write all sheets of one org below `folder`."""
    for name, data in (checklist_files(guide, org, hashes, site) | summary_files(guide, org, hashes)).items():
        write(folder / org.id / guide.id / name, data)


def make_sheets(
    paths: Paths,
    files: Iterable[Path],
    guide_id: str | None,
    make: Callable[[Guide, Org, Hashes, str, Standing | None], dict[str, str | bytes]],
    record_files: Iterable[Path] = (),
) -> list[Path]:
    """Make sheets for org files and return what was written. Raises `ContentError`, and then writes nothing."""
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    orgs = load_orgs(files, problems)
    records = load_records(record_files, orgs, guides, problems)
    problems.raise_errors()
    site = site_url(paths.project)
    made = {
        paths.out / org.id / guide.id / name: data
        for org in orgs
        for guide in guides
        for name, data in make(
            guide, org, step_hashes(guide), site, _standing(guide, records.get((org.id, guide.id)))
        ).items()
    }
    replace_all(made)
    return list(made)


def _standing(guide: Guide, record: Record | None) -> Standing | None:
    return standing(guide, step_hashes(guide), record) if record else None
