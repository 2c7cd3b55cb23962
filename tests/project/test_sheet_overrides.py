"""A file of a project's own stands for the package's of that name on every sheet, and hides nothing."""

from __future__ import annotations

import pickle
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.batch.jobs import Job
from generator.batch.plan import Jobs, jobs_of
from generator.batch.sheets import blank_checklist
from generator.model import Org
from generator.model.sheet_overrides import SheetOverrides
from generator.output.fonts import FONT_FILES, SHIPPED
from generator.problems import ContentError, Problems
from generator.project.freshness import inputs_hash
from generator.project.loading import load
from generator.project.override_files import NO_LICENCE
from generator.project.paths import Paths
from generator.project.sheet_overrides import read_sheet_overrides
from generator.publishing.printed import CONFIRMATION
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.markup.html import TEMPLATES
from generator.rendering.markup.overrides import HIDES, NO_CSS, TOO_DEEP, text_faults
from generator.rendering.sheets.sheet import REPLACEABLE
from tests.support.project import PROJECT, run

ORG = "content/orgs/example.yaml"
CHECKLIST = (TEMPLATES / "checklist.html.j2").read_text(encoding="utf-8")
CONFIRM = (TEMPLATES / "confirm.html.j2").read_text(encoding="utf-8")
PRINT = (TEMPLATES / "print.css").read_text(encoding="utf-8")
RUN = (TEMPLATES / "run.html.j2").read_text(encoding="utf-8")
ROW = "{{ row.text }}"
VALUES = ("Redirect address (redirect_address)", "Who may sign in (audience)", "Require PKCE (pkce)")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project without files of its own for its sheets."""
    folder = tmp_path_factory.mktemp("plain") / "project"
    assert run("new", folder, "--today", "2026-12-07").exit_code == 0
    return folder


@pytest.fixture
def project(plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its content below an empty folder for overrides, which is the working folder."""
    for part in ("content", "mkdocs.yml"):
        (tmp_path / part).symlink_to(plain / part)
    (tmp_path / "sheet_overrides").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(project: Path, name: str, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (project / "sheet_overrides" / name).write_bytes(data)


def paths(project: Path) -> Paths:
    return Paths(project, project / "content", project / "content/orgs", project / "build")


def problems(project: Path) -> list[str]:
    """Return what reading the folder says."""
    found = Problems()
    read_sheet_overrides(project, found)
    return [str(problem) for problem in found]


def refused(make: Callable[[], object]) -> list[str]:
    with pytest.raises(ContentError) as fault:
        make()
    return [str(problem) for problem in fault.value.problems]


def a_job(project: Path) -> tuple[Job, Org]:
    """Return what the sheets of the project's org are made from, as a batch has it."""
    found = Problems()
    content = load(paths(project), found)
    overrides = read_sheet_overrides(project, found)
    found.raise_errors()
    (job,) = jobs_of(pickle.dumps(Jobs(content.guides, "", overrides=overrides)))
    return job, next(iter(content.orgs))


def confirmation(project: Path) -> bytes:
    job, org = a_job(project)
    return bytes(job.pdf(org, CONFIRMATION))


# What may be replaced


def test_what_may_be_replaced_is_what_the_sheets_are_made_of() -> None:
    """Each name that a sheet asks for or includes, and no other."""
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "generator/rendering/sheets").glob("*.py")]
    templates = [(TEMPLATES / name).read_text(encoding="utf-8") for name in REPLACEABLE if name.endswith(".j2")]
    sources = [re.sub(r"(?s)REPLACEABLE = .*?\n\)", "", text) for text in sources]
    named = re.findall(r'"([\w-]+\.(?:css|js|html\.j2))"', "\n".join((*sources, *templates)))
    assert set(named) == REPLACEABLE


