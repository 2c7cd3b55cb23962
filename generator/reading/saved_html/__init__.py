"""A saved HTML page of a vendor who offers no Markdown: its main part, as the page model."""
