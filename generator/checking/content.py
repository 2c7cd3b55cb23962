"""What the rules look at: a guide with the sources it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.checking.prose import phrases_of, texts
from generator.model import walk
from generator.problems import Location, Problems
from generator.reading.content.guide import values_document
from generator.reading.text.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.prose import Phrase
    from generator.model import Guide, Lock
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import YamlDocument


@dataclass(frozen=True)
class GuideContent:
    """One guide folder. `lock` is None where vendor.lock.yaml could not be read."""

    guide: Guide
    lock: Lock | None
    guide_source: Source
    values_source: Source
    lock_source: Source | None = None
    troubles_source: Source | None = None
    further_sources: tuple[Source, ...] = ()
    """What people ask, and the files that commands write: the guide's history, its labels' former names."""

    searched: str = ""
    """The page that a draft was just made from, in which no secret was found."""

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Return the sources that exist."""
        sources = [self.guide_source, self.values_source]
        further = (self.lock_source, self.troubles_source, *self.further_sources)
        sources += filter(None, further)
        return tuple(sources)

    @cached_property
    def parts(self) -> tuple[Any, ...]:
        """Return all nodes of the guide in reading order, which most rules go through."""
        content = (self.guide.before, self.guide.sections)
        return tuple(walk(content))

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Return the words inside all nodes of the guide."""
        return tuple(phrases_of(self.parts))

    @cached_property
    def _values_document(self) -> YamlDocument | None:
        return values_document(self.values_source, Problems())

    @cached_property
    def _lock_document(self) -> YamlDocument | None:
        return _document(self.lock_source)

    @cached_property
    def _troubles_document(self) -> YamlDocument | None:
        return _document(self.troubles_source)

    @cached_property
    def written_values(self) -> frozenset[str] | None:
        """Return the ids in values.yaml, those of unreadable values included; None if the file is unreadable."""
        document = self._values_document
        if document is None:
            return None
        return frozenset(document.data)

    def value_place(self, *path: str) -> Location:
        """Return where a key stands in values.yaml."""
        return _place(path, self._values_document, self.values_source.path)

    def trouble_place(self, *path: str) -> Location:
        """Return where a key stands in troubleshooting.yaml."""
        return _place(path, self._troubles_document, "troubleshooting.yaml")

    def trouble_texts(self) -> Iterator[tuple[Location, str]]:
        """Yield each text of troubleshooting.yaml with its place."""
        for trouble in self.guide.troubles:
            fields = trouble.model_dump(mode="json", exclude={"id", "values", "steps"}, exclude_none=True)
            for key, data in fields.items():
                for _, text in texts(data):
                    yield self.trouble_place(trouble.id, key), text

    def lock_place(self, *path: str | int) -> Location:
        """Return where a key stands in vendor.lock.yaml."""
        return _place(path, self._lock_document, "vendor.lock.yaml")

    def guide_place(self, near: Location, *fragments: str) -> Location:
        """Return where the first fragment found stands in the paragraph, row or box that begins at `near`."""
        lines = self.guide_source.lines
        blank = (number for number in range(near.line + 1, len(lines) + 1) if not lines[number - 1].strip())
        last = next(blank, len(lines))
        for fragment in fragments:
            place = self.guide_source.find(fragment, near.line, last)
            if fragment in lines[place.line - 1]:
                return place
        return near


def _document(source: Source | None) -> YamlDocument | None:
    """Return a file's data with their places; what is wrong with it was told when it was read."""
    if source is None:
        return None
    return parse_yaml(source, Problems())


def _place(path: tuple[str | int, ...], document: YamlDocument | None, file: str) -> Location:
    """Return where a key stands in a document, or the file as a whole if it could not be read."""
    if document is None:
        return Location(file)
    return document.place(path)
