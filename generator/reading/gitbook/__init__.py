"""Reads a vendor's page, GitBook-flavoured or plain Markdown, to the page model.

    text ─ lines.prepare ─▶ text and line map ─ markdown-it ─▶ tree ─ blocks ─▶ blocks ─ page ─▶ sections

`read_page` is the only way in.
"""

from generator.reading.gitbook.page import read_page

__all__ = ["read_page"]
