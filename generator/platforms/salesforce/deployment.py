"""A guide and an org to metadata that Salesforce's command line can deploy: exactly the required values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from generator.platforms.salesforce.metadata import (
    APP,
    APP_NAME,
    APP_TYPES,
    CONTACT_EMAIL,
    GLOBAL_OAUTH,
    LABEL,
    LONGEST_API_NAME,
    NAMESPACE,
    api_name,
)
from generator.platforms.salesforce.spelling import joint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model import Guide, Org
    from generator.model.org import Fault
    from generator.platforms.audit_rules import MetadataType

PACKAGE = "force-app/main/default"
CLEARED = {GLOBAL_OAUTH: {"isEnforceRefreshTokenTTL": 68, "isRefreshTokenRotationEnabled": 66}}
"""Boxes that would weaken the connection, by type, each with the API version that knows it.

Left out, an org's default decides, and that seems to be true. Salesforce's guide for version 66.0 has the second and
not yet the first; its own library lets the first pass without a warning from version 68.0 on.
"""

STAGES = {"1-app": APP_TYPES[:3], "2-policies": APP_TYPES[3:]}
"""Salesforce makes the policy files itself when the app is deployed, so they can only be deployed after it."""


class SalesforceDeployment:
    """Metadata in source format, in two stages."""

    folders = tuple(STAGES)

    def org_faults(self, org: Org) -> Iterator[Fault]:
        """Yield what the org must say, or say otherwise, before an app can be made from it."""
        for key in ("app_name", "contact_email"):
            if not org.get(key):
                text = f"“{key}” is missing. Salesforce creates no app without it, so write it in the org file."
                yield "org-incomplete", text
        name = api_name(org.get("app_name") or "")
        if org.get("app_name") and not name:
            text = "“app_name” has no letter from A to Z and no digit, so no API name can be made from it. Add some."
            yield "api-name", text
        if len(name) > LONGEST_API_NAME:
            text = f"“app_name” makes an API name of {len(name)} characters. Shorten it to {LONGEST_API_NAME} at most."
            yield "api-name", text

    def files(self, guide: Guide, org: Org, version: int) -> dict[str, str]:
        """Return every file by its path, for an API version."""
        files = {"README.md": _readme(guide, org, version)}
        for stage, kinds in STAGES.items():
            files[f"{stage}/sfdx-project.json"] = _project(stage, version)
            for kind in kinds:
                name = kind.made_as.format(api_name(org.get("app_name") or ""))
                path = f"{stage}/{PACKAGE}/{kind.folder}/{name}.{kind.suffix}-meta.xml"
                files[path] = _component(kind, guide, org, name, version)
        return files


SALESFORCE_DEPLOYMENT = SalesforceDeployment()


def _project(stage: str, api_version: int) -> str:
    project = {
        "name": stage,
        "namespace": "",
        "packageDirectories": [{"default": True, "path": "force-app"}],
        "sourceApiVersion": f"{api_version}.0",
    }
    return json.dumps(project, indent=2) + "\n"


def _component(kind: MetadataType, guide: Guide, org: Org, name: str, api_version: int) -> str:
    """Return one file; its fields stand in the order of Salesforce's schema, which is that of their code points."""
    cleared = dict.fromkeys(_cleared(kind.name, api_version), "false")
    fields = cleared | _required(kind, guide, org) | _own(kind, org, name)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<{kind.name} xmlns="{NAMESPACE}">')
    for field, text in sorted(fields.items()):
        lines.append(f"    <{field}>{escape(text)}</{field}>")
    lines.append(f"</{kind.name}>")
    return "\n".join(lines) + "\n"


def _own(kind: MetadataType, org: Org, name: str) -> dict[str, str]:
    app_name = org.get("app_name") or ""
    if kind.name == APP:
        email = org.get("contact_email") or ""
        return {LABEL: app_name, CONTACT_EMAIL: email}
    return {LABEL: name, APP_NAME: api_name(app_name)}


def _required(kind: MetadataType, guide: Guide, org: Org) -> dict[str, str]:
    """Return the text of each field that carries a required value; values that share a field are its entries."""
    texts: dict[str, list[str]] = {}
    for value in guide.values:
        required = value.filled(org.facts).text
        for field in value.metadata:
            if field.type == kind.name and field.omitted != "required":
                entries = texts.setdefault(field.field, [])
                entries.append(field.value or required)
    return {field: joint(field).join(entries) for field, entries in texts.items()}


def _cleared(kind: str, api_version: int) -> list[str]:
    """Return the boxes of a type that an API version lets one clear."""
    cleared = []
    for field, since in CLEARED.get(kind, {}).items():
        if api_version >= since:
            cleared.append(field)
    return cleared


def _boxes(api_version: int) -> str:
    """Return what the files say of the boxes, a line each."""
    cleared = _cleared(GLOBAL_OAUTH, api_version)
    lines = [f"The files are for API version {api_version}.0."]
    for field in CLEARED[GLOBAL_OAUTH]:
        if field in cleared:
            lines.append(f"They say that `{field}` is off.")
        else:
            lines.append(f"They leave `{field}` out: the org’s default decides, and it seems to be on.")
    if len(lines) > 1 + len(cleared):
        lines.append("Clear what is left out in Setup after step 1.")
    return "\n".join(lines)


def _readme(guide: Guide, org: Org, api_version: int) -> str:
    name, revision = api_name(org.get("app_name") or ""), guide.about.revision
    policies = " ".join(f"-m {kind.name}" for kind in APP_TYPES[3:])
    expected = "\n".join(
        f"- `{kind.folder}/{kind.made_as.format(name)}.{kind.suffix}-meta.xml`" for kind in APP_TYPES[3:]
    )
    return f"""\
# {guide.about.title}: metadata

These files set up the app `{name}` without clicking, as revision {revision} of the guide
requires. **They have not yet been tried in an org.** Try them in a sandbox first. They hold no key, no secret and no
certificate: Salesforce makes the key and the secret when the app is deployed.

{_boxes(api_version)}

Log in once, with a user who may manage external client apps:

```sh
sf org login web --alias my-org
```

## 1. The app

The first command only asks Salesforce whether it would accept the files. The second creates the app. Both also serve a
sandbox or scratch org with source tracking: they name the folder and leave the tracking aside.

```sh
cd 1-app
sf project deploy start --dry-run --source-dir force-app --ignore-conflicts --target-org my-org
sf project deploy start --source-dir force-app --ignore-conflicts --target-org my-org
```

## 2. The policies

Salesforce makes the app’s policies itself in step 1, with values of its own. This command fetches them, beside the
files here and without changing anything:

```sh
cd ../2-policies
sf project retrieve start {policies} --output-dir from-org --target-org my-org
```

Look in `from-org` for the two files whose `{APP_NAME}` is your app. They should have these names:

{expected}

If a name differs, give the file under `force-app` the name that the org uses: a second policy under another name is
refused (`DUPLICATE_VALUE`). Then delete `from-org`, and change the policies:

```sh
sf project deploy start --dry-run --source-dir force-app --ignore-conflicts --target-org my-org
sf project deploy start --source-dir force-app --ignore-conflicts --target-org my-org
```

## 3. Look back

Retrieve everything again and have it checked. The first command prints how to retrieve.

```sh
guide audit --how
guide audit DIR
```

Where the audit finds another value than the files hold, Salesforce kept its own. Look at that setting in Setup: if it
can be changed there, follow the step that the audit names; if it is greyed out, stop and do what the guide says there.

Then go on in the guide where the consumer key and the consumer secret are retrieved.
"""
