"""The hosted guide in a real browser: a reader's own org, their progress, and values that copy exactly."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, Route

from generator.platforms.registry import ORG_FIELDS
from generator.platforms.salesforce.addresses import setup_url
from generator.platforms.salesforce.my_domain import environment_of
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT
from tests.support.recording import recorded, take
from tests.support.validators import axe_faults

ANSWERS = "li:has(> #basic-information) table .org"
DOMAIN = "acme--uat.sandbox.my.salesforce.com"
OTHER_GUIDE = "salesforce-move-from-connected-app"
OTHER = "acme.my.salesforce.com"
KEY = "3MVG9" + "x" * 30
PARTS_OF_STEPS = (
    ("fill in these four fields.", "Contact Email"),
    ("move these three scopes", "refresh_token, offline_access"),
    ("set these three boxes.", "Unchecked"),
    ("Set these three policies.", "Relax IP restrictions"),
)
"""The beginning of a step, and the last of its values: on paper both stand on one page."""

SECRETS = {KEY: "key", "ab12" * 16: "secret", " ".join(["ab12"] * 16): "secret"}
DOMAINS = (
    *re.findall(r"(?m)^domain: \"?(.*?)\"?$", "\n".join(
        path.read_text() for path in sorted((PROJECT / "tests/cases/org-faults").glob("domain-*.md"))
    )),
    DOMAIN,
    OTHER,
    "x-dev-ed.my.salesforce.com",
    "x-dev-ed.develop.my.salesforce.com",
    "orgfarm-1-dev-ed.develop.my.salesforce.com",
    "quick.scratch.my.salesforce.com",
    "x-dev-ed.trailblaze.my.salesforce.com",
    "acme--uat.cs42.my.salesforce.com",
    "acme.my.salesforce.mil",
    "acme.my-salesforce.com",
    "acme.my.sfcrmproducts.cn",
    "-acme.my.salesforce.com",
    "a--b.my.salesforce.com",
    "acme.my.salesforce.com.evil.example",
    "a" * 64 + ".my.salesforce.com",
    "",
)  # fmt: skip


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The guide's page on a phone. Whatever the console says, and any request to another host, fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, permissions=["clipboard-read"])
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(5000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(address) else None)
    page.goto(f"{address}{GUIDE}/index.html")
    yield page
    context.close()
    assert said == []


def fill_in(page: Page, **answers: str) -> None:
    if not page.locator("#org-form").is_visible():
        page.locator("#org-details summary").click()
    for key, text in answers.items():
        page.locator(f"#org-{key}").fill(text)
    page.get_by_role("button", name="Show it in the steps").click()


def tick(page: Page, *steps: str) -> None:
    for step in steps:
        page.locator(f"#{step} input").check()


def kept(page: Page) -> list[str]:
    """The keys of ours in this browser; the theme keeps its colours there, too."""
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.includes('guide-'))")
    return keys


def progress(page: Page) -> str:
    return page.locator("#run-progress").inner_text()


def said(page: Page) -> str:
    return page.locator("#org-said").inner_text()


def accept(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())


def export(page: Page) -> dict[str, Any]:
    page.locator("#run-details").evaluate("box => { box.open = true; }")
    with page.expect_download() as download:
        page.locator("#run-details").get_by_role("button", name="Export the run").click()
    run: dict[str, Any] = json.loads(download.value.path().read_text())
    return run


def sign(page: Page, name: str) -> None:
    page.locator("#run-details").evaluate("box => { box.open = true; }")
    page.get_by_label("Your initials").fill(name)


def take_in(page: Page, run: object) -> str:
    """Import a run and return what the page says of it."""
    text = run if isinstance(run, str) else json.dumps(run)
    page.locator("#org-said").evaluate("line => { line.textContent = ''; }")
    page.locator("#run-import").set_input_files(
        {"name": "run.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.locator("#org-said:not(:empty)").wait_for()
    return said(page)


# Your org


def test_the_steps_show_the_org_and_open_its_setup(page: Page) -> None:
    fill_in(page, domain=DOMAIN, app_name="Our <b>app</b>", contact_email="team@example.com")
    assert page.locator(ANSWERS).all_inner_texts()[:2] == ["Our <b>app</b>", "team@example.com"]
    link = page.locator("#open-app-manager ~ .setup a")
    assert link.get_attribute("href") == setup_url(DOMAIN, "/lightning/setup/NavigationMenus/home")
    assert link.get_attribute("rel") == "noreferrer"
    links = page.locator(".setup a").all()
    assert len(links) == page.locator("[data-setup]").count() > 3
    page.reload()
    assert page.locator(ANSWERS).first.inner_text() == "Our <b>app</b>"
    assert page.locator("code.value").all_inner_texts().count(VALUES["callback_url"][1]) == 2


def test_a_pasted_address_becomes_the_my_domain(page: Page) -> None:
    fill_in(page, domain="https://acme--uat.sandbox.lightning.force.com/lightning/setup/x?y#z")
    assert page.locator("#org-domain").input_value() == DOMAIN
    assert page.locator("#org-environment").input_value() == "sandbox"


@pytest.mark.parametrize(
    ("key", "text", "complaint"),
    [
        ("domain", "login.salesforce.com", "login.salesforce.com is the log-in page of every org. Write your own"),
        ("domain", f"{OTHER}.evil.example", f"“{OTHER}.evil.example” is not a My Domain. In Setup, search for"),
        ("contact_email", "nobody", "Write one e-mail address, as in app-team@example.com."),
        ("app_name", "a\u202eb", "This holds an invisible character. Type it in anew."),
        *(
            ("app_name", secret, f"This looks like a consumer {kind}. It was not kept.")
            for secret, kind in SECRETS.items()
        ),
        ("domain", KEY, "This looks like a consumer key. It was not kept."),
    ],
)
def test_a_wrong_answer_is_refused_in_words(key: str, text: str, complaint: str, page: Page) -> None:
    fill_in(page, **{key: text})
    assert page.locator(f"#problem-{key}").inner_text().startswith(complaint)
    assert page.evaluate("document.activeElement.id") == f"org-{key}"
    assert kept(page) == []
    assert text not in SECRETS or text not in page.locator("body").inner_html()


def test_an_environment_that_contradicts_the_domain_is_refused(page: Page) -> None:
    page.locator("#org-details summary").click()
    page.locator("#org-domain").fill(OTHER)
    page.locator("#org-domain").blur()
    page.locator("#org-environment").select_option("sandbox")
    page.get_by_role("button", name="Show it in the steps").click()
    assert page.locator("#problem-environment").inner_text() == (
        "The My Domain is that of a production org. Correct one of the two."
    )


def test_the_browser_knows_the_same_domains_as_the_reader_of_org_files(page: Page) -> None:
    assert len(DOMAINS) > 20
    found = page.evaluate("domains => domains.map(OrgPlatforms.salesforce.environmentOf)", list(DOMAINS))
    assert dict(zip(DOMAINS, found, strict=True)) == {domain: environment_of(domain) for domain in DOMAINS}
    sound = [domain for domain in DOMAINS if environment_of(domain)]
    links = page.evaluate("domains => domains.map((domain) => OrgPlatforms.salesforce.pageUrl(domain, '/x'))", sound)
    assert links == [setup_url(domain, "/x") for domain in sound]


def test_there_is_no_field_for_a_secret(page: Page) -> None:
    names = page.locator("#your-org :is(input, select)").evaluate_all("all => all.map((field) => field.name)")
    asked = {name for name in names if name}
    assert {"domain", "name", "environment"} < asked <= set(ORG_FIELDS)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_the_panel_when_something_is_wrong(colours: Literal["light", "dark"], page: Page) -> None:
    page.emulate_media(color_scheme=colours)
    tick(page, "open-setup")
    page.goto(f"{page.url}#org={OTHER}&app_name=Theirs")
    page.locator("article details").evaluate_all("boxes => boxes.forEach((box) => { box.open = true; })")
    fill_in(page, domain="nowhere", contact_email="nobody")
    assert axe_faults(page) == []


def test_one_button_clears_everything(page: Page) -> None:
    accept(page)
    fill_in(page, domain=DOMAIN)
    sign(page, "AB")
    tick(page, "open-setup")
    page.get_by_role("button", name="Clear everything kept here").click()
    assert kept(page) == []
    assert progress(page) == "0 of 19 done"
    assert page.locator(".setup a").count() == 0


def test_one_org_serves_every_guide_and_the_first_page_tells_how_far_it_is(page: Page, address: str) -> None:
    """The bar and what prints name it; what only one guide asks for is kept, whichever guide is open."""
    fill_in(page, domain=DOMAIN, name="Acme UAT", approver="Jo Doe", app_name="Ours")
    tick(page, "open-setup", "new-app")
    assert page.inner_text("#run-org") == "Acme UAT"
    page.goto(f"{address}{OTHER_GUIDE}/index.html")
    assert page.inner_text("#run-org") == "Acme UAT"
    fill_in(page, secret_store="Vault")
    tick(page, "move-open-setup")
    page.goto(f"{address}index.html")
    assert page.locator(".run-line").all_inner_texts() == ["Acme UAT: 2 of 19 done", "Acme UAT: 1 of 26 done"]
    page.goto(f"{address}{GUIDE}/index.html")
    assert page.locator(ANSWERS).first.inner_text() == "Ours"
    assert "Vault" in page.inner_text("#copy-credentials ~ .admonition")


def test_every_blank_of_the_page_is_asked_for(page: Page) -> None:
    blanks = page.locator("article .org[data-org]").evaluate_all("all => all.map((blank) => blank.dataset.org)")
    asked = page.locator("#org-form :is(input, select)").evaluate_all("all => all.map((field) => field.name)")
    assert len(blanks) > 5
    assert set(blanks) <= set(asked)


def test_orgs_kept_for_one_guide_alone_are_still_known(page: Page) -> None:
    """As they were kept before they served every guide."""
    answers = {"domain": DOMAIN, "environment": "sandbox", "app_name": "Ours", "contact_email": ""}
    former = json.dumps({"current": DOMAIN, "orgs": {DOMAIN: answers}})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f'["guide-orgs/1","{GUIDE}"]', former])
    page.reload()
    assert page.locator(ANSWERS).first.inner_text() == "Ours"


# The head of the page, and links to a step


@pytest.mark.parametrize("guide", [GUIDE, OTHER_GUIDE])
def test_the_first_step_is_within_one_and_a_half_screens(guide: str, page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{guide}/index.html")
    first = page.locator(".step[data-step='1']").bounding_box()
    assert first
    assert first["y"] + first["height"] <= 1.5 * 844


def test_what_is_folded_opens_for_a_link(page: Page, address: str) -> None:
    assert not page.locator("#org-pkce").is_visible()
    page.goto(f"{address}{GUIDE}/index.html#org-pkce")
    assert page.locator("#org-pkce").is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}{GUIDE}/values.html")
    page.goto(f"{address}{GUIDE}/index.html")
    assert page.locator("#may-stop p:last-child").is_visible()
    assert page.locator(".fold").count() == 0


def test_each_step_has_a_link_to_it(page: Page) -> None:
    """Reached by key, opened and copied."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#callback-url .tick input").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The link to the step is copied.").wait_for(state="attached")
    assert page.evaluate("location.hash") == "#callback-url"
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    links = page.locator("article .step > .step-link").evaluate_all("all => all.map((link) => link.hash)")
    assert links == page.locator("article .step").evaluate_all("all => all.map((step) => `#${step.id}`)")


