"""The hosted site: built strictly, the same every time, asking no other host, usable by everybody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from itertools import product
from pathlib import Path
from shutil import copytree
from socket import socket
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from generator.commands.serve import live_preview
from generator.deriving.guide_view import view
from generator.output import preview_server as server_module
from generator.output.preview_server import Preview, Reload, preview_server, serve_site
from generator.output.security_headers import with_policy
from generator.output.site import NAV_FILE, build_site
from generator.problems import ContentError, Location, Problem
from generator.project.paths import Paths
from generator.rendering.site.page import guide_page
from generator.rendering.site.preview_notices import BEING_MADE, problems_notice
from generator.rendering.site.scripts import site_scripts
from generator.rendering.site.values_page import values_page
from tests.support.project import GUIDE, PROJECT
from tests.support.small_guide import small
from tests.support.tiny_project import FILES, new_project
from tests.support.validators import axe_faults, check_html, faults_of_colour

pytestmark = pytest.mark.slow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.livereload import LiveReloadServer

PAGES = (
    "",
    f"{GUIDE}/",
    f"{GUIDE}/values.html",
    f"{GUIDE}/troubleshooting.html",
    f"{GUIDE}/security.html",
    f"{GUIDE}/history.html",
    "report.html",
    "404.html",
)
WIDTHS = (320, 768, 1280)
NAV: list[dict[str, Any]] = [{"Home": "index.md"}, {"Small": ["small/index.md", {"Values": "small/values.md"}]}]


def small_docs(folder: Path) -> Path:
    """Write a small guide's pages into `folder`/docs."""
    docs = folder / "docs"
    (docs / "small").mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n\n[Guide](small/index.md)\n")
    (docs / "small/index.md").write_text(guide_page(view(small())))
    (docs / "small/values.md").write_text(values_page(view(small())))
    (docs / "small/checklist.pdf").write_bytes(b"%PDF-1.7")
    (docs / "assets").mkdir()
    for name, script in site_scripts([view(small())]).items():
        (docs / "assets" / name).write_text(script)
    return docs


def files(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Building


def test_a_small_guide_builds_strictly(tmp_path: Path) -> None:
    before = dict(os.environ)
    build_site(PROJECT, small_docs(tmp_path), tmp_path / "site", NAV)
    assert dict(os.environ) == before
    pages = {str(path) for path in files(tmp_path / "site") if path.suffix == ".html"}
    assert pages == {"index.html", "404.html", "small/index.html", "small/values.html"}
    assert check_html([tmp_path / "site"]) == []


def test_two_builds_are_equal(tmp_path: Path) -> None:
    """Also on another day: the packed sitemap carries the content's date, not the clock's."""
    docs = small_docs(tmp_path)
    build_site(PROJECT, docs, tmp_path / "first", NAV, date="2026-11-23")
    time.sleep(1.1)
    build_site(PROJECT, docs, tmp_path / "second", NAV, date="2026-11-23")
    first = files(tmp_path / "first")
    assert Path("sitemap.xml.gz") in first
    assert first == files(tmp_path / "second")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[x](nowhere.md)", "contains a link 'nowhere.md', but the target is not found among documentation files."),
        ("[x](small/index.md#nowhere)", "does not contain an anchor '#nowhere'."),
        ("[x](#nowhere)", "contains a link '#nowhere', but there is no such anchor on this page."),
    ],
)
def test_a_broken_link_stops_the_build(text: str, complaint: str, tmp_path: Path) -> None:
    docs = small_docs(tmp_path)
    (docs / "index.md").write_text(text)
    with pytest.raises(ContentError) as error:
        build_site(PROJECT, docs, tmp_path / "site", NAV)
    (problem,) = error.value.problems
    assert (problem.location.path, problem.code) == ("mkdocs.yml", "site")
    assert problem.text.startswith("MkDocs: Doc file 'index.md' contains a link '")
    assert problem.text.endswith(complaint)


def test_a_page_outside_the_navigation_stops_the_build(tmp_path: Path) -> None:
    docs = small_docs(tmp_path)
    (docs / "stray.md").write_text("Stray\n")
    with pytest.raises(ContentError, match=r'not included in the "nav" configuration: - stray\.md'):
        build_site(PROJECT, docs, tmp_path / "site", NAV)


