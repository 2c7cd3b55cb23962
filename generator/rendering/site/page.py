"""A guide's page on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.deriving.numbering import step_labels, total
from generator.rendering.markup.markdown import (
    blocks,
    box,
    code,
    escape,
    fenced,
    front_matter,
    heading,
    item,
    join,
    link,
    paragraph,
)
from generator.rendering.site.org_panel import org_panel

if TYPE_CHECKING:
    from collections.abc import Mapping

ALTERNATIVE = "An alternative: these steps are needed only in the case named below and do not count towards the guide."

DEPARTS = ' <span class="departs">departs from Salesforce’s advice</span>'


def guide_page(guide: model.Guide, hashes: Mapping[str, str]) -> str:
    """Return the whole guide as one page; `hashes` are the contents' hashes by step id."""
    about = guide.about
    labels = step_labels(guide)
    return (
        join(
            (
                front_matter(about.title, about.description),
                heading(1, escape(about.title)),
                f"{paragraph(escape(about.objective))}\n{{: .objective }}",
                facts(guide),
                _ways_on(),
                org_panel(guide),
                blocks(guide.before),
                *(_section(section, labels, hashes) for section in guide_sections(guide)),
            )
        )
        + "\n"
    )


def guide_sections(guide: model.Guide) -> list[model.Section]:
    """Return the sections of the guide's own page; those for a review have a page to themselves."""
    return [section for section in guide.sections if section.kind is not model.SectionKind.REVIEW]


def facts(guide: model.Guide) -> str:
    """Return the line that says at a glance how long, how current and how proven a guide is."""
    about = guide.about
    words = f"Vendor’s page read {escape(about.reviewed.date)}"
    read = link(words, about.reviewed.page) if about.reviewed.page.startswith("https://") else words
    parts = (
        f"<span>{total(guide)} steps</span>",
        f"<span>Salesforce {escape(about.release)}</span>",
        f"<span>Revision {escape(about.revision)}</span>",
        f"<span>{read}</span>",
        _verified(about.verified, about.recheck_after_days),
    )
    return f"{' '.join(parts)}\n{{: .facts }}"


def _verified(verified: model.Verified | None, days: str) -> str:
    if verified is None:
        return '<span class="untried">Not yet tried in an org</span>'
    tried = f"Tried in an org on {escape(verified.date)}, {escape(verified.release)}"
    return f'<span data-verified="{verified.date}" data-recheck="{days}">{tried}</span>'


def _ways_on() -> str:
    sheet = link("Print the checklist (PDF)", "checklist.pdf", ".md-button .md-button--primary")
    return f"{sheet} {link('See all required values', 'values.md', '.md-button')}\n{{: .ways }}"


def _section(section: model.Section, labels: Mapping[str, str], hashes: Mapping[str, str]) -> str:
    alternative = section.kind is model.SectionKind.ALTERNATIVE
    return join(
        (
            heading(2, escape(section.title), section.id),
            f"{ALTERNATIVE}\n{{: .aside }}" if alternative else "",
            blocks(section.before),
            *(_step(step, labels[step.id], hashes[step.id]) for step in section.steps),
            blocks(section.after),
        )
    )


def _step(step: model.Step, label: str, content_hash: str) -> str:
    first, rest = blocks(step.content[:1]), blocks(step.content[1:])
    attributes = f'{{: #{step.id} .step data-step="{label}" data-hash="{content_hash}" }}'
    body = join(
        (
            f"{first}\n{attributes}",
            rest,
            _shortcut(step.setup),
            _dated(step),
            box("success", "You should see", blocks(step.expect)) if step.expect else "",
            fenced("details | If the screen differs", blocks(step.otherwise)) if step.otherwise else "",
            _reasons(step),
            _pause(step.pause),
        )
    )
    return item(f"{label.lstrip('A')}.", body)


def _shortcut(path: str | None) -> str:
    """Name a step's Setup page; the panel's script makes a link of it once it knows the org."""
    return f'Setup page: {code(path)}\n{{: .aside .setup data-setup="{path}" }}' if path else ""


def _dated(step: model.Step) -> str:
    """Return when a step was last tried by itself, and which revision last changed it."""
    tried = f'<span data-verified="{step.verified}">Tried in an org on {step.verified}</span>' if step.verified else ""
    changed = link(f"Changed in {escape(step.changed)}", "history.md") if step.changed else ""
    return f"{' · '.join(part for part in (tried, changed) if part)}\n{{: .aside }}" if tried or changed else ""


def _pause(pause: model.Pause | None) -> str:
    return box("abstract", escape(pause.title or "Pause here"), blocks(pause.content)) if pause else ""


def _reasons(step: model.Step) -> str:
    """Return links from a step's values to what the values page says of them, once for each setting."""
    values: dict[str, model.RequiredValue] = {}
    for value in step.values:
        values.setdefault(value.setting, value)
    departing = {value.setting for value in step.values if value.deviation}
    links = [
        link(escape(setting), f"values.md#{value.id}") + (DEPARTS if setting in departing else "")
        for setting, value in values.items()
    ]
    return f"Why, and what goes wrong otherwise: {', '.join(links)}\n{{: .aside }}" if links else ""
