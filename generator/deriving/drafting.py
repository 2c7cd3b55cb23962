"""Page → guide: every block finds the nearest thing that a guide can hold. No word is dropped.

A guide has no pictures, tabs or HTML, its links lead to https, and a section has one procedure. So a figure becomes a
sentence with its address, tabs become points, something to unfold becomes a box, an address within the vendor's site
becomes literal text, and a second procedure below one heading becomes a section of its own.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urljoin

from generator import model
from generator.model.guide import NOT_KNOWN
from generator.model.page import Figure, Group, Heading, Hint, Image, LeftOut, PageList, Procedure, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.model import Inline, Inlines
    from generator.model.page import Block, Blocks, Page, PageSection, PageStep
    from generator.problems import Location, Problems

UNTITLED = "Untitled"
LONGEST_DESCRIPTION = 2000
"""A first paragraph with more characters describes no page."""

MAX_ID = 40
MAX_ID_WORDS = 6
PARTING = model.Text("\0")
"""Where a link was: a space if two words would run together without it, else nothing."""

KEPT_AS_TEXT = {
    False: (
        "link-kept-as-text",
        "The link to “{url}” leads to no https address. The draft keeps it as text; write the whole address.",
    ),
    True: (
        "picture-kept-as-text",
        "A guide holds no pictures. The draft keeps the address “{url}”; say in words what the picture shows.",
    ),
}
NOT_ON_HTTPS = (
    "The link [{words}]({url}) is not on https, and a guide takes no other. The draft keeps its address as text; "
    "if the page opens on https too, write the link so."
)
EMPTY_STEP = "Find out what to do here."
OPENINGS: dict[type, str] = {
    model.Admonition: "Read this note.",
    model.BulletList: "Do each of these.",
    model.NumberedList: "Do these in their order.",
    model.CodeBlock: "Use this code.",
    model.Table: "Set these.",
}
"""How a step opens that has no sentence on the page, by what it begins with."""

NO_SENTENCE = (
    "This step begins without a sentence on the page. The draft opens it with “{sentence}”; say what to do instead."
)
NO_TITLE = "The page has no title of its own. The draft is called “{title}”; write what its readers set up."
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PAGE_ENDING = re.compile(r"(?:(?:^|/)(?:_?index|readme))?\.(?:mdx?|html?)$", re.IGNORECASE)
OTHER_ANCHOR = "An anchor of the page; the draft links to the section by its own id."
NOT_IN_ANCHOR = re.compile(r"[\W_]+")
PURPOSE = re.compile(
    r"To (?P<words>[^.:,;]{3,80}?)(?:,? (?:do|follow|take) (?:the following|these steps)[^.:]{0,30})?:"
)
SPACES = re.compile(r"\s+")
WHITE_LINE = re.compile(r"^[ \t]+$", re.MULTILINE)
"""A line of code without a sign, of which a list keeps no white space."""

PARTED_FROM_BEFORE = re.compile(r"^\0(?=\w)")
PARTED = re.compile(r"(?<=\w)\0+(?=\w)|(?<=\w)\0$")
LINE_END = re.compile(r"\s*[\r\n]\s*")
ID = re.compile(r"[a-z][a-z0-9-]*")


def id_fault(guide_id: str) -> str | None:
    """Return why this cannot name a guide, or None if it can."""
    if ID.fullmatch(guide_id):
        return None
    form = "it must start with a small letter and hold only small letters, digits and hyphens"
    return f"“{guide_id}” cannot name a guide: {form}."


@dataclass(frozen=True)
class PageReview:
    """What whoever imports a page knows of it: its address (empty if unknown) and the day of reading.

    `platform` and `product` are those whose screens it walks through, as a guide's front matter has them.
    """

    url: str
    date: str
    platform: str | None = None
    product: str | None = None


@dataclass(frozen=True)
class Draft:
    """A guide made from a page, and what had to be left out of it on the way."""

    guide: model.Guide
    left_out: tuple[LeftOut, ...] = ()


@dataclass
class Ids:
    """Gives out each id once."""

    used: set[str] = field(default_factory=set)
    next: dict[str, int] = field(default_factory=dict)

    def new(self, text: str, fallback: str) -> str:
        """Return a free id made of the first words of `text`."""
        base = slug(text) or fallback
        name = base
        while name in self.used:
            self.next[base] = self.next.get(base, 1) + 1
            name = f"{base}-{self.next[base]}"
        self.used.add(name)
        return name


def guide_slug(title: str) -> str:
    """Return the id of a guide with this title, or nothing."""
    subject = re.sub(r"^\s*how to\b", "", title, flags=re.IGNORECASE)
    return slug(subject)


def slug(text: str) -> str:
    """Return an id's worth of the text's first words, or nothing if none of its letters serves."""
    decomposed = unicodedata.normalize("NFKD", text[:500])
    ascii_text = decomposed.encode("ascii", "ignore").decode().lower()
    without_apostrophes = re.sub(r"['’]", "", ascii_text)
    words = re.findall(r"[a-z0-9]+", without_apostrophes)[:MAX_ID_WORDS]
    while words and not words[0][0].isalpha():
        words.pop(0)
    name = "-".join(words)
    if len(name) <= MAX_ID:
        return name
    beginning = name[:MAX_ID]
    return beginning.rpartition("-")[0] or beginning


@dataclass
class _DraftPart:
    """One section of the guide to be: a heading, and at most one procedure below it."""

    title: Inlines
    location: Location
    anchor: str | None = None
    before: list[Block] = field(default_factory=list)
    steps: tuple[PageStep, ...] = ()
    after: list[Block] = field(default_factory=list)


def draft_guide(page: Page, guide_id: str, review: PageReview, problems: Problems) -> Draft:
    """Return the guide that a page makes; what a person should look at goes to `problems` as warnings."""
    opening, parts = _parts(page, problems)
    ids = Ids()
    names = [_section_id(part, ids) for part in parts]
    drafter = _Drafter(review.url, _anchors(parts, names), ids, problems)
    before = drafter.blocks(opening)
    sections = tuple(drafter.section(part, name) for part, name in zip(parts, names, strict=True))
    about = _front_matter(page, opening, review)
    if not page.title:
        first = next(iter((*page.opening, *page.sections)), None)
        place = getattr(first, "location", model.NOWHERE)
        problems.warning(place, "to-do", NO_TITLE.format(title=about.title))
    return Draft(model.Guide(guide_id, about, before, sections, ()), tuple(drafter.left_out))


def _front_matter(page: Page, opening: Sequence[Block], review: PageReview) -> model.FrontMatter:
    title = page.title or (plain(page.sections[0].title) if page.sections else "") or UNTITLED
    first = next((plain(block.content) for block in opening if isinstance(block, model.Paragraph)), "")
    if len(first) > LONGEST_DESCRIPTION:
        first = ""
    description = " ".join((page.about.get("description") or first or title).split())
    return model.FrontMatter(
        platform=review.platform,
        product=review.product,
        title=title,
        objective=description,
        description=description,
        revision="1",
        release=NOT_KNOWN,
        reviewed=model.Reviewed(page=review.url or NOT_KNOWN, date=review.date),
    )


# Sections -----------------------------------------------------------------------------------------


def _parts(page: Page, problems: Problems) -> tuple[list[Block], list[_DraftPart]]:
    start = _DraftPart((model.Text(page.title or UNTITLED),), model.NOWHERE)
    opening = _split(start, page.opening, problems)
    parts = [part for section in page.sections for part in _split(_start(section), section.blocks, problems)]
    first = opening[0]
    if not first.steps:
        return first.before, parts
    bold = next((index for index, block in enumerate(first.before) if _bold_title(block)), len(first.before))
    lead, first.before = first.before[:bold], first.before[bold:]
    if first.before:
        first.title = _bold_title(first.before.pop(0))
    return lead, [*opening, *parts]


def _start(section: PageSection) -> _DraftPart:
    part = _DraftPart(section.title, section.location, section.id)
    if model.find_all(section.title, model.Link):
        part.before.append(model.Paragraph(section.title, section.location))
    return part


def _split(start: _DraftPart, blocks: Blocks, problems: Problems) -> list[_DraftPart]:
    """Give each procedure a part of its own; a bold line between two is the title of the second."""
    parts = [start]
    for block in blocks:
        if not isinstance(block, Procedure):
            (parts[-1].after if parts[-1].steps else parts[-1].before).append(block)
        elif not parts[-1].steps:
            parts[-1].steps = block.steps
        else:
            parts.append(_next_part(parts[-1], block, len(parts) + 1, start, problems))
    return parts


def _next_part(
    last: _DraftPart, procedure: Procedure, number: int, start: _DraftPart, problems: Problems
) -> _DraftPart:
    index = next((index for index, block in enumerate(last.after) if _bold_title(block)), None)
    if index is None and (purpose := _purpose(last.after)):
        part = _DraftPart((model.Text(purpose),), procedure.location, before=last.after, steps=procedure.steps)
        last.after = []
        return part
    if index is None:
        title: Inlines = (model.Text(f"{plain(start.title) or UNTITLED} ({number})"),)
        text = "A new procedure starts here without a heading. The draft gives it one; put it into your own words."
        problems.warning(procedure.location, "untitled-procedure", text)
        part = _DraftPart(title, procedure.location, before=last.after, steps=procedure.steps)
        last.after = []
        return part
    heading = last.after[index]
    part = _DraftPart(_bold_title(heading), heading.location, before=last.after[index + 1 :], steps=procedure.steps)
    last.after = last.after[:index]
    return part


def _purpose(blocks: Sequence[Block]) -> str:
    """Return what a procedure is for, as a title, if the line above it says so: “To remove a flag:”."""
    match blocks:
        case [*_, model.Paragraph(content)] if said := PURPOSE.fullmatch(plain(content)):
            words = said["words"]
            return words[0].upper() + words[1:]
    return ""


def _bold_title(block: Block) -> Inlines:
    """Return the words of a paragraph that is wholly bold."""
    match block:
        case model.Paragraph((model.Strong(words),)) if not model.find_all(words, model.Link):
            return words
    return ()


def _anchors(parts: Iterable[_DraftPart], names: Iterable[str]) -> dict[str, str]:
    """Return the sections’ ids by the anchors of their headings, which most sites make of the title."""
    anchors: dict[str, str] = {}
    for part, name in zip(parts, names, strict=True):
        for anchor in (part.anchor or "", plain(part.title), name):
            anchors.setdefault(_anchor(anchor), name)
    anchors.pop("", None)
    return anchors


def _anchor(text: str) -> str:
    """Return an anchor, or a title, as anchors are compared: its letters and digits alone."""
    return NOT_IN_ANCHOR.sub("", unquote(text).lower())


def _section_id(part: _DraftPart, ids: Ids) -> str:
    if part.anchor and ID.fullmatch(part.anchor) and part.anchor not in ids.used:
        ids.used.add(part.anchor)
        return part.anchor
    return ids.new(plain(part.title), "section")


# Blocks and inlines -------------------------------------------------------------------------------


@dataclass
class _Drafter:
    """Turns a page’s parts into a guide’s. `base` is the page’s address, `anchors` its sections by their anchors."""

    base: str
    anchors: Mapping[str, str]
    ids: Ids
    problems: Problems
    left_out: list[LeftOut] = field(default_factory=list)

    def section(self, part: _DraftPart, name: str) -> model.Section:
        """Return one section with its steps."""
        return model.Section(
            id=name,
            title=" ".join(plain(part.title).split()) or UNTITLED,
            before=self.blocks(part.before),
            steps=tuple(self.step(step) for step in part.steps),
            after=self.blocks(part.after),
            location=part.location,
        )

    def step(self, step: PageStep) -> model.Step:
        """Return one step; the heading of a stepper's step is its first sentence."""
        content = step.content
        if content and isinstance(content[0], Heading):
            content = (model.Paragraph(content[0].title, content[0].location), *content[1:])
        blocks = self._with_sentence(self.blocks(content), step.location)
        first = blocks[0]
        words = plain(first.content) if isinstance(first, model.Paragraph) else ""
        return model.Step(self.ids.new(words, "step"), step.number, blocks, location=step.location)

    def _with_sentence(self, blocks: model.Blocks, place: Location) -> model.Blocks:
        """Return a step's blocks with a sentence before them, where the page has none."""
        first = blocks[0] if blocks else None
        if isinstance(first, model.Paragraph) and plain(first.content):
            return blocks
        sentence = OPENINGS.get(type(first), EMPTY_STEP)
        self.problems.warning(place, "to-do", NO_SENTENCE.format(sentence=sentence))
        return (model.Paragraph((model.Text(sentence),), place), *blocks)

    def blocks(self, blocks: Iterable[Block]) -> model.Blocks:
        """Return blocks that a guide can hold; neighbouring tabs become the points of one list."""
        result: list[model.Block] = []
        for is_tab, group in groupby(blocks, lambda block: isinstance(block, Group) and block.kind == "tab"):
            if is_tab:
                tabs = [cast("Group", block) for block in group]
                points = tuple(point for tab in tabs if (point := self._tab(tab)))
                result.extend([model.BulletList(points, tabs[0].location)] if points else [])
            else:
                result.extend(drafted for block in group for drafted in self._block(block))
        return tuple(result)

    def _tab(self, tab: Group) -> model.Blocks:
        title: Inlines = ()
        if tab.title:
            title = self.inlines((model.Strong(tab.title),))
        content = self.blocks(tab.content)
        if not title:
            return content
        return (model.Paragraph(title, tab.location), *content)

    def _block(self, block: Block) -> Sequence[model.Block]:
        match block:
            case model.Paragraph(content, place):
                return self._paragraph(content, place)
            case Heading(title=content, location=place):
                return self._paragraph((model.Strong(content),), place)
            case Figure(src, alt, caption, place):
                label = f"Picture: {alt}" if alt else "Picture"
                gap = (model.Text(". "),) if caption else ()
                return self._paragraph((*self._image(label, src, place), *gap, *caption), place)
            case PageList(items, place):
                points = tuple(point for item in items if (point := self.blocks(item)))
                return [model.BulletList(points, place)] if points else []
            case Procedure(steps, _):
                return self._numbered(steps)
            case model.CodeBlock(text, language, place):
                return [model.CodeBlock(WHITE_LINE.sub("", text), language, place)]
            case Hint(kind, title, content, place):
                return [model.Admonition(kind, box_title(title) or kind.title(), self.blocks(content), None, place)]
            case Group():
                return [self._box(block)]
            case model.Table(header, rows, place):
                return [model.Table(self._row(header), tuple(map(self._row, rows)), place)]

    def _paragraph(self, content: Inlines, place: Location) -> Sequence[model.Block]:
        inlines = self.inlines(content, place)
        return [model.Paragraph(inlines, place)] if inlines else []

    def _numbered(self, steps: Sequence[PageStep]) -> list[model.Block]:
        """Return one list for each run of numbers without a gap, so that each number stays as it is printed."""
        lists: list[model.Block] = []
        runs = groupby(enumerate(steps), lambda pair: pair[1].number - pair[0])
        for _, run in runs:
            of_run = [step for _, step in run]
            items = tuple(self.blocks(step.content) for step in of_run)
            lists.append(model.NumberedList(of_run[0].number, items, of_run[0].location))
        return lists

    def _box(self, group: Group) -> model.Block:
        kind_word = "Quotation" if group.kind == "quote" else "More"
        title = box_title(plain(group.title)) or kind_word
        content: list[model.Block] = []
        if model.find_all(group.title, model.Link):
            content += self._paragraph(group.title, group.location)
        content += self.blocks(group.content)
        return model.Admonition("info", title, tuple(content), None, group.location)

    def _row(self, row: model.Row) -> model.Row:
        cells = [self.inlines(cell, row.location, one_line=True) for cell in row.cells]
        return model.Row(tuple(cells), row.location)

    # Inlines

    def inlines(self, content: Inlines, place: Location = model.NOWHERE, *, one_line: bool = False) -> Inlines:
        """Return text within a line that a guide can hold."""
        flat = [drafted for inline in content for drafted in self._inline(inline, place)]
        if one_line:
            flat = [model.Text(" ") if isinstance(inline, model.LineBreak) else inline for inline in flat]
        return tidy(flat)

    def _inline(self, inline: Inline, place: Location) -> Sequence[Inline]:
        match inline:
            case Image(content, url):
                return (model.Text(" "), *self._image(plain(content) or "Picture", url, place), model.Text(" "))
            case model.Strong(content):
                return self._emphasised(model.Strong, content, place)
            case model.Emphasis(content):
                return self._emphasised(model.Emphasis, content, place)
            case model.Link(content, url):
                return self._link(content, url, place)
            case model.Code(text):
                return (model.Code(LINE_END.sub(" ", text)) if text.strip() else model.Text(" "),)
        return (inline,)

    def _emphasised(
        self, kind: type[model.Strong | model.Emphasis], content: Inlines, place: Location
    ) -> Sequence[Inline]:
        """Return bold or stressed words; white space at their ends parts them from what stands beside."""
        inner = self.inlines(content, place, one_line=True)
        before, after = _space(content[:1], 0), _space(content[-1:], -1)
        return (*before, *emphasised(kind, inner), *after)

    def _link(self, content: Inlines, url: str, place: Location) -> Sequence[Inline]:
        drafted: list[Inline] = []
        for image in model.find_all(content, Image):
            drafted += self._inline(image, place)
        words = tuple(part for part in content if not isinstance(part, Image))
        inner = self.inlines(_without_links(words), place, one_line=True)
        drafted += self._address(inner, url, place)
        return drafted

    def _image(self, words: str, url: str, place: Location) -> Sequence[Inline]:
        if url.startswith("data:"):
            self.left_out.append(LeftOut(place.line, "Image data inside the page; keep the picture as a file.", url))
            return (model.Text(words),)
        return self._address((model.Text(words),), url, place, is_image=True)

    def _address(self, words: Inlines, url: str, place: Location, *, is_image: bool = False) -> Sequence[Inline]:
        """Return a link, or words and a literal address where a guide takes no such link."""
        url = LINE_END.sub("", url).strip()
        full = urljoined(self.base, url)
        if section := self._own_section(full, place):
            if full != f"#{section}":
                self.left_out.append(LeftOut(place.line, OTHER_ANCHOR, full))
            full = f"#{section}"
            return (model.Link(words or (model.Text(url),), full),)
        if full.startswith(("https://", "mailto:")):
            return (model.Link(words or (model.Text(url),), full),)
        if not url:
            return words
        if full.startswith("http://") and not is_image:
            self.problems.warning(place, "to-do", NOT_ON_HTTPS.format(words=plain(words) or full, url=full))
        else:
            code, text = KEPT_AS_TEXT[is_image]
            self.problems.warning(place, code, text.format(url=url))
        if plain(words) in {"", url}:
            return (PARTING, model.Code(url), PARTING)
        return (PARTING, *words, model.Text(" ("), model.Code(url), model.Text(")"), PARTING)

    def _own_section(self, url: str, place: Location) -> str | None:
        """Return the id of the section that an address leads to, if it leads into the page itself."""
        page, _, anchor = url.partition("#")
        if not anchor or (page and not is_same_page(page, self.base or place.path)):
            return None
        return self.anchors.get(_anchor(anchor))


