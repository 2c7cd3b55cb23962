"""Writes finished files: PDF, the site, and publishing all or nothing."""
