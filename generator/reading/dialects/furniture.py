"""What a publisher's site puts together itself: tables of contents, icons of Notion's boxes."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced, rewritten
from generator.reading.dialects.roles import EMOJI

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

CONTENTS = re.compile(r"[ \t]*\[?\[_?toc_?\]\]?[ \t]*$", re.IGNORECASE)
ASIDE = re.compile(r"[ \t]*<aside>[ \t]*$")
SIGN = re.compile(rf"(?P<indent>[ \t]*)(?P<emoji>[{''.join(EMOJI)}])\ufe0f?[ \t]+(?P<text>.*)$")
ICON = re.compile(r"[ \t]*<img\s[^<>]*notion\.so/icons/[^<>]*>[ \t]*$")
RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
LITERAL = "A mark that what follows is shown as it stands."
TABLE = "A table of contents, which the page's site makes itself."
PICTOGRAM = "An icon."


def _without_raw(notes: Notes, line: Line) -> Line:
    def without(whole: str, match: re.Match[str]) -> str:
        del match
        notes.leave_out(line, LITERAL, whole)
        return ""

    return replaced(line, RAW, without)


def furniture(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without tables of contents, and Notion's boxes with a kind in place of their sign."""
    result: list[Line] = []
    lines = rewritten(lines, partial(_without_raw, notes))
    for line, is_code in zip(lines, in_code(lines), strict=True):
        after_aside = bool(result) and bool(ASIDE.match(result[-1].text))
        if not is_code and CONTENTS.match(line.text):
            notes.leave_out(line, TABLE, line.text)
        elif after_aside and (sign := SIGN.match(line.text)):
            indent = result[-1].text[: result[-1].indent]
            result[-1] = Line(f'{indent}<aside type="{EMOJI[sign["emoji"]]}">', result[-1].number)
            result.append(Line(sign["indent"] + sign["text"], line.number))
        elif after_aside and ICON.match(line.text):
            notes.leave_out(line, PICTOGRAM, line.text)
        else:
            result.append(line)
    return result
