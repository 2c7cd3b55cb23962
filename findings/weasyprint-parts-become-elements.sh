#!/usr/bin/env bash
# WeasyPrint 70.0: whatever goes on over a page becomes an element of its own there in a tagged PDF: one table of four rows over four pages is
# four Table elements, each with a THead of its own (the repeated head is no artifact), one list over three pages three L elements, one paragraph three P elements.
# A screen reader tells four tables; whoever reads a table back by its structure finds its head again between two rows. Read with pikepdf 10.18.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0
venv/bin/python - >seen <<'PYTHON'
from collections import Counter
from io import BytesIO

import pikepdf
import weasyprint

STYLE = "@page { size: 60mm 30mm; margin: 5mm } td, th { height: 6mm } li { height: 8mm } p { line-height: 8mm; orphans: 1; widows: 1 }"
ROWS = "".join(f"<tr><th scope=row>{number}<td>Row" for number in range(4))
BODIES = {
    "table": f"<table><thead><tr><th scope=col>Step<th scope=col>Why<tbody>{ROWS}</table>",
    "list": "<ul><li>one<li>two<li>three<li>four</ul>",
    "paragraph": "<p>one<br>two<br>three<br>four</p>",
}


def kinds(node):
    """Yield the kind of each element below a node of the structure tree."""
    below = node.get("/K", ())
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield str(child.S)
            yield from kinds(child)


for name, body in BODIES.items():
    html = f"<html lang=en><title>T</title><style>{STYLE}</style>{body}"
    data = weasyprint.HTML(string=html).write_pdf(pdf_tags=True)
    with pikepdf.open(BytesIO(data)) as pdf:
        count = Counter(kinds(pdf.Root.StructTreeRoot))
        told = [f"{kind} {count[kind]}" for kind in ("/Table", "/THead", "/L", "/P") if count[kind]]
        print(name, "over", len(pdf.pages), "pages:", *told)
PYTHON
cat seen
diff seen - <<'EXPECTED'
table over 4 pages: /Table 4 /THead 4
list over 3 pages: /L 3
paragraph over 3 pages: /P 3
EXPECTED
