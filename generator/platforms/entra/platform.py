"""Microsoft Entra ID as the engine sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.org import OrgField, formed_field, name_field, org_fields
from generator.model.text_forms import DOMAIN_PATTERN, GUID_PATTERN, TextForm
from generator.platforms.platform import Platform, Vocabulary

if TYPE_CHECKING:
    from generator.model.org import Org
    from generator.platforms.audit_rules import AuditRules

WORD = "tenant"
SCRIPT = Path(__file__).with_name("entra.js")
PORTAL = "https://portal.azure.com/"
PAGES = frozenset({"#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"})
"""Pages of the portal whose address a public source states. The others are named by their menus alone."""


def _tenant_in(text: str) -> str:
    """Return what a cell of a table means. Fields go to other processes, so none of their functions is a lambda."""
    return text.strip().lower()


TENANT_FORM = TextForm(
    "tenant",
    rf"(?:{GUID_PATTERN}|{DOMAIN_PATTERN})",
    "the directory’s (tenant’s) id or one of its domains in small letters",
    _tenant_in,
    length=44,
)
TENANT = formed_field(
    OrgField(
        key="tenant",
        label="Directory (tenant)",
        help="The directory’s tenant id, a GUID, or one of its domains.",
        stand_in="your directory (tenant)",
        blank="directory (tenant)",
        examples=("contoso.onmicrosoft.com", "00000000-0000-0000-0000-000000000000"),
        asked_on_page=True,
        confirmed=True,
        hint="Its id or a domain, such as contoso.onmicrosoft.com.",
        aliases=("tenant id", "directory", "directory id", "tenant domain"),
    ),
    TENANT_FORM,
)


class Entra(Platform):
    """App registrations of one directory."""

    name = "entra"
    words = Vocabulary(
        name="Microsoft Entra ID",
        page="Azure portal page",
        never_typed="a client secret’s value",
        never_written="a client secret’s value",
        open_page="Open this page in the portal",
        page_place=f"{PORTAL}{{path}}",
        sign_in_log="Sign-in logs",
        org=WORD,
    )
    org_fields = org_fields(TENANT, name=name_field(WORD))
    address_key = TENANT.key

    @property
    def audit_rules(self) -> AuditRules:
        """Return what an audit needs to know of the exports."""
        from generator.platforms.entra.audit import ENTRA_AUDIT  # noqa: PLC0415 - only an audit asks

        return ENTRA_AUDIT

    @property
    def page_script(self) -> str:
        """Return the script that knows a directory's name in a browser."""
        return SCRIPT.read_text(encoding="utf-8")

    def page_url(self, org: Org, path: str) -> str | None:
        """Return the address of a portal page: it opens in the directory in which a person is signed in."""
        del org
        return PORTAL + path

    def path_fault(self, path: str) -> str | None:
        """Say why a path is none of a page whose address is known."""
        if path in PAGES:
            return None
        known = ", ".join(sorted(PAGES))
        return f"“{path}” is no page whose address a source states. Name it by its menus; known: {known}."


ENTRA = Entra()
