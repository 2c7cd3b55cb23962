"""`guide import` reads real pages and loses nothing.

A case in `cases/import` reads: title `.` page `.` the draft's guide.md below its front matter `.` every message, then
what was left out `.` and nothing else.
"""

from __future__ import annotations

import json
import re
import shutil
from cProfile import Profile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import model
from generator.checking.nothing_lost import lost_words
from generator.commands.import_page import Import, import_page
from generator.deriving import drafting
from generator.deriving.drafting import PageReview
from generator.model.page import Page, counts
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_values
from generator.reading.dialects.expressions import UNRESOLVED
from generator.reading.gitbook import read_page
from generator.reading.gitbook.words import words
from generator.reading.text.source import Source, decode
from generator.rendering.source.guide_source import guide_source
from tests.support.examples import times
from tests.support.project import GUIDE, PROJECT, run

CASES = sorted((PROJECT / "tests/cases/import").glob("*.md"))
REVIEW = PageReview("", "2026-11-23")
LEAST = 15
SECRET = "3MVG9" + "canary" * 8
STRUCTURE = PROJECT / "tests/cases/import-structure.md"
"""A page with the structure of a real one: 21 steps, 3 tables, 2 warnings, 2 figures and a tail."""


def imported(page: Path, out: Path, name: str | None = "draft") -> Import:
    return import_page(page, out, name, REVIEW)


def outcome(result: Import, page: Path, out: Path) -> tuple[str, list[str]]:
    """Return the draft's body, and every message and omission, with short paths."""
    body = (out / "draft/guide.md").read_text().split("\n---\n", 1)[1].strip() if result.folder else ""
    problems = [str(p).replace(f"{out}/draft/", "").replace(str(page), "page.md") for p in result.problems]
    left = [f"{part.line}: {part.text!r} ({part.reason})" for part in result.left_out]
    of_any_draft = ("[to-do]", "[open-points]")
    return body, [text for text in problems if text.startswith("page.md") or not text.endswith(of_any_draft)] + left


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    title, text, body, messages, rest = f"\n{path.read_text()}".split("\n.\n")
    assert title.strip()
    assert not rest
    page = tmp_path / "page.md"
    page.write_text(f"{text}\n")
    result = imported(page, tmp_path / "out")
    assert outcome(result, page, tmp_path / "out") == (body, messages.splitlines())
    if result.folder:
        again = imported(result.folder / "guide.md", tmp_path / "again")
        assert again.folder, [str(problem) for problem in again.problems]
        assert (again.folder / "guide.md").read_text() == (result.folder / "guide.md").read_text()


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= LEAST


# The structure of a real page


@pytest.fixture(scope="module")
def structure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the draft of a page built like a vendor's."""
    out = tmp_path_factory.mktemp("structure")
    result = imported(STRUCTURE, out)
    assert result.folder
    assert not result.problems.has_errors
    return out / "draft"


def test_a_real_pages_structure_arrives_whole(tmp_path: Path) -> None:
    result = run("import", STRUCTURE, "--out", tmp_path, "--format", "json", "--today", "2026-11-23")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["counts"] == {
        "sections": 3,
        "steps": 21,
        "nested_steps": 0,
        "tables": 3,
        "rows": 10,
        "admonitions": {"info": 0, "tip": 0, "warning": 2, "danger": 0},
        "figures": 2,
        "links": 3,
        "code_literals": 2,
    }
    assert [part["line"] for part in report["left_out"]] == [83]
    assert report["left_out"][0]["text"].startswith("---\n\n# Agent Instructions")
    assert {problem["severity"] for problem in report["problems"]} == {"warning"}


def test_the_draft_is_accepted_by_check(structure: Path) -> None:
    result = run("check", "--project", PROJECT, "--content", structure.parent)
    assert (result.exit_code, result.stdout) == (0, "No errors in content, but a guide requires no value yet.\n")


@pytest.mark.pdf
def test_the_draft_builds_as_it_is(structure: Path, tmp_path: Path) -> None:
    """Also while its values and its address are not known."""
    result = run("build", "--project", PROJECT, "--content", structure.parent, "--out", tmp_path / "out", "--site-only")
    assert result.exit_code == 0, result.output


