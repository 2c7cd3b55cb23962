"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact
from generator.filling import fill
from generator.model import Guide, Org
from generator.output.files import write
from generator.output.pdf import make_pdf
from generator.problems import Problems
from generator.reading.artefacts import read_back
from generator.rendering.checklist import checklist_html
from generator.rendering.checklist_csv import checklist_csv
from generator.rendering.checklist_markdown import checklist_markdown
from generator.rendering.checklist_page import checklist_page
from generator.rendering.confirm import confirm_html
from generator.rendering.summary import summary_html, summary_json, summary_markdown, summary_print
from generator.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

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
    _read_back(folder, files, guide)
    return files


READ_BACK = ("checklist.html", "summary.html", "summary.md", "summary.json")
"""What is read back each time. A PDF takes longer to read than to make: only a build does it."""


def _read_back(folder: str, files: Mapping[str, str | bytes], guide: Guide) -> None:
    """Raise unless the finished texts show every required value unchanged."""
    problems = Problems()
    for name in [name for name in READ_BACK if name in files]:
        text = files[name]
        data = text if isinstance(text, bytes) else text.encode()
        path = f"{folder}/{name}"
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
    printed = summary_print(filled, org, hashes=hashes, now=now)
    files: dict[str, str | bytes] = {
        "summary.pdf": make_pdf(printed, name=f"{org.id}/{guide.id}/summary.pdf"),
        "summary.html": summary_html(filled, org, hashes=hashes, now=now),
        "summary.md": summary_markdown(filled, org, hashes=hashes, now=now),
        "summary.json": summary_json(filled, org, hashes=hashes, now=now),
    }
    _read_back(f"{org.id}/{guide.id}", files, guide)
    return files


def write_org(folder: Path, guide: Guide, org: Org, hashes: Hashes, site: str = "") -> None:
    """Write all sheets of one org below `folder`."""
    for name, data in (checklist_files(guide, org, hashes, site) | summary_files(guide, org, hashes)).items():
        write(folder / org.id / guide.id / name, data)


Maker = Callable[[Guide, Org, Hashes, str, Standing | None], dict[str, str | bytes]]
MAKERS: Mapping[str, Maker] = {
    **{kind: partial(checklist_files, formats=(kind,)) for kind in ("pdf", "html", "md", "csv")},
    "redo": redo_files,
    "summary": summary_files,
}
"""Each kind of sheet that a batch makes: guide, org, step hashes, the site's address and standing to files by name."""