def test_of_many_guides_the_navigation_shows_the_one_at_hand(page: Page) -> None:
    """The home page has them all."""
    page.set_viewport_size({"width": 1280, "height": 800})
    titles = page.locator(".md-nav--primary > .md-nav__list > .md-nav__item--nested")
    assert [titles.nth(number).is_visible() for number in range(titles.count())] == [True, True]
    page.evaluate(
        """() => {
          const other = document.querySelector(".md-nav__item--nested:not(.md-nav__item--active)");
          for (let copies = 0; copies < 18; copies += 1) other.after(other.cloneNode(true));
        }"""
    )
    assert titles.count() == 20
    assert [titles.nth(number).is_visible() for number in range(20)].count(True) == 1
    nav = page.locator(".md-nav--primary").bounding_box()
    assert nav
    assert nav["height"] < 400


# A link that carries an org


def shared(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#org-details summary").click()
    page.get_by_role("button", name="Copy a link to this org").click()
    page.get_by_text("The link is copied.").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_link_carries_an_org_and_never_replaces_one_unasked(page: Page) -> None:
    fill_in(page, domain=DOMAIN, app_name="Theirs & ours")
    link = shared(page)
    fill_in(page, app_name="Mine")
    page.goto("about:blank")
    page.goto(link)
    offer = page.locator("#org-offer")
    assert offer.inner_text().startswith(f"The link you opened carries an org: {DOMAIN}, Theirs & ours.")
    assert page.locator(ANSWERS).first.inner_text() == "Mine"
    assert "#" not in page.url
    page.get_by_role("button", name="Use it", exact=True).click()
    assert page.locator(ANSWERS).first.inner_text() == "Theirs & ours"
    assert not offer.is_visible()


@pytest.mark.parametrize("fragment", [f"org={OTHER}.evil.example", f"org={OTHER}&app_name={'ab12' * 16}"])
def test_a_link_with_a_wrong_org_is_ignored(fragment: str, page: Page) -> None:
    page.goto(f"{page.url}#{fragment}")
    assert said(page) == "The link carries an org that cannot be right. It was ignored."
    assert not page.locator("#org-offer").is_visible()
    assert kept(page) == []


# Progress


def test_ticks_are_kept_for_each_org_apart(page: Page) -> None:
    tick(page, "open-setup")
    fill_in(page, domain=DOMAIN)
    assert progress(page) == "1 of 19 done"
    page.locator("#org-switch").select_option("Another org…")
    fill_in(page, domain=OTHER)
    assert progress(page) == "0 of 19 done"
    tick(page, "open-setup", "new-app")
    page.reload()
    assert progress(page) == "2 of 19 done"
    page.locator("#org-switch").select_option(DOMAIN)
    assert progress(page) == "1 of 19 done"


BROKEN = {
    '["guide-run/1","': "x",
    '["guide-run/1", 7]': "{",
    f'["guide-run/1","{GUIDE}","","by"]': "{",
    f'["guide-run/1","{GUIDE}","","progress"]': "null",
    f'["guide-run/1","{GUIDE}","","step","open-setup"]': '{"state": "done", "at": {}}',
    '["guide-orgs/2"': "{",
    '["guide-orgs/2","salesforce"]': '{"current": 7, "orgs": {"a": null, "b": [1]}}',
}


def test_what_is_kept_and_broken_is_no_hindrance(page: Page, address: str) -> None:
    """A tick is set and kept as ever, on both pages that read what is kept, and the broken keys are gone."""
    page.evaluate("kept => Object.entries(kept).forEach(([key, value]) => localStorage.setItem(key, value))", BROKEN)
    page.goto(f"{address}index.html")
    page.goto(f"{address}{GUIDE}/index.html")
    tick(page, "new-app")
    page.reload()
    assert page.locator("#new-app input").is_checked()
    assert [key for key in kept(page) if not key.endswith("]")] == []


def test_the_place_is_kept(page: Page) -> None:
    assert page.locator("#run-next").inner_text() == "Start at step 1"
    tick(page, "open-setup", "new-app")
    assert page.locator("#run-next").inner_text() == "Continue at step 2"
    page.locator("#run-next").click()
    page.wait_for_url("**#open-app-manager")
    top = page.locator("#open-app-manager").bounding_box()
    bar = page.locator("#run-bar").bounding_box()
    assert top
    assert bar
    assert top["y"] >= bar["y"] + bar["height"]


def test_alternatives_do_not_count(page: Page) -> None:
    tick(page, "verify-again")
    assert progress(page) == "0 of 19 done"
    tick(page, "new-app")
    assert progress(page) == "1 of 19 done"


@pytest.mark.parametrize("clicks", [1, 2, 3])
def test_selecting_text_never_ticks(clicks: int, page: Page) -> None:
    words = page.locator("#open-setup strong")
    words.click(click_count=clicks)
    words.drag_to(page.locator("#open-setup"), target_position={"x": 60, "y": 30})
    assert progress(page) == "0 of 19 done"
    page.locator("#open-setup .tick").click()
    assert progress(page) == "1 of 19 done"


def mark(page: Page, step: str, state: str, reason: str = "") -> None:
    page.locator(f"#{step} .more").click()
    page.get_by_label("Reason").fill(reason)
    page.get_by_role("button", name=state, exact=True).click()


def test_a_step_is_blocked_or_not_applicable_with_its_reason(page: Page) -> None:
    mark(page, "new-app", "Blocked", "No right to it")
    mark(page, "flow-enablement", "Not applicable", "There are no flows")
    assert progress(page) == "1 of 19 done · 1 not applicable · 1 blocked"
    assert page.locator("#new-app .state").inner_text().startswith("Blocked · No right to it · ")
    page.reload()
    steps = export(page)["steps"]
    assert [(steps[step]["state"], steps[step]["reason"]) for step in ("new-app", "flow-enablement", "security")] == [
        ("blocked", "No right to it"),
        ("not-applicable", "There are no flows"),
        ("open", ""),
    ]
    page.locator("#new-app .more").click()
    assert page.get_by_label("Reason").input_value() == "No right to it"
    page.get_by_role("button", name="Open again").click()
    assert export(page)["steps"]["new-app"]["state"] == "open"


@pytest.mark.parametrize(
    ("reason", "complaint"),
    [("", "Give a reason first."), *((secret, "This looks like a consumer ") for secret in SECRETS)],
)
def test_a_state_without_a_reason_or_with_a_secret_is_refused(reason: str, complaint: str, page: Page) -> None:
    mark(page, "new-app", "Blocked", reason)
    assert page.locator("#problem-other-reason").inner_text().startswith(complaint)
    assert page.evaluate("document.activeElement.id") == "other-reason"
    assert kept(page) == []


def test_the_last_action_can_be_taken_back(page: Page) -> None:
    assert not page.locator("#run-undo").is_visible()
    mark(page, "new-app", "Blocked", "No right to it")
    tick(page, "new-app")
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#new-app .state").inner_text().startswith("Blocked · No right to it")
    assert not page.locator("#run-undo").is_visible()
    tick(page, "open-setup", "security")
    accept(page)
    page.locator("#run-details").evaluate("box => { box.open = true; }")
    page.get_by_role("button", name="Reset all ticks").click()
    assert progress(page) == "0 of 19 done"
    page.get_by_role("button", name="Undo").click()
    assert progress(page) == "2 of 19 done · 1 blocked"


def test_a_done_step_keeps_its_number(page: Page) -> None:
    tick(page, "new-app")
    number = page.locator("#new-app").evaluate("step => getComputedStyle(step, '::before').content")
    assert number.startswith('"3"')


def test_at_the_end_the_page_says_what_comes_next(page: Page) -> None:
    tick(page, *page.locator(".step:not([data-step^=A])").evaluate_all("steps => steps.map((step) => step.id)"))
    assert progress(page) == "19 of 19 done"
    page.get_by_role("link", name="What comes next").click()
    finish = page.locator("#run-finish")
    assert finish.get_by_role("link").all_inner_texts() == [
        "What the Vonage API Dashboard asks for next",
        "How to undo the set-up",
    ]
    with page.expect_download():
        finish.get_by_role("button", name="Export the run").click()
    assert finish.get_by_role("button", name="Print this page").is_visible()


def test_the_keyboard_alone_ticks_and_copies(page: Page) -> None:
    box = page.get_by_role("checkbox", name="Done: step 6. In Callback URL, enter https://api-eu")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".copied").wait_for()


