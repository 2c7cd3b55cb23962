"""The checklist's short form, two pages for somebody who knows the way: boxes, values, pauses and sign-off."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from generator import model
from generator.model.org import SECRET_STORE
from generator.rendering.markup.branding import logo, printed_colours
from generator.rendering.markup.html import render, style
from generator.rendering.markup.inlines import inlines_html, line_size, value_html
from generator.rendering.sheets.checklist import needs_second_check
from generator.rendering.sheets.sheet import SheetTitle, facts, metadata, release_line, sheet_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from generator.deriving.guide_view import GuideView, OrgView, SectionView, StepView
    from generator.model import Org

FACTS = ("name", "environment", "domain", "ticket")
"""Of an org; the full checklist has them all."""


@dataclass(frozen=True)
class ShortStep:
    """One step as the template prints it: what to do, and the values that this does not name with their settings."""

    step: StepView
    action: Markup
    typed: tuple[tuple[Markup, model.OrgRef], ...]
    """What the step asks to type that is the org's own: the field on the screen, and the text."""

    values: tuple[tuple[str, Markup], ...]
    second_check: bool


@dataclass(frozen=True)
class ShortSection:
    """A section with steps."""

    section: SectionView
    steps: tuple[ShortStep, ...]


def short_html(view: OrgView) -> str:
    """Return the short form for the view's org."""
    texts = short_texts(view, view.org)
    org_block = [field for field in view.org_fields if field.key in FACTS]
    return render(
        "short.html.j2",
        view.overrides,
        view=view,
        about=view.about,
        style=style("print.css", "short.css", overrides=view.overrides) + printed_colours(view.brand),
        logo=logo(view.brand),
        foot=view.brand.foot,
        metadata=metadata(view, view.steps),
        sheet=SheetTitle.SHORT_FORM,
        document_title=texts["title"],
        running=texts["running"],
        release=release_line(view),
        facts=facts(view.org, org_block),
        secret_label=SECRET_STORE.label,
        sections=[_section(section) for section in view.run_sections if section.steps],
        line_size=line_size,
    )


def short_texts(view: GuideView, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name. The view may be blank."""
    return sheet_texts(SheetTitle.SHORT_FORM, view, org)


def _section(section: SectionView) -> ShortSection:
    steps = map(_step, section.steps)
    return ShortSection(section, tuple(steps))


def _step(step: StepView) -> ShortStep:
    action = _action(step)
    named = {node.value.id for node in model.walk(action) if isinstance(node, model.ValueRef)}
    others = [value for value in step.values if value.id not in named]
    return ShortStep(
        step=step,
        action=inlines_html(action),
        typed=tuple(_typed(step)),
        values=tuple((value.setting, value_html(value)) for value in others),
        second_check=needs_second_check(step.values),
    )


def _typed(step: StepView) -> Iterator[tuple[Markup, model.OrgRef]]:
    """Yield each field of the step's tables that takes nothing but a text of the org's."""
    tables = model.find_all(step.content, model.Table)
    for row in chain.from_iterable(table.rows for table in tables):
        for cell in row.cells[1:]:
            match cell:
                case (model.OrgRef() as text,):
                    yield inlines_html(row.cells[0]), text


def _action(step: StepView) -> model.Inlines:
    match step.content:
        case (model.Paragraph(line), *_):
            return line
        case _:
            return ()
