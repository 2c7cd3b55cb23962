"""What a page of a PDF says, by another reader than the product's."""

from __future__ import annotations

from io import BytesIO

import pdfplumber


def pdf_text(data: bytes) -> str:
    """Return the text of all pages, parted by form feeds."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        return "\f".join(page.extract_text() for page in pdf.pages)
