"""A whole page: refuses what is none, parses it once, and sorts its blocks under its headings."""

from __future__ import annotations

import hashlib
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from markdown_it.tree import SyntaxTreeNode

from generator import model
from generator.model.page import Heading, LeftOut, Page, PageSection, plain
from generator.problems import Location, Problems
from generator.reading.dialects.lines import KEPT, masked
from generator.reading.dialects.unread import leftovers
from generator.reading.gitbook.blocks import BlockReader
from generator.reading.gitbook.gone import is_gone_title, says_gone
from generator.reading.gitbook.lines import NO_VARIABLES, prepare, without_tail
from generator.reading.gitbook.parser import parse
from generator.reading.gitbook.procedures import join_lists
from generator.reading.gitbook.step_headings import steps_of_headings
from generator.reading.gitbook.tags import CONDITION, LIQUID, is_condition, parse_tag
from generator.reading.saved_html.main_part import is_saved_page
from generator.reading.saved_html.page import read_saved_page
from generator.reading.text.fences import PREFIX, next_fence
from generator.reading.text.front_matter import front_matter_length
from generator.reading.text.source import Source
from generator.reading.text.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markdown_it.token import Token

    from generator.model.page import Blocks
    from generator.reading.gitbook.lines import Prepared

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
PAGE_GONE = "This page says that it was not found. The vendor took it away or moved it: find its new address."
NO_WORDS = (
    "This saved page has no text: its site writes it in the browser. Open it in a browser, save it there as a whole "
    "page, and import that."
)
LIST_MARKERS = re.compile(r"(?:[\s>]|[-*+]\s|\d+[.)](?:\s|$))*")
WORD = re.compile(r"[^\W_]")
LEAVES = frozenset({"inline", "fence", "code_block", "html_block", "front_matter"})


def read_page(source: Source, problems: Problems, variables: Mapping[str, str] = NO_VARIABLES) -> Page | None:
    """Read a page; what is wrong with it goes to `problems`. None if nothing of it can be read.

    `variables` are those of the page's space, by their names.
    """
    known = len(problems.found)
    _refuse_what_is_no_page(source, problems)
    is_html = is_saved_page(source.text)
    if len(problems.found) == known and not is_html:
        _refuse_liquid(source, problems)
    if len(problems.found) > known:
        return None
    try:
        return _read_saved(source, problems) if is_html else _read(source, problems, variables)
    except RecursionError:
        text = "Emphasis, HTML or lists are nested too deeply here to be read. Write them flatter."
        problems.error(Location(source.path), "too-deep", text)
        return None


def _refuse_what_is_no_page(source: Source, problems: Problems) -> None:
    start = Location(source.path)
    if match := CONTROL.search(source.text):
        line = source.text.count("\n", 0, match.start()) + 1
        text = "This is not text: it holds control characters. Export the page as Markdown."
        problems.error(Location(source.path, line), "not-text", text)
    elif not source.text.strip():
        problems.error(start, "empty-page", "The page is empty. Export it as Markdown again.")
    elif not is_saved_page(source.text) and says_gone(source.text):
        problems.error(start, "page-gone", PAGE_GONE)


def _read_saved(source: Source, problems: Problems) -> Page | None:
    """Read a saved HTML page of a vendor who offers no Markdown."""
    saved = read_saved_page(source, problems)
    if is_gone_title(saved.title):
        problems.error(Location(source.path), "page-gone", PAGE_GONE)
        return None
    left_out = [*saved.left_out]
    title, opening, sections = _sections(steps_of_headings(saved.blocks, left_out), problems)
    if not opening and not sections:
        problems.error(Location(source.path), "empty-page", NO_WORDS)
        return None
    return Page(
        title=title or saved.title,
        opening=opening,
        sections=sections,
        left_out=tuple(left_out),
        about={"description": saved.description} if saved.description else {},
        sha256=saved.sha256,
    )


def _read(source: Source, problems: Problems, variables: Mapping[str, str]) -> Page:
    body, _ = without_tail(source.text)
    prepared = prepare(source.text, variables)
    for point in prepared.open_points:
        problems.warning(Location(source.path, point.line), point.code, point.text)
    tokens, environment = parse(prepared.text)
    reader = BlockReader(source.path, prepared, problems, [*prepared.left_out])
    _report_depth(tokens, environment, reader)
    root = SyntaxTreeNode(tokens)
    about = _front_matter(root, source, reader)
    _leave_out_unused_references(tokens, environment, reader)
    _leave_out_comments(tokens, reader)
    blocks = reader.blocks(root.children)
    _name_leftovers(blocks, prepared, source.path, problems)
    title, opening, sections = _sections(steps_of_headings(blocks, reader.left_out), problems)
    if title and about.get("title", title) != title:
        reason = "The front matter’s title; the page shows its heading in its place."
        reader.left_out.append(LeftOut(1, reason, about["title"]))
    return Page(
        title=title or about.get("title", ""),
        opening=opening,
        sections=sections,
        left_out=tuple(sorted(reader.left_out, key=lambda part: part.line)),
        about=about,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
    )