def test_importing_a_draft_again_changes_nothing(structure: Path, tmp_path: Path) -> None:
    imported(structure / "guide.md", tmp_path)
    names = ["guide.md", "values.yaml", "vendor.lock.yaml"]
    assert [(tmp_path / "draft" / name).read_text() for name in names] == [
        (structure / name).read_text() for name in names
    ]


def test_suggested_values_are_yaml_once_uncommented(structure: Path) -> None:
    text = (structure / "values.yaml").read_text()
    *_, entries = text.removesuffix("{}\n").partition("#\n# new_mount")
    entries = entries or text.split("last line of this file.\n", 1)[1].removesuffix("{}\n")
    problems = Problems()
    read_values(Source("values.yaml", "".join(line[2:] for line in entries.splitlines(keepends=True))), problems)
    assert not list(problems)
    assert "value: https://sky-eu.example.com/star/redirect" in text


def test_a_dropped_row_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of “nothing is lost”."""
    row = drafting._Drafter._row
    monkeypatch.setattr(drafting._Drafter, "_row", lambda self, r: row(self, model.Row(r.cells[:1], r.location)))
    result = imported(STRUCTURE, tmp_path)
    lost = [problem for problem in result.problems if problem.code == "lost-word"]
    assert lost
    assert lost[0].location.line == 21
    assert result.problems.has_errors  # so the exit status is 1
    assert (tmp_path / "draft/guide.md").is_file()


@pytest.mark.parametrize(
    ("page", "draft", "codes"),
    [
        ("Press <b>Save as</b>.", "Press **Save as**.", []),
        ("new name", "newname", ["joined-words"]),
        ("newname", "new name", ["joined-words"]),
        ("new name", "name", ["lost-word"]),
        ("new name", "someone renew name", ["lost-word"]),
        ("new name new", "newname", ["joined-words", "lost-word"]),
        ("new name\n\nnew name", "newname", ["joined-words", "lost-word"]),
        ("port 80 or 81", "port 8081 or", ["lost-word"]),
        ("- a\n- 1", "- a1", ["joined-words"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "| 1 |\n| - |", ["lost-word"]),
    ],
)
def test_only_words_that_are_there_are_excused(page: str, draft: str, codes: list[str]) -> None:
    found = lost_words(Source("page.md", page), draft, ())
    assert sorted({problem.code for problem in found}) == codes


def test_the_repositorys_guide_survives_writing_and_reading() -> None:
    folder = PROJECT / "content" / GUIDE
    problems = Problems()
    values = read_values(Source("values.yaml", (folder / "values.yaml").read_text()), problems)
    guide = read_guide(GUIDE, Source("guide.md", (folder / "guide.md").read_text()), values, problems)
    assert guide
    assert read_guide(GUIDE, Source("guide.md", guide_source(guide)), values, problems) == guide
    assert not problems.has_errors


# Answers to open points


ANSWERABLE = """# Connect

## Create

- Open **Setup**.
- In **Callback URL**, enter `https://example.com/oauth/callback`.

## Switch on

Go to **Apps**.

Set **Mode** to **Strict**.

Then click **Save**.

## By kind

=== "Cloud"

    1. Open **Cloud**.

=== "Server"

    1. Open **Server**.

## As a table

| Step | What to do | Note |
| --- | --- | --- |
| 1 | Click **Go** | twice |
| 2 | Wait | |
"""
NO_ANSWER = "    answer:\n"


def answered(folder: Path, accept: str, answer: str) -> None:
    """Answer each open point whose proposal begins so."""
    guide = folder / "guide.md"
    text = re.sub(rf"(    accept: {accept}.*\n    answer:)\n", rf"\g<1> {answer}\n", guide.read_text())
    guide.write_text(text)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The folder of a draft with proposals of steps."""
    page = tmp_path / "page.md"
    page.write_text(ANSWERABLE)
    result = imported(page, tmp_path / "out")
    assert result.folder
    return result.folder


