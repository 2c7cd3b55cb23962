"""What no dialect understood: named with its line, so that nothing of it stays in the draft unseen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import LONGEST, in_code, masked, shortened

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from generator.reading.dialects.lines import Line, Notes

SYNTAX = re.compile(
    r""":::+[^:<{\[\n]*                          # a block of Docusaurus, VitePress or Microsoft Learn
    |</?[A-Z][\w.]*(?:\s(?:[^<>{]|\{(?!\{))*)?/?>?   # a component
    |\{\{[<%][^}\n]*\}?\}?                     # a shortcode
    |(?<!!)\[!(?!\[)[^\]\n]*\]?                # an include or an alert
    |\[/?block(?::[^\]\n]*)?\]                 # a block of ReadMe
    |^[ \t>]*===[!+]?[ \t]+["'].*              # a tab
    |^[ \t]*(?:import|export)\s.*\sfrom\s.*    # a program
    |(?:^[ \t>]*|(?<=\s))::(?:[A-Za-z].*|[ \t]*$)   # a component of Nuxt
    |(?<!\\)\{\{(?![<%])[^{}\n]*\}\}            # a variable
    |\{/\*.*                                   # a comment of MDX
    |(?<!\\)\[\^[\w-]+\]:?                     # a footnote, or the mark of one
    |\{(?:props|siteConfig|frontMatter|site|page)\.[\w.]+\}   # an expression of MDX
    """,
    re.VERBOSE,
)
SIGN = re.compile(r"[<{]|::|\[[!/b^]|===|(?:im|ex)port\s")
"""What stands in all of it: most lines have nothing of the kind."""

SNIPPET = re.compile(r"-+8<-+.*")
TAG = re.compile(r"\{%-?\s*[@\w][^%\n]*(?:%\})?")
"""One of GitBook's tags, which is read where it stands alone on its line."""


def unread(lines: list[Line], notes: Notes) -> None:
    """Note each piece of syntax that stands in the lines outside code."""
    for line, is_code in zip(lines, in_code(lines), strict=True):
        if is_code or not SIGN.search(line.text):
            continue
        text = masked(line.text)
        for piece in (*_pieces(text, SYNTAX), *_pieces(text, SNIPPET)):
            notes.kept(line, piece)


def leftovers(text: str, named: Container[str]) -> Iterator[str]:
    """Yield the pieces of syntax in a stretch of text, shortened, that are not among those that were named."""
    for whole in (*_pieces(text, SYNTAX), *_pieces(text, SNIPPET), *_pieces(text, TAG)):
        piece = shortened(whole)
        if piece not in named:
            yield piece


def _pieces(text: str, syntax: re.Pattern[str]) -> Iterator[str]:
    """Yield each piece of syntax; what lies in a piece beyond the words that a message shows of it is one more."""
    place = 0
    while match := syntax.search(text, place):
        yield match[0]
        place = max(min(match.end(), match.start() + LONGEST), match.start() + 1)
