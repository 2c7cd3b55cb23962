"""The index and the rules of the ranking, as the script that a page of the site loads."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from generator.asking.passages import AnswerKind
from generator.asking.ranking import (
    ANYTHING,
    BEGUN_SIGN,
    BRIEF,
    CLOSE,
    LEAST,
    LEAST_IF_BRIEF,
    LESS,
    LESS_IF_BRIEF,
    MORE,
    PHRASE,
    QUOTED,
    SIGN,
    UNKNOWN,
)
from generator.asking.redaction import HIDDEN_ROW, PART
from generator.asking.spelling import BEGUN, SHORTEST, SHORTEST_LACKING, SHORTEST_PART, SHORTEST_SWAPPED
from generator.asking.words import (
    ASKING,
    ENDING,
    ERROR_PARAMETER,
    EVERYDAY,
    FAILING,
    IGNORED,
    LONGEST,
    PARAMETERS,
    SPELLINGS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.asking.index import Index
    from generator.asking.passages import GuidePassage

RULES = {
    "sign": SIGN,
    "phrase": PHRASE,
    "anything": ANYTHING,
    "begunSign": BEGUN_SIGN,
    "less": LESS,
    "more": MORE,
    "brief": BRIEF,
    "lessIfBrief": LESS_IF_BRIEF,
    "leastIfBrief": LEAST_IF_BRIEF,
    "quoted": QUOTED.pattern,
    "asking": sorted(ASKING),
    "failing": sorted(FAILING),
    "least": LEAST,
    "unknown": UNKNOWN,
    "close": CLOSE,
    "shortest": SHORTEST,
    "shortestPart": SHORTEST_PART,
    "shortestLacking": SHORTEST_LACKING,
    "shortestSwapped": SHORTEST_SWAPPED,
    "begun": BEGUN,
    "longest": LONGEST,
    "ending": ENDING.pattern,
    "spellings": [[pattern.pattern, spelling] for pattern, spelling in SPELLINGS],
    "errors": ERROR_PARAMETER.pattern,
    "parameters": PARAMETERS.pattern,
    "part": PART.pattern,
    "row": HIDDEN_ROW.pattern,
    "ignored": sorted(IGNORED),
    "everyday": sorted(EVERYDAY),
}


def index_script(index: Index, titles: Mapping[str, str] | None = None) -> str:
    """Return a script that sets `AskIndex`; it holds the words of all passages, the texts of errors and the values.

    With the `titles` of guides, by their ids, it is the index of a whole site, which lies above the guides' folders.
    """
    weights = {word: list(chain.from_iterable(by_passage.items())) for word, by_passage in index.words.items()}
    entries = [_passage(number, index) for number, _ in enumerate(index.passages)]
    data: dict[str, Any] = {"rules": RULES, "passages": entries, "words": weights}
    if titles:
        data["guides"] = titles
        data["passages"] = list(map(_for_the_site, entries, index.passages))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.AskIndex = {text};\n"


def _for_the_site(entry: dict[str, Any], passage: GuidePassage) -> dict[str, Any]:
    place = f"{passage.guide}/{passage.place}"
    return entry | {"guide": passage.guide, "place": place}


def _passage(number: int, index: Index) -> dict[str, Any]:
    passage = index.passages[number]
    return {
        "kind": passage.kind,
        "label": passage.label,
        "id": passage.id,
        "title": passage.title,
        "place": passage.place,
        "signs": list(index.signs[number].values()),
        "phrases": [" ".join(phrase) for phrase in index.phrases[number]],
        **_shown(passage),
    }


def _shown(passage: GuidePassage) -> dict[str, Any]:
    """Return what the search shows of an error at once, by the ids of its values and steps, and a value itself."""
    match passage.kind:
        case AnswerKind.TROUBLE:
            shown: dict[str, Any] = {"text": passage.body}
            if passage.tell_apart:
                shown["tellApart"] = passage.tell_apart
            shown["values"] = [value.id for value in passage.values]
            shown["steps"] = list(passage.steps)
            return shown
        case AnswerKind.VALUE:
            return {"value": passage.values[0].value}
        case _:
            return {}
