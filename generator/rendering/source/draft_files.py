"""The files beside a draft's guide.md: values that the page may require, and the page's lock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.rendering.source.guide_source import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.deriving.value_proposals import ValueProposal

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


def values_source(proposals: Sequence[ValueProposal]) -> str:
    """Return a values.yaml without values; those that are proposed stand in its comments."""
    entries = [_entry(proposal) for proposal in proposals]
    return HEAD + (SUGGESTIONS if entries else "") + "".join(entries) + NONE_YET


def lock_source(url: str, date: str, sha256: str, proposals: Sequence[ValueProposal] = ()) -> str:
    """Return a vendor.lock.yaml that knows the page; the entries of proposed values stand in its comments."""
    page = f'page:\n  url: {quoted(url)}\n  reviewed: "{date}"\n  sha256: {sha256}\n'
    entries = [_lock_entry(proposal) for proposal in proposals]
    return LOCK_HEAD + page + NO_ENTRIES + "".join(entries)


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
    return _commented((f"  {proposal.id}:", f"    stated: {value}", f"    value: {value}"))


def _commented(lines: Sequence[str]) -> str:
    return "".join(f"# {line}\n" for line in lines)


def with_proposals(text: str, proposals: Sequence[ValueProposal]) -> str:
    """Return values.yaml with further proposals in its comments."""
    entries = "".join([_entry(proposal) for proposal in proposals])
    head = SUGGESTIONS if entries and SUGGESTIONS not in text else ""
    end = NONE_YET if text.endswith(NONE_YET) else ""
    return text.removesuffix(NONE_YET) + head + entries + end


def with_lock_proposals(text: str, proposals: Sequence[ValueProposal]) -> str:
    """Return vendor.lock.yaml with the entries of further proposals in its comments."""
    head, values, rest = text.partition("\nvalues:")
    line, newline, below = rest.partition("\n")
    entries = "".join([_lock_entry(proposal) for proposal in proposals])
    return head + values + line + newline + entries + below


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
    entry = re.compile(rf"^# {indent}{re.escape(name)}:\n(?:# {indent}  .*\n)+", re.MULTILINE)
    return entry.sub(lambda match: re.sub(r"^# ", "", match[0], flags=re.MULTILINE), text, count=1)
