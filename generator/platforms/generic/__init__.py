"""Any product that has no folder of its own here."""
