"""One structured source in; a hosted guide, printable checklists and per-org records out."""

__version__ = "0.1.0"
