#!/usr/bin/env bash
# python-calamine 0.9.1: in an .xlsx file the error of a formula (#N/A, #REF!) is read as an empty text, so that it cannot be told from a cell that
# somebody left empty. Made with openpyxl 3.1.5, which reads the same cell as the error's name.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
venv/bin/python - >seen <<'PYTHON'
import openpyxl
from python_calamine import load_workbook

workbook = openpyxl.Workbook()
workbook.active.append(["Acme", "#N/A", None, "#REF!"])
workbook.save("orgs.xlsx")
print("openpyxl:       ", [cell.value for cell in openpyxl.load_workbook("orgs.xlsx").active[1]])
print("python-calamine:", load_workbook("orgs.xlsx").get_sheet_by_index(0).to_python()[0])
PYTHON
cat seen
diff seen - <<'EXPECTED'
openpyxl:        ['Acme', '#N/A', None, '#REF!']
python-calamine: ['Acme', '', '', '']
EXPECTED
