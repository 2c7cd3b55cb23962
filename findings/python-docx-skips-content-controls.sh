#!/usr/bin/env bash
# python-docx 1.2.0: text within a content control (w:sdt), which is how Word keeps check boxes and fields to fill in, is in no paragraph that it gives:
# neither the words within a line nor whole paragraphs. iter_inner_content() leaves them out too.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
venv/bin/python - >seen <<'PYTHON'
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls


def control(content):
    return parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>")


document = Document()
line = document.add_paragraph("Name: ")
line._p.append(control("<w:r><w:t>Acme</w:t></w:r>"))
line._p.addnext(control("<w:p><w:r><w:t>A paragraph to fill in</w:t></w:r></w:p>"))
document.save("form.docx")
read = Document("form.docx")
print("paragraphs:", [paragraph.text for paragraph in read.paragraphs])
print("content:   ", [block.text for block in read.iter_inner_content()])
print("in the XML:", [element.text for element in read.element.body.iter("{*}t")])
PYTHON
cat seen
diff seen - <<'EXPECTED'
paragraphs: ['Name: ']
content:    ['Name: ']
in the XML: ['Name: ', 'Acme', 'A paragraph to fill in']
EXPECTED
