"""Makes the sheets of many orgs, each from a master where there is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_letters, digits, punctuation
from typing import TYPE_CHECKING

from generator.model.sheet_overrides import NO_OVERRIDES
from generator.output.variable_data.unpredictable import UncertainError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.sheet_overrides import SheetOverrides
    from generator.output.file_data import SharedStart
    from generator.output.pdf import LaidOut
    from generator.output.variable_data.template import Master
    from generator.output.variable_data.template_store import TemplateStore

SOFT_HYPHEN = 0xAD
PLAIN = ascii_letters + digits + punctuation + "“”\u2018’–—…·"
LATIN = PLAIN + "".join(chr(code) for code in range(0xA1, 0x180) if code != SOFT_HYPHEN)
REPERTOIRES = {chars: frozenset(chars + " ") for chars in (PLAIN, LATIN)}
"""Whose glyphs a master's fonts hold. A larger one makes a larger file; an org gets the first that has all it needs."""

MOST_MASTERS = 100
"""Each takes some 200 KB of memory."""

TRIALS = 3
"""How many sheets may differ from the full layout before a master is given up."""

Proof = Callable[[bytes], bytes]
"""Returns a finished sheet as it is, or raises `ContentError`."""


def no_proof(data: bytes) -> bytes:
    """Return a sheet as it is."""
    return data


Kind = tuple[str, tuple[str, ...], str]
"""Which sheet in which room, which texts an org has, and the repertoire that they need."""


@dataclass
class Press:
    """Makes sheets of one set of guides. `singly` counts those that were laid out for one org alone."""

    full_layout: bool = True
    """Whether to lay each sheet out in full, and do without masters."""
    store: TemplateStore | None = None
    """Where masters of earlier runs lie, and those of this run are kept."""
    overrides: SheetOverrides = NO_OVERRIDES
    """A template is set in the shipped fonts alone: where a project has its own, each sheet is laid out in full."""
    singly: int = 0
    _masters: dict[Kind, Master | None] = field(default_factory=dict)
    """None where there can be none."""
    _proved: set[Kind] = field(default_factory=set)
    _disproved: Counter[Kind] = field(default_factory=Counter)

    def sheet(
        self, sheet: str, texts: Mapping[str, str], html: Callable[[], str], *, name: str, proof: Proof = no_proof
    ) -> bytes | SharedStart:
        """Return a sheet as PDF. Problems are located at `name`. `proof` reads each that was laid out in full.

        `sheet` tells a guide's sheets apart, in `store` also those of other guides; `texts` are all of the org's own by
        slot, and `html` makes the page should it have to be laid out.
        """
        data = None
        if not self.full_layout and not self.overrides.fonts:
            data = self._from_template(sheet, texts, html, name, proof)
        if data:
            return data
        self.singly += not self.full_layout
        return proof(_full_layout(html(), name=name, overrides=self.overrides))

    def _from_template(
        self, sheet: str, texts: Mapping[str, str], html: Callable[[], str], name: str, proof: Proof
    ) -> bytes | SharedStart | None:
        """Return a sheet as its template makes it, or as the trial of the template does; None if none can."""
        kind = _kind(sheet, texts)
        if kind is None:
            return None
        layout = _Layout(html, name, texts, kind[-1], self.overrides)
        if kind not in self._masters and len(self._masters) < MOST_MASTERS:
            self._masters[kind] = self._stored(kind) or layout.master()
        master = self._masters.get(kind)
        if master is None:
            return None
        data = _set(master, texts)
        if not data or kind in self._proved:
            return data
        return self._prove(kind, data, layout, proof)

    def _stored(self, kind: Kind) -> Master | None:
        """Return a master that has proved itself in an earlier run."""
        if self.store is None:
            return None
        master = self.store.get(*kind)
        if master:
            self._proved.add(kind)
        return master

    def _prove(self, kind: Kind, ours: SharedStart, layout: _Layout, proof: Proof) -> bytes | SharedStart:
        """Believe in a master once it draws each text where the layout does; give it up after a few trials."""
        master = self._masters[kind]
        if master and layout.proves(master, bytes(ours)):
            proof(bytes(ours))
            self._proved.add(kind)
            if self.store:
                self.store.put(*kind, master)
            return ours
        self._disproved[kind] += 1
        if self._disproved[kind] == TRIALS:
            self._masters[kind] = None
        self.singly += 1
        return proof(_full_layout(layout.html(), name=layout.name, overrides=self.overrides))


@dataclass
class _Layout:
    """The page of one org, laid out once: for a master, and to see where its texts stand."""

    html: Callable[[], str]
    name: str
    texts: Mapping[str, str]
    repertoire: str
    overrides: SheetOverrides

    @cached_property
    def _page(self) -> LaidOut:
        """The page with the repertoire, which changes nothing on it, and with each text on one line."""
        from generator.output.pdf import lay_out  # noqa: PLC0415 - slow to import
        from generator.output.variable_data.extraction import one_line, style  # noqa: PLC0415 - likewise

        further = one_line(style(self.repertoire))
        return lay_out(self.html(), name=self.name, further_style=further, overrides=self.overrides)

    def master(self) -> Master | None:
        """Return the master of this kind of sheet, made from this org's; None where there can be none."""
        from generator.output.variable_data.extraction import cast  # noqa: PLC0415 - slow to import

        with suppress(UncertainError):
            return cast(self._page, self.texts)
        return None

    def proves(self, master: Master, ours: bytes) -> bool:
        """Whether a master draws each text where the layout does, on one line and, where it is too long, on several."""
        from generator.output.variable_data.extraction import drawn_codes, drawn_texts  # noqa: PLC0415 - slow to import
        from generator.output.variable_data.line_proof import breaks_alike  # noqa: PLC0415 - likewise

        page = self._page.pdf
        whole = master.on_one_line().sheet(self.texts)
        if drawn_texts(bytes(whole)) != drawn_texts(page) or drawn_codes(ours) != drawn_codes(page):
            return False
        return breaks_alike(master, self.texts, name=self.name)


def _full_layout(html: str, *, name: str, overrides: SheetOverrides = NO_OVERRIDES) -> bytes:
    from generator.output.pdf import make_pdf  # noqa: PLC0415 - slow to import

    return make_pdf(html, name=name, overrides=overrides)


def _kind(sheet: str, texts: Mapping[str, str]) -> Kind | None:
    words = " ".join(texts.values())
    if "  " in words:
        return None
    needed = frozenset(words)
    for repertoire, characters in REPERTOIRES.items():
        if needed <= characters:
            return f"{sheet} {texts['room']}", tuple(sorted(texts)), repertoire
    return None


def _set(master: Master, texts: Mapping[str, str]) -> SharedStart | None:
    """Return the org's sheet, unless it cannot be told how its texts are laid out."""
    try:
        return master.sheet(texts)
    except UncertainError:
        return None
