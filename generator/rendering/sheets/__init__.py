"""Checklists, confirmations and summaries of one org."""
