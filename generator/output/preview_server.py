"""The server of a live preview: pages as they stand now, told of problems, reloaded after each edit."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from generator.output.security_headers import with_policy
from generator.problems import ContentError, Location

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer

ARTICLE, BODY = re.compile(r"<article\b[^>]*>"), re.compile(r"<body\b[^>]*>")
LOOK_EVERY, QUIET_FOR = 0.15, 0.05
"""Seconds: how often files are looked at, and how long none may change before what changed is made."""

Reload = Callable[[], None]
"""Lets browsers load their pages again."""

Answering = Callable[[str], str]
"""A question to its answer as Markdown."""


def no_notice() -> str:
    """Return that there is nothing to tell on a page."""
    return ""


def no_page(name: str) -> bytes | None:
    """Return that a page is shown as it lies in the site."""
    del name
    return None


@dataclass(frozen=True)
class Preview:
    """A site that `rebuild` makes anew whenever something in `watched` changes; browsers then load it again.

    What comes later than its end needs the function that it gets. `address` is a host and a port. A Markdown page with
    `?ask=QUESTION` is answered by `answering`. What `notice` returns, as HTML, stands on each page above all else.
    `newer` returns a page that is not in the site yet, by its file's name.
    """

    rebuild: Callable[[Reload], None]
    watched: Iterable[Path]
    site: Path
    address: tuple[str, int]
    answering: Answering
    notice: Callable[[], str] = no_notice
    newer: Callable[[str], bytes | None] = no_page


def serve_site(preview: Preview) -> None:
    """Serve a site until interrupted, and reload browsers after each build.

    Raises `ContentError` where nothing can listen.
    """
    server = preview_server(preview)
    log = logging.getLogger("mkdocs.livereload")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler())
    try:
        server.serve(open_in_browser=False)  # type: ignore[no-untyped-call]
    except OSError as fault:
        text = f"Nothing can listen here: {fault.strerror}. Name another place with --address."
        raise ContentError.at(Location("{}:{}".format(*preview.address)), "address", text) from fault
    except KeyboardInterrupt:
        log.info("Stopped")
    finally:
        server.shutdown()


def preview_server(preview: Preview) -> LiveReloadServer:
    """Return the server, not yet listening."""
    from mkdocs.livereload import LiveReloadServer, _timestamp  # noqa: PLC0415 - slow to import

    class Server(LiveReloadServer):
        """Lets the script run that MkDocs puts into each page to reload it, and answers questions."""

        def _serve_request(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes] | None:
            question = asked_question(environ["PATH_INFO"], environ["QUERY_STRING"])
            if question:
                start_response("200 OK", [("Content-Type", "text/markdown; charset=utf-8")])
                answer = preview.answering(question)
                return [answer.encode()]
            name = environ["PATH_INFO"].lstrip("/")
            newer = preview.newer(f"{name}index.html" if name.endswith("/") or not name else name)
            if newer is not None:
                start_response("200 OK", [("Content-Type", "text/html")])
                return [self._inject_js_into_html(newer, self._visible_epoch)]
            served: Iterable[bytes] | None = super()._serve_request(environ, start_response)
            return served

        def reload(self) -> None:
            with self._epoch_cond:
                self._wanted_epoch = self._visible_epoch = max(_timestamp(), self._visible_epoch + 1)
                self._epoch_cond.notify_all()

        def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
            page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
            noticed = with_notice(page.decode(), preview.notice())
            return with_policy(noticed).encode()

    def rebuild() -> None:
        preview.rebuild(server.reload)
        server.reload()  # a browser may have loaded its page again while something was being made

    host, port = preview.address
    server = Server(
        builder=rebuild,
        host=host,
        port=port,
        root=str(preview.site),
        polling_interval=LOOK_EVERY,
    )
    server.build_delay = QUIET_FOR
    server.error_handler = lambda code: _error_page(preview.site, code)
    for path in preview.watched:
        if path.exists():
            server.watch(str(path))
    return server


def with_notice(page: str, notice: str) -> str:
    """Return a page with some HTML at the top of what it says, or of its body."""
    place = ARTICLE.search(page) or BODY.search(page)
    if place is None:
        return f"{notice}{page}"
    start = place.end()
    return f"{page[:start]}{notice}{page[start:]}"


def asked_question(path: str, query: str) -> str:
    """Return what is asked of a Markdown page by `?ask=QUESTION`, or nothing."""
    if not path.endswith(".md"):
        return ""
    questions = parse_qs(query).get("ask", [""])
    return questions[0].strip()


def _error_page(site: Path, code: int) -> bytes | None:
    page = site / f"{code}.html"
    if page.is_file():
        return page.read_bytes()
    return None
