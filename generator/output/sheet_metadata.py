"""What a sheet's PDF says of itself: the XMP of our own properties, and the schemas that PDF/A wants for them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from generator.model.sheet_layouts import boxes_in_short
from generator.reading.artefacts.filled_pdf import NAMESPACE


@dataclass(frozen=True)
class LaidOutSheet:
    """What of the HTML must be found again in the PDF."""

    text: str
    value_ids: tuple[str, ...]
    guide: str
    revision: str
    org: str | None
    steps: tuple[tuple[str, str], ...]
    boxes: tuple[str, ...]
    """The names of its check boxes."""
    run: str
    """On an archive copy, what is on record of its steps, as JSON."""


def descriptions(sheet: LaidOutSheet) -> str:
    """Return XMP for PDF/UA, the guide's own properties, and the schemas PDF/A wants for both."""
    steps = "".join(f"<rdf:li>{escape(step)} {escape(digest)}</rdf:li>" for step, digest in sheet.steps)
    boxes = "".join(f"<rdf:li>{escape(line)}</rdf:li>" for line in boxes_in_short(sheet.boxes))
    org = f"<guide:org>{escape(sheet.org)}</guide:org>" if sheet.org else ""
    run = f"<guide:run>{escape(sheet.run, quote=False)}</guide:run>" if sheet.run else ""
    return (
        '<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" '
        f'xmlns:guide="{NAMESPACE}" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        "<pdfuaid:part>1</pdfuaid:part>"
        f"<guide:id>{escape(sheet.guide)}</guide:id><guide:revision>{escape(sheet.revision)}</guide:revision>"
        f"{org}{run}<guide:steps><rdf:Bag>{steps}</rdf:Bag></guide:steps>"
        f"<guide:boxes><rdf:Bag>{boxes}</rdf:Bag></guide:boxes>"
        "<pdfaExtension:schemas><rdf:Bag>"
        + _schema(
            "PDF/UA Universal Accessibility Schema",
            "http://www.aiim.org/pdfua/ns/id/",
            "pdfuaid",
            (("part", "Integer", "internal", "Part of ISO 14289 to which the file conforms"),),
        )
        + _schema(
            "Set-up guide",
            NAMESPACE,
            "guide",
            (
                ("id", "Text", "external", "Id of the guide"),
                ("revision", "Text", "external", "Revision of the guide"),
                ("org", "Text", "external", "Id of the org"),
                ("steps", "bag Text", "external", "Id and content hash of each step"),
                ("boxes", "bag Text", "external", "Each step with its kinds of check box"),
                ("run", "Text", "external", "What is on record of the steps, on an archive copy"),
            ),
        )
        + "</rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


def _schema(title: str, uri: str, prefix: str, properties: tuple[tuple[str, str, str, str], ...]) -> str:
    parts = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{about}</pdfaProperty:description></rdf:li>"
        for name, kind, category, about in properties
    )
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema><pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{parts}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
