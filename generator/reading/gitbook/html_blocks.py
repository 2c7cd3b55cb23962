"""HTML between Markdown's blocks: tables, figures, lists, something to unfold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from generator import model
from generator.model.page import Figure, Group, Heading, Image, LeftOut, PageList, PageStep, Procedure, plain
from generator.reading.gitbook.containers import Frame, PageReader
from generator.reading.gitbook.html import End, HtmlElement, Literal, parse_html, without
from generator.reading.gitbook.inlines import is_literal, joined, raw_text, read_html_inlines, wrapped
from generator.reading.gitbook.paragraphs import paragraphs
from generator.reading.gitbook.tables import MAX_COLUMNS, columns, html_table, outside_cells
from generator.reading.text.html_names import INLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from generator.model.page import Blocks
    from generator.reading.gitbook.html import Part

PROGRAMS = frozenset({"script", "style"})
PARTS_OF_FIGURE = frozenset({"img", "figcaption", "source"})


@dataclass
class HtmlReader(PageReader):
    """Reads the HTML of one page."""

    def _html_block(self, node: SyntaxTreeNode, frames: list[Frame]) -> None:
        parts, comments = parse_html(node.content)
        first = node.map[0] if node.map else 0
        for comment in comments:
            line = self.prepared.line(first + comment.line)
            self.left_out.append(LeftOut(line, "A comment, which the page does not show.", comment.text))
        self._html(parts, frames, first)

    def _html(self, parts: Sequence[Part], frames: list[Frame], first: int) -> None:
        """Read a fragment: inline parts gather to paragraphs, elements that are blocks stand for themselves."""
        run: list[Part] = []
        place = self._at(first)
        for part in parts:
            if isinstance(part, str) or (isinstance(part, HtmlElement) and part.tag in INLINE):
                if isinstance(part, Literal) and not run and not part.strip():
                    continue
                line = part.line if isinstance(part, HtmlElement | Literal) else 0
                place = place if run else self._at(first + line)
                run.append(part)
                continue
            frames[-1].blocks.extend(paragraphs(read_html_inlines(run), place))
            run = []
            if isinstance(part, HtmlElement):
                self._element(part, frames, first)
            elif isinstance(part, End) and frames[-1].name == f"<{part.tag}>":
                self._unclosed(frames)
        frames[-1].blocks.extend(paragraphs(read_html_inlines(run), place))

    def _element(self, element: HtmlElement, frames: list[Frame], first: int) -> None:
        place = self._at(first + element.line)
        if element.tag == "details":
            frames.append(Frame("<details>", place))
            self._html(element.children, frames, first)
            if element.closed:
                self._unclosed(frames)
        elif element.tag == "summary" and frames[-1].name == "<details>" and not frames[-1].title:
            frames[-1].title = read_html_inlines(element.children)
        elif element.tag in self.elements:
            frames[-1].blocks.extend(self.elements[element.tag](self, element, first))
        elif element.tag in PROGRAMS:
            text = raw_text(element).strip()
            self.left_out.append(LeftOut(place.line, f"A {element.tag}, which the page does not show.", text))
        else:
            frames[-1].blocks.extend(paragraphs(wrapped(element, ()), place))
            self._html(element.children, frames, first)

    def _inside(self, element: HtmlElement, first: int) -> Blocks:
        frames = [Frame("", self._at(first + element.line))]
        self._html(element.children, frames, first)
        while len(frames) > 1:
            self._unclosed(frames)
        return tuple(frames[0].blocks)

    def _html_table(self, element: HtmlElement, first: int) -> Sequence[Any]:
        if columns(element) > MAX_COLUMNS:
            text = f"This table has more than {MAX_COLUMNS} columns, which no page of paper holds. Part it."
            self.problems.error(self._at(first + element.line), "table-width", text)
            return []
        table = html_table(element, lambda line: self._at(first + line))
        outside = self._inside(HtmlElement("", children=outside_cells(element), line=element.line), first)
        return [*outside, *([table] if table else [])]

    def _figure(self, element: HtmlElement, first: int) -> Sequence[Any]:
        place = self._at(first + element.line)
        for source in element.find_all("source"):
            if src := source.attributes.get("srcset", source.attributes.get("src")):
                self.left_out.append(LeftOut(place.line, "Another version of the same picture.", src))
        images = [(image.attributes.get("src", ""), _alt(image)) for image in element.find_all("img")]
        around: model.Inlines = ()
        if not images:
            images, around = _markdown_images(element)
        captions = [read_html_inlines(caption.children) for caption in element.find_all("figcaption")]
        caption = joined(inline for part in captions for inline in (*part, model.Text(" ")))
        if not images:
            return paragraphs(read_html_inlines(element.children), place)
        *others, (src, alt) = images
        figures = [*(Figure(*image, (), place) for image in others), Figure(src, alt, caption, place)]
        beside = paragraphs(around, place) if around else self._beside(element, first, PARTS_OF_FIGURE)
        return [*figures, *beside]

    def _beside(self, element: HtmlElement, first: int, parts: Container[str]) -> Blocks:
        """Return what an element holds beside its own parts, as one that is never closed may."""
        rest = HtmlElement("", children=without(element, parts), line=element.line)
        return self._inside(rest, first)

    def _html_heading(self, element: HtmlElement, first: int) -> Sequence[Any]:
        title = read_html_inlines(element.children)
        level = int(element.tag[1:])
        place = self._at(first + element.line)
        return [Heading(title, level, element.attributes.get("id"), place)]

    def _html_list(self, element: HtmlElement, first: int) -> Sequence[Any]:
        items = element.find_all("li")
        beside = self._beside(element, first, {"li"})
        if element.tag == "ul":
            points = PageList(tuple(self._inside(item, first) for item in items), self._at(first + element.line))
            return [*beside, points]
        start = element.attributes.get("start", "1")
        begin = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
        steps = [
            PageStep(number, self._inside(item, first), self._at(first + item.line))
            for number, item in enumerate(items, begin)
        ]
        return [*beside, *([Procedure(tuple(steps), self._at(first + element.line))] if steps else [])]

    def _html_code(self, element: HtmlElement, first: int) -> Sequence[Any]:
        if not is_literal(element):
            return self._inside(element, first)
        text = raw_text(element).strip("\n")
        place = self._at(first + element.line)
        return [model.CodeBlock(f"{text}\n", "", place)]

    def _html_quote(self, element: HtmlElement, first: int) -> Sequence[Any]:
        content = self._inside(element, first)
        place = self._at(first + element.line)
        return [Group("quote", (), content, place)]

    elements: ClassVar[dict[str, Callable[[HtmlReader, HtmlElement, int], Sequence[Any]]]] = {
        "table": _html_table,
        "figure": _figure,
        "picture": _figure,
        "ul": _html_list,
        "ol": _html_list,
        "pre": _html_code,
        "blockquote": _html_quote,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _html_heading),
    }


def _markdown_images(element: HtmlElement) -> tuple[list[tuple[str, str]], model.Inlines]:
    """Return the addresses and words of the pictures that a figure has in Markdown, and what stands around them."""
    content = read_html_inlines(without(element, {"figcaption", "source"}))
    images = [(part.url, plain(part.content)) for part in content if isinstance(part, Image)]
    around = joined(model.Text(" ") if isinstance(part, Image) else part for part in content)
    return images, around


def _alt(image: HtmlElement) -> str:
    texts = [image.attributes.get(key, "").strip() for key in ("alt", "title")]
    return " ".join(filter(None, texts))
