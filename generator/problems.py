"""What is wrong, where, and how it is told to a person or a program."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


SECRET = re.compile(r"3MVG[\w.]{8,}|(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
"""The forms of a Salesforce consumer key and consumer secret."""

KEY = re.compile(r"3MVG[\w.]{8,}")
HEX_RUN = re.compile(r"[0-9a-fA-F\s]{64}")
SPACED_SECRET = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]\s*){63}[0-9a-fA-F](?![0-9a-fA-F])")


def looks_secret(text: str) -> bool:
    """Whether text holds a key or secret, also one in look-alike, invisible or spaced characters, or in %-escapes."""
    return shows_secret(text) or (not (text.isascii() and "%" not in text) and shows_secret(_unmasked(text)))


def shows_secret(text: str) -> bool:
    """Whether a key or secret stands here as it is or spaced. The first two patterns are quick, and rarely found."""
    return bool(KEY.search(text) or (HEX_RUN.search(text) and SPACED_SECRET.search(text)))


def _unmasked(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", unquote(text)) if unicodedata.category(char) != "Cf")


class Severity(StrEnum):
    """Only errors stop a publication and change the exit status."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file; lines and columns count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: `text` says what is wrong, what was expected and what to do."""

    location: Location
    code: str
    text: str
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        """Hide whatever looks like a secret: a message often quotes what it found."""
        object.__setattr__(self, "text", SECRET.sub("(hidden)", self.text))

    def __str__(self) -> str:
        prefix = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.location}: {prefix}{self.text} [{self.code}]"

    def as_json(self) -> dict[str, str | int]:
        """Return the problem as `--format json` prints it."""
        return {
            "severity": self.severity.value,
            "path": self.location.path,
            "line": self.location.line,
            "column": self.location.column,
            "code": self.code,
            "text": self.text,
        }


@dataclass
class Problems:
    """Collects problems, so that one run reports all of them."""

    found: list[Problem] = field(default_factory=list)

    def error(self, location: Location, code: str, text: str) -> None:
        """Note something that must be mended before anything is published."""
        self.found.append(Problem(location, code, text))

    def warning(self, location: Location, code: str, text: str) -> None:
        """Note something that should be looked at; it stops nothing."""
        self.found.append(Problem(location, code, text, Severity.WARNING))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Take over problems that a rule or reader found."""
        self.found.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        """Yield each problem once, in the order of the files."""
        return iter(sorted(set(self.found)))

    @property
    def has_errors(self) -> bool:
        """Whether anything found stops publishing."""
        return any(problem.severity is Severity.ERROR for problem in self.found)

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
