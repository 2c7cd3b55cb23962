"""The file in which a run that writes several files together says which of them are ready."""

JOURNAL = ".guide-unfinished.json"