def with_another_sixth_step(route: Route) -> None:
    answer = route.fetch()
    body = re.sub(r'data-hash="\w+" data-step="6"', 'data-hash="0" data-step="6"', answer.text())
    route.fulfill(response=answer, body=body)


def test_a_changed_step_is_asked_again(page: Page) -> None:
    tick(page, "callback-url", "new-app")
    page.route("**/index.html", with_another_sixth_step)
    page.reload()
    assert not page.locator("#callback-url input").is_checked()
    assert page.locator("#callback-url .state").inner_text() == "Changed since you did it: check it again"
    assert page.locator("#new-app input").is_checked()


def signed(page: Page) -> dict[str, str]:
    """By whom the steps are done that are done."""
    return {step: entry["by"] for step, entry in export(page)["steps"].items() if entry["state"] == "done"}


def test_initials_stand_with_each_tick_and_are_kept_for_each_org_apart(page: Page) -> None:
    sign(page, " AB ")
    tick(page, "open-setup")
    fill_in(page, domain=DOMAIN)
    assert page.get_by_label("Your initials").input_value() == "AB", "they move to the org with the ticks"
    page.locator("#org-switch").select_option("Another org…")
    assert page.get_by_label("Your initials").input_value() == ""
    page.locator("#org-switch").select_option(DOMAIN)
    page.reload()
    tick(page, "new-app")
    sign(page, "CD")
    tick(page, "callback-url")
    assert signed(page) == {"open-setup": "AB", "new-app": "AB", "callback-url": "CD"}
    accept(page)
    page.get_by_role("button", name="Reset all ticks").click()
    tick(page, "open-setup")
    assert signed(page) == {"open-setup": "CD"}


