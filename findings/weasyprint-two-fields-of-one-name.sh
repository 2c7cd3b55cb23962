#!/usr/bin/env bash
# WeasyPrint 70.0: two inputs of one name, which HTML allows, become two separate fields of one name, which PDF does not (ISO 32000-1, 12.7.3.2: fields
# of one name are one field with two places). Readers then know one of them: pypdf 6.21.4 gives a single answer for two different ones.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0 pypdf==6.21.4
venv/bin/python - >seen <<'PYTHON'
import pikepdf
import pypdf
from weasyprint import HTML

PAGE = """<!doctype html><html lang="en"><title>Form</title>
<p><input name="contact" value="first"></p>
<p><input name="contact" value="second"></p>
"""
HTML(string=PAGE).write_pdf("form.pdf", pdf_forms=True)
with pikepdf.open("form.pdf") as pdf:
    print("in the file:", [(str(field.T), str(field.V)) for field in pdf.Root.AcroForm.Fields])
print("by pypdf:   ", pypdf.PdfReader("form.pdf").get_form_text_fields())
PYTHON
cat seen
diff seen - <<'EXPECTED'
in the file: [('contact', 'first'), ('contact', 'second')]
by pypdf:    {'contact': 'second'}
EXPECTED
