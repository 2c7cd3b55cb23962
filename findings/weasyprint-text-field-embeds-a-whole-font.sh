#!/usr/bin/env bash
# WeasyPrint 70.0, --pdf-forms: one text field puts the whole font into the file, because somebody may type anything; a check box does not. On a page of
# a few words the file grows more than a hundredfold. With DejaVu Sans, taken from matplotlib 3.10.7 so that nothing depends on the machine's fonts.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 matplotlib==3.10.7
venv/bin/python - >seen <<'PYTHON'
from importlib.resources import files

from weasyprint import HTML

font = files("matplotlib") / "mpl-data/fonts/ttf/DejaVuSans.ttf"
style = f"@font-face {{ font-family: Sample; src: url({font.as_uri()}) }} * {{ font-family: Sample }}"


def size(field):
    page = f"<!doctype html><html lang='en'><title>Form</title><style>{style}</style><p>Name: {field}"
    return len(HTML(string=page).write_pdf(pdf_forms=True))


plain = size("")
for field in ("<input type='checkbox' name='a'>", "<input name='a'>"):
    print(f"{field}: more than a hundred times the size without: {size(field) > 100 * plain}")
PYTHON
cat seen
diff seen - <<'EXPECTED'
<input type='checkbox' name='a'>: more than a hundred times the size without: False
<input name='a'>: more than a hundred times the size without: True
EXPECTED
