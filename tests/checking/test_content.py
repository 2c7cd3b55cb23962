"""The Salesforce guide holds what the vendor requires. The values stand here a second time on purpose."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checking.content import GuideContent
from generator.checking.rules import check
from generator.deriving.guide_view import view
from generator.model import (
    Admonition,
    Form,
    Guide,
    Link,
    Lock,
    LockedValue,
    OrgRef,
    RequiredValue,
    Section,
    SectionKind,
    Table,
    ValueRef,
    walk,
)
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.reading.content.questions import read_questions
from generator.reading.content.troubleshooting import read_troubles
from generator.reading.text.source import Source
from generator.rendering.site.troubleshooting_page import troubleshooting_page
from tests.support.example import GUIDE, LOCK, READING, source
from tests.support.pinned import VALUES
from tests.support.project import PROJECT, run

TRAILHEAD = (
    "https://trailhead.salesforce.com/content/learn/projects/build-integrations-with-external-client-apps/"
    "create-and-configure-an-external-client-app"
)
DEVIATIONS = {"scope_full", "pkce", "permitted_users", "refresh_token_policy", "ip_relaxation"}


def problems_of(guide: Guide, lock: Lock) -> Problems:
    problems = Problems()
    check(
        GuideContent(guide, lock, source("guide.md"), source("values.yaml"), source("vendor.lock.yaml")),
        problems,
    )
    return problems


def test_nothing_is_wrong_with_it() -> None:
    assert list(READING) == []
    assert list(problems_of(GUIDE, LOCK)) == []


def test_the_thirteen_values() -> None:
    assert {value.id: (value.setting, value.value) for value in GUIDE.values} == VALUES
    assert {name: entry.value for name, entry in LOCK.values.items()} == {
        name: text for name, (_, text) in VALUES.items()
    }


def test_the_steps_of_each_section() -> None:
    assert [(section.id, section.kind, len(section.steps)) for section in GUIDE.sections] == [
        ("org-rules", SectionKind.ALTERNATIVE, 7),
        ("create", SectionKind.MAIN, 11),
        ("policies", SectionKind.MAIN, 4),
        ("retrieve", SectionKind.MAIN, 4),
        ("retrieve-again", SectionKind.ALTERNATIVE, 5),
        ("sandbox-refresh", SectionKind.ALTERNATIVE, 6),
        ("next-page", SectionKind.SUMMARY, 0),
        ("undo", SectionKind.SUMMARY, 0),
        ("access", SectionKind.REVIEW, 0),
        ("limit", SectionKind.REVIEW, 0),
        ("not-known", SectionKind.REVIEW, 0),
    ]
    assert len(GUIDE.counted_steps) == 19


def test_the_steps_that_set_a_value_are_the_counted_ones_where_there_are_any() -> None:
    (create,) = [section for section in GUIDE.sections if section.id == "create"]
    steps = tuple(replace(step, id=f"other-{step.id}") for step in create.steps)
    other = replace(create, kind=SectionKind.ALTERNATIVE, steps=steps)

    def setting(*sections: Section) -> list[str]:
        guide = replace(GUIDE, sections=sections)
        return [step.id for step in guide.setting_steps["callback_url"]]

    assert setting(other, create) == setting(create) == ["callback-url"]
    assert setting(other) == ["other-callback-url"]
    assert setting() == []


def test_tables_warnings_drawings_and_the_links_of_the_vendor() -> None:
    parts = list(walk((GUIDE.before, GUIDE.sections)))
    assert [len(part.rows) for part in parts if isinstance(part, Table)] == [4, 3, 3]
    assert [(part.kind, part.id) for part in parts if isinstance(part, Admonition)] == [
        ("warning", "connected-apps-deprecated"),
        ("danger", "may-stop"),
        ("warning", "eu-callback"),
        ("danger", "pkce-forced"),
    ]
    assert [part.id for part in parts if isinstance(part, Form)] == ["basic-information-form", "oauth-settings-form"]
    vendor_links = [
        "https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm&type=5",
        TRAILHEAD,
        "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_oauth_and_connected_apps.htm",
    ]
    links = [part.url for part in parts if isinstance(part, Link)]
    assert [url for url in links if url in vendor_links] == vendor_links


def test_every_trouble_says_where_it_is_seen_who_cures_it_and_when_it_was_read() -> None:
    troubles = read_troubles(source("troubleshooting.yaml"), GUIDE, Problems())
    assert troubles
    bare = [t.id for t in troubles if not (t.where and t.who and t.source and t.read)]
    assert bare == []


def test_every_trouble_is_linked_once_for_each_place_it_is_seen_in() -> None:
    troubles = read_troubles(source("troubleshooting.yaml"), GUIDE, Problems())
    page = troubleshooting_page(view(replace(GUIDE, troubles=troubles)))
    linked = Counter(re.findall(r"^- +\[.*\]\(#([a-z0-9-]+)\)$", page, re.MULTILINE))
    assert linked == {**{trouble.id: len(trouble.where) for trouble in troubles}, "every-setting": 1}


def test_each_value_is_asked_for_where_the_vendor_sets_it() -> None:
    asked = {
        step.id: [
            part.value.id
            for block in step.content
            if not isinstance(block, Form)
            for part in walk(block)
            if isinstance(part, ValueRef)
        ]
        for step in GUIDE.counted_steps
    }
    assert {name: values for name, values in asked.items() if values} == {
        "basic-information": ["distribution_state"],
        "enable-oauth": ["enable_oauth"],
        "callback-url": ["callback_url"],
        "oauth-scopes": ["scope_api", "scope_full", "scope_refresh"],
        "flow-enablement": ["flow_enablement"],
        "security": ["web_server_secret", "refresh_token_secret", "pkce"],
        "set-policies": ["permitted_users", "refresh_token_policy", "ip_relaxation"],
    }


def test_the_drawings_show_every_value_of_their_screen() -> None:
    drawn = Counter(
        part.value.id for form in walk(GUIDE.sections) if isinstance(form, Form) for part in walk_states(form)
    )
    policies = {"permitted_users", "refresh_token_policy", "ip_relaxation"}
    assert drawn == Counter(VALUES.keys() - policies)


def walk_states(form: Form) -> list[ValueRef]:
    return [part for field in form.fields for part in walk(field.state) if isinstance(part, ValueRef)]


def test_pauses_come_before_what_is_hard_to_undo() -> None:
    assert {step.id: step.pause.title for step in GUIDE.steps if step.pause} == {
        "callback-url": "Before you leave the callback URL",
        "security-others": "Before you click Create",
        "set-policies": "Before you save the policies",
        "verify-identity": "Before you copy the key and the secret",
    }


def test_deviations_name_their_risk_and_source() -> None:
    assert {value.id for value in GUIDE.values if value.deviation} == DEVIATIONS
    assert all(value.deviation.source for value in GUIDE.values if value.deviation)


def test_what_goes_wrong_has_a_source_or_needs_none() -> None:
    without = {value.id for value in GUIDE.values if not value.if_wrong.source}
    assert without == {"flow_enablement", "web_server_secret", "refresh_token_secret"}


def test_every_org_field_it_names_exists_and_the_essential_ones_are_used() -> None:
    used = {part.key for part in walk((GUIDE.before, GUIDE.sections)) if isinstance(part, OrgRef)}
    assert {"app_name", "contact_email", "domain", "secret_store"} <= used <= ORG_FIELDS.keys()


def test_nobody_claims_to_have_tried_it() -> None:
    assert GUIDE.about.verified is None


def spoil(text: str) -> str:
    return text[:-1] + ("x" if text[-1] != "x" else "y")


def changed(value: RequiredValue) -> RequiredValue:
    return value.model_copy(update={"value": spoil(value.value)})


@pytest.mark.parametrize("name", VALUES)
def test_a_changed_value_disagrees_with_the_lock(name: str) -> None:
    values = tuple(changed(value) if value.id == name else value for value in GUIDE.values)
    found = problems_of(replace(GUIDE, values=values), LOCK)
    assert [problem.code for problem in found if f"({name})" in problem.text] == ["lock-value"]


@pytest.mark.parametrize("name", VALUES)
def test_a_changed_lock_disagrees_with_the_value(name: str) -> None:
    entry = LockedValue(stated="x", value=spoil(LOCK.values[name].value))
    lock = LOCK.model_copy(update={"values": LOCK.values | {name: entry}})
    assert [problem.code for problem in problems_of(GUIDE, lock) if f"({name})" in problem.text] == ["lock-value"]


TROUBLE = "lost:\n  error: lost\n  sees: It.\n  means: That.\n  cure: Do this.\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "gone: [how]\n",
            ["questions.yaml:1:1: “gone” is no value, step, section or box of the guide. Known: access, "],
        ),
        ("pkce: how\n", ["questions.yaml:1:1: “pkce” has the wrong form: expected a list. "]),
        ("pkce: ['']\n", ["questions.yaml:1:8: “pkce.0” is empty. "]),
        ("pkce: [how]\nopen-setup: [where]\nundo: [away]\nmay-stop: [what]\n", []),
    ],
)
def test_faults_in_the_questions_are_told(text: str, told: list[str]) -> None:
    problems = Problems()
    read_questions(Source("questions.yaml", text), GUIDE, problems)
    assert [str(problem)[: len(start)] for problem, start in zip(problems, told, strict=True)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{TROUBLE}  values: [pkce, nothing]\n",
            ["troubleshooting.yaml:6:18: “nothing” is none of the guide’s values. Known: "],
        ),
        (f"{TROUBLE}  steps: [gone]\n", ["troubleshooting.yaml:6:11: “gone” is none of the guide’s steps. Known: "]),
        (
            TROUBLE.replace("lost:", "Lost:", 1),
            ["troubleshooting.yaml:1:1: The id “Lost” must start with a small letter and hold only small letters, "],
        ),
        ("lost: it\n", ["troubleshooting.yaml:1:1: “lost” has the wrong form: expected keys and values. "]),
        (f"{TROUBLE}  where: [cellar]\n", ["troubleshooting.yaml:6:11: "]),
        (f"{TROUBLE}  who: [nobody]\n", ["troubleshooting.yaml:6:9: "]),
        (f'{TROUBLE}  read: "2026-13-01"\n', ["troubleshooting.yaml:6:3: "]),
        (f'{TROUBLE}  where: [address bar]\n  signs: [e=lost]\n  who: [vendor]\n  read: "2026-11-28"\n', []),
        (TROUBLE, []),
    ],
)
def test_faults_in_the_troubleshooting_are_told(text: str, told: list[str]) -> None:
    problems = Problems()
    read_troubles(Source("troubleshooting.yaml", text), GUIDE, problems)
    found = [str(problem) for problem in problems]
    assert [line[: len(start)] for line, start in zip(found, told, strict=True)] == told


def test_a_value_copied_into_the_troubleshooting_is_told(content: Path) -> None:
    path = content / "salesforce-external-client-app/troubleshooting.yaml"
    path.write_text(path.read_text().replace("Tick the box,", "Choose Relax IP restrictions,"))
    result = run("check", "--project", PROJECT, "--content", content)
    assert result.exit_code == 1
    assert "“Relax IP restrictions” is a required value, written out here a second time." in result.stderr


PAUSE = re.compile(r"^    !!! pause .*\n((?:\n|        .*\n)+)", re.MULTILINE)
ACTION = re.compile(r"(?i)\b(?:click|select|copy|enter|set) \*\*")


def clicks_in_pauses(text: str) -> list[str]:
    return [action for pause in PAUSE.findall(text) for action in ACTION.findall(pause)]


def test_a_required_click_is_a_step_of_its_own() -> None:
    """Never a point of a pause: whoever looks back there, as told, would pass it by."""
    text = source("guide.md").text
    assert len(PAUSE.findall(text)) == 4
    assert clicks_in_pauses(text) == []
    assert clicks_in_pauses(text.replace("- Check that all", "- Then click **Save**. Check that all")) == ["click **"]
    saves = [step.id for step in GUIDE.counted_steps if step.id in {"create-app", "save-policies"}]
    assert saves == ["create-app", "save-policies"]


def test_what_is_to_be_looked_at_first_stands_first() -> None:
    ids = [section.id for section in GUIDE.sections]
    assert ids.index("org-rules") < ids.index("create")
