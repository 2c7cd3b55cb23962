"""Every platform there is, by the name that a guide's front matter gives it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from generator.model.org import APP_NAME, NAME, OrgField, Room
from generator.platforms.entra.platform import ENTRA
from generator.platforms.generic.platform import GENERIC
from generator.platforms.salesforce.platform import SALESFORCE

if TYPE_CHECKING:
    from generator.model import FrontMatter
    from generator.model.org import Facts
    from generator.platforms.platform import Platform

PLATFORMS: dict[str, Platform] = {platform.name: platform for platform in (SALESFORCE, ENTRA, GENERIC)}
DEFAULT = SALESFORCE
"""That of guides which name none."""


def platform_of(about: FrontMatter) -> Platform:
    """Return the platform whose screens a guide walks through."""
    if about.platform is None:
        return DEFAULT
    return PLATFORMS[about.platform]


def platform_named(product: str) -> tuple[str, str | None]:
    """Return the platform of a product, as a guide's front matter names them: the generic one names the product too."""
    for name, platform in PLATFORMS.items():
        if platform.words.name.casefold() == product.casefold():
            return name, None
    return GENERIC.name, product


def known_platforms() -> list[str]:
    """Return the lines that name a platform of which something is known."""
    lines = []
    for name, platform in PLATFORMS.items():
        if platform is not GENERIC:
            lines.append(f"“platform: {name}”")
    return lines


def fields_of(about: FrontMatter) -> tuple[OrgField, ...]:
    """Return the facts that an org may say to a guide, in their order on paper: its own follow the platform's."""
    platform = platform_of(about)
    fields = platform.org_fields
    own = [field.org_field(key) for key, field in about.org_fields.items()]
    keys = [field.key for field in fields]
    place = keys.index(APP_NAME.key)
    return (*fields[:place], *own, *fields[place:])


def _all_fields() -> dict[str, OrgField]:
    fields: dict[str, OrgField] = {}
    for platform in PLATFORMS.values():
        for field in platform.org_fields:
            fields.setdefault(field.key, field)
    return fields


Fields = Mapping[str, OrgField]
"""Facts that an org's file may hold, by key."""

ALL_FIELDS: Fields = _all_fields()
"""Those of every platform."""


def field_on_paper(key: str) -> OrgField:
    """Return the field of a key as far as its length goes: any other text of an org's is as long as a name."""
    return ALL_FIELDS.get(key, NAME)


def room_for(facts: Facts) -> Room:
    """Return the room that a sheet of an org needs: one text that is longer than most have makes it the large one."""
    for key, text in facts.items():
        if len(text) > field_on_paper(key).usual_length:
            return Room.LARGE
    return Room.USUAL


ORG_FIELDS: Fields = {field.key: field for field in DEFAULT.org_fields}
"""Those of guides which name no platform."""

FORMER_KEYS = dict(chain.from_iterable(platform.former_keys.items() for platform in PLATFORMS.values()))
"""Keys of a value that older guides use, with today's names."""
