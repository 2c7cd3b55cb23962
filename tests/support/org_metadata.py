"""A sound org's metadata files, and how a test spoils them."""

from __future__ import annotations

from pathlib import Path

from tests.support.project import PROJECT

CASES = PROJECT / "tests/cases/audit"
SOUND = {path.name: path.read_text(encoding="utf-8") for path in sorted((CASES / "sound").iterdir())}
APP, GLOBAL, OAUTH = "Vonage_AI.eca-meta.xml", "X_glbloauth.ecaGlblOauth-meta.xml", "any_name.ecaOauth-meta.xml"
POLICY, PLUGIN = "X_oauth_defaultPolicy.ecaOauthPlcy-meta.xml", "X_defaultPolicy.ecaPlcy-meta.xml"
KEY = "3MVG9canary" + "Canary7" * 8
HEX = "c0ffee42" * 8


def edit(folder: Path, name: str, old: str, new: str) -> Path:
    path = next(folder.rglob(name))
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))
    return path