def test_one_answer_makes_steps_and_one_a_value(draft: Path) -> None:
    answered(draft, "steps", "yes")
    result = run("import", "--out", draft.parent, "--guide", "draft")
    assert (result.exit_code, result.stdout) == (0, f"Draft {draft}: answers taken over: 4, points open: 5.\n")
    assert "wait for an answer, 2 of them proposals" in result.stderr
    answered(draft, "value", "yes")
    assert run("import", "--out", draft.parent, "--guide", "draft").exit_code == 0
    body = (draft / "guide.md").read_text().split("\n---\n")[1]
    assert body.strip() == ANSWERED.strip()
    assert "\ncallback_url:\n  setting: Callback URL\n" in (draft / "values.yaml").read_text()
    assert "\n  mode:\n    stated: Strict\n    value: Strict\n" in (draft / "vendor.lock.yaml").read_text()
    assert run("check", "--content", draft.parent).exit_code == 0


ANSWERED = """
## Create {#create}

1. Open **Setup**. {#open-setup}

2. In **Callback URL**, enter {{ callback_url }}. {#in-callback-url-enter-https-example}

## Switch on {#switch-on}

1. Go to **Apps**. {#go-to-apps}

2. Set **Mode** to {{ mode }}. {#set-mode-to-strict}

3. Then click **Save**. {#then-click-save}

## By kind: Cloud {#by-kind}

1. Open **Cloud**. {#open-cloud}

## By kind: Server {#by-kind-server .alternative}

1. Open **Server**. {#open-server}

## As a table {#as-a-table}

1. Click **Go** {#click-go}

    - **Note**: twice

2. Wait {#wait}
"""


NUMBERS_AND_CODE = """# Connect

## Ways

1. by hand
2. by post

## Work

1. Open **Setup**.
2. Fill in:

   ```
   Name: Oak tree
   Address: https://example.com/tree
   ```
"""
WITHOUT_NUMBERS = """
## Ways {#ways}

1. by hand
2. by post

## Work {#work}

1. Open **Setup**. {#open-setup}

2. Fill in: {#fill-in}

    - **Name**: {{ name }}
    - **Address**: {{ address }}
"""


