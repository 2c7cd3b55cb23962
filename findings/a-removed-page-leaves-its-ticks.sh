#!/usr/bin/env bash
# A page taken out of a filled form with pikepdf 10.18.0, pypdf 6.21.4, pypdfium2 5.15.2 or PyMuPDF 2.0: its fields stay in the form, values and all,
# though no page shows them any more. So the answers of a page that is gone still count for whoever reads the form.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pikepdf==10.18.0 pypdf==6.21.4 pypdfium2==5.15.2 pymupdf==2.0
venv/bin/python - >seen <<'PYTHON'
import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

with pikepdf.new() as pdf:
    fields = []
    for name in ("first", "second"):
        page = pdf.add_blank_page(page_size=(100, 100))
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=name, V=f"typed on page {name}")
        field.Rect, field.F, field.P = [10, 10, 90, 30], 4, page.obj
        page.obj.Annots = Array([pdf.make_indirect(field)])
        fields.append(page.obj.Annots[0])
    pdf.Root.AcroForm = Dictionary(Fields=Array(fields))
    pdf.save("whole.pdf")
with pikepdf.open("whole.pdf") as pdf:
    del pdf.pages[1]
    pdf.save("pikepdf.pdf")
writer = pypdf.PdfWriter(clone_from="whole.pdf")
writer.remove_page(1)
writer.write("pypdf.pdf")
document = pypdfium2.PdfDocument("whole.pdf")
document.del_page(1)
document.save("pypdfium2.pdf")
document = pymupdf.open("whole.pdf")
document.delete_page(1)
document.save("pymupdf.pdf", garbage=4)
for library in ("pikepdf", "pypdf", "pypdfium2", "pymupdf"):
    fields = pypdf.PdfReader(f"{library}.pdf").get_form_text_fields()
    print(f"{library}: {len(pypdf.PdfReader(f'{library}.pdf').pages)} page, {fields}")
PYTHON
cat seen
diff seen - <<'EXPECTED'
pikepdf: 1 page, {'first': 'typed on page first', 'second': 'typed on page second'}
pypdf: 1 page, {'first': 'typed on page first', 'second': 'typed on page second'}
pypdfium2: 1 page, {'first': 'typed on page first', 'second': 'typed on page second'}
pymupdf: 1 page, {'first': 'typed on page first', 'second': 'typed on page second'}
EXPECTED
