"""Finished files, and those that came back, to what stands in them."""
