"""An org file's text to an `Org`."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pydantic import Field

from generator.model import ORG_FIELDS, Environment, NonEmpty, Org, Strict, is_day
from generator.platforms.salesforce.my_domain import EXAMPLES, domain_fault, environment_of
from generator.problems import Location, Problems
from generator.reading.content.org_ids import ID_FORM, is_org_id, is_reserved
from generator.reading.text.plain_text import Fault, text_fault
from generator.reading.text.source import refuse_secrets
from generator.reading.text.yaml_text import parse_yaml, validate
from generator.secrets import SECRET, looks_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import YamlDocument

MAX_LENGTH = 200
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\s@.<>()\[\],;:\"\\/]+\.)+[^\s@.<>()\[\],;:\"\\/\d]{2,}")
SECRET_KEY = re.compile(r"secret|token|passw|credential|consumerkey|clientkey|clientid|apikey|accesskey|privatekey")
NO_ID = "Windows keeps the name “{}” for a device, and no folder there can be called so."
NO_SECRETS = (
    "There is no field for a key, secret, password or token. Take “{}” out, keep what it held in a safe place, and "
    "name that place under “secret_store”."
)


def _about(words: str, **schema: Any) -> Any:
    extra = {"maxLength": MAX_LENGTH, **schema}
    return Field(default=None, description=words, json_schema_extra=extra)


class OrgFile(Strict):
    """What we know of one org. Everything but the name may be left out and stays a blank on paper."""

    name: NonEmpty = Field(
        description="The org’s name, as people know it.", json_schema_extra={"maxLength": MAX_LENGTH}
    )
    environment: Environment | None = Field(default=None, description="The kind of org. It must agree with the domain.")
    domain: str | None = _about(
        "The org’s My Domain, without https:// and without a path.",
        examples=list(dict.fromkeys(EXAMPLES.values())),
        pattern=r"^[a-z0-9.-]+\.(my\.salesforce\.(com|mil)|my-salesforce\.com|my\.sfcrmproducts\.cn)$",
    )
    app_name: str | None = _about("The name of the app in this org.", examples=["Vonage AI Integration"])
    contact_email: str | None = _about(
        "The person or team responsible for the app.",
        examples=["salesforce-team@example.com"],
        format="email",
    )
    owner: str | None = _about("Who looks after this connection.")
    approver: str | None = _about("Who approved it.")
    ticket: str | None = _about("The number of the change or ticket.")
    secret_store: str | None = _about("Where the key and secret are kept. Never the key or secret themselves.")
    planned_date: str | None = _about("The day of the set-up, as YYYY-MM-DD.", examples=["2026-12-07"], format="date")


def org_schema() -> dict[str, Any]:
    """Return the JSON Schema of an org file, for editors."""
    schema = OrgFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Org"}


def read_org(source: Source, problems: Problems) -> Org | None:
    """Read an org file, or report everything that is wrong with it."""
    found = Problems()
    org = _read(source, found)
    problems.extend(found.found)
    return None if found.has_errors else org


def _read(source: Source, problems: Problems) -> Org | None:
    org_id = PurePath(source.path).stem
    refuse_secrets(source, problems)
    if is_reserved(org_id):
        problems.error(Location(source.path), "org-id", f"{NO_ID.format(org_id)} Rename the file.")
    elif not is_org_id(org_id):
        text = f"The file’s name becomes the org’s id. Rename the file: {ID_FORM}."
        problems.error(Location(source.path), "org-id", text)
    document = parse_yaml(source, problems)
    return org_from(document, org_id, problems) if document else None


def org_from(document: YamlDocument, org_id: str, problems: Problems) -> Org | None:
    """Return the org that a document's keys and texts tell of, or report everything that is wrong with them."""
    refused = {key for key in document.data if asks_for_secret(key)}
    for key in refused:
        problems.error(document.place((key,)), "secret-key", NO_SECRETS.format(key))
    texts = {key: text for key, text in document.data.items() if key in ORG_FIELDS and isinstance(text, str)}
    secret = _secrets(texts)
    if secret and not SECRET.search(document.source.text):
        for key in secret:
            words = f"“{key}” looks like a consumer key or secret. Take it out, and write only where it is kept."
            problems.error(document.place((key,)), "secret", words)
    for key, text in texts.items():
        if key not in secret and (fault := _fault(key, text, document.data.get("environment"))):
            problems.error(document.place((key,)), *fault)
    filled = {
        key: value
        for key, value in document.data.items()
        if key not in refused and (key == "name" or _is_filled(value))
    }
    org = validate(OrgFile, filled, document, problems)
    return Org(org_id, **vars(org)) if org else None


def _is_filled(value: Any) -> bool:
    return not isinstance(value, str) or bool(value.strip())


def asks_for_secret(key: str) -> bool:
    """Whether a key that we do not know names something that is kept nowhere here."""
    return key not in ORG_FIELDS and bool(SECRET_KEY.search(re.sub(r"[\W_]", "", key.casefold())))


def _secrets(texts: Mapping[str, str]) -> set[str]:
    """Return the keys whose text looks like a secret. All are looked at in one go first: almost always none does."""
    if not looks_secret("\n".join(texts.values())):
        return set()
    return {key for key, text in texts.items() if looks_secret(text)}


def _fault(key: str, text: str, environment: Any) -> Fault | None:
    """Return what is wrong with the text of one known key."""
    if fault := text_fault(key, text, MAX_LENGTH):
        return fault
    if not text.strip():
        return ("empty", "“name” is empty. Write the org’s name.") if key == "name" and text else None
    return _form_fault(key, text, environment)


def _form_fault(key: str, text: str, environment: Any) -> Fault | None:
    match key:
        case "domain":
            return _domain_fault(text, environment)
        case "contact_email" if not EMAIL.fullmatch(text):
            return (
                "email",
                "“contact_email” is not one e-mail address. Write it as in salesforce-team@example.com.",
            )
        case "planned_date" if not is_day(text):
            return "date", f"“planned_date” is “{text}”. Write a day of the calendar as YYYY-MM-DD, such as 2026-12-07."
    return None


def _domain_fault(text: str, environment: Any) -> Fault | None:
    wanted = environment if isinstance(environment, str) and environment in EXAMPLES else None
    actual = environment_of(text)
    if actual is None:
        return "domain", domain_fault(text, wanted)
    if wanted and wanted != actual:
        return (
            "domain-environment",
            f"“domain” is {text}, as a {actual} org has it, but “environment” says {wanted}. Correct one of the two.",
        )
    return None
