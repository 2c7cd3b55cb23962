"""An org file's text to an `Org`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, create_model

from generator.model import NonEmpty, Org, Strict
from generator.model.org import NAME
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Location, Problems
from generator.reading.content.org_ids import ID_FORM, is_org_id, is_reserved
from generator.reading.text.plain_text import text_fault
from generator.reading.text.source import ask_about_digests, refuse_secrets
from generator.reading.text.yaml_text import parse_yaml, validate
from generator.secrets import BETWEEN_TEXTS, HIDDEN, find_secrets, looks_secret

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from generator.model.org import Fault, OrgField
    from generator.platforms.registry import Fields
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import YamlDocument

MAX_LENGTH = 200
SECRET_KEY = re.compile(r"secret|token|passw|credential|consumerkey|clientkey|clientid|apikey|accesskey|privatekey")
NO_ID = "Windows keeps the name “{}” for a device, and no folder there can be called so."
NO_SECRETS = (
    "There is no field for a key, secret, password or token. Take “{}” out, keep what it held in a safe place, and "
    "name that place under “secret_store”."
)
ABOUT = "What we know of one org. Everything but the name may be left out and stays a blank on paper."


def org_file(fields: Fields = ORG_FIELDS) -> type[Strict]:
    """Return the form of an org file, with a key for each field that there is."""
    return _org_file(tuple(fields.values()))


@cache
def _org_file(fields: tuple[OrgField, ...]) -> type[Strict]:
    keys: dict[str, Any] = {}
    for field in fields:
        keys[field.key] = (_kind(field), _entry(field))
    return create_model("OrgFile", __base__=Strict, __doc__=ABOUT, **keys)


def _kind(field: OrgField) -> Any:
    if field.key == NAME.key:
        return NonEmpty
    if field.choices:
        return Literal[field.choices] | None
    return str | None


def _entry(field: OrgField) -> Any:
    """Return a key of the form as pydantic takes it, with all that the schema for editors says of it."""
    default: Any = None
    if field.key == NAME.key:
        default = ...
    extra: dict[str, Any] = {}
    if not field.choices:
        extra["maxLength"] = MAX_LENGTH
    extra |= {"examples": list(field.examples), "pattern": field.pattern, "format": field.format}
    stated = {name: value for name, value in extra.items() if value}
    return Field(default, description=field.help, json_schema_extra=stated)


def org_schema(fields: Fields = ORG_FIELDS) -> dict[str, Any]:
    """Return the JSON Schema of an org file, for editors."""
    schema = org_file(fields).model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Org"}


def read_org(source: Source, problems: Problems, fields: Fields = ORG_FIELDS) -> Org | None:
    """Read an org file, or report everything that is wrong with it. `fields` are the facts that it may hold."""
    faults = Problems()
    org = _read(source, faults, fields)
    return problems.accept(org, faults)


def _read(source: Source, problems: Problems, fields: Fields) -> Org | None:
    org_id = PurePath(source.path).stem
    refuse_secrets(source, problems)
    ask_about_digests(source, problems)
    _refuse_id(org_id, Location(source.path), problems)
    document = parse_yaml(source, problems)
    if document is None:
        return None
    return org_from(document, org_id, problems, fields)


def _refuse_id(org_id: str, file: Location, problems: Problems) -> None:
    """Report a file whose name cannot be an org's id."""
    if HIDDEN in org_id or looks_secret(org_id):
        text = "The file’s name looks like a key or secret. Revoke it if others could see it, and rename the file."
        problems.error(file, "secret", text)
    elif is_reserved(org_id):
        problems.error(file, "org-id", f"{NO_ID.format(org_id)} Rename the file.")
    elif not is_org_id(org_id):
        text = f"The file’s name becomes the org’s id. Rename the file: {ID_FORM}."
        problems.error(file, "org-id", text)


def org_from(
    document: YamlDocument,
    org_id: str,
    problems: Problems,
    fields: Fields = ORG_FIELDS,
    guarded: Container[str] = (),
) -> Org | None:
    """Return the org that a document's keys and texts tell of, or report everything that is wrong with them.

    `guarded` are texts in which secrets were looked for already.
    """
    refused = [key for key in document.data if asks_for_secret(key, fields)]
    for key in refused:
        problems.error(document.place((key,)), "secret-key", NO_SECRETS.format(key))
    _report_texts(document, problems, fields, guarded)
    filled = {key: value for key, value in document.data.items() if key not in refused and _is_said(key, value)}
    org = validate(org_file(fields), filled, document, problems)
    if org is None:
        return None
    return Org.of(org_id, **org.model_dump())


def _report_texts(document: YamlDocument, problems: Problems, fields: Fields, guarded: Container[str]) -> None:
    """Report what is wrong with the texts of facts: secrets first, and nothing else of those that hold one."""
    texts = {key: text for key, text in document.data.items() if key in fields and isinstance(text, str)}
    unguarded = {key: text for key, text in texts.items() if text not in guarded}
    secrets = _secrets(unguarded)
    _report_secrets(secrets, document, problems)
    for key, text in texts.items():
        if key in secrets:
            continue
        fault = _fault(fields[key], text, texts)
        if fault:
            problems.error(document.place((key,)), *fault)


def _report_secrets(kinds: Mapping[str, str], document: YamlDocument, problems: Problems) -> None:
    """Report texts that look like secrets, unless the file was refused for one already."""
    if problems.has("secret"):
        return
    for key, kind in kinds.items():
        words = f"“{key}” looks like {kind}. Take it out, and write only where it is kept."
        problems.error(document.place((key,)), "secret", words)


def _is_said(key: str, value: Any) -> bool:
    """Whether a key says something; an empty name is a fault and not left out."""
    if key == NAME.key or not isinstance(value, str):
        return True
    return bool(value.strip())


def asks_for_secret(key: str, fields: Fields = ORG_FIELDS) -> bool:
    """Whether a key that we do not know names something that is kept nowhere here."""
    if key in fields:
        return False
    letters = re.sub(r"[\W_]", "", key.casefold())
    return bool(SECRET_KEY.search(letters))


def _secrets(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the kind of secret in each text that holds one. All are looked at in one go first: almost always none."""
    if not texts or not looks_secret(BETWEEN_TEXTS.join(texts.values())):
        return {}
    kinds: dict[str, str] = {}
    for key, text in texts.items():
        for secret in find_secrets(text)[:1]:
            kinds[key] = secret.kind
    return kinds


def _fault(field: OrgField, text: str, texts: Mapping[str, str]) -> Fault | None:
    """Return what is wrong with the text of one field."""
    if fault := text_fault(field.key, text, MAX_LENGTH):
        return fault
    if text.strip():
        return field.fault(text, texts)
    if field.key == NAME.key and text:
        return "empty", "“name” is empty. Write the org’s name."
    return None