def test_a_project_without_mkdocs_yml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        build_site(tmp_path, small_docs(tmp_path), tmp_path / "site", NAV)
    assert str(error.value) == (
        f"{tmp_path}/mkdocs.yml: The file cannot be read: No such file or directory. "
        "Name the folder that holds it with --project. [unreadable]"
    )


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nplugin: []\n")
    with pytest.raises(ContentError, match=r"MkDocs: plugin: Unrecognised configuration name: plugin \[site\]"):
        build_site(tmp_path, small_docs(tmp_path), tmp_path / "site", NAV)


# Plain MkDocs


def mkdocs(project: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "946684800"}
    command = [sys.executable, "-m", "mkdocs", "build"]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def clone(folder: Path) -> Path:
    copytree(PROJECT / "site_overrides", folder / "site_overrides")
    (folder / "mkdocs.yml").write_bytes((PROJECT / "mkdocs.yml").read_bytes())
    return folder


def test_plain_mkdocs_says_what_to_run_first(tmp_path: Path) -> None:
    result = mkdocs(clone(tmp_path))
    assert result.returncode == 1
    (line,) = (result.stdout + result.stderr).splitlines()
    assert line.startswith("Error: Inherited config file 'build/run-guide-build-first.yml' does not exist")


def test_plain_mkdocs_makes_the_same_site_afterwards(tmp_path: Path) -> None:
    project = clone(tmp_path)
    build_site(project, small_docs(project / "build"), project / "build/site", NAV)
    ours = files(project / "build/site")
    assert (project / "build" / NAV_FILE).is_file()
    result = mkdocs(project)
    assert result.returncode == 0, result.stderr
    assert files(project / "build/site") == ours


# Live preview


@contextmanager
def running(site: Path, content: Path, changes: list[str]) -> Iterator[str]:
    server = preview_server(Preview(lambda _: changes.append("rebuilt"), [content], site, ("127.0.0.1", 0), str.upper))
    with serving(server) as address:
        yield address


def listens(address: Any) -> bool:
    """Whether a server takes connections: it has its port a moment before."""
    with socket() as client:
        return address[1] != 0 and client.connect_ex(address) == 0


