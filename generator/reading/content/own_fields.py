"""What may be wrong with the facts of an org that a guide adds itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.platforms.registry import platform_of
from generator.reading.content.org import NO_SECRETS, asks_for_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import FrontMatter
    from generator.model.guide import OwnField
    from generator.model.org import Fault

KEY = re.compile(r"[a-z][a-z0-9_]*")
TAKEN = frozenset({"id", "running", "title"})
"""What tables and sheets mean otherwise."""


def own_field_faults(about: FrontMatter) -> Iterator[tuple[str, Fault]]:
    """Yield the key of each faulty field with what is wrong with it, at most one fault each."""
    known = {field.key for field in platform_of(about).org_fields}
    for key, field in about.org_fields.items():
        if not KEY.fullmatch(key):
            text = f"The key “{key}” must start with a small letter and hold only small letters, digits and _."
            yield key, ("org-field-key", text)
        elif key in known | TAKEN:
            yield key, ("org-field-key", f"Every org has “{key}” already. Leave it out here, or choose another key.")
        elif asks_for_secret(key) or asks_for_secret(field.label):
            yield key, ("secret-key", NO_SECRETS.format(key))
        elif fault := _sample_fault(key, field):
            yield key, fault


def _sample_fault(key: str, field: OwnField) -> Fault | None:
    as_org_field = field.org_field(key)
    if as_org_field.admits(field.sample):
        return None
    return "org-field-sample", f"The sample “{field.sample}” of “{key}” is itself no {field.form}."
