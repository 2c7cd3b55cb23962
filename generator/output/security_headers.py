"""A strict Content-Security-Policy for the finished site, from what its pages hold."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
SELF = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
HEADERS_ONLY = "frame-ancestors 'none'"
"""Browsers heed it in a header, and not in a page."""

OTHERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def write_policies(site: Path) -> dict[str, str]:
    """Put each page's own policy into it; return files with the headers for common hosts, by name."""
    hashes: set[str] = set()
    for path in sorted(site.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        hashes |= script_hashes(page)
        path.write_text(with_policy(page), encoding="utf-8")
    headers = {"Content-Security-Policy": f"{policy(hashes)}; {HEADERS_ONLY}", **OTHERS}
    return {"_headers": netlify(headers), "headers.nginx.conf": nginx(headers), "headers.apache.conf": apache(headers)}


def with_policy(page: str) -> str:
    """Return a page with the policy that lets its own scripts run, in the place of any that it has."""
    own_policy = policy(script_hashes(page))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{own_policy}">'
    without_policy = POLICY.sub("", page)
    return CHARSET.sub(rf"\g<0>{meta}", without_policy, count=1)


def script_hashes(page: str) -> set[str]:
    """Return the hash of each script that stands in a page; they are the theme's."""
    scripts = INLINE_SCRIPT.findall(page)
    return set(map(_script_hash, scripts))


def _script_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    text = base64.b64encode(digest).decode()
    return f"'sha256-{text}'"


def policy(hashes: Iterable[str]) -> str:
    """Return a policy that lets only the site's own files and exactly these scripts run."""
    first, *others = SELF
    scripts = " ".join(["script-src 'self'", *sorted(hashes)])
    return "; ".join([first, scripts, *others])


def netlify(headers: dict[str, str]) -> str:
    """Return the file that Netlify and Cloudflare Pages read."""
    lines = [f"  {name}: {text}\n" for name, text in headers.items()]
    return "".join(["/*\n", *lines])


def nginx(headers: dict[str, str]) -> str:
    """Return lines for nginx to include in a `server` block."""
    lines = [f'add_header {name} "{text}" always;\n' for name, text in headers.items()]
    return "".join(lines)


def apache(headers: dict[str, str]) -> str:
    """Return lines for Apache to include; they need mod_headers."""
    lines = [f'Header always set {name} "{text}"\n' for name, text in headers.items()]
    return "".join(lines)
