"""A project that is built in a moment: one guide of two steps and a value, and one org."""

from __future__ import annotations

from pathlib import Path

GUIDE = """\
---
platform: generic
product: Example Directory
vendor: Example App
title: Sign in to the app
objective: People sign in.
description: A small guide.
revision: "2026.1"
release: not known
reviewed: {page: "https://docs.example.com/sign-in", date: "2026-11-20"}
verified:
---
## Register {#register}

1. Click **New application** for {{ org.name }}. {#new}
2. In **Redirect address**, enter {{ address }}. {#enter}
"""
VALUES = """\
address:
  setting: Redirect address
  screen: New application
  control: text
  value: https://app.example.com/oauth/callback
  why: The browser comes back there.
  if_wrong: {sees: not known}
  platform_default: Empty.
"""
LOCK = """\
page:
  url: https://docs.example.com/sign-in
  reviewed: "2026-11-20"
  sha256: 0000000000000000000000000000000000000000000000000000000000000000
values:
  address: {stated: "`https://app.example.com/oauth/callback`", value: https://app.example.com/oauth/callback}
"""
FILES = {
    "mkdocs.yml": "site_name: Guides\n",
    "content/one/guide.md": GUIDE,
    "content/one/values.yaml": VALUES,
    "content/one/vendor.lock.yaml": LOCK,
    "content/orgs/acme.yaml": "name: Acme Ltd\n",
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def new_project(folder: Path) -> None:
    for name, text in FILES.items():
        write(folder / name, text)
