"""Makes the sheets of many orgs, each from a master where there is one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from string import ascii_letters, digits, punctuation
from typing import TYPE_CHECKING

from generator.output.pdf import lay_out, make_pdf
from generator.output.variable_data.unpredictable import UncertainError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from generator.output.variable_data.template import Master

SOFT_HYPHEN = 0xAD
PLAIN = ascii_letters + digits + punctuation + "“”\u2018’–—…·"
LATIN = PLAIN + "".join(chr(code) for code in range(0xA1, 0x180) if code != SOFT_HYPHEN)
REPERTOIRES = {chars: frozenset(chars + " ") for chars in (PLAIN, LATIN)}
"""Whose glyphs a master's fonts hold. A larger one makes a larger file; an org gets the first that has all it needs."""

MOST_MASTERS = 100
"""Each takes some 200 KB of memory."""

TRIALS = 3
"""How many sheets may differ from the full layout before a master is given up."""

Kind = tuple[str, frozenset[str], str]
"""Which sheet, which texts an org has, and the repertoire that they need."""


@dataclass
class Press:
    """Makes sheets of one set of guides. `singly` counts those that were laid out for one org alone."""

    full_layout: bool = True
    """Whether to lay each sheet out in full, and do without masters."""
    singly: int = 0
    _masters: dict[Kind, Master | None] = field(default_factory=dict)
    """None where there can be none."""
    _proved: set[Kind] = field(default_factory=set)
    _disproved: Counter[Kind] = field(default_factory=Counter)

    def sheet(self, sheet: str, texts: Mapping[str, str], html: Callable[[], str], *, name: str) -> bytes:
        """Return a sheet as PDF. Problems are located at `name`.

        `sheet` tells a guide's sheets apart, `texts` are all of the org's own by slot, and `html` makes the page should
        it have to be laid out.
        """
        if not self.full_layout and (kind := _kind(sheet, texts)):
            if kind not in self._masters and len(self._masters) < MOST_MASTERS:
                self._masters[kind] = _master(kind, texts, html, name)
            if (master := self._masters.get(kind)) and (data := _set(master, texts)):
                return data if kind in self._proved else self._prove(kind, data, make_pdf(html(), name=name))
        self.singly += not self.full_layout
        return make_pdf(html(), name=name)

    def _prove(self, kind: Kind, ours: bytes, full: bytes) -> bytes:
        """Believe in a master once its sheet has each text where the full layout has; give it up after a few trials."""
        from generator.output.variable_data.extraction import drawn_texts  # noqa: PLC0415 - slow to import

        if drawn_texts(ours) == drawn_texts(full):
            self._proved.add(kind)
            return ours
        self._disproved[kind] += 1
        if self._disproved[kind] == TRIALS:
            self._masters[kind] = None
        self.singly += 1
        return full


def _kind(sheet: str, texts: Mapping[str, str]) -> Kind | None:
    words = " ".join(texts.values())
    needed = frozenset(words)
    repertoire = next((chars for chars, known in REPERTOIRES.items() if needed <= known), None)
    return (sheet, frozenset(texts), repertoire) if repertoire and "  " not in words else None


def _master(kind: Kind, texts: Mapping[str, str], html: Callable[[], str], name: str) -> Master | None:
    from generator.output.variable_data.extraction import cast, style  # noqa: PLC0415 - slow to import

    try:
        return cast(lay_out(html(), name=name, further_style=style(kind[-1])), texts)
    except UncertainError:
        return None


def _set(master: Master, texts: Mapping[str, str]) -> bytes | None:
    """Return the org's sheet, unless it cannot be told how its texts are laid out."""
    try:
        return master.sheet(texts)
    except UncertainError:
        return None
