"""One metadata file (XML) to the model, read as text from a stranger: no DOCTYPE, no entities, no depth.

Only the fields that somebody asks for keep their text, and a key, secret or certificate never does.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING
from xml.parsers import expat

from generator.model import NOWHERE, Component, Element
from generator.platforms.salesforce.metadata import (
    APP,
    APP_NAME,
    CONTACT_EMAIL,
    LABEL,
    NAMESPACE,
    SUFFIXES,
    TYPES,
    WITHHELD,
)
from generator.problems import Location
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from generator.problems import Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
FIELD_DEPTH = 2
"""The root is at depth 1, and the fields inside it at 2."""

NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
ALWAYS_READ = {APP_NAME, LABEL, CONTACT_EMAIL, "fullName"}


def may_be_metadata(name: str) -> bool:
    """Whether a file of this name is worth opening."""
    return name.endswith((".xml", *SUFFIXES))


def is_named_as_metadata(name: str) -> bool:
    """Whether a file's name promises metadata of an app, so that it has to be readable."""
    return name.removesuffix("-meta.xml").endswith(tuple(suffix for suffix in SUFFIXES if suffix != ".settings"))


def root_of(head: bytes) -> str | None:
    """Return the name of the root element that a file begins with, without its namespace; None if there is none."""
    found: list[str] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, _: found.append(name.rpartition(" ")[2])
    with suppress(expat.ExpatError, LookupError, _RefusedError):
        parser.Parse(head, False)  # noqa: FBT003 - expat takes it by position
    return found[0] if found else None


def read_component(
    data: bytes, path: str, wanted: AbstractSet[tuple[str, str]], problems: Problems
) -> Component | None:
    """Read one file; None if it is of no known type or cannot be read. `wanted` holds (type, field)."""
    if len(data) > MAX_BYTES:
        problems.error(
            Location.whole(path), "xml-size", f"The file is larger than {MAX_BYTES:,} bytes and was not read."
        )
        return None
    reader = _Reader(path, wanted)
    try:
        reader.read(data)
    except _RefusedError as fault:
        problems.error(reader.place, fault.code, fault.text)
        return None
    except expat.ExpatError as fault:
        words = expat.ErrorString(fault.code)
        text = f"This is not well-formed XML ({words}), so nothing in it was judged. Retrieve the file again."
        problems.error(Location(path, fault.lineno, fault.offset + 1), "xml-syntax", text)
        return None
    except LookupError:
        text = "The encoding that the file names is not known. Save it with the encoding UTF-8."
        problems.error(Location(path), "xml-encoding", text)
        return None
    return reader.component(problems)


class _RefusedError(Exception):
    """The text is XML, but not of a kind that is read here."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError("xml-doctype", "The file has a DOCTYPE, which metadata never has. Retrieve the file again.")


@dataclass
class _Reader:
    """Gathers the direct children of the root; what is nested deeper is no setting of its own."""

    path: str
    wanted: AbstractSet[tuple[str, str]]
    depth: int = 0
    root: str = ""
    start: Location = NOWHERE
    elements: list[Element] = field(default_factory=list)
    _open: Element | None = None
    _text: str = ""
    parser: expat.XMLParserType = field(default_factory=_parser)

    @property
    def place(self) -> Location:
        return Location(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def read(self, data: bytes) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            text = f"Elements are nested more than {MAX_DEPTH} deep, which metadata never is. Retrieve the file again."
            raise _RefusedError("xml-depth", text)
        if self.depth == 1:
            self.root, self.start = name, self.place
        namespace, _, local = name.rpartition(" ")
        if self.depth == FIELD_DEPTH and namespace == self._namespace and attributes.get(NIL) not in {"true", "1"}:
            self._open, self._text = Element(local, "", self.place), ""

    def _characters(self, text: str) -> None:
        if self._open and self.depth == FIELD_DEPTH:
            self._text += text if self._is_read(self._open.field) else text.strip() and "*"

    def _end(self, _: str) -> None:
        if self._open and self.depth == FIELD_DEPTH:
            text = self._text.strip()
            kept = hidden(text) if self._is_read(self._open.field) or not text else None
            self.elements.append(replace(self._open, text=kept))
            self._open = None
        self.depth -= 1

    def _is_read(self, name: str) -> bool:
        """Whether a field's text is kept; of any other field it is only known whether it holds some."""
        return name not in WITHHELD and (name in ALWAYS_READ or (self._type, name) in self.wanted)

    @property
    def _namespace(self) -> str:
        return self.root.rpartition(" ")[0]

    @property
    def _type(self) -> str:
        return self.root.rpartition(" ")[2]

    def component(self, problems: Problems) -> Component | None:
        """Return what was read, unless the root element belongs to somebody else."""
        if self._type not in TYPES:
            return None
        if self._namespace not in {"", NAMESPACE}:
            text = f"The namespace is not {NAMESPACE}, so this is not Salesforce’s metadata and was not judged."
            problems.error(self.start, "xml-namespace", text)
            return None
        doubt = None if self._namespace else "the file has no namespace"
        return Component(self._type, self._app(), tuple(self.elements), self.start, doubt)

    def _app(self) -> str | None:
        """An app's own file is named after it; every other file names its app inside."""
        if not TYPES[self._type].of_app:
            return None
        named = "fullName" if self._type == APP else APP_NAME
        inside = next((element.text for element in self.elements if element.field == named and element.text), None)
        return inside or (_stem(self.path) if self._type == APP else None)


def _stem(path: str) -> str:
    name = PurePath(path).name.removesuffix(".xml").removesuffix("-meta")
    return name.removesuffix(f".{TYPES[APP].suffix}")
