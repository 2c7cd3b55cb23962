"""`guide checklist` and `guide summary`: the sheets of single orgs, and the blank checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from generator.checking.artefacts import check_artefact
from generator.deriving.filling import fill
from generator.model import Guide, Org
from generator.output.files import write
from generator.output.pdf import make_pdf
from generator.output.variable_data.printing import Press
from generator.problems import Problems
from generator.reading.artefacts.artefacts import read_back
from generator.rendering.sheets.checklist import checklist_html, checklist_texts
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.confirm import confirm_html, confirm_texts
from generator.rendering.sheets.summary import (
    summary_html,
    summary_json,
    summary_markdown,
    summary_print,
    summary_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.deriving.compliance import ComplianceStatus

Hashes = dict[str, str]
Files = dict[str, str | bytes]
Texts = Callable[[Guide, Org], dict[str, str]]


def hosted(guide: Guide, site: str) -> str:
    """Return the address of the hosted guide, or nothing when `site`, the site's own address, is empty."""
    return f"{site}{guide.id}/" if site else ""


@dataclass(frozen=True)
class Job:
    """What sheets are made from, besides an org: a guide, its step hashes, the site's own address, and a press."""

    guide: Guide
    hashes: Hashes
    site: str = ""
    press: Press = field(default_factory=Press)

    def pdf(self, org: Org, name: str, texts: Texts, html: Callable[[], str]) -> bytes:
        """Return one of the org's sheets as PDF."""
        guide = self.guide
        return self.press.sheet(f"{guide.id}/{name}", texts(guide, org), html, name=f"{org.id}/{guide.id}/{name}")


def blank_checklist(guide: Guide, hashes: Hashes, site: str = "") -> bytes:
    """Return the checklist for no org in particular."""
    return make_pdf(checklist_html(guide, None, hosted(guide, site), hashes=hashes), name=f"{guide.id}.pdf")


def checklist_files(
    job: Job, org: Org, now: ComplianceStatus | None = None, *, formats: Iterable[str] = ("pdf",)
) -> Files:
    """Return the org's checklist in each of `formats` by file name; the PDF comes with the sheet that confirms it."""
    del now  # a whole checklist starts afresh
    makers: dict[str, Callable[[], Files]] = {
        "pdf": lambda: _printed_checklist(job, org),
        "html": lambda: {"checklist.html": checklist_page(fill(job.guide, org), org, hashes=job.hashes)},
        "md": lambda: {"checklist.md": checklist_markdown(fill(job.guide, org), org)},
        "csv": lambda: {"checklist.csv": checklist_csv(fill(job.guide, org), org)},
    }
    files = {name: data for kind in formats for name, data in makers[kind]().items()}
    _read_back(f"{org.id}/{job.guide.id}", files, job.guide)
    return files


def _printed_checklist(job: Job, org: Org) -> Files:
    """Return both sheets. Most of a thousand orgs need no page for them: it is made when the press asks for it."""
    address = hosted(job.guide, job.site)

    def page(html: Callable[..., str]) -> Callable[[], str]:
        return lambda: html(fill(job.guide, org), org, address, hashes=job.hashes)

    return {
        "checklist.pdf": job.pdf(org, "checklist.pdf", checklist_texts, page(checklist_html)),
        "confirm.pdf": job.pdf(org, "confirm.pdf", confirm_texts, page(confirm_html)),
    }


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


def remaining_files(job: Job, org: Org, now: ComplianceStatus | None) -> Files:
    """Return the checklist of what is to be done (again) since the record, or nothing where nothing is."""
    if now is None or not now.remaining:
        return {}
    guide = job.guide
    # Filled in, the steps keep their hashes; the compliance status names those to print.
    html = checklist_html(fill(guide, org), org, hosted(guide, job.site), hashes=job.hashes, now=now)
    return {"checklist.pdf": make_pdf(html, name=f"{org.id}/{guide.id}/checklist.pdf")}


def summary_files(job: Job, org: Org, now: ComplianceStatus | None = None) -> Files:
    """Return the org's summary in every format by file name, with what is on record. It does not lead to the site."""
    filled, hashes = fill(job.guide, org), job.hashes

    def printed() -> str:
        return summary_print(filled, org, hashes=hashes, now=now)

    on_record = replace(job, press=Press()) if now else job  # what is on record differs from org to org
    files: Files = {
        "summary.pdf": on_record.pdf(org, "summary.pdf", summary_texts, printed),
        "summary.html": summary_html(filled, org, hashes=hashes, now=now),
        "summary.md": summary_markdown(filled, org, hashes=hashes, now=now),
        "summary.json": summary_json(filled, org, hashes=hashes, now=now),
    }
    _read_back(f"{org.id}/{job.guide.id}", files, job.guide)
    return files


def write_org(folder: Path, job: Job, org: Org) -> None:
    """Write all sheets of one org below `folder`."""
    for name, data in (checklist_files(job, org) | summary_files(job, org)).items():
        write(folder / org.id / job.guide.id / name, data)


MAKERS: Mapping[str, Callable[[Job, Org, ComplianceStatus | None], Files]] = {
    **{kind: partial(checklist_files, formats=(kind,)) for kind in ("pdf", "html", "md", "csv")},
    "redo": remaining_files,
    "summary": summary_files,
}
"""Each kind of sheet that a batch makes, by file name, from a job, an org and where it stands by its record."""
