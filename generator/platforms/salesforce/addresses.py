"""Addresses within a Salesforce org."""

from __future__ import annotations

LIGHTNING_ENDINGS = {
    ".my.salesforce.com": ".lightning.force.com",
    ".my.salesforce.mil": ".lightning.crmforce.mil",
    ".my-salesforce.com": ".my-lightning.com",
    ".my.sfcrmproducts.cn": ".lightning.sfcrmapps.cn",
}
"""My Domain's login host to the host of the same org's Lightning pages."""


def lightning_host(domain: str) -> str:
    """Return the host of an org's Lightning pages; a domain of another form is returned as it is."""
    for login, lightning in LIGHTNING_ENDINGS.items():
        if domain.endswith(login):
            return domain.removesuffix(login) + lightning
    return domain


def setup_url(domain: str, path: str) -> str:
    """Return the address of a Setup page in the org with this My Domain."""
    return f"https://{lightning_host(domain)}{path}"
