"""What a theme or a plugin does to a page is seen: another word, a hidden one, a second copy, drawn words."""

from __future__ import annotations

import json

import pytest

from generator.checking.site_pages import page_faults, search_faults, searched_texts, style_faults

WRITTEN = (
    '<h1>Set up</h1><p>In <strong>Callback URL</strong> enter <code data-value="url">https://a.example</code>.</p>'
)
AROUND = "<body><nav>Home</nav><article>{}</article><footer>Us</footer></body>"
FURTHER = "Look at the templates and plugins of the site, and build again. [page-differs]"


def told(page: str) -> list[str]:
    return [str(problem) for problem in page_faults("p.html", WRITTEN, AROUND.format(page), ["Callback URL"])]


@pytest.mark.parametrize(
    "page",
    [
        WRITTEN,
        f"<div class='own'>{WRITTEN}</div><p>This page as Markdown</p>",
        WRITTEN.replace("<p>", '<p class="wide">'),
        f"<script>let x = 1</script>{WRITTEN}",
    ],
)
def test_what_a_template_adds_around_a_page_is_fine(page: str) -> None:
    assert told(page) == []


CODE = '<code data-value="url">'
DIFFERING = {
    "another value": (WRITTEN.replace("a.example", "b.example"), "https://b.example .", "https://a.example ."),
    "another label": (WRITTEN.replace("URL", "URI"), f"URI enter {CODE}", f"URL enter {CODE}"),
    "hidden": (WRITTEN.replace("<p>", "<p hidden>"), '<p hidden=""> In', "In Callback"),
    "struck out": (WRITTEN.replace("In <", "<del>In</del> <"), "<del> In", "In Callback"),
    "mark gone": (WRITTEN.replace(' data-value="url"', ""), "https://a.example .", f"{CODE} https"),
    "a word more": (WRITTEN.replace("enter", "enter not"), f"not {CODE}", f"{CODE} https"),
}


@pytest.mark.parametrize("name", DIFFERING)
def test_what_differs_is_told(name: str) -> None:
    page, here, written = DIFFERING[name]
    (fault,) = told(page)
    assert fault.startswith(f"p.html: The page reads “{here}")
    assert f"”, where “{written}" in fault
    assert fault.endswith(f"” was written for it. {FURTHER}")


def test_a_second_copy_beside_the_page_is_told() -> None:
    (fault,) = told(f"{WRITTEN}<p>Callback URL: https://b.example</p>")
    assert fault == (
        "p.html: A template of the site names the setting “Callback URL” beside the page. What is required stands in "
        "the guide alone. Take it out of the template. [second-copy]"
    )


@pytest.mark.parametrize(
    ("title", "text", "is_told"),
    [
        ("Set up", "<p>In Callback URL enter <code>https://a.example</code>.</p>", False),
        ("Set up", "<p>In Callback URL enter <code>https://b.example</code>.</p>", True),
        ("Set down", "<p>In Callback URL enter <code>https://a.example</code>.</p>", True),
        ("Set up", "", True),
    ],
)
def test_the_search_says_what_the_pages_say(title: str, text: str, *, is_told: bool) -> None:
    index = json.dumps({"docs": [{"location": "p.html", "title": title, "text": text}]})
    said = searched_texts(index)["p.html"]
    faults = [str(problem) for problem in search_faults("search.json", "p.html", said, WRITTEN)]
    text = "search.json: What the search answers from is not what the page p.html says. Build again. [search-differs]"
    assert faults == ([text] if is_told else [])


def test_drawn_words_are_told_and_signs_are_not() -> None:
    style = (
        'a::before { content: "→ "; }\nb::after { color: red; content: attr(x) " not "; }\nc { justify-content: x; }'
    )
    (fault,) = [str(problem) for problem in style_faults("own.css", style)]
    assert fault == (
        "own.css:2:1: This style draws words on the page that stand in no text. Write them in the guide or a template. "
        "[generated-content]"
    )