def test_a_tick_taken_from_a_file_is_not_signed_by_whoever_takes_it(page: Page) -> None:
    run = export(page)
    run["steps"]["new-app"] = {"state": "done", "content": run["steps"]["new-app"]["content"]}
    run["steps"]["open-setup"] |= {"state": "done", "by": "EF"}
    sign(page, "AB")
    take_in(page, run)
    assert signed(page) == {"open-setup": "EF", "new-app": ""}


@pytest.mark.parametrize("text", [*SECRETS, "a\u202eb"])
def test_what_cannot_be_initials_is_refused(text: str, page: Page) -> None:
    sign(page, "AB")
    sign(page, text)
    tick(page, "open-setup")
    problem = page.locator("#problem-run-by").inner_text()
    expected = f"This looks like a consumer {SECRETS[text]}." if text in SECRETS else "This holds an inv"
    assert problem.startswith(expected)
    assert signed(page) == {"open-setup": ""}
    assert all(text not in found for found in (page.evaluate("JSON.stringify(localStorage)"), page.content()))
    sign(page, "CD")
    assert page.locator("#problem-run-by").inner_text() == ""


def test_an_exported_run_comes_back(page: Page) -> None:
    fill_in(page, domain=DOMAIN)
    tick(page, "open-setup", "callback-url")
    run = export(page)
    assert {key: run[key] for key in ("format", "guide", "revision", "org")} == {
        "format": "guide-run/1", "guide": GUIDE, "revision": "2026.1", "org": DOMAIN,
    }  # fmt: skip
    assert len(run["steps"]) == 37
    assert set(run["steps"]["callback-url"]) == {"state", "content", "by", "at", "reason"}
    accept(page)
    page.get_by_role("button", name="Reset all ticks").click()
    assert progress(page) == "0 of 19 done"
    assert take_in(page, run) == "Taken over: step 1, 6."
    assert progress(page) == "2 of 19 done"


