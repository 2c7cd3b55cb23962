"""What a platform is: all that the engine may know of the product whose screens a guide walks through."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.model.org import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model import Org, OrgField
    from generator.platforms.audit_rules import AuditRules
    from generator.platforms.deployment_rules import DeploymentRules

NO_ADDRESSES = Path(__file__).with_name("no_addresses.js")


@dataclass(frozen=True)
class Vocabulary:
    """What people call things on a platform."""

    name: str
    """The product, as its maker writes it."""

    page: str
    """A page of its admin screens, as people call it."""

    never_typed: str
    """What must never be typed where anything is kept."""

    never_written: str
    """The same on a checklist."""

    open_page: str
    """What a link to such a page says."""

    page_place: str = "{path}"
    """Where such a page lies, for a person whose org says no address."""

    sign_in_log: str = "the log of sign-ins"
    """Where the platform keeps who signed in, and what went wrong."""

    org: str = "org"
    """What is set up: the reader's own part of the product."""

    after_change: str = "save and try again"
    """What to do after a change before one looks whether it helped."""

    @property
    def an_org(self) -> str:
        """Return the word for what is set up with its article."""
        article = "an" if self.org[0] in "aeiou" else "a"
        return f"{article} {self.org}"

    @property
    def advice(self) -> str:
        """Return what a required value may depart from."""
        return f"{self.name}’s default or advice"

    @property
    def default(self) -> str:
        """Return the heading of what the product does by itself."""
        return f"{self.name}’s default"

    def naming(self, product: str | None) -> Vocabulary:
        """Return the words with a product's own name, where a guide gives one."""
        return replace(self, name=product or self.name)


class Platform:
    """One platform. Its folder holds everything that knows it; `registry.py` lists it once.

    A subclass says its `name`, `words` and `org_fields`, and whatever else is known. Without more, orgs are told apart
    by their names and no page has an address.
    """

    name: str
    """What the front matter of its guides calls it."""

    words: Vocabulary
    """What people call things here."""

    org_fields: tuple[OrgField, ...]
    """The facts that an org of this platform may say, in their order on paper."""

    address_key: str = NAME.key
    """The key of the field by which a browser tells orgs apart."""

    former_keys: Mapping[str, str] = MappingProxyType({})
    """Keys of a value that older guides use, with today's names."""

    default_key: str = "platform_default"
    """The name of a value's default in files for programs."""

    @property
    def audit_rules(self) -> AuditRules | None:
        """Return what an audit needs to know, or None where no exports can be read."""
        return None

    @property
    def deployment_rules(self) -> DeploymentRules | None:
        """Return how files that set an app up are made, or None where none can be."""
        return None

    @property
    def page_script(self) -> str:
        """Return the script that knows the addresses in a browser; it adds itself to `globalThis.OrgPlatforms`."""
        return NO_ADDRESSES.read_text(encoding="utf-8").replace("NAME", self.name)

    def page_url(self, org: Org, path: str) -> str | None:
        """Return the address of an admin page in an org, or None where the org does not say enough."""
        del org, path
        return None

    def path_fault(self, path: str) -> str | None:
        """Return what is wrong with the path of an admin page, or None."""
        return f"“{path}” cannot be opened: where this product’s admin pages lie is not known. Take it out."
