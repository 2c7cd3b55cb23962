"""What checklists and summaries have in common."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model.records import Run
from generator.platforms.registry import room_for
from generator.rendering.markup.html import blocks_html
from generator.rendering.markup.inlines import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView, StepView
    from generator.model import Org, OrgField, Pause
    from generator.model.org import Room
    from generator.model.records import Record

RUNNING_LENGTH = 60

REPLACEABLE = frozenset(
    {
        *("checklist.html.j2", "short.html.j2", "confirm.html.j2", "summary.html.j2"),
        *("sign_off.html.j2", "further_notes.html.j2"),
        *("print.css", "checklist.css", "short.css", "confirm.css", "summary.css", "screen.css", "record.css"),
        *("run.html.j2", "run.css", "run-store.js", "run-import.js", "copy.js", "run.js"),
    }
)
"""Templates, styles and scripts of the sheets, each of which a project may have itself."""


class SheetTitle(StrEnum):
    """What people call each sheet, whatever its format."""

    CHECKLIST = "checklist"
    SHORT_FORM = "short checklist"
    CONFIRMATION = "confirmation"
    SUMMARY = "summary"
    ARCHIVE_COPY = "archive copy"


def document_title(sheet: SheetTitle, view: GuideView, org: Org) -> str:
    """Return the title of an org's sheet as a document."""
    return f"{view.about.title}: {sheet} for {org.name}"


def shortened(text: str, length: int = RUNNING_LENGTH) -> str:
    """Return text cut to fit a running header; the sheet's body has all of it."""
    if len(text) <= length:
        return text
    return text[: length - 1].rstrip() + "…"


def verified_line(view: GuideView) -> str:
    """Say whether somebody has followed the guide in an org."""
    verified = view.about.verified
    if verified is None:
        return f"not yet tried in {view.words.an_org}"
    return f"tried in {view.words.an_org}: {verified.release}, {verified.date}"


def release_line(view: GuideView) -> str:
    """Return the footer of every sheet."""
    parts = (f"Revision {view.about.revision}", view.about.release_words, verified_line(view))
    return " · ".join(parts)


def facts(org: Org | None, fields: Iterable[OrgField]) -> list[tuple[str, str, str | None]]:
    """Return key, label and text of what an org says, text None where it is to be written by hand."""
    if org is None:
        return [(field.key, field.label, None) for field in fields]
    return [(field.key, field.label, org.get(field.key)) for field in fields]


def sheet_texts(sheet: SheetTitle, view: GuideView, org: Org) -> dict[str, str]:
    """Return every text of an org's sheet that is the org's own, by the name that the sheet's HTML has in `data-org`.

    The document's title, the org's id and the room that it needs stand in no element of the page.
    """
    texts = dict(org.facts)
    texts["running"] = shortened(org.name)
    texts["title"] = document_title(sheet, view, org)
    texts["id"] = org.id
    texts["room"] = room_for(org.facts)
    return texts


def metadata(view: GuideView, steps: Iterable[StepView], room: Room | None = None) -> Markup:
    """Return `<meta>` elements that name guide, revision, org, its room, day of review and each step's content hash.

    The room is the one that the org needs, or `room`.
    """
    day = view.about.reviewed.date
    pairs = [("guide.id", view.id), ("guide.revision", view.about.revision)]
    if view.org:
        pairs += [("guide.org", view.org.id), ("guide.room", room or room_for(view.org.facts))]
    pairs += [(f"guide.step.{step.id}", step.content_hash) for step in steps]
    pairs += [("dcterms.created", day), ("dcterms.modified", day)]
    return joined((metadata_element(name, content) for name, content in pairs), "\n")


def metadata_element(name: str, content: str) -> Markup:
    """Return one `<meta>` element."""
    return Markup('<meta name="{}" content="{}">').format(name, content)


def run_json(record: Record) -> str:
    """Return what is on record of the steps as a run, in the form that is read again."""
    about = {"guide": record.guide, "revision": record.revision, "org": record.org}
    run = Run(format="guide-run/1", steps=dict(record.steps), **about)
    return run.model_dump_json(exclude_defaults=True)


def pause_html(pause: Pause | None) -> Markup:
    """Return what stands below a pause's title, or nothing without a pause."""
    if pause is None:
        return Markup()
    return blocks_html(pause.content)


def qr_code(address: str) -> Markup:
    """Return the address as a drawing whose title is its text alternative, or nothing without an address."""
    if not address:
        return Markup()
    import segno  # noqa: PLC0415 - only for sheets with an address

    title = f"QR code: {address}"
    drawing = segno.make(address, error="m").svg_inline(scale=2, border=4, omitsize=True, title=title)
    return Markup(drawing)  # noqa: S704 - segno escapes the title
