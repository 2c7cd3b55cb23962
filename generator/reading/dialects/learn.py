"""Microsoft Learn: pictures as `:::image … :::`, tabs as headings `# [Title](#tab/id)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code, masked, quoted

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

IMAGE = re.compile(r":::\s*image\s(?P<rest>(?:[^:]|:(?!::))*):::")
ATTRIBUTE = re.compile(r'(?P<key>[\w-]+)\s*=\s*"(?P<value>[^"]*)"')
IMAGE_ENDS = re.compile(r"[ \t]*:::\s*image-end\s*:::[ \t]*$")
TAB = re.compile(r"[ \t]*\#+[ \t]+\[(?P<title>[^\]]*)\]\(\#tab/[^)]*\)[ \t]*$")
TABS_END = re.compile(r"[ \t]*(?:-{3,}|\*{3,})[ \t]*$")


def learn(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with Markdown’s pictures and GitBook's tabs."""
    del notes
    result: list[Line] = []
    is_open = False
    for line, is_code in zip(lines, in_code(lines), strict=True):
        tab = None if is_code else TAB.match(line.text)
        if tab:
            ends = ["", "{% endtab %}"] if is_open else []
            result.extend(at("", [*ends, "", f"{{% tab title={quoted(tab['title'])} %}}", ""], line.number))
            is_open = True
        elif is_open and not is_code and TABS_END.match(line.text):
            result.extend(at("", ["", "{% endtab %}", ""], line.number))
            is_open = False
        else:
            result.append(line if is_code else _with_picture(line))
    if is_open:
        result.extend(at("", ["", "{% endtab %}"], lines[-1].number))
    return result


def _with_picture(line: Line) -> Line:
    if ":::" not in line.text:
        return line
    if IMAGE_ENDS.match(line.text):
        return Line("", line.number)
    match = IMAGE.search(masked(line.text))
    if not match:
        return line
    attributes = {part["key"]: part["value"] for part in ATTRIBUTE.finditer(match["rest"])}
    picture = f"![{attributes.get('alt-text', '')}](<{attributes.get('source', '')}>)"
    return Line(line.text[: match.start()] + picture + line.text[match.end() :], line.number)
