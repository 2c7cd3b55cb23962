"""history.yaml to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import History
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from generator.problems import Problems
    from generator.reading.text.source import Source


def read_history(source: Source, problems: Problems) -> History | None:
    """Read a guide's history; only its first entry may still be open."""
    document = parse_yaml(source, problems)
    if document is None:
        return None
    history = validate(History, document.data, document, problems)
    if history is None:
        return None
    for index, revision in enumerate(history.revisions):
        if index and revision.revision is None:
            text = "This entry has no revision. Only the newest may still be open; write which revision this was."
            problems.error(document.place(("revisions", index)), "history-open", text)
    return history
