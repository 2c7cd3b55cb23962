"""The index and the rules of the ranking, as the script that a page of the site loads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.asking.passages import AnswerKind
from generator.asking.ranking import CLOSE, LEAST, LESS, PHRASE, QUOTED, SIGN, UNKNOWN
from generator.asking.redaction import HIDDEN_ROW, PART
from generator.asking.spelling import SHORTEST
from generator.asking.words import (
    ASKING,
    ENDING,
    ERROR_PARAMETER,
    EVERYDAY,
    FAILING,
    IGNORED,
    LONGEST,
    PARAMETERS,
)

if TYPE_CHECKING:
    from generator.asking.index import Index
    from generator.asking.passages import GuidePassage

RULES = {
    "sign": SIGN,
    "phrase": PHRASE,
    "less": LESS,
    "quoted": QUOTED.pattern,
    "asking": sorted(ASKING),
    "failing": sorted(FAILING),
    "least": LEAST,
    "unknown": UNKNOWN,
    "close": CLOSE,
    "shortest": SHORTEST,
    "longest": LONGEST,
    "ending": ENDING.pattern,
    "errors": ERROR_PARAMETER.pattern,
    "parameters": PARAMETERS.pattern,
    "part": PART.pattern,
    "row": HIDDEN_ROW.pattern,
    "ignored": sorted(IGNORED),
    "everyday": sorted(EVERYDAY),
}


def index_script(index: Index) -> str:
    """Return a script that sets `AskIndex`; it holds the words of all passages, the texts of errors and the values."""
    weights = {word: list(by_passage.items()) for word, by_passage in index.words.items()}
    entries = [_passage(number, index) for number, _ in enumerate(index.passages)]
    data = {"rules": RULES, "passages": entries, "words": weights}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.AskIndex = {text};\n"


def _passage(number: int, index: Index) -> dict[str, Any]:
    passage = index.passages[number]
    return {
        "kind": passage.kind,
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