def test_an_import_says_what_it_left(page: Page) -> None:
    run = export(page)
    done = {"state": "done", "by": "AB", "at": "2026-11-24T10:00:00Z", "reason": ""}
    for step in ("open-setup", "new-app", "callback-url"):
        run["steps"][step] |= done
    run["steps"]["new-app"] |= {"state": "blocked", "reason": "No right to it"}
    run["steps"]["callback-url"]["content"] = "0" * 64
    run["steps"]["gone"] = done | {"content": "0" * 64}
    tick(page, "new-app")
    assert take_in(page, run) == (
        "Taken over: step 1. Changed since, so to be done again: step 6. "
        "Settled otherwise here, and left as it is: step 3. No longer in this guide: 1 of the file’s steps."
    )
    assert page.locator("#new-app input").is_checked()


FAULTS: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "This file is no JSON."),
    "another format": ({"format": "guide-run/2"}, "This is no exported run (guide-run/1)."),
    "another guide": ({"guide": "other"}, "This run is of another guide: “other”."),
    "no steps": ({"steps": []}, "This run is incomplete."),
    "unknown state": ({"steps": {"new-app": {"state": "maybe"}}}, "Step “new-app” has no known state."),
    "no text": (
        {"steps": {"new-app": {"state": "done", "reason": ["x"]}}},
        "“reason” of step “new-app” is no text of at most 500 characters.",
    ),
    "no date": ({"steps": {"new-app": {"state": "done", "at": "soon"}}}, "“at” of step “new-app” is no date."),
    "a secret": (
        {"steps": {"new-app": {"state": "blocked", "reason": KEY}}},
        "“reason” of step “new-app” looks like a consumer key. Take it out of the file.",
    ),
    "too large": (" " * 1_000_001, "This file is too large for a run."),
}


