#!/usr/bin/env bash
# PDFium (pypdfium2 5.15.2): the text of a page is not what its fonts' tables say. A ligature becomes its letters, and a
# hyphen at the end of a line U+FFFE, which is no character, without the line's end. pdfminer.six 20260107 reads the tables. Made with WeasyPrint 70.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 weasyprint==70.0 pdfminer.six==20260107
venv/bin/python - >seen <<'PYTHON'
from pdfminer.high_level import extract_text
from pypdfium2 import PdfDocument
from weasyprint import HTML

TEXTS = {"ligature": "ﬁne", "hyphen": "call-<br>back"}

for name, text in TEXTS.items():
    HTML(string=f"<p style='width: 3em; font-family: DejaVu Sans'>{text}").write_pdf("x.pdf")
    by_table = extract_text("x.pdf").rstrip()
    by_pdfium = PdfDocument("x.pdf")[0].get_textpage().get_text_range()
    print(f"{name}: by its table {ascii(by_table)}, by PDFium {ascii(by_pdfium)}")
PYTHON
cat seen
diff seen - <<'EXPECTED'
ligature: by its table '\ufb01ne', by PDFium 'fine'
hyphen: by its table 'call-\nback', by PDFium 'call\ufffeback'
EXPECTED
