"""What a spreadsheet would take for a formula in a cell, and the mark that keeps it from doing so."""

from __future__ import annotations

import re

GUARD = "'"
BLANK = r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*"
"""What a spreadsheet may drop, or does not show, before a formula."""

CELL_START = r"(?:\A|(?<=[;\t\r\n]))"
"""A program may part cells at semicolons or tabs, whatever the file's own separator is."""

FORMULA_START = rf"(?:(?={BLANK}[=+\-@＝＋－＠])|(?<![;\t\r\n])(?=[\t\r]))"  # noqa: RUF001 - full-width forms count too
FORMULA = re.compile(CELL_START + FORMULA_START)
"""The place before something that a spreadsheet would work out."""

GUARDED = re.compile(CELL_START + GUARD + FORMULA_START)
