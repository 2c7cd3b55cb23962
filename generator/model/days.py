"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
BEGINNING = 3
"""Letters of a month’s name that tell it from all others."""

MONTH = rf"(?P<month>sept|{'|'.join(f'{name[:BEGINNING]}(?:{name[BEGINNING:]})?' for name in MONTHS)})\.?"
MIDNIGHT = r"(?:[ t]00:00(?::00)?)?"
"""What some programs write after a day."""

FORMS = (
    re.compile(rf"(?P<y>\d{{4}})([-/.])(?P<m>\d\d?)\2(?P<d>\d\d?){MIDNIGHT}"),
    re.compile(rf"(?P<d>\d\d?)\. ?(?P<m>\d\d?)\. ?(?P<y>\d{{4}}){MIDNIGHT}"),
    re.compile(rf"(?P<d>\d\d?)(?:st|nd|rd|th)?\.?[ -]{MONTH}[ ,-]+(?P<y>\d{{4}})"),
    re.compile(rf"{MONTH} (?P<d>\d\d?)(?:st|nd|rd|th)?,? (?P<y>\d{{4}})"),
)
"""Forms of which each can be one day only."""

EITHER_WAY = re.compile(r"(\d\d?)([-/])(\d\d?)\2(\d{4})")
"""The day first to some, the month first to others."""


def day_meant(text: str) -> str:
    """Return the only day that a text can mean, as YYYY-MM-DD, or nothing."""
    words = " ".join(text.casefold().split())
    days = {day for form in FORMS if (day := _day(form.fullmatch(words)))}
    if either := EITHER_WAY.fullmatch(words):
        first, _, second, year = either.groups()
        days = {_iso(year, second, first), _iso(year, first, second)} - {""}
    if len(days) != 1:
        return ""
    return days.pop()


def _day(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    parts = match.groupdict()
    if name := parts.get("month"):
        beginnings = [month[:BEGINNING] for month in MONTHS]
        parts["m"] = str(beginnings.index(name[:BEGINNING]) + 1)
    return _iso(parts["y"], parts["m"], parts["d"])


def _iso(year: str, month: str, day: str) -> str:
    """Return a day of the calendar, or nothing if there is none such."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
