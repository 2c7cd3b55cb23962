"""The checklist as a task list for an issue tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.deriving.numbering import step_labels, total
from generator.platforms.salesforce.addresses import setup_url
from generator.rendering.markup.plain_markdown import blocks_markdown, escape_markdown, inlines_markdown
from generator.rendering.sheets.run_order import run_sections
from generator.rendering.sheets.sheet import facts, release_line

if TYPE_CHECKING:
    from generator.model import Blocks, Guide, Org, Section, Step

NEVER = "**Never write the consumer key or secret here.**"


def checklist_markdown(guide: Guide, org: Org) -> str:
    """Return the checklist of a filled guide as GitHub-flavoured Markdown."""
    known = [
        f"- {label}: {escape_markdown(text)}" for _, label, text in facts(org, model.ORG_FIELDS) if text is not None
    ]
    parts = [
        f"# {escape_markdown(guide.about.title)}: checklist",
        escape_markdown(guide.about.objective),
        "\n".join(known),
        NEVER,
        blocks_markdown(guide.before),
        *(_section(section, guide, org) for section in run_sections(guide)),
        escape_markdown(release_line(guide)),
    ]
    return _together(parts) + "\n"


def _section(section: Section, guide: Guide, org: Org) -> str:
    labels, counted = step_labels(guide), section.kind is model.SectionKind.MAIN
    of = f" of {total(guide)}" if counted else ""
    return _together(
        [
            f"## {escape_markdown(section.title)}",
            "" if counted else "Only if you need it. These steps are not counted.",
            blocks_markdown(section.before),
            *(_step(step, f"{labels[step.id]}{of}", org) for step in section.steps),
            blocks_markdown(section.after),
        ]
    )


def _step(step: Step, label: str, org: Org) -> str:
    first, others = _opening(step.content)
    parts = [f"- [ ] **{label}** {first}".rstrip(), blocks_markdown(others)]
    if org.domain and step.setup:
        parts.append(f"[Open this page in Setup]({setup_url(org.domain, step.setup)})")
    if step.changed:
        parts.append(f"Changed in revision {escape_markdown(step.changed)}")
    if step.expect:
        parts.append(f"You should see:\n\n{blocks_markdown(step.expect)}")
    if step.otherwise:
        parts.append(f"If the screen differs:\n\n{blocks_markdown(step.otherwise)}")
    item = _together(parts).replace("\n", "\n  ").replace("\n  \n", "\n\n")
    return _together([item, _pause(step)])


def _pause(step: Step) -> str:
    if step.pause is None:
        return ""
    text = f"**Pause: {escape_markdown(step.pause.title)}**\n\n{blocks_markdown(step.pause.content)}"
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _opening(content: Blocks) -> tuple[str, Blocks]:
    match content:
        case (model.Paragraph(inlines), *others):
            return inlines_markdown(inlines), tuple(others)
        case _:
            return "", content


def _together(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)
