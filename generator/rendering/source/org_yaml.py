"""An org as the YAML file that people edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from generator.model import Org
    from generator.platforms.registry import Fields

HEADER = "# What is known of one org. What is left out stays a visible blank on paper. Never write a key or secret.\n"
KEPT = "# Also in the table, and on no sheet:\n"


def org_yaml(org: Org, fields: Fields) -> str:
    """Return text that reads back as the same facts, in the sheets’ order; what else a table says is remarked."""
    facts = {key: text for key in fields if (text := org.get(key))}
    stated: str = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False)
    remarks = [f"# {_line(heading)}: {_line(text)}\n" for heading, text in org.kept]
    if remarks:
        remarks.insert(0, KEPT)
    return "".join([HEADER, stated, *remarks])


def _line(text: str) -> str:
    return " ".join(text.split())