def test_a_faulty_run_is_refused_whole(page: Page) -> None:
    run = {"format": "guide-run/1", "guide": GUIDE, "revision": "1", "org": "", "steps": {}}
    for name, (change, complaint) in FAULTS.items():
        told = take_in(page, change if isinstance(change, str) else run | change)
        assert told == f"{complaint} Nothing was taken over.", name
        assert kept(page) == [], name


def test_it_works_without_storage(page: Page) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
    page.reload()
    tick(page, "open-setup")
    assert progress(page) == "1 of 19 done"
    assert said(page).startswith("This browser keeps nothing for this page.")


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_that_opens_is_wider_than_a_phone(width: int, page: Page) -> None:
    """Wider content would push the header and the progress out of a phone's sight."""
    page.set_viewport_size({"width": width, "height": 700})
    fill_in(page, domain=DOMAIN, app_name="n" * 200)
    page.locator("details").evaluate_all("boxes => boxes.forEach((box) => { box.open = true; })")
    assert page.locator("#run-import + button").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Values


LINES = """code => {
    const tops = new Map();
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) for (let at = 0; at < node.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const top = Math.round(range.getBoundingClientRect().top);
        tops.set(top, (tops.get(top) ?? "") + node.data[at]);
    }
    return [...tops.values()];
}"""
"""Returns the lines that an element's text is broken into."""


