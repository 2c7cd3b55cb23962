"""Makes what other dialects of Markdown write (boxes, tabs, steps) into the tags that the page reader knows.

A dialect is a function from lines to lines. Each has a file; `DIALECTS` is the one table of them. They may be mixed on
one page, so all of them see every page. Whatever none of them understands is named by `unread`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.reading.dialects.alerts import alerts
from generator.reading.dialects.blocks import readme_blocks
from generator.reading.dialects.expressions import expressions
from generator.reading.dialects.includes import includes
from generator.reading.dialects.learn import learn
from generator.reading.dialects.lines import Line, Notes
from generator.reading.dialects.marks import colons, components, shortcodes
from generator.reading.dialects.material import content_tabs
from generator.reading.dialects.mdx import programs
from generator.reading.dialects.unread import unread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIALECTS: tuple[Callable[[list[Line], Notes], list[Line]], ...] = (
    programs,  # MDX: imports and comments
    includes,  # text of other files, in all dialects
    readme_blocks,  # ReadMe: [block:callout]
    learn,  # Microsoft Learn: :::image, tabs
    alerts,  # GitHub, Microsoft Learn, ReadMe: quotations that are boxes
    colons,  # Docusaurus, VitePress, Starlight: :::
    components,  # MDX, Mintlify, Notion: <Note>, <Steps>
    shortcodes,  # Hugo: {{< >}}
    content_tabs,  # Material for MkDocs: ===
)


def translate(texts: list[str], variables: Mapping[str, str]) -> tuple[list[Line], Notes]:
    """Return the lines with GitBook's tags for all dialects, and what was left out or not understood.

    `variables` are those of the page's space, by their names.
    """
    notes = Notes()
    lines = [Line(text, number) for number, text in enumerate(texts, start=1)]
    lines = expressions(lines, notes, variables)
    for dialect in DIALECTS:
        lines = dialect(lines, notes)
    unread(lines, notes)
    return lines, notes
