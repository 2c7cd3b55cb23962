"""Formats that carry text: YAML, Markdown, JSON, with the position of every fault."""
