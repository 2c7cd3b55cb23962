"""Text within a line and blocks, as HTML and as Markdown."""
