#!/usr/bin/env bash
# PDFium (pypdfium2 5.15.2): curly quotes and dashes typed into a form field are set in a further font of the machine, as two bytes of a Chinese
# encoding, though the field's own font (WinAnsiEncoding) has them. That font is not embedded, so an archivable form (PDF/A) is none any more; “é” and
# “€” are set in the field's own font.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pikepdf==10.18.0 pypdfium2==5.15.2
venv/bin/python - >seen <<'PYTHON'
import ctypes

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

with pikepdf.new() as pdf:
    page = pdf.add_blank_page(page_size=(300, 100))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="x", Rect=[10, 10, 290, 40], F=4)
    field.DA, field.P = "/Own 12 Tf 0 g", page.obj
    page.obj.Annots = Array([pdf.make_indirect(field)])
    fonts = Dictionary(Font=Dictionary(Own=pdf.make_indirect(font)))
    pdf.Root.AcroForm = Dictionary(Fields=Array(page.obj.Annots), DR=fonts)
    pdf.save("blank.pdf")


def typed(text):
    document = pypdfium2.PdfDocument("blank.pdf")
    document.init_forms()
    form, page = document.formenv.raw, document[0]
    pdfium.FORM_OnLButtonDown(form, page.raw, 0, 100, 25)
    pdfium.FORM_OnLButtonUp(form, page.raw, 0, 100, 25)
    wide = ctypes.create_string_buffer(f"{text}\0".encode("utf-16-le"))
    pdfium.FORM_ReplaceSelection(form, page.raw, ctypes.cast(wide, pdfium.FPDF_WIDESTRING))
    pdfium.FORM_ForceToKillFocus(form)
    document.save("typed.pdf")


for text in ("it's", "café", "10 €", "it’s", "a – b"):
    typed(text)
    with pikepdf.open("typed.pdf") as pdf:
        look = pdf.pages[0].obj.Annots[0].AP.N
        others = len(look.Resources.Font) - 1
        print(f"{text}: {others} further fonts")
PYTHON
cat seen
diff seen - <<'EXPECTED'
it's: 0 further fonts
café: 0 further fonts
10 €: 0 further fonts
it’s: 1 further fonts
a – b: 1 further fonts
EXPECTED
