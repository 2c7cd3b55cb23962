"""Which font shows which character of a sheet: the shipped ones, else fonts of named Debian packages."""

from __future__ import annotations

import logging
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from generator.problems import ContentError, Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHIPPED = Path(__file__).parent.parent / "fonts"
SCHEME = "guide-font:"
SYSTEM_FONTS = {
    "fonts-noto-core": "truetype/noto/NotoSans*-Regular.ttf",
    "fonts-noto-cjk": "opentype/noto/NotoSansCJK-Regular.ttc",
    "fonts-symbola": "truetype/ancient-scripts/Symbola*.ttf",
}
"""Debian package to its fonts for scripts and symbols that the shipped fonts do not have."""

SYSTEM_FOLDER = Path("/usr/share/fonts")
UNDRAWN = frozenset(" \u00a0\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f")
"""Spaces and joiners, which are set in the font of the characters beside them."""

SANS, MONO = "Guide Sans", "Guide Mono"
FALLBACK = "Guide Fallback"
"""A family for each further font: glyphs of two fonts under one name would be taken for each other. Letters tell them
apart, because Pango reads a number at the end of a family as a size."""


@dataclass(frozen=True)
class Face:
    """One font as the style sheet and the URL fetcher know it."""

    family: str
    name: str
    data: bytes
    weight: str = "400"
    slope: str = "normal"

    @property
    def pdf_name(self) -> str:
        """Return what a PDF calls the font."""
        name = self.family.replace(" ", "-")
        if self.weight == "700":
            name = f"{name}-Bold"
        if self.slope == "italic":
            name = f"{name}-Italic"
        return name

    @property
    def url(self) -> str:
        """Return the address by which only our own fetcher finds the font."""
        return SCHEME + self.name

    @property
    def rule(self) -> str:
        """Return the style sheet's `@font-face`."""
        return (
            f"@font-face {{ font-family: '{self.family}'; src: url('{self.url}'); "
            f"font-weight: {self.weight}; font-style: {self.slope} }}"
        )


FONT_FILES = {
    "NotoSans-Regular.ttf": (SANS, "400", "normal"),
    "NotoSans-Bold.ttf": (SANS, "700", "normal"),
    "NotoSans-Italic.ttf": (SANS, "400", "italic"),
    "NotoSansMono-Regular.ttf": (MONO, "400", "normal"),
    "NotoSansMono-Bold.ttf": (MONO, "700", "normal"),
}
"""The files of the shipped fonts: family, weight and slope that each stands for."""

UPRIGHT = ("NotoSans-Regular.ttf", "NotoSansMono-Regular.ttf")
NO_EMBEDDING = 0x0002
"""The bit of `fsType` in a font's table OS/2 by which its maker forbids that it becomes part of a file."""


@cache
def shipped_faces() -> tuple[Face, ...]:
    """Return the fonts that stand beside this program."""
    return faces_of({})


def faces_of(own: Mapping[str, bytes]) -> tuple[Face, ...]:
    """Return the fonts of the sheets; `own` holds a project's in the place of ours, by file name."""
    faces = []
    for name, (family, weight, slope) in FONT_FILES.items():
        data = own.get(name) or (SHIPPED / name).read_bytes()
        faces.append(Face(family, name, data, weight, slope))
    return tuple(faces)


def font_fault(data: bytes) -> str | None:
    """Say why a file cannot be a font of the sheets, or None."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    try:
        with _quiet(), TTFont(BytesIO(data), fontNumber=0, lazy=True) as font:
            forbidden = font["OS/2"].fsType & NO_EMBEDDING
            font.getBestCmap()
    except Exception:  # noqa: BLE001 - a damaged font may break its reader in any way
        return "This is no TrueType or OpenType font. Put one there that is, or take the file away."
    if forbidden:
        return "Its maker forbids that this font becomes part of a file (fsType in OS/2). Take one that allows it."
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a font's reader from logging what it finds odd in one: our own words follow."""
    log = logging.getLogger("fontTools")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def faces_for(text: str, sheet: str, own: Mapping[str, bytes]) -> tuple[Face, ...]:
    """Return the fonts that `text` needs. Raises `ContentError`, located at `sheet`, for characters no font has."""
    faces = faces_of(own) if own else shipped_faces()
    upright = [characters_in(face.data) for face in faces if face.name in UPRIGHT]
    drawn = {char for char in text if needs_glyph(char)}
    missing = drawn.difference(*upright)
    return (*faces, *_fallback_faces(missing, sheet))


