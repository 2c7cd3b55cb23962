"""The table of cases of the guard against secrets, with its letters filled in and in every disguise."""

from __future__ import annotations

import base64
import random
import re
import string
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from tests.support.project import PROJECT

TABLE: dict[str, Any] = yaml.safe_load((PROJECT / "tests/cases/secrets.yaml").read_text(encoding="utf-8"))
ALPHABETS = {
    "A": string.ascii_letters + string.digits,
    "a": string.ascii_lowercase + string.digits,
    "U": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "H": "0123456789ABCDEF",
    "h": "0123456789abcdef",
    "D": "123456789",
}
BLANK = re.compile(r"\{([AaUHhD])(\d+)\}")


class Refused(NamedTuple):
    """A text that holds a secret, and the kind of it."""

    kind: str
    text: str


def filled(text: str) -> str:
    """Return a text of the table with its letters drawn by lot, each time the same."""
    lot = random.Random(text)  # noqa: S311 - no secret is made

    def letters(match: re.Match[str]) -> str:
        return "".join(lot.choices(ALPHABETS[match[1]], k=int(match[2])))

    return BLANK.sub(letters, text)


def in_groups(text: str, length: int, between: str) -> str:
    return between.join(text[start : start + length] for start in range(0, len(text), length))


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
LOOK_ALIKES = str.maketrans(
    "3MVGDAeyJo", "\u0417\u041c\u0474\u050c\u13a0\u0410\u0435\u0443\u0408\u043e"
)  # Cyrillic, one Cherokee

DISGUISES: dict[str, Callable[[str], str]] = {
    "groups of four": lambda text: in_groups(text, 4, " "),
    "groups of five with hyphens": lambda text: in_groups(text, 5, "-"),
    "groups of seven in a sentence": lambda text: f"See {in_groups(text, 7, ' ')} and be careful.",
    "two lines": lambda text: in_groups(text, len(text) // 2 + 1, "\n    "),
    "emphasis": lambda text: f"{text[:5]}**{text[5:9]}**`{text[9:]}`",
    "full width": lambda text: text.translate(FULL_WIDTH),
    "look-alike letters": lambda text: text.translate(LOOK_ALIKES),
    "zero-width spaces": lambda text: in_groups(text, 3, "\u200b"),
    "soft hyphens": lambda text: in_groups(text, 2, "\u00ad"),
    "word joiners and a filler": lambda text: in_groups(in_groups(text, 5, "\u2060"), 7, "\u3164"),
    "struck through": lambda text: in_groups(text, 1, "\u0336"),
    "decimal entities": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "one hexadecimal entity": lambda text: f"&#x{ord(text[0]):X};{text[1:]}",
    "an entity of an entity": lambda text: f"&amp;#{ord(text[0])};{text[1:]}",
    "percent escapes": lambda text: "".join(f"%{ord(letter):02x}" for letter in text),
    "doubled percent escapes": lambda text: f"%25{ord(text[0]):02x}{text[1:]}",
    "escapes of a program": lambda text: f"\\u{ord(text[0]):04x}\\x{ord(text[1]):02x}{text[2:]}",
    "Base64": in_base64,
    "Base64 for addresses": lambda text: in_base64(text).rstrip("=").translate(str.maketrans("+/", "-_")),
    "Base64 in lines": lambda text: in_groups(in_base64(text), 24, "\n"),
    "Base64 in groups": lambda text: in_groups(in_base64(text), 4, " "),
}
DISGUISED = {
    "a consumer key": "3MVG9{A80}",
    "a consumer secret": "{H64}",
    "a session id": "00D5g000008{A4}EAA!AQEAQ{A80}",
    "a signed token (JWT)": "eyJ{A30}.eyJ{A60}.{A43}",
    "a token of GitHub": "ghp_{A36}",
}

REFUSED = [Refused(kind, filled(text)) for kind, texts in TABLE["refused"].items() for text in texts]
REFUSED += [
    Refused("a consumer secret", f"It is {in_groups(filled('{h64}'), length, sign)} today.")
    for length, sign in ((2, ":"), (2, ", 0x"), (2, ","), (4, "."), (8, "\u00b7"), (16, ":"))
]
IN_DISGUISE = {
    f"{kind} in {name}": Refused(kind, disguise(filled(text)))
    for kind, text in DISGUISED.items()
    for name, disguise in DISGUISES.items()
}
ASKED = [filled(text) for text in TABLE["asked"]]
PASSES = [filled(text) for text in TABLE["passes"]]
