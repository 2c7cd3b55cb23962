"""ReadMe's blocks: `[block:callout]`, JSON, `[/block]`."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from generator.reading.dialects.lines import Line, at, bold, in_code

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

START = re.compile(r"[ \t]*\[block:(?P<kind>[\w-]+)\][ \t]*$")
END = re.compile(r"[ \t]*\[/block\][ \t]*$")
STYLES = {"warning": "warning", "danger": "danger", "success": "success"}


def readme_blocks(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with Markdown for each block, also within one; what cannot be read stays as it is."""
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        match = None if code[index] else START.match(lines[index].text)
        end = _end(lines, index) if match else index
        texts = _texts(match["kind"], lines[index + 1 : end]) if match and end > index else None
        if texts is None:
            result.append(lines[index])
            index += 1
        else:
            inside = at("", ["", *texts, ""], lines[index].number)
            result.extend(readme_blocks(inside, notes))
            index = end + 1
    return result


def _end(lines: list[Line], start: int) -> int:
    """Return the index of the block's last line, or its first if it has no end."""
    for index in range(start + 1, len(lines)):
        if END.match(lines[index].text):
            return index
        if START.match(lines[index].text):
            break
    return start


def _texts(kind: str, lines: list[Line]) -> list[str] | None:
    """Return a block's Markdown, or None if it is of no known kind or broken."""
    try:
        block = json.loads("\n".join(line.text for line in lines))
    except (ValueError, RecursionError):
        return None
    writer = WRITERS.get(kind)
    return writer(block) if writer and isinstance(block, dict) else None


def _text(block: dict[str, Any], key: str) -> str:
    value = block.get(key)
    return value if isinstance(value, str) else ""


def _callout(block: dict[str, Any]) -> list[str]:
    style = STYLES.get(_text(block, "type"), "info")
    body = _text(block, "body").split("\n")
    return [f'{{% hint style="{style}" %}}', *bold(_text(block, "title")), *body, "", "{% endhint %}"]


def _images(block: dict[str, Any]) -> list[str] | None:
    images = block.get("images")
    if not isinstance(images, list) or not all(isinstance(image, dict) for image in images):
        return None
    return list(chain.from_iterable(map(_image, images)))


def _image(image: dict[str, Any]) -> list[str]:
    parts = image.get("image")
    words = [part for part in parts if isinstance(part, str)] if isinstance(parts, list) else []
    url, alt = (*words, "", "")[:2]
    return [f"![{alt}](<{url}>)", "", _text(image, "caption"), ""]


def _code(block: dict[str, Any]) -> list[str] | None:
    codes = block.get("codes")
    if not isinstance(codes, list) or not all(isinstance(code, dict) for code in codes):
        return None
    return list(chain.from_iterable(map(_fence, codes)))


def _fence(code: dict[str, Any]) -> list[str]:
    title = bold(_text(code, "name"))
    opening = f"````{_text(code, 'language')}"
    lines = _text(code, "code").split("\n")
    return [*title, opening, *lines, "````", ""]


def _header(block: dict[str, Any]) -> list[str]:
    return [f"## {_text(block, 'title')}"]


def _embed(block: dict[str, Any]) -> list[str]:
    url = _text(block, "url")
    words = _text(block, "title") or url
    return [f"[{words}](<{url}>)"]


WRITERS = {"callout": _callout, "image": _images, "code": _code, "api-header": _header, "embed": _embed}
