"""Org files: what is read, what is refused, and that nothing is changed on the way."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Org
from generator.platforms.registry import ORG_FIELDS
from generator.platforms.salesforce.my_domain import SUFFIXES, domain_fault, environment_of
from generator.problems import Problems
from generator.project.org_fields import project_fields
from generator.reading.content.org import MAX_LENGTH, org_file, org_schema, read_org
from generator.reading.text.source import Source
from generator.secrets import looks_secret
from tests.support.project import PROJECT

FREE_TEXT = ("name", "app_name", "owner", "approver", "ticket", "secret_store")
HEADS = {
    "acme": "production",
    "acme-example": "production",
    "a1": "production",
    "acme--uat.sandbox": "sandbox",
    "my-acme--fullcopy1.sandbox": "sandbox",
    "acme--uat.cs42": "sandbox",
    "x-dev-ed.develop": "developer",
    "orgfarm-0a1b2c3d4e-dev-ed.develop": "developer",
    "x-dev-ed": "developer",
    "x-dev-ed.trailblaze": "developer",
    "energy-platform-1234-dev-ed.scratch": "scratch",
}
NO_DOMAINS = (
    "",
    "acme",
    ".my.salesforce.com",
    "-acme.my.salesforce.com",
    "acme-.my.salesforce.com",
    "a b.my.salesforce.com",
    "acme.uat.my.salesforce.com",
    "acme--uat.my.salesforce.com",
    "acme.sandbox.my.salesforce.com",
    "acme.my.salesforce.com.",
    "acme.my.salesforce.com\n",
    "acme.my.salesforce.com.evil.example",
    "acme.my.salesforce.com@evil.example",
    "user:word@acme.my.salesforce.com",
    "evil.example/acme.my.salesforce.com",
    "evil.example#.my.salesforce.com",
    "evil.example\\.my.salesforce.com",
    "acmemy.salesforce.com",
    "acme.salesforce.com",
    "acme.lightning.force.com",
    "acme.my.salesforce-setup.com",
    "login.salesforce.com",
    "test.salesforce.com",
    "https://acme.my.salesforce.com",
    "//acme.my.salesforce.com",
    "acme.my.salesforce.com:443",
    "acmé.my.salesforce.com",
    "ACME.my.salesforce.com",
    "x" * 64 + ".my.salesforce.com",
)
HOSTILE = {
    "html": "<script>alert('1')</script> & <b>",
    "markdown": "**bold** [link](https://example.com) `code` | cell # head",
    "jinja": "{{ callback_url }} {% raw %} {{ 7 * 7 }}",
    "yaml": "a: b, [c] # d",
    "right to left": "شركة المثال",
    "hebrew": "חברה לדוגמה",
    "chinese": "示例公司",
    "emoji": "Acme 🚀👩‍🚀",
    "formula": "=1+1",
    "path": "../../etc/passwd",
}


def quoted(text: str) -> str:
    """Return YAML for a text, with everything unusual escaped."""
    return '"' + "".join(char if char.isascii() and char.isalnum() else f"\\U{ord(char):08X}" for char in text) + '"'


def read(text: str, path: str = "orgs/acme.yaml") -> tuple[Org | None, list[str]]:
    problems = Problems()
    return read_org(Source(path, text), problems), [problem.code for problem in problems]


@pytest.mark.parametrize("name", ["production", "sandbox"])
def test_the_examples_are_sound(name: str) -> None:
    path = PROJECT / "content" / "orgs" / f"example-{name}.yaml"
    text = path.read_text(encoding="utf-8")

    org, codes = read(text, str(path))

    assert codes == []
    assert org is not None
    assert (org.id, org.get("environment")) == (f"example-{name}", name)
    assert all(org.get(key) for key in ORG_FIELDS) == (name == "production")
    assert text.startswith("# yaml-language-server: $schema=../../schemas/org.schema.json\n")


def test_the_published_schema_is_up_to_date() -> None:
    """Mend it with `guide schemas`."""
    path = PROJECT / "schemas" / "org.schema.json"
    assert (
        path.read_text(encoding="utf-8")
        == json.dumps(org_schema(project_fields(PROJECT / "content")), indent=2, ensure_ascii=False) + "\n"
    )


def test_the_schema_knows_every_key_and_no_other() -> None:
    schema = org_schema()
    assert tuple(schema["properties"]) == tuple(org_file().model_fields) == tuple(ORG_FIELDS)
    assert schema["required"] == ["name"]
    assert schema["additionalProperties"] is False


def test_no_field_is_for_a_secret() -> None:
    assert [key for key in ORG_FIELDS if "secret" in key or "key" in key] == ["secret_store"]


def test_only_the_name_is_required_and_the_id_is_the_stem() -> None:
    assert read("name: Acme") == (Org.of("acme", name="Acme"), [])


def test_a_key_without_text_is_unknown() -> None:
    assert read("name: Acme\ndomain:\nowner: ''\nenvironment:\n") == (Org.of("acme", name="Acme"), [])


def test_scalars_stay_text() -> None:
    org, codes = read("name: no\nticket: 010\nowner: 1.10\napprover: 12:30\nplanned_date: 2026-12-07\n")
    assert codes == []
    assert org == Org.of("acme", name="no", ticket="010", owner="1.10", approver="12:30", planned_date="2026-12-07")


@pytest.mark.parametrize("stem", ["-a", "a b", "é", "a.", "x" * 101])
def test_a_file_name_that_is_no_id_is_refused(stem: str) -> None:
    assert read("name: Acme", f"orgs/{stem}.yaml") == (None, ["org-id"])


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("head", HEADS)
def test_every_known_form_of_domain(head: str, suffix: str) -> None:
    org, codes = read(f"name: Acme\nenvironment: {HEADS[head]}\ndomain: {head}{suffix}\n")
    assert codes == []
    assert org is not None
    assert org.get("domain") == head + suffix
    assert re.search(org_schema()["properties"]["domain"]["pattern"], head + suffix)


@pytest.mark.parametrize("environment", ["production", "sandbox", "developer", "scratch"])
@pytest.mark.parametrize("head", HEADS)
def test_domain_and_environment_agree(head: str, environment: str) -> None:
    _, codes = read(f"name: Acme\nenvironment: {environment}\ndomain: {head}.my.salesforce.com\n")
    assert codes == ([] if HEADS[head] == environment else ["domain-environment"])


@pytest.mark.parametrize("text", NO_DOMAINS)
def test_what_is_no_domain(text: str) -> None:
    assert environment_of(text) is None
    assert domain_fault(text).startswith("“domain” ")


@given(st.text(alphabet="acmy.-@:/#?\\A sleforc", max_size=40).map(lambda text: f"{text}.my.salesforce.com"))
def test_an_accepted_domain_is_a_plain_host(text: str) -> None:
    if environment_of(text):
        assert re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", text)


@pytest.mark.parametrize("day", ["2026-12-07", "2028-02-29"])
def test_a_day(day: str) -> None:
    assert read(f"name: Acme\nplanned_date: {day}\n")[1] == []


@pytest.mark.parametrize(
    "day", ["2027-02-29", "2026-13-01", "20261207", "2026-W50-1", "\u0662\u0660\u0662\u0666-12-07", "2026-12-07T10"]
)
def test_no_day(day: str) -> None:
    assert read(f"name: Acme\nplanned_date: {quoted(day)}\n")[1] == ["date"]


@pytest.mark.parametrize(
    "text", ["a@b", "a b@example.com", "Ann <a@example.com>", "mailto:a@example.com", "@example.com"]
)
def test_no_email(text: str) -> None:
    assert read(f"name: Acme\ncontact_email: {quoted(text)}\n")[1] == ["email"]


@pytest.mark.parametrize("text", ["a@example.com", "first.last+tag@mail.example.co.uk", "o'neil@example.com"])
def test_email(text: str) -> None:
    assert read(f"name: Acme\ncontact_email: {quoted(text)}\n")[1] == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("key", FREE_TEXT)
def test_hostile_text_is_kept_literally(key: str, text: str) -> None:
    org, codes = read(f"{'' if key == 'name' else 'name: Acme'}\n{key}: {quoted(text)}\n")
    assert codes == []
    assert org is not None
    assert org.get(key) == text


@given(st.text(max_size=MAX_LENGTH + 10))
def test_any_text_is_kept_or_refused_by_name(text: str) -> None:
    """Nothing is trimmed, normalised or replaced; a refusal names the key."""
    problems = Problems()
    org = read_org(Source("acme.yaml", f"name: Acme\nowner: {quoted(text)}\n"), problems)
    if org:
        assert org.get("owner") == (text if text.strip() else None)
    else:
        assert all("“owner”" in problem.text for problem in problems)


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_overrides_of_direction_are_refused(code: int) -> None:
    assert read(f'name: "Ac\\u{code:04x}me"\n') == (None, ["reordering"])


@pytest.mark.parametrize("code", [*range(9), *range(0x0E, 0x1C), 0x1F, 0x7F, 0x80, 0x9F, 0xFDD0, 0xFFFE, 0x10FFFF])
def test_control_characters_are_refused(code: int) -> None:
    assert read(f'name: "Ac\\U{code:08x}me"\n') == (None, ["control-character"])


@pytest.mark.parametrize("code", [0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029])
def test_line_breaks_are_refused(code: int) -> None:
    assert read(f'name: "Ac\\u{code:04x}me"\n') == (None, ["line-break"])


@pytest.mark.parametrize("secret", ["3MVG9" + "EXAMPLE" * 9, "0A" * 32])
@pytest.mark.parametrize("key", [*ORG_FIELDS, "other", "client_secret"])
@pytest.mark.parametrize("form", ["{secret}", "[{secret}]", "{{{secret}: x}}", "https://{secret}.my.salesforce.com"])
def test_a_secret_is_refused_and_never_repeated(key: str, secret: str, form: str) -> None:
    problems = Problems()
    text = f"{'' if key == 'name' else 'name: Acme'}\n{key}: {form.format(secret=secret)}\n{secret}: x\n"
    assert read_org(Source("acme.yaml", text), problems) is None
    assert "secret" in [problem.code for problem in problems]
    assert not any(secret in str(problem) or looks_secret(str(problem)) for problem in problems)


@pytest.mark.parametrize(
    "key",
    ["consumer_secret", "ConsumerKey", "client-secret", "password", "API key", "refresh_token", "secret_stor"],
)
def test_there_is_no_field_for_a_secret(key: str) -> None:
    assert read(f"name: Acme\n{key}: x\n") == (None, ["secret-key"])
