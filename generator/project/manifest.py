"""What a build made, file by file, so that `guide check --out` sees whatever changed since."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from generator.deriving.fingerprint import guide_hash
from generator.output.files import MARKER, write
from generator.problems import Location, Problem, Severity
from generator.reading.text.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from generator.model import Guide

MANIFEST = "manifest.json"
OUR_NOTES = frozenset({MARKER, MANIFEST})
FORMAT = "guide-build/1"


def write_manifest(out: Path, guides: Iterable[Guide]) -> None:
    """Write the sha256 of every file below `out` and of each guide's content. Nothing may be written after it."""
    hashes = {guide.id: guide_hash(guide) for guide in guides}
    manifest = {"format": FORMAT, "guides": hashes, "files": _files(out)}
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    write(out / MANIFEST, f"{text}\n")


def _files(out: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    for path in sorted(out.rglob("*")):
        if path.is_file() and path.name not in OUR_NOTES:
            name = path.relative_to(out).as_posix()
            files[name] = _sha256(path)
    return files


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(out: Path) -> dict[str, Any] | None:
    """Return the manifest; None if it is missing or damaged."""
    try:
        manifest = parse_json((out / MANIFEST).read_bytes())
        is_ours = manifest["format"] == FORMAT
        guides, files = manifest["guides"], manifest["files"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if is_ours and isinstance(guides, dict) and isinstance(files, dict):
        return dict(manifest)
    return None


def compare(manifest: dict[str, Any], out: Path, name: str, guides: Iterable[Guide]) -> Iterator[Problem]:
    """Yield what differs between the folder `out`, which problems call `name`, and its manifest."""
    made, there = manifest["files"], _files(out)
    for path in sorted(made.keys() | there.keys()):
        place = Location(f"{name}/{path}")
        if path not in there:
            yield Problem(place, "file-missing", "This file was made and is gone. Build again.")
        elif path not in made:
            text = "No build made this file. Take it away, or the next build does."
            yield Problem(place, "file-unknown", text)
        elif made[path] != there[path]:
            yield Problem(place, "file-changed", "This file is not as it was made. Build again.")
    for guide in guides:
        if manifest["guides"].get(guide.id) != guide_hash(guide):
            text = f"“{guide.about.title}” has changed since this was made. Build again."
            yield Problem(Location(name), "outdated", text, Severity.WARNING)
