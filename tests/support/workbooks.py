"""Workbooks as spreadsheet programs save them, cell by cell: with formulas, errors, dates and merged cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
MAIN = f"{OFFICE}/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


@dataclass(frozen=True)
class Formula:
    """A formula and the value that a program last worked out for it; None where none ever did."""

    text: str
    value: str | None


@dataclass(frozen=True)
class ErrorValue:
    """What a program shows where a formula has no value."""

    text: str


@dataclass(frozen=True)
class Day:
    """A date cell: the days since 1899-12-30."""

    serial: float


Cell = str | float | bool | None | Formula | ErrorValue | Day
Rows = Sequence[Sequence[Any]]
"""Each cell a `Cell`."""


@dataclass(frozen=True)
class Tab:
    """One sheet of a workbook."""

    name: str
    rows: Rows
    merged: Sequence[str] = ()
    hidden: bool = False


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def cell_name(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"


# Excel's form


def xlsx_cell(cell: Cell, name: str) -> str:
    match cell:
        case None | "":
            return ""
        case bool():
            return f'<c r="{name}" t="b"><v>{int(cell)}</v></c>'
        case str():
            return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        case float() | int():
            return f'<c r="{name}"><v>{cell!r}</v></c>'
        case Day(serial):
            return f'<c r="{name}" s="1"><v>{serial}</v></c>'
        case ErrorValue(text):
            return f'<c r="{name}" t="e"><v>{text}</v></c>'
        case Formula(text, value):
            result = "" if value is None else f"<v>{escape(value)}</v>"
            return f'<c r="{name}" t="str"><f>{escape(text)}</f>{result}</c>'


def xlsx_sheet(tab: Tab) -> str:
    rows = []
    for number, row in enumerate(tab.rows):
        cells = "".join(xlsx_cell(cell, cell_name(number, column)) for column, cell in enumerate(row))
        rows.append(f'<row r="{number + 1}">{cells}</row>' if cells else "")
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in tab.merged)
    merged = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'


def xlsx(*tabs: Tab) -> bytes:
    types, sheets, relations = "", "", ""
    files = {}
    for number, tab in enumerate(tabs, start=1):
        part = f"worksheets/sheet{number}.xml"
        state = ' state="hidden"' if tab.hidden else ""
        types += f'<Override PartName="/xl/{part}" ContentType="{SHEET_TYPE}"/>'
        sheets += f'<sheet name="{escape(tab.name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        relations += f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="{part}"/>'
        files[f"xl/{part}"] = xlsx_sheet(tab)
    relations += f'<Relationship Id="rId99" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
    package = f"{OFFICE}/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
            "xl/styles.xml": styles,
            **files,
        }
    )


# LibreOffice's form


def ods_cell(cell: Cell) -> str:
    def element(kind: str, text: str, more: str = "") -> str:
        start = f'<table:table-cell office:value-type="{kind}"{more}>'
        return f"{start}<text:p>{escape(text)}</text:p></table:table-cell>"

    match cell:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            return element("boolean", str(cell).upper(), f' office:boolean-value="{str(cell).lower()}"')
        case str():
            return element("string", cell)
        case float() | int():
            return element("float", str(cell), f' office:value="{cell!r}"')
        case Day(serial):
            day = (date(1899, 12, 30) + timedelta(days=serial)).isoformat()
            return element("date", day, f' office:date-value="{day}"')
        case ErrorValue(text):
            return element("string", text, ' calcext:value-type="error"')
        case Formula(text, value):
            return element("string", value or "", f' table:formula="of:={escape(text)}"')


def ods(*tabs: Tab) -> bytes:
    tables = ""
    for tab in tabs:
        rows = ""
        for row in tab.rows:
            cells = "".join(ods_cell(cell) for cell in row)
            rows += f"<table:table-row>{cells}</table:table-row>"
        tables += f'<table:table table:name="{escape(tab.name)}">{rows}</table:table>'
    spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<office:document-content {spaces} {calc} office:version="1.3"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})
