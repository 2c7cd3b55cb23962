"""A guide folder's texts (guide.md, values.yaml, vendor.lock.yaml) to the model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import model
from generator.platforms.registry import FORMER_KEYS, ORG_FIELDS, fields_of, platform_of
from generator.problems import Location
from generator.reading.content.about import about_from
from generator.reading.content.value_parts import with_blanks
from generator.reading.text.markdown_text import Attributes, MarkdownReader, Role, parse_markdown, plain_text
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.tree import SyntaxTreeNode

    from generator.platforms.registry import Fields
    from generator.problems import Problems
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import Path, Place, YamlDocument

VALUE_ID = re.compile(r"[a-z][a-z0-9_]*")
SECTION_CLASSES = {kind.value: kind for kind in model.SectionKind if kind is not model.SectionKind.MAIN}


def read_values(source: Source, problems: Problems) -> tuple[model.RequiredValue, ...]:
    """Read values.yaml: required values by id, in the order of the file."""
    document = values_document(source, problems)
    if document is None:
        return ()
    values = []
    for name, data in document.data.items():
        if not VALUE_ID.fullmatch(name):
            problems.error(
                document.place((name,)),
                "value-id",
                f"The value id “{name}” must start with a small letter and hold only small letters, digits and _.",
            )
        elif not isinstance(data, dict):
            problems.error(
                document.place((name,)),
                "wrong-type",
                f"“{name}” has the wrong form: expected keys and values.",
            )
        elif value := validate(model.RequiredValue, data | {"id": name}, document, problems, at=(name,)):
            values.append(value)
    return tuple(values)


def values_document(source: Source, problems: Problems) -> YamlDocument | None:
    """Parse values.yaml and give each key the name it has today; warn once of each that had another."""
    document = parse_yaml(source, problems)
    if document is None:
        return None
    for former, name in FORMER_KEYS.items():
        places = {path: place for path, place in document.places.items() if path[1:2] == (former,)}
        if places:
            text = f"“{former}” is called “{name}” today. Both are read; write “{name}” throughout this file."
            problems.warning(Location(source.path, *min(places.values())), "former-key", text)
            _rename(document, places, former, name)
    return document


def _rename(document: YamlDocument, places: dict[Path, Place], former: str, name: str) -> None:
    for path, place in places.items():
        value_id, _, *below = path
        document.places.setdefault((value_id, name, *below), place)
    for data in document.data.values():
        if isinstance(data, dict) and former in data and name not in data:
            data[name] = data.pop(former)


def read_lock(source: Source, problems: Problems) -> model.Lock | None:
    """Read vendor.lock.yaml."""
    document = parse_yaml(source, problems)
    if document is None:
        return None
    return validate(model.Lock, document.data, document, problems)


def read_guide(
    guide_id: str, source: Source, values: tuple[model.RequiredValue, ...], problems: Problems
) -> model.Guide | None:
    """Read guide.md; None if it cannot be read at all, else as much of it as could be."""
    try:
        return _read_guide(guide_id, source, values, problems)
    except RecursionError:
        text = "Emphasis, links or lists are nested too deeply here to be read. Write them flatter."
        problems.error(Location(source.path), "too-deep", text)
        return None


def _read_guide(
    guide_id: str, source: Source, values: tuple[model.RequiredValue, ...], problems: Problems
) -> model.Guide | None:
    root = parse_markdown(source.text)
    about = _front_matter(root, source, problems)
    fields = _fields(about)
    values = tuple(with_blanks(value, fields) for value in values)
    reader = MarkdownReader(source, {value.id: value for value in values}, fields, problems)
    before, parts = _split_at_headings(root.children)
    opening = reader.plain_blocks(before)
    sections = _sections(parts, reader)
    if about is None:
        return None
    guide = model.Guide(guide_id, about, opening, sections, values)
    _report_paths(guide, source, problems)
    return guide


def _fields(about: model.FrontMatter | None) -> Fields:
    if about is None:
        return ORG_FIELDS
    return {field.key: field for field in fields_of(about)}


def _sections(
    parts: Iterable[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]], reader: MarkdownReader
) -> tuple[model.Section, ...]:
    sections: list[model.Section] = []
    last = 0
    for heading, nodes in parts:
        section = _section(heading, nodes, last, reader)
        if section.steps:
            last = section.steps[-1].number
        sections.append(section)
    return tuple(sections)


def _report_paths(guide: model.Guide, source: Source, problems: Problems) -> None:
    """Report each path of an admin page that its platform cannot have."""
    platform = platform_of(guide.about)
    for step in guide.steps:
        if step.setup and (words := platform.path_fault(step.setup)):
            problems.error(source.find(step.setup, step.location.line), "setup-path", words)


def _front_matter(root: SyntaxTreeNode, source: Source, problems: Problems) -> model.FrontMatter | None:
    node = next((child for child in root.children if child.type == "front_matter"), None)
    if node is None:
        problems.error(
            Location(source.path),
            "front-matter",
            "The guide does not start with its front matter: “---”, then title, objective and so on, then “---”.",
        )
        return None
    return about_from(node.content, source, problems)


def _split_at_headings(
    nodes: Sequence[SyntaxTreeNode],
) -> tuple[list[SyntaxTreeNode], list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]]]:
    before: list[SyntaxTreeNode] = []
    parts: list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]] = []
    part = before
    for node in nodes:
        if node.type == "heading":
            part = []
            parts.append((node, part))
        elif node.type != "front_matter":
            part.append(node)
    return before, parts


def _section(heading: SyntaxTreeNode, nodes: list[SyntaxTreeNode], last: int, reader: MarkdownReader) -> model.Section:
    """Read one section; `last` is the number of the last step above it."""
    place = reader.place(heading)
    content, attributes = reader.split_attributes(reader.inlines(heading.children[0].children), heading)
    _require_id(attributes, "section", place, reader.problems)
    _report_title(content, place, reader.problems)
    if heading.tag not in {"h2", "h3"}:
        text = "A section’s heading starts with ## (or ### below one). The title is in the front matter."
        reader.problems.error(place, "heading-level", text)
    before, lists, after = _split_at_lists(nodes)
    return model.Section(
        id=attributes.id or "",
        title=plain_text(content),
        kind=_section_kind(attributes, heading, reader),
        before=reader.plain_blocks(before),
        steps=_steps(lists, last, reader),
        after=reader.plain_blocks(after),
        location=place,
    )


def _report_title(content: model.Inlines, place: Location, problems: Problems) -> None:
    if not plain_text(content).strip():
        problems.error(place, "section-title", "This heading has no words. Write what its part is about.")
    if model.find_all(content, model.ValueRef, model.OrgRef):
        problems.error(place, "section-title", "A heading holds words only. Move the {{ … }} into the text below.")


def _section_kind(attributes: Attributes, heading: SyntaxTreeNode, reader: MarkdownReader) -> model.SectionKind:
    """Return what the classes of a heading say of its section; a class that says nothing is a problem."""
    kinds = []
    for name in attributes.classes:
        if name in SECTION_CLASSES:
            kinds.append(SECTION_CLASSES[name])
        else:
            known = ", ".join(f".{key}" for key in SECTION_CLASSES)
            text = f"There is no section class “.{name}”. Use one of: {known}."
            reader.problems.error(reader.place(heading, f".{name}"), "section-class", text)
    return next(iter(kinds), model.SectionKind.MAIN)


def _split_at_lists(
    nodes: list[SyntaxTreeNode],
) -> tuple[list[SyntaxTreeNode], list[SyntaxTreeNode], list[SyntaxTreeNode]]:
    """Part a section into what stands before its first numbered list, up to the end of its last one, and after it."""
    lists = [index for index, node in enumerate(nodes) if node.type == "ordered_list"]
    if not lists:
        return nodes, [], []
    first, end = lists[0], lists[-1] + 1
    return nodes[:first], nodes[first:end], nodes[end:]


def _steps(nodes: list[SyntaxTreeNode], last: int, reader: MarkdownReader) -> tuple[model.Step, ...]:
    """Read steps, counted from 1 or on from `last`, as a list may that goes on below a heading."""
    steps: list[model.Step] = []
    start = 1
    if nodes and int(nodes[0].children[0].info) == last + 1:
        start = last + 1
    for node in nodes:
        if node.type != "ordered_list":
            text = "This stands between two steps and belongs to neither. Indent it under the step it belongs to."
            reader.problems.error(reader.place(node), "between-steps", text)
            continue
        for item in node.children:
            number = start + len(steps)
            written = int(item.info)
            if written != number:
                text = f"This step is number {number}, but the list counts it as {written}."
                reader.problems.error(reader.place(item), "step-number", text)
            steps.append(_step(item, written, reader))
    return tuple(steps)


def _step(item: SyntaxTreeNode, number: int, reader: MarkdownReader) -> model.Step:
    place = reader.place(item)
    blocks = reader.blocks(item.children)
    attributes = Attributes()
    if blocks and isinstance(blocks[0], model.Paragraph):
        content, attributes = reader.split_attributes(blocks[0].content, item.children[0])
        blocks = (model.Paragraph(content, blocks[0].location), *blocks[1:])
    if not _says_something(blocks):
        reader.problems.error(place, "step-text", "A step starts with a sentence that says what to do.")
    _require_id(attributes, "step", place, reader.problems)
    _report_attributes(attributes, place, reader)
    pauses = [box for box in blocks if isinstance(box, Role) and box.kind == "pause"]
    for box in pauses[1:]:
        text = "This step has a pause already. Make one box of both, or move this one to the step it follows."
        reader.problems.error(box.location, "second-pause", text)
    return model.Step(
        id=attributes.id or "",
        number=number,
        content=tuple(block for block in blocks if not isinstance(block, Role)),
        expect=_role(blocks, "expect"),
        otherwise=_role(blocks, "otherwise"),
        pause=_pause(pauses),
        setup=attributes.pairs.get("setup"),
        verified=_verified(attributes, place, reader),
        location=place,
    )


def _pause(boxes: Sequence[Role]) -> model.Pause | None:
    for box in boxes:
        return model.Pause(box.title, box.content, box.location)
    return None


def _says_something(blocks: tuple[model.Block | Role, ...]) -> bool:
    match blocks:
        case [model.Paragraph(content), *_]:
            return plain_text(content).strip() != ""
    return False


def _role(blocks: tuple[model.Block | Role, ...], kind: str) -> model.Blocks:
    content: list[model.Block] = []
    for block in blocks:
        if isinstance(block, Role) and block.kind == kind:
            content += block.content
    return tuple(content)


STEP_ATTRIBUTES = ("setup", "verified")


def _report_attributes(attributes: Attributes, place: Location, reader: MarkdownReader) -> None:
    known = ", ".join(STEP_ATTRIBUTES)
    for key in attributes.pairs:
        if key not in STEP_ATTRIBUTES:
            reader.problems.error(place, "step-attribute", f"A step has no attribute “{key}”. Known: {known}.")


def _verified(attributes: Attributes, place: Location, reader: MarkdownReader) -> str | None:
    day = attributes.pairs.get("verified")
    if day is None or model.is_day(day):
        return day
    text = f"“verified” is “{day}”. Write a day of the calendar as YYYY-MM-DD."
    reader.problems.error(reader.source.find("verified=", place.line), "date", text)
    return None


def _require_id(attributes: Attributes, kind: str, place: Location, problems: Problems) -> None:
    if attributes.id is None:
        problems.error(place, "missing-id", f"This {kind} has no id. Write one at the end of its line: {{#some-id}}")
