"""What `guide mcp` can be asked for, as plain functions of the guides: nothing here knows the protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from difflib import get_close_matches
from threading import Lock
from typing import TYPE_CHECKING, Any

from generator.asking.answer_json import JsonAnswers, JsonPassage, altered_values, json_passage, required_by_guide
from generator.asking.passages import AnswerKind
from generator.asking.ranking import answers
from generator.commands.ask import guides_index, json_answers
from generator.commands.audit import rendered, run_audit
from generator.model import Strict
from generator.problems import ContentError, Location
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.asking.index import Index
    from generator.asking.passages import GuidePassage
    from generator.project.paths import Paths

MOST = 5
"""Answers to one question."""


class ListedGuide(Strict):
    """A guide, with all that can be read of it: titles by their ids."""

    guide: str
    sections: dict[str, str]
    steps: dict[str, str]
    values: dict[str, str]
    entries: dict[str, str]


class ListedGuides(Strict):
    """Every guide."""

    guides: tuple[ListedGuide, ...]


Stamp = tuple[tuple[str, int, int], ...]
"""Of each file of the content: its path, its size, its time of change in nanoseconds."""


@dataclass
class GuideTools:
    """The tools, over the content as it is now. Audits read only below `audit_below`."""

    paths: Paths
    guide_id: str | None
    audit_below: Path
    _loaded: tuple[Stamp, Index] | None = None
    _loading: Lock = field(default_factory=Lock)

    def index(self) -> Index:
        """Return the index, made anew if a file changed; a ContentError if the content has errors."""
        with self._loading:
            stamp = _stamp(self.paths.content)
            if self._loaded is None or self._loaded[0] != stamp:
                self._loaded = (stamp, guides_index(self.paths, self.guide_id))
            return self._loaded[1]

    def list_guides(self) -> str:
        """Return every guide with its ids, as JSON."""
        passages = self.index().passages
        guides = dict.fromkeys(passage.guide for passage in passages)
        listed = [_listed(guide, passages) for guide in guides]
        return ListedGuides(guides=tuple(listed)).model_dump_json(indent=2)

    def read(self, kind: AnswerKind, guide: str, name: str) -> str:
        """Return one passage as JSON; a ContentError if there is none."""
        candidates = [passage for passage in self.index().passages if _is_of(passage, kind, guide)]
        passages = {passage.id: passage for passage in candidates}
        if name not in passages:
            place = Location(shown(self.paths.content))
            raise ContentError.at(place, "no-passage", _missing(kind, name, passages))
        return self.proven(json_passage(passages[name]))

    def ask(self, question: str, guide: str | None, kind: AnswerKind | None = None) -> str:
        """Return the passages that answer a question, or of these only one kind, as JSON."""
        searched = self.index()
        found = answers(searched, question)
        wanted = [answer for answer in found if _is_of(answer.passage, kind, guide)]
        best = tuple(wanted[:MOST])
        return self.proven(json_answers(question, best, searched))

    def audit(self, folder: str, guide: str | None, app: str | None) -> str:
        """Return the audit of a folder or archive as JSON; a ContentError if it lies elsewhere or is not there."""
        place = (self.audit_below / folder).resolve()
        if not place.is_relative_to(self.audit_below.resolve()):
            text = "This lies outside the folder that may be audited. Start the server with another --audit-below."
            raise ContentError.at(Location(shown(place)), "outside", text)
        if not place.exists():
            raise ContentError.at(Location(shown(place)), "unreadable", "There is no such folder or archive.")
        report = run_audit(self.paths, place, guide or self.guide_id, app, None)
        return self.proven_text(rendered(report, "json"))

    def proven(self, answer: JsonAnswers | JsonPassage) -> str:
        """Return an answer as JSON in which every value was found unchanged."""
        return self.proven_text(answer.model_dump_json(indent=2))

    def proven_text(self, text: str) -> str:
        """Return the JSON if every value in it is unchanged; a ContentError that names the others."""
        altered = altered_values(text, required_by_guide(self.index().passages))
        if altered:
            text = f"Not answered, because a required value did not arrive unchanged: {', '.join(altered)}."
            raise ContentError.at(Location(shown(self.paths.content)), "value-changed", text)
        return text


def _stamp(content: Path) -> Stamp:
    stamps = []
    for path in sorted(content.glob("*/*")):
        status = path.stat()
        stamps.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(stamps)


def _is_of(passage: GuidePassage, kind: AnswerKind | None, guide: str | None) -> bool:
    if guide not in {None, passage.guide}:
        return False
    return kind in {None, passage.kind}


def _listed(guide: str, passages: Iterable[GuidePassage]) -> ListedGuide:
    titles: dict[AnswerKind, dict[str, str]] = {kind: {} for kind in AnswerKind}
    for passage in passages:
        if passage.guide == guide:
            titles[passage.kind][passage.id] = passage.title
    return ListedGuide(
        guide=guide,
        sections=titles[AnswerKind.SECTION],
        steps=titles[AnswerKind.STEP],
        values=titles[AnswerKind.VALUE],
        entries=titles[AnswerKind.TROUBLE],
    )


NOUNS = {
    AnswerKind.TROUBLE: "entry",
    AnswerKind.VALUE: "value",
    AnswerKind.STEP: "step",
    AnswerKind.SECTION: "section",
}


def _missing(kind: AnswerKind, name: str, known: Iterable[str]) -> str:
    text = f"The guide has no such {NOUNS[kind]}."
    near = get_close_matches(name, known, cutoff=0.5)
    if near:
        text = f"{text} Perhaps {' or '.join(near)}?"
    return f"{text} list_guides names all."


def as_data(text: str) -> dict[str, Any]:
    """Return JSON as what it says."""
    data: dict[str, Any] = json.loads(text)
    return data
