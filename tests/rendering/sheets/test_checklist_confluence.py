"""The checklist as a Confluence page: well-formed whatever an org says, with a task a step and a panel a warning."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from generator.model import CodeBlock
from generator.reading.artefacts.checklists import CONFLUENCE_ROOT
from generator.rendering.markup.confluence import blocks_confluence
from generator.rendering.sheets.checklist_confluence import checklist_confluence
from tests.support.sample import ACME, HOSTILE, SAMPLE, filled, hostile_org

AC = "{http://atlassian.com/content}"
KNOWN = {
    *("p", "h2", "ul", "ol", "li", "table", "tbody", "tr", "th", "td", "strong", "em", "code", "a", "br"),
    *(f"{AC}{name}" for name in ("task-list", "task", "task-id", "task-status", "task-body")),
    *(f"{AC}{name}" for name in ("structured-macro", "parameter", "rich-text-body", "plain-text-body")),
}
"""The elements that Confluence's own page of the format names."""


def page(source: str) -> ET.Element:
    return ET.fromstring(CONFLUENCE_ROOT + source.encode() + b"</page>")  # noqa: S314 - our own


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_it_is_well_formed_and_holds_a_task_a_step(text: str) -> None:
    root = page(checklist_confluence(filled(hostile_org(text))))
    assert {element.tag for element in root.iter()} - {"page"} <= KNOWN
    ids = [task.findtext(f"{AC}task-id") for task in root.iter(f"{AC}task")]
    assert ids == [str(number) for number in range(1, len(SAMPLE.steps) + 1)]
    assert {task.findtext(f"{AC}task-status") for task in root.iter(f"{AC}task")} == {"incomplete"}
    assert any(text.strip() in "".join(cell.itertext()) for cell in root.iter("td"))


def test_a_step_is_a_task_with_the_rest_below_it() -> None:
    source = checklist_confluence(filled(ACME))
    assert (
        "<ac:task-list><ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status>"
        "<ac:task-body><strong>2 of 4</strong> Enter <code>https://example.com/oauth-return/one--two</code>."
        "</ac:task-body></ac:task></ac:task-list>"
    ) in source
    assert (
        '<ac:structured-macro ac:name="note"><ac:parameter ac:name="title">Pause: Before you go on</ac:parameter>'
        "<ac:rich-text-body><ul><li><p>Look again.</p></li></ul></ac:rich-text-body></ac:structured-macro>"
    ) in source


def test_code_may_hold_the_end_of_raw_text() -> None:
    root = page(blocks_confluence((CodeBlock("a ]]> b <c>"),)))
    assert "".join(root.itertext()) == "a ]]> b <c>"
