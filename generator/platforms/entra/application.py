"""An application's JSON to the model: the portal's manifest in both its formats, and what `az ad app show` prints.

What an older manifest calls otherwise bears the names of the newer one, which are Microsoft Graph's. The two are told
apart by their keys. Nothing of a credential is read but the day on which it ends.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from generator.model import Component, Element, printable
from generator.problems import Location, line_and_column
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.problems import Problems

TYPE = "Application"
MAX_BYTES = 1_000_000
MARK = b'"appId"'
"""Stands in every application, and in few other files that are JSON."""

BEFORE_TEXT = BOM_UTF8 + BOM_UTF16_LE + b" \t\r\n\0"
"""Bytes that may stand before the first bracket."""

PLATFORMS = {"Web": "web", "Spa": "spa", "InstalledClient": "publicClient"}
"""What the older format calls the platform of a redirect URI, with today's names."""

OLDER_NAMES = {
    "name": "displayName",
    "allowPublicClient": "isFallbackPublicClient",
    "accessTokenAcceptedVersion": "api.requestedAccessTokenVersion",
    "oauth2AllowIdTokenImplicitFlow": "web.implicitGrantSettings.enableIdTokenIssuance",
    "oauth2AllowImplicitFlow": "web.implicitGrantSettings.enableAccessTokenIssuance",
}
OLDER_KEYS = frozenset({"replyUrlsWithType", "oauth2AllowImplicitFlow", "accessTokenAcceptedVersion"})
PLAIN = ("displayName", "signInAudience", "isFallbackPublicClient")
SOON = timedelta(days=30)
PAST, NEAR = "past", "near"
"""When a client secret ends, as the reader of an application says it."""


class RefusedError(Exception):
    """Code and text of what is JSON and no application."""


def is_application(head: bytes) -> bool:
    """Whether a file that begins so may hold an application."""
    if MARK not in head.replace(b"\0", b""):
        return False
    text = head.lstrip(BEFORE_TEXT)
    return text.startswith((b"{", b"["))


def read_application(data: bytes, path: str, today: date, problems: Problems) -> Component | None:
    """Read one file; None if it holds no single application, and what is wrong with it goes to `problems`."""
    if len(data) > MAX_BYTES:
        text = f"The file is larger than {MAX_BYTES:,} bytes and was not read."
        problems.error(Location(path), "json-size", text)
        return None
    try:
        text = _decoded(data)
        application = _application(json.loads(text, object_pairs_hook=_object))
        return _component(application, ApplicationText(path, text), today)
    except json.JSONDecodeError as fault:
        words = f"This is not valid JSON ({fault.msg}), so nothing in it was judged. Get the file again."
        problems.error(Location(path, fault.lineno, fault.colno), "json-syntax", words)
    except RefusedError as fault:
        problems.error(Location(path), *fault.args)
    except (RecursionError, UnicodeError):
        words = "This is no text, or nested more deeply than an application ever is. Get the file again."
        problems.error(Location(path), "json-syntax", words)
    return None


def _decoded(data: bytes) -> str:
    """Return the text; Windows PowerShell writes what a program prints as UTF-16."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands there twice: nobody could tell which counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        words = f"The key “{hidden(repeated)}” stands in one object twice. Get the file again."
        raise RefusedError("duplicate-key", words)
    return found


def _application(data: Any) -> dict[str, Any]:
    """Return the only application of a file, also where a query wraps it in a list."""
    if isinstance(data, dict) and isinstance(data.get("value"), list):
        data = data["value"]
    if isinstance(data, list):
        if len(data) != 1:
            words = f"The file holds {len(data)} applications, and this is about one. Save that one alone."
            raise RefusedError("which-app", words)
        data = data[0]
    if not isinstance(data, dict) or not isinstance(data.get("appId"), str):
        raise RefusedError("no-app", "This is JSON, but no application: it has no “appId”.")
    return data


@dataclass(frozen=True)
class ApplicationText:
    """The text of an application, in which keys have places."""

    path: str
    text: str

    def place(self, *keys: str) -> Location:
        """Return where the last of nested keys stands, or the nearest of them that can be found."""
        nearest = 0
        for key in keys:
            index = self.text.find(f'"{key}"', nearest)
            nearest = max(index, nearest)
        line, column = line_and_column(self.text, nearest)
        return Location(self.path, line, column)


def _component(data: Mapping[str, Any], text: ApplicationText, today: date) -> Component:
    elements = [_hidden(element) for element in _elements(data, text, today)]
    name = data.get("displayName") or data.get("name") or ""
    shown = printable(hidden(str(name)))
    title = f"{shown} ({data['appId']})"
    return Component(TYPE, title.strip(), tuple(elements), text.place("appId"))


def _elements(data: Mapping[str, Any], text: ApplicationText, today: date) -> Iterator[Element]:
    older = not OLDER_KEYS.isdisjoint(data)
    redirects = list(_redirects(data, text, older=older))
    yield from _plain_elements(data, text)
    yield from redirects
    yield from _roles(data, text)
    if redirects:
        yield _platforms(redirects, text)
    yield from _further(data, text, older=older)
    yield from _expiries(data, text, today)


def _hidden(element: Element) -> Element:
    return replace(element, text=hidden(element.text or ""))


def _words(value: Any) -> str:
    """Return a value as an application's JSON has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return printable(str(value))


