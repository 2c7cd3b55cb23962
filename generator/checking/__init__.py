"""Looks at a guide that could be read, one rule a file, and at what finished artefacts hold."""
