"""Text of another file that a page takes in: named and left out, since only the publisher's machine has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

INCLUDE = re.compile(
    r"""\[!(?:INCLUDE|code-[\w-]+)\s*\[[^\]]*\]\s*\([^()]*\)\s*\]      # Microsoft Learn
    |:::\s*code\s(?:[^:]|:(?!::))*:::                                 # Microsoft Learn
    |\{%-?\s*include\s+(?:"[^"\n]*"|'[^'\n]*')[^%\n]*%\}                            # GitBook
    |\{\{[<%]\s*(?:include|readfile|snippet|partial|content)\b[^{}]*[>%]\}\}  # Hugo
    |<!--\s*@include:.*?-->                                           # VitePress
    |^[ \t]*<<<\s*[@./~].*$                                           # VitePress
    |^[ \t]*-+8<-+\s*(?:"[^"]*"|'[^']*')[ \t]*$                       # MkDocs
    |<(?:Snippet|Include|Partial)\s[^<>]*/>                           # Mintlify and others
    """,
    re.VERBOSE | re.IGNORECASE,
)
SCISSORS = re.compile(r"[ \t]*-+8<-+[ \t]*$")
FILE = re.compile(r"\s*;?\s*(?:\S+\.\w+\S*)?\s*$")
ELSEWHERE = "Text of another file, which the publisher’s site puts here."
OPEN_POINT = "“{text}” puts the text of another file here. The draft lacks it; write what readers of the page see."


def includes(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without what stands for another file."""
    code = in_code(lines)
    listed = _listed(lines, code)
    result: list[Line] = []
    for index, line in enumerate(lines):
        if code[index]:
            result.append(line)
        elif index in listed and line.text.strip():
            _leave_out(line, line.text, notes)
            result.append(Line("", line.number))
        else:
            result.append(_without_includes(line, notes))
    return result


def _listed(lines: list[Line], code: list[bool]) -> set[int]:
    """Return the places of all lines of MkDocs' lists of files, from one pair of scissors to the next."""
    scissors: list[int] = []
    for index, line in enumerate(lines):
        if not code[index] and SCISSORS.match(line.text):
            scissors.append(index)
    listed: set[int] = set()
    for start, end in zip(scissors[::2], scissors[1::2], strict=False):
        inside = range(start + 1, end)
        if all(FILE.match(lines[index].text) for index in inside):
            listed.update(range(start, end + 1))
    return listed


def _without_includes(line: Line, notes: Notes) -> Line:
    def without(whole: str, match: re.Match[str]) -> str:
        del match
        _leave_out(line, whole, notes)
        return ""

    return replaced(line, INCLUDE, without)


def _leave_out(line: Line, whole: str, notes: Notes) -> None:
    text = whole.strip()
    message = OPEN_POINT.format(text=text)
    notes.leave_out(line, ELSEWHERE, text)
    notes.to_do(line, message)