def test_an_address_breaks_behind_a_slash_only(page: Page) -> None:
    callback = page.locator("#callback-url code.value")
    for width in (320, 360, 390, 768):
        page.set_viewport_size({"width": width, "height": 700})
        lines = callback.evaluate(LINES)
        assert "".join(lines) == VALUES["callback_url"][1] == callback.text_content()
        assert [line for line in lines[:-1] if not line.endswith("/")] == []
        assert width > 390 or len(lines) > 1


def test_the_errors_are_listed_first(page: Page, address: str) -> None:
    page.goto(f"{address}{GUIDE}/troubleshooting.html")
    listed = page.evaluate(
        """() => [...document.querySelectorAll("article > ul a")]
            .filter((link) => link.compareDocumentPosition(document.querySelector("article > h2")) & 4)
            .map((link) => link.getAttribute("href").slice(1))"""
    )
    headings = page.locator("article > h2").evaluate_all("all => all.map((heading) => heading.id)")
    assert len(headings) > 40
    assert set(listed) == set(headings)
    assert len(headings) > 5


LETTER = {
    "quoted": (
        "Our Salesforce org does not let us clear the PKCE box in a new external client app. The switch for the whole "
        "org is off. Does the integration work with PKCE, refresh token rotation and a 30-day idle limit? If not, when "
        "will it?"
    )
}


