#!/usr/bin/env bash
# PDFium (pypdfium2 5.15.2): saving a document keeps the compressed bytes of a page's metadata stream and drops its /Filter, so that no
# reader can tell that they are compressed. The XML is there, and is read as noise. Made and looked at with pikepdf 10.18.0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 pikepdf==10.18.0
venv/bin/python - >seen <<'PYTHON'
import zlib

import pikepdf
import pypdfium2

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>" * 5


def shown(path):
    with pikepdf.open(path) as pdf:
        stream = pdf.pages[0].obj.Metadata
        compressed = zlib.decompress(stream.read_raw_bytes()) == XMP
        return f"filter {stream.get('/Filter')}, compressed: {compressed}, read as written: {stream.read_bytes() == XMP}"


with pikepdf.new() as pdf:
    page = pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, XMP)
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    page.obj.Metadata = pdf.make_indirect(stream)
    pdf.save("before.pdf", compress_streams=True)
print("before:", shown("before.pdf"))
document = pypdfium2.PdfDocument("before.pdf")
document.save("after.pdf")
print("after: ", shown("after.pdf"))
PYTHON
cat seen
diff seen - <<'EXPECTED'
before: filter /FlateDecode, compressed: True, read as written: True
after:  filter None, compressed: True, read as written: False
EXPECTED
