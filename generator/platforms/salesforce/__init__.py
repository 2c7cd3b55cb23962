"""Salesforce: its addresses, its My Domain, its metadata."""
