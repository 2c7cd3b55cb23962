"""A small guide with one of everything that sheets print, and orgs that try to break them."""

from __future__ import annotations

from typing import Any

from generator.deriving.guide_view import OrgView, org_view, view
from generator.model import Guide, Org
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_values
from generator.reading.text.source import Source

VALUES = """
callback_url:
  setting: Callback URL
  screen: App > OAuth
  control: text
  value: https://example.com/oauth-return/one--two
  why: The product listens here.
  if_wrong: {sees: not known}
  platform_default: Empty.
web_secret:
  setting: Require Secret
  screen: App > Security
  control: check box
  value: Checked
  why: A stolen code alone is then useless.
  if_wrong: {sees: not known}
  platform_default: same
pkce:
  setting: Require PKCE
  screen: App > Security
  control: check box
  value: Unchecked
  why: The product cannot do it.
  if_wrong: {sees: not known}
  platform_default: Checked.
  deviation: {departs_from: Salesforce advises it., risk: A code can be stolen.}
permitted_users:
  setting: Permitted Users
  screen: Policies
  control: pick list
  value: All users | everybody
  why: Nobody is approved beforehand.
  if_wrong: {sees: not known}
  platform_default: same
"""

GUIDE = """---
title: Connect Example
objective: Example can sign in.
description: A sample.
revision: "7"
release: "Winter '27"
reviewed: {page: "https://example.com/", date: "2026-11-23"}
verified:
---
Works for {{ org.name }}.

!!! warning "Old apps" {#old-apps}

    Make a new one.

## Create it {#create}

1. Open **Setup** of {{ org.name }}. {#open-setup setup=/lightning/setup/SetupOneHome/home}

    !!! expect

        Setup of {{ org.domain }}.

    !!! otherwise

        Ask {{ org.owner }}.

2. Enter {{ callback_url }}. {#callback}

    !!! pause "Before you go on"

        - Look again.

3. Set the boxes. {#boxes}

    | Setting | State |
    | --- | --- |
    | **Require Secret** | {{ web_secret }} |
    | **Require PKCE** | {{ pkce }} |

    !!! form "The form" {#form}

        | Part of the screen | Setting | State |
        | --- | --- | --- |
        | OAuth | App name | {{ org.app_name }} |
        | OAuth | Callback URL | {{ callback_url }} |
        | Security | Require Secret | {{ web_secret }} |
        | Security | Require PKCE | {{ pkce }} |

4. Choose {{ permitted_users }} and read [the manual](https://example.com/manual). {#users}

## Do it again {#again .alternative}

1. Go back to `Setup`. {#go-back}

## Undo it {#undo .summary}

Delete {{ org.app_name }}.
"""

WORD = "unbreakable" * 20
HOSTILE = {
    "html": "<script>alert(1)</script><b>&amp;</b>",
    "markdown": "# *a* _b_ `c` [d](e) ![f](g) | h \\ ~~i~~ <j> $k$ &lt; http://x.example",
    "jinja": "{{ 7*7 }} {% raw %} {# no #}",
    "list": "1. one",
    "dash": "- one + two",
    "word": WORD,
    "long": "many words " * 90 + "end",
    "arabic": "شركة الاتصالات",
    "hebrew": "חברה בע״מ",
    "chinese": "株式会社アクメ東京 漢字",
    "emoji": "Acme 🚀 ☑ ✅",
}
FIELDS = tuple(key for key in ORG_FIELDS if key not in {"environment", "domain"})
"""What an org says of itself in words of its own."""


def sample_guide(values: str = VALUES, text: str = GUIDE) -> Guide:
    problems = Problems()
    guide = read_guide(
        "sample", Source("guide.md", text), read_values(Source("values.yaml", values), problems), problems
    )
    problems.raise_errors()
    assert guide
    return guide


SAMPLE = sample_guide()
BLANK_VIEW = view(SAMPLE)
HASHES = {step.id: step.content_hash for step in BLANK_VIEW.steps}
ACME = Org.of(
    "acme",
    name="Acme Ltd",
    environment="sandbox",
    domain="acme--uat.sandbox.my.salesforce.com",
    app_name="Example app",
    secret_store="Vault 7",
)


def hostile_org(text: str) -> Org:
    said: Any = dict.fromkeys(FIELDS, text)
    return Org.of("hostile", **said)


def filled(org: Org) -> OrgView:
    return org_view(BLANK_VIEW, org)
