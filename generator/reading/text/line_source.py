"""A named text file that is read line by line, as often as asked: it may be larger than memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.problems import ContentError, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

BYTE_ORDER_MARK = "\ufeff"
NOT_UTF8 = "The file is not UTF-8 text. Save it as “CSV UTF-8”, as Excel calls it, or name the workbook itself."


@dataclass(frozen=True)
class LineSource:
    """The lines of a file under the path by which problems name it; `open` opens it at its beginning."""

    path: str
    open: Callable[[], IO[bytes]]

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end, which is LF. Raises `ContentError` where the file is not UTF-8 text."""
        with self.open() as file:
            for number, line in enumerate(file, start=1):
                text = self._decoded(line, number)
                if number == 1:
                    text = text.removeprefix(BYTE_ORDER_MARK)
                yield from _lines(text)

    def _decoded(self, line: bytes, number: int) -> str:
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise ContentError.at(Location(self.path, number), "not-utf8", NOT_UTF8) from None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text that ends with its first LF; some programs end lines with CR alone."""
    if "\r" not in text:
        yield text
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
