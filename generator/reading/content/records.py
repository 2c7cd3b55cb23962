"""Runs and records: their text to the model. Whatever looks like a secret is refused and never repeated."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from generator.model.records import HASH, Record, Run
from generator.model.scan_answers import ScanAnswers
from generator.problems import Problems
from generator.reading.text.json_text import read_json
from generator.reading.text.plain_text import text_fault
from generator.reading.text.source import ask_about_digests, refuse_secrets
from generator.reading.text.yaml_text import parse_yaml, validate
from generator.secrets import BETWEEN_TEXTS, find_secrets, looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Location
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import Path, YamlDocument
    from generator.secrets import Secret

MAX_LENGTH = 1000
HASH_KEYS = frozenset({"content", "sha256"})
WRITTEN_HASH = re.compile(r"""(\b(?:content|sha256)["']?\s*:\s*["']?)[0-9a-f]{64}\b""")
SEVERAL_LINES = frozenset({"values", "found"})


def read_run(source: Source, problems: Problems) -> Run | None:
    """Read what an on-screen checklist exported as JSON, or what somebody wrote by hand as YAML."""
    faults = Problems()
    is_json = source.text.lstrip().startswith(("{", "["))
    document = _document(source, faults, is_json=is_json)
    run = None
    if document:
        run = validate(Run, document.data, document, faults)
    return problems.accept(run, faults)


def read_record(source: Source, problems: Problems) -> Record | None:
    """Read a record; keys without text count as left out."""
    faults = Problems()
    document = _document(source, faults, is_json=False)
    record = None
    if document:
        filled = {key: value for key, value in document.data.items() if value != ""}
        record = validate(Record, filled, document, faults)
    return problems.accept(record, faults)


def read_scan_answers(source: Source, problems: Problems) -> ScanAnswers | None:
    """Read what a person said of steps of a scan."""
    faults = Problems()
    document = _document(source, faults, is_json=True)
    answers = validate(ScanAnswers, document.data, document, faults) if document else None
    return problems.accept(answers, faults)


def _document(source: Source, problems: Problems, *, is_json: bool) -> YamlDocument | None:
    """Parse what is known to hold no secret; the hashes that belong there only look like one."""
    without_hashes = replace(source, text=WRITTEN_HASH.sub(rf"\1{'-' * 64}", source.text))
    refuse_secrets(without_hashes, problems)
    ask_about_digests(without_hashes, problems)
    document = read_json(source, problems) if is_json else parse_yaml(source, problems)
    if document and _is_suspect(document.data):
        for path, text in _texts(document.data, ()):
            _refuse_text(path, text, document, problems)
    return document


def _is_suspect(data: Any) -> bool:
    """Whether any text is worth a closer look, with its path: almost always none is."""
    texts = list(_bare_texts(data))
    longest = max(map(len, texts), default=0)
    if longest > MAX_LENGTH or not "".join(texts).isprintable():
        return True
    return looks_secret(BETWEEN_TEXTS.join(texts))


def _bare_texts(node: Any) -> Iterator[str]:
    """Yield every text but the hashes that belong there."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from node
        for key, value in node.items():
            if not isinstance(value, str):
                yield from _bare_texts(value)
            elif not (key in HASH_KEYS and HASH.fullmatch(value)):
                yield value
    elif isinstance(node, list):
        for item in node:
            yield from _bare_texts(item)


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text, keys included, with its path."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), key
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))


def _refuse_text(path: Path, text: str, document: YamlDocument, problems: Problems) -> None:
    if path[-1] in HASH_KEYS and HASH.fullmatch(text):
        return
    secrets = find_secrets(text)
    if not secrets and len(text) <= MAX_LENGTH and text.isprintable():
        return
    keys = [key for key in map(str, path) if key.isprintable()]
    name = ".".join(keys)
    if secrets:
        _tell(secrets[0], name, document.place(path), problems)
        return
    if SEVERAL_LINES & set(path):
        text = _joined(text)
    fault = text_fault(name, text, MAX_LENGTH)
    if fault:
        problems.error(document.place(path), *fault)


def _tell(secret: Secret, name: str, place: Location, problems: Problems) -> None:
    """Report what is in disguise as the file is written, and shows only as it reads."""
    if not problems.has("secret"):
        words = f"“{name}” looks like {secret.kind}. Take it out, and write only where it is kept."
        problems.error(place, "secret", words)


def _joined(text: str) -> str:
    return text.replace("\n", " ")
