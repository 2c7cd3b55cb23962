"""Several sheets' PDFs as one: pages, bookmarks, links, check boxes and tags, still PDF/UA-1 and PDF/A-2a.

pikepdf copies all but the tags. Each page goes on saying of which sheet it is, so that the whole is recorded as its
sheets would be.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from html import escape
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Stream, String

from generator.output.small_pdf import save_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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
    tags, bookmarks, boxes = _Tags(), [], []
    form: dict[str, Any] = {}
    with pikepdf.new() as pdf:
        shared = _Shared()
        for number, part in enumerate(parts):
            with pikepdf.open(part.path) as source:
                if not number:
                    _take_over(pdf, source)
                pages = _add_pages(pdf, source, shared)
                _add_tags(tags, pdf.copy_foreign(source.Root.StructTreeRoot), pages, part)
                bookmarks.append(_bookmark(pdf, source, pages[0], part))
                part_form = _form(pdf, source)
                form = form or part_form
                boxes += _renamed(part_form, number)
        _set_bookmarks(pdf, bookmarks)
        _set_boxes(pdf, boxes, form)
        _set_tags(pdf, tags)
        _set_title(pdf, title)
        save_pdf(pdf, path, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _take_over(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """Take what is the same in all parts from the first."""
    for key in SAME_FOR_ALL:
        pdf.Root[key] = pdf.copy_foreign(source.make_indirect(source.Root[key]))
    xmp = OF_ONE_SHEET.sub(b"", source.Root.Metadata.read_bytes())
    pdf.Root.Metadata = pdf.make_stream(xmp, Type=Name.Metadata, Subtype=Name.XML)
    for key in ("/CreationDate", "/ModDate", "/Producer"):
        pdf.docinfo[key] = String(str(source.docinfo[key]))


# Pages


class _Shared:
    """What several sheets have alike, kept once: fonts, drawings of boxes, and the text that no org changes."""

    def __init__(self) -> None:
        self._first: dict[tuple[bytes, ...], Any] = {}
        self._seen: dict[tuple[int, int], Any] = {}

    def one(self, item: Any) -> Any:
        """Return the first object that held the same, after all that it leads to was shared."""
        if not isinstance(item, Array | Dictionary | Stream):
            return item
        if not item.is_indirect:
            return self._with_shared_parts(item)
        if item.objgen not in self._seen:
            self._seen[item.objgen] = item  # in case it leads to itself
            self._seen[item.objgen] = self._first.setdefault(_content(self._with_shared_parts(item)), item)
        return self._seen[item.objgen]

    def _with_shared_parts(self, item: Any) -> Any:
        keys = range(len(item)) if isinstance(item, Array) else list(item.keys())
        for key in keys:
            part = item[key]
            if isinstance(part, Array | Dictionary | Stream):
                item[key] = self.one(part)
        return item


def _content(item: Any) -> tuple[bytes, ...]:
    """Return what tells an object from others once the objects that it names are shared."""
    if not isinstance(item, Stream):
        return (item.unparse(resolved=True),)
    packed = hashlib.sha256(item.read_raw_bytes())
    return item.stream_dict.unparse(), packed.digest()


def _add_pages(pdf: pikepdf.Pdf, source: pikepdf.Pdf, shared: _Shared) -> list[Any]:
    """Add a part's pages, and return them. Links within it lead to its own pages, by place and no longer by name."""
    first = len(pdf.pages)
    for own in source.pages:
        pdf.pages.append(own)
    pages = [pdf.pages[number].obj for number in range(first, len(pdf.pages))]
    places = _places(pdf, source)
    for page in pages:
        page.Contents, page.Resources = shared.one(page.Contents), shared.one(page.Resources)
        for annotation in page.get("/Annots", ()):
            if "/AP" in annotation:
                annotation.AP = shared.one(annotation.AP)
            _set_place(annotation, places)
    return pages


def _places(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> dict[str, Any]:
    """Return the places that a part has names for."""
    if "/Dests" not in source.Root.get("/Names", {}):
        return {}
    names = pdf.copy_foreign(source.make_indirect(source.Root.Names.Dests))
    return dict(NameTree(names).items())


def _set_place(annotation: Any, places: dict[str, Any]) -> None:
    for holder, key in ((annotation, "/Dest"), (annotation.get("/A", {}), "/D")):
        if isinstance(holder.get(key), String):
            holder[key] = places[str(holder[key])]


# Fields


def _form(pdf: pikepdf.Pdf, source: pikepdf.Pdf) -> dict[str, Any]:
    """Return a part's fields, and what they share."""
    if "/AcroForm" not in source.Root:
        return {}
    form = pdf.copy_foreign(source.make_indirect(source.Root.AcroForm))
    return dict(form.items())


def _renamed(form: Mapping[str, Any], number: int) -> list[Any]:
    """Return a part's fields, each under a name that no other part has."""
    fields = list(form.get("/Fields", ()))
    for box in fields if number else ():
        box.T = String(f"{box.T}+{number}")
    return fields


def _set_boxes(pdf: pikepdf.Pdf, boxes: list[Any], shared: dict[str, Any]) -> None:
    if boxes:
        pdf.Root.AcroForm = Dictionary({**shared, "/Fields": Array(boxes)})


# Tags


def _add_tags(tags: _Tags, tree: Any, pages: list[Any], part: SheetPdf) -> None:
    """Add a part's tags below an element of its own, and let its pages find them under new keys."""
    shift = tags.next_key
    for key, element in _pairs(tree.ParentTree.Nums):
        tags.by_key.append((int(key) + shift, element))
        tags.next_key = max(tags.next_key, int(key) + shift + 1)
    for element in tree.K if isinstance(tree.K, Array) else [tree.K]:
        element.S, element.T = Name.Part, String(part.title)
        tags.elements.append(element)
    for page in pages:
        page.StructParents += shift
        for annotation in page.get("/Annots", ()):
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


def _bookmark(pdf: pikepdf.Pdf, source: pikepdf.Pdf, page: Any, part: SheetPdf) -> Any:
    """Return a bookmark of a part, with the part's own, which stood in one row, folded below it."""
    if "/Outlines" not in source.Root:
        return pdf.make_indirect(Dictionary(Title=String(part.title), Dest=Array([page, Name.Fit])))
    bookmark = pdf.copy_foreign(source.make_indirect(source.Root.Outlines))
    bookmark.Title, bookmark.Dest = String(part.title), Array([page, Name.Fit])
    bookmark.Count = -bookmark.Count
    return bookmark


def _set_bookmarks(pdf: pikepdf.Pdf, bookmarks: list[Any]) -> None:
    first, last = bookmarks[0], bookmarks[-1]
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=last, Count=len(bookmarks)))
    for bookmark in bookmarks:
        bookmark.Parent = root
    for bookmark, after in pairwise(bookmarks):
        bookmark.Next, after.Prev = after, bookmark
    pdf.Root.Outlines = root


def _set_title(pdf: pikepdf.Pdf, title: str) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    words = escape(title, quote=False).encode()
    pdf.Root.Metadata.write(TITLE.sub(lambda match: match[1] + words + match[2], xmp))
    pdf.docinfo["/Title"] = String(title)