@contextmanager
def serving(server: LiveReloadServer) -> Iterator[str]:
    """Let the server listen; yield its address."""
    thread = threading.Thread(target=partial(server.serve, open_in_browser=False), daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not listens(server.server_address) and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join(10)


def test_the_preview_serves_and_rebuilds(tmp_path: Path) -> None:
    site, content, changes = tmp_path / "site", tmp_path / "content", list[str]()
    site.mkdir()
    content.mkdir()
    (site / "index.html").write_text("<body>Hello</body>")
    with running(site, content, changes) as address:
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
            page = answer.read().decode()
        (content / "guide.md").write_text("changed")
        deadline = time.monotonic() + 10
        while not changes and time.monotonic() < deadline:
            time.sleep(0.05)
    assert "Hello" in page
    assert "livereload" in page
    assert changes == ["rebuilt"]


@pytest.mark.parametrize(
    ("path", "status", "kind", "body"),
    [
        ("guide/index.md?ask=where+is%20it%3F", 200, "text/markdown; charset=utf-8", "WHERE IS IT?"),
        ("guide/index.md?ask=+", 200, "text/markdown", "# Page\n"),
        ("guide/index.md", 200, "text/markdown", "# Page\n"),
        ("index.html?ask=x", 200, "text/html", "<p>Page</p>"),
    ],
)
def test_a_question_to_a_markdown_page_is_answered(
    tmp_path: Path, path: str, status: int, kind: str, body: str
) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/index.md").write_text("# Page\n")
    (tmp_path / "index.html").write_text("<p>Page</p>")
    server = preview_server(Preview(lambda _: None, [], tmp_path, ("127.0.0.1", 0), str.upper))
    with serving(server) as address, urlopen(address + path, timeout=10) as answer:  # noqa: S310 - our own server
        assert (answer.status, answer.headers["Content-Type"], answer.read().decode()) == (status, kind, body)


STEP_TOP = "Math.round(document.getElementById('enter').getBoundingClientRect().top)"


def wait_for_place(page: Page, top: int) -> None:
    """Wait until a step stands there on the screen: a page that loads has yet to draw what is above it."""
    page.wait_for_function(f"top => document.readyState === 'complete' && {STEP_TOP} === top", arg=top)


def test_an_edit_arrives_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    """First its own page, by itself and at its place; then the whole. Problems stand above the last good page."""
    project = tmp_path / "project"
    new_project(project)
    guide = project / "content/one/guide.md"
    paths = Paths(project, project / "content", project / "content/orgs", tmp_path / "build", out_given=True)
    page = browser.new_page(viewport={"width": 800, "height": 300})
    with live_preview(paths, None) as live, serving(preview_server(live.preview(("127.0.0.1", 0)))) as address:
        page.goto(f"{address}one/index.html")
        page.evaluate("scrollTo(0, 200)")
        place = page.evaluate(STEP_TOP)
        guide.write_text(FILES["content/one/guide.md"].replace("**New application**", "**New app**"))
        page.get_by_text("New app", exact=True).wait_for()
        wait_for_place(page, place)
        assert live.notice in {BEING_MADE, ""}
        page.get_by_role("status").filter(has_text="are being made").wait_for(state="detached", timeout=120_000)
        assert live.newer == {}
        wait_for_place(page, place)
        assert page.get_by_text("New app", exact=True).count() == 1
        guide.write_text(FILES["content/one/guide.md"].replace("{{ address }}", "{{ adress }}"))
        page.get_by_role("alert").wait_for()
        assert "[unknown-reference]" in page.get_by_role("alert").inner_text()
        assert page.get_by_text("New app", exact=True).count() == 1
        guide.write_text(FILES["content/one/guide.md"])
        page.get_by_text("New application", exact=True).wait_for()
        assert page.get_by_role("alert").count() == 0
        live.edited(lambda: None)  # what is being made is old by now; whoever leaves leaves the rest undone
    page.close()


def test_without_its_policy_a_page_would_not_reload(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    site, content = tmp_path / "site", tmp_path / "content"
    content.mkdir()
    site.mkdir()
    monkeypatch.setattr(server_module, "with_policy", lambda page: page)
    body = '<!doctype html><meta charset="utf-8"><title>Page</title><body><p>{}</p></body>'
    (site / "index.html").write_text(with_policy(body.format("Before")))

    def rebuild(_: object) -> None:
        (site / "index.html").write_text(with_policy(body.format("After")))

    server = preview_server(Preview(rebuild, [content], site, ("127.0.0.1", 0), str.upper))
    page = browser.new_page()
    with serving(server) as address:
        page.goto(address)
        (content / "guide.md").write_text("changed")
        with suppress(PlaywrightTimeout):
            page.get_by_text("After").wait_for(timeout=3000)
        assert page.inner_text("p") == "Before"
    page.close()


def test_problems_stand_on_the_page_while_there_are_any(tmp_path: Path) -> None:
    """Above the last good page, as text, and under its policy."""
    fault = Problem(Location("guide.md", 3, 4), "unknown-reference", "No value is called <b>.")
    shown = [problems_notice([fault]), ""]
    page = "<meta charset=utf-8><body><nav>Pages</nav><article class='md-content'><p>Good</p></article></body>"
    (tmp_path / "index.html").write_text(page)
    watched = [tmp_path / "index.html"]
    server = preview_server(
        Preview(lambda _: None, watched, tmp_path, ("127.0.0.1", 0), str.upper, notice=lambda: shown[0])
    )
    answers: list[str] = []
    with serving(server) as address:
        for _ in (1, 2):
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
                answers.append(answer.read().decode())
            shown.pop(0)
    told = "<ul><li>guide.md:3:4: No value is called &lt;b&gt;. [unknown-reference]</li></ul></div>"
    assert f"{told}<p>Good</p>" in answers[0]
    assert "<article class='md-content'><p>Good</p>" in answers[1]


def test_a_page_loaded_amid_a_rebuild_is_loaded_again_after_it(tmp_path: Path) -> None:
    """A whole site that is finished while a faulty edit is being read reloads pages before there is its notice."""
    site, content, pages = tmp_path / "site", tmp_path / "content", list[str]()
    site.mkdir()
    content.mkdir()
    (site / "index.html").write_text("<body>Hello</body>")

    def rebuild(reload: Reload) -> None:
        reload()
        with urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
            pages.append(answer.read().decode())

    server = preview_server(Preview(rebuild, [content], site, ("127.0.0.1", 0), str.upper))
    server.poll_response_timeout = 1
    with serving(server) as address:
        (content / "guide.md").write_text("changed")
        deadline = time.monotonic() + 10
        while not pages and time.monotonic() < deadline:
            time.sleep(0.05)
        known, of_page = livereload(pages[0])
        with urlopen(f"{address}livereload/{known}/{of_page}", timeout=10) as answer:  # noqa: S310 - our own server
            assert int(answer.read()) > known


def livereload(page: str) -> tuple[int, int]:
    """Return the time of the site that a page knows, and its own, with which it asks for a newer site."""
    (times,) = re.findall(r"livereload\((\d+), (\d+)\);", page)
    return int(times[0]), int(times[1])


# The finished site


def test_no_page_asks_another_host_for_anything(built: Path) -> None:
    loading = re.compile(r"""<(?:script|img|iframe|source|audio|video|embed|object|link)\b[^>]*""")
    for path in (built / "site").rglob("*.html"):
        for tag in loading.findall(path.read_text()):
            assert not re.search(r"""(?:src|href|data)=["']?(?:https?:)?//""", tag), f"{path}: {tag}"
    for path in (built / "site").rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//|@import", path.read_text()), path


def test_the_html_is_valid(built: Path) -> None:
    assert check_html([built / "site"]) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_every_page(colours: Any, address: str, browser: Browser) -> None:
    """axe-core finds nothing, nothing is wider than the screen, nothing is logged, no other host is asked."""
    context = browser.new_context(color_scheme=colours)
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(address) else None)
    for path, width in product(PAGES, WIDTHS):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + path, wait_until="networkidle" if width == WIDTHS[0] else "load")
        scheme = page.evaluate("document.body.getAttribute('data-md-color-scheme')")
        assert scheme == {"light": "default", "dark": "slate"}[colours]
        faults = {"light": axe_faults, "dark": faults_of_colour}[colours](page)
        assert (path, width, faults) == (path, width, [])
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    context.close()
    assert said == []


