"""MDX: lines that import or export something, and comments. No reader of the page sees them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

IMPORT = re.compile(r"import\s+(?:[\w*{][^\"']*\sfrom\s+)?([\"'])[^\"'\n]+\1\s*;?\s*$")
IMPORT_STARTS = re.compile(r"import\s+(?:\w+\s*,\s*)?\{[^}\"']*$")
IMPORT_ENDS = re.compile(r"[^\"']*\}\s*from\s+([\"'])[^\"'\n]+\1\s*;?\s*$")
EXPORT = re.compile(r"export\s+(?:const|default|function|let)\b.*;\s*$")
COMMENT = re.compile(r"\{/\*(?:[^*{]|\*(?!/)|\{(?!/\*))*\*/\}")
"""It holds no other start, so that many starts without an end take no longer than one."""

EXPORT_STARTS = re.compile(r"export\s+(?:const|default|function|let)\b.*[{(\[]\s*$")
EXPORT_ENDS = re.compile(r"[)\]}]+;?\s*$")
COMMENT_STARTS = re.compile(r"[ \t]*\{/\*(?:[^*]|\*(?!/))*$")
COMMENT_ENDS = re.compile(r"(?:[^*]|\*(?!/))*\*/\}[ \t]*$")
LONG = ((IMPORT_STARTS, IMPORT_ENDS), (EXPORT_STARTS, EXPORT_ENDS), (COMMENT_STARTS, COMMENT_ENDS))
"""How what takes several lines starts and ends."""

LONGEST = 100
COMPUTED = re.compile(r"\s[\w-]+=\{(?:[^{}]|\{[^{}]*\})*\}")
COMPUTED_TAG = re.compile(r"<[a-z][\w-]*(?=\s)(?:[^<>{}\n]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*>")
NAMED_FILE = re.compile(r"(?P<key>\b(?:src|href|alt|title))=\{[^{}\"']*([\"'])(?P<value>[^\"'{}]*)\2[^{}\"']*\}")
PROGRAM_PART = "What a program computes for the look of an element."

PROGRAM = "A line of a program, which the page does not show."
REMARK = "A comment, which the page does not show."


def programs(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without imports, exports and comments."""
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        length = 0 if code[index] else _program(lines, index)
        for line in lines[index : index + length]:
            notes.leave_out(line, PROGRAM, line.text)
            result.append(Line("", line.number))
        if not length:
            result.append(lines[index] if code[index] else _without_comments(lines[index], notes))
        index += max(length, 1)
    return result


def _program(lines: list[Line], index: int) -> int:
    """Return how many lines from here on are an import or export."""
    text = lines[index].text
    if IMPORT.match(text) or EXPORT.match(text):
        return 1
    end = next((ends for starts, ends in LONG if starts.match(text)), None)
    following = lines[index + 1 : index + LONGEST] if end else ()
    for length, line in enumerate(following, start=2):
        if end and end.match(line.text):
            return length
    return 0


def _without_comments(line: Line, notes: Notes) -> Line:
    def without(whole: str, match: re.Match[str]) -> str:
        del match
        notes.leave_out(line, REMARK, whole)
        return ""

    return replaced(replaced(line, COMMENT, without), COMPUTED_TAG, partial(_plain_tag, notes, line))


def _plain_tag(notes: Notes, line: Line, whole: str, match: re.Match[str]) -> str:
    """Return an HTML tag with the addresses that its attributes compute, and without what else they do."""
    del match
    tag = NAMED_FILE.sub(r'\g<key>="\g<value>"', whole)
    for attribute in COMPUTED.findall(tag):
        notes.leave_out(line, PROGRAM_PART, attribute)
    return COMPUTED.sub("", tag)
