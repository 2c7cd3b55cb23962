"""Pages read back with Python-Markdown, as MkDocs reads them, say what the model says (promise 8)."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator import model
from generator.deriving.fingerprint import step_hash
from generator.deriving.guide_view import view
from generator.model.org import APP_NAME
from generator.rendering.markup import markdown as md
from generator.rendering.site.home import home_page
from generator.rendering.site.page import guide_page
from generator.rendering.site.report import report_page
from generator.rendering.site.scripts import site_scripts
from generator.rendering.site.values_page import values_page
from tests.support.project import GUIDE, PROJECT
from tests.support.small_guide import load, small

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@cache
def real() -> model.Guide:
    folder = PROJECT / "content" / GUIDE
    return load(GUIDE, (folder / "values.yaml").read_text(), (folder / "guide.md").read_text())


def hashes(guide: model.Guide) -> dict[str, str]:
    return {step.id: step_hash(step) for step in guide.steps}


@cache
def extensions() -> tuple[list[str], dict[str, Any]]:
    """The extensions that every site has, and MkDocs' own."""
    named = yaml.safe_load((PROJECT / "generator/output/site_settings.yml").read_text())["markdown_extensions"]
    options = {name: given for entry in named if isinstance(entry, dict) for name, given in entry.items()}
    names = [name for entry in named for name in (entry if isinstance(entry, dict) else [entry])]
    return [*dict.fromkeys(["toc", "tables", "fenced_code", *names])], options


class Node:
    """An element of the finished HTML."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Node | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Node | str] = []

    @property
    def classes(self) -> list[str]:
        """Return its classes."""
        return (self.attributes.get("class") or "").split()

    @property
    def text(self) -> str:
        """Return everything written in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def walk(self) -> Iterator[Node]:
        """Yield it and every element in it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag: str = "", css_class: str = "") -> list[Node]:
        """Return the elements of a kind."""
        return [node for node in self.walk() if tag in {"", node.tag} and (not css_class or css_class in node.classes)]


class TreeBuilder(HTMLParser):
    """Builds the tree, and insists that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.node = Node("root", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs), self.node)
        self.node.children.append(node)
        if tag not in {"br", "hr", "img", "input"}:
            self.node = node

    def handle_endtag(self, tag: str) -> None:
        assert self.node.tag == tag, f"</{tag}> closes <{self.node.tag}>"
        assert self.node.parent
        self.node = self.node.parent

    def handle_data(self, data: str) -> None:
        self.node.children.append(data)


def read_page(page: str) -> Node:
    """Read a page as MkDocs does."""
    if page.startswith("---\n"):
        page = page.split("---\n", 2)[2]
    names, options = extensions()
    builder = TreeBuilder()
    builder.feed(markdown.markdown(page, extensions=names, extension_configs=options))
    assert builder.node is builder.root
    return builder.root


def squeezed(text: str) -> str:
    return " ".join(text.split())


# Literal text


TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\`*_{}[]()<>#+-.!|~:/=?&;\"'$^%@,0123 abA"),
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())

CONTAINERS: dict[str, Callable[[str], str]] = {
    "paragraph": md.paragraph,
    "item": lambda line: md.item("-", md.paragraph(line)),
    "step": lambda line: md.item("1.", f'{md.paragraph(line)}\n{{: #id .step data-step="1" }}\n\nNext'),
    "cell": lambda line: md.table(("A", line), ((line, "b"),)),
    "heading": lambda line: md.heading(2, line, "id"),
    "title": lambda line: md.box("warning", line, "Text", "id"),
    "box": lambda line: md.box("warning", "Title", md.join((md.paragraph(line), md.paragraph(line)))),
    "definition": lambda line: f"Term\n:   {md.paragraph(line)}",
    "link": lambda line: md.paragraph(md.link(line, "https://example.org/")),
}
PICK: dict[str, Callable[[Node], list[Node]]] = {
    "paragraph": lambda page: page.all("p"),
    "item": lambda page: page.all("li"),
    "step": lambda page: page.all(css_class="step"),
    "cell": lambda page: [page.all("th")[1], page.all("td")[0]],
    "heading": lambda page: [
        Node("h2", {}, None) if not node.children else _without_permalink(node) for node in page.all("h2")
    ],
    "title": lambda page: page.all(css_class="admonition-title"),
    "box": lambda page: page.all(css_class="warning")[0].all("p")[1:],
    "definition": lambda page: page.all("dd"),
    "link": lambda page: page.all("a"),
}


def _without_permalink(node: Node) -> Node:
    node.children = [child for child in node.children if isinstance(child, str) or "headerlink" not in child.classes]
    return node


@pytest.mark.parametrize("container", CONTAINERS)
@given(text=TEXTS)
@example(text="1. # | `a` <b> &amp; {: #id } [x](y) ![z] **k** __l__ -- (c) \\|")
@example(text="- x")
@example(text="===")
@example(text="/// html | b")
@example(text="!!! note")
@example(text="~~~")
@example(text="{ .value }")
@example(text="a\\`|`b")
@example(text="[TOC]")
@example(text="*[a]: b")
@example(text="## a ##")
@example(text="]: a")
def test_literal_text_stays_literal(container: str, text: str) -> None:
    found = PICK[container](read_page(CONTAINERS[container](md.escape(text))))
    assert found
    assert [squeezed(node.text) for node in found] == [squeezed(text)] * len(found)
    tags = {child.tag for node in found for child in node.walk() if child is not node}
    assert tags <= {"p"}


@pytest.mark.parametrize("container", ["paragraph", "step", "cell", "box"])
@given(text=TEXTS)
@example(text="`")
@example(text="a|b")
@example(text="a\\")
@example(text="</code><script>")
@example(text="a  b")
def test_a_value_stays_literal_and_marked(container: str, text: str) -> None:
    value = real().values[0].model_copy(update={"value": text})
    found = PICK[container](read_page(CONTAINERS[container](md.value_code(value))))
    assert found
    for node in found:
        (code,) = node.all("code")
        assert code.text == text
        assert "value" in code.classes
        assert code.attributes["data-value"] == value.id


