"""The checklist as one file for a browser, which keeps ticks and needs no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.rendering.markup.branding import logo, screen_colours
from generator.rendering.markup.html import blocks_html, digest, render, script, style
from generator.rendering.markup.secret_guard import guard_script
from generator.rendering.sheets.sheet import SheetTitle, document_title, facts, metadata, pause_html, release_line

if TYPE_CHECKING:
    from generator.deriving.guide_view import OrgView, SectionView, StepView


@dataclass(frozen=True)
class ScreenStep:
    """One step as the page shows it."""

    step: StepView
    action: Markup
    rest: Markup
    expect: Markup
    otherwise: Markup
    pause: Markup


@dataclass(frozen=True)
class ScreenSection:
    """A section and its steps as the page shows them."""

    section: SectionView
    before: Markup
    steps: tuple[ScreenStep, ...]
    after: Markup


def checklist_page(view: OrgView) -> str:
    """Return the page for the view's org."""
    css = style("screen.css", "run.css", overrides=view.overrides) + screen_colours(view.brand)
    scripts = script("run-store.js", "run-import.js", "copy.js", "run.js", overrides=view.overrides)
    code = Markup("\n").join([guard_script(), scripts])
    return render(
        "run.html.j2",
        view.overrides,
        view=view,
        about=view.about,
        style=css,
        script=code,
        policy=_policy(css, code),
        document_title=document_title(SheetTitle.CHECKLIST, view, view.org),
        metadata=metadata(view, view.steps),
        release=release_line(view),
        logo=logo(view.brand),
        foot=view.brand.foot,
        facts=facts(view.org, view.org_fields),
        before=blocks_html(view.before),
        sections=[_section(section) for section in view.run_sections],
    )


def _policy(css: str, code: str) -> str:
    allowed = f"style-src '{digest(css)}'; script-src '{digest(code)}'"
    return f"default-src 'none'; {allowed}; img-src data:; base-uri 'none'; form-action 'none'"


def _section(section: SectionView) -> ScreenSection:
    return ScreenSection(
        section=section,
        before=blocks_html(section.before),
        steps=tuple(map(_step, section.steps)),
        after=blocks_html(section.after),
    )


def _step(step: StepView) -> ScreenStep:
    return ScreenStep(
        step=step,
        action=blocks_html(step.content[:1]),
        rest=blocks_html(step.content[1:]),
        expect=blocks_html(step.expect),
        otherwise=blocks_html(step.otherwise),
        pause=pause_html(step.pause),
    )
