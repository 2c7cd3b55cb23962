"""Syntax nodes to a page's blocks. GitBook's tags and HTML's elements open and close containers between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from generator import model
from generator.page_model import BulletList, Figure, Group, Heading, Hint, LeftOut, Procedure, Step
from generator.problems import Location, Problem, Severity
from generator.reading.gitbook.containers import KINDS, Frame, built, steps_in_place
from generator.reading.gitbook.html import INLINE, Element, End, parse_html
from generator.reading.gitbook.inlines import is_literal, joined, raw_text, read_html_inlines, read_inlines
from generator.reading.gitbook.paragraphs import paragraphs
from generator.reading.gitbook.procedures import join_lists, printed_numbers
from generator.reading.gitbook.tables import MAX_COLUMNS, columns, html_table, outside_cells, pipe_table, surplus_cells
from generator.reading.gitbook.tags import KNOWN, MUST_CLOSE, Tag, parse_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from generator.page_model import Blocks
    from generator.problems import Problems
    from generator.reading.gitbook.html import Part
    from generator.reading.gitbook.lines import Prepared

HEADING_ID = re.compile(r"\{\s*#(?P<id>[\w-]+)[^{}]*\}\s*$")
PROGRAMS = frozenset({"script", "style"})


@dataclass
class BlockReader:
    """Reads the blocks of one page."""

    path: str
    prepared: Prepared
    problems: Problems
    left_out: list[LeftOut] = field(default_factory=list)

    def place(self, node: SyntaxTreeNode) -> Location:
        """Return the page's line for a node."""
        while node.map is None and node.parent is not None:
            node = node.parent
        return self._at(node.map[0] if node.map else 0)

    def _line(self, node: SyntaxTreeNode) -> str:
        return self.prepared.lines[node.map[0]] if node.map else ""

    def _at(self, index: int) -> Location:
        return Location(self.path, self.prepared.line(index))

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Blocks:
        """Read neighbouring nodes; what is opened among them must be closed among them."""
        tags = {id(node): tag for node in nodes if (tag := _tag_of(node))}
        ends = {tag.closes for tag in tags.values()}
        frames = [Frame("", Location(self.path))]
        for node in nodes:
            tag = tags.get(id(node))
            if tag and tag.closes:
                self._close(tag, self.place(node), frames)
            elif tag:
                self._open(tag, self.place(node), frames, ends)
            elif node.type == "html_block":
                self._html_block(node, frames)
            else:
                frames[-1].blocks.extend(self._block(node))
        while len(frames) > 1:
            self._unclosed(frames)
        return tuple(steps_in_place(frames[0].blocks))

    # Containers

    def _open(self, tag: Tag, place: Location, frames: list[Frame], ends: Iterable[str | None]) -> None:
        if tag.name not in MUST_CLOSE and any(frame.name == tag.name for frame in frames[-2:]):
            self._unclosed(frames)
        if tag.name not in KNOWN:
            text = f"The tag “{tag.text}” is not known here. The draft keeps its words; look at them."
            self.problems.extend([Problem(place, "unknown-tag", text, Severity.WARNING)])
        frame = Frame(tag.name, place, tag)
        if tag.name in MUST_CLOSE or tag.name in ends:
            frames.append(frame)
        else:
            frames[-1].blocks.extend(self._built(frame))

    def _close(self, tag: Tag, place: Location, frames: list[Frame]) -> None:
        name = tag.closes or ""
        if all(frame.name != name for frame in frames):
            text = f"“{tag.text}” ends something that was not begun. Take it out, or write its start."
            self.problems.error(place, "stray-tag", text)
            return
        while frames[-1].name != name:
            self._unclosed(frames)
        frame = frames.pop()
        frames[-1].blocks.extend(self._built(frame))

    def _unclosed(self, frames: list[Frame]) -> None:
        """End a container of which the end is missing; some tags, and HTML, may do without."""
        frame = frames.pop()
        if not frame.may_stay_open:
            text = f"“{frame.tag.text if frame.tag else ''}” is never closed. Write “{{% end{frame.name} %}}” below it."
            self.problems.error(frame.location, "unclosed-tag", text)
        if frame.tag and frame.may_stay_open:
            content, frame.blocks = frame.blocks, []
            frames[-1].blocks.extend((*self._built(frame), *content))
        else:
            frames[-1].blocks.extend(self._built(frame))

    def _built(self, frame: Frame) -> Sequence[Any]:
        return built(frame, join_lists(steps_in_place(frame.blocks), self.problems))

    # HTML

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
            if isinstance(part, str) or (isinstance(part, Element) and part.tag in INLINE):
                place = place if run else self._at(first + (part.line if isinstance(part, Element) else 0))
                run.append(part)
                continue
            frames[-1].blocks.extend(paragraphs(read_html_inlines(run), place))
            run = []
            if isinstance(part, Element):
                self._element(part, frames, first)
            elif isinstance(part, End) and frames[-1].name == f"<{part.tag}>":
                self._unclosed(frames)
        frames[-1].blocks.extend(paragraphs(read_html_inlines(run), place))

    def _element(self, element: Element, frames: list[Frame], first: int) -> None:
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
            if src := element.attributes.get("src"):
                frames[-1].blocks.append(model.Paragraph((model.Link((model.Text(src),), src),), place))
            self._html(element.children, frames, first)

    def _inside(self, element: Element, first: int) -> Blocks:
        frames = [Frame("", self._at(first + element.line))]
        self._html(element.children, frames, first)
        while len(frames) > 1:
            self._unclosed(frames)
        return tuple(frames[0].blocks)

    def _html_table(self, element: Element, first: int) -> Sequence[Any]:
        if columns(element) > MAX_COLUMNS:
            text = f"This table has more than {MAX_COLUMNS} columns, which no page of paper holds. Part it."
            self.problems.error(self._at(first + element.line), "table-width", text)
            return []
        table = html_table(element, lambda line: self._at(first + line))
        outside = self._inside(Element("", children=outside_cells(element), line=element.line), first)
        return [*outside, *([table] if table else [])]

    def _figure(self, element: Element, first: int) -> Sequence[Any]:
        place = self._at(first + element.line)
        for source in element.find_all("source"):
            if src := source.attributes.get("srcset", source.attributes.get("src")):
                self.left_out.append(LeftOut(place.line, "Another version of the same picture.", src))
        images = element.find_all("img")
        captions = [read_html_inlines(caption.children) for caption in element.find_all("figcaption")]
        caption = joined(inline for part in captions for inline in (*part, model.Text(" ")))
        figures = [
            Figure(image.attributes.get("src", ""), _alt(image), caption if image is images[-1] else (), place)
            for image in images
        ]
        return figures or paragraphs(read_html_inlines(element.children), place)

    def _html_heading(self, element: Element, first: int) -> Sequence[Any]:
        title = read_html_inlines(element.children)
        level = int(element.tag[1:])
        return [Heading(title, level, element.attributes.get("id"), self._at(first + element.line))]

    def _html_list(self, element: Element, first: int) -> Sequence[Any]:
        items = element.find_all("li")
        if element.tag == "ul":
            return [BulletList(tuple(self._inside(item, first) for item in items), self._at(first + element.line))]
        start = element.attributes.get("start", "1")
        begin = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
        steps = [
            Step(number, self._inside(item, first), self._at(first + item.line))
            for number, item in enumerate(items, begin)
        ]
        return [Procedure(tuple(steps), self._at(first + element.line))] if steps else []

    def _html_code(self, element: Element, first: int) -> Sequence[Any]:
        if not is_literal(element):
            return self._inside(element, first)
        return [model.CodeBlock(raw_text(element).strip("\n") + "\n", "", self._at(first + element.line))]

    def _html_quote(self, element: Element, first: int) -> Sequence[Any]:
        return [Group("quote", (), self._inside(element, first), self._at(first + element.line))]

    elements: ClassVar[dict[str, Callable[[BlockReader, Element, int], Sequence[Any]]]] = {
        "table": _html_table,
        "figure": _figure,
        "picture": _figure,
        "ul": _html_list,
        "ol": _html_list,
        "pre": _html_code,
        "blockquote": _html_quote,
        **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _html_heading),
    }

    # Markdown

    def _block(self, node: SyntaxTreeNode) -> Sequence[Any]:
        reader = self.markdown.get(node.type)
        return reader(self, node) if reader else []

    def _paragraph(self, node: SyntaxTreeNode) -> Sequence[Any]:
        return paragraphs(read_inlines(node.children[0].children), self.place(node))

    def _heading(self, node: SyntaxTreeNode) -> Sequence[Any]:
        nodes = node.children[0].children
        anchors = [re.search(r'\sid="([^"]+)"', part.content) for part in nodes if part.type == "html_inline"]
        anchor = next((match[1] for match in anchors if match), None)
        title = read_inlines(nodes)
        if title and isinstance(title[-1], model.Text) and (match := HEADING_ID.search(title[-1].text)):
            anchor, title = match["id"], joined((*title[:-1], model.Text(title[-1].text[: match.start()].rstrip())))
        return [Heading(title, int(node.tag[1:]), anchor, self.place(node))]

    def _bullets(self, node: SyntaxTreeNode) -> Sequence[Any]:
        items = tuple(join_lists(self.blocks(item.children), self.problems) for item in node.children)
        return [BulletList(items, self.place(node))]

    def _numbers(self, node: SyntaxTreeNode) -> Sequence[Any]:
        numbers = printed_numbers([item.info for item in node.children])
        steps = [
            Step(number, join_lists(self.blocks(item.children), self.problems), self.place(item))
            for number, item in zip(numbers, node.children, strict=True)
        ]
        return [Procedure(tuple(steps), self.place(node))]

    def _code(self, node: SyntaxTreeNode) -> Sequence[Any]:
        return [model.CodeBlock(node.content, node.info.strip(), self.place(node))]

    def _table(self, node: SyntaxTreeNode) -> Sequence[Any]:
        table = pipe_table(node, self.place)
        for row in (row for part in node.children for row in part.children if row.map):
            if surplus := surplus_cells(self._line(row), len(table.header.cells)):
                reason = "A cell beyond the last column, which the page does not show."
                self.left_out.append(LeftOut(self.place(row).line, reason, surplus))
        return [table]

    def _quote(self, node: SyntaxTreeNode) -> Sequence[Any]:
        return [Group("quote", (), join_lists(self.blocks(node.children), self.problems), self.place(node))]

    def _box(self, node: SyntaxTreeNode) -> Sequence[Any]:
        kind = KINDS.get(node.meta["tag"], "info")
        content = [child for child in node.children if child.type != "admonition_title"]
        title = node.content.replace("\\", "")
        return [Hint(kind, title, join_lists(self.blocks(content), self.problems), self.place(node))]

    markdown: ClassVar[dict[str, Callable[[BlockReader, SyntaxTreeNode], Sequence[Any]]]] = {
        "paragraph": _paragraph,
        "heading": _heading,
        "bullet_list": _bullets,
        "ordered_list": _numbers,
        "fence": _code,
        "code_block": _code,
        "table": _table,
        "blockquote": _quote,
        "admonition": _box,
    }


def _tag_of(node: SyntaxTreeNode) -> Tag | None:
    return parse_tag(node.children[0].content) if node.type == "paragraph" and node.children else None


def _alt(image: Element) -> str:
    return " ".join(part for key in ("alt", "title") if (part := image.attributes.get(key, "").strip()))
