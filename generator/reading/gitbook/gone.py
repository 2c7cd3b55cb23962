"""Pages that say they are gone: many hosts answer so, with status 200, for an address where there is none any more."""

from __future__ import annotations

import re

OPENING = re.compile(r"(?:---\n(?P<front>(?:.*\n)*?)---\n)?\s*(?:>.*\n\s*)*(?:#{1,2}[ \t]+(?P<title>[^\n]{1,100}))?")
FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(?P<title>[^\n]{1,100}?)[\"']?[ \t]*$", re.MULTILINE)
LONGEST = 100
NOT = r"(?:not|n[’']t)"
CANNOT = rf"(?:could\s?{NOT}|can\s?not|can[’']t)"
PAGE = (
    r"(?:(?:the|this|that|your) )?(?:requested )?(?:page|document|article|topic|content|resource|file)"
    r"(?: (?:that )?you(?:[’']re| are| were)? (?:requested|looking for|tried to (?:open|reach)))?"
)
GONE = rf"""
    {CANNOT}\ be\ found | (?:was\ |is\ |was{NOT}\ )?(?:not\ )?found
    | (?:is|was)\s?{NOT}\ (?:available|found|here) | not\ available | unavailable | gone
    | does\s?{NOT}\ exist(?:\ any\ ?more)? | (?:is\ |does\ )?no\ longer\ (?:exists?|available|here)
    | (?:has\ )?(?:been\ )?(?:moved|removed|deleted)
"""
TITLE = re.compile(
    rf"""
    \W*(?:(?:404|410|error|http|status|oops|whoops|sorry|uh[- ]oh)\W*)*
    (?: {PAGE.replace(" ", "[ ]")}\ (?:{GONE})
      | not\ found | gone | nothing\ (?:found|here)(?:\ here)? | 404 | (?<=404)
      | we\ {CANNOT}\ (?:seem\ to\ )?find\ {PAGE.replace(" ", "[ ]")} )
    \W*(?:\(?404\)?)?\W*(?:[|\u2013\u2014-].*)?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def says_gone(text: str) -> bool:
    """Whether a Markdown page's first heading, its front matter's title without one, or its only line says so."""
    opening = OPENING.match(text)
    front = FRONT_TITLE.search(opening["front"] or "") if opening else None
    title = opening["title"] if opening else None
    if title is None and front:
        title = front["title"]
    if title is None and "\n" not in text.strip():
        title = text.strip()
    return title is not None and is_gone_title(title)


def is_gone_title(title: str) -> bool:
    """Whether a page with this title is gone."""
    words = " ".join(title.split())
    return len(words) <= LONGEST and TITLE.fullmatch(words) is not None
