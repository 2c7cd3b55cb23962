"""A guide's page on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
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
from generator.rendering.site.org_panel import finish_panel, org_panel
from generator.rendering.site.parts import OFFERED_CHECKLIST, page
from generator.rendering.site.scripts import YOUR_ORG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.guide_view import GuideView, SectionView, StepView
    from generator.platforms.platform import Vocabulary

DEPARTS = ' <span class="departs">departs from advice</span>'
PRINT_OWN = '<button type="button" class="md-button run-print" hidden></button>'
"""Shown by the panel's script once it knows an org."""

ALTERNATIVE = "These steps do not count towards the guide. The text below says when they are needed."


def guide_page(view: GuideView) -> str:
    """Return the whole guide as one page."""
    about = view.about
    return page(
        front_matter(about.title, about.description, YOUR_ORG),
        heading(1, escape(about.title)),
        f"{paragraph(escape(about.objective))}\n{{: .objective }}",
        facts(view),
        _ways_on(),
        org_panel(view),
        blocks(view.before),
        *_sections(view),
    )


def _sections(view: GuideView) -> Iterator[str]:
    """Yield the sections, and behind the last counted one what comes next."""
    counted = [section.id for section in view.page_sections if section.counted]
    for section in view.page_sections:
        yield _section(section, view.words)
        if [section.id] == counted[-1:]:
            yield finish_panel(view)


def facts(view: GuideView) -> str:
    """Return the line that says at a glance how long, how current and how proven a guide is."""
    about = view.about
    parts = (
        f"<span>{view.total} steps</span>",
        f"<span>{escape(view.words.name)} {escape(about.release_words)}</span>",
        f"<span>Revision {escape(about.revision)}</span>",
        f"<span>{_reviewed(about.reviewed)}</span>",
        _verified(about, view.words),
    )
    return f"{' '.join(parts)}\n{{: .facts }}"


def _reviewed(reviewed: model.Reviewed) -> str:
    words = f"Source page read {escape(reviewed.date)}"
    if reviewed.page.startswith("https://"):
        return link(words, reviewed.page)
    return words


def _verified(about: model.FrontMatter, words: Vocabulary) -> str:
    verified = about.verified
    if verified is None:
        return f'<span class="untried">Not yet tried in {words.an_org}</span>'
    text = f"Tried in {words.an_org} on {escape(verified.date)}, {escape(verified.release)}"
    return f'<span data-verified="{verified.date}" data-recheck="{about.recheck_after_days}">{text}</span>'


def _ways_on() -> str:
    checklist = link("Print the checklist (PDF)", OFFERED_CHECKLIST, ".md-button .md-button--primary")
    values = link("See all required values", "values.md", ".md-button")
    return f"{checklist} {PRINT_OWN} {values}\n{{: .ways }}"


def _section(section: SectionView, words: Vocabulary) -> str:
    parts = [heading(2, escape(section.title), section.id)]
    if section.kind is model.SectionKind.ALTERNATIVE:
        parts.append(_aside(ALTERNATIVE))
    parts.append(blocks(section.before))
    parts += [_step(step, words) for step in section.steps]
    parts.append(blocks(section.after))
    return join(parts)


def _step(step: StepView, words: Vocabulary) -> str:
    attributes = f'{{: #{step.id} .step data-step="{step.label}" data-hash="{step.content_hash}" }}'
    parts = (
        f"{blocks(step.content[:1])}\n{attributes}",
        blocks(step.content[1:]),
        _shortcut(step.setup, words),
        _dated(step, words),
        _expected(step.expect),
        _otherwise(step.otherwise),
        _reasons(step.values),
        _pause(step.pause),
    )
    return item(f"{step.label.lstrip('A')}.", join(parts))


def _shortcut(path: str | None, words: Vocabulary) -> str:
    """Name the admin page of a step; the panel's script makes a link of it once it knows the org."""
    if path is None:
        return ""
    return f'{words.page}: {code(path)}\n{{: .aside .setup data-setup="{path}" }}'


def _dated(step: StepView, words: Vocabulary) -> str:
    """Return when a step was last tried by itself, and which revision last changed it."""
    parts = []
    if step.verified:
        parts.append(f'<span data-verified="{step.verified}">Tried in {words.an_org} on {step.verified}</span>')
    if step.changed:
        parts.append(link(f"Changed in {escape(step.changed)}", "history.md"))
    return _aside(" · ".join(parts))


def _aside(words: str) -> str:
    if not words:
        return ""
    return f"{words}\n{{: .aside }}"


def _expected(content: model.Blocks) -> str:
    if not content:
        return ""
    return box("success", "You should see", blocks(content))


def _otherwise(content: model.Blocks) -> str:
    if not content:
        return ""
    return fenced("details | If the screen differs", blocks(content))


def _pause(pause: model.Pause | None) -> str:
    if pause is None:
        return ""
    return box("abstract", escape(pause.title or "Pause here"), blocks(pause.content))


def _reasons(values: Iterable[model.RequiredValue]) -> str:
    """Return links from a step's values to what the values page says of them, once for each setting."""
    links: dict[str, str] = {}
    for value in values:
        reason = link(escape(value.setting), f"values.md#{value.id}")
        links.setdefault(value.setting, reason)
    for value in values:
        if value.deviation and not links[value.setting].endswith(DEPARTS):
            links[value.setting] += DEPARTS
    if not links:
        return ""
    return _aside(f"Why, and what goes wrong otherwise: {', '.join(links.values())}")
