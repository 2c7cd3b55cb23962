"""Reads the ticks back from a checklist or confirmation that was filled in and saved by any PDF reader."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.model.records import HASH
from generator.problems import ContentError, Location
from generator.reading.text.plain_text import text_fault
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

NAMESPACE = "urn:guide-generator:1#"
"""Of the XMP properties with which our PDFs say what they are."""

MAX_UNPACKED = 50_000_000
MAX_FIELDS = 5_000
MAX_FIELD_DEPTH = 10
MAX_NAME = 300
STEP = re.compile(rf"([a-z][a-z0-9-]*) ({HASH.pattern})")
AGAIN = "Take the file as the PDF reader saved it, or save it again with another reader."


@dataclass(frozen=True)
class FilledPdf:
    """What the file says of itself, the content hash of each step, and which of its boxes are ticked, by field name."""

    guide: str
    revision: str
    org: str
    steps: dict[str, str]
    boxes: dict[str, bool]


class _UnreadablePdfError(Exception):
    """Why a file cannot be read: the code and text of a problem."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def read_filled_pdf(data: bytes, path: str) -> FilledPdf:
    """Read a filled-in PDF. Raises `ContentError` with the reason why that cannot be done."""
    try:
        return _checked(*_unpacked(data))
    except _UnreadablePdfError as fault:
        raise ContentError.at(Location(path), fault.code, str(fault)) from None


def _unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, bool]]:
    """Return the guide's own metadata and the boxes."""
    import pikepdf  # noqa: PLC0415 - only where there are PDFs to read

    try:
        with _limited(), pikepdf.open(BytesIO(data)) as pdf:
            facts, boxes, warnings = _facts(pdf), _boxes(pdf), pdf.get_warnings()
    except pikepdf.PasswordError:
        raise _UnreadablePdfError("pdf-encrypted", "This PDF asks for a password. Save it without one.") from None
    except _UnreadablePdfError:
        raise
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        raise _UnreadablePdfError("pdf-damaged", f"This PDF is damaged ({type(fault).__name__}). {AGAIN}") from None
    if warnings:
        raise _UnreadablePdfError("pdf-damaged", f"This PDF is damaged. {AGAIN}")
    return facts, boxes


@contextmanager
def _limited() -> Iterator[None]:
    """Keep a small file from filling the memory when it is unpacked."""
    from pikepdf.settings import get_qpdf_limits, set_qpdf_limits  # noqa: PLC0415

    before = get_qpdf_limits()["flate_max_memory"]
    set_qpdf_limits(flate_max_memory=MAX_UNPACKED)
    try:
        yield
    finally:
        set_qpdf_limits(flate_max_memory=before)


# What the file says of itself


def _facts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    if "/Metadata" not in pdf.Root:
        return {}
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True) as xmp:
        prefix = f"{{{NAMESPACE}}}"
        return {key.removeprefix(prefix): xmp[key] for key in xmp if key.startswith(prefix)}


def _checked(facts: dict[str, Any], boxes: dict[str, bool]) -> FilledPdf:
    """Refuse a file that leaves anything to guess."""
    guide, revision, org = (facts.get(key, "") for key in ("id", "revision", "org"))
    if not (guide and revision):
        raise _UnreadablePdfError(
            "pdf-unknown",
            "This PDF does not say which guide it belongs to. It is none of our sheets, or it was printed to PDF, or "
            "saved by a reader that drops this. Take the file that was ticked, or save it with another reader.",
        )
    lines = [STEP.fullmatch(str(line)) for line in facts.get("steps", ())]
    if any(not isinstance(text, str) or _is_odd(text) for text in (guide, revision, org)) or not all(lines):
        raise _UnreadablePdfError("pdf-damaged", f"What this PDF says of its guide is damaged. {AGAIN}")
    if not boxes:
        raise _UnreadablePdfError(
            "pdf-flattened",
            "This PDF has no boxes that could be read. It is no checklist, or it was flattened or printed to PDF. Take "
            "the file that was ticked.",
        )
    return FilledPdf(guide, revision, org, {line[1]: line[2] for line in lines if line}, boxes)


def _is_odd(text: str) -> bool:
    return bool(text_fault("", text, MAX_NAME) or looks_secret(text))


# Its boxes


def _boxes(pdf: pikepdf.Pdf) -> dict[str, bool]:
    boxes: dict[str, bool] = {}
    form = pdf.Root.get("/AcroForm")
    for count, (name, kind, node) in enumerate(_fields(form.get("/Fields", ()) if form else (), "", "", 0)):
        if count > MAX_FIELDS:
            raise ValueError("too many fields")
        if kind == "/Btn" and boxes.setdefault(name, ticked := _ticked(name, node)) != ticked:
            raise _unclear(name)
    return boxes


def _fields(nodes: Any, above: str, kind: str, depth: int) -> Iterator[tuple[str, str, Any]]:
    """Yield name, type and dictionary of each field that has no fields below it."""
    if depth > MAX_FIELD_DEPTH:
        raise ValueError("fields too deep")
    for node in nodes:
        own = str(node["/T"]) if "/T" in node else ""
        name = f"{above}.{own}" if above and own else above or own
        type_ = str(node.get("/FT", kind))
        below = [kid for kid in node.get("/Kids", ()) if "/T" in kid]
        if below:
            yield from _fields(below, name, type_, depth + 1)
        elif not _is_odd(name):
            yield name, type_, node


def _ticked(name: str, node: Any) -> bool:
    """Return the field's value, which each of its drawings on the page must show."""
    shown = {str(part["/AS"]) != "/Off" for part in (node, *node.get("/Kids", ())) if "/AS" in part}
    said = {str(node["/V"]) != "/Off"} if "/V" in node else set()
    if len(shown | said) > 1:
        raise _unclear(name)
    return (shown | said) == {True}


def _unclear(name: str) -> _UnreadablePdfError:
    """Some readers write only one of a box's value and appearance."""
    return _UnreadablePdfError(
        "pdf-unclear", f"This PDF says both that the box “{name}” is ticked and that it is not. {AGAIN}"
    )
