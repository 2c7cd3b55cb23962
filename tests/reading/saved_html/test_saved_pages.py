"""Saved HTML pages: whatever is nested in what, nothing raises, and no word or address of the main part is lost."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checking.nothing_lost import lost_words
from generator.deriving.drafting import PageReview, draft_guide
from generator.problems import Problems
from generator.reading.gitbook import read_page
from generator.reading.text.source import Source
from generator.rendering.source.guide_source import guide_source
from tests.support.examples import times

REVIEW = PageReview("", "2026-11-23")
FRAME = "<!doctype html><html><body><nav>Elsewhere</nav><main>{}</main></body></html>"


def lost(page: str) -> list[str]:
    """Return what is lost of a page."""
    source = Source("page.html", page)
    problems = Problems()
    read = read_page(source, problems)
    if read is None:
        return [problem.text for problem in problems if problem.code not in {"empty-page", "page-gone", "too-deep"}]
    draft = draft_guide(read, "draft", REVIEW, problems)
    kept = [draft.guide.about.title, *(part.text for part in (*read.left_out, *draft.left_out))]
    found = lost_words(source, guide_source(draft.guide), kept)
    return [problem.text for problem in found if problem.code == "lost-word"]


NAME = st.integers(0, 9999).map("zz{}".format)
TAGS = st.sampled_from(
    [
        *(
            "p",
            "div",
            "b",
            "em",
            "code",
            "pre",
            "li",
            "ol",
            "ul",
            "td",
            "tr",
            "table",
            "h2",
            "h3",
            "blockquote",
            "span",
        ),
        *("blockquote", "details", "summary", "figure", "figcaption", "dl", "dt", "section", "kbd"),
        *('div class="admonition warning"', 'p class="admonition-title"', 'div class="NOTE"', 'div role="note"'),
        *('ul role="tablist"', 'li role="tab"', 'div role="tabpanel"', 'div class="steps"', 'div class="step"'),
        *('a href="https://example.com/zz1 b"', 'img src="/zz2.png" alt="zz3"', 'div class="language-sh"'),
    ]
)
PIECE = st.one_of(NAME, NAME.map(" {} &amp; *it* `x` {{{{< y >}}}} ".format), TAGS.map("<{}>".format))
ENDS = TAGS.map(lambda tag: f"</{tag.split()[0]}>")


@settings(max_examples=times(4))
@given(st.lists(st.one_of(PIECE, PIECE, ENDS), max_size=30).map("".join))
def test_no_word_of_a_saved_page_is_lost(body: str) -> None:
    assert not lost(FRAME.format(body))


def test_a_text_that_the_draft_lacks_is_noticed() -> None:
    """The negative control."""
    page = FRAME.format("<p>zz1</p><p>zz2</p>")
    found = lost_words(Source("page.html", page), "zz1\n", ())
    assert [(problem.location.line, problem.code) for problem in found] == [(1, "lost-word")]
    assert not lost(page)


def test_a_long_saved_page_takes_time_by_its_length() -> None:
    """Twice the page takes about twice the time."""
    times = []
    for count in (500, 2000):
        start = time.process_time()
        lost(FRAME.format('<div class="note"><p>Turn <b>zz</b>.</p></div>' * count))
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 1