def is_same_page(url: str, page: str) -> bool:
    """Whether an address, whole or as a link has it, is that of the page: with or without its file's ending."""
    if _is_whole(url) != _is_whole(page):
        return False
    if _is_whole(url):
        return _bare(url) == _bare(page)
    if url.startswith("/"):
        return f"/{_bare(page)}".endswith(f"/{_bare(url).lstrip('/')}")
    folder = posixpath.dirname(page)
    return _bare(posixpath.normpath(posixpath.join(folder, url))) == _bare(posixpath.normpath(page))


def _is_whole(url: str) -> bool:
    return SCHEME.match(url) is not None


def _bare(url: str) -> str:
    """Return an address without what differs between a page's file and its address on a site."""
    path = unquote(url).partition("?")[0].rstrip("/")
    return PAGE_ENDING.sub("", path)


def _space(content: Inlines, position: int) -> Inlines:
    """Return a space if a text has white space at this end, or a line ends there."""
    space = (model.Text(" "),)
    for inline in content:
        match inline:
            case model.LineBreak():
                return space
            case model.Text(text) if text and text[position].isspace():
                return space
    return ()


def urljoined(base: str, url: str) -> str:
    """Return the whole address, if the page's own is known and the two can be joined."""
    if not base or url.startswith("#"):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _without_links(content: Inlines) -> Inlines:
    """Flatten links inside a link, which Markdown has no form for."""
    parts = map(_without_link, content)
    return tuple(chain.from_iterable(parts))


