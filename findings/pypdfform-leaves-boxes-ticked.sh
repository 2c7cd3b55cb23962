#!/usr/bin/env bash
# PyPDFForm 6.0.1: a check box is listed, and can be unticked, only if the name of its ticked state is /Yes. PDF lets a box name that state
# as it likes; one that says /On, /on or /1 can be ticked, but is not in the list of fields, and stays ticked when it is filled with False.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check PyPDFForm==6.0.1 pikepdf==10.18.0
venv/bin/python - >seen <<'PYTHON'
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PyPDFForm import PdfWrapper


def drawing(pdf, content):
    stream = pikepdf.Stream(pdf, content)
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
    return pdf.make_indirect(stream)


def with_box(state, now):
    """Write a page with one check box."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        box = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("box"), V=Name(now), AS=Name(now), F=4,
            Rect=Array([50, 50, 70, 70]), P=page.obj,
            AP=Dictionary(N=Dictionary({state: drawing(pdf, b"0 0 20 20 re f"), "/Off": drawing(pdf, b"")})),
        )
        reference = pdf.make_indirect(box)
        page.obj.Annots = Array([reference])
        pdf.Root.AcroForm = Dictionary(Fields=Array([reference]))
        pdf.save("in.pdf")


def filled(state, now, wanted):
    with_box(state, now)
    PdfWrapper("in.pdf").fill({"box": wanted}).write("out.pdf")
    with pikepdf.open("out.pdf") as pdf:
        return str(pdf.pages[0].obj.Annots[0].V)


for state in ("/Yes", "/On", "/on", "/1"):
    with_box(state, state)
    listed = list(PdfWrapper("in.pdf").data)
    print(f"{state}: listed {listed}, ticked {filled(state, '/Off', True)}, unticked {filled(state, state, False)}")
PYTHON
cat seen
diff seen - <<'EXPECTED'
/Yes: listed ['box'], ticked /Yes, unticked /Off
/On: listed [], ticked /On, unticked /On
/on: listed [], ticked /on, unticked /on
/1: listed [], ticked /1, unticked /1
EXPECTED
