"""The model's blocks and inlines as a Word document (Office Open XML), by python-docx.

A required value is a locked content control with the value's id in its tag: nobody can type into it by mistake.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING, Any

from generator import model
from generator.deriving.words import line_words
from generator.model.brand import NO_BRAND
from generator.reading.artefacts.word import VALUE_TAG
from generator.rendering.markup.confluence import FORM_HEADS
from generator.rendering.markup.html import KIND_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from generator.model.brand import Brand

LANGUAGE = "en-GB"
FONT, VALUE_FONT, BOX_FONT = "Arial", "Courier New", "MS Gothic"
EMPTY_BOX = "\u2610"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
STEP_INDENT_CM = 1.1
TEXT_WIDTH_CM = 17.2
LETTER_CM, LONGEST_WORD = 0.2, 42
"""How wide a letter is, and how many a word may have before a column may part it."""

AFTER_TABLE_PT = 5
"""The air below a table. The line that Word wants there is as low as can be, so that it never fills a page alone."""

TWIPS_A_CM = 567
STYLES = (
    ("Normal", 10, 0, 4),
    ("Title", 20, 0, 4),
    ("Subtitle", 11, 0, 8),
    ("Heading 1", 14, 14, 6),
    ("Heading 2", 11, 8, 4),
    ("List Bullet", 10, 0, 2),
    ("Header", 8, 0, 0),
    ("Footer", 8, 0, 0),
)
"""Name, size, and space before and after, in points."""

COLOURED = {"Title", "Heading 1", "Heading 2"}
LOGO_CM = 0.9
KEPT_STYLES = {"Default Paragraph Font", "Normal Table", "Table Grid", "No List", *(name for name, *_ in STYLES)}
LONGEST_TITLE = 255
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip archive can tell: the same bytes on every run."""


@dataclass(frozen=True)
class WordPage:
    """What stands around a document's text: its title, the day of its content, and the running lines."""

    title: str
    day: str
    head: str
    foot: str
    brand: Brand = NO_BRAND


def new_document(page: WordPage) -> Document:
    """Return an empty document with our styles, for A4."""
    import docx  # noqa: PLC0415 - slow to import

    document = docx.Document()
    _properties(document, page)
    _page(document, page)
    _styles(document, page.brand)
    return document


def document_bytes(document: Document) -> bytes:
    """Return the file, the same bytes on every run; the library's own parts carry the time of day."""
    written, fixed = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, NO_TIME), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


# The document around its text


def _properties(document: Document, page: WordPage) -> None:
    day = datetime.fromisoformat(page.day).replace(tzinfo=UTC)
    about = document.core_properties
    about.title, about.language = page.title[:LONGEST_TITLE], LANGUAGE
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = day
    relations = document.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]


def _page(document: Document, page: WordPage) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - slow to import

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.8)
    head = section.header.paragraphs[0]
    head.add_run(page.head)
    _add_logo(head, page.brand)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{page.foot} · page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    if page.brand:
        section.footer.add_paragraph(page.brand.foot, style="Footer")


def _add_logo(head: Paragraph, brand: Brand) -> None:
    """Put the logo at the right end of the line. Word takes a PNG; an SVG it would want as both."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - slow to import
    from docx.shared import Cm  # noqa: PLC0415

    if brand.logo is None or brand.logo.media_type != "image/png":
        return
    head.paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run("\t").add_picture(BytesIO(brand.logo.data), height=Cm(LOGO_CM))
    for picture in head._p.iter(_name("wp:docPr")):
        picture.set("descr", brand.name)


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = _element("w:fldSimple", {"w:instr": instruction})
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _styles(document: Document, brand: Brand) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - slow to import

    _drop_other_styles(document)
    for name, size, before, after in STYLES:
        style = document.styles[name]
        _plain(style, size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.1
        if brand.accent and name in COLOURED:
            style.font.color.rgb = RGBColor.from_string(brand.accent.removeprefix("#").upper())
    _own_styles(document)
    for language in document.styles.element.iter(_name("w:lang")):
        language.set(_name("w:val"), LANGUAGE)


def _drop_other_styles(document: Document) -> None:
    """The library's template has 160, among which it looks for the right one at every paragraph."""
    for style in list(document.styles):
        if (style.name or "").removesuffix(" Char") not in KEPT_STYLES:
            style.delete()