def test_numbers_become_a_plain_list_and_lines_of_code_values(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(NUMBERS_AND_CODE)
    folder = imported(page, tmp_path / "out").folder
    assert folder
    answered(folder, "(?:list|value)", "yes")
    result = run("import", "--out", folder.parent, "--guide", "draft")
    assert result.stdout == f"Draft {folder}: answers taken over: 3, points open: 3.\n"
    assert (folder / "guide.md").read_text().split("\n---\n")[1].strip() == WITHOUT_NUMBERS.strip()


def test_without_an_answer_nothing_changes(draft: Path) -> None:
    before = {path.name: path.read_text() for path in draft.iterdir()}
    assert run("import", "--out", draft.parent, "--guide", "draft").exit_code == 1  # the draft has no steps yet
    assert {path.name: path.read_text() for path in draft.iterdir()} == before


def test_no_and_done_settle_a_point(draft: Path) -> None:
    body = (draft / "guide.md").read_text().split("\n---\n")[1]
    answered(draft, "steps create", "no")
    result = run("import", "--out", draft.parent, "--guide", "draft")
    assert "answers taken over: 1, points open: 6" in result.stdout
    assert (draft / "guide.md").read_text().split("\n---\n")[1] == body


def test_an_answer_that_fits_nothing_is_refused(draft: Path) -> None:
    guide = draft / "guide.md"
    before = guide.read_text()
    guide.write_text(before.replace(NO_ANSWER, "    answer: yes\n"))
    result = run("import", "--out", draft.parent, "--guide", "draft")
    assert (result.exit_code, result.stdout) == (1, "Nothing was written.\n")
    assert "“yes” accepts a proposal, and this point proposes nothing. Write “done” or “no”. [answer]" in result.stderr
    guide.write_text(before.replace(NO_ANSWER, "    answer: perhaps\n", 1))
    assert run("import", "--out", draft.parent, "--guide", "draft").exit_code == 1


def test_a_proposal_that_is_gone_stays_open(draft: Path) -> None:
    guide = draft / "guide.md"
    guide.write_text(guide.read_text().replace("- Open **Setup**.", "- Look at **Setup**."))
    answered(draft, "steps create", "yes")
    result = run("import", "--out", draft.parent, "--guide", "draft")
    assert "answers taken over: 0, points open: 7" in result.stdout
    assert "What this point proposes to change is not there any more." in result.stderr


def test_a_draft_that_does_not_exist_is_named(tmp_path: Path) -> None:
    result = run("import", "--out", tmp_path, "--guide", "nothing")
    assert (result.exit_code, result.stdout) == (1, "Nothing was written.\n")
    assert "There is no draft of this name." in result.stderr
    assert run("import", "--out", tmp_path).exit_code == 2


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("In **Callback URL**, enter `https://example.com/a`.", [("Callback URL", "https://example.com/a")]),
        ("Set **Mode** to **Strict**.", [("Mode", "Strict")]),
        ("For **Type**, choose **Web**, then click **Save**.", [("Type", "Web")]),
        ("Select **Web** as the **Type**.", [("Type", "Web")]),
        ("**Name**: `zz`", [("Name", "zz")]),
        ("Enter `zz` in the field.", [("", "zz")]),
        ("Under **Scopes**, add:\n\n   ```\n   first = read, write\n   ```", [("first", "read, write")]),
        ("Fill in:\n\n   ```\n   Name: Oak\n   Kind: tree\n   ```", [("Name", "Oak"), ("Kind", "tree")]),
        (
            "Under **Allowed**, add:\n\n   ```\n   https://a.example.com/b\n   ```",
            [("Allowed", "https://a.example.com/b")],
        ),
        ("Fill in:\n\n   ```\n   spec:\n     kind: tree\n   ```", []),
        ("Write:\n\n   ```\n   if (a == b) {\n   ```", []),
        ("Open **Menu** → **Trees**.", []),
        ("Under **Kind**, type a word and select **OK**.", []),
        ("**Name\uff1a** `zz`", [("Name", "zz")]),
        ("Set:\n\n   | Name | Value |\n   | --- | --- |\n   | - | tree |\n   | Kind | - |", []),
        ("Click **Save**.", []),
        ("Under **Links**, select **+ Add link**, or select **Copy** for **Key**.", []),
        ("Enter a name, for example `oak`, and a host (e.g. `https://a.example`).", []),
        ("Set **Mode** to **Big** in the settings (`settings.md#mode`) or ([here](/settings)).", [("Mode", "Big")]),
        ("Note the **Callback** **URL**; it **must** be set to `oak`.", [("URL", "oak")]),
        ("Prefix **Domain** with `https://`.", []),
        ("**Domain:** **oak**", [("Domain", "oak")]),
        ("For `Kind`, select `Web`.", [("Kind", "Web")]),
        ("Under the **Kind,** select **Web**.", [("Kind", "Web")]),
        (
            "Set:\n\n   | Name | Value |\n   | --- | --- |\n   | Mail | The mail of each person, small: `a.b` |",
            [("Mail", "a.b")],
        ),
        ("Set:\n\n   | Name | Value |\n   | --- | --- |\n   | Kind | Any of the kinds in the list below. |", []),
        ("Select **Apps** > **New**.", []),
        ("In the **Shed**, check the **Spades** section.", []),
        ("In **Login URL**, paste the **Garden URL** you copied.", []),
        ("Paste the **Garden** you noted for the **Kind**.", []),
        ("Under **Sign in**, add **Redirect URIs** (e.g. `https://oak.example.com/a`).", []),
        ("Paste it in your **Garden Console** in the space for **Kind.**", []),
        ("Under **Garden,** select **Oak,** and go on.", []),
        ("Fill in:\n\n   - Name: `Oak`\n   - Client secret: `oak`\n   - Example: `ash`", [("Name", "Oak")]),
        ("`TREE_KIND`: Set to `oak` to plant it.", [("TREE_KIND", "oak")]),
        ("**Kind**: Select **Oak**.", [("Kind", "Oak")]),
        ("Enter `your-garden`, `<garden>` and `xxxx-xxxx`.", []),
        (
            "Set:\n\n   | Name | Kind | Value |\n   | --- | --- | --- |\n   | Mail | text | `a.b` |",
            [("Mail", "a.b")],
        ),
        ("Set:\n\n   | Name | Kind | Place |\n   | --- | --- | --- |\n   | Mail | text | top |", []),
        ("Set:\n\n   | Name | Description |\n   | --- | --- |\n   | Mail | The address |", []),
        ("Run `npm install`.", []),
        ("![zz](/files/zz.png)", []),
        ("Enter ![zz](a.png) `zz.png`.", []),
    ],
)
def test_values_are_proposed_where_a_reader_types_or_chooses(
    text: str, proposed: list[tuple[str, str]], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Go\n\n1. {text}\n")
    imported(page, tmp_path / "out")
    folder = tmp_path / "out/draft"
    entries = re.findall(r"# ( *)(setting|value): (.*)", (folder / "values.yaml").read_text())
    texts = [value.strip('"') for _, _, value in entries]
    expected = [text for pair in proposed for text in (pair[0] or "not known", pair[1])]
    assert texts == expected
    lock = (folder / "vendor.lock.yaml").read_text()
    assert [f"#     value: {value}" in lock for _, value in proposed] == [True] * len(proposed)


# The command


def test_crlf_makes_no_difference(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(STRUCTURE.read_bytes().replace(b"\n", b"\r\n"))
    for path, out in ((page, tmp_path / "crlf"), (STRUCTURE, tmp_path / "lf")):
        imported(path, out)
    for name in ("guide.md", "values.yaml", "vendor.lock.yaml"):
        assert (tmp_path / "crlf/draft" / name).read_bytes() == (tmp_path / "lf/draft" / name).read_bytes()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    result = run("import", STRUCTURE, "--out", tmp_path, "--guide", "draft")
    assert (result.exit_code, result.stdout) == (1, "Nothing was written.\n")
    assert f"{folder}: This exists already, and nothing is written over." in result.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["draft", "mine.txt"]


def test_a_guide_id_cannot_lead_elsewhere(tmp_path: Path) -> None:
    assert run("import", STRUCTURE, "--out", tmp_path / "out", "--guide", "../up").exit_code == 1
    assert not list(tmp_path.iterdir())


def test_the_pages_address_makes_its_links_whole(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Go\n\nSee [it](../it.md).\n\n## Do\n\n1. Go.\n")
    result = run("import", page, "--out", tmp_path / "out", "--page", "https://example.com/a/b/c")
    assert result.exit_code == 0
    assert "[it](https://example.com/a/it.md)" in (tmp_path / "out/go/guide.md").read_text()


@pytest.mark.parametrize(
    ("variables", "draft", "messages"),
    [
        ("tree: A *young* oak\n", r"Water A \*young\* oak.", []),
        (
            "shrub: box\n",
            "Water `space.vars.tree`.",
            ["page.md:3:1: warning: " + UNRESOLVED.format(text="space.vars.tree") + " [to-do]"],
        ),
    ],
)
def test_expressions_say_what_the_spaces_variables_do(
    variables: str, draft: str, messages: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "docs/page.md"
    page.parent.mkdir()
    page.write_text('# Go\n\n1. Water <code class="expression">space.vars.tree</code>.\n')
    (tmp_path / ".gitbook").mkdir()
    (tmp_path / ".gitbook/vars.yaml").write_text(variables)
    body, told = outcome(imported(page, tmp_path / "out"), page, tmp_path / "out")
    assert draft in body
    assert [text for text in told if "warning" in text] == messages


def test_broken_variables_are_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Go\n\n1. Go.\n")
    (tmp_path / ".gitbook").mkdir()
    (tmp_path / ".gitbook/vars.yaml").write_text("- oak\n")
    result = imported(page, tmp_path / "out")
    assert [problem.code for problem in result.problems] == ["yaml-mapping"]
    assert result.folder is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "1:1: The file is not UTF-8 text. Save it with the encoding UTF-8. [not-utf8]"),
        (b"a\nb\x00c", "2:1: This is not text: it holds control characters. Export the page as Markdown. [not-text]"),
        (
            b"a" * 10_000_000,
            "None:None: The page is larger than 5,000,000 bytes. Import the one page that holds the steps. [page-size]",
        ),
    ],
    ids=["binary", "control", "10-mb"],
)
def test_what_is_no_page(data: bytes, message: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(data)
    result = run("import", page, "--out", tmp_path / "out", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["counts"] == counts(Page("", (), ()))
    assert report["left_out"] == []
    assert [f"{p['line']}:{p['column']}: {p['text']} [{p['code']}]" for p in report["problems"]] == [message]


@pytest.mark.parametrize(
    "form", [SECRET, f"<b>{SECRET[:4]}</b>{SECRET[4:]}", f"\n---\n\n# Agent Instructions\n\n{SECRET}"]
)
def test_a_secret_is_refused_and_never_echoed(form: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Go\n\n1. Enter `x` {form}\n")
    for output_format in ("text", "json"):
        result = run("import", page, "--out", tmp_path / "out", "--format", output_format)
        assert result.exit_code == 1
        assert "[secret]" in result.output or '"secret"' in result.output
        assert SECRET not in result.output
    assert not (tmp_path / "out/go").exists()


# Properties

WORDS = st.text(alphabet="abcdefgh 0123456789üß", min_size=1, max_size=12).map(lambda text: text.strip() or "word")
INLINES = st.one_of(
    WORDS,
    WORDS.map("**{}**".format),
    WORDS.map("`{}`".format),
    WORDS.map("[{}](https://example.com/a)".format),
    WORDS.map("[{}](b.md)".format),
    WORDS.map("![{}](/files/p)".format),
    WORDS.map("<mark style='x'>{}</mark>".format),
)
LINES = st.lists(INLINES, min_size=1, max_size=4).map(" ".join)
SIMPLE = st.one_of(
    LINES,
    LINES.map("## {}".format),
    st.lists(LINES, min_size=1, max_size=3).map(lambda items: "\n".join(f"{n}. {x}" for n, x in enumerate(items, 1))),
    st.lists(LINES, min_size=1, max_size=3).map(lambda items: "\n".join(f"* {x}" for x in items)),
    WORDS.map("<table><tr><td>{0}</td><td><code>{0}</code></td></tr></table>".format),
    WORDS.map('<figure><img src="/f/1" alt="{0}"><figcaption>{0}</figcaption></figure>'.format),
    WORDS.map("```\n{}\n```".format),
    WORDS.map("| {0} | b |\n| - | - |\n| c | {0} |".format),
)
PAGES = st.recursive(
    st.lists(SIMPLE, min_size=1, max_size=4).map("\n\n".join),
    lambda inner: st.one_of(
        inner.map('{{% hint style="info" %}}\n{}\n{{% endhint %}}'.format),
        inner.map("{{% stepper %}}\n{{% step %}}\n{}\n{{% endstep %}}\n{{% endstepper %}}".format),
        inner.map('{{% tabs %}}\n{{% tab title="one" %}}\n{}\n{{% endtab %}}\n{{% endtabs %}}'.format),
        inner.map("<details>\n<summary>more</summary>\n\n{}\n\n</details>".format),
    ),
    max_leaves=6,
)
BREAKS = ("\n", "\n\n", "\n    ", " ", "\t", "\n1. ", "\n* ", "\n> ", "\n| a | b |\n| - | - |\n")
MARKS = """{% hint %}|{% endhint %}|{% step %}|{%% %}|{{ x }}|{#id}|**|*|_|`|```|~~~|[|](|)|![|<|<b>|</b>|<table>|<td>
</table>|<details>|<!--|-->|---|>|1.|2.|-|#|&amp;|\\|!|!!!|word|漢字|:x:|<a|<pre>"""
PIECES = st.sampled_from([*BREAKS, *re.split(r"[|\n]", MARKS)])


def outcome_of(text: str) -> tuple[Problems, str]:
    """Return the problems of a page and its draft, without a file."""
    problems = Problems()
    source = decode(text.encode(), "page.md", problems)
    page = read_page(source, problems) if source else None
    if page is None or problems.has_errors:
        return problems, ""
    return problems, guide_source(drafting.draft_guide(page, "draft", REVIEW, problems).guide)


SYNTAX = frozenset(
    """hint endhint style info stepper step endstepper endstep tabs tab endtab endtabs title details summary table tr td
    code figure img src alt figcaption mark x""".split()  # noqa: SIM905 - a list would be one a line
)


@settings(max_examples=times(2))
@given(PAGES)
def test_no_word_of_a_well_formed_page_is_lost(text: str) -> None:
    problems, draft = outcome_of(text)
    assert not problems.has_errors
    kept = words(draft)
    assert {word for word in words(text) if word not in SYNTAX} <= set(kept)


@settings(max_examples=times(3), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_no_page_raises_or_loses_a_word_in_silence(text: str, tmp_path: Path) -> None:
    """A word that a broken page would lose is a problem, and then nothing is written."""
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    page = tmp_path / "page.md"
    page.write_text(text)
    result = imported(page, tmp_path / "out")
    assert (tmp_path / "out/draft").exists() == (result.folder is not None)
    assert result.folder is None or not any(problem.code == "lost-word" for problem in result.problems)


LONG_PAGES = {
    "brackets": "[",
    "stars": "*",
    "angles": "<",
    "open-tags": "<a ",
    "tags": "{% ",
    "double braces": "{{",
    "quotes": "> a\n",
    "steps": "1. Click\n\n",
    "headings": "# a\n",
    "bold": "<b>",
    "rows": "<table><tr><td>x</td></tr></table>\n",
    "hints": '{% hint style="info" %}\n',
    "letters": "a. x\nb. y\n",
    "components on one line": "<Note>",
    "comments on one line": "{/* ",
    "formulas": "\\(a \\frac $$a$$ ",
    "preformatted": "<pre>\n",
    "colons": ":::note\n",
    "closed colons": ":::note\na\n:::\n",
    "components": "<Note>\n",
    "closed components": "<Note>a</Note>\n",
    "shortcodes": "{{< note >}}\n",
    "alerts": "> [!NOTE]\n> a\n\n",
    "content tabs": '=== "a"\n\n    b\n\n',
    "nuxt": "::note\n---\na: b\n---\nx\n::\n",
    "code with titles": '```sh title="a"\nb\n```\n',
    "code groups": "<CodeGroup>\n",
    "code on tabs": "{{< tabpane >}}\n{{< tab >}}\n",
    "includes": "[!INCLUDE [a](b)]\n",
    "references": '[a]({{< ref "b" >}}) ',
    "expressions": '<code class="expression">a</code> ',
    "lists of attributes": "{: .a }\n",
    "imports": "import {\n",
    "comments": "{/* a\n",
    "braces": "<A b={{{",
    "unknown": "<Foo a='b'>\n",
    "steps of headings": "<Steps>\n### a\n",
    "tags within": "x {% hint %} y\n",
}


def calls(text: str) -> int:
    """Return how many functions reading and drafting a page, and reading the draft, call."""
    profile = Profile()
    profile.enable()
    try:
        _, draft = outcome_of(text)
        read_guide("draft", Source("guide.md", draft), (), Problems())
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("piece", LONG_PAGES.values(), ids=LONG_PAGES)
def test_the_work_grows_with_the_length(piece: str) -> None:
    short, long = (calls(piece * (size // len(piece))) for size in (1000, 4000))
    assert long < 6 * short + 1000


def test_a_draft_that_requires_nothing_is_not_fine(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Set up X\n\nDo it.\n\n1. Click **Setup**.\n2. Click **Save**.\n")
    assert run("import", tmp_path / "page.md", "--out", tmp_path / "drafts").exit_code == 0
    result = run("check", "--project", PROJECT, "--content", tmp_path / "drafts")
    assert (result.exit_code, result.stdout) == (0, "No errors in content, but a guide requires no value yet.\n")
    place = tmp_path / "drafts/set-up-x/values.yaml"
    assert f"{place}: warning: The guide requires no value yet, so nothing that is made from it can be" in result.stderr
