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
    LABEL,
    NAMESPACE,
    api_name,
)
from generator.platforms.salesforce.spelling import joint

if TYPE_CHECKING:
    from generator.model import Guide, Org
    from generator.platforms.audit_rules import MetadataType

PACKAGE = "force-app/main/default"
API_VERSION = "61.0"
"""The oldest version that knows every field written here, so that every org accepts it."""

STAGES = {"1-app": APP_TYPES[:3], "2-policies": APP_TYPES[3:]}
"""Salesforce makes the policy files itself when the app is deployed, so they can only be deployed after it."""


def metadata_files(guide: Guide, org: Org) -> dict[str, str]:
    """Return every file by its path. The org must have an app name and a contact e-mail."""
    files = {"README.md": _readme(guide, org)}
    for stage, kinds in STAGES.items():
        files[f"{stage}/sfdx-project.json"] = _project(stage)
        for kind in kinds:
            name = kind.made_as.format(api_name(org.get("app_name") or ""))
            files[f"{stage}/{PACKAGE}/{kind.folder}/{name}.{kind.suffix}-meta.xml"] = _component(kind, guide, org, name)
    return files


def _project(stage: str) -> str:
    project = {
        "name": stage,
        "namespace": "",
        "packageDirectories": [{"default": True, "path": "force-app"}],
        "sourceApiVersion": API_VERSION,
    }
    return json.dumps(project, indent=2) + "\n"


def _component(kind: MetadataType, guide: Guide, org: Org, name: str) -> str:
    """Return one file; its fields stand in the order of Salesforce's schema, which is that of their code points."""
    fields = _required(kind, guide) | _own(kind, org, name)
    lines = (f"    <{field}>{escape(text)}</{field}>\n" for field, text in sorted(fields.items()))
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind.name} xmlns="{NAMESPACE}">\n'
    return f"{head}{''.join(lines)}</{kind.name}>\n"


def _own(kind: MetadataType, org: Org, name: str) -> dict[str, str]:
    if kind.name == APP:
        return {LABEL: org.get("app_name") or "", CONTACT_EMAIL: org.get("contact_email") or ""}
    return {LABEL: name, APP_NAME: api_name(org.get("app_name") or "")}


def _required(kind: MetadataType, guide: Guide) -> dict[str, str]:
    """Return the text of each field that carries a required value; values that share a field are its entries."""
    texts: dict[str, list[str]] = {}
    for value in guide.values:
        for field in value.metadata:
            if field.type == kind.name and field.omitted != "required":
                texts.setdefault(field.field, []).append(field.value or value.value)
    return {field: joint(field).join(parts) for field, parts in texts.items()}


def _readme(guide: Guide, org: Org) -> str:
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

Log in once, with a user who may manage external client apps:

```sh
sf org login web --alias my-org
```

## 1. The app

The first command only asks Salesforce whether it would accept the files. The second creates the app.

```sh
cd 1-app
sf project deploy start --dry-run --target-org my-org
sf project deploy start --target-org my-org
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
sf project deploy start --dry-run --target-org my-org
sf project deploy start --target-org my-org
```

## 3. Look back

Retrieve everything again and have it checked. The first command prints how to retrieve.

```sh
guide audit --how
guide audit DIR
```

Then go on in the guide where the consumer key and the consumer secret are retrieved.
"""
