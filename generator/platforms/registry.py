"""Every platform there is, by the name that a guide's front matter gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.platforms.generic.platform import GENERIC
from generator.platforms.salesforce.platform import SALESFORCE

if TYPE_CHECKING:
    from generator.model import FrontMatter, OrgField
    from generator.platforms.platform import Platform

PLATFORMS: dict[str, Platform] = {"salesforce": SALESFORCE, "generic": GENERIC}
"""The first is that of guides which name none."""


def platform_of(about: FrontMatter) -> Platform:
    """Return the platform whose screens a guide walks through."""
    first = next(iter(PLATFORMS.values()))
    if about.platform is None:
        return first
    return PLATFORMS[about.platform]


def name_of(platform: Platform) -> str:
    """Return the name that the front matter of its guides gives a platform."""
    names = [name for name, each in PLATFORMS.items() if each is platform]
    return names[0]


def _all_fields() -> dict[str, OrgField]:
    fields: dict[str, OrgField] = {}
    for platform in PLATFORMS.values():
        for field in platform.org_fields:
            fields.setdefault(field.key, field)
    return fields


ORG_FIELDS = _all_fields()
"""Every fact that an org's file may hold, by its key."""

FORMER_KEYS = {former: key for platform in PLATFORMS.values() for former, key in platform.former_keys.items()}
"""Keys of a value that older guides use, with today's names."""
