"""The main part of a saved HTML page to the page model: its boxes, tabs and steps by their classes and roles."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator import model
from generator.model.page import Group, LeftOut, PageStep, Procedure
from generator.reading.dialects.roles import STYLES
from generator.reading.gitbook.containers import KINDS, Frame, hint
from generator.reading.gitbook.html import HtmlElement
from generator.reading.gitbook.html_blocks import HtmlReader
from generator.reading.gitbook.inlines import BLOCKS, read_html_inlines
from generator.reading.gitbook.lines import Prepared
from generator.reading.gitbook.procedures import join_lists
from generator.reading.saved_html.main_part import main_part
from generator.reading.text.html_names import INLINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model.page import Blocks
    from generator.problems import Problems
    from generator.reading.text.source import Source

BOXES = frozenset({"admonition", "alert", "callout", "notice", "hint", "aside", "custom", "message", "infobox", "note"})
"""Words in the classes of boxes."""

PARTS_OF_BOXES = frozenset(
    {"title", "heading", "header", "icon", "content", "body", "text", "label", "inner", "container", "close", "link"}
)
"""Words in the classes of what lies within a box."""

CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LANGUAGE = re.compile(r"(?:language|lang|highlight-source|highlight)-(?P<name>[\w+#-]+)")
PANELS = frozenset({"tabbed-block", "tab-pane", "tabs__panel", "tabpanel"})
STEPPERS = frozenset({"steps", "stepper", "procedure"})
STEPS = frozenset({"step", "stepper-step", "procedure-step"})
LABELS = frozenset({"tabbed-labels"})
MISSING_TAB = (
    "The saved page does not hold what its tab “{title}” shows. Open the tab, save the page again and import that too, "
    "or write it here."
)
ROLES = {"note": "info", "alert": "warning"}


@dataclass(frozen=True)
class SavedPage:
    """What a saved page holds; `sha256` is taken of the words and addresses of its main part."""

    title: str
    description: str
    blocks: Blocks
    left_out: tuple[LeftOut, ...]
    sha256: str


def read_saved_page(source: Source, problems: Problems) -> SavedPage:
    """Read a saved HTML page; what a person should look at goes to `problems`."""
    part = main_part(source.text)
    prepared = Prepared(numbers=list(range(1, source.text.count("\n") + 2)))
    reader = _SavedPageReader(source.path, prepared, problems, [*part.left_out])
    blocks = reader.page(part.element)
    texts = [*_told(part.element), *_pieces(part.element)]
    text = "\n".join(texts)
    return SavedPage(
        title=part.title,
        description=part.description,
        blocks=blocks,
        left_out=tuple(reader.left_out),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _told(element: HtmlElement) -> Iterator[str]:
    """Yield what the attributes of an element, and of what it holds, say to a reader."""
    for key in ("href", "src", "alt", "title"):
        if address := element.attributes.get(key):
            yield address
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield from _told(child)


def _pieces(element: HtmlElement) -> Iterator[str]:
    """Yield each word of an element."""
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield from _pieces(child)
        else:
            yield from child.split()


def _classes(element: HtmlElement) -> list[str]:
    return element.attributes.get("class", "").split()


@dataclass
class _Tab:
    """The name of a tab, and the id of what it shows where the page says it."""

    title: str
    panel: str
    line: int


@dataclass
class _SavedPageReader(HtmlReader):
    """Reads elements of a page; `tabs` are those of which what they show has not been seen yet."""

    tabs: list[_Tab] = field(default_factory=list)

    def page(self, element: HtmlElement) -> Blocks:
        """Return the blocks of the main part."""
        blocks = self._inside(element, 0)
        self._forget_tabs()
        return blocks

    def _element(self, element: HtmlElement, frames: list[Frame], first: int) -> None:
        blocks = self._special(element, first)
        if blocks is not None:
            frames[-1].blocks.extend(blocks)
        else:
            super()._element(element, frames, first)

    def _special(self, element: HtmlElement, first: int) -> Sequence[Any] | None:
        """Return what an element becomes that is more than its name says, else None."""
        classes = set(_classes(element))
        role = element.attributes.get("role", "")
        if element.tag == "pre":
            return [self._pre(element, "")]
        if role == "tablist" or classes & LABELS:
            return self._tab_list(element)
        if role == "tabpanel" or classes & PANELS:
            return [self._panel(element, first)]
        if classes & STEPPERS and (steps := _steps(element)):
            return self._stepper(element, steps, first)
        if style := box_style(element):
            return [self._box(element, style, first)]
        return self._code_beside_gutter(element)

    def _pre(self, element: HtmlElement, language: str) -> model.CodeBlock:
        for address in _told(element):
            self.left_out.append(LeftOut(element.line + 1, "A link or picture within code, which is text.", address))
        text = "".join(_code(element)).strip("\n")
        return model.CodeBlock(f"{text}\n", language or _language(element), self._at(element.line))

    def _code_beside_gutter(self, element: HtmlElement) -> Sequence[Any] | None:
        """Return the code in a table or box that holds nothing else, with the language its classes tell."""
        language = _language(element)
        if element.tag != "table" and not (element.tag == "div" and language):
            return None
        blocks = element.find_all("pre")
        if len(blocks) != 1 or [*_pieces(element)] != [*_pieces(blocks[0])]:
            return None
        return [self._pre(blocks[0], language)]

    # Tabs

    def _tab_list(self, element: HtmlElement) -> Sequence[Any]:
        self._forget_tabs()
        tabs = [*_with_role(element, "tab")] or element.find_all("label")
        for tab in tabs:
            panel = tab.attributes.get("aria-controls", "")
            self.tabs.append(_Tab(_words(tab), panel, tab.line))
        return [] if tabs else self._inside(HtmlElement("", children=element.children), 0)

    def _panel(self, element: HtmlElement, first: int) -> Group:
        """Return a tab; its name is that of the one which controls it, or the next."""
        name = element.attributes.get("id", "")
        named = [tab for tab in self.tabs if name and tab.panel == name]
        tab = next(iter(named or self.tabs), None)
        if tab:
            self.tabs.remove(tab)
        others, self.tabs = self.tabs, []
        content = self._inside(element, first)
        self._forget_tabs()
        self.tabs = others
        title = (model.Text(tab.title),) if tab else ()
        return Group("tab", title, content, self._at(element.line))

    def _forget_tabs(self) -> None:
        """Tell each tab of which the page does not hold what it shows."""
        for tab in self.tabs:
            place = self._at(tab.line)
            self.problems.warning(place, "to-do", MISSING_TAB.format(title=tab.title))
            self.left_out.append(
                LeftOut(place.line, "A tab of which the saved page does not hold the text.", tab.title)
            )
        self.tabs = []

    # Steps and boxes

    def _stepper(self, element: HtmlElement, steps: Sequence[HtmlElement], first: int) -> Sequence[Any]:
        """Return what a stepper holds beside its steps, and then these."""
        rest = self._inside(_without_steps(element), first)
        parts: list[PageStep] = []
        for number, step in enumerate(steps, 1):
            content = join_lists(self._inside(step, first), self.problems)
            parts.append(PageStep(number, content, self._at(step.line)))
        return [*rest, Procedure(tuple(parts), parts[0].location)]

    def _box(self, element: HtmlElement, style: str, first: int) -> Any:
        plain_element = HtmlElement("", children=element.children, line=element.line)
        blocks = self._inside(_with_title(plain_element), first)
        content = join_lists(blocks, self.problems)
        kind = KINDS.get(style, "info")
        return hint(kind, content, self._at(element.line))


def box_style(element: HtmlElement) -> str:
    """Return the style of the box that an element is, or nothing."""
    if element.tag not in {"div", "aside", "section", "blockquote"}:
        return ""
    found = ""
    for name in _classes(element):
        words = {word.lower() for word in CLASS_WORD.findall(name)}
        if words & PARTS_OF_BOXES:
            return ""
        kinds = [STYLES[word] for word in words if word in STYLES]
        is_kind_alone = len(words) == 1 and bool(kinds)
        if words & BOXES or is_kind_alone:
            found = kinds[0] if kinds else found or "info"
    role = ROLES.get(element.attributes.get("role", ""), "")
    if not found and not role:
        return ""
    said = element.attributes.get("data-callout-type") or element.attributes.get("data-type") or ""
    return STYLES.get(said.lower(), "") or found or role


def _with_title(box: HtmlElement) -> HtmlElement:
    """Return a box whose title, which its class names, is bold on a line of its own."""
    children: list[HtmlElement | str] = []
    for child in box.children:
        if isinstance(child, HtmlElement) and _is_title(child):
            bold = HtmlElement("strong", children=child.children, line=child.line)
            children.append(HtmlElement("p", children=[bold], line=child.line))
        else:
            children.append(child)
    return HtmlElement(box.tag, box.attributes, children, box.line)


def _is_title(element: HtmlElement) -> bool:
    """Whether an element is a box's title: by its class, or as a word that names a kind of box."""
    words: set[str] = set()
    for name in _classes(element):
        words.update(word.lower() for word in CLASS_WORD.findall(name))
    if words & {"title", "heading"} and element.tag not in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return True
    if element.tag not in {"p", "div"}:
        return False
    text = _words(element).rstrip(":")
    return text.lower() in STYLES


