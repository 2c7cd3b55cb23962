"""A named text that problems can point into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.problems import Location, line_and_column
from generator.secrets import find_digests, secrets_in_file

if TYPE_CHECKING:
    from generator.problems import Problems

NOT_UTF8 = "The file is not UTF-8 text. Save it with the encoding UTF-8."


@dataclass(frozen=True)
class Source:
    """A file's text under the path by which problems name it."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines, split once: every problem asks for one."""
        return self.text.splitlines()

    def find(self, fragment: str, first: int = 1, last: int | None = None) -> Location:
        """Return where `fragment` first stands in lines `first` to `last`, else where the search began."""
        end = len(self.lines) if last is None else min(last, len(self.lines))
        for number in range(first, end + 1):
            index = self.lines[number - 1].find(fragment)
            if index >= 0:
                return Location(self.path, number, index + 1)
        if first > 1:
            return Location(self.path, first)
        return Location(self.path)

    def place(self, index: int) -> Location:
        """Return the place of the character at `index` of the text."""
        line, column = line_and_column(self.text, index)
        return Location(self.path, line, column)


def decode(data: bytes, path: str, problems: Problems) -> Source | None:
    """Read bytes as UTF-8 text with LF line ends."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        problems.error(Location(path, line), "not-utf8", NOT_UTF8)
        return None
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


DIGEST = (
    "64 hexadecimal digits stand here beside words of a checksum. If they are a key or secret, take them out and "
    "revoke it. If they are a checksum, write “sha256:” before them."
)


def refusal(kind: str) -> str:
    """Return what is wrong with a text that holds a secret of this kind, and what to do."""
    return (
        f"This looks like {kind}. Take it out, revoke it if others could read this file, and write only where it is "
        "kept."
    )


def refuse_secrets(source: Source, problems: Problems) -> None:
    """Report every secret, without repeating it."""
    for secret in secrets_in_file(source.text):
        place = source.place(secret.start)
        problems.error(place, "secret", refusal(secret.kind))


def ask_about_digests(source: Source, problems: Problems) -> None:
    """Ask whether what looks like the digest of a file is one."""
    for start in find_digests(source.text):
        problems.warning(source.place(start), "digest", DIGEST)