@pytest.mark.parametrize("name", sorted(REPLACEABLE))
def test_the_packages_own_file_is_sound_as_an_override(name: str) -> None:
    assert list(text_faults(name, (TEMPLATES / name).read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", ["print.css", "run.html.j2", "copy.js", "NotoSans-Regular.ttf"])
def test_the_packages_file_is_written_down_to_be_changed(name: str, project: Path) -> None:
    assert run("new", "--sheet-file", name).exit_code == 0
    ours = (TEMPLATES if name in REPLACEABLE else SHIPPED) / name
    assert (project / "sheet_overrides" / name).read_bytes() == ours.read_bytes()
    again = run("new", "--sheet-file", name)
    words = "This exists already, and nothing is written over. Choose another name. [exists]"
    assert again.stderr == f"sheet_overrides/{name}: {words}\n"


# What stands in the place of what


def test_its_template_style_and_script_make_the_page(project: Path) -> None:
    put(project, "run.html.j2", RUN.replace('"kind">Checklist<', '"kind">Acme’s own checklist<'))
    put(project, "screen.css", "main { max-width: 71em }\n")
    put(project, "copy.js", "globalThis.Copying = { show() {} };\n")
    made = run("checklist", ORG, "--format", "html", "--out", "sheets")
    assert made.exit_code == 0, made.output
    page = Path("sheets/example/first-guide/checklist.html").read_text(encoding="utf-8")
    for text in ("Acme’s own checklist", "main { max-width: 71em }", "globalThis.Copying = { show() {} };"):
        assert text in page
    assert page.count("globalThis.Copying =") == 1
    again = run("checklist", ORG, "--format", "html", "--out", "sheets")
    assert again.stderr == "Orgs: 0 made, 1 unchanged, 0 failed.\n"
    put(project, "screen.css", "main { max-width: 72em }\n")
    anew = run("checklist", ORG, "--format", "html", "--out", "sheets")
    assert anew.stderr == "Orgs: 1 made, 0 unchanged, 0 failed.\n"


@pytest.mark.pdf
def test_its_template_style_and_font_make_the_paper(project: Path) -> None:
    put(project, "checklist.html.j2", CHECKLIST.replace("Work from top to bottom.", "Acme works from top to bottom."))
    put(project, "confirm.html.j2", CONFIRM.replace("by a second person", "by Acme’s second person"))
    assert "Acme works from top to bottom." in pdf_characters(blank_checklist(a_job(project)[0].view))
    upright = confirmation(project)
    assert "by Acme’s second person" in pdf_characters(upright)
    put(project, "NotoSans-Regular.ttf", (SHIPPED / "NotoSans-Italic.ttf").read_bytes())
    put(project, "OFL.txt", "its licence")
    slanted = confirmation(project)
    assert pdf_characters(slanted).replace(" ", "") == pdf_characters(upright).replace(" ", "")
    assert slanted != upright


def test_every_change_of_a_file_is_another_input_of_a_build(project: Path) -> None:
    seen = {inputs_hash(paths(project), None, None, site_only=False)}
    for name, text in (("print.css", "a { color: red }"), ("print.css", "a { color: blue }"), ("run.js", "1;")):
        put(project, name, text)
        seen.add(inputs_hash(paths(project), None, None, site_only=False))
    assert len(seen) == 4


def test_the_digest_tells_one_set_of_files_from_another() -> None:
    """What is made from a view is known again by the view's own words, in which the digest stands."""
    sets = [
        SheetOverrides.of("x", {}, {}),
        SheetOverrides.of("x", {"a.css": "1"}, {}),
        SheetOverrides.of("x", {"a.css": "2"}, {}),
        SheetOverrides.of("x", {"b.css": "1"}, {}),
        SheetOverrides.of("x", {}, {"a.css": b"1"}),
    ]
    assert len({repr(each) for each in sets}) == len(sets) - 1, "a style is no font, but no name is both"
    assert len(set(sets)) == len(sets) - 1
    assert [bool(each) for each in sets] == [False, True, True, True, True]


# What is wrong with a file

NESTED = ("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "{% for a in b %}" * 30 + "{% endfor %}" * 30)
"""What Jinja's reader bears no more, and what Python does not."""

NO_FONT = ": This is no TrueType or OpenType font. Put one there that is, or take the file away. [override]"


def damaged_font() -> bytes:
    """Return a font whose table of characters says that it has more segments than it holds."""
    data = bytearray((SHIPPED / "NotoSans-Bold.ttf").read_bytes())
    (table,) = struct.unpack_from(">L", data, data.index(b"cmap") + 8)
    (first,) = struct.unpack_from(">L", data, table + 8)
    struct.pack_into(">H", data, table + first + 6, 900)
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "print.css",
            "a { color: red }\nb { colour red }\n",
            f":2:15: {NO_CSS} [override]",
        ),
        ("print.css", "a { color: red } }", f":1:18: {NO_CSS} [override]"),
        (
            "run.css",
            "a {}\n/* </style> */",
            ":2:4: “</style” would end the part of the page that this file stands in. Take it out. [override]",
        ),
        (
            "run.js",
            'const a = "</script>";',
            ":1:12: “</script” would end the part of the page that this file stands in. Take it out. [override]",
        ),
        *(("run.html.j2", text, f":1:1: {TOO_DEEP} [override]") for text in NESTED),
        (
            "run.html.j2",
            "<p>\n{% if view %}\n</p>\n",
            (
                ":2:1: This is no template of Jinja: Unexpected end of template. Jinja was looking for the following "
                "tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'. [override]"
            ),
        ),
        ("run.js", b"\xff", ":1:1: The file is not UTF-8 text. Save it with the encoding UTF-8. [not-utf8]"),
        (
            "prnt.css",
            "",
            (
                ": No file of the sheets is called so, so this one would stand for nothing. Did you mean print.css? "
                "[override-name]"
            ),
        ),
        (
            "NotoSans-Bold.ttf",
            b"no font",
            NO_FONT,
        ),
        ("NotoSans-Bold.ttf", damaged_font(), NO_FONT),
    ],
)
def test_what_is_wrong_is_told_with_its_place(name: str, text: str | bytes, told: str, project: Path) -> None:
    put(project, name, text)
    put(project, "README.md", "Why these files are here.")
    assert problems(project) == [f"sheet_overrides/{name}{told}"]
    checked = run("check")
    assert checked.exit_code == 1
    assert f"sheet_overrides/{name}{told}" in checked.stderr
    made = run("checklist", ORG, "--format", "md", "--out", "sheets")
    assert (made.exit_code, Path("sheets").exists()) == (1, False)


