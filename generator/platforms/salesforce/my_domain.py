"""The forms of an org's My Domain, and what each says of the org."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Environment = Literal["production", "sandbox", "developer", "scratch"]

LIGHTNING_HOSTS = {
    ".lightning.force.com": ".my.salesforce.com",
    ".lightning.crmforce.mil": ".my.salesforce.mil",
    ".my-lightning.com": ".my-salesforce.com",
    ".lightning.sfcrmapps.cn": ".my.sfcrmproducts.cn",
}
"""Endings of the address in the browser, with the ending of the My Domain that belongs to it."""

OTHER_HOSTS = LIGHTNING_HOSTS | {".my.salesforce-setup.com": ".my.salesforce.com"}
SUFFIXES = tuple(LIGHTNING_HOSTS.values())
LOGIN_PAGES = ("login.salesforce.com", "test.salesforce.com")
LABEL = r"(?!-)(?!.*--)[a-z0-9-]{1,63}(?<!-)"
SANDBOX = r"(?!-)[a-z0-9-]{1,30}--[a-z0-9]{1,30}"
HEADS: tuple[tuple[re.Pattern[str], Environment], ...] = (
    (re.compile(rf"{SANDBOX}\.(?:sandbox|cs\d{{1,4}})"), "sandbox"),
    (re.compile(rf"{LABEL}\.scratch"), "scratch"),
    (re.compile(rf"{LABEL}\.(?:develop|trailblaze)"), "developer"),
    (re.compile(rf"{LABEL}-dev-ed"), "developer"),
    (re.compile(LABEL), "production"),
)
"""What may stand before the ending; the first that fits decides."""

EXAMPLES: dict[str | None, str] = {
    None: "yourcompany.my.salesforce.com",
    "production": "yourcompany.my.salesforce.com",
    "sandbox": "yourcompany--uat.sandbox.my.salesforce.com",
    "developer": "yourname-dev-ed.develop.my.salesforce.com",
    "scratch": "yourscratchorg.scratch.my.salesforce.com",
}


ENVIRONMENT_WORDS: dict[str, Environment] = {
    "production": "production",
    "prod": "production",
    "prd": "production",
    "live": "production",
    "sandbox": "sandbox",
    "full": "sandbox",
    "full copy": "sandbox",
    "full sandbox": "sandbox",
    "partial": "sandbox",
    "partial copy": "sandbox",
    "partial sandbox": "sandbox",
    "full copy sandbox": "sandbox",
    "partial copy sandbox": "sandbox",
    "developer sandbox": "sandbox",
    "dev sandbox": "sandbox",
    "developer pro": "sandbox",
    "developer pro sandbox": "sandbox",
    "developer": "developer",
    "developer edition": "developer",
    "scratch": "scratch",
    "scratch org": "scratch",
}
"""What people write for a kind of org, where it can mean one only."""

ORG = frozenset({"org", "orgs", "environment", "instance"})
"""Words that any kind may have beside it."""

PURPOSES = frozenset({"dev", "development", "test", "testing", "uat", "qa", "staging", "stage", "training", "demo"})
"""What people write of an org that may be of several kinds: “dev” is a sandbox to some, an edition to others."""


def environment_meant(text: str, row: Mapping[str, str]) -> str:
    """Return the kind of org that a person means by any of its names; another text comes back as it is.

    Where the name is that of a purpose, the kind is that of the org's address, if the row has one. A purpose or a
    number beside a kind (“UAT sandbox 2”) says nothing more.
    """
    words = re.sub(r"[\W_]", " ", text.casefold()).split()
    telling = [word for word in words if not (word in PURPOSES or word in ORG or word.isdecimal())]
    kind = ENVIRONMENT_WORDS.get(" ".join(words)) or ENVIRONMENT_WORDS.get(" ".join(telling))
    if not telling and PURPOSES.intersection(words):
        kind = kind or environment_of(_meant(row.get("domain", "")) or "")
    return kind or text


def my_domain_in(text: str, row: Mapping[str, str]) -> str:
    """Return the My Domain in any pasted address of an org; a text that is none comes back as it is."""
    del row
    return _meant(text.strip()) or text


def environment_of(domain: str) -> Environment | None:
    """Return the kind of org a My Domain belongs to, or None if it is no My Domain."""
    for suffix in SUFFIXES:
        if domain.endswith(suffix):
            head = domain.removesuffix(suffix)
            return next((kind for pattern, kind in HEADS if pattern.fullmatch(head)), None)
    return None


def domain_fault(text: str, environment: str | None = None) -> str:
    """Return why a text that is no My Domain is none, and what to write instead."""
    instead = _meant(text) or EXAMPLES[environment]
    return f"“domain” {_reason(text)}. Write the org’s My Domain, such as {instead}."


def _reason(text: str) -> str:
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.lower())
    host = _host(text)
    if host in LOGIN_PAGES:
        return f"is {host}, the log-in page of every org"
    if bare != text.lower():
        return f"starts with “{text[: len(text) - len(bare)]}”"
    if "@" in text:
        return "holds a user name before an “@”"
    if re.search(r"[/?#\\]", text):
        return "holds a path, not only a host"
    if ":" in text:
        return "holds a port"
    if _my_domain_of(host):
        return "is another address of the org, the one that the browser shows"
    if any(f"{suffix}." in host for suffix in SUFFIXES):
        return "only looks like a My Domain: what follows its ending makes it somebody else’s address"
    if host != text:
        return "holds capital letters or a full stop at its end"
    return f"is “{text}”, which is no My Domain"


def _meant(text: str) -> str | None:
    host = _host(text)
    domain = _my_domain_of(host) or host
    if environment_of(domain):
        return domain
    return None


def _host(text: str) -> str:
    address = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.lower())
    authority = re.split(r"[/?#\\]", address)[0]
    _, _, host_and_port = authority.rpartition("@")
    host, _, _ = host_and_port.partition(":")
    return host.removesuffix(".")


def _my_domain_of(host: str) -> str | None:
    for other, suffix in OTHER_HOSTS.items():
        if host.endswith(other):
            return host.removesuffix(other) + suffix
    return None
