#!/usr/bin/env bash
# WeasyPrint 70.0, --pdf-forms with PDF/UA-1: `readonly` and `disabled` are lost, so that such fields can be changed in the PDF; the name that a screen
# reader says (TU) is the field's name, not its label; a check box ticks as /on whatever its `value` is. Looked at with pikepdf 10.18.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0
venv/bin/python - >seen <<'PYTHON'
import pikepdf
from weasyprint import HTML

PAGE = """<!doctype html><html lang="en"><title>Form</title><style>input { display: inline-block }</style>
<p><label for="a">Not to be typed over</label> <input id="a" name="site" value="fixed" readonly></p>
<p><label for="b">Not to be unticked</label> <input id="b" type="checkbox" name="agreed" value="yes" checked disabled></p>
"""
READ_ONLY = 1
HTML(string=PAGE).write_pdf("form.pdf", pdf_forms=True, pdf_variant="pdf/ua-1")
with pikepdf.open("form.pdf") as pdf:
    for field in pdf.Root.AcroForm.Fields:
        flags = int(field.get("/Ff", 0))
        print(f"{field.T}: value {field.V}, read only: {bool(flags & READ_ONLY)}, said as “{field.TU}”")
PYTHON
cat seen
diff seen - <<'EXPECTED'
site: value fixed, read only: False, said as “site”
agreed: value /on, read only: False, said as “agreed”
EXPECTED
