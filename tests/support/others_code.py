"""Leaves other people's code out of the measuring of coverage: to trace it costs more than the work itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import mkdocs.commands.build
import pdfplumber
import weasyprint
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from markdown_it import MarkdownIt
from pdfplumber.page import Page

HEAVY = (
    (MarkdownIt, "parse"),
    (mkdocs.commands.build, "build"),
    (Page, "extract_text"),
    (Page, "parse_objects"),
    (pdfplumber, "open"),
    (Subsetter, "subset"),
    (TTFont, "__init__"),
    (TTFont, "getBestCmap"),
    (TTFont, "save"),
    (weasyprint.HTML, "__init__"),
    (weasyprint.HTML, "render"),
    (weasyprint.CSS, "__init__"),
    (weasyprint.Document, "write_pdf"),
)
"""What the generator calls of layout, of parsers and of MkDocs."""


def leave_out() -> None:
    """Stop the tracer at the door of each."""
    for owner, name in HEAVY:
        setattr(owner, name, _untraced(getattr(owner, name)))


def _untraced(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def untraced(*arguments: Any, **named: Any) -> Any:
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return function(*arguments, **named)
        finally:
            sys.settrace(tracer)

    return untraced