def _plain(style: Any, size: float) -> None:
    """Black text in one font, whatever the library's template says."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - slow to import

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(_name(script), FONT)
    for border in style.element.findall(f".//{_name('w:pBdr')}"):
        border.getparent().remove(border)


def _own_styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - slow to import
    from docx.shared import Cm, Pt  # noqa: PLC0415

    step = document.styles.add_style("Step", WD_STYLE_TYPE.PARAGRAPH)
    step.base_style = document.styles["Normal"]
    step.paragraph_format.left_indent = Cm(STEP_INDENT_CM)
    step.paragraph_format.first_line_indent = Cm(-STEP_INDENT_CM)
    step.paragraph_format.tab_stops.add_tab_stop(Cm(STEP_INDENT_CM))
    step.paragraph_format.space_before = Pt(8)
    box = document.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    box.base_style = document.styles["Normal"]
    borders = _element("w:pBdr")
    borders.append(_element("w:left", {"w:val": "single", "w:sz": "24", "w:space": "6", "w:color": "000000"}))
    box.element.get_or_add_pPr().append(borders)
    value = document.styles.add_style("Value", WD_STYLE_TYPE.CHARACTER)
    value.font.name = VALUE_FONT
    value.element.rPr.append(_element("w:bdr", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "000000"}))


# Blocks


@dataclass(frozen=True)
class Writer:
    """Adds blocks to a document, or to what else holds paragraphs, at an indent in centimetres."""

    holder: Any
    indent: float = 0
    style: str = "Normal"

    def paragraph(self, style: str | None = None) -> Paragraph:
        """Add an empty paragraph."""
        from docx.shared import Cm  # noqa: PLC0415 - slow to import

        paragraph: Paragraph = self.holder.add_paragraph(style=style or self.style)
        if self.indent and style != "Step":
            paragraph.paragraph_format.left_indent = Cm(self.indent)
        return paragraph

    def blocks(self, content: model.Blocks) -> None:
        """Add blocks, one after the other."""
        for block in content:
            self._block(block)

    def _block(self, block: model.Block) -> None:
        match block:
            case model.Paragraph(content):
                add_inlines(self.paragraph(), content)
            case model.BulletList(items):
                self._items([("•", item) for item in items])
            case model.NumberedList(start, items):
                self._items([(f"{number}.", item) for number, item in enumerate(items, start)])
            case model.Table(header, rows):
                self.table(header.cells, [row.cells for row in rows])
            case model.CodeBlock(text):
                self.paragraph().add_run(text).font.name = VALUE_FONT
            case model.Admonition(kind, title, content):
                self._note(f"{KIND_WORDS[kind]}: {title}" if title != KIND_WORDS[kind] else title, content)
            case model.Form(title, fields):
                self.paragraph().add_run(title).italic = True
                lines = [(words(field.part), words(field.label), field.state) for field in fields]
                self.table(tuple(map(words, FORM_HEADS)), lines)

    def _items(self, items: Iterable[tuple[str, model.Blocks]]) -> None:
        from docx.shared import Cm  # noqa: PLC0415 - slow to import

        inner = Writer(self.holder, self.indent + 0.6, self.style)
        for mark, content in items:
            first, others = _opening(content)
            bulleted = mark == "•" and self.style == "Normal"
            paragraph = inner.paragraph("List Bullet" if bulleted else None)
            paragraph.paragraph_format.first_line_indent = Cm(-0.6)
            paragraph.paragraph_format.left_indent = Cm(inner.indent)
            if not bulleted:
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(inner.indent))
                paragraph.add_run(f"{mark}\t")
            add_inlines(paragraph, first)
            inner.blocks(others)

    def _note(self, title: str, content: model.Blocks) -> None:
        inner = Writer(self.holder, self.indent + 0.4, "Note")
        paragraph = inner.paragraph()
        paragraph.add_run(title).bold = True
        paragraph.paragraph_format.keep_with_next = True
        inner.blocks(content)

    def table(
        self, heads: Sequence[model.Inlines], rows: Sequence[Sequence[model.Inlines]], *, row_cm: float = 0
    ) -> None:
        """Add a table whose first row is repeated on each page, and no row of which is parted or too low.

        Its first row stays with the second, and its last one with what stays with the next after the table.
        """
        from docx.shared import Cm, Pt  # noqa: PLC0415 - slow to import

        widths = _widths([heads, *rows], TEXT_WIDTH_CM - self.indent)
        table = self.holder.add_table(rows=0, cols=len(heads))
        table.style, table.autofit = "Table Grid", False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for cells in (tuple(map(_bold, heads)), *rows):
            _add_row(table, cells, widths)
        for row in table.rows if row_cm else ():
            row.height = Cm(row_cm)
        for row in (table.rows[0], table.rows[-1]):
            _keep_with_next(row)
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        indent = str(round(self.indent * TWIPS_A_CM))
        place = _element("w:tblInd", {"w:w": indent, "w:type": "dxa"})
        table._tbl.tblPr.insert_element_before(place, "w:tblLayout", "w:tblLook")
        after = self.holder.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(AFTER_TABLE_PT), Pt(1)


def _bold(content: model.Inlines) -> model.Inlines:
    return (model.Strong(content),)


def _add_row(table: Any, cells: Sequence[model.Inlines], widths: Sequence[float]) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415 - slow to import

    row = table.add_row()
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    for cell, content, width in zip(row.cells, cells, widths, strict=False):
        cell.width = Cm(width)
        add_inlines(cell.paragraphs[0], content)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _keep_with_next(row: Any) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _widths(rows: Sequence[Sequence[model.Inlines]], total: float) -> list[float]:
    """Return each column's width in centimetres: by how much it holds, and no narrower than its longest word."""
    texts = [list(map(line_words, column)) for column in zip(*rows, strict=False)]
    least = [max(map(_longest_word, column)) * LETTER_CM + 0.6 for column in texts]
    shares = [sqrt(sum(map(len, column))) for column in texts]
    free = max(total - sum(least), 0)
    free_a_share = free / (sum(shares) or 1)
    wanted = [width + free_a_share * share for width, share in zip(least, shares, strict=True)]
    scale = total / sum(wanted)
    return [width * scale for width in wanted]