def test_axe_would_notice(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(address)
    page.evaluate("document.querySelector('h1').style.color = '#eee'")
    assert [rule for rule, _ in axe_faults(page)] == ["color-contrast"]
    assert [rule for rule, _ in faults_of_colour(page)] == ["color-contrast"]
    page.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("place", ["host", "disk"])
def test_the_search_finds_a_value(place: str, colours: Any, address: str, built: Path, browser: Browser) -> None:
    """On a host and from disk, where browsers have no workers; the box stands in the header all the time."""
    page, said = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=colours), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    start = address if place == "host" else f"{(built / 'site').as_uri()}/"
    page.goto(f"{start}{GUIDE}/security.html", wait_until="networkidle")
    page.click(".md-search__input", timeout=5000)
    page.get_by_text("Type to start searching").wait_for(state="attached")  # until then the index is loading
    page.keyboard.type("redirect", delay=20)
    page.wait_for_selector(".md-search-result__item a[href$='#callback_url']", state="attached")
    page.locator(".md-search-result__link:visible").first.click()
    page.wait_for_url(lambda url: url.startswith(start) and "security.html" not in url)
    page.close()
    assert said == []


def test_a_place_where_nothing_can_listen_is_named(tmp_path: Path) -> None:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = taken.getsockname()
        with pytest.raises(ContentError) as refused:
            serve_site(Preview(lambda _: None, [], tmp_path, address, str))
    assert str(refused.value) == (
        f"127.0.0.1:{address[1]}: Nothing can listen here: Address already in use. "
        "Name another place with --address. [address]"
    )


@pytest.mark.parametrize(("day", "told"), [("2020-01-01", True), ("2999-01-01", False)])
def test_the_site_says_so_in_the_browser(browser: Browser, day: str, *, told: bool) -> None:
    """Today is the reader's: the pages themselves are the same on every day."""
    script = (PROJECT / "generator/rendering/templates/verified.js").read_text()
    page = browser.new_page()
    page.set_content(f'<p><span data-verified="{day}">Tried in an org on {day}</span></p>')
    page.add_script_tag(content=script)
    assert ("days ago, so look closely" in page.inner_text("p")) is told