def _plain_elements(data: Mapping[str, Any], text: ApplicationText) -> Iterator[Element]:
    names = {key: key for key in PLAIN}
    names |= {key: name for key, name in OLDER_NAMES.items() if name not in data}
    for key, name in names.items():
        value = data.get(key)
        if value is not None:
            yield Element(name, _words(value), text.place(key))


def _redirects(data: Mapping[str, Any], text: ApplicationText, *, older: bool) -> Iterator[Element]:
    """Yield the redirect URIs of each platform, one a line."""
    if older:
        entries = [entry for entry in _list(data, "replyUrlsWithType") if isinstance(entry, dict)]
        for former, name in PLATFORMS.items():
            urls = [entry.get("url") for entry in entries if entry.get("type") == former]
            yield Element(f"{name}.redirectUris", _lines(urls), text.place("replyUrlsWithType"))
        return
    for name in PLATFORMS.values():
        platform = _inner(data, name)
        if "redirectUris" in platform:
            urls = _list(platform, "redirectUris")
            yield Element(f"{name}.redirectUris", _lines(urls), text.place(name, "redirectUris"))


def _platforms(redirects: Iterable[Element], text: ApplicationText) -> Element:
    """Return the platforms that have a redirect URI, as the portal's older format calls them."""
    filled = [redirect.field for redirect in redirects if redirect.text]
    names = [former for former, name in PLATFORMS.items() if f"{name}.redirectUris" in filled]
    return Element("redirectPlatforms", _lines(names), text.place("redirectUris"))


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    entries = data.get(key)
    if isinstance(entries, list):
        return entries
    return []


def _lines(entries: Iterable[Any]) -> str:
    texts = [entry for entry in entries if isinstance(entry, str)]
    return "\n".join(map(printable, texts))


def _roles(data: Mapping[str, Any], text: ApplicationText) -> Iterator[Element]:
    """Yield the values of the roles that are switched on, and for each of them who may have it."""
    if "appRoles" not in data:
        return
    roles = [role for role in _list(data, "appRoles") if isinstance(role, dict) and role.get("isEnabled") is not False]
    values = [role.get("value") for role in roles]
    yield Element("appRoles", _lines(values), text.place("appRoles"))
    for role in roles:
        members = _lines(_list(role, "allowedMemberTypes"))
        field = f"appRoles.{_words(role.get('value'))}.allowedMemberTypes"
        yield Element(field, members, text.place("appRoles", "allowedMemberTypes"))


def _further(data: Mapping[str, Any], text: ApplicationText, *, older: bool) -> Iterator[Element]:
    """Yield what today's format nests more deeply."""
    if older:
        return
    grants = _inner(_inner(data, "web"), "implicitGrantSettings")
    for key in ("enableIdTokenIssuance", "enableAccessTokenIssuance"):
        if grants.get(key) is not None:
            yield Element(f"web.implicitGrantSettings.{key}", _words(grants[key]), text.place(key))
    version = _inner(data, "api").get("requestedAccessTokenVersion")
    if version is not None:
        yield Element("api.requestedAccessTokenVersion", _words(version), text.place("requestedAccessTokenVersion"))


def _inner(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    inner = data.get(key)
    if isinstance(inner, dict):
        return inner
    return {}


def _expiries(data: Mapping[str, Any], text: ApplicationText, today: date) -> Iterator[Element]:
    """Yield whether a client secret has ended, or ends soon. Nothing else of it is read, not even its hint."""
    for credential in _list(data, "passwordCredentials"):
        end = _end_of(credential)
        if end is None or end > today + SOON:
            continue
        state = NEAR
        if end < today:
            state = PAST
        yield Element("passwordCredentials", state, text.place("passwordCredentials"))


def _end_of(credential: Any) -> date | None:
    if not isinstance(credential, dict):
        return None
    return _day(credential.get("endDateTime") or credential.get("endDate"))


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
