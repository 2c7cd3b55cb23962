"""Forms that an org's text may have to have, each as a pattern for org files, editors and the browser alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class TextForm:
    """A form: the code of its fault, a pattern for the whole text, and in words what to write.

    The pattern means the same to Python, to JavaScript and to JSON Schema.
    """

    code: str
    pattern: str
    expected: str
    meant: Callable[[str], str]
    """Return what a cell of a table means, where people write or paste something longer."""

    length: int = 40
    """Characters of the longest ordinary text of this form."""

    def fits(self, text: str) -> bool:
        """Whether a text has the form."""
        return re.fullmatch(self.pattern, text) is not None

    def advice(self, sample: str) -> str:
        """Return what to write in place of a text that has another form."""
        return f"Write {self.expected}, such as {sample}."


def host_in(text: str) -> str:
    """Return the host of an address that somebody pasted."""
    without_scheme = re.sub(r"^[a-z]+://", "", text.strip().lower())
    return re.split(r"[/?#]", without_scheme)[0].rstrip(".")


def _guid_in(text: str) -> str:
    return text.strip().strip("{}").lower()


LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN_PATTERN = rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])"
GUID_PATTERN = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"

HOST_NAME = TextForm(
    "host-name",
    rf"{DOMAIN_PATTERN}(?::[1-9][0-9]{{0,4}})?",
    "a host name in small letters, without https:// and without a path",
    host_in,
)
GUID = TextForm("guid", GUID_PATTERN, "a GUID in small letters", _guid_in, length=36)
WORD_PATTERN = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
WORD = TextForm("word", WORD_PATTERN, "one word of letters, digits and hyphens", str.strip)


class FormName(StrEnum):
    """What a guide calls the form of a field of its own. `text` may be anything."""

    TEXT = "text"
    WORD = "word"
    HOST_NAME = "host name"
    GUID = "GUID"


FORMS = {FormName.WORD: WORD, FormName.HOST_NAME: HOST_NAME, FormName.GUID: GUID}