INLINES = st.recursive(
    st.one_of(
        TEXTS.map(model.Text),
        TEXTS.map(lambda text: model.Code(" ".join(text.split()))),
        st.just(model.ValueRef(real().values[2])),
        st.just(model.OrgRef(APP_NAME)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: model.Strong(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: model.Emphasis(tuple(parts))),
    ),
    max_leaves=5,
)


def words(content: model.Inlines) -> str:
    """The words of a line as the site shows them."""
    found = []
    for inline in content:
        match inline:
            case model.Text(text) | model.Code(text):
                found.append(text)
            case model.Strong(inner) | model.Emphasis(inner) | model.Link(inner):
                found.append(words(inner))
            case model.ValueRef(value):
                found.append(value.value)
            case model.OrgRef(field):
                found.append(field.stand_in)
            case model.LineBreak():
                found.append(" ")
    return "".join(found)


def tags(content: model.Inlines) -> list[str]:
    """The elements a line makes, in order."""
    found: list[str] = []
    for inline in content:
        match inline:
            case model.Strong(inner):
                found += ["strong", *tags(inner)]
            case model.Emphasis(inner):
                found += ["em", *tags(inner)]
            case model.Link(inner):
                found += ["a", *tags(inner)]
            case model.Code() | model.ValueRef():
                found.append("code")
            case model.OrgRef():
                found.append("em")
            case model.LineBreak():
                found.append("br")
    return found


@pytest.mark.parametrize("container", ["paragraph", "cell"])
@given(content=st.lists(INLINES, min_size=1, max_size=5).map(tuple))
def test_text_within_a_line_keeps_its_words_and_elements(container: str, content: model.Inlines) -> None:
    for node in PICK[container](read_page(CONTAINERS[container](md.inlines(content)))):
        assert squeezed(node.text) == squeezed(words(content))
        assert [child.tag for child in node.walk() if child is not node] == tags(content)


# Whole pages


def sections_of(guide: model.Guide) -> list[model.Section]:
    """Return the sections of the guide's own page."""
    return [section for section in guide.sections if section.kind is not model.SectionKind.REVIEW]


def parts(guide: model.Guide, kind: type[Any]) -> list[Any]:
    return [part for part in model.walk((guide.before, tuple(sections_of(guide)))) if isinstance(part, kind)]


def facts_of_model(guide: model.Guide) -> dict[str, object]:
    """What the page must hold, taken from our own reading."""
    return {
        "sections": [(section.id, section.title) for section in sections_of(guide)],
        "steps": [(step.id, hashes(guide)[step.id], squeezed(_first_words(step))) for step in guide.steps],
        "tables": [
            [[squeezed(words(cell)) for cell in row.cells] for row in (table.header, *table.rows)]
            for table in parts(guide, model.Table)
        ],
        "boxes": [(box.kind, box.id, box.title) for box in parts(guide, model.Admonition)],
        "expect": sum(bool(step.expect) for step in guide.steps),
        "otherwise": sum(bool(step.otherwise) for step in guide.steps),
        "pauses": [step.pause.title for step in guide.steps if step.pause],
        "values": [(part.value.id, part.value.value) for part in parts(guide, model.ValueRef)],
        "forms": [form.id for form in parts(guide, model.Form)],
        "lists": [len(block.items) for block in parts(guide, model.BulletList)],
        "code": [block.text.strip("\n") for block in parts(guide, model.CodeBlock)],
        "org": [part.key for part in parts(guide, model.OrgRef)],
    }


def _first_words(step: model.Step) -> str:
    first = step.content[0]
    assert isinstance(first, model.Paragraph)
    return words(first.content)


def facts_of_page(page: Node) -> dict[str, object]:
    """What the page holds, as Python-Markdown reads it."""
    boxes = [
        (node.classes[1], node.attributes.get("id"), node.all(css_class="admonition-title")[0].text)
        for node in page.all(css_class="admonition")
    ]
    return {
        "sections": [(node.attributes["id"], _without_permalink(node).text) for node in page.all("h2")],
        "steps": [
            (node.attributes["id"], node.attributes["data-hash"], squeezed(node.text))
            for node in page.all(css_class="step")
        ],
        "tables": [
            [[squeezed(cell.text) for cell in (*row.all("th"), *row.all("td"))] for row in table.all("tr")]
            for table in page.all("table")
        ],
        "boxes": [box for box in boxes if box[0] in {"info", "tip", "warning", "danger"}],
        "expect": sum(box[0] == "success" for box in boxes),
        "otherwise": len([node for node in page.all("details") if "id" not in node.attributes]),
        "pauses": [box[2] for box in boxes if box[0] == "abstract"],
        "values": [(node.attributes["data-value"], node.text) for node in page.all(css_class="value")],
        "forms": [node.attributes.get("id") for node in page.all("figure", "form")],
        "lists": [len([child for child in node.children if isinstance(child, Node)]) for node in page.all("ul")],
        "code": [node.text.strip("\n") for node in page.all("pre")],
        "org": [node.attributes["data-org"] for node in page.all("em", "org")],
    }


@pytest.mark.parametrize("load_guide", [small, real])
def test_the_guide_page_says_what_the_model_says(load_guide: Callable[[], model.Guide]) -> None:
    guide = load_guide()
    page = read_page(guide_page(view(guide)))
    assert facts_of_page(page) == facts_of_model(guide)


@pytest.mark.parametrize(
    ("before", "after", "differing"),
    [
        ("\n3.  In the", "\n3\\.  In the", {"steps", "expect", "otherwise", "code"}),
        ("{: #new-app ", "{: #newapp ", {"steps"}),
        ("    | --- | --- | --- |\n", "", {"tables"}),
        ("/// warning | Connected", "/// tip | Connected", {"boxes"}),
        ("/// success |", "/// details |", {"expect", "otherwise"}),
        ('`Local`{ .value data-value="distribution_state" } |', "`Local` |", {"values"}),
        ("`https://api-eu", "`https://api-us", {"steps", "values"}),
        ("Callback URL", "Callback  Address", {"steps"}),
    ],
)
def test_a_spoilt_page_is_noticed(before: str, after: str, differing: set[str]) -> None:
    page = guide_page(view(real()))
    assert before in page
    found, expected = facts_of_page(read_page(page.replace(before, after, 1))), facts_of_model(real())
    assert {name for name in expected if found[name] != expected[name]} == differing


def test_steps_are_numbered_through_the_guide_and_alternatives_apart() -> None:
    page = read_page(guide_page(view(real())))
    labels = [node.attributes["data-step"] for node in page.all(css_class="step")]
    starts = [node.attributes.get("start", "1") for node in page.all("ol") if node.all(css_class="step")]
    before, counted, after = range(1, 8), range(1, 20), range(8, 19)
    assert labels == [*(f"A{number}" for number in before), *map(str, counted), *(f"A{number}" for number in after)]
    assert starts == ["1", "1", "12", "16", "8", "13"]


def test_links_keep_their_addresses() -> None:
    page = read_page(guide_page(view(small())))
    addresses = [node.attributes["href"] for node in page.all("a") if "headerlink" not in node.classes]
    assert addresses == [
        "https://example.org/page_one_",
        "checklist.pdf",
        "values.md",
        "#your-org",
        "https://example.org/a_b_c?x=1&copy=2",
        "values.md#box",
        "values.md#address",
        "values.md#wide",
        "#undo",
    ]


@pytest.mark.parametrize("load_guide", [small, real])
def test_the_values_page_has_a_heading_and_twice_the_text_for_each_value(
    load_guide: Callable[[], model.Guide],
) -> None:
    guide = load_guide()
    page = read_page(values_page(view(guide)))
    assert [node.attributes["id"] for node in page.all("h2")] == [value.id for value in guide.values]
    shown = [(node.attributes["data-value"], node.text) for node in page.all("code", "value")]
    each = [(value.id, value.value) for value in guide.values]
    assert shown == each * 2
    assert len(page.all(css_class="deviation")) == sum(value.deviation is not None for value in guide.values)


def test_the_values_page_in_words() -> None:
    text = squeezed(read_page(values_page(view(small()))).all("dl")[0].text)
    assert text == (
        "On the screen New app → Basic, in step 2 Why It is the only one | that works. What you see if it is wrong "
        "Not known. Salesforce’s default Not known. In the metadata App address holds the value itself App on = true"
    )
    names = [squeezed(_without_permalink(node).text) for node in read_page(values_page(view(small()))).all("h2")]
    assert names == ["Address", "Rights (1 of 2)", "Rights (2 of 2)"]


def test_front_matter_survives_quotes_and_html() -> None:
    front = yaml.safe_load(guide_page(view(small())).split("---\n")[1])
    assert front == {
        "title": "Sign in: A &amp; B",
        "description": "A &quot;short&quot; one",
        "script": "your-org.js",
    }


def test_a_projects_own_script_stands_for_ours_of_its_name_alone() -> None:
    ours = site_scripts([])
    replaced = site_scripts([], {"copy.js": "own();", "other.js": "other();"})
    assert "globalThis.Copying" in ours["site.js"]
    assert "own();" in replaced["site.js"]
    assert "globalThis.Copying" not in replaced["site.js"]
    assert [name for name, text in replaced.items() if "other();" in text] == []
    assert {name for name in ours if ours[name] != replaced[name]} == {"site.js"}


def test_the_home_page_lists_each_guide() -> None:
    page = read_page(home_page([view(small()), view(real())]))
    cards = [(node.all("h3")[0].attributes["id"], node.all("span")[0].text) for node in page.all("div", "card")]
    assert cards == [("small", "3 steps"), (GUIDE, "19 steps")]
    assert "Not affiliated with the makers of the products." in page.text


def test_the_report_page_lists_the_files_and_then_every_value() -> None:
    paths = {"docs/small/index.md": 3, "site/small/index.html": 3, "elsewhere.txt": 1}
    names = {"docs/small/index.md": "Guide text", "site/small/index.html": "Guide page", "elsewhere.txt": "A & b"}
    counts = {value.id: paths for value in small().values}
    page = read_page(report_page([view(small())], {"small": counts}, names))
    rows = [[cell.text for cell in (*row.all("th"), *row.all("td"))] for row in page.all("tr")]
    assert rows[:4] == [
        ["File", "Values", "Places"],
        ["Guide text", "3 of 3", "9"],
        ["Guide page", "3 of 3", "9"],
        ["A & b", "3 of 3", "3"],
    ]
    assert rows[4] == ["Setting", "Guide text", "Guide page", "A & b"]
    assert rows[5:] == [[name, "3", "3", "1"] for name in ("Address", "Rights (1 of 2)", "Rights (2 of 2)")]


def test_an_orgs_own_text_never_reaches_a_page() -> None:
    """Even a filled guide makes the page for everybody."""
    filled = md.inlines((model.OrgRef(APP_NAME, "Canary"),))
    assert filled == '*your app’s name*{ .org .typed data-org="app_name" }'
    form = model.Form("A", (model.FormField("B", "C", (model.OrgRef(APP_NAME, "Canary"),)),))
    assert "Canary" not in md.blocks((form,))
