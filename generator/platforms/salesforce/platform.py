"""Salesforce as the engine sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.model.org import OrgField, org_fields
from generator.platforms.platform import Platform, Vocabulary
from generator.platforms.salesforce.addresses import LIGHTNING_ENDINGS, setup_url
from generator.platforms.salesforce.my_domain import (
    EXAMPLES,
    HEADS,
    OTHER_HOSTS,
    SUFFIXES,
    domain_fault,
    environment_meant,
    environment_of,
    my_domain_in,
)

if TYPE_CHECKING:
    from generator.model.org import Facts, Fault, Org
    from generator.platforms.audit_rules import AuditRules
    from generator.platforms.deployment_rules import DeploymentRules

SETUP_PATH = re.compile(r"/lightning/setup/[\w/%-]+")
SCRIPT = Path(__file__).with_name("my_domain.js")


def _domain_fault(text: str, facts: Facts) -> Fault | None:
    """Say what keeps a text from being the My Domain of an org of this environment."""
    environment = facts.get("environment")
    wanted = next((kind for kind in ENVIRONMENT.choices if kind == environment), None)
    actual = environment_of(text)
    if actual is None:
        return "domain", domain_fault(text, wanted)
    if wanted in {None, actual}:
        return None
    words = f"“domain” is {text}, as a {actual} org has it, but “environment” says {wanted}. Correct one of the two."
    return "domain-environment", words


ENVIRONMENT = OrgField(
    key="environment",
    label="Environment",
    help="The kind of org. It must agree with the domain.",
    stand_in="production or sandbox",
    blank="environment",
    length=10,
    choices=("production", "sandbox", "developer", "scratch"),
    asked_on_page=True,
    confirmed=True,
    aliases=("env", "org type", "environment type"),
    meant=environment_meant,
)
DOMAIN = OrgField(
    key="domain",
    label="My Domain",
    help="The org’s My Domain, without https:// and without a path.",
    stand_in="your org’s My Domain",
    blank="My Domain",
    length=84,
    unbroken=True,
    examples=tuple(dict.fromkeys(EXAMPLES.values())),
    pattern=r"^[a-z0-9.-]+\.(my\.salesforce\.(com|mil)|my-salesforce\.com|my\.sfcrmproducts\.cn)$",
    asked_on_page=True,
    confirmed=True,
    hint=f"Such as {EXAMPLES['production']}. You may paste any address of the org.",
    aliases=("my domain url", "my domain name", "url", "org url", "login url", "instance url", "salesforce url"),
    meant=my_domain_in,
    fault=_domain_fault,
)


class Salesforce(Platform):
    """External client apps and whatever else is set up in an org's Setup."""

    name = "salesforce"
    words = Vocabulary(
        name="Salesforce",
        page="Setup page",
        never_typed="the Consumer Key or the Consumer Secret",
        never_written="the consumer key or secret",
        open_page="Open this page in Setup",
        page_place="{path} on the org’s Lightning host",
        sign_in_log="Login History",
        after_change="save, wait ten minutes and try again",
    )
    org_fields = org_fields(ENVIRONMENT, DOMAIN)
    address_key = DOMAIN.key
    former_keys = MappingProxyType({"salesforce_default": "platform_default", "metadata": "evidence"})
    default_key = "salesforce_default"

    @property
    def audit_rules(self) -> AuditRules:
        """Return what an audit needs to know of the exports."""
        from generator.platforms.salesforce.audit import SALESFORCE_AUDIT  # noqa: PLC0415 - only an audit asks

        return SALESFORCE_AUDIT

    @property
    def deployment_rules(self) -> DeploymentRules:
        """Return how metadata is made."""
        from generator.platforms.salesforce.deployment import SALESFORCE_DEPLOYMENT  # noqa: PLC0415 - seldom asked for

        return SALESFORCE_DEPLOYMENT

    @property
    def page_script(self) -> str:
        """Return the script that knows My Domains, with the forms by which org files are read."""
        forms = {
            "heads": [(pattern.pattern, kind) for pattern, kind in HEADS],
            "endings": SUFFIXES,
            "otherHosts": OTHER_HOSTS,
            "lightning": LIGHTNING_ENDINGS,
        }
        data = json.dumps(forms, separators=(",", ":"))
        return SCRIPT.read_text(encoding="utf-8").replace("{} /* forms */", data)

    def page_url(self, org: Org, path: str) -> str | None:
        """Return the address of a Setup page in an org whose My Domain is known."""
        domain = org.get(DOMAIN.key)
        if domain is None:
            return None
        return setup_url(domain, path)

    def path_fault(self, path: str) -> str | None:
        """Say why a path is none of a Setup page."""
        if SETUP_PATH.fullmatch(path):
            return None
        return f"“{path}” is not the path of a Setup page. It must start with /lightning/setup/."


SALESFORCE = Salesforce()
