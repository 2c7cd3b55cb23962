"""An application's JSON, as an audit asks for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from generator.platforms.audit_rules import MetadataType, Watched
from generator.platforms.entra import application
from generator.platforms.entra.application import NEAR, PAST, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from generator.model import Component, Element, MetadataField
    from generator.platforms.audit_rules import WayOver
    from generator.problems import Problems

KIND = "app registration"
OTHERS_MAY_SIGN_IN = "accounts from outside this directory may sign in"
WATCHED = (
    Watched(TYPE, "passwordCredentials", PAST, "a client secret has expired, and no sign-in works with it"),
    Watched(TYPE, "passwordCredentials", NEAR, "a client secret expires within 30 days; make the next one in time"),
    Watched(TYPE, "isFallbackPublicClient", "true", "clients without a secret may get tokens"),
    Watched(TYPE, "signInAudience", "AzureADMultipleOrgs", OTHERS_MAY_SIGN_IN),
    Watched(TYPE, "signInAudience", "AzureADandPersonalMicrosoftAccount", OTHERS_MAY_SIGN_IN),
    Watched(TYPE, "signInAudience", "PersonalMicrosoftAccount", OTHERS_MAY_SIGN_IN),
    Watched(TYPE, "web.implicitGrantSettings.enableAccessTokenIssuance", "true", "tokens come without a code"),
)


class EntraAudit:
    """App registrations, as the portal's manifest has them or the command line prints them."""

    types: Mapping[str, MetadataType] = {TYPE: MetadataType(TYPE, "", "json", "{}", KIND, is_named_after_app=True)}
    kinds = (KIND,)
    watched = WATCHED
    purpose = frozenset({"web.redirectUris"})
    org_facts: Mapping[str, str] = {"app_name": "displayName"}
    label = "displayName"
    max_bytes = application.MAX_BYTES
    choices: frozenset[tuple[str, str]] = frozenset()

    def may_hold(self, name: str) -> bool:
        """Whether a file of this name is worth opening."""
        return name.casefold().endswith(".json")

    def is_wanted(self, name: str, head: bytes) -> bool:
        """Whether a file holds an application, whatever it is called."""
        del name
        return application.is_application(head)

    def read(
        self, data: bytes, path: str, wanted: AbstractSet[tuple[str, str]], problems: Problems
    ) -> Component | None:
        """Read one application."""
        del wanted
        return application.read_application(data, path, self.today(), problems)

    def today(self) -> date:
        """Return the day against which client secrets are held."""
        return date.today()  # noqa: DTZ011 - the day of whoever looks

    def misnamed(self, component: Component) -> str | None:
        """Return None: an application's file may be called anything."""
        del component
        return None

    def unfamiliar(self, component: Component) -> Iterator[Element]:
        """Yield nothing: only what is asked for is read."""
        del component
        return iter(())

    def field_asked(self, kind: str, field: MetadataField, required: str) -> MetadataField | None:
        """Return the field itself: there is one kind of app."""
        del kind, required
        return field

    def presupposed(self, field: str) -> str | None:
        """Return None: no field hides another."""
        del field
        return None

    def entries(self, field: str, text: str) -> tuple[str, ...] | None:
        """Return the entries of a list, or None if the field holds one thing only."""
        if field.endswith((".redirectUris", ".allowedMemberTypes")) or field in {"appRoles", "redirectPlatforms"}:
            return tuple(dict.fromkeys(text.splitlines()))
        return None

    def listing(self, field: str, text: str) -> str:
        """Return a list as a reader sees it."""
        del field
        return text

    def near_miss(self, field: str, required: str, listed: tuple[str, ...]) -> str:
        """Say what stands in a list in place of the required entry, where it was probably meant."""
        del field
        for entry in listed:
            if entry.rstrip("/") == required.rstrip("/"):
                return f" {entry} stands there: a slash at the end makes it another one."
            if entry.casefold() == required.casefold():
                return f" {entry} stands there: capitals and small letters count."
        return ""

    def means_same(self, required: str, text: str) -> bool | None:
        """Whether two texts of one field are the same, to the letter."""
        return required == text

    def without_namespace(self, name: str) -> str:
        """Return the name: there are no namespaces."""
        return name

    def way_over(self, components: Sequence[Component], vendor: str) -> WayOver:
        """There is no older kind of app."""
        raise NotImplementedError

    def retrieval(self, guide_id: str, requests: Sequence[str], command: str) -> str:
        """Return how to get an application's JSON with Azure's command line, or in the portal."""
        del requests
        return f"""\
# What an audit of {guide_id} needs, read with Azure’s command line (az). APPLICATION-ID is on the app’s Overview page.
# Log in once: az login --tenant DIRECTORY
az ad app show --id APPLICATION-ID > application.json
# Or in the portal: App registrations, the app, Manifest, Download. Both of its formats are read.
# The file holds no client secret, only hints of them: keep it out of version control all the same.
{command} application.json
"""


ENTRA_AUDIT = EntraAudit()
