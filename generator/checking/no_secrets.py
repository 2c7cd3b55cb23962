"""Rule `secret`: nothing in a guide looks like a consumer key or a consumer secret, however it is written.

Even an invented one would teach the wrong thing, and a real one must never be stored here. The message does not
repeat it.

Pass: `Copy the **Consumer Key** to where it is kept.`
Fail: a key that begins with 3MVG, 64 hexadecimal digits, a token, a private key or a password in an address; written
with escapes, emphasis or look-alike letters inside, it is still one
Asked about: 64 hexadecimal digits beside words such as “SHA-256” or “checksum”; `sha256:` before them answers
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from generator.checking.prose import texts
from generator.problems import Location, Problem, Problems
from generator.reading.text.source import ask_about_digests, refusal, refuse_secrets
from generator.secrets import BETWEEN_TEXTS, digests_in, find_secrets, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.checking.content import GuideContent


NEAR = 2000
"""So many characters before and behind where a text ought to stand it is looked for."""


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each place, first as the files are written, then as they read.

    Of a draft the second is enough: nobody wrote its files, and they hold nothing that is not read.
    """
    written = Problems()
    for source in content.sources:
        if not content.searched:
            refuse_secrets(source, written)
        ask_about_digests(source, written)
    yield from written
    if not written.has_errors:
        yield from _in_what_is_read(content)


def _in_what_is_read(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each text with a secret. All are looked at in one go first, since almost never one has."""
    written = content.searched or BETWEEN_TEXTS.join(source.text for source in content.sources)
    texts_read = [*_as_read(content)]
    if not _holds_secret(BETWEEN_TEXTS.join(text for _, text in texts_read), written):
        return
    digests = digests_in(written)
    for place, text in texts_read:
        for secret in find_secrets(text, digests)[:1]:
            yield Problem(place, "secret", refusal(secret.kind))


@lru_cache(maxsize=8)
def _holds_secret(whole: str, written: str) -> bool:
    """Whether one of the joined texts does. What reads as it is written was looked at with its file.

    A preview and a batch ask again and again about the same guides.
    """
    resolved = _not_as_written(whole.split(BETWEEN_TEXTS), written)
    joined = BETWEEN_TEXTS.join(resolved)
    return looks_secret(joined) and bool(find_secrets(joined, digests_in(written)))


def _not_as_written(texts: Iterable[str], written: str) -> Iterator[str]:
    """Yield the texts that do not stand in what was searched, about where they must: both have one order."""
    place = 0
    for text in texts:
        start = max(0, place - NEAR)
        found = written.find(text, start, place + len(text) + NEAR)
        if found < 0:
            yield text
        place = max(place, found) + len(text)


def _as_read(content: GuideContent) -> Iterator[tuple[Location, str]]:
    """Yield each text with escapes, entities and emphasis resolved."""
    for phrase in content.phrases:
        yield phrase.location, phrase.text
    place_of = cache(content.guide_source.find)  # a draft has a key once for each of its open points
    for key, text in texts(content.guide.about.model_dump()):
        yield place_of(f"{key}:"), text
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
