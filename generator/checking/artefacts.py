"""Rule: every finished artefact holds every required value, unchanged.

Pass: `site/…/index.html` shows the callback URL as `values.yaml` has it, wherever it shows it.
Fail: one letter of it differs in one of the two places, or a page does not show it at all.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from generator.problems import Location, Problem
from generator.secrets import find_secrets
from generator.secrets.named import squeezed

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    from generator.model import RequiredValue
    from generator.reading.artefacts.found import Found

TAG = re.compile(r"<[^>]*>")
DIGIT_COUNT = 64
DIGITS = re.compile(rf"[0-9a-f]{{{DIGIT_COUNT},}}")


def check_artefact(path: str, found: Sequence[Found], values: Sequence[RequiredValue]) -> Iterator[Problem]:
    """Yield a problem for each value that is missing or changed in the artefact at `path`."""
    required = {value.id: value for value in values}
    seen = count(found)
    for value in values:
        if not seen[value.id]:
            yield Problem(
                Location(path),
                "value-missing",
                f"The required value {value.id} ({value.setting}: “{value.text}”) is missing here. Build again.",
            )
    for item in found:
        if item.value_id not in required:
            yield Problem(Location(path), "value-unknown", f"“{item.value_id}” is no required value of this guide.")
        elif item.text not in {required[item.value_id].text, required[item.value_id].template}:
            value = required[item.value_id]
            yield Problem(
                Location(path),
                "value-changed",
                f"{value.setting} ({value.id}) reads “{item.text}” here, and must read “{value.text}”. Build again.",
            )


def thinner(path: str, spans: Iterable[str], wanted: Mapping[str, int]) -> Iterator[Problem]:
    """Yield a problem for each text that stands less often among the code spans of `path` than is wanted."""
    shown = Counter(spans)
    for text, times in wanted.items():
        if shown[text] < times:
            words = f"“{text}” stands here as code {shown[text]} times, and {times} times on the page that this copies."
            yield Problem(Location(path), "value-missing", f"{words} Build again.")


def check_secrets(path: str, text: str, hashes: Container[str]) -> Iterator[Problem]:
    """Yield a problem if the artefact's text holds what looks like a key or secret and is none of our own hashes."""
    plain = unescape(TAG.sub("", text))
    readings = dict.fromkeys((text, plain))
    secrets = [secret for reading in readings for secret in find_secrets(reading, hashes)]
    if secrets:
        yield Problem(Location(path), "secret", f"Something here looks like {secrets[0].kind}. Find its source.")


def digests_among(known: Collection[str], text: str) -> set[str]:
    """Return which of the `known` hashes, of 64 hexadecimal digits, a text holds, also in groups or across tags."""
    among: set[str] = set()
    for reading in (text, unescape(TAG.sub("", text))):
        for run in DIGITS.findall(squeezed(reading).lower()):
            among.update(window for window in _windows(run) if window in known)
    return among


def _windows(run: str) -> Iterator[str]:
    """Yield each part of some digits that is as long as a hash."""
    last = len(run) - DIGIT_COUNT
    for start in range(last + 1):
        end = start + DIGIT_COUNT
        yield run[start:end]


def count(found: Sequence[Found]) -> Counter[str]:
    """Return how often each value id was found."""
    return Counter(item.value_id for item in found)
