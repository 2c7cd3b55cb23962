"""A small guide that has one of each kind of block."""

from __future__ import annotations

from functools import cache

from generator import model
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_values
from generator.reading.text.source import Source

VALUES = """
address:
  setting: Address
  screen: New app > Basic
  control: text
  value: https://example.org/a--b?x=1&y=(c)
  why: It is the only one | that works.
  if_wrong: {sees: not known}
  platform_default: not known
  evidence:
    - {type: App, field: address}
    - {type: App, field: on, value: "true"}
box:
  setting: Rights
  screen: New app > Basic
  control: check box
  value: Checked
  why: It must be.
  if_wrong: {sees: Nothing., source: "https://help.example.org/page"}
  platform_default: same
wide:
  setting: Rights
  screen: New app > Basic
  control: pick list
  value: Full {access} | `all`
  why: It must be.
  if_wrong: {sees: "1. An error."}
  platform_default: Empty.
  deviation: {departs_from: Advice., risk: Great., source: "https://help.example.org/advice"}
"""
TEXT = """---
title: "Sign in: A & B"
objective: "1. It works."
description: 'A "short" one'
revision: "2026.1"
release: "Spring '26"
reviewed: {page: "https://example.org/page_one_", date: "2026-11-23"}
verified:
---

Before [you *start*](https://example.org/a_b_c?x=1&copy=2):

- one
- two

!!! warning "Not *yet* | #1" {#not-yet}

    Text.

    | A | B |
    | --- | --- |
    | a \\| b | {{ box }} |

## First {#first}

1. Open **App (new)**, *now*. {#open setup=/lightning/setup/Apps/home}

    - {{ box }}
    - second

        1. nested
        2. list

    !!! expect

        It opens.

2. Enter {{ address }} for {{ org.app_name }}. {#enter}

    | Setting | State |
    | --- | --- |
    | **Rights** | {{ wide }} |
    | Name | `a_b` |

    !!! form "Basic" {#basic}

        | Part of the screen | Setting | State |
        | --- | --- | --- |
        | Basic | Address | {{ address }} |
        | Basic | Rights | {{ box }} |
        | Basic | Rights | {{ wide }} |
        | More | Name | {{ org.app_name }} |

    !!! otherwise

        Stop.

    !!! pause "Look back"

        - Is {{ wide }} right?

## Second {#second}

1. Only step of the section. {#only}

## Instead {#instead .alternative}

1. First other step. {#other}
2. Second other step. {#another}

    ```
    literal  *text*

    | no | table |
    ```

## Undo {#undo .summary}

Delete it.
"""


@cache
def load(name: str, values_text: str, text: str) -> model.Guide:
    problems = Problems()
    values = read_values(Source("values.yaml", values_text), problems)
    guide = read_guide(name, Source("guide.md", text), values, problems)
    problems.raise_errors()
    assert guide
    return guide


def small() -> model.Guide:
    return load("small", VALUES, TEXT)
