"""Whether two PDFs are the same sheet: what a reader sees, hears and fills in, and what programs read."""

import random
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from generator.model import Org
from generator.output.variable_data.extraction import drawn_codes, drawn_texts

PIXELS = 2.0
"""A point."""


def differences(one: bytes, other: bytes) -> list[str]:
    """Name everything in which two PDFs differ."""
    with pikepdf.open(BytesIO(one)) as left, pikepdf.open(BytesIO(other)) as right:
        parts = {
            "texts": drawn_texts(one) == drawn_texts(other),
            "codes": drawn_codes(one) == drawn_codes(other),
            "tags": tags(left) == tags(right),
            "fields and links": interactive(left) == interactive(right),
            "bookmarks": bookmarks(left) == bookmarks(right),
            "metadata": left.Root.Metadata.read_bytes() == right.Root.Metadata.read_bytes(),
            "information": dict(left.docinfo.items()) == dict(right.docinfo.items()),
            "pixels": pictures(one) == pictures(other),
        }
    return [name for name, same in parts.items() if not same]


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Return each element of meaning with all the glyphs in it, in reading order.

    Elements without meaning (`NonStruct`) and the lines of a text are left out: they follow from where lines end.
    """
    marked = [_marked(page) for page in pdf.pages]
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    found: list[tuple[str, str]] = []

    def walk(element: Any, page: int | None) -> str:
        page = pages[element.Pg.objgen] if "/Pg" in element else page
        inside, place = "", len(found)
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                inside += marked[page].get(kid, "")
            elif "/K" in kid:
                inside += walk(kid, page)
        if element.S not in ("/NonStruct", "/Span"):
            found.insert(place, (str(element.S), inside))
        return inside

    walk(pdf.Root.StructTreeRoot.K[0], None)
    return found


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """Return the glyphs of each marked content of a page, without spaces: they may be lost at the end of a line."""
    found: dict[int, str] = {}
    current: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC":
                current.append(int(operands[1].MCID) if "/MCID" in operands[1] else None)
            case "BMC":
                current.append(None)
            case "EMC":
                current.pop()
            case "TJ" if current and current[-1] is not None:
                glyphs = (bytes(part).hex() for part in operands[0] if isinstance(part, pikepdf.String))
                shown = "".join(
                    run[at : at + 4] for run in glyphs for at in range(0, len(run), 4) if run[at : at + 4] != "0003"
                )
                found[current[-1]] = found.get(current[-1], "") + shown
    return found


def interactive(pdf: pikepdf.Pdf) -> list[tuple[str, ...]]:
    keys = ("/Subtype", "/Rect", "/T", "/TU", "/FT", "/A", "/Dest", "/Contents")
    return [
        (str(number), *(str(annotation.get(key)) for key in keys))
        for number, page in enumerate(pdf.pages)
        for annotation in page.get("/Annots", ())
    ]


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:
        return [item.title for item in _items(outline.root)]


def _items(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _items(item.children)


def pictures(data: bytes) -> list[bytes]:
    pdf = pypdfium2.PdfDocument(data)
    return [page.render(scale=PIXELS).to_pil().tobytes() for page in pdf]


# Orgs of all lengths

FIRST = ("Acme", "North River", "Öresund", "Müller-Thurgau", "A. & B. Ward", "Blue/Green", "St. John’s", "Łódź", "I.")
SECOND = ("Health", "Telecom", "Services", "Data-Centre", "Wide World of Wool", "Illini Mill", "(UK)", "4 You", "Café")
THIRD = ("Ltd", "GmbH & Co. KG", "plc", "Group", "S.A.", "Inc.", "of the Northern Territories", "A/S", "Team 7")
UNKNOWN = 0.05
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def some_org(seed: int, *, complete: bool = False) -> Org:
    """Return an invented org: names to 60 characters, addresses to 80, of all lengths. All are known if `complete`."""
    chance = random.Random(seed)  # noqa: S311 - a test must do the same each time

    def name(most: int = 60) -> str:
        length, text = chance.randint(1, most), ""
        while len(text) < length:
            text += (" " if text else "") + chance.choice(chance.choice((FIRST, SECOND, THIRD)))
        return text[:length].strip() or "X"

    def label(most: int) -> str:
        middle = "".join(chance.choice(LETTERS + "0123456789-") for _ in range(chance.randint(0, most - 2)))
        return chance.choice(LETTERS) + middle.replace("--", "-e") + chance.choice(LETTERS)

    def maybe(text: str) -> str | None:
        return text if chance.random() > UNKNOWN or complete else None

    ending = chance.choice((".my.salesforce.com", ".sandbox.my.salesforce.com"))
    people = chance.choice(LETTERS) + "".join(chance.choice(LETTERS + ".") for _ in range(chance.randint(0, 35)))
    return Org.of(
        f"org-{seed}",
        name=name(),
        domain=maybe(label(80 - len(ending)) + ending),
        app_name=maybe(name()),
        contact_email=maybe(f"{people.replace('..', '.e')}e@{label(30)}.example"),
        owner=maybe(name()),
        approver=maybe(name()),
        ticket=maybe(f"CHG-{chance.randint(1, 10**6)}"),
        secret_store=maybe(name(80)),
        planned_date=maybe("2026-12-07"),
    )
