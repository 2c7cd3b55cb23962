"""Each required value against each form in which an org's metadata may hold it.

A case in `cases/audit` changes the files in `cases/audit/sound`, as in test_faults.py; a file named without lines is
taken away. What is expected are all verdicts but the plain passes (`id: verdict; found; file:line; text`), then
every warning and problem. A line break in what was found reads ` | `.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.commands.audit import Question, Report, judge
from generator.deriving.auditing import wanted_fields
from generator.model.records import Outcome
from generator.platforms.salesforce.evidence import read_component
from generator.problems import Problems
from tests.support.cases import read_case
from tests.support.example import GUIDE
from tests.support.org_metadata import APP, CASES, GLOBAL, OAUTH, PLUGIN, POLICY, SOUND
from tests.support.pinned import VALUES

CASE_FILES = sorted(CASES.glob("*.md"))
WANTED = wanted_fields(GUIDE)
PASS, FAIL, OPEN, WARNING = Outcome.PASS, Outcome.FAIL, Outcome.NOT_VERIFIABLE, Outcome.WARNING


def report(files: Mapping[str, str | bytes]) -> Report:
    problems = Problems()
    read = [
        component
        for name, text in files.items()
        if (component := read_component(text.encode() if isinstance(text, str) else text, name, WANTED, problems))
    ]
    return judge(Question(GUIDE, "folder"), read, problems)


def outcomes(files: Mapping[str, str | bytes]) -> dict[str, Outcome]:
    """Return the outcome of each value that is no plain pass."""
    audit = report(files).audit
    assert audit
    assert [verdict.value.id for verdict in audit.verdicts] == list(VALUES)
    return {verdict.value.id: verdict.outcome for verdict in audit.verdicts if verdict.outcome is not PASS}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert SOUND[file].count(old) == 1, old
    return SOUND | {file: SOUND[file].replace(old, new)}


def test_the_sound_set_passes_without_a_word() -> None:
    sound = report(SOUND)
    assert sound.audit
    assert (sound.problems, sound.audits[0].warnings, sound.failed, sound.open) == ((), (), False, False)
    assert outcomes(SOUND) == {}


# Cases as documents -------------------------------------------------------------------------------


def edited(text: str) -> dict[str, str]:
    files = dict(SOUND)
    for part in f"\n{text}".split("\n--- ")[1:]:
        file, *lines = part.rstrip("\n").split("\n")
        if not lines:
            del files[file]
            continue
        for old, new in re.findall(r"((?:^-.*\n?)*)((?:^\+.*\n?)*)", "\n".join(lines), re.MULTILINE):
            before, after = ("".join(f"{line[1:]}\n" for line in block.splitlines()) for block in (old, new))
            assert files[file].count(before) == 1 or not before, before
            files[file] = files[file].replace(before, after) if before else files[file]
    return files


def told(text: str) -> list[str]:
    result = report(edited(text))
    lines = [str(problem) for problem in result.problems]
    for verdict in result.audit.verdicts if result.audit else ():
        if verdict.outcome is not PASS:
            place = f"{verdict.location.path}:{verdict.location.line}" if verdict.location else "-"
            found = (verdict.found or "-").replace("\n", " | ")
            lines.append(f"{verdict.value.id}: {verdict.outcome}; {found}; {place}; {verdict.text}")
    return lines + [str(warning) for audit in result.audits for warning in audit.warnings]


def test_there_are_enough_cases() -> None:
    assert len(CASE_FILES) >= 25


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read_case(path)
    assert case.expected
    assert told(case.text) == case.expected
    assert "canary" not in "\n".join(case.expected)


ADDRESSES = """\
<ExtlClntAppOauthSecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <externalClientApplication>Vonage_AI</externalClientApplication>
    <tokenIpRanges>
        <startIpAddress>203.0.113.1</startIpAddress>
    </tokenIpRanges>
