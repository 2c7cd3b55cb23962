"""MDX: lines that import or export something, and comments. No reader of the page sees them."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

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
TAG_STARTS = re.compile(r"[ \t]*<[a-z][\w-]*(?:\s[^<>]*)?$")
LONGEST_TAG = 20
IMPORTED_FILE = re.compile(
    r"import\s+(?P<name>\w+)\s+from\s+[\"'](?P<path>[^\"'\n]+\.(?:png|jpe?g|gif|svg|webp|avif|mp4|webm))[\"']"
)
BY_NAME = re.compile(r"=\{\s*(?P<name>\w+)\s*\}")
SPACE = re.compile(r"(?<!\{)\{([\"'])[ ]\1\}")
"""A space that Prettier writes where a line of MDX ends."""

PROGRAM_PART = "What a program computes for the look of an element."

PROGRAM = "A line of a program, which the page does not show."
REMARK = "A comment, which the page does not show."


def programs(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without imports, exports and comments."""
    result: list[Line] = []
    lines = _with_whole_tags(lines)
    code = in_code(lines)
    files: dict[str, str] = {}
    index = 0
    while index < len(lines):
        length = 0 if code[index] else _program(lines, index)
        for line in lines[index : index + length]:
            notes.leave_out(line, PROGRAM, line.text)
            result.append(Line("", line.number))
            if imported := IMPORTED_FILE.match(line.text):
                files[imported["name"]] = imported["path"]
        if not length:
            result.append(lines[index] if code[index] else _without_comments(lines[index], notes, files))
        index += max(length, 1)
    return result


def _with_whole_tags(lines: list[Line]) -> list[Line]:
    """Return the lines with each HTML tag on one line that computes attributes."""
    if not any("={" in line.text for line in lines):
        return lines
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        length = 1 if code[index] else _length_of_tag(lines, index)
        texts = [line.text.strip() for line in lines[index + 1 : index + length]]
        result.append(Line(" ".join([lines[index].text, *texts]), lines[index].number))
        index += length
    return result


def _length_of_tag(lines: list[Line], index: int) -> int:
    """Return how many lines a tag takes that begins here and computes attributes; 1 for anything else."""
    text = lines[index].text
    if not TAG_STARTS.match(text):
        return 1
    for length, line in enumerate(lines[index + 1 : index + LONGEST_TAG], start=2):
        text = f"{text} {line.text.strip()}"
        if "={" in text and COMPUTED_TAG.match(text.lstrip()):
            return length
        if not line.text.strip():
            break
    return 1


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


def _without_comments(line: Line, notes: Notes, files: Mapping[str, str]) -> Line:
    """Return a line without its comments, and with the addresses of files that the page imports by a name."""

    def address(whole: str, match: re.Match[str]) -> str:
        path = files.get(match["name"])
        return f'="{path}"' if path else whole

    def without(whole: str, match: re.Match[str]) -> str:
        del match
        notes.leave_out(line, REMARK, whole)
        return ""

    line = replaced(replaced(line, COMMENT, without), BY_NAME, address)
    line = replaced(line, SPACE, _space)
    return replaced(line, COMPUTED_TAG, partial(_plain_tag, notes, line))


def _space(whole: str, match: re.Match[str]) -> str:
    del whole, match
    return " "


def _plain_tag(notes: Notes, line: Line, whole: str, match: re.Match[str]) -> str:
    """Return an HTML tag with the addresses that its attributes compute, and without what else they do."""
    del match
    tag = NAMED_FILE.sub(r'\g<key>="\g<value>"', whole)
    for attribute in COMPUTED.findall(tag):
        notes.leave_out(line, PROGRAM_PART, attribute)
    return COMPUTED.sub("", tag)
