"""Sheets for many orgs: what is to be made, who makes it, where it lies."""
