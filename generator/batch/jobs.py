"""What the sheets of one guide are made from, besides an org."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zlib import crc32

from generator.batch.samples import ONE_IN
from generator.deriving.filling import fill
from generator.deriving.guide_view import org_view
from generator.output.file_data import FileData
from generator.output.variable_data.printing import Press, no_proof
from generator.problems import Problems
from generator.publishing.printed import read_pdf
from generator.rendering.markup.overrides import suspected_styles

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView
    from generator.model import Org, RequiredValue
    from generator.output.file_data import SharedStart
    from generator.publishing.printed import PdfSheet, ReadSheet

Files = dict[str, FileData]


@dataclass(frozen=True)
class Job:
    """What sheets are made from, besides an org: a guide's blank view and a press."""

    view: GuideView
    press: Press = field(default_factory=Press)
    one_in: int = ONE_IN
    """One of so many PDFs is read back as it is made."""

    read_out: set[str] = field(default_factory=set)
    """Files of which one was held against the words of the steps."""

    @cached_property
    def source(self) -> str:
        """Return a hash of what the guide's part of a sheet is made from."""
        text = repr(self.view)
        return hashlib.sha256(text.encode()).hexdigest()

    def pdf(self, org: Org, sheet: PdfSheet) -> bytes | SharedStart:
        """Return one of the org's sheets as PDF."""
        name = f"{self.source}/{sheet.file}"
        path = f"{org.id}/{self.view.id}/{sheet.file}"
        texts = sheet.texts(self.view, org)
        page = partial(self._page, org, sheet)
        proof = no_proof
        if self.view.overrides:
            proof = partial(self._proven, org, sheet, path)
        with suspected_styles(self.view.overrides):
            data = self.press.sheet(name, texts, page, name=path, proof=proof)
            if crc32(path.encode()) % self.one_in == 0:
                self._proven(org, sheet, path, bytes(data))
                self._read_out(org, sheet, path, bytes(data))
        return data

    def _page(self, org: Org, sheet: PdfSheet) -> str:
        """Most of a thousand orgs need no page: the press asks for it where it lays one out."""
        view = org_view(self.view, org)
        return sheet.page(view)

    def _read_out(self, org: Org, sheet: PdfSheet, path: str, data: bytes) -> None:
        """Hold what a sheet says and draws against its page. Raises `ContentError`."""
        from generator.publishing.printed_proof import sheet_problems  # noqa: PLC0415 - slow to import

        problems = Problems()
        problems.extend(sheet_problems(path, data, self._page(org, sheet), self.view.overrides))
        problems.raise_errors()

    def _proven(self, org: Org, sheet: PdfSheet, path: str, data: bytes) -> bytes:
        values = fill(self.view.required_values, org)
        return proven(path, values, data, sheet.read_back)


def proven(path: str, values: tuple[RequiredValue, ...], data: bytes, read_back: ReadSheet = read_pdf) -> bytes:
    """Return a sheet in which each of the values stands unchanged. Raises `ContentError`.

    Our own templates and styles show every value; of the PDFs only those of a project's own have to prove each.
    """
    from generator.checking.artefacts import check_artefact  # noqa: PLC0415 - slow to import

    problems = Problems()
    problems.extend(check_artefact(path, read_back(data), values))
    problems.raise_errors()
    return data
