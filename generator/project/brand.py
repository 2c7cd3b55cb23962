"""Reads a project's brand.yaml and the logo that it names, and says what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking.contrast import COLOUR, DARK, GREY, LEAST, WHITE, contrast, nearest_readable
from generator.model.brand import MAX_FOOTER, MAX_NAME, NO_BRAND, Brand, BrandSettings, Logo
from generator.output.look import BRAND_FILE
from generator.problems import Location, Problems
from generator.project.opening import open_bytes, open_source
from generator.project.paths import shown
from generator.reading.content.logos import logo_faults, logo_type
from generator.reading.text.plain_text import text_fault
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model.brand import BrandColours
    from generator.reading.text.yaml_text import YamlDocument

GROUNDS = {"accent": (WHITE, "white"), "accent_dark": (DARK, "the dark page")}
"""Under which colour each of the brand's is seen."""


def brand_files(project: Path) -> list[Path]:
    """Return the files that make up a project's brand, as far as they can be told."""
    path = project / BRAND_FILE
    if not path.is_file():
        return []
    source = open_source(path, Problems())
    document = parse_yaml(source, Problems()) if source else None
    logo = document.data.get("logo") if document else None
    return [path, project / logo] if isinstance(logo, str) and logo else [path]


def read_brand(project: Path, problems: Problems) -> Brand:
    """Return a project's brand, none where it has no brand.yaml; what is wrong goes to `problems`."""
    path = project / BRAND_FILE
    source = open_source(path, problems) if path.exists() else None
    document = parse_yaml(source, problems) if source else None
    settings = validate(BrandSettings, document.data, document, problems) if document else None
    if document is None or settings is None:
        return NO_BRAND
    _check_text("name", settings.name, MAX_NAME, document, problems)
    _check_text("footer", settings.footer or "", MAX_FOOTER, document, problems)
    colours = _colours(settings.colours, document, problems)
    return Brand(
        name=settings.name,
        footer=settings.footer or "",
        accent=colours.get("accent", ""),
        ink=nearest_readable(colours["accent"], GREY) if "accent" in colours else "",
        accent_dark=colours.get("accent_dark", ""),
        logo=_logo(project, settings.logo, document, problems) if settings.logo else None,
    )


def _check_text(key: str, text: str, most: int, document: YamlDocument, problems: Problems) -> None:
    if fault := text_fault(key, text, most):
        problems.error(document.place((key,)), *fault)


# Colours


def _colours(colours: BrandColours | None, document: YamlDocument, problems: Problems) -> dict[str, str]:
    """Return the colours, for dark pages a lighter one of the same kind where none is named."""
    if colours is None:
        return {}
    named = {key: text for key, text in vars(colours).items() if text is not None}
    sound = {key: text.lower() for key, text in named.items() if _is_readable(key, text, document, problems)}
    if "accent" in sound and "accent_dark" not in named:
        sound["accent_dark"] = nearest_readable(sound["accent"], DARK)
    return sound


def _is_readable(key: str, text: str, document: YamlDocument, problems: Problems) -> bool:
    place = document.place(("colours", key))
    if not COLOUR.fullmatch(text):
        problems.error(place, "colour", f'“{text}” is no colour. Write it as #rrggbb in quotes, such as "#1d4f91".')
        return False
    ground, name = GROUNDS[key]
    ratio = contrast(text, ground)
    if ratio < LEAST:
        nearest = nearest_readable(text, ground)
        advice = f"and text needs {LEAST} to 1. The nearest that passes is {nearest}."
        problems.error(place, "contrast", f"{text} has a contrast of {_floor(ratio)} to 1 on {name}, {advice}")
    return ratio >= LEAST


def _floor(ratio: float) -> float:
    """Return the ratio to one digit, cut: 4.49 must not read as 4.5."""
    return int(ratio * 10) / 10


# Logo


def _logo(project: Path, name: str, document: YamlDocument, problems: Problems) -> Logo | None:
    path = project / name
    place = document.place(("logo",))
    if not path.resolve().is_relative_to(project.resolve()):
        problems.error(place, "logo", f"“{name}” lies outside the project. Put the logo into the project’s folder.")
        return None
    if not path.is_file():
        problems.error(place, "logo", f"There is no file “{name}” in the project’s folder. Correct the path.")
        return None
    data = open_bytes(path, problems)
    if data is None:
        return None
    for line, column, text in logo_faults(data):
        problems.error(Location(shown(path), line, column), "logo", text)
    return Logo(path.name, logo_type(data), data)
