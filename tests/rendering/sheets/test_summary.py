"""The summary for one org, in its four written forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from generator.deriving.guide_view import org_view, view
from generator.model import CodeBlock, LineBreak, NumberedList, Paragraph, Text
from generator.reading.artefacts.artefacts import html_values, json_values, row_values
from generator.rendering.markup.plain_markdown import blocks_markdown, code_span, escape_markdown
from generator.rendering.sheets.summary import summary_html, summary_json, summary_markdown, summary_print
from tests.support.sample import ACME, HASHES, HOSTILE, SAMPLE, filled, hostile_org
from tests.support.validators import check_html

REQUIRED = {value.id: value.value for value in SAMPLE.values}
PRINTED = summary_print(filled(ACME))
SCREEN = summary_html(filled(ACME))
MARKDOWN = summary_markdown(filled(ACME))
DATA = summary_json(filled(ACME))


def shown(markdown: str) -> str:
    """Return the text that a Markdown reader shows, blocks parted by line ends."""
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown))
    blocks = (node for node in root.walk() if node.type == "inline")
    return "\n".join(
        "".join(part.content for part in block.walk() if part.type in {"text", "code_inline", "text_special"})
        for block in blocks
    )


@pytest.mark.parametrize(
    "found",
    [html_values(PRINTED), html_values(SCREEN), row_values(MARKDOWN, SAMPLE.values), json_values(DATA)],
    ids=["print", "screen", "markdown", "json"],
)
def test_every_value_stands_once_unchanged(found: tuple[object, ...]) -> None:
    assert {item.value_id: item.text for item in found} == REQUIRED  # type: ignore[attr-defined]
    assert len(found) == len(REQUIRED)


def test_settings_are_row_headings() -> None:
    assert '<tr><th scope="row">Callback URL</th><td><span class="value typed" data-value="callback_url">' in PRINTED


@pytest.mark.parametrize("text", [PRINTED, SCREEN, MARKDOWN], ids=["print", "screen", "markdown"])
def test_deviations_are_marked_with_reason_and_risk(text: str) -> None:
    for words in ("D1", "Salesforce advises it.", "The product cannot do it.", "A code can be stolen."):
        assert words in text
    assert "D2" not in text
    assert "Delete" in text
    assert "Vault 7" in text


def test_a_guide_without_deviations_says_so() -> None:
    values = tuple(value.model_copy(update={"deviation": None}) for value in SAMPLE.values)
    guide = org_view(view(replace(SAMPLE, values=values)), ACME)
    for text in (summary_html(guide), summary_markdown(guide)):
        assert "No setting departs from Salesforce’s default or advice." in text


def test_the_screen_page_needs_no_other_file() -> None:
    assert re.findall(r"(?:src=|@import|url\(|<link|<script)", SCREEN) == []
    assert "default-src 'none'" in SCREEN
    assert 'name="viewport"' in SCREEN


def test_the_json_names_org_values_and_steps() -> None:
    data = json.loads(DATA)
    assert (data["format"], data["guide"], data["revision"]) == ("guide-summary/1", "sample", "7")
    assert data["org"]["name"] == "Acme Ltd"
    assert data["org"]["ticket"] is None
    assert data["values"][2]["deviation"]["risk"] == "A code can be stolen."
    assert [(step["id"], step["number"]) for step in data["steps"]][-2:] == [("users", "4"), ("go-back", "A1")]
    assert {step["id"]: step["hash"] for step in data["steps"]} == HASHES
    assert json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n" == DATA


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_an_org_writes_stays_text(text: str) -> None:
    org = hostile_org(text)
    guide = filled(org)
    assert json.loads(summary_json(guide))["org"]["name"] == text
    assert shown(summary_markdown(guide)).count(text) == 9
    for page in (summary_html(guide), summary_print(guide)):
        assert "<script>" not in page
        assert {item.text for item in html_values(page)} == set(REQUIRED.values())


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE.values(),
        "1) x",
        "12. x",
        "+ x",
        "> x",
        "# x",
        "===",
        "---",
        "***",
        "~~~",
        "```",
        "<!-- x -->",
        "[x]: y",
    ],
)
def test_escaped_markdown_shows_the_text_itself(text: str) -> None:
    for markdown in (f"{escape_markdown(text)}", f"| a |\n| --- |\n| {escape_markdown(text)} |"):
        assert shown(markdown).split("\n")[-1] == text
    assert [block.type for block in SyntaxTreeNode(MarkdownIt().parse(escape_markdown(text))).children] == ["paragraph"]


@pytest.mark.parametrize("text", ["a", "`", "``a", "a`b``c", " a ", "a\\"])
def test_a_code_span_holds_any_text(text: str) -> None:
    assert shown(code_span(text)) == text


def test_other_blocks_are_written_so_that_they_read_back() -> None:
    words = Paragraph((Text("a "), LineBreak(), Text("b")))
    markdown = blocks_markdown((NumberedList(3, ((words,), (words, words))), CodeBlock("x\n  y")))
    root = SyntaxTreeNode(MarkdownIt().parse(markdown))
    assert [node.type for node in root.children] == ["ordered_list", "fence"]
    assert root.children[0].attrs["start"] == 3
    assert [len(item.children) for item in root.children[0].children] == [1, 2]
    assert root.children[1].content.strip("\n") == "x\n  y"


@pytest.mark.slow
def test_the_screen_page_is_valid_html(tmp_path: Path) -> None:
    (tmp_path / "summary.html").write_text(SCREEN, encoding="utf-8")
    (tmp_path / "hostile.html").write_text(
        summary_html(filled(hostile_org(HOSTILE["html"]))),
        encoding="utf-8",
    )
    assert check_html([tmp_path]) == []
