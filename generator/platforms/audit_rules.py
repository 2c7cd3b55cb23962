"""What an audit may know of a platform: what its exported settings look like, and how their texts compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from generator.model import Component, Element, MetadataField
    from generator.problems import Problems


@dataclass(frozen=True)
class MetadataType:
    """One type of exported file: its root element, where its files lie, and how they are called.

    `made_as` is the name that the platform's own files of this type bear, with the app's name put in. `kind` is the
    kind of app it belongs to, None for settings of the whole org.
    """

    name: str
    folder: str
    suffix: str
    made_as: str
    kind: str | None
    is_named_after_app: bool = False
    """Whether the file is called like its app; every other one names its app inside."""

    @property
    def of_app(self) -> bool:
        """Whether a file belongs to one app rather than to the whole org."""
        return self.kind is not None

    @property
    def request(self) -> str:
        """Return what the command that retrieves files calls the type."""
        if self.of_app:
            return self.name
        return f"Settings:{self.made_as}"


@dataclass(frozen=True)
class Watched:
    """A field outside the required values that can break or weaken a connection, and when it does so.

    `text` is what it then reads, or None where it is enough that it is there. `undoes` is the field of a required value
    that it makes void.
    """

    type: str
    field: str
    text: str | None
    means: str
    undoes: str | None = None


@dataclass(frozen=True)
class WayOver:
    """How one comes from an app of an older kind to one of today's: in a few words, and what goes with it."""

    short: str
    details: tuple[str, ...]


class AuditRules(Protocol):
    """What one platform knows of its exports. Texts it returns are sentences for the report."""

    @property
    def types(self) -> Mapping[str, MetadataType]:
        """Return the types that are judged, by their root elements."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of apps by name; the first is what a guide sets up, the others are older."""

    @property
    def watched(self) -> tuple[Watched, ...]:
        """Return the settings that are worth a word wherever they stand."""

    @property
    def purpose(self) -> frozenset[str]:
        """Return the fields by which one sees what an app of today's kind is for."""

    @property
    def org_facts(self) -> Mapping[str, str]:
        """Return keys of an org file with the fields in which an app's own file says the same."""

    @property
    def label(self) -> str:
        """Return the field that holds the name people see."""

    @property
    def max_bytes(self) -> int:
        """Return how much of a file is read at the most; a larger one is refused."""

    def may_hold(self, name: str) -> bool:
        """Whether a file of this name is worth opening."""

    def is_wanted(self, name: str, head: bytes) -> bool:
        """Whether a file of this name that begins so is to be read."""

    def read(
        self, data: bytes, path: str, wanted: AbstractSet[tuple[str, str]], problems: Problems
    ) -> Component | None:
        """Read one file; None if it is somebody else's or cannot be read. `wanted` holds (type, field)."""

    def misnamed(self, component: Component) -> str | None:
        """Say how a file should be called if the platform's own tools would not find it."""

    def unfamiliar(self, component: Component) -> Iterator[Element]:
        """Yield what is not known here: its place, and its name as `field`."""

    @property
    def choices(self) -> frozenset[tuple[str, str]]:
        """Return (type, field) of every field that holds one of several known words."""

    def field_asked(self, kind: str, field: MetadataField, required: str) -> MetadataField | None:
        """Return where an app of this kind says what `field` says, or None where it says nothing of the sort."""

    def presupposed(self, field: str) -> str | None:
        """Return the field without which another one says nothing."""

    def entries(self, field: str, text: str) -> tuple[str, ...] | None:
        """Return the entries of a list in their usual spelling, or None if the field holds one thing only."""

    def listing(self, field: str, text: str) -> str:
        """Return a list as the file has it."""

    def near_miss(self, field: str, required: str, listed: tuple[str, ...]) -> str:
        """Say what stands in a list in place of the required entry, or nothing."""

    def means_same(self, required: str, text: str) -> bool | None:
        """Whether two texts of one field mean the same; None if the second is none of the field's words."""

    def without_namespace(self, name: str) -> str:
        """Return an app's name without the prefix that its org puts before it."""

    def way_over(self, components: Sequence[Component], vendor: str) -> WayOver:
        """Return how an app of an older kind, whose files these are, becomes one of today's."""

    def retrieval(self, guide_id: str, requests: Sequence[str], command: str) -> str:
        """Return how to get the files out of an org, as a script with comments; `command` then audits them."""
