"""Which fact of an org each column of a table holds, by its heading as people write it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from generator.model.org import NAME, SECRET_STORE
from generator.platforms.registry import ORG_FIELDS, PLATFORMS
from generator.problems import Location
from generator.reading.content.org import NO_SECRETS, asks_for_secret
from generator.reading.text.source import refusal
from generator.secrets import find_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model import OrgField
    from generator.platforms.registry import Fields
    from generator.problems import Problems

ID = "id"
REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
"""What stands in brackets at the end of a heading, such as the form in which days are written."""

FILLERS = frozenset({"the", "of", "for", "in", "a", "an", "your", "our", "s", *PLATFORMS})
PLACE = re.compile(r"where|location|(kept|stored|held|saved)(in|at)?$|stor(ag)?e$")
"""What a heading says that asks for a place, by its letters alone."""


@dataclass(frozen=True)
class Column:
    """A column of a table: the key of a fact, or a heading of somebody's own; both empty where it has no heading."""

    key: str = ""
    kept: str = ""

    @property
    def is_headed(self) -> bool:
        """Whether a heading stands above it."""
        return bool(self.key or self.kept)


def read_columns(
    headings: Sequence[str], place: Location, problems: Problems, fields: Fields = ORG_FIELDS
) -> tuple[Column, ...]:
    """Return what each column holds. What cannot be told is an error at its heading in `place`'s row."""
    keys = _keys(headings, fields)
    _refuse_doubles(keys, headings, place, problems)
    for number, (key, heading) in enumerate(zip(keys, headings, strict=True), start=1):
        cell = Location(place.path, place.line, number)
        for secret in find_secrets(heading)[:1]:
            problems.error(cell, "secret", refusal(secret.kind))
        if not key and asks_for_secret(heading, fields):
            problems.error(cell, "secret-key", NO_SECRETS.format(heading))
    names = _kept_names(keys, headings)
    columns = tuple(map(Column, keys, names))
    if not problems.has_errors:
        _tell_kept(columns, place, problems, fields)
    return columns


def is_heading_row(cells: Iterable[str]) -> bool:
    """Whether a row names the column of the orgs' names, which every org has."""
    keys = _keys(list(cells), ORG_FIELDS)
    return NAME.key in keys


def _keys(headings: Sequence[str], fields: Fields) -> list[str]:
    """Return each column's key. Where one heading names a fact outright, others that might mean it do not."""
    exact, by_alias = _names(tuple(fields.values()))
    outright = [_key(heading, exact) for heading in headings]
    keys = list(outright)
    for index, heading in enumerate(headings):
        alias = _key(heading, by_alias) or _place_of_secret(heading, fields)
        if not keys[index] and alias not in outright:
            keys[index] = alias
    return keys


def _key(heading: str, names: dict[str, str]) -> str:
    """Return the key that a heading names, by its letters or by its words in any order; nothing if it names none."""
    without_remark = REMARK.sub("", heading)
    spellings = (_plain(heading), _plain(without_remark), _in_any_order(without_remark))
    return next((names[spelling] for spelling in spellings if spelling in names), "")


def _place_of_secret(heading: str, fields: Fields) -> str:
    """Return the key of the place of key and secret for a heading that asks where they are kept, as people write it."""
    asks_where = asks_for_secret(heading, fields) and PLACE.search(_plain(heading))
    if asks_where and SECRET_STORE.key in fields:
        return SECRET_STORE.key
    return ""


def _plain(heading: str) -> str:
    """Return the letters and digits of a heading alone, so that “E-mail” and “email” are one."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\W_]", "", text)


def _in_any_order(text: str) -> str:
    """Return the words of a heading in order of the alphabet, without those that say nothing: “Name of the app”."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold().replace("e-mail", "email"))
    return " ".join(sorted(set(words) - FILLERS))


@cache
def _names(fields: tuple[OrgField, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields' keys by what names them outright, and by what else people call them."""
    exact = {_plain(ID): ID}
    by_alias: dict[str, str] = {}
    for field in fields:
        exact |= dict.fromkeys((_plain(field.key), _plain(field.label)), field.key)
        others = (field.label, *field.aliases)
        by_alias |= dict.fromkeys(map(_plain, field.aliases), field.key)
        by_alias |= dict.fromkeys(map(_in_any_order, others), field.key)
    return exact, by_alias


def _refuse_doubles(keys: Sequence[str], headings: Sequence[str], place: Location, problems: Problems) -> None:
    first: dict[str, str] = {}
    for number, (key, heading) in enumerate(zip(keys, headings, strict=True), start=1):
        if key and key in first:
            cell = Location(place.path, place.line, number)
            text = _double(key, first[key], heading)
            problems.error(cell, "duplicate-key", text)
        first.setdefault(key, heading)


def _double(key: str, first: str, second: str) -> str:
    if first == second:
        return f"The column “{second}” stands here twice. Keep one of the two."
    return (
        f"The columns “{first}” and “{second}” may both be “{key}”. Call the one that is meant “{key}”, and the other "
        "something else."
    )


def _kept_names(keys: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Return the name under which a column that is no fact of ours is kept; no two have the same."""
    counts: Counter[str] = Counter()
    names = []
    for number, (key, heading) in enumerate(zip(keys, headings, strict=True), start=1):
        name = ""
        if not key:
            name = " ".join(heading.split())
        counts[name] += 1
        if name and counts[name] > 1:
            name = f"{name} (column {number})"
        names.append(name)
    return names


def _tell_kept(columns: Sequence[Column], place: Location, problems: Problems, fields: Fields) -> None:
    kept = [f"“{column.kept}”" for column in columns if column.kept]
    if not kept:
        return
    noun = "column"
    if len(kept) > 1:
        noun = "columns"
    text = (
        f"No sheet shows the {noun} {', '.join(kept)}: kept for “guide status” and “guide orgs”. Columns that sheets "
        f"show: {', '.join((ID, *fields))}."
    )
    problems.warning(place, "kept-column", text)
