"""What is wrong, where, and how it is told to a person or a program."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


T = TypeVar("T")


class Severity(StrEnum):
    """Only errors stop a publication and change the exit status."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1. Line 0 is the file or folder as a whole."""

    path: str
    line: int = 0
    column: int = 1

    def __str__(self) -> str:
        if self.line == 0:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Return where the character at `index` of a text stands; both count from 1."""
    line_start = text.rfind("\n", 0, index) + 1
    line = text.count("\n", 0, index) + 1
    return line, index - line_start + 1


@lru_cache(maxsize=64)  # most problems of a run are of a few files
def _hidden_path(path: str) -> str:
    return hidden(path)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: `text` says what is wrong, what was expected and what to do."""

    location: Location
    code: str
    text: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        """Hide whatever looks like a secret: a message often quotes what it found, and a file may be named so."""
        object.__setattr__(self, "text", hidden(self.text))
        path = _hidden_path(self.location.path)
        if path != self.location.path:
            object.__setattr__(self, "location", replace(self.location, path=path))

    def __str__(self) -> str:
        line = f"{self.text} [{self.code}]"
        if self.severity is Severity.WARNING:
            line = f"warning: {line}"
        return f"{self.location}: {line}"

    def as_json(self) -> dict[str, str | int | None]:
        """Return the problem as `--format json` prints it; line and column are null where no line is at fault."""
        return {
            "severity": self.severity.value,
            "path": self.location.path,
            "line": self.location.line or None,
            "column": self.location.column if self.location.line else None,
            "code": self.code,
            "text": self.text,
        }


def _order(problem: Problem) -> tuple[str, int, int, str, str, Severity]:
    """Return what problems are sorted by, which a tuple does in a fraction of the time of their own comparison."""
    place = problem.location
    return place.path, place.line, place.column, problem.code, problem.text, problem.severity


@dataclass
class Problems:
    """Collects problems, so that one run reports all of them."""

    found: list[Problem] = field(default_factory=list)

    def error(self, location: Location, code: str, text: str) -> None:
        """Note something that must be mended before anything is published."""
        problem = Problem(location, code, text)
        self.found.append(problem)

    def warning(self, location: Location, code: str, text: str) -> None:
        """Note something that should be looked at; it stops nothing."""
        problem = Problem(location, code, text, Severity.WARNING)
        self.found.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems that a rule or reader found."""
        self.found.extend(problems)

    def accept(self, result: T, faults: Problems) -> T | None:
        """Take over what was found while a result was read, and return the result unless any of it is an error."""
        self.extend(faults)
        if faults.has_errors:
            return None
        return result

    def __iter__(self) -> Iterator[Problem]:
        """Yield each problem once, in the order of the files."""
        return iter(sorted(set(self.found), key=_order))

    def has(self, code: str) -> bool:
        """Whether a problem of this kind was found."""
        codes = {problem.code for problem in self.found}
        return code in codes

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops publishing."""
        severities = {problem.severity for problem in self.found}
        return Severity.ERROR in severities

    def raise_errors(self) -> None:
        """Raise `ContentError` with everything found if any of it is an error."""
        if self.has_errors:
            raise ContentError(tuple(self))


class ContentError(Exception):
    """The input has errors; nothing may be published from it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @classmethod
    def at(cls, location: Location, code: str, text: str) -> ContentError:
        """Return the error of a single problem."""
        return cls((Problem(location, code, text),))

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Problem, ...]]]:
        """Return what makes it anew where a worker process hands it over."""
        return ContentError, (self.problems,)