def style_sheet(faces: tuple[Face, ...]) -> str:
    """Return the rules that make the fonts known, and name those for other scripts in `--fallback`."""
    rules = [face.rule for face in faces]
    families = [f"'{face.family}'" for face in faces if face.family.startswith(FALLBACK)]
    if families:
        rules.append(f":root {{ --fallback: {', '.join(families)} }}")
    return "\n".join(rules)


def needs_glyph(char: str) -> bool:
    """Whether the character is drawn: spaces, format controls and variation selectors are not."""
    if char.isspace() or unicodedata.category(char) == "Cf":
        return False
    name = unicodedata.name(char, "")
    return not name.startswith("VARIATION SELECTOR")


@cache
def characters(path: Path) -> frozenset[str]:
    """Return every character a font file has a glyph for."""
    return characters_in(path.read_bytes())


@lru_cache(maxsize=8)
def characters_in(font_file: bytes) -> frozenset[str]:
    """Return every character that the bytes of a font have a glyph for."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(BytesIO(font_file), fontNumber=0, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _system_fonts() -> list[Path]:
    fonts: list[Path] = []
    for pattern in SYSTEM_FONTS.values():
        fonts += sorted(SYSTEM_FOLDER.glob(pattern))
    return fonts


def _fallback_faces(missing: set[str], sheet: str) -> list[Face]:
    """Take the font that has most of what is missing, until nothing is."""
    faces: list[Face] = []
    while missing:
        best = max(_system_fonts(), key=lambda path: len(missing & characters(path)), default=None)
        if best is None or missing.isdisjoint(characters(best)):
            raise ContentError(tuple(_missing_glyph(char, sheet) for char in sorted(missing)))
        faces.append(_fallback_face(best, missing, len(faces)))
        missing = missing - characters(best)
    return faces


def _fallback_face(path: Path, missing: set[str], index: int) -> Face:
    """Return a font with those of its characters alone that are missing, as the sheet's fallback of this index."""
    family = f"{FALLBACK} {ascii_uppercase[index]}"
    name = f"{index}-{path.stem}.ttf"
    drawn = missing | UNDRAWN
    data = reduced(path, drawn & characters(path))
    return Face(family, name, data)


def reduced(path: Path, chars: Iterable[str]) -> bytes:
    """Return a font with only these characters, so that no other font's characters change their looks."""
    from fontTools import subset  # noqa: PLC0415 - likewise
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    options = subset.Options(layout_features=["*"], notdef_outline=True, recalc_timestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(chars)))
    with TTFont(path, fontNumber=0, lazy=True, recalcTimestamp=False) as font:
        cutter.subset(font)
        out = BytesIO()
        font.save(out)
    return with_plain_cids(out.getvalue())


def with_plain_cids(data: bytes) -> bytes:
    """Number a CID-keyed font's characters like its glyphs, as PDF writers that speak of glyphs expect."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        if "CFF " not in font or not hasattr(top := font["CFF "].cff.topDictIndex[0], "ROS"):
            return data
        old = top.charset
        new = [".notdef", *(f"cid{number:05d}" for number in range(1, len(old)))]
        glyphs = top.CharStrings.charStrings
        top.CharStrings.charStrings = {name: glyphs[former] for name, former in zip(new, old, strict=True)}
        top.charset = new
        out = BytesIO()
        font.save(out)
    return out.getvalue()


def _missing_glyph(char: str, sheet: str) -> Problem:
    name = unicodedata.name(char, "a character without a name")
    absent = [package for package, pattern in SYSTEM_FONTS.items() if not any(SYSTEM_FOLDER.glob(pattern))]
    advice = "Write it otherwise."
    if absent:
        advice = f"Install Debian’s {_listed(absent)}, or write it otherwise."
    text = f"No font has the character “{char}” (U+{ord(char):04X}, {name}). {advice}"
    return Problem(Location(sheet), "missing-glyph", text)


def _listed(names: list[str]) -> str:
    *first, last = names
    if not first:
        return last
    return f"{', '.join(first)} and {last}"
