"""Puts a finished site beside those of earlier revisions: `add_revision.py SITE PUBLISHED REVISION`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

LEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{0}</title>'
LEAD += '<meta http-equiv="refresh" content="0; url={0}/"><p><a href="{0}/">The newest revision: {0}</a></p></html>\n'


def add(site: Path, published: Path, revision: str) -> None:
    """Copy `site` to `published`/`revision`, list it first in versions.json, and lead the first page to it."""
    shutil.rmtree(published / revision, ignore_errors=True)
    shutil.copytree(site, published / revision)
    listed = published / "versions.json"
    known = [entry["version"] for entry in json.loads(listed.read_text(encoding="utf-8"))] if listed.exists() else []
    versions = [revision, *(version for version in known if version != revision)]
    entries = [{"version": name, "title": name, "aliases": ["latest"] * (name == revision)} for name in versions]
    listed.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
    (published / "index.html").write_text(LEAD.format(revision), encoding="utf-8")
    (published / ".nojekyll").touch()


if __name__ == "__main__":
    add(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