@pytest.mark.parametrize(
    "declaration",
    [
        "display: none",
        "visibility: hidden",
        "opacity: 0",
        "opacity: .0",
        "color: #FFF",
        "color: transparent",
        "font-size: 0pt",
    ],
)
@pytest.mark.parametrize("rule", [".value {{ {} }}", "@media print {{\n.box [data-value] {{ {} !important }} }}"])
def test_a_style_that_hides_values_is_refused(rule: str, declaration: str, project: Path) -> None:
    """Also on pages, of which nobody could tell it afterwards; the same for other words is nobody's business."""
    style = rule.format(declaration)
    put(project, "run.css", style)
    line, column = style[: style.index(declaration)].count("\n") + 1, style.splitlines()[-1].index(declaration) + 1
    words = HIDES.format(*declaration.lower().split(": "))
    assert problems(project) == [f"sheet_overrides/run.css:{line}:{column}: {words} [override]"]
    put(project, "run.css", style.replace(".value", ".note").replace("[data-value]", ".note"))
    assert problems(project) == []


def test_a_name_that_is_like_none_is_told_all_that_there_are(project: Path) -> None:
    put(project, "x.pdf", "")
    (told,) = problems(project)
    assert told.endswith(f"It must be one of: {', '.join(sorted([*REPLACEABLE, *FONT_FILES]))}. [override-name]")


def test_a_font_without_its_licence_is_a_warning(project: Path) -> None:
    put(project, "NotoSans-Bold.ttf", (SHIPPED / "NotoSans-Bold.ttf").read_bytes())
    assert problems(project) == [f"sheet_overrides: warning: {NO_LICENCE} [font-licence]"]
    put(project, "OFL.txt", "its licence")
    assert problems(project) == []


@pytest.mark.parametrize(
    "word",
    [
        "{{ nobody_knows_this }}",
        "{{ about.nothing.at_all }}",
        '{% include "none.j2" %}',
        "{{ about.__class__ }}",
        "{% for number in range(1000000000) %}{% endfor %}",
        "{{ 'x' * 10000000000 }}",
        "{{ 99999 * 99999 }}",
        "{{ 9 ** 9 }}",
    ],
)
def test_a_template_that_cannot_be_filled_is_told_with_its_line(word: str, project: Path) -> None:
    put(project, "run.html.j2", RUN.replace("<main>", f"<main>\n{word}"))
    line = RUN[: RUN.index("<main>")].count("\n") + 2
    made = run("checklist", ORG, "--format", "html", "--out", "sheets")
    assert made.exit_code == 1
    assert made.stderr.startswith(f"sheet_overrides/run.html.j2:{line}:1: The template cannot be filled: ")
    assert "Compare it with the package’s run.html.j2: “guide new --sheet-file run.html.j2" in made.stderr
    assert "Traceback" not in made.output


# Nothing disappears unseen


def test_a_page_without_its_values_is_refused(project: Path) -> None:
    put(project, "run.html.j2", RUN.replace("{{ row.action }}", "").replace("{{ row.pause }}", ""))
    made = run("checklist", ORG, "--format", "html", "--out", "sheets")
    assert made.exit_code == 1
    assert made.stderr.count("[value-missing]") == len(VALUES)


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("confirm.html.j2", CONFIRM.replace(ROW, ""), "value-missing"),
        ("confirm.html.j2", CONFIRM.replace(ROW, '<span data-value="{{ row.value.id }}">none</span>'), "value-changed"),
        ("print.css", f"{PRINT} .value {{ text-transform: uppercase }}", "value-changed"),
        ("print.css", f"{PRINT} tbody {{ display: none }}", "value-lost"),
        ("print.css", f"{PRINT} td {{ visibility: hidden }}", "value-changed"),
    ],
    ids=["left out", "another text", "in capitals", "not displayed", "hidden with its cell"],
)
def test_a_sheet_on_which_a_value_cannot_be_read_is_refused(name: str, text: str, code: str, project: Path) -> None:
    put(project, name, text)
    told = refused(lambda: confirmation(project))
    suspected = [problem for problem in told if problem.startswith("sheet_overrides/")]
    assert {problem.rpartition("[")[2] for problem in told if problem not in suspected} == {f"{code}]"}
    added = text.removeprefix(PRINT).strip()
    words = (
        f"warning: This style may be what hides or changes the value: “{added}”. Take it out, and make the sheet again."
    )
    where = f"sheet_overrides/print.css:{len(PRINT.splitlines()) + 1}:{added.find('{') + 4}"
    assert suspected == ([f"{where}: {words} [override]"] if name == "print.css" else [])