def _steps(element: HtmlElement) -> list[HtmlElement]:
    """Return the steps that a stepper holds, however deep."""
    found: list[HtmlElement] = []
    for child in element.children:
        if isinstance(child, HtmlElement):
            found.extend([child] if STEPS.intersection(_classes(child)) else _steps(child))
    return found


def _without_steps(element: HtmlElement) -> HtmlElement:
    children: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif not STEPS.intersection(_classes(child)):
            children.append(_without_steps(child))
    return HtmlElement(element.tag, {}, children, element.line)


def _with_role(element: HtmlElement, role: str) -> Iterator[HtmlElement]:
    for child in element.children:
        if isinstance(child, HtmlElement):
            yield from [child] if child.attributes.get("role") == role else _with_role(child, role)


def _words(element: HtmlElement) -> str:
    content = read_html_inlines(element.children)
    return " ".join(_plain(content).split())


def _plain(content: model.Inlines) -> str:
    texts = [part.text for part in model.walk(content) if isinstance(part, model.Text | model.Code)]
    return "".join(texts)


def _language(element: HtmlElement) -> str:
    """Return the language of code as the classes of its elements tell it."""
    for part in (element, *element.find_all("code", "pre")):
        names = [part.attributes.get("data-language", "")]
        names += [match["name"] for name in _classes(part) if (match := LANGUAGE.fullmatch(name))]
        if any(names):
            return next(filter(None, names))
    return ""


def _code(element: HtmlElement) -> Iterable[str]:
    """Yield the text of code; its lines may be elements."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        elif child.tag in BLOCKS - INLINE and child.tag != "code":
            yield from ("".join(_code(child)).rstrip("\n"), "\n")
        else:
            yield from _code(child)
