"""What stands in a finished checklist of Markdown or CSV, as another program reads it."""

from __future__ import annotations

import csv
import io

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


def code_spans(text: str) -> tuple[str, ...]:
    """Return the text of every code span of GitHub-flavoured Markdown, from first to last."""
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    return tuple(node.content for node in root.walk() if node.type == "code_inline")


def csv_rows(data: bytes) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV checklist by their step's id, each as {column: cell}."""
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return {row["step"]: row for row in csv.DictReader(text)}
