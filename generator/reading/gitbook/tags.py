"""GitBook's own tags, such as `{% hint style="info" %}`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll

if TYPE_CHECKING:
    from collections.abc import Mapping

TAG = re.compile(r'\{%-?\s*(?P<name>[A-Za-z][\w-]*|@[\w-]+(?:/[\w-]+)*)(?P<rest>(?:[^"%\n]|"[^"\n]*"|%(?!\}))*)%\}')
"""A quoted value may hold `%`, `}` and backslashes; each character has one way to match, so this takes linear time."""

ATTRIBUTE = re.compile(r'(?:(?P<key>[\w-]+)\s*=\s*)?"(?P<value>[^"]*)"')
LIQUID = re.compile(
    r"\{%-?\s*(?:(?:if|elsif|else|endif|unless|endunless|for|endfor|assign|capture|endcapture|case|when|endcase"
    r"|comment|endcomment|highlight|endhighlight|post_url|link)\b|include\s+[^\s\"'])"
)
"""Tags of Jekyll and other Liquid sites: programs, whose text exists only once they have run."""

CONDITION = "if"
CLAIMS = re.compile(r"[\s!(]*(?:\"[^\"\n]*\"\s*[!=<>]=*\s*)?(?:visitor\.claims|space\.vars)\b")
"""How GitBook's own conditions begin: they show a part of the page to some readers only."""

MUST_CLOSE = frozenset({"hint", "stepper", "step", "tabs", "tab", "code", "columns", "column", CONDITION})
KNOWN = MUST_CLOSE | {
    "embed", "content-ref", "file", "include", "openapi", "openapi-operation", "openapi-schemas", "prompt",
    "updates", "update", "reusable", "page-ref",
}  # fmt: skip
WORDS_OF_TAG = ("title", "date", "method", "url", "src", "page", "path", "caption", "alt", "description", "")
"""Attributes a reader sees something of, in the order in which they are told."""


@dataclass(frozen=True)
class Tag:
    """One tag. The value of an attribute without a name stands under the empty key."""

    name: str
    attributes: Mapping[str, str]
    text: str

    @property
    def closes(self) -> str | None:
        """Return the name of what the tag ends, if it is an end."""
        if not self.name.startswith("end"):
            return None
        return self.name.removeprefix("end")


def parse_tag(text: str) -> Tag | None:
    """Return the tag if `text` is one and nothing else."""
    if "{%" not in text:
        return None
    match = TAG.fullmatch(text.strip())
    return _tag(match) if match else None


def is_condition(text: str) -> bool:
    """Whether a line is the start of what GitBook shows to some readers only."""
    match = TAG.fullmatch(text.strip())
    if match is None or match["name"] != CONDITION:
        return False
    return CLAIMS.match(match["rest"]) is not None


def leading_tag(text: str) -> tuple[str, str] | None:
    """Part a tag from the start of a line."""
    match = TAG.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    return match[0], rest.strip()


def _tag(match: re.Match[str]) -> Tag:
    attributes = {}
    for part in ATTRIBUTE.finditer(match["rest"]):
        attributes[part["key"] or ""] = unescapeAll(part["value"])
    return Tag(match["name"], attributes, match[0])
