"""Pages that mix and nest all dialects: nothing raises, is lost or stays as syntax unnamed; drafts are stable."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.deriving.drafting import PageReview, draft_guide
from generator.problems import Problems
from generator.reading import dialects
from generator.reading.content.guide import read_guide, read_values
from generator.reading.gitbook import read_page
from generator.reading.text.source import Source
from generator.rendering.source.guide_source import guide_source
from tests.support.examples import times

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.reading.dialects.lines import Line, Notes

REVIEW = PageReview("", "2026-11-23")
NAMED = frozenset({"not-understood", "to-do", "unknown-tag"})
CODE = re.compile(
    r"""(?ms)^(?P<indent>[ ]*)(?P<mark>`{3,}(?=[^`\n]*$)|~{3,}).*?^(?P=indent)(?P=mark)$
    |(?P<span>`+)(?!`).+?(?<!`)(?P=span)(?!`)""",
    re.VERBOSE,
)
NAMED_CHARACTERS = 20
LEFTOVER = re.compile(
    r"""(?m)
    :::|^\s*::\w|<[A-Z]|\{\{[<%]|(?<!!)\[!\w|\[/?block\b|^\s*===[ !+]|^\s*import\s.*\sfrom\s
    |\{%(?!\})\s*\w|-8<-""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Outcome:
    """What came of a page: the draft, what is told to be left out, and what is named as not understood or to do."""

    draft: str
    told: str
    named: str


def outcome(text: str) -> Outcome:
    """Return what comes of a page."""
    problems = Problems()
    page = read_page(Source("page.md", text), problems)
    if page is None:
        return Outcome("", "", "")
    draft = draft_guide(page, "draft", REVIEW, problems)
    left_out = [part.text for part in (*page.left_out, *draft.left_out)]
    told = "\n".join((page.title, *left_out))
    named = "\n".join(problem.text for problem in problems if problem.code in NAMED)
    return Outcome(guide_source(draft.guide), told, named)


def lost(text: str, result: Outcome) -> set[str]:
    """Return the marked words, numbers, literals and addresses of a page that are neither in the draft nor told."""
    marked = re.findall(r"\bzz\w+|\b9\d{5}\b|`<zz\d+>`|`\{\{< zz\d+ >\}\}`|https://example\.com/\w+", text)
    whole = result.draft.replace("\\", "") + result.told
    return {piece for piece in marked if piece not in whole}


def unnamed(result: Outcome) -> list[str]:
    """Return the syntax that stands in the draft outside code and that no open point names."""
    body = CODE.sub(" ", result.draft.split("\n---\n", 1)[-1]).replace("\\", "")
    pieces = [match[0].strip()[:NAMED_CHARACTERS] for match in LEFTOVER.finditer(body)]
    return [piece for piece in pieces if piece not in result.named]


def again(draft: str) -> str:
    """Return a draft as it is written after it was read."""
    problems = Problems()
    values = read_values(Source("values.yaml", "{}"), problems)
    guide = read_guide("draft", Source("guide.md", draft), values, problems)
    return guide_source(guide) if guide else ""


# Pages

NUMBER = st.integers(900_000, 999_999).map(str)
NAME = st.integers(0, 9999).map("zz{}".format)
INLINE = st.one_of(
    NAME,
    NUMBER,
    NAME.map("**{}**".format),
    NAME.map("`<{}>`".format),
    NAME.map("`{{{{< {} >}}}}`".format),
    NAME.map("[{0}](https://example.com/{0})".format),
    NAME.map("<Tooltip tip='x'>{}</Tooltip>".format),
    NAME.map('<Icon name="{}" />'.format),
    NAME.map('[{0}]({{{{< ref "{0}.md" >}}}})'.format),
    NAME.map(":badge[{}]".format),
    NAME.map('<code class="expression">space.vars.{}</code>'.format),
    NAME.map('<i class="fa-leaf">:{}:</i>'.format),
    NAME.map("$${}_1$$".format),
    NAME.map("<code>{{% {} %}}</code>".format),
    NAME.map("[{0}](https://gärten.example/{0}/ü)".format),
)
LINE = st.lists(INLINE, min_size=1, max_size=4).map(" ".join).map("Turn {}".format)
BLOCK = st.one_of(
    LINE,
    LINE,
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"{n}. {x}" for n, x in enumerate(lines, 1))),
    st.lists(LINE, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {x}" for x in lines)),
    NAME.map('```sh title="{0}.sh"\n<{0}> {{{{% {0} %}}}}\n:::{0}\n```'.format),
    NAME.map("## {}".format),
    NAME.map("| {0} | `{0}` |\n| - | - |\n| <Icon /> {0} | <Badge>{0}</Badge> |".format),
    NAME.map("[!INCLUDE [{0}]({0}.md)]".format),
    NAME.map('--8<-- "{}.md"'.format),
    NAME.map('<Snippet file="{}.mdx" />'.format),
    NAME.map('{{{{< figure src="https://example.com/{0}" alt="{0}" >}}}}'.format),
    NAME.map(':::image type="content" source="https://example.com/{0}" alt-text="{0}":::'.format),
    NAME.map('<Card title="{0}" href="https://example.com/{0}" />'.format),
    NAME.map("{{{{% {} %}}}}".format),
    NAME.map("import {} from 'garden';".format),
    NAME.map("$$\n{}_1 * a * b\n$$".format),
    NAME.map("<pre>\n{{% {0} %}}\n\n:::{0}\n</pre>".format),
    NAME.map('<img\n  src={{zzsrc}}\n  alt="{0}"\n  style={{{{ width: 10 }}}}\n/>'.format),
)


def indented(text: str, width: int) -> str:
    """Return the text with each line so much further to the right."""
    return "\n".join(" " * width + line if line else line for line in text.split("\n"))


def quoted(text: str) -> str:
    """Return the text as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def block_of_readme(text: str) -> str:
    """Return the text as the body of a block."""
    return f"[block:callout]\n{json.dumps({'type': 'warning', 'title': 'zzreadme', 'body': text}, indent=1)}\n[/block]"


WRAPPERS_OF: dict[str, tuple[Callable[[str], str], ...]] = {
    "gitbook": (
        '{{% hint style="warning" %}}\n{}\n{{% endhint %}}'.format,
        "{{% stepper %}}\n{{% step %}}\n{}\n{{% endstep %}}\n{{% endstepper %}}".format,
        "<details>\n<summary>zzmore</summary>\n\n{}\n\n</details>".format,
    ),
    "docusaurus": (
        ":::warning[zztitle]\n{}\n:::".format,
        "::::note\n{}\n::::".format,
        lambda text: f'<Tabs>\n<TabItem value="a" label="zztab">\n\n{text}\n\n</TabItem>\n</Tabs>',
    ),
    "vitepress": (
        "::: tip zztitle\n\n{}\n\n:::".format,
        "::: details zztitle\n{}\n:::".format,
    ),
    "nuxt": (
        '::callout{{color="amber"}}\n{}\n::'.format,
        "::note\n---\ntitle: zztitle\n---\n{}\n::".format,
    ),
    "mintlify": (
        "<Note>\n{}\n</Note>".format,
        lambda text: f'<Warning title="zztitle">\n\n{indented(text, 2)}\n\n</Warning>',
        lambda text: f'<Steps>\n  <Step title="zzstep">\n{indented(text, 4)}\n  </Step>\n</Steps>',
        lambda text: f'<Accordion title="zztitle">\n\n{text}\n\n</Accordion>',
        lambda text: f'<Garden bed={{{{a: 1}}}}\n  title="zzgarden">\n{indented(text, 2)}\n</Garden>',
    ),
    "hugo": (
        '{{{{< alert title="zztitle" color="warning" >}}}}\n{}\n{{{{< /alert >}}}}'.format,
        "{{{{% zzshort %}}}}\n{}\n{{{{% /zzshort %}}}}".format,
    ),
    "material": (
        lambda text: f'!!! danger "zztitle"\n\n{indented(text, 4)}',
        lambda text: f'??? note "zztitle"\n\n{indented(text, 4)}',
        lambda text: f'=== "zztab"\n\n{indented(text, 4)}',
    ),
    "github": (
        lambda text: f"> [!CAUTION]\n{quoted(text)}",
        lambda text: f"1. Turn zzpoint.\n\n{indented(text, 3)}",
    ),
    "readme": (
        block_of_readme,
        lambda text: f"> 🚧 zztitle\n>\n{quoted(text)}",
    ),
    "learn": (lambda text: f"# [zztab](#tab/a)\n\n{text}\n\n---",),
    "notion": (
        "<aside>\n💡 zzaside\n\n{}\n\n</aside>".format,
        lambda text: f"- Turn zztoggle\n    \n{indented(text, 4)}",
    ),
}
BLOCKS_OF = {
    "gitbook": (
        '<figure><img src="https://example.com/{0}" alt="{0}"><figcaption><p>{0}</p></figcaption></figure>',
        '{{% embed url="https://example.com/{0}" %}}',
        '{{% code title="{0}.sh" %}}\n```sh\n<{0}>\n```\n{{% endcode %}}',
    ),
    "docusaurus": ("import {0} from '@theme/{0}';", "{{/* a {0} */}}", '<Link to="https://example.com/{0}">{0}</Link>'),
    "vitepress": ("[[toc]]", "# {0} <Badge type='tip' text='{0}' />", "<<< @/{0}.sh"),
    "nuxt": ("Turn :badge[{0}] on.", "::button{{to=https://example.com/{0}}}\n{0}\n::"),
    "mintlify": (
        '<Card title="{0}" href="https://example.com/{0}">{0}</Card>',
        '<ParamField path="{0}" type="text">\n{0}\n</ParamField>',
        '{{" "}}\n\n<Frame>\n  <img src="https://example.com/{0}" />\n</Frame>',
    ),
    "hugo": (
        '{{{{< figure src="https://example.com/{0}" alt="{0}" >}}}}',
        '{{{{< ref "{0}.md" >}}}}',
        "{{{{< {0} >}}}}",
    ),
    "material": (
        "![{0}](https://example.com/{0}){{ .{0} }}",
        "![](my {0} 1.png)",
        '--8<-- "{0}.md"',
        ":material-{0}: on",
    ),
    "github": ("- [ ] Turn {0}", "Turn it[^{0}]\n\n[^{0}]: As {0}.", "[{0}](page.md#{0})\n\n## {0}", "$`{0}_1`$"),
    "readme": (
        '[block:image]\n{{"images": [{{"image": ["https://example.com/{0}", "{0}"]}}]}}\n[/block]',
        "[{0}](doc:{0})",
    ),
    "learn": (
        "[!INCLUDE [{0}]({0}.md)]",
        ':::image type="content" source="https://example.com/{0}" alt-text="{0}":::',
        '> [!div class="nextstepaction"]\n> [{0}](https://example.com/{0})',
    ),
    "notion": (
        "[{0}](https://example.com/{0}%2072eb36b2d10048a2b5c06c6de4786def)",
        "1. Turn {0}\n    \n    ![Untitled](Turn%20{0}%201a513c0d/Untitled%201.png)\n    ",
        "<figure>\n![{0}](https://example.com/{0})\n<figcaption>{0}</figcaption>\n</figure>",
    ),
}
"""What each dialect writes of its own, with a name in place of {0}."""

WRAPPERS = tuple(chain.from_iterable(WRAPPERS_OF.values()))
PAGE = st.recursive(
    st.lists(BLOCK, min_size=1, max_size=3).map("\n\n".join),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(WRAPPERS), inner).map(lambda pair: pair[0](pair[1])), min_size=1, max_size=3
    ).map("\n\n".join),
    max_leaves=5,
).map("# Turn zzpage\n\n{}\n".format)
PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\n    ", " ", "\n1. ", "\n- ", "\n> ", "zzword", "`<zzlit>`"),
        *(
            ":::",
            "\n:::",
            "\n::: note\n",
            "\n:::info[zz]\n",
            "\n::zz\n",
            "\n::\n",
            "\n---\n",
            "\n```\n",
            "\n```sh zz\n",
        ),
        *("<Note>", "</Note>", "<Steps>", "<Step title='zz'>", "</Step>", "<Foo", " a={b}", "/>", ">", "</Steps>"),
        *("{{< note >}}", "{{< /note >}}", "{{%", "%}}", "{{< ref", ">}}", "[!NOTE]", "[!INCLUDE [a](b)]", "[!"),
        *('\n=== "zz"\n', "\n!!! note\n", "\n[block:callout]\n", "\n[/block]\n", "{", "}", "--8<--", "{/*", "*/}"),
        *("import a from 'b'", "{% hint %}", "{% endhint %}", "<aside>", "</aside>", "|", "\n| a |\n| - |\n", "**"),
    ]
)


@settings(max_examples=times(3))
@given(PAGE)
def test_nothing_is_lost_or_left_in_silence(text: str) -> None:
    result = outcome(text)
    assert not lost(text, result)
    assert not unnamed(result)
    assert again(result.draft) == result.draft


def nested(name: str) -> st.SearchStrategy[str]:
    """Return pages on which a dialect's own blocks stand in its own boxes, around another's boxes and within them."""
    blocks = [NAME.map(template.format) for template in BLOCKS_OF[name]]
    own = st.lists(st.one_of(LINE, *blocks), min_size=1, max_size=3).map("\n\n".join)
    wrapper, other = st.sampled_from(WRAPPERS_OF[name]), st.sampled_from(WRAPPERS)
    around = st.builds(lambda outer, inner, text: outer(inner(text)), wrapper, other, own)
    within = st.builds(lambda outer, inner, text: outer(inner(text)), other, wrapper, own)
    return st.lists(st.one_of(own, around, within), min_size=1, max_size=2).map(
        lambda parts: "# Turn zzpage\n\n{}\n".format("\n\n".join(parts))
    )


@pytest.mark.parametrize("name", sorted(WRAPPERS_OF))
@settings(max_examples=times(0.5))
@given(data=st.data())
def test_each_dialect_within_the_others_and_around_them(name: str, data: st.DataObject) -> None:
    text = data.draw(nested(name))
    result = outcome(text)
    assert not lost(text, result)
    assert not unnamed(result)
    assert again(result.draft) == result.draft


@settings(max_examples=times(5))
@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_is_broken_is_named_too(text: str) -> None:
    result = outcome(text)
    assert not unnamed(result)


# Negative controls


SAMPLE = """# Turn zzpage

:::warning
Turn zz1, 900001 and `<zz2>` at [zz3](https://example.com/zz3).
:::

<Note>
Turn zz4 :::
</Note>
"""


def test_the_sample_is_fine() -> None:
    result = outcome(SAMPLE)
    assert not lost(SAMPLE, result)
    assert not unnamed(result)


def test_a_line_that_a_dialect_drops_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_third(lines: list[Line], notes: Notes) -> list[Line]:
        del notes
        return [line for line in lines if line.number != 4]

    monkeypatch.setattr(dialects, "DIALECTS", (*dialects.DIALECTS, (without_third, ("",))))
    page = f"{SAMPLE}\nAnother page, which is not remembered.\n"
    assert lost(page, outcome(page)) == {"zz1", "900001", "`<zz2>`", "zz3", "https://example.com/zz3"}


def test_syntax_that_nobody_names_is_noticed() -> None:
    result = outcome(SAMPLE)
    assert "Turn zz4 :::" in result.draft
    assert unnamed(replace(result, named="")) == [":::"]


def test_a_draft_that_reads_otherwise_is_noticed() -> None:
    draft = outcome(SAMPLE).draft
    assert again(draft) == draft
    assert again(draft.replace("!!! warning", "!!!  warning")) != draft.replace("!!! warning", "!!!  warning")
