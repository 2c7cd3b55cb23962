"""The finished site behind a plain host, which a foreign script tries to use, and from disk."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.support.project import GUIDE


def test_a_foreign_script_does_not_run(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.route("**/index.html", lambda route: route.fulfill(
        response=(found := route.fetch()), body=found.text().replace("</body>", "<script>document.title=1</script>"),
    ))  # fmt: skip
    page.goto(f"{address}{GUIDE}/index.html")
    assert page.title() != "1"
    assert any("violates the following Content Security Policy directive" in text for text in said)
    context.close()


def test_the_site_works_from_disk(browser: Browser, built: Path) -> None:
    context = browser.new_context()
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((built / "site/index.html").as_uri())
    page.get_by_role("link", name="Open the guide").first.click()
    page.locator("#callback-url input").check()
    page.reload()
    assert page.locator("#run-progress").inner_text() == "1 of 19 done"
    context.close()
    assert said == []
