"""GitBook's expressions, `<code class="expression">space.vars.product</code>`, and its icons."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, replaced, rewritten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.reading.dialects.lines import Notes

EXPRESSION = re.compile(r"<code\s+class=[\"']expression[\"']\s*>(?P<text>[^<\n]*)</code>")
VARIABLE = re.compile(r"\s*space\.vars\.(?P<name>\w+)\s*$")
ICON = re.compile(r"<i\s+class=[\"'](?:[\w-]+\s+)*fa-[^\"'<>]*[\"'][^<>]*>(?P<text>[^<\n]*)</i>[ \t]?")
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
"""What Markdown could take for more than text."""

RESOLVED = "An expression, for which the draft has what .gitbook/vars.yaml says."
UNRESOLVED = (
    "The page computes “{text}” where it is shown. The draft keeps the expression; write what readers of the page see."
)
PICTOGRAM = "An icon."
ICON_POINT = "“{text}” is an icon. The draft lacks it; say in words what readers of the page see, if it matters."


def expressions(lines: list[Line], notes: Notes, variables: Mapping[str, str]) -> list[Line]:
    """Return the lines with what `variables` say in place of expressions, and without icons."""
    writer = _ExpressionWriter(notes, variables)
    return rewritten(lines, writer.line)


class _ExpressionWriter:
    """Writes lines anew; `variables` are those of a space, by their names."""

    def __init__(self, notes: Notes, variables: Mapping[str, str]) -> None:
        self.notes = notes
        self.variables = variables

    def line(self, line: Line) -> Line:
        """Return the line as its readers see it, as far as that is known."""
        line = replaced(line, EXPRESSION, partial(self._expression, line))
        return replaced(line, ICON, partial(self._icon, line))

    def _expression(self, line: Line, whole: str, match: re.Match[str]) -> str:
        del whole
        text = match["text"].strip()
        variable = VARIABLE.match(text)
        value = self.variables.get(variable["name"]) if variable else None
        if value is not None:
            self.notes.leave_out(line, RESOLVED, text)
            words = " ".join(value.split())
            return PUNCTUATION.sub(r"\\\g<0>", words)
        self.notes.to_do(line, UNRESOLVED.format(text=text))
        return f"<code>{match['text']}</code>"

    def _icon(self, line: Line, whole: str, match: re.Match[str]) -> str:
        sign = match["text"].strip() or whole.strip()
        self.notes.leave_out(line, PICTOGRAM, whole)
        self.notes.to_do(line, ICON_POINT.format(text=sign))
        return ""
