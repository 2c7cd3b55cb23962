"""The checklist as one file for a browser, which keeps ticks and needs no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import model
from generator.deriving.numbering import step_labels, total
from generator.platforms.salesforce.addresses import setup_url
from generator.problems import SECRET
from generator.rendering.markup.html import blocks_html, digest, render, script, style
from generator.rendering.sheets.run_order import run_sections
from generator.rendering.sheets.sheet import facts, metadata, release_line

if TYPE_CHECKING:
    from generator.model import Guide, Org, Section, Step


@dataclass(frozen=True)
class PageStep:
    """One step as the page shows it."""

    step: Step
    label: str
    name: str
    content_hash: str
    counted: bool
    link: str | None
    action: Markup
    rest: Markup
    expect: Markup
    otherwise: Markup
    pause: Markup


def checklist_page(guide: Guide, org: Org, *, hashes: dict[str, str]) -> str:
    """Return the page for a filled guide. `hashes` are by step id."""
    css, code = style("screen.css", "run.css"), script("run-store.js", "run.js")
    return render(
        "run.html.j2",
        guide=guide,
        about=guide.about,
        org=org,
        style=css,
        script=code,
        policy=f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(code)}'; "
        "base-uri 'none'; form-action 'none'",
        metadata=metadata(guide, hashes, org),
        release=release_line(guide),
        facts=facts(org, model.ORG_FIELDS),
        before=blocks_html(guide.before),
        sections=[(section, *_section(section, guide, org, hashes)) for section in run_sections(guide)],
        total=total(guide),
        secret=SECRET.pattern,
    )


def _section(
    section: Section, guide: Guide, org: Org, hashes: dict[str, str]
) -> tuple[Markup, list[PageStep], Markup, bool]:
    labels, counted = step_labels(guide), section.kind is model.SectionKind.MAIN
    of = f" of {total(guide)}" if counted else ""
    steps = [_step(step, f"{labels[step.id]}{of}", org, hashes[step.id], counted=counted) for step in section.steps]
    return blocks_html(section.before), steps, blocks_html(section.after), counted


def _step(step: Step, label: str, org: Org, content_hash: str, *, counted: bool) -> PageStep:
    return PageStep(
        step=step,
        label=label,
        name=f"Step {label}",
        content_hash=content_hash,
        counted=counted,
        link=setup_url(org.domain, step.setup) if org.domain and step.setup else None,
        action=blocks_html(step.content[:1]),
        rest=blocks_html(step.content[1:]),
        expect=blocks_html(step.expect),
        otherwise=blocks_html(step.otherwise),
        pause=blocks_html(step.pause.content) if step.pause else Markup(),
    )
