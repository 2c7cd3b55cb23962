"""Syntax nodes to a page's blocks: Markdown's own here; tags in `containers`, HTML in `html_blocks`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from generator import model
from generator.model.page import Group, Heading, LeftOut, PageList, PageStep, Procedure
from generator.problems import Location
from generator.reading.gitbook.containers import KINDS, Frame, hint, steps_in_place
from generator.reading.gitbook.html_blocks import HtmlReader
from generator.reading.gitbook.inlines import joined, read_inlines
from generator.reading.gitbook.paragraphs import paragraphs
from generator.reading.gitbook.procedures import join_lists, printed_numbers
from generator.reading.gitbook.tables import pipe_table, surplus_cells
from generator.reading.gitbook.tags import Tag, parse_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from generator.model.page import Blocks

HEADING_ID = re.compile(r"\{\s*#(?P<id>[\w-]+)[^{}]*\}\s*$")


@dataclass
class BlockReader(HtmlReader):
    """Reads the blocks of one page: Markdown’s own here, the others where their kind is read."""

    def place(self, node: SyntaxTreeNode) -> Location:
        """Return the page's line for a node."""
        while node.map is None and node.parent is not None:
            node = node.parent
        return self._at(node.map[0] if node.map else 0)

    def _line(self, node: SyntaxTreeNode) -> str:
        if not node.map:
            return ""
        first, _ = node.map
        return self.prepared.lines[first]

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

    def _block(self, node: SyntaxTreeNode) -> Sequence[Any]:
        reader = self.markdown.get(node.type)
        return reader(self, node) if reader else []

    def _paragraph(self, node: SyntaxTreeNode) -> Sequence[Any]:
        content = read_inlines(node.children[0].children)
        return paragraphs(content, self.place(node))

    def _heading(self, node: SyntaxTreeNode) -> Sequence[Any]:
        nodes = node.children[0].children
        anchor = _anchor_within(nodes)
        title = read_inlines(nodes)
        match title:
            case (*before, model.Text(text)) if written := HEADING_ID.search(text):
                anchor = written["id"]
                words = text[: written.start()].rstrip()
                title = joined((*before, model.Text(words)))
        level = int(node.tag[1:])
        return [Heading(title, level, anchor, self.place(node))]

    def _bullets(self, node: SyntaxTreeNode) -> Sequence[Any]:
        items = []
        for item in node.children:
            blocks = self.blocks(item.children)
            items.append(join_lists(blocks, self.problems))
        return [PageList(tuple(items), self.place(node))]

    def _numbers(self, node: SyntaxTreeNode) -> Sequence[Any]:
        markers = [item.info for item in node.children]
        numbers = printed_numbers(markers)
        steps = [
            PageStep(number, join_lists(self.blocks(item.children), self.problems), self.place(item))
            for number, item in zip(numbers, node.children, strict=True)
        ]
        leaves_counting = all(int(marker) == 1 for marker in markers)
        return [Procedure(tuple(steps), self.place(node), leaves_counting)]

    def _code(self, node: SyntaxTreeNode) -> Sequence[Any]:
        language = node.info.strip()
        return [model.CodeBlock(node.content, language, self.place(node))]

    def _table(self, node: SyntaxTreeNode) -> Sequence[Any]:
        table = pipe_table(node, self.place)
        for row in chain.from_iterable(part.children for part in node.children):
            surplus = surplus_cells(self._line(row), len(table.header.cells))
            if surplus:
                reason = "A cell beyond the last column, which the page does not show."
                self.left_out.append(LeftOut(self.place(row).line, reason, surplus))
        return [table]

    def _quote(self, node: SyntaxTreeNode) -> Sequence[Any]:
        content = join_lists(self.blocks(node.children), self.problems)
        return [Group("quote", (), content, self.place(node))]

    def _box(self, node: SyntaxTreeNode) -> Sequence[Any]:
        kind = KINDS.get(node.meta["tag"], "info")
        place = self.place(node)
        content: list[Any] = []
        rest = []
        for child in node.children:
            if child.type != "admonition_title":
                rest.append(child)
            elif child.children:
                title = read_inlines(child.children[0].children)
                content += [model.Paragraph((model.Strong(title),), place)] if title else []
        content += join_lists(self.blocks(rest), self.problems)
        return [hint(kind, tuple(content), place)]

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
    if node.type != "paragraph" or not node.children:
        return None
    return parse_tag(node.children[0].content)


def _anchor_within(nodes: Iterable[SyntaxTreeNode]) -> str | None:
    """Return the id of the first HTML tag among them that has one."""
    for node in nodes:
        match = re.search(r'\sid="([^"]+)"', node.content)
        if match and node.type == "html_inline":
            return match[1]
    return None