def _without_link(inline: Inline) -> Inlines:
    match inline:
        case model.Link(content, url):
            return (*_without_links(content), model.Text(" "), model.Code(url), model.Text(" "))
        case model.Strong(content):
            return (model.Strong(_without_links(content)),)
        case model.Emphasis(content):
            return (model.Emphasis(_without_links(content)),)
    return (inline,)


def box_title(text: str) -> str:
    """Return a title as it may stand between the quotation marks of a box."""
    safe = text.replace('"', "”").replace("{", "(").replace("}", ")")
    return " ".join(safe.split())


def emphasised(kind: type[model.Strong | model.Emphasis], content: Inlines) -> Sequence[Inline]:
    """Return bold or stressed words with the spaces at their ends outside, where Markdown needs them."""
    inner = tuple(
        part
        for inline in content
        for part in (inline.content if isinstance(inline, model.Strong | model.Emphasis) else (inline,))
    )
    if not plain(inner):
        return inner
    start = (model.Text(" "),) if isinstance(inner[0], model.Text) and inner[0].text[:1].isspace() else ()
    end = (model.Text(" "),) if isinstance(inner[-1], model.Text) and inner[-1].text[-1:].isspace() else ()
    return (*start, kind(tidy(inner)), *end)


def tidy(content: Iterable[Inline]) -> Inlines:
    """Join neighbouring text, code and bold, make white space single, and take it away at both ends."""
    result: list[Inline] = []
    for inline in content:
        last = result[-1] if result else None
        if isinstance(inline, model.Text) and isinstance(last, model.Text):
            result[-1] = model.Text(last.text + inline.text)
        elif isinstance(inline, model.Code) and isinstance(last, model.Code):
            result[-1] = model.Code(last.text + inline.text)
        elif isinstance(inline, model.Strong) and isinstance(last, model.Strong):
            result[-1] = model.Strong(tidy((*last.content, *inline.content)))
        elif not (isinstance(inline, model.LineBreak) and (last is None or isinstance(last, model.LineBreak))):
            result.append(inline)
    return _trimmed([_spaced(index, result) for index in range(len(result))])