def _refuse_liquid(source: Source, problems: Problems) -> None:
    """Report programs, other than GitBook's own conditions that stand alone on their lines."""
    if "{%" not in source.text:
        return
    fence, conditions = "", 0
    lines = source.text.split("\n")
    start = front_matter_length(lines)
    for number, line in enumerate(lines[start:], start=start + 1):
        fence = next_fence(fence, line)
        alone = PREFIX.sub("", line, count=1)
        if fence or not (match := LIQUID.search(masked(line))):
            continue
        if is_condition(alone):
            conditions += 1
        elif conditions and (tag := parse_tag(alone)) and tag.closes == CONDITION:
            conditions -= 1
        else:
            text = (
                f"“{match[0]}” is a program of Jekyll or another Liquid site, not a tag of GitBook. "
                "Import the page as its readers see it."
            )
            problems.error(Location(source.path, number, match.start() + 1), "not-gitbook", text)


def _name_leftovers(blocks: Blocks, prepared: Prepared, path: str, problems: Problems) -> None:
    """Name the syntax in the text as it was read that was not seen in its lines, as in HTML."""
    named = {point.piece for point in prepared.open_points}
    place = Location(path)
    for node in model.walk(blocks):
        place = getattr(node, "location", place)
        if isinstance(node, model.Text):
            for piece in leftovers(node.text, named):
                problems.warning(place, "not-understood", KEPT.format(text=piece))


def _report_depth(tokens: Sequence[Token], environment: dict[str, Any], reader: BlockReader) -> None:
    """Report each stretch of lines that the parser passed over, as it does with what is nested very deeply."""
    seen = _lines_read(tokens, environment)
    was_read = True
    for index, line in enumerate(reader.prepared.lines):
        words = LIST_MARKERS.sub("", line, count=1)
        is_read = index in seen or not WORD.search(words)
        if was_read and not is_read:
            text = "This is nested too deeply to be read. Take lists and quotations out of each other."
            place = Location(reader.path, reader.prepared.line(index))
            reader.problems.error(place, "too-deep", text)
        was_read = is_read


def _lines_read(tokens: Sequence[Token], environment: dict[str, Any]) -> set[int]:
    """Return the lines, from 0, that the parser took into its tokens or its definitions."""
    seen = set[int]()
    for token in tokens:
        if token.map and token.type in LEAVES:
            first, end = token.map
            seen.update(range(first, end))
        elif token.map and token.type == "admonition_open":
            seen.add(token.map[0])
    for part in (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())):
        first, end = part["map"]
        seen.update(range(first, end))
    return seen


def _front_matter(root: SyntaxTreeNode, source: Source, reader: BlockReader) -> dict[str, str]:
    """Return title and description; the rest of a front matter is for the publisher's site."""
    node = next((child for child in root.children if child.type == "front_matter"), None)
    if node is None or not node.content.strip():
        return {}
    document = parse_yaml(Source(source.path, "\n" + node.content), reader.problems)
    if document is None:
        return {}
    texts = {key: value for key, value in document.data.items() if key in {"title", "description"} and value}
    about = {key: " ".join(value.split()) for key, value in texts.items() if isinstance(value, str)}
    for key, value in document.data.items():
        if key not in about:
            reason = "Front matter for the publisher’s site, not for its readers."
            reader.left_out.append(LeftOut(document.place((key,)).line, reason, f"{key}: {value}"))
    return about


def _leave_out_unused_references(tokens: Sequence[Token], environment: dict[str, Any], reader: BlockReader) -> None:
    inline = list(chain.from_iterable(token.children or () for token in tokens))
    used = {child.meta.get("label") for child in inline if child.type in {"link_open", "image"}}
    references = environment.get("references", {})
    unused = [(label, part) for label, part in references.items() if label not in used]
    unused += [(part["label"], part) for part in environment.get("duplicate_refs", ())]
    for label, part in unused:
        first, _ = part["map"]
        text = f"[{label}]: {part['href']} {part['title']}".rstrip()
        left_out = LeftOut(reader.prepared.line(first), "An address that no link of the page uses.", text)
        reader.left_out.append(left_out)


def _leave_out_comments(tokens: Sequence[Token], reader: BlockReader) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "html_inline" and child.content.startswith(("<!", "<?")):
                line = reader.prepared.line(token.map[0] if token.map else 0)
                reader.left_out.append(LeftOut(line, "A comment, which the page does not show.", child.content))


def _sections(blocks: Iterable[Any], problems: Problems) -> tuple[str, Blocks, tuple[PageSection, ...]]:
    """Part the blocks at their headings; a first heading of level 1 is the page's title."""
    title, opening = "", list[Any]()
    parts: list[tuple[Heading, list[Any]]] = []
    for block in blocks:
        if not isinstance(block, Heading):
            (parts[-1][1] if parts else opening).append(block)
        elif block.level == 1 and not title and not parts and not opening and _is_plain(block):
            title = plain(block.title)
        else:
            parts.append((block, []))
    last, first = 0, join_lists(opening, problems)
    sections = []
    for heading, content in parts:
        joined = join_lists(content, problems, last)
        section = PageSection(heading.title, heading.level, joined, heading.id, heading.location)
        last = section.procedures[-1].steps[-1].number if section.procedures else last
        sections.append(section)
    return title, first, tuple(sections)


def _is_plain(heading: Heading) -> bool:
    links = model.find_all(heading.title, model.Link)
    return not links
