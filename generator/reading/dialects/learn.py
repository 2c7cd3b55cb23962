"""Microsoft Learn: pictures as `:::image … :::`, rows, conditions, tabs as headings `# [Title](#tab/id)`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code, masked, quoted, replaced, rewritten

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

IMAGE = re.compile(r":::\s*image\s(?P<rest>(?:[^:]|:(?!::))*):::")
ATTRIBUTE = re.compile(r'(?P<key>[\w-]+)\s*=\s*"(?P<value>[^"]*)"')
IMAGE_ENDS = re.compile(r"[ \t]*:::\s*image-end\s*:::[ \t]*$")
TAB = re.compile(r"(?P<indent>[ \t]*)\#+[ \t]+\[(?P<title>[^\]]*)\]\(\#tab/[^)]*\)[ \t]*$")
TABS_END = re.compile(r"[ \t]*(?:-{3,}|\*{3,})[ \t]*$")


ROW = re.compile(
    r"[ \t]*:::\s*(?:row|row-end|column|column-end)\b[^:]*:::[ \t]*$|[ \t]*>[ \t]*\[!div\b[^\]]*\][ \t]*$",
    re.IGNORECASE,
)
CONDITION = re.compile(r"[ \t]*:::\s*(?:zone|moniker)(?:-end|\s[^:]*)(?::::)?[ \t]*$")
DIVISION = re.compile(r"[ \t]*>[ \t]*\[!div\b[^\]]*\][ \t]*$", re.IGNORECASE)
QUOTE = re.compile(r"([ \t]*)>[ \t]?")
LIGHTBOX = re.compile(r"\[(?P<picture>!\[[^\]\n]*\]\([^()\s]+\))\]\((?P<url>[^()\s]+#lightbox)\)")
VIDEO = re.compile(r"\[!VIDEO\s+(?P<url>[^\s\]<>]+)\s*\]", re.IGNORECASE)
VIDEO_ALONE = re.compile(r"[ \t]*>[ \t]*\[!VIDEO\s[^\]\n]*\][ \t]*$", re.IGNORECASE)
CONTROL = re.compile(r"\[!(?P<kind>UICONTROL|DNL)\s+(?P<words>[^\]\n]+)\]")
NO_LOC = re.compile(r':::\s*no-loc\s+text="(?P<words>[^"\n]*)"\s*:::')
LAYOUT = "Layout, which holds no words."
LARGER = "The same picture, larger."
FOR_SOME = "A condition: the page shows a part to some readers only; the draft shows it to all."


def learn(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with Markdown’s pictures and GitBook's tabs."""
    lines = rewritten(_without_divisions(lines), partial(_without_layout, notes))
    result: list[Line] = []
    is_open, indent = False, ""
    for line, is_code in zip(lines, in_code(lines), strict=True):
        tab = None if is_code else TAB.match(line.text)
        if tab:
            ends = ["", "{% endtab %}"] if is_open else []
            indent = tab["indent"]
            result.extend(at(indent, [*ends, "", f"{{% tab title={quoted(tab['title'])} %}}", ""], line.number))
            is_open = True
        elif is_open and not is_code and TABS_END.match(line.text):
            result.extend(at(indent, ["", "{% endtab %}", ""], line.number))
            is_open = False
        else:
            result.append(line if is_code else _with_picture(line))
    if is_open:
        result.extend(at(indent, ["", "{% endtab %}"], lines[-1].number))
    return result


def _without_divisions(lines: list[Line]) -> list[Line]:
    """Return the lines with plain text for quotations that only lay out what they hold."""
    result: list[Line] = []
    is_inside = False
    for line, is_code in zip(lines, in_code(lines), strict=True):
        is_head = not is_code and DIVISION.match(line.text) is not None
        quote = QUOTE.match(line.text)
        is_inside = is_head or (is_inside and quote is not None)
        if is_inside and not is_head:
            plain = QUOTE.sub(r"\1", line.text)
            result.append(Line(plain, line.number))
        else:
            result.append(line)
    return result


def _without_layout(notes: Notes, line: Line) -> Line:
    """Return a line with plain words for Learn's marks within it, or empty if it is such a mark."""
    reason = LAYOUT if ROW.match(line.text) else FOR_SOME if CONDITION.match(line.text) else ""
    if reason:
        notes.leave_out(line, reason, line.text)
        return Line("", line.number)
    line = replaced(line, LIGHTBOX, partial(_picture_alone, notes, line))
    if VIDEO_ALONE.match(line.text):
        line = Line(QUOTE.sub(r"\1", line.text, count=1), line.number)
    line = replaced(line, VIDEO, _address)
    line = replaced(line, NO_LOC, _untranslated)
    return replaced(line, CONTROL, _words)


def _picture_alone(notes: Notes, line: Line, whole: str, match: re.Match[str]) -> str:
    del whole
    notes.leave_out(line, LARGER, match["url"])
    return str(match["picture"])


def _untranslated(whole: str, match: re.Match[str]) -> str:
    del whole
    return str(match["words"])


def _address(whole: str, match: re.Match[str]) -> str:
    del whole
    return f"<{match['url']}>"


def _words(whole: str, match: re.Match[str]) -> str:
    del whole
    words = match["words"].strip()
    return f"**{words}**" if match["kind"] == "UICONTROL" else words


def _with_picture(line: Line) -> Line:
    if ":::" not in line.text:
        return line
    if IMAGE_ENDS.match(line.text):
        return Line("", line.number)
    match = IMAGE.search(masked(line.text))
    if not match:
        return line
    attributes = {part["key"]: part["value"] for part in ATTRIBUTE.finditer(match["rest"])}
    if not attributes.get("source"):
        return line
    picture = f"![{attributes.get('alt-text', '')}](<{attributes.get('source', '')}>)"
    return Line(line.text[: match.start()] + picture + line.text[match.end() :], line.number)
