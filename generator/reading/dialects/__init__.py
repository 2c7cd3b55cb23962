"""Makes what other dialects of Markdown write (boxes, tabs, steps) into the tags that the page reader knows.

A dialect is a function from lines to lines. Each has a file; `DIALECTS` is the one table of them. They may be mixed on
one page, so all of them see every page. Whatever none of them understands is named by `unread`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.reading.dialects.alerts import alerts
from generator.reading.dialects.anchors import anchors
from generator.reading.dialects.blocks import readme_blocks
from generator.reading.dialects.code import computed_code, fences, unfenced_code
from generator.reading.dialects.containers import colons, components, shortcodes
from generator.reading.dialects.expressions import expressions
from generator.reading.dialects.formulas import formulas
from generator.reading.dialects.furniture import furniture
from generator.reading.dialects.includes import includes
from generator.reading.dialects.learn import learn
from generator.reading.dialects.lettered import lettered
from generator.reading.dialects.lines import Line, Notes
from generator.reading.dialects.lists_of_attributes import lists_of_attributes
from generator.reading.dialects.material import content_tabs, notes_of_code
from generator.reading.dialects.mdc import mdc
from generator.reading.dialects.mdx import programs
from generator.reading.dialects.properties import properties
from generator.reading.dialects.references import references
from generator.reading.dialects.spaced import spaced
from generator.reading.dialects.unread import unread
from generator.reading.text.front_matter import front_matter_length

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIALECTS: tuple[tuple[Callable[[list[Line], Notes], list[Line]], tuple[str, ...]], ...] = (
    (readme_blocks, ("[block:",)),  # ReadMe: [block:callout]
    (computed_code, ("{{<", "{{%")),  # Hugo: shortcodes within code, which its sites run
    (unfenced_code, ("{{",)),  # Hugo: code within shortcodes
    (fences, ("```", "~~~")),  # titles behind the marks of code, groups of code
    (formulas, ("$", "\\(", "\\[")),  # GitHub, GitBook, Docusaurus, MkDocs: formulas
    (programs, ("import", "export", "{/*", "={", '{" "}', "{' '}")),  # MDX: imports, comments, computed attributes
    (anchors, ("<div id=", "<div name=", "<span ", "<a ")),  # Mintlify, GitHub: anchors of headings
    (notes_of_code, ("(1)",)),  # Material for MkDocs: what numbers in code refer to
    (lettered, ("a.", "a)")),  # sub-steps by letters
    (properties, ("# ",)),  # Notion: properties below the title
    (spaced, ("](",)),  # Python-Markdown: addresses with spaces
    (furniture, ("toc]", "TOC]", "toc_]", "TOC_]", "<aside>", "raw")),  # VitePress, Notion: contents, signs
    (includes, ("[!", ":::", "{%", "{{", "@include", "<<<", "8<", "<")),  # text of other files, in all dialects
    (references, ("{{",)),  # Hugo: {{< ref >}}
    (mdc, (":",)),  # Nuxt: ::note with properties; MDX: :tooltip[words]
    (lists_of_attributes, ("{", ":material", ":fontawesome", ":octicons", ":simple", ":lucide")),  # {: .class }
    (learn, (":::", "#tab/", "[!")),  # Microsoft Learn: :::image, tabs
    (alerts, (">",)),  # GitHub, Microsoft Learn, ReadMe: quotations that are boxes
    (colons, ("::",)),  # Docusaurus, VitePress, Starlight: :::
    (components, ("<",)),  # MDX, Mintlify, Notion: <Note>, <Steps>
    (shortcodes, ("{{",)),  # Hugo: {{< >}}
    (content_tabs, ("===",)),  # Material for MkDocs: ===
)
"""The dialects in the order in which they are read, each with the signs it is found by."""


def translate(texts: list[str], variables: Mapping[str, str]) -> tuple[list[Line], Notes]:
    """Return the lines with GitBook's tags for all dialects, and what was left out or not understood.

    `variables` are those of the page's space, by their names.
    """
    notes = Notes()
    numbered = [Line(text, number) for number, text in enumerate(texts, start=1)]
    start = front_matter_length(texts)
    lines = numbered[start:]
    lines = expressions(lines, notes, variables)
    text = _text(lines)
    for dialect, signs in DIALECTS:
        if any(sign in text for sign in signs):
            lines = dialect(lines, notes)
            text = _text(lines)
    unread(lines, notes)
    return [*numbered[:start], *lines], notes


def _text(lines: list[Line]) -> str:
    return "\n".join([line.text for line in lines])