def _longest_word(text: str) -> int:
    lengths = map(len, text.split())
    longest = max(lengths, default=0)
    return min(longest, LONGEST_WORD)


def _opening(content: model.Blocks) -> tuple[model.Inlines, model.Blocks]:
    match content:
        case (model.Paragraph(inlines), *others):
            return inlines, tuple(others)
        case _:
            return (), content


def words(text: str) -> model.Inlines:
    """Return plain text as a line."""
    return (model.Text(text),)


# Within a line


def add_inlines(paragraph: Paragraph, content: model.Inlines, *, bold: bool = False, italic: bool = False) -> None:
    """Add text within a line."""
    for inline in content:
        _add_inline(paragraph, inline, bold=bold, italic=italic)


def _add_inline(paragraph: Paragraph, inline: model.Inline, *, bold: bool, italic: bool) -> None:
    match inline:
        case model.Text(text):
            _add_text(paragraph, text, bold=bold, italic=italic)
        case model.Strong(content):
            add_inlines(paragraph, content, bold=True, italic=italic)
        case model.Emphasis(content):
            add_inlines(paragraph, content, bold=bold, italic=True)
        case model.Code(text):
            _add_text(paragraph, text, bold=bold, italic=italic).font.name = VALUE_FONT
        case model.Link(content, url):
            _add_link(paragraph, (*content, model.Text(f" ({url})")), url)
        case model.LineBreak():
            paragraph.add_run().add_break()
        case model.ValueRef(value):
            add_value(paragraph, value)
        case model.OrgRef(field, text):
            _add_text(paragraph, text or f"________________ ({field.blank})", bold=True, italic=italic)


def _add_link(paragraph: Paragraph, content: model.Inlines, url: str) -> None:
    """Add words that lead to an address."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - slow to import

    before = len(paragraph._p)
    add_inlines(paragraph, content)
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink", {"r:id": relation})
    link.extend(paragraph._p[before:])
    paragraph._p.append(link)


def _add_text(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    return run


def add_value(paragraph: Paragraph, value: model.RequiredValue) -> None:
    """Add a required value that nobody can type into."""
    run = paragraph.add_run(value.text, style="Value")
    lock = _element("w:lock", {"w:val": "sdtContentLocked"})
    _into_control(run, VALUE_TAG + value.id, value.setting, lock)


def add_box(paragraph: Paragraph, name: str, title: str) -> None:
    """Add a box to tick, by a click or with a pen."""
    run = paragraph.add_run(EMPTY_BOX)
    run.font.name = BOX_FONT
    for fonts in run._r.iter(_name("w:rFonts")):
        fonts.set(_name("w:eastAsia"), BOX_FONT)
    _into_control(run, name, title, _check_box())


def _check_box() -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 - slow to import

    return parse_xml(
        f'<w14:checkbox xmlns:w14="{WORD_2010}"><w14:checked w14:val="0"/>'
        f'<w14:checkedState w14:val="2612" w14:font="{BOX_FONT}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{BOX_FONT}"/></w14:checkbox>'
    )


def _into_control(run: Any, tag: str, title: str, *properties: Any) -> None:
    """Put a run into a content control, in its place."""
    control, about, content = _element("w:sdt"), _element("w:sdtPr"), _element("w:sdtContent")
    about.extend([_element("w:alias", {"w:val": title}), _element("w:tag", {"w:val": tag}), *properties])
    control.extend([about, content])
    run._r.addprevious(control)
    content.append(run._r)


def _element(name: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - slow to import

    named = {_name(key): text for key, text in (attributes or {}).items()}
    return OxmlElement(name, attrs=named)


def _name(prefixed: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - slow to import

    return qn(prefixed)
