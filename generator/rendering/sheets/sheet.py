"""What checklists and summaries have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model import ORG_FIELDS
from generator.rendering.markup.inlines import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Guide, Org, RequiredValue

RUNNING_LENGTH = 60


def shortened(text: str, length: int = RUNNING_LENGTH) -> str:
    """Return text cut to fit a running header; the sheet's body has all of it."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def verified_line(guide: Guide) -> str:
    """Say whether somebody has followed the guide in an org."""
    verified = guide.about.verified
    return f"tried in an org: {verified.release}, {verified.date}" if verified else "not yet tried in an org"


def release_line(guide: Guide) -> str:
    """Return the footer of every sheet."""
    return f"Revision {guide.about.revision} · {guide.about.release} · {verified_line(guide)}"


def facts(org: Org | None, keys: Iterable[str]) -> list[tuple[str, str, str | None]]:
    """Return key, label and text of what an org says, text None where it is to be written by hand."""
    return [(key, ORG_FIELDS[key], org.get(key) if org else None) for key in keys]


def sheet_texts(org: Org, title: str) -> dict[str, str]:
    """Return every text of an org's sheet that is the org's own, by the name that the sheet's HTML has in `data-org`.

    `title` is the document's; that and the org's id stand in no element of the page.
    """
    known = {key: text for key in ORG_FIELDS if (text := org.get(key)) is not None}
    return {**known, "running": shortened(org.name), "title": title, "id": org.id}


def metadata(guide: Guide, hashes: dict[str, str], org: Org | None) -> Markup:
    """Return `<meta>` elements that name guide, revision, org, day of review and each step's content hash."""
    day = guide.about.reviewed.date
    pairs = [
        ("guide.id", guide.id),
        ("guide.revision", guide.about.revision),
        *([("guide.org", org.id)] if org else []),
        *((f"guide.step.{step}", digest) for step, digest in hashes.items()),
        ("dcterms.created", day),
        ("dcterms.modified", day),
    ]
    return joined((Markup('<meta name="{}" content="{}">').format(*pair) for pair in pairs), "\n")


def marked(guide: Guide) -> list[tuple[RequiredValue, str]]:
    """Return each value with the mark of its deviation (D1, D2 …), or with none."""
    departing = [value.id for value in guide.values if value.deviation]
    return [(value, f"D{departing.index(value.id) + 1}" if value.deviation else "") for value in guide.values]


def setting_steps(guide: Guide) -> dict[str, str]:
    """Return by value id the id of the first step that sets it."""
    return {value: steps[0].id for value, steps in guide.setting_steps.items() if steps}


def qr_code(address: str) -> Markup:
    """Return the address as a drawing whose title is its text alternative, or nothing without an address."""
    if not address:
        return Markup()
    import segno  # noqa: PLC0415 - only for sheets with an address

    drawing = segno.make(address, error="m").svg_inline(scale=2, border=4, omitsize=True, title=f"QR code: {address}")
    return Markup(drawing)  # noqa: S704 - segno escapes the title
