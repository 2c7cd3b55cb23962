"""One metadata file (XML) to the model, read as text from a stranger: no DOCTYPE, no entities, no depth.

Only the fields that somebody asks for keep their text, and a key, secret or certificate never does.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers import expat

from generator.model import NOWHERE, Component, Element, printable
from generator.platforms.salesforce.metadata import (
    APP_NAME,
    CONNECTED_APP,
    CONTACT_EMAIL,
    FAMILY,
    FAMILY_SUFFIX,
    LABEL,
    LEFT_ASIDE,
    NAMESPACE,
    TYPES,
    WITHHELD,
)
from generator.problems import Location
from generator.secrets import hidden as without_secrets

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from generator.problems import Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

GROUPS = frozenset({"oauthConfig", "oauthPolicy", "sessionPolicy"})
"""Elements of a connected app whose children are settings of their own."""

NAMES = re.compile("|".join((*TYPES, *FAMILY)).encode())
"""What stands in a file whose root element counts; looking for it is quicker than parsing."""

APP, OAUTH = b"App", b"Oauth"
"""One of these stands in each of those names; looking for them is quicker still."""

PRESENT = "present"
"""What stands for the text of a group."""

REPEATED = frozenset({"oauthConfig.scopes"})
"""Fields that hold a list by standing there once for each entry."""

CREDENTIAL = re.compile(
    r"-----BEGIN [^-]*-----[^-]*(-----END [^-]*-----)?"
    r"|[A-Za-z0-9+=]{40,}|(?<!\d)\d{15,}(?!\d)|00D\w{9,15}![\w.]+|5Aep[\w.]{20,}"
)
"""What else no field of metadata may show: certificates, longer numbers, and anything as long as a key."""

NIL = "http://www.w3.org/2001/XMLSchema-instance nil"
ALWAYS_READ = {APP_NAME, LABEL, CONTACT_EMAIL, "fullName"}
SUFFIXES_IN_ANY_CASE = frozenset(kind.suffix.casefold() for kind in TYPES.values())


def may_be_metadata(name: str) -> bool:
    """Whether a file of this name is worth opening; letter case does not matter."""
    _, _, ending = name.casefold().rpartition(".")
    if ending == "xml" or ending in SUFFIXES_IN_ANY_CASE:
        return True
    return ending.startswith(FAMILY_SUFFIX)


def is_wanted(name: str, head: bytes) -> bool:
    """Whether a file is metadata by its name, so that it has to be readable, or by its root element."""
    ending = name.casefold().removesuffix("-meta.xml").rpartition(".")[2]
    if ending.startswith(FAMILY_SUFFIX) or ending == "connectedapp":
        return True
    if b"\0" not in head and not _holds_a_name(head):  # with zero bytes it may be UTF-16
        return False
    root = root_of(head) or ""
    return root in TYPES or root.startswith(FAMILY)


def _holds_a_name(head: bytes) -> bool:
    if APP not in head and OAUTH not in head:
        return False
    name = NAMES.search(head)
    return name is not None


def hidden(text: str) -> str:
    """Return text without whatever looks like a key, secret, certificate or token."""
    return CREDENTIAL.sub("(hidden)", without_secrets(text))


def root_of(head: bytes) -> str | None:
    """Return the name of the root element that a file begins with, without its namespace; None if there is none."""
    names: list[str] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, _: names.append(name)
    with suppress(expat.ExpatError, LookupError, ValueError, _RefusedError):
        parser.Parse(head, False)  # noqa: FBT003 - expat takes it by position
    if not names:
        return None
    _, _, root = names[0].rpartition(" ")
    return root


def read_component(
    data: bytes, path: str, wanted: AbstractSet[tuple[str, str]], problems: Problems
) -> Component | None:
    """Read one file; None if it is of no known type or cannot be read. `wanted` holds (type, field)."""
    if len(data) > MAX_BYTES:
        problems.error(Location(path), "xml-size", f"The file is larger than {MAX_BYTES:,} bytes and was not read.")
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
    except (LookupError, ValueError):  # an encoding that Python does not know, or expat not serve
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
    """Gathers the direct children of the root, and those of the groups in it; what is nested deeper is no setting."""

    path: str
    wanted: AbstractSet[tuple[str, str]]
    names: list[str] = field(default_factory=list)
    """The elements that are open, from the root on; an element of another namespace has no name."""

    root: str = ""
    start: Location = NOWHERE
    elements: list[Element] = field(default_factory=list)
    _open: Element | None = None
    _text: str = ""
    parser: expat.XMLParserType = field(default_factory=_parser)

    @property
    def place(self) -> Location:
        line = self.parser.CurrentLineNumber
        column = self.parser.CurrentColumnNumber + 1
        return Location(self.path, line, column)

    def read(self, data: bytes) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if not self.names:
            self.root, self.start = name, self.place
        if namespace != self._namespace:
            local = ""
        self.names.append(local)
        if len(self.names) > MAX_DEPTH:
            text = f"Elements are nested more than {MAX_DEPTH} deep, which metadata never is. Retrieve the file again."
            raise _RefusedError("xml-depth", text)
        field_name = self._field_name()
        if field_name is None or attributes.get(NIL) in {"true", "1"}:
            return
        if field_name in GROUPS:
            self.elements.append(Element(field_name, PRESENT, self.place))
        else:
            self._open, self._text = Element(field_name, "", self.place), ""

    def _field_name(self) -> str | None:
        """Return the name of the field that the open elements lead to, with the group it stands in."""
        match self.names:
            case [_, name] if name:
                return name
            case [root, group, name] if root == CONNECTED_APP and group in GROUPS and name:
                return f"{group}.{name}"
        return None

    def _characters(self, text: str) -> None:
        if self._open and self._open.field == self._field_name():
            if self._is_read(self._open.field):
                self._text += text
            elif text.strip():
                self._text += "*"

    def _end(self, _: str) -> None:
        element = self._open
        if element and element.field == self._field_name():
            kept = self._kept_text(element.field)
            self.elements.append(replace(element, text=kept))
            self._open = None
        self.names.pop()

    def _kept_text(self, field_name: str) -> str | None:
        """Return the text of the element that ends here without secrets; None if nobody asks for it."""
        text = self._text.strip()
        if text and not self._is_read(field_name):
            return None
        return hidden(text)

    def _is_read(self, name: str) -> bool:
        """Whether a field's text is kept; of any other field it is only known whether it holds some."""
        if name.rpartition(".")[2] in WITHHELD:
            return False
        return name in ALWAYS_READ or (self._type, name) in self.wanted

    @property
    def _namespace(self) -> str:
        return self.root.rpartition(" ")[0]

    @property
    def _type(self) -> str:
        return self.root.rpartition(" ")[2]

    def component(self, problems: Problems) -> Component | None:
        """Return what was read, unless the root element belongs to somebody else."""
        is_foreign = self._type not in TYPES and not self._type.startswith(FAMILY)
        if is_foreign or self._type in LEFT_ASIDE:
            return None
        if self._namespace not in {"", NAMESPACE}:
            text = f"The namespace is not {NAMESPACE}, so this is not Salesforce’s metadata and was not judged."
            problems.error(self.start, "xml-namespace", text)
            return None
        doubt = None
        if not self._namespace:
            doubt = "the file has no namespace"
        return Component(self._type, self._app(), _joined(self.elements), self.start, doubt)

    def _app(self) -> str | None:
        """An app's own file is named after it; every other file names its app inside."""
        kind = TYPES.get(self._type)
        if kind is None or not kind.of_app:
            return None
        if kind.is_named_after_app:
            names = [*self._texts("fullName"), hidden(_stem(self.path, kind.suffix))]
        else:
            names = self._texts(APP_NAME)
        if not names:
            return None
        return printable(names[0])

    def _texts(self, field_name: str) -> list[str]:
        texts = [element.text for element in self.elements if element.field == field_name]
        return list(filter(None, texts))


def _joined(elements: list[Element]) -> tuple[Element, ...]:
    """Return the elements, those of a list that is written by repetition as one."""
    repeated = [element for element in elements if element.field in REPEATED]
    if not repeated:
        return tuple(elements)
    text = ",".join(element.text or "" for element in repeated)
    others = [element for element in elements if element.field not in REPEATED]
    return (*others, replace(repeated[0], text=text))


def _stem(path: str, suffix: str) -> str:
    """Return the app's name in a file's name, in which the command line escapes what file systems do not take."""
    name = PurePath(path).name.removesuffix(".xml").removesuffix("-meta")
    return unquote(name.removesuffix(f".{suffix}"))
