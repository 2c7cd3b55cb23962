"""What a page of HTML shows, in order: its words, and the elements that hide, strike out or mark some of them."""

from __future__ import annotations

from html.parser import HTMLParser

NEVER_SHOWN = frozenset({"script", "style", "template"})
TELLING = frozenset({"hidden", "style", "inert", "aria-hidden", "aria-label", "alt", "title", "data-value", "value"})
"""Attributes that hide an element, or say something themselves. Others a theme may set as it likes."""

STRUCK = frozenset({"del", "s", "strike"})
NOT_SEARCHED = "data-search-exclude"
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})

Tokens = list[str]


def page_tokens(text: str, within: str | None = None) -> Tokens:
    """Return words and telling tags in order; those inside elements called `within`, or all."""
    reader = _Tokens(within)
    reader.feed(text)
    reader.close()
    return reader.tokens


def searched_words(text: str) -> list[str]:
    """Return the words that a search of the page may find."""
    reader = _Tokens(None, searched=True)
    reader.feed(text)
    reader.close()
    return [token for token in reader.tokens if not is_tag(token)]


def is_tag(token: str) -> bool:
    """Whether a token is a tag, and no word: no page holds the sign that it begins with."""
    return token.startswith("\0")


def _leads_out(name: str, text: str) -> bool:
    """Whether this is an address elsewhere; those of the site's own pages are written anew for it."""
    if name != "href":
        return False
    return text.startswith(("https:", "http:", "mailto:"))


class _Tokens(HTMLParser):
    def __init__(self, within: str | None, *, searched: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: Tokens = []
        self._within = within
        self._searched = searched
        self._inside = 0
        self._left_out: list[str] = []
        """The elements that are open from the first that is left out on."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._within:
            self._inside += 1
            return
        if self._left_out or self._is_left_out(tag, dict(attrs)):
            if tag not in VOID:
                self._left_out.append(tag)
        elif self._is_inside():
            self.tokens += _tags(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._inside -= 1
        elif tag in self._left_out:
            while self._left_out and self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._is_inside() and not self._left_out:
            self.tokens += data.split()

    def _is_inside(self) -> bool:
        if self._within is None:
            return True
        return self._inside > 0

    def _is_left_out(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag in NEVER_SHOWN:
            return True
        return self._searched and (NOT_SEARCHED in attributes or attributes.get("class") == "headerlink")


def _tags(tag: str, attributes: list[tuple[str, str | None]]) -> Tokens:
    """Return the element as one token if it tells anything."""
    given = sorted((name, text or "") for name, text in attributes)
    telling = [f'{name}="{text}"' for name, text in given if name in TELLING or _leads_out(name, text)]
    if not (telling or tag in STRUCK):
        return []
    return ["\0" + " ".join([tag, *telling])]
