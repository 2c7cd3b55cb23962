"""What a project says of the look of its sheets and its site: a customer's name, logo, colours and footer."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from generator.model.base import NonEmpty, Strict

MAX_NAME, MAX_FOOTER = 60, 90
"""In characters: what fits one line at the foot of a sheet."""


class BrandColours(Strict):
    """Colours as #rrggbb. `accent` is for headings, lines and links on white, `accent_dark` for the same on black."""

    accent: NonEmpty
    accent_dark: NonEmpty | None = None


class BrandSettings(Strict):
    """brand.yaml. `logo` is the path of an SVG or PNG file, from the project's folder."""

    name: NonEmpty
    logo: NonEmpty | None = None
    colours: BrandColours | None = None
    footer: NonEmpty | None = None


@dataclass(frozen=True)
class Logo:
    """A picture that was looked at: its name, its type (`image/png` or `image/svg+xml`) and what it holds."""

    name: str
    media_type: str
    data: bytes = field(repr=False)

    @property
    def address(self) -> str:
        """Return the whole picture as an address, so that no page has to load it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"


@dataclass(frozen=True)
class Brand:
    """A brand all of whose parts are sound; empty texts where a project has none. The digest tells one from another."""

    name: str = ""
    footer: str = ""
    accent: str = ""
    """On white."""

    ink: str = ""
    """The accent, or the nearest colour that can also be read on the light grey of our boxes."""

    accent_dark: str = ""
    logo: Logo | None = None
    digest: str = field(init=False, default="")

    def __post_init__(self) -> None:
        picture = self.logo.data if self.logo else b""
        object.__setattr__(self, "digest", hashlib.sha256(picture).hexdigest())

    def __bool__(self) -> bool:
        """Whether a project has one."""
        return bool(self.name)

    @property
    def foot(self) -> str:
        """Return the line at the foot of each page."""
        return " · ".join(filter(None, (self.name, self.footer)))


NO_BRAND = Brand()
