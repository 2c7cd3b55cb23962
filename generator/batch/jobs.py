"""What the sheets of one guide are made from, besides an org."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zlib import crc32

from generator.deriving.guide_view import GuideView, org_view
from generator.model import Org
from generator.output.variable_data.printing import Press, no_proof
from generator.problems import Problems

if TYPE_CHECKING:
    from generator.model import RequiredValue

SAMPLE = 64
"""One PDF of so many is read back as it is made. A build reads all; every sheet of another format is read."""

Files = dict[str, str | bytes]
Texts = Callable[[GuideView, Org], dict[str, str]]


@dataclass(frozen=True)
class Job:
    """What sheets are made from, besides an org: a guide's blank view and a press."""

    view: GuideView
    press: Press = field(default_factory=Press)

    @cached_property
    def source(self) -> str:
        """Return a hash of what the guide's part of a sheet is made from."""
        text = repr(self.view)
        return hashlib.sha256(text.encode()).hexdigest()

    def pdf(self, org: Org, name: str, texts: Texts, html: Callable[[], str]) -> bytes:
        """Return one of the org's sheets as PDF."""
        sheet = f"{self.source}/{name}"
        path = f"{org.id}/{self.view.id}/{name}"
        proof = no_proof
        if self.view.overrides:
            proof = partial(proven, path, org_view(self.view, org).required_values)
        data = self.press.sheet(sheet, texts(self.view, org), html, name=path, proof=proof)
        if crc32(path.encode()) % SAMPLE == 0:
            proven(path, org_view(self.view, org).required_values, data)
        return data


def proven(path: str, values: tuple[RequiredValue, ...], data: bytes) -> bytes:
    """Return a PDF in which each of the values stands unchanged. Raises `ContentError`.

    Our own templates and styles show every value; one of a project's own has to prove it for each sheet.
    """
    from generator.checking.artefacts import check_artefact  # noqa: PLC0415 - slow to import
    from generator.reading.artefacts.pdf_text import pdf_values  # noqa: PLC0415 - likewise

    problems = Problems()
    problems.extend(check_artefact(path, pdf_values(data), values))
    problems.raise_errors()
    return data
