"""Spoils required values in finished files: a fixed part of each of them, in every place that shows it whole."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from generator.model import OrgRef, RequiredValue, Text

WORDS_OF_DOCX = "word/document.xml"


def readable(data: bytes) -> str:
    """Return a file as text; of a Word file, which is an archive, the part with its words."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return parts.read(WORDS_OF_DOCX).decode()


def written(text: str, whole: bytes) -> bytes:
    """Return a file with another text, the rest of an archive as it was."""
    if not zipfile.is_zipfile(BytesIO(whole)):
        return text.encode()
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as parts, zipfile.ZipFile(out, "w") as spoilt:
        for name in parts.namelist():
            spoilt.writestr(name, text if name == WORDS_OF_DOCX else parts.read(name))
    return out.getvalue()


def spoilt(text: str, values: tuple[RequiredValue, ...], part: int, *, plain: bool = False) -> str:
    """Return a file's text with a character changed in one fixed part of each value, the first (0) or the last (-1).

    Values are looked for where they stand as such: in quotes, in code or between tags; in `plain` text also at the end
    of a sentence or of a part of one.
    """
    for value in sorted(values, key=lambda value: -len(value.text)):
        text = _places(value, part, plain=plain).sub(lambda place: f"{place['before']}~{place['after']}", text)
    return text


def _places(value: RequiredValue, part: int, *, plain: bool) -> re.Pattern[str]:
    """Return what finds a value: `before` and `after` are all of it but the last character of the fixed part."""
    fixed = [index for index, piece in enumerate(value.parts) if isinstance(piece, Text) and piece.text]
    chosen = fixed[part]
    pieces = [_piece(piece) for piece in value.parts]
    text = value.parts[chosen].text or ""
    before = "".join((*pieces[:chosen], _written(text[:-1])))
    after = "".join(pieces[chosen + 1 :])
    end = r'(?=[`<"\n.,; ]|$)' if plain else r'(?=[`<"\n]|$)'
    return re.compile(rf'(?P<before>(?<=[`>"\s]){before}){_written(text[-1])}(?P<after>{after}{end})')


def _piece(piece: Text | OrgRef) -> str:
    if isinstance(piece, Text):
        return _written(piece.text)
    shown = (piece.text, piece.field.blank_in_value, f"{{{{ org.{piece.key} }}}}")
    forms = "|".join(_written(text) for text in shown if text)
    return rf"(?:<[^>]*>)?(?:{forms})(?:</[^>]*>)?"


def _written(text: str) -> str:
    """Return a pattern for a text as Markdown, HTML or JSON may have its characters."""
    return "".join(rf"(?:{re.escape(char)}|&#{ord(char)};|\\u{ord(char):04x})" for char in text)
