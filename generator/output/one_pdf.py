"""Several sheets' PDFs as one: pages, bookmarks, links, check boxes and tags, still PDF/UA-1 and PDF/A-2a.

pikepdf copies all but the tags. Each page goes on saying of which sheet it is, so that the whole is recorded as its
sheets would be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

OF_ONE_SHEET = re.compile(rb"<guide:(id|revision|org|steps|boxes)>.*?</guide:\1>", re.DOTALL)
"""What a sheet's metadata says of that sheet alone."""

TITLE = re.compile(rb'(<rdf:li xml:lang="x-default">).*?(</rdf:li>)', re.DOTALL)
SAME_FOR_ALL = ("/Lang", "/MarkInfo", "/OutputIntents", "/ViewerPreferences")
MOST_ENTRIES = 1_000
"""In one array of a tree: readers are slow with longer ones, and some refuse them."""


@dataclass(frozen=True)
class SheetPdf:
    """One PDF: its file, and its name among the bookmarks and the tags."""

    path: Path
    title: str


@dataclass
class _Tags:
    """What has been gathered of all parts' tags: their elements, and what each key of a page leads to."""

    elements: list[Any] = field(default_factory=list)
    by_key: list[tuple[int, Any]] = field(default_factory=list)
    next_key: int = 0


def write_one_pdf(parts: Iterable[SheetPdf], title: str, path: Path) -> None:
    """Write all parts, in order, to `path`. The same parts give the same bytes."""
    tags = _Tags()
    bookmarks: list[tuple[str, int, int]] = []
    with pikepdf.new() as pdf:
        for part in parts:
            with pikepdf.open(part.path) as source:
                bookmarks.append((part.title, len(pdf.pages), _count_bookmarks(source)))
                _add(pdf, source, part, tags)
        _set_bookmarks(pdf, bookmarks)
        _set_tags(pdf, tags)
        _set_title(pdf, title)
        objects = pikepdf.ObjectStreamMode.generate
        pdf.save(path, deterministic_id=True, fix_metadata_version=False, object_stream_mode=objects)


def _add(pdf: pikepdf.Pdf, source: pikepdf.Pdf, part: SheetPdf, tags: _Tags) -> None:
    first = len(pdf.pages)
    pdf.add_pages_from(source)
    if not first:
        _take_over(pdf, source)
    pages = list(pdf.pages)[first:]
    _add_tags(tags, pdf.copy_foreign(source.Root.StructTreeRoot), pages, part)


def _take_over(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Take what is the same in all parts from the first."""
    for key in SAME_FOR_ALL:
        pdf.Root[key] = pdf.copy_foreign(source.make_indirect(source.Root[key]))
    xmp = OF_ONE_SHEET.sub(b"", source.Root.Metadata.read_bytes())
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    for key in ("/CreationDate", "/ModDate", "/Producer"):
        pdf.docinfo[key] = String(str(source.docinfo[key]))


# Tags


def _add_tags(tags: _Tags, tree: Any, pages: list[pikepdf.Page], part: SheetPdf) -> None:
    """Add a part's tags below an element of its own, and let its pages find them under new keys."""
    shift = tags.next_key
    for key, element in _pairs(tree.ParentTree.Nums):
        tags.by_key.append((int(key) + shift, element))
        tags.next_key = max(tags.next_key, int(key) + shift + 1)
    for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
        element.S, element.T = Name.Part, String(part.title)
        tags.elements.append(element)
    for page in pages:
        page.obj.StructParents += shift
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent += shift


def _pairs(entries: Any) -> Iterator[tuple[Any, Any]]:
    items = list(entries)
    return zip(items[::2], items[1::2], strict=True)


def _set_tags(pdf: pikepdf.Pdf, tags: _Tags) -> None:
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array(tags.elements)))
    for element in tags.elements:
        element.P = document
    tree.K = Array([document])
    tree.ParentTree = _number_tree(pdf, tags.by_key)
    tree.ParentTreeNextKey = tags.next_key
    pdf.Root.StructTreeRoot = tree


def _number_tree(pdf: pikepdf.Pdf, entries: list[tuple[int, Any]]) -> Any:
    """Return a tree of two levels."""
    kids = []
    for start in range(0, len(entries), MOST_ENTRIES):
        leaf = entries[start : start + MOST_ENTRIES]
        flat = Array(chain.from_iterable(leaf))
        first, last = leaf[0], leaf[-1]
        limits = Array([first[0], last[0]])
        kid = Dictionary(Nums=flat, Limits=limits)
        kids.append(pdf.make_indirect(kid))
    return pdf.make_indirect(Dictionary(Kids=Array(kids)))


# Bookmarks and title


def _count_bookmarks(source: pikepdf.Pdf) -> int:
    with source.open_outline() as outline:
        return len(outline.root)


def _set_bookmarks(pdf: pikepdf.Pdf, bookmarks: list[tuple[str, int, int]]) -> None:
    """Put each part's own bookmarks, which stand in one row so far, below one of its name."""
    with pdf.open_outline() as outline:
        copied = iter(list(outline.root))
        outline.root.clear()
        for title, page, count in bookmarks:
            bookmark = OutlineItem(title, page)
            bookmark.is_closed = True
            bookmark.children.extend(next(copied) for _ in range(count))
            outline.root.append(bookmark)


def _set_title(pdf: pikepdf.Pdf, title: str) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    words = escape(title, quote=False).encode()
    pdf.Root.Metadata.write(TITLE.sub(lambda match: match[1] + words + match[2], xmp))
    pdf.docinfo["/Title"] = String(title)
