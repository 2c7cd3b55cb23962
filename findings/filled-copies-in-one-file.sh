#!/usr/bin/env bash
# Two filled copies of one form put into one PDF, by the means each library offers. pypdf 6.21.4: the file holds two fields of each name, and its own
# get_fields() answers with the second copy's alone. pypdfium2 5.15.2: the second copy's boxes lie on the pages and belong to no form. PyMuPDF 2.0: its
# fields get other names. Nobody says so. Looked at with pikepdf 10.18.0 (whose own pages.extend() warns).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pikepdf==10.18.0 pypdf==6.21.4 pypdfium2==5.15.2 pymupdf==2.0
venv/bin/python - >seen <<'PYTHON'
import re

import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name


def drawing(pdf, code):
    stream = pdf.make_stream(code, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 10, 10])
    return pdf.make_indirect(stream)


def make(path, ticked):
    """Write a page with two check boxes, of which one is ticked."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(100, 100))
        drawings = Dictionary(Yes=drawing(pdf, b"0 0 10 10 re f"), Off=drawing(pdf, b"0 0 10 10 re s"))
        fields = []
        for number, name in enumerate(("first", "second")):
            state = Name.Yes if name == ticked else Name.Off
            place = [10, 20 * number, 20, 20 * number + 10]
            box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=name, Rect=place, F=4)
            box.V, box.AS, box.AP, box.P = state, state, Dictionary(N=drawings), page.obj
            fields.append(pdf.make_indirect(box))
        page.obj.Annots = Array(fields)
        pdf.Root.AcroForm = Dictionary(Fields=Array(fields))
        pdf.save(path)


def told(fields):
    # PyMuPDF's new names hold an object's number.
    return ", ".join(re.sub(r"\[\d+\]", "[n]", f"{field.T}={str(field.V)[1:]}") for field in fields)


def shown(library):
    with pikepdf.open(f"{library}.pdf") as pdf:
        boxes = [box for page in pdf.pages for box in page.obj.Annots]
        print(f"{library}: on the pages {told(boxes)} | in the form {told(pdf.Root.AcroForm.Fields)}")


make("a.pdf", "first")
make("b.pdf", "second")
writer = pypdf.PdfWriter()
writer.append("a.pdf")
writer.append("b.pdf")
writer.write("pypdf.pdf")
document = pypdfium2.PdfDocument("a.pdf")
document.import_pages(pypdfium2.PdfDocument("b.pdf"))
document.save("pypdfium2.pdf")
document = pymupdf.open("a.pdf")
document.insert_pdf(pymupdf.open("b.pdf"))
document.save("pymupdf.pdf")
for library in ("pypdf", "pypdfium2", "pymupdf"):
    shown(library)
fields = pypdf.PdfReader("pypdf.pdf").get_fields()
print("pypdf answers:", {name: field.value for name, field in fields.items()})
PYTHON
cat seen
diff seen - <<'EXPECTED'
pypdf: on the pages first=Yes, second=Off, first=Off, second=Yes | in the form first=Yes, second=Off, first=Off, second=Yes
pypdfium2: on the pages first=Yes, second=Off, first=Off, second=Yes | in the form first=Yes, second=Off
pymupdf: on the pages first=Yes, second=Off, first [n]=Off, second [n]=Yes | in the form first=Yes, second=Off, first [n]=Off, second [n]=Yes
pypdf answers: {'first': '/Off', 'second': '/Yes'}
EXPECTED
