"""The files beside a draft's guide.md: values that the page may require, and the page's lock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.rendering.source.guide_source import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.deriving.value_proposals import ValueProposal

SCHEMAS = {"guide.md": "schemas/front-matter.schema.json", "values.yaml": "schemas/values.schema.json"}
"""The schemas of a draft's files in a project; the others are not written by hand."""

SCHEMA_LINE = "# yaml-language-server: $schema=../../{}\n"
FENCE = "---\n"
HEAD = """\
# The values that must read exactly so, each once. None is set yet.
"""
SUGGESTIONS = """\
#
# The page’s steps tell readers to type or choose these. “answer: yes” to its open point in guide.md, then
# “guide import --guide …”, takes one over here, in vendor.lock.yaml and in the text. To do so by hand: remove its “# ”
# in both files, write {{ its_id }} in guide.md in place of the text, and delete the last line of this file.
"""
LOCK_HEAD = """\
# What the vendor’s page stated on the day of review, and how we write it. Facts only, no prose.
"""
NONE_YET = "{}\n"
NO_ENTRIES = "values: {}\n"


def with_schema(name: str, text: str) -> str:
    """Return a file of a guide with the line at its head that tells an editor its schema."""
    line = SCHEMA_LINE.format(SCHEMAS[name])
    if line in text:
        return text
    if text.startswith(FENCE):
        return f"{FENCE}{line}{text.removeprefix(FENCE)}"
    return f"{line}{text}"


def values_source(proposals: Sequence[ValueProposal]) -> str:
    """Return a values.yaml without values; those that are proposed stand in its comments."""
    entries = "".join(map(_entry, proposals))
    suggestions = f"{SUGGESTIONS}{entries}" if entries else ""
    return f"{HEAD}{suggestions}{NONE_YET}"


def lock_source(url: str, date: str, sha256: str, proposals: Sequence[ValueProposal] = ()) -> str:
    """Return a vendor.lock.yaml that knows the page; the entries of proposed values stand in its comments."""
    lines = (
        "page:",
        f"  url: {quoted(url)}",
        f'  reviewed: "{date}"',
        f"  sha256: {sha256}",
    )
    page = "\n".join(lines)
    entries = "".join(map(_lock_entry, proposals))
    return f"{LOCK_HEAD}{page}\n{NO_ENTRIES}{entries}"


def _entry(proposal: ValueProposal) -> str:
    lines = (
        f"{proposal.id}:",
        f"  setting: {quoted(proposal.setting or 'not known')}",
        "  screen: not known",
        "  control: text",
        f"  value: {quoted(proposal.value)}",
        "  why: not known",
        "  if_wrong: {sees: not known}",
        "  platform_default: not known",
    )
    return "#\n" + _commented(lines)


def _lock_entry(proposal: ValueProposal) -> str:
    value = quoted(proposal.value)
    lines = (f"  {proposal.id}:", f"    stated: {value}", f"    value: {value}")
    return _commented(lines)


def _commented(lines: Sequence[str]) -> str:
    comments = [f"# {line}\n" for line in lines]
    return "".join(comments)


def with_proposals(text: str, proposals: Sequence[ValueProposal]) -> str:
    """Return values.yaml with further proposals in its comments."""
    entries = "".join(map(_entry, proposals))
    if entries and SUGGESTIONS not in text:
        entries = SUGGESTIONS + entries
    if text.endswith(NONE_YET):
        return text.removesuffix(NONE_YET) + entries + NONE_YET
    return text + entries


def with_lock_proposals(text: str, proposals: Sequence[ValueProposal]) -> str:
    """Return vendor.lock.yaml with the entries of further proposals in its comments."""
    values_line = re.compile(r"^values:.*\n?", re.MULTILINE)
    entries = "".join(map(_lock_entry, proposals))
    return values_line.sub(lambda match: match[0] + entries, text, count=1)


def with_values(text: str, names: Iterable[str]) -> str:
    """Return values.yaml with these proposals taken over; one that is not there is left."""
    for name in names:
        text = _uncommented(text, name, "")
    is_set = bool(re.search(r"^\w+:", text, re.MULTILINE))
    return text.removesuffix(NONE_YET) if is_set else text


def with_lock_entries(text: str, names: Iterable[str]) -> str:
    """Return vendor.lock.yaml with the entries of these proposals."""
    for name in names:
        text = _uncommented(text, name, "  ")
    is_set = bool(re.search(r"^  \w+:\n    stated:", text, re.MULTILINE))
    return text.replace(f"\n{NO_ENTRIES}", "\nvalues:\n") if is_set else text


def _uncommented(text: str, name: str, indent: str) -> str:
    escaped = re.escape(name)
    pattern = rf"^# {indent}{escaped}:\n(?:# {indent}  .*\n)+"
    entry = re.compile(pattern, re.MULTILINE)
    return entry.sub(_without_marks, text, count=1)


def _without_marks(match: re.Match[str]) -> str:
    return re.sub(r"^# ", "", match[0], flags=re.MULTILINE)