</ExtlClntAppOauthSecuritySettings>
"""


def test_a_list_of_addresses_for_refresh_tokens_is_told() -> None:
    result = report(SOUND | {"any.ecaOauthSecurity-meta.xml": ADDRESSES})
    assert result.audit
    (warning,) = result.audit.warnings
    assert str(warning) == (
        "any.ecaOauthSecurity-meta.xml:3:5: warning: tokenIpRanges is set: only the addresses listed there may use a "
        "refresh token, and the other side's may not be among them. [watched-setting]"
    )


def test_files_that_name_an_app_with_its_namespace_belong_to_it() -> None:
    files = {
        name: text if name == APP else text.replace("<externalClientApplication>", "<externalClientApplication>acme__")
        for name, text in SOUND.items()
    }
    assert files != SOUND
    assert outcomes(files) == {}
    assert report(files).apps == ("Vonage_AI",)


def test_an_app_of_the_same_name_without_a_namespace_stays_another() -> None:
    theirs = {f"theirs-{name}": text.replace("Vonage_AI<", "acme__Vonage_AI<") for name, text in SOUND.items()}
    theirs[f"theirs-{APP}"] = SOUND[APP].replace("<contactEmail>", "<fullName>acme__Vonage_AI</fullName><contactEmail>")
    assert len(report(SOUND | theirs).apps) == 2


def test_no_step_is_to_be_redone_for_a_rule_of_the_whole_org() -> None:
    forced = "<isPkceRequired>true</isPkceRequired>"
    audit = report(changed("OauthOidc.settings-meta.xml", "<isPkceRequired>false</isPkceRequired>", forced)).audit
    assert audit
    assert [verdict.step for verdict in audit.verdicts if verdict.outcome is FAIL] == [None]


# Every field ---------------------------------------------------------------------------------------


class Row(NamedTuple):
    """One field of one value: its text, others that mean the same, wrong ones, and what leaving it out means."""

    file: str
    field: str
    value: str
    text: str
    same: tuple[str, ...]
    wrong: tuple[str, ...]
    omitted: Outcome


def box(file: str, field: str, value: str, omitted: Outcome, *, on: bool = False) -> Row:
    texts = ("true", "1", "True", "TRUE"), ("false", "0", "False", "FALSE")
    right, wrong = texts if on else reversed(texts)
    return Row(file, field, value, right[0], right[1:], wrong, omitted)


SCOPES = "Full, Api, RefreshToken"
ROWS = (
    Row(APP, "distributionState", "distribution_state", "Local", ("local",), ("Packaged", "Managed"), OPEN),
    Row(
        GLOBAL,
        "callbackUrl",
        "callback_url",
        "https://api-eu.vonage.com/oauth/redirect",
        ("\n        https://api-eu.vonage.com/oauth/redirect\n    ",),
        ("https://api-us.vonage.com/oauth/redirect", "HTTPS://api-eu.vonage.com/oauth/redirect", "https://a.example/"),
        FAIL,
    ),
    box(GLOBAL, "isClientCredentialsFlowEnabled", "flow_enablement", PASS),
    box(GLOBAL, "isCodeCredFlowEnabled", "flow_enablement", PASS),
    box(GLOBAL, "isDeviceFlowEnabled", "flow_enablement", PASS),
    box(GLOBAL, "isTokenExchangeEnabled", "flow_enablement", PASS),
    box(POLICY, "isClientCredentialsFlowEnabled", "flow_enablement", PASS),
    box(POLICY, "isGuestCodeCredFlowEnabled", "flow_enablement", PASS),
    box(POLICY, "isTokenExchangeFlowEnabled", "flow_enablement", PASS),
    box(GLOBAL, "isConsumerSecretOptional", "web_server_secret", PASS),
    box(GLOBAL, "isSecretRequiredForRefreshToken", "refresh_token_secret", PASS, on=True),
    box(GLOBAL, "isPkceRequired", "pkce", FAIL),
    box(PLUGIN, "isEnabled", "enable_oauth", OPEN, on=True),
    box(PLUGIN, "isOauthPluginEnabled", "enable_oauth", OPEN, on=True),
    Row(
        POLICY,
        "permittedUsersPolicyType",
        "permitted_users",
        "AllSelfAuthorized",
        ("allSelfAuthorized",),
        ("AdminApprovedPreAuthorized",),
        OPEN,
    ),
    Row(
        POLICY,
        "refreshTokenPolicyType",
        "refresh_token_policy",
        "Infinite",
        ("infinite",),
        ("Zero", "SpecificLifetime", "SpecificInactivity"),
        OPEN,
    ),
    Row(
        POLICY,
        "ipRelaxationPolicyType",
        "ip_relaxation",
        "Bypass",
        ("bypass", "BYPASS"),
        ("Enforce", "Bypass_2factor", "Enforce_relaxrefresh"),
        OPEN,
    ),
)
SCOPE_VALUES = ("scope_api", "scope_full", "scope_refresh")
IDS = [f"{row.field}-{Path(row.file).name.split('.')[1]}" for row in ROWS]
each_row = pytest.mark.parametrize("row", ROWS, ids=IDS)


def element(row: Row, text: str | None = None) -> str:
    return f"<{row.field}>{row.text if text is None else text}</{row.field}>"


def test_the_table_names_every_field_of_the_app_but_scopes_and_certificate() -> None:
    suffixes = {
        "ExternalClientApplication": APP,
        "ExtlClntAppGlobalOauthSettings": GLOBAL,
        "ExtlClntAppOauthConfigurablePolicies": POLICY,
        "ExtlClntAppConfigurablePolicies": PLUGIN,
    }
    asked = {
        (suffixes[field.type], field.field, value.id)
        for value in GUIDE.values
        for field in value.metadata
        if field.type in suffixes and field.field != "certificate"
    }
    assert {(row.file, row.field, row.value) for row in ROWS} == asked


@each_row
def test_a_wrong_text_fails_its_value_and_no_other(row: Row) -> None:
    for wrong in row.wrong:
        assert outcomes(changed(row.file, element(row), element(row, wrong))) == {row.value: FAIL}


@each_row
def test_another_spelling_passes(row: Row) -> None:
    for same in row.same:
        assert outcomes(changed(row.file, element(row), element(row, same))) == {}


@each_row
def test_a_comment_or_cdata_changes_nothing(row: Row) -> None:
    half = len(row.text) // 2
    for same in (f"<!-- {row.wrong[0]} -->{row.text}", f"{row.text[:half]}<!-- x --><![CDATA[{row.text[half:]}]]>"):
        assert outcomes(changed(row.file, element(row), element(row, same))) == {}
    outside = f"<!-- {element(row, row.wrong[0])} -->{element(row)}"
    assert outcomes(changed(row.file, element(row), outside)) == {}


@each_row
def test_what_leaving_it_out_means(row: Row) -> None:
    expected = {} if row.omitted is PASS else {row.value: row.omitted}
    assert outcomes(changed(row.file, element(row), "")) == expected


@each_row
def test_without_its_file_nothing_is_verified(row: Row) -> None:
    files = {name: text for name, text in SOUND.items() if name != row.file}
    assert outcomes(files)[row.value] is OPEN


@each_row
def test_twice_the_same_is_worth_a_look_and_two_meanings_prove_nothing(row: Row) -> None:
    twice = changed(row.file, element(row), element(row) * 2)
    assert outcomes(twice) == {row.value: WARNING}
    both = changed(row.file, element(row), element(row) + element(row, row.wrong[0]))
    assert outcomes(both) == {row.value: OPEN}
    neither = changed(row.file, element(row), element(row, row.wrong[0]) * 2)
    assert outcomes(neither) == {row.value: FAIL}


@each_row
def test_two_files_of_one_app_that_disagree_prove_nothing(row: Row) -> None:
    other = SOUND[row.file].replace(element(row), element(row, row.wrong[0]))
    assert outcomes(SOUND | {f"copy/{row.file}": other}) == {row.value: OPEN}
    assert outcomes(SOUND | {f"copy/{row.file}": SOUND[row.file]}) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RefreshToken,Api,Full", {}),
        ("Api, Full, OfflineAccess", {}),
        (" Api ,\n Full ,RefreshToken, ", {}),
        ("API, full, refreshToken", dict.fromkeys(SCOPE_VALUES, WARNING) | {"scope_full": FAIL}),
        ("API, FULL, REFRESHTOKEN", {}),
        ("Api, Full, OFFLINEACCESS", {}),
        ("Api Full RefreshToken", dict.fromkeys(SCOPE_VALUES, FAIL)),
        ("Api, Full", {"scope_refresh": FAIL}),
        ("Full, RefreshToken", {"scope_api": FAIL}),
        ("Api, RefreshToken", {"scope_full": FAIL}),
        ("Api;Full;RefreshToken", dict.fromkeys(SCOPE_VALUES, FAIL)),
        ("ApiX, FullX, RefreshTokenX", dict.fromkeys(SCOPE_VALUES, FAIL)),
        ("Api, Full, RefreshToken, Web", dict.fromkeys(SCOPE_VALUES, WARNING)),
    ],
)
def test_scopes(text: str, expected: dict[str, Outcome]) -> None:
    assert outcomes(changed(OAUTH, SCOPES, text)) == expected


def test_without_scopes_or_their_file() -> None:
    element = f"<commaSeparatedOauthScopes>{SCOPES}</commaSeparatedOauthScopes>"
    assert outcomes(changed(OAUTH, element, "")) == dict.fromkeys(SCOPE_VALUES, FAIL)
    files = {name: text for name, text in SOUND.items() if name != OAUTH}
    assert outcomes(files) == dict.fromkeys(SCOPE_VALUES, OPEN)


# Every file ---------------------------------------------------------------------------------------

NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def prefixed(text: str) -> str:
    return re.sub(r"<(/?)(\w)", r"<\1m:\2", text).replace("xmlns=", "xmlns:m=")


FORMS: dict[str, Callable[[str], bytes]] = {
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "space-before-the-end-of-the-declaration": lambda text: text.replace("?>", " ?>").encode(),
    "no-declaration": lambda text: text.replace(HEAD, "").lstrip().encode(),
    "utf-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
    "prefix": lambda text: prefixed(text).encode(),
    "one-line": lambda text: re.sub(r">\s+<", "><", text).encode(),
    "comment-first": lambda text: text.replace(HEAD, f"{HEAD}<!-- Größe 漢字 -->").encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_xml_that_means_the_same(form: str) -> None:
    files = {name: FORMS[form](text) for name, text in SOUND.items()}
    assert any(files[name] != text.encode() for name, text in SOUND.items())
    assert report(files).problems == ()
    assert outcomes(files) == {}


def test_without_a_namespace_a_pass_is_a_warning() -> None:
    files = {name: text.replace(NAMESPACE, "") for name, text in SOUND.items()}
    assert set(outcomes(files).values()) == {WARNING}


def test_another_namespace_is_not_judged() -> None:
    files = {name: text.replace(NAMESPACE, 'xmlns="urn:x"') for name, text in SOUND.items()}
    assert {problem.code for problem in report(files).problems} == {"xml-namespace", "no-app"}


def test_nothing_of_a_key_secret_or_certificate_is_kept() -> None:
    """Not even in the model, where nobody would look."""
    text = SOUND[GLOBAL].replace("<consumerKey>", "<certificate>canary</certificate><consumerKey>")
    component = read_component(text.encode(), GLOBAL, {*WANTED, (GLOBAL, "consumerKey")}, Problems())
    assert component
    withheld = {element.field: element.text for element in component.elements if element.text is None}
    assert {"certificate", "consumerKey", "consumerSecret"} <= withheld.keys()
    assert "canary" not in repr(component)
