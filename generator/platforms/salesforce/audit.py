"""Salesforce's exports, as an audit asks for them."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.model import Element
from generator.platforms.salesforce import connected_apps, evidence, metadata, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from generator.model import Component, MetadataField
    from generator.platforms.audit_rules import MetadataType, WayOver
    from generator.problems import Problems

NAME = re.compile(r"[\w.:-]{1,60}")
"""What a name that is told looks like; anything else in its place is not shown."""


class SalesforceAudit:
    """Metadata of external client apps and connected apps, as Salesforce's command line retrieves it."""

    types: Mapping[str, MetadataType] = metadata.TYPES
    kinds = (metadata.EXTERNAL, metadata.CONNECTED)
    watched = metadata.WATCHED
    purpose = frozenset({"callbackUrl"})
    org_facts: Mapping[str, str] = {"app_name": metadata.LABEL, "contact_email": metadata.CONTACT_EMAIL}
    label = metadata.LABEL
    max_bytes = evidence.MAX_BYTES

    @property
    def choices(self) -> frozenset[tuple[str, str]]:
        """Return (type, field) of every field that holds one of several known words."""
        return metadata.choices()

    def may_hold(self, name: str) -> bool:
        """Whether a file of this name is worth opening."""
        return evidence.may_be_metadata(name)

    def is_wanted(self, name: str, head: bytes) -> bool:
        """Whether a file is metadata by its name or by its root element."""
        return evidence.is_wanted(name, head)

    def read(
        self, data: bytes, path: str, wanted: AbstractSet[tuple[str, str]], problems: Problems
    ) -> Component | None:
        """Read one file of metadata."""
        return evidence.read_component(data, path, wanted, problems)

    def misnamed(self, component: Component) -> str | None:
        """Say how a file should be called if Salesforce's command line would not find it."""
        kind = self.types.get(component.type)
        path = PurePath(component.location.path)
        if kind is None or path.name.endswith(f".{kind.suffix}-meta.xml"):
            return None
        if path.suffix == f".{kind.suffix}" and kind.folder in path.parts:
            return None
        return (
            f"Salesforce's command line would not find this {component.type}. Call it NAME.{kind.suffix}-meta.xml, or "
            f"NAME.{kind.suffix} in a folder {kind.folder}. It was read all the same."
        )

    def unfamiliar(self, component: Component) -> Iterator[Element]:
        """Yield types, fields and words of fields that no release known here has."""
        fields = metadata.known_fields().get(component.type)
        if fields is None:
            yield Element(_shown(component.type), None, component.location)
            return
        for element in component.elements:
            words = fields.get(element.field)
            if words is None and element.field != "fullName":
                yield Element(f"{component.type}.{_shown(element.field)}", None, element.location)
            for word in _unknown_words(element, words or []):
                yield Element(f"{component.type}.{element.field} = {_shown(word)}", None, element.location)

    def field_asked(self, kind: str, field: MetadataField, required: str) -> MetadataField | None:
        """Return where an app of this kind says what `field` says; settings of the whole org hold for all kinds."""
        is_of_app = field.type not in self.types or self.types[field.type].of_app
        if kind == metadata.CONNECTED and is_of_app:
            return connected_apps.counterpart(field, required)
        return field

    def presupposed(self, field: str) -> str | None:
        """Return the group of OAuth settings for the fields in it: without it they say nothing."""
        group = field.partition(".")[0]
        if group == connected_apps.OAUTH_CONFIG and group != field:
            return group
        return None

    def entries(self, field: str, text: str) -> tuple[str, ...] | None:
        """Return the entries of a list in their usual spelling, or None if the field holds one thing only."""
        return spelling.entries(field, text)

    def listing(self, field: str, text: str) -> str:
        """Return a list as the file has it."""
        return spelling.listing(field, text)

    def near_miss(self, field: str, required: str, listed: tuple[str, ...]) -> str:
        """Say what stands in a list in place of the required entry, or nothing."""
        return spelling.near_miss(field, required, listed)

    def means_same(self, required: str, text: str) -> bool | None:
        """Whether two texts of one field mean the same."""
        return spelling.means_same(required, text)

    def without_namespace(self, name: str) -> str:
        """Return an API name without the prefix of its org's namespace, which ends in two underscores."""
        return name.rpartition("__")[2]

    def way_over(self, components: Sequence[Component], vendor: str) -> WayOver:
        """Return how a connected app becomes an external client app."""
        return connected_apps.way_over(components, vendor)

    def retrieval(self, guide_id: str, requests: Sequence[str], command: str) -> str:
        """Return how to get the metadata out of an org with Salesforce's command line."""
        asked = " \\\n".join(f"    -m {request}" for request in requests)
        return f"""\
# What an audit of {guide_id} needs, read with Salesforce’s command line (sf) in any project folder.
# Log in once: sf org login web --alias my-org
sf project retrieve start --target-org my-org \\
{asked}
# ExtlClntAppGlobalOauthSettings comes only while “Allow Access to OAuth Consumer Secrets via Metadata API” is on in
# Setup and you hold “View External Client Apps Consumer Secrets in Metadata”. Switch it on, retrieve, switch it off.
# The files then hold the app’s consumer key, and perhaps its secret: keep them out of version control.
{command} force-app
"""


def _unknown_words(element: Element, words: Sequence[str]) -> Iterator[str]:
    """Yield what a field that holds one of several words, or a list of them, holds otherwise."""
    if not words or not element.text:
        return
    usual = {word.casefold() for word in words}
    listed = spelling.written_entries(element.field, element.text) or (element.text,)
    for word in listed:
        is_oauth_name = word.islower() and element.field in spelling.SCOPES
        if word.casefold() not in usual and not is_oauth_name:
            yield word


def _shown(name: str) -> str:
    text = evidence.hidden(name)
    if NAME.fullmatch(text):
        return text
    return "(not shown)"


SALESFORCE_AUDIT = SalesforceAudit()
