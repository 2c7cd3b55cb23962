"""Rule `secret`: nothing in a guide looks like a consumer key or a consumer secret.

Even an invented one would teach the wrong thing, and a real one must never be stored here. The message does not
repeat it.

Pass: `Copy the **Consumer Key** to where it is kept.`
Fail: a key that begins with 3MVG, or 64 hexadecimal digits, anywhere but in the lock file's `sha256`
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.problems import Problem, Problems
from generator.reading.source import refuse_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.reading.source import Source

PAGE_HASH = re.compile(r"(?<=sha256: )[0-9a-f]{64}\b")


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each place."""
    found = Problems()
    for source in content.sources:
        refuse_secrets(_without_page_hash(source) if source is content.lock_source else source, found)
    yield from found


def _without_page_hash(source: Source) -> Source:
    return replace(source, text=PAGE_HASH.sub("-" * 64, source.text))
