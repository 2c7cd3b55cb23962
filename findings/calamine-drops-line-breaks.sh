#!/usr/bin/env bash
# python-calamine 0.9.1: a line break within a paragraph of an OpenDocument cell (text:line-break) is dropped, so that two words become one.
# Three blanks (text:s) and two paragraphs in a cell are kept, and so is a line break in a cell of Excel's format. Made with odfpy 1.4.1, openpyxl 3.1.5.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1 openpyxl==3.1.5
venv/bin/python - >seen <<'PYTHON'
import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S
from python_calamine import load_workbook


def cell(*paragraphs):
    cell = TableCell(valuetype="string")
    for paragraph in paragraphs:
        cell.addElement(paragraph)
    return cell


def paragraph(first, between, second):
    paragraph = P(text=first)
    paragraph.addElement(between)
    paragraph.addText(second)
    return paragraph


row = TableRow()
row.addElement(cell(paragraph("Main", LineBreak(), "Street")))
row.addElement(cell(paragraph("Main", S(c=3), "Street")))
row.addElement(cell(P(text="Main"), P(text="Street")))
document = OpenDocumentSpreadsheet()
document.spreadsheet.addElement(Table(name="orgs"))
document.spreadsheet.firstChild.addElement(row)
document.save("orgs.ods")
workbook = openpyxl.Workbook()
workbook.active["A1"] = "Main\nStreet"
workbook.save("orgs.xlsx")
for path in ("orgs.ods", "orgs.xlsx"):
    print(path, load_workbook(path).get_sheet_by_index(0).to_python())
PYTHON
cat seen
diff seen - <<'EXPECTED'
orgs.ods [['MainStreet', 'Main   Street', 'Main\nStreet']]
orgs.xlsx [['Main\nStreet']]
EXPECTED
