"""The checklist as the source of a Confluence page: a box to tick for each step, a panel for each warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import model
from generator.rendering.markup.confluence import blocks_confluence, inlines_confluence, panel, table, task
from generator.rendering.markup.inlines import joined
from generator.rendering.sheets.checklist_markdown import NEVER, NOT_COUNTED
from generator.rendering.sheets.sheet import facts, release_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.deriving.guide_view import OrgView, SectionView, StepView
    from generator.model import Blocks
    from generator.platforms.platform import Vocabulary


def checklist_confluence(view: OrgView) -> str:
    """Return what Confluence’s editor takes as a page’s source: XML without a root element."""
    return joined(_parts(view), "\n") + "\n"


def _parts(view: OrgView) -> Iterator[Markup]:
    numbers = {step.id: number for number, step in enumerate(view.steps, 1)}
    yield _paragraph(view.about.objective)
    yield _facts(view)
    yield panel("info", "", _paragraph(NEVER.format(view.words.never_written).strip("*")))
    yield blocks_confluence(view.before)
    for section in view.run_sections:
        yield from _section(section)
        for step in section.steps:
            yield from _step(step, numbers[step.id], view.words)
        yield blocks_confluence(section.after)
    yield _paragraph(release_line(view))


def _paragraph(text: str) -> Markup:
    return Markup("<p>{}</p>").format(text)


def _facts(view: OrgView) -> Markup:
    cells = Markup("<td>{}</td><td>{}</td>")
    rows = []
    for _, label, text in facts(view.org, view.org_fields):
        if text is not None:
            rows.append(cells.format(label, text))
    return table((Markup("Item"), Markup("This org")), rows)


def _section(section: SectionView) -> Iterator[Markup]:
    yield Markup("<h2>{}</h2>").format(section.title)
    if not section.counted:
        yield _paragraph(NOT_COUNTED)
    yield blocks_confluence(section.before)


def _step(step: StepView, number: int, words: Vocabulary) -> Iterator[Markup]:
    first, others = _opening(step.content)
    yield task(number, Markup("<strong>{}</strong> {}").format(step.number, first))
    yield blocks_confluence(others)
    if step.link:
        yield Markup('<p><a href="{}">{}</a></p>').format(step.link, words.open_page)
    if step.changed:
        yield _paragraph(f"Changed in revision {step.changed}")
    yield _led("You should see:", step.expect)
    yield _led("If the screen differs:", step.otherwise)
    if step.pause:
        yield panel("note", f"Pause: {step.pause.title}", blocks_confluence(step.pause.content))


def _led(lead: str, content: Blocks) -> Markup:
    if not content:
        return Markup()
    return Markup("<p><strong>{}</strong></p>\n{}").format(lead, blocks_confluence(content))


def _opening(content: Blocks) -> tuple[Markup, Blocks]:
    """A task holds one line; what follows it stands below the box."""
    match content:
        case (model.Paragraph(inlines), *others):
            return inlines_confluence(inlines), tuple(others)
        case _:
            return Markup(), content
