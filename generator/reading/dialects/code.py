"""Code: what stands behind a fence's mark, groups of code that are tabs, and Hugo's code without fences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, bold, in_code, masked, quoted
from generator.reading.dialects.roles import STYLES
from generator.reading.text.fences import next_fence

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

OPENING = re.compile(r"(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`]*)$")
LANGUAGE = re.compile(r"[ \t]*(?:\{[ \t]*)?\.?(?P<name>[\w+#.-]+)(?![\w=\[(])")
TITLE = re.compile(
    r"\b(?:title|filename|file|name|label|header)=\{?(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'{}]+))\}?"
    r"|\[(?P<d>[^\n]*)\]"
)
LOOKS = re.compile(
    r"\{[^{}\n]*\}+|\{|\}|[\w-]+=(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|\S+)|[\w-]+:\S*|[.#][\w-]+|/[^/\s]+/"
    r"|\b(?:showLineNumbers|line-?numbers|linenums|wrap|lines|expandable|nocopy|copy|live|twoslash|noline|icon)\b",
    re.IGNORECASE,
)
GROUP_STARTS = re.compile(r"[ \t]*(?:<(?:CodeGroup|code-group|CodeTabs|CodeBlocks)\b|::+[ \t]*code-group\b)")
GROUP_ENDS = re.compile(r"[ \t]*(?:</(?:CodeGroup|code-group|CodeTabs|CodeBlocks)>|::+[ \t]*$)")
HIGHLIGHT = re.compile(
    r"(?P<indent>[ \t]*)\{\{[<%]\s*(?:highlight|code)\b\s*(?:lang=)?\"?(?P<name>[\w+#-]*)[^{}]*\}\}[ \t]*$"
)
HIGHLIGHT_ENDS = re.compile(r"[ \t]*\{\{[<%]\s*/\s*(?:highlight|code)\s*[>%]\}\}[ \t]*$")
PANE = re.compile(r"[ \t]*\{\{<\s*tabpane\b(?P<rest>[^{}]*)>\}\}[ \t]*$")
PANE_LANGUAGE = re.compile(r"\blang=\"?(?P<name>[\w+#-]+)")
PANE_ENDS = re.compile(r"[ \t]*\{\{<\s*/\s*tabpane\s*>\}\}")
PANE_TAB = re.compile(r"(?P<indent>[ \t]*)\{\{<\s*tab\b(?P<rest>[^{}]*)>\}\}[ \t]*$")
PANE_TAB_ENDS = re.compile(r"[ \t]*\{\{<\s*/\s*tab\s*>\}\}[ \t]*$")
DIRECTIVE = re.compile(r"[ \t]*\{(?P<name>[a-z]+)\}[ \t]*(?P<title>.*)$")
MARK = "~~~~"
END = "\0"
"""Stands for the line that ends the code."""

LONGEST_LISTING = 200
SHORTCODE = re.compile(r"\{\{[<%]\s*[A-Za-z][^{}\n]*\}\}")
COMPUTED = "“{text}” stands within code, and a Hugo site runs it there. The draft keeps it; write what readers see."
LOOK = "How the page shows the code."


def unfenced_code(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with fences around the code that Hugo's shortcodes hold."""
    del notes
    code = in_code(lines)
    result: list[Line] = []
    open_end: re.Pattern[str] | None = None
    in_pane, pane_language = False, ""
    for index, line in enumerate(lines):
        indent = line.text[: line.indent]
        pane_language = _language(line.text) if _is_pane_of_code(line) else pane_language
        in_pane = (in_pane or _is_pane_of_code(line)) and not PANE_ENDS.match(line.text)
        if open_end and open_end.match(line.text):
            is_tab = open_end is PANE_TAB_ENDS
            result.extend([*at(indent, [MARK], line.number), *([line] if is_tab else [])])
            open_end = None
        elif open_end or code[index]:
            result.append(line)
        elif (match := HIGHLIGHT.match(line.text)) and _ends(lines, index, HIGHLIGHT_ENDS):
            result.extend(at(indent, [MARK + match["name"]], line.number))
            open_end = HIGHLIGHT_ENDS
        elif in_pane and PANE_TAB.match(line.text) and _ends(lines, index, PANE_TAB_ENDS):
            result.extend([line, *at(indent, [MARK + (_language(line.text) or pane_language)], line.number)])
            open_end = PANE_TAB_ENDS
        else:
            result.append(line)
    return result


