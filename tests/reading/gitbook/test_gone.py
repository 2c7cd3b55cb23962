"""A page that says it is gone is known by its words, however its host puts them; one about such pages is not."""

from __future__ import annotations

import pytest

from generator.reading.gitbook.gone import says_gone

GONE = (
    "# Page Not Found\n\nThe address leads nowhere.\n",
    "# 404 - Page Not Found | Docs\n",
    "# Page not found :(\n",
    "## 404 page not found\n",
    "# We couldn’t find the page you were looking for\n",
    "# Error 404: We can't find the page you're looking for\n",
    "# Oops! This page can't be found.\n",
    "# Sorry, this page isn't available\n",
    "# The page you requested was not found\n",
    "# This page has moved\n",
    "# Document not found (404)\n",
    "# Page does not exist\n",
    "# Not Found\n",
    "---\ntitle: Page Not Found\n---\n\nTry the search.\n",
    "404: Not Found",
)
THERE = (
    "# When a page is not found\n",
    "# Fix “Page not found” errors\n",
    "# Set up a 404 page\n",
    "# Error 404’s handler\n",
    "# Move a page\n",
    "# Set up\n\nPage not found\n",
    "---\ntitle: Page Not Found\n---\n\n# Show your own page for lost readers\n",
    "",
)


@pytest.mark.parametrize("text", GONE)
def test_a_page_that_is_gone_says_so(text: str) -> None:
    assert says_gone(text)


@pytest.mark.parametrize("text", THERE)
def test_a_page_about_lost_pages_is_one(text: str) -> None:
    assert not says_gone(text)