def copied_texts(page: Page) -> dict[str, str]:
    """Press each button that copies; return what then lies in the clipboard, by the value, org's fact or “quoted”."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    texts: dict[str, str] = {}
    for frame in page.locator(".copyable").all():
        frame.get_by_role("button").click()
        page.locator("article > .heard:not(:empty)").wait_for(state="attached")
        kind = frame.evaluate("({ firstChild: text }) => text.dataset.value ?? text.dataset.org ?? text.className")
        texts[kind] = page.evaluate("navigator.clipboard.readText()")
        page.locator("article > .heard").evaluate("line => { line.textContent = ''; }")
    return texts


@pytest.mark.parametrize("path", ["index.html", "values.html"])
def test_what_is_typed_copies_exactly_and_what_is_ticked_has_no_button(path: str, page: Page, address: str) -> None:
    page.goto(f"{address}{GUIDE}/{path}")
    letter = LETTER if path == "index.html" else {}
    assert copied_texts(page) == {"callback_url": VALUES["callback_url"][1]} | letter


def test_the_readers_own_texts_copy_exactly(page: Page) -> None:
    assert page.locator(".copy:visible").count() == 2, "a blank has nothing to copy"
    own = {"domain": DOMAIN, "app_name": "Our <b>app</b>", "contact_email": "team@example.com"}
    fill_in(page, **own)
    assert copied_texts(page) == {"callback_url": VALUES["callback_url"][1], **own, **LETTER}
    assert page.get_by_role("button", name="Copy “team@example.com”").is_visible()


def test_without_a_clipboard_the_value_is_copied_the_old_way(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("#callback-url .copy").click()
    page.locator(".copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == VALUES["callback_url"][1]


# Reading


def test_without_javascript_the_guide_reads(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{GUIDE}/index.html")
    assert page.locator(".step").count() == 37
    assert not page.locator("#your-org").is_visible()
    assert not page.locator("#run-bar").is_visible()
    page.locator("summary").nth(2).click()
    assert page.locator("details[open]").count() == 1
    context.close()


def test_printing_shows_what_was_closed_and_no_controls(page: Page) -> None:
    fill_in(page, domain=DOMAIN, name="Acme UAT")
    tick(page, "open-setup")
    page.emulate_media(media="print")
    drawn = "step => getComputedStyle(step, '::after').content"
    assert [page.locator(f"#{step}").evaluate(drawn) for step in ("open-setup", "new-app")] == ['"✓"', '""']
    assert page.inner_text("#paper-head") == "Acme UAT · 1 of 19 done"
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    pages = [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in printed]
    for first, last in PARTS_OF_STEPS:
        (sheet,) = [text for text in pages if first in text]
        assert last in sheet
    assert page.locator(".md-typeset li details p").first.is_visible()
    for hidden in ("#your-org", "#run-bar", ".copy", ".tick", ".md-header", ".md-sidebar--primary", ".ways"):
        assert not page.locator(hidden).first.is_visible(), hidden


@pytest.mark.parametrize("name", ["index.html", "troubleshooting.html", "values.html"])
def test_our_own_scripts_are_small(built: Path, name: str) -> None:
    """What a reader of a page loads of ours, packed as any host packs it."""
    html = (built / "site/salesforce-external-client-app" / name).read_text()
    scripts = re.findall(r'<script src="\.\./assets/([\w-]+\.js)"', html)
    assert {"file-worker.js", "site.js"} <= set(scripts)
    assert sum(len(gzip.compress((built / "site/assets" / script).read_bytes())) for script in scripts) < 20_000


def test_an_exported_run_is_recorded(page: Page, tmp_path: Path) -> None:
    fill_in(page, domain="acme-example--uat.sandbox.my.salesforce.com")
    tick(page, "new-app")
    sign(page, "Bo")
    tick(page, "callback-url")
    mark(page, "security", "Blocked", "The box is greyed")
    (tmp_path / "run.json").write_text(json.dumps(export(page)))
    result = take(tmp_path / "records", tmp_path / "run.json")
    assert result.exit_code == 0, result.output
    steps = recorded(tmp_path / "records").steps
    done = {step: entry.by for step, entry in steps.items() if entry.state == "done"}
    assert done == {"callback-url": "Bo", "new-app": "Ann"}, "who ticked unsigned is whom --by names"
    assert (steps["security"].state, steps["security"].reason) == ("blocked", "The box is greyed")
