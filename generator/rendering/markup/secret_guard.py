"""The guard against secrets as a script for a browser: the table of forms, and the code that searches by it."""

from __future__ import annotations

import json
import re

from markupsafe import Markup

from generator.rendering.markup.html import script
from generator.secrets import guard_table


def guard_script() -> Markup:
    """Return the script."""
    table, code = Markup(guard_json()), script("secret-guard.js")  # noqa: S704 - our own
    return Markup('"use strict";\nglobalThis.SecretForms = {};\n{}').format(table, code)


def guard_json() -> str:
    """Return what the script asks of the table. No `<` stands in it, which may thus be part of a page."""
    asked = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", script("secret-guard.js")))
    table = {name: entry for name, entry in guard_table().items() if name in asked}
    return json.dumps(table, separators=(",", ":")).replace("<", "\\u003c")
