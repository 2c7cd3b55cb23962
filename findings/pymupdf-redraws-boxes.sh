#!/usr/bin/env bash
# PyMuPDF 2.0: ticking a check box replaces the box's own drawings by a mark in ZapfDingbats, a font that is not in the file; the drawing of the empty
# box is emptied. An archivable form (PDF/A asks for every font) is none any more, though the field had a drawing for either state.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pikepdf==10.18.0 pymupdf==2.0
venv/bin/python - >seen <<'PYTHON'
import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name


def drawing(pdf, code):
    return pdf.make_stream(code, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])


def shown(path):
    with pikepdf.open(path) as pdf:
        box = pdf.pages[0].obj.Annots[0]
        for state in ("/Off", "/Yes"):
            look = box.AP.N[state]
            fonts = look.get("/Resources", {}).get("/Font", {})
            embedded = ["/FontDescriptor" in font for font in fonts.values()]
            print(f"{path} {state}: {b' '.join(look.read_bytes().split()).decode()} | fonts {list(fonts)}, embedded {embedded}")


with pikepdf.new() as pdf:
    page = pdf.add_blank_page(page_size=(100, 100))
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T="step", Rect=[10, 10, 20, 20], F=4)
    looks = Dictionary(Yes=drawing(pdf, b"0 0 m 10 10 l S"), Off=drawing(pdf, b"0 0 10 10 re S"))
    box.V, box.AS, box.AP, box.P = Name.Off, Name.Off, Dictionary(N=looks), page.obj
    page.obj.Annots = Array([pdf.make_indirect(box)])
    pdf.Root.AcroForm = Dictionary(Fields=Array(page.obj.Annots))
    pdf.save("blank.pdf")
document = pymupdf.open("blank.pdf")
for widget in document[0].widgets():
    widget.field_value = True
    widget.update()
document.save("ticked.pdf")
shown("blank.pdf")
shown("ticked.pdf")
PYTHON
cat seen
diff seen - <<'EXPECTED'
blank.pdf /Off: 0 0 10 10 re S | fonts [], embedded []
blank.pdf /Yes: 0 0 m 10 10 l S | fonts [], embedded []
ticked.pdf /Off: q 1 w Q | fonts [], embedded []
ticked.pdf /Yes: q 1 w BT 0 g 2 2 Td /ZaDb 10 Tf (3) Tj ET Q | fonts ['/ZaDb'], embedded [False]
EXPECTED
