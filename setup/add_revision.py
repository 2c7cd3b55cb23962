"""Puts a finished site beside those of earlier revisions and prints its revision: `add_revision.py SITE PUBLISHED`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

LEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{0}</title>'
LEAD += '<meta http-equiv="refresh" content="0; url={0}/"><p><a href="{0}/">The newest revision: {0}</a></p></html>\n'


FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def newest_revision(site: Path) -> str:
    """Return the highest revision of the site's guides; 2026.10 comes after 2026.9."""
    guides = [json.loads(path.read_text(encoding="utf-8")) for path in site.glob("*/guide.json")]
    revision: str = max((guide["about"]["revision"] for guide in guides), key=_natural, default="")
    if not FOLDER_NAME.fullmatch(revision):
        sys.exit(f"The revision “{revision}” cannot name a folder. Use letters, digits, dots, hyphens and underscores.")
    return revision


def _natural(text: str) -> list[tuple[str, int]]:
    return [(words, int(digits or 0)) for words, digits in re.findall(r"(\D*)(\d*)", text)]


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
    new = newest_revision(Path(sys.argv[1]))
    add(Path(sys.argv[1]), Path(sys.argv[2]), new)
    print(new)  # noqa: T201 - what the workflow goes on with
