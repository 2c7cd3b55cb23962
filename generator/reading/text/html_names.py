"""The names of HTML's elements."""

from __future__ import annotations

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
INLINE = frozenset(
    """a abbr b bdi bdo br cite code data del dfn em font i img ins kbd label mark q s samp small span strike strong sub
    sup time tt u var""".split()  # noqa: SIM905 - a list would be one a line
)
OTHERS = frozenset(
    """address article aside audio big blockquote body button canvas caption center colgroup dd details dialog div dl dt
    figcaption figure footer form g h1 h2 h3 h4 h5 h6 head header iframe legend li main map nav noscript object ol
    optgroup option p path picture pre rp rt ruby script section select style summary svg table tbody td template
    textarea tfoot th thead title tr ul video""".split()  # noqa: SIM905 - as above
)
NAMES = INLINE | VOID | OTHERS
"""Anything else in angle brackets, such as <your-domain>, is a word that its author forgot to escape."""
