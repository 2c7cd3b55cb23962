"""What a project puts in the place of the package's own templates, styles, scripts and fonts of its sheets."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class SheetOverrides:
    """A project's own files by name; each stands for the package's of that name.

    `folder` is how problems name the place where they lie. The digest tells one set from another, also in whatever is
    made from the guide's view.
    """

    folder: str = ""
    digest: str = ""
    texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Templates, styles and scripts."""

    fonts: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, folder: str, texts: dict[str, str], fonts: dict[str, bytes]) -> Self:
        """Return the overrides with their digest; without files there are none."""
        if not texts and not fonts:
            return cls()
        files = [(name, text.encode()) for name, text in texts.items()]
        files += fonts.items()
        written = repr(sorted(files))
        return cls(folder, hashlib.sha256(written.encode()).hexdigest(), texts, fonts)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.digest)

    def path(self, name: str) -> str:
        """Return how problems name a file."""
        return f"{self.folder}/{name}"


NO_OVERRIDES = SheetOverrides()