def computed_code(lines: list[Line], notes: Notes) -> list[Line]:
    """Note once each shortcode that stands within code, on a page that has some outside it, too."""
    within: dict[str, Line] = {}
    is_of_hugo = False
    for line, is_code in zip(lines, in_code(lines), strict=True):
        pieces = SHORTCODE.findall(line.text)
        outside = "" if is_code else masked(line.text)
        is_of_hugo = is_of_hugo or SHORTCODE.search(outside) is not None
        for piece in pieces:
            if piece not in outside:
                within.setdefault(piece, line)
    for piece, line in within.items() if is_of_hugo else ():
        notes.to_do(line, COMPUTED.format(text=piece))
    return lines


def _language(text: str) -> str:
    """Return the language that a start of tabs or of a tab says."""
    match = PANE_LANGUAGE.search(text)
    return match["name"] if match else ""


def _is_pane_of_code(line: Line) -> bool:
    match = PANE.match(line.text)
    return bool(match) and "text=true" not in line.text


def _ends(lines: list[Line], start: int, end: re.Pattern[str]) -> bool:
    """Whether an end follows within as many lines as one listing may have."""
    following = lines[start + 1 : start + LONGEST_LISTING]
    texts = (line.text for line in following)
    return any(map(end.match, texts))


@dataclass(frozen=True)
class _Info:
    """What stands behind a fence's mark: the language, a title, and how the code looks."""

    language: str
    title: str
    looks: str


def fences(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with the titles of code above it or on tabs, and nothing but its language behind the mark."""
    result: list[Line] = []
    fence, closing = "", [""]
    in_group = False
    for line in lines:
        before, fence = fence, next_fence(fence, line.text)
        if fence and not before:
            opening, closing = _opened(line, notes, in_group=in_group)
            result.extend(opening)
        elif before and not fence:
            result.extend(at("", [line.text if text == END else text for text in closing], line.number))
        else:
            result.append(line)
        if not fence and not before:
            in_group = bool(GROUP_STARTS.match(line.text)) or (in_group and not GROUP_ENDS.match(line.text))
    return result


def _opened(line: Line, notes: Notes, *, in_group: bool) -> tuple[list[Line], list[str]]:
    """Return what is written for a fence's start and for its end."""
    opening = OPENING.match(line.text)
    if opening is None:
        return [line], [END]
    indent, mark = opening["indent"], opening["mark"]
    if (directive := DIRECTIVE.match(opening["info"])) and directive["name"] in STYLES:
        colons = ":" * len(mark)
        return at(indent, [f"{colons}{directive['name']} {directive['title']}"], line.number), [indent + colons]
    info = _info(opening["info"])
    if info.looks:
        notes.leave_out(line, LOOK, info.looks)
    start = f"{mark}{info.language}"
    if in_group:
        tab = f"{{% tab title={quoted(info.title or info.language or 'Code')} %}}"
        return at(indent, ["", tab, "", start], line.number), [END, "", f"{indent}{{% endtab %}}", ""]
    return at(indent, [*bold(info.title), start], line.number), [END]


def _info(text: str) -> _Info:
    words = text.strip()
    if len(words.split()) == 1 and not words.startswith(("{", "[")) and "=" not in words:
        return _Info(words, "", "")
    language = LANGUAGE.match(text)
    behind = text[language.end() :] if language else text
    title = TITLE.search(behind)
    if title:
        rest = behind[: title.start()] + behind[title.end() :]
        shown = next(part for part in title.groups() if part is not None)
    else:
        rest = " ".join(match[0] for match in LOOKS.finditer(behind))
        shown = LOOKS.sub(" ", behind)
    return _Info(language["name"] if language else "", " ".join(shown.split()), rest.strip())
