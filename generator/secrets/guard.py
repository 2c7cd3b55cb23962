"""Whether a text holds a secret, of which kind it is and where it stands. The browser's script does the same."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from generator.secrets import encoded, forms, groups, numbers, plain
from generator.secrets.encoded import encoded_secrets
from generator.secrets.forms import Secret, SecretForm
from generator.secrets.groups import grouped_secrets
from generator.secrets.named import candidates, named_secrets, squeezed
from generator.secrets.numbers import digests, number_secrets, unnamed_digests
from generator.secrets.plain import plain_reading

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

HIDDEN = "(hidden)"
FIELDS_OF_FORM = SecretForm._fields.index("anchor")
"""So many fields of a form say what it is; the others, how to find it faster."""

BETWEEN_TEXTS = "\0"
"""Joins texts that are looked at in one go, so that nothing is found across two of them."""


def looks_secret(text: str) -> bool:
    """Whether a text holds a secret, also one in disguise, in groups or in Base64."""
    reading = plain_reading(text)
    secrets = _secrets(reading.text)
    return next(secrets, None) is not None


def find_secrets(text: str, known_digests: Container[str] = ()) -> list[Secret]:
    """Return the secrets of a text in their order; of those that overlap the longest of the first.

    `known_digests` are 64 small hexadecimal digits each, which are known to be none.
    """
    reading = plain_reading(text)
    apart: list[Secret] = []
    for secret in sorted(_secrets(reading.text), key=_order):
        written = reading.text[secret.start : secret.end]
        digits = squeezed(written).lower()
        start, end = reading.places[secret.start], reading.places[secret.end]
        is_apart = not apart or start >= apart[-1].end
        if is_apart and digits not in known_digests:
            apart.append(Secret(secret.kind, start, end))
    return apart


@lru_cache(maxsize=32)
def secrets_in_file(text: str) -> tuple[Secret, ...]:
    """Return the secrets of a whole file, which a preview reads again and again: what was searched once is known."""
    return tuple(find_secrets(text))


def find_digests(text: str) -> list[int]:
    """Return where digests of files begin that may be secrets after all; `sha256:` before them leaves no doubt."""
    reading = plain_reading(text)
    return [reading.places[start] for start in unnamed_digests(reading.text)]


def digests_in(text: str) -> set[str]:
    """Return what words beside it call a digest, as small hexadecimal digits."""
    reading = plain_reading(text)
    return set(digests(reading.text))


def hidden(text: str) -> str:
    """Return the text without its secrets."""
    parts: list[str] = []
    end = 0
    for secret in find_secrets(text):
        parts += [text[end : secret.start], HIDDEN]
        end = secret.end
    parts.append(text[end:])
    return "".join(parts)


def guard_table() -> dict[str, object]:
    """Return all that the browser's script needs to do the same."""
    forms_to_search = [form[:FIELDS_OF_FORM] for form in forms.FORMS]
    table: dict[str, object] = {"FORMS": forms_to_search, "LOOK_ALIKES": plain.look_alikes()}
    for module in (forms, plain, numbers, encoded, groups):
        members = vars(module).items()
        table |= {name: entry for name, entry in members if _is_setting(name, entry)}
    return table


def _is_setting(name: str, entry: object) -> bool:
    if not name.isupper():
        return False
    return isinstance(entry, (str, int))


def _order(secret: Secret) -> tuple[int, int]:
    return secret.start, -secret.end


def _secrets(text: str) -> Iterator[Secret]:
    """Yield the secrets of a text without disguise, each with its place in it."""
    squeezed_text = squeezed(text)
    chosen = candidates(squeezed_text)
    yield from named_secrets(text, chosen)
    yield from number_secrets(text, squeezed_text)
    yield from encoded_secrets(text)
    yield from grouped_secrets(text, chosen)
