"""The sources of a guide, written by program."""
