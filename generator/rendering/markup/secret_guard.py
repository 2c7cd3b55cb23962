"""The guard against secrets as a script for a browser: the table of forms, and the code that searches by it."""

from __future__ import annotations

import json

from markupsafe import Markup

from generator.rendering.markup.html import script
from generator.secrets import guard_table


def guard_script() -> Markup:
    """Return the script. No `<` stands in its table, which may thus be part of a page."""
    table = json.dumps(guard_table(), separators=(",", ":")).replace("<", "\\u003c")
    code = script("secret-guard.js")
    return Markup('"use strict";\nglobalThis.SecretForms = {};\n{}').format(Markup(table), code)  # noqa: S704 - our own
