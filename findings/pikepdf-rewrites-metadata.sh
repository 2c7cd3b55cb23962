#!/usr/bin/env bash
# pikepdf 10.18.0: Pdf.save() puts a new object in the place of the document's metadata and writes its XML anew, though nobody opened
# the metadata. Another key that leads to the same stream then leads to the old one: what was one object is two.
# With fix_metadata_version=False both stay one, byte for byte.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pikepdf==10.18.0
venv/bin/python - >seen <<'PYTHON'
import pikepdf

XMP = (
    b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='w'?>"
)


def saved(name, **options):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, XMP)
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(stream)
    pdf.Root.Again = pdf.Root.Metadata
    pdf.save(name, **options)
    with pikepdf.open(name) as back:
        one = back.Root.Metadata.objgen == back.Root.Again.objgen
        return f"one object: {one}, same bytes: {back.Root.Metadata.read_bytes() == XMP}"


print("as it comes:", saved("a.pdf"))
print("fix_metadata_version=False:", saved("b.pdf", fix_metadata_version=False))
PYTHON
cat seen
diff seen - <<'EXPECTED'
as it comes: one object: False, same bytes: False
fix_metadata_version=False: one object: True, same bytes: True
EXPECTED
