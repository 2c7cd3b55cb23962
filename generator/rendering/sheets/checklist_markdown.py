"""The checklist as a task list for an issue tracker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.rendering.markup.plain_markdown import blocks_markdown, escape_markdown, inlines_markdown
from generator.rendering.sheets.sheet import SheetTitle, facts, release_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import OrgView, SectionView, StepView
    from generator.model import Blocks, Pause
    from generator.platforms.platform import Vocabulary

NEVER = "**Never write {} here.**"
NOT_COUNTED = "These steps are not counted. The text below says when they are needed."


def checklist_markdown(view: OrgView) -> str:
    """Return the checklist as GitHub-flavoured Markdown."""
    parts = [
        f"# {escape_markdown(view.about.title)}: {SheetTitle.CHECKLIST}",
        escape_markdown(view.about.objective),
        _facts(view),
        NEVER.format(view.words.never_written),
        blocks_markdown(view.before),
        *(_section(section, view.words) for section in view.run_sections),
        escape_markdown(release_line(view)),
    ]
    return _together(parts) + "\n"


def _facts(view: OrgView) -> str:
    lines = []
    for _, label, text in facts(view.org, view.org_fields):
        if text is not None:
            lines.append(f"- {label}: {escape_markdown(text)}")
    return "\n".join(lines)


def _section(section: SectionView, words: Vocabulary) -> str:
    parts = [f"## {escape_markdown(section.title)}"]
    if not section.counted:
        parts.append(NOT_COUNTED)
    parts.append(blocks_markdown(section.before))
    parts += [_step(step, words) for step in section.steps]
    parts.append(blocks_markdown(section.after))
    return _together(parts)


def _step(step: StepView, words: Vocabulary) -> str:
    first, others = _opening(step.content)
    parts = [f"- [ ] **{step.number}** {first}".rstrip(), blocks_markdown(others)]
    if step.link:
        parts.append(f"[{words.open_page}]({step.link})")
    if step.changed:
        parts.append(f"Changed in revision {escape_markdown(step.changed)}")
    if step.expect:
        parts.append(f"You should see:\n\n{blocks_markdown(step.expect)}")
    if step.otherwise:
        parts.append(f"If the screen differs:\n\n{blocks_markdown(step.otherwise)}")
    return _together([_indented(_together(parts)), _pause(step.pause)])


def _indented(text: str) -> str:
    """Indent all but the first line, so that they belong to the list's item."""
    return text.replace("\n", "\n  ").replace("\n  \n", "\n\n")


def _pause(pause: Pause | None) -> str:
    if pause is None:
        return ""
    text = f"**Pause: {escape_markdown(pause.title)}**\n\n{blocks_markdown(pause.content)}"
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _opening(content: Blocks) -> tuple[str, Blocks]:
    match content:
        case (model.Paragraph(inlines), *others):
            return inlines_markdown(inlines), tuple(others)
        case _:
            return "", content


def _together(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
