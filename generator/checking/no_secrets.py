"""Rule `secret`: nothing in a guide looks like a consumer key or a consumer secret, however it is written.

Even an invented one would teach the wrong thing, and a real one must never be stored here. The message does not
repeat it.

Pass: `Copy the **Consumer Key** to where it is kept.`
Fail: a key that begins with 3MVG, or 64 hexadecimal digits, anywhere but in the lock file's `sha256`; written with
escapes or emphasis inside, it is still one
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.checking.prose import phrases, texts
from generator.problems import Location, Problem, Problems
from generator.reading.text.source import REFUSAL, refuse_secrets
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.reading.text.source import Source

PAGE_HASH = re.compile(r"(?<=sha256: )[0-9a-f]{64}\b")


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each place, first as the files are written, then as they read."""
    written = Problems()
    for source in content.sources:
        refuse_secrets(_without_page_hash(source) if source is content.lock_source else source, written)
    yield from written
    if not written.found:
        for place, text in _as_read(content):
            if looks_secret(text):
                yield Problem(place, "secret", REFUSAL)


def _as_read(content: GuideContent) -> Iterator[tuple[Location, str]]:
    """Yield each text with escapes, entities and emphasis resolved."""
    for phrase in phrases((content.guide.before, content.guide.sections)):
        yield phrase.location, phrase.text
    for key, text in texts(content.guide.about.model_dump()):
        yield content.guide_source.find(f"{key}:"), text
    for value in content.guide.values:
        for key, data in value.model_dump(mode="json").items():
            for _, text in texts(data):
                yield content.value_place(value.id, key), text
    yield from content.trouble_texts()
    if content.lock:
        yield content.lock_place("page"), content.lock.page.url
        for name, locked in content.lock.values.items():
            for key, text in texts(locked.model_dump()):
                yield content.lock_place("values", name, key), text


def _without_page_hash(source: Source) -> Source:
    text = PAGE_HASH.sub("-" * 64, source.text)
    return replace(source, text=text)
