"""The files that commands write beside a guide: vendor.lock.yaml, history.yaml, labels.yaml. Read, each is the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.rendering.source.comments import with_comments
from generator.rendering.source.guide_source import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model import Change, FormerName, History, Lock, LockedPlace, Revision

LOCK_HEAD = """\
# What the vendor's page stated on the day of review, and how we write it. Facts only: prose stands here as hashes.
# Written by guide drift --accept. Yours to correct: `ours`, the steps of guide.md that follow a place of the page.
"""
LABELS_HEAD = """\
# What labels were called on older releases, and where. Written by guide relabel.
"""
HISTORY_HEAD = """\
# What each revision changed, newest first; `vendor` is what had changed on the vendor's page before it.
# Written by guide drift --accept, which opens an entry, and guide compare --record, which closes it.
"""
LISTS = ("labels", "literals", "items", "links")
MAPPINGS = ("rows", "warnings")


def lock_file(lock: Lock, old: str = "") -> str:
    """Return vendor.lock.yaml, with the comments of the old one."""
    page = lock.page
    lines = [
        "page:",
        f"  url: {quoted(page.url)}",
        f'  reviewed: "{page.reviewed}"',
        f"  sha256: {page.sha256}",
        "values:",
    ]
    for name, value in lock.values.items():
        lines += [f"  {name}:", f"    stated: {quoted(value.stated)}", f"    value: {quoted(value.value)}"]
    if lock.places:
        lines.append("places:")
    for place in lock.places:
        lines += _place(place)
    return _headed(LOCK_HEAD, lines, old)


def _headed(head: str, lines: Iterable[str], old: str) -> str:
    """Return a file of these lines: with our own head, or with the comments of the file that it replaces."""
    text = "\n".join(lines) + "\n"
    if old:
        return with_comments(text, old)
    return head + text


def _place(place: LockedPlace) -> Iterator[str]:
    yield f"  - id: {quoted(place.id)}"
    if place.title:
        yield f"    title: {quoted(place.title)}"
    if place.ours or "/" in place.id:
        yield f"    ours: [{', '.join(place.ours)}]"
    if place.values:
        yield from _mapping("values", place.values)
    for key in LISTS:
        if texts := getattr(place, key):
            yield f"    {key}:"
            yield from (f"      - {quoted(text)}" for text in texts)
    for key in MAPPINGS:
        if texts := getattr(place, key):
            yield from _mapping(key, texts)
    if place.prose:
        yield f"    prose: {quoted(place.prose)}"


def _mapping(key: str, texts: dict[str, str]) -> Iterator[str]:
    yield f"    {key}:"
    for name, text in texts.items():
        yield f"      {quoted(name)}: {quoted(text)}"


def history_file(history: History, old: str = "") -> str:
    """Return history.yaml, with the comments of the old one."""
    lines = ["revisions:"]
    for revision in history.revisions:
        lines += _revision(revision)
    return _headed(HISTORY_HEAD, lines, old)


def _revision(revision: Revision) -> Iterator[str]:
    yield f'  - date: "{revision.date}"'
    if revision.revision:
        yield f"    revision: {json.dumps(revision.revision, ensure_ascii=False)}"
    if revision.release:
        yield f"    release: {quoted(revision.release)}"
    yield from _changes("changes", revision.changes)
    yield from _changes("vendor", revision.vendor)


def _changes(key: str, changes: Iterable[Change]) -> Iterator[str]:
    """A change is one line of JSON, which YAML reads as its own."""
    lines = [change.model_dump(mode="json", exclude_defaults=True) for change in changes]
    if lines:
        yield f"    {key}:"
        yield from (f"      - {json.dumps(line, ensure_ascii=False)}" for line in lines)


def labels_file(former: tuple[FormerName, ...], old: str = "") -> str:
    """Return labels.yaml, with the comments of the old one; nothing if there is neither a label nor a comment."""
    lines = ["former: []"]
    if former:
        lines = ["former:", *map(_former_line, former)]
    text = _headed(LABELS_HEAD, lines, old)
    if text == f"{LABELS_HEAD}former: []\n":
        return ""
    return text


def _former_line(name: FormerName) -> str:
    data = name.model_dump(mode="json")
    return f"  - {json.dumps(data, ensure_ascii=False)}"