def _spaced(index: int, content: list[Inline]) -> Inline:
    """Return an inline with single spaces, and with one where emphasis or a former link needs it beside it."""
    inline = content[index]
    if not isinstance(inline, model.Text):
        return inline
    before, after = content[index - 1] if index else None, content[index + 1] if index + 1 < len(content) else None
    text = inline.text
    if PARTING.text in text:
        text = _parted(text, is_first=before is None)
    if text[:1].isalnum() and _edge(before, -1):
        text = f" {text}"
    if text[-1:].isalnum() and _edge(after, 0):
        text = f"{text} "
    return model.Text(SPACES.sub(" ", text))


def _parted(text: str, *, is_first: bool) -> str:
    """Return a text with a space for each place of a former link that parts two words, and without the others."""
    if not is_first:
        text = PARTED_FROM_BEFORE.sub(" ", text)
    return PARTED.sub(" ", text).replace(PARTING.text, "")


def _edge(inline: Inline | None, position: int) -> bool:
    """Whether emphasis has punctuation at this end, beside which Markdown would not see its marks after a letter."""
    if not isinstance(inline, model.Strong | model.Emphasis):
        return False
    words = plain(inline.content)
    return words != "" and not words[position].isalnum()


def _trimmed(content: list[Inline]) -> Inlines:
    """Take white space from both ends and from around line breaks."""
    kept: list[Inline] = []
    for index, inline in enumerate(content):
        if not isinstance(inline, model.Text):
            kept.append(inline)
            continue
        text = inline.text
        if index == 0 or isinstance(content[index - 1], model.LineBreak):
            text = text.lstrip()
        if index == len(content) - 1 or isinstance(content[index + 1], model.LineBreak):
            text = text.rstrip()
        if text:
            kept.append(model.Text(text))
    while kept and isinstance(kept[-1], model.LineBreak):
        kept.pop()
    return tuple(kept)
