"""`guide new`: what it makes is sound at once, and what exists is left alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from generator.commands.new import STARTER, schema_files
from generator.platforms.registry import ORG_FIELDS
from tests.support.project import PROJECT, run

DAY = ("--today", "2026-12-07")
PAGE = PROJECT / "tests/cases/import-structure.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project."""
    made = run("new", tmp_path / "site", "--title", "Our guides", *DAY)
    assert made.exit_code == 0, made.output
    return tmp_path / "site"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def problem(result: Result) -> str:
    """Return the only problem's words, without its place."""
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr.partition(": ")[2]


def test_a_new_project_is_fine(project: Path) -> None:
    checked = run("check", "--project", project)
    assert (checked.exit_code, checked.output) == (0, "Fine: content without errors.\n")


def test_what_was_said_stands_in_it_and_no_blank_is_left(project: Path) -> None:
    texts = {name: data.decode() for name, data in files(project).items()}
    assert yaml.safe_load(texts["mkdocs.yml"])["site_name"] == "Our guides"
    assert '  date: "2026-12-07"\n' in texts["content/first-guide/guide.md"]
    assert [name for name, text in texts.items() if re.search("@[A-Z]+@", text)] == []


def test_its_schemas_are_those_that_are_published(project: Path) -> None:
    names = set(schema_files(ORG_FIELDS))
    of_guides = {f"{name}.schema.json" for name in ("brand", "values", "troubleshooting", "questions", "front-matter")}
    assert names == {"org.schema.json", *of_guides}
    for name in of_guides:
        assert (project / "schemas" / name).read_text() == (PROJECT / "schemas" / name).read_text()


def test_its_orgs_may_say_what_its_guides_ask_for(project: Path) -> None:
    schema = project / "schemas/org.schema.json"
    before = schema.read_text()
    assert '"domain"' not in before
    guide = project / "content/first-guide/guide.md"
    field = "org_fields: {app_host: {label: App host, form: host name, sample: app.example.com, help: Your host.}}\n"
    guide.write_text(guide.read_text().replace("title:", f"{field}title:", 1))
    written = run("schemas", "--project", project)
    assert len(written.stdout.splitlines()) == len(schema_files(ORG_FIELDS))
    properties = json.loads(schema.read_text())["properties"]
    assert {*properties} == {*json.loads(before)["properties"], "app_host"}
    assert properties["app_host"]["examples"] == ["app.example.com"]
    assert re.fullmatch(properties["app_host"]["pattern"], "app.example.com:3000")


def test_an_editor_is_offered_the_ids_of_the_guides(project: Path) -> None:
    """Only offered: an id that is not known yet may be written, and `guide check` judges it."""
    assert run("schemas", "--project", project).exit_code == 0
    schemas = {name: json.loads((project / f"schemas/{name}.schema.json").read_text()) for name in OFFERING}
    entry = schemas["troubleshooting"]["additionalProperties"]["properties"]
    assert entry["values"]["items"]["anyOf"] == [{"enum": ["redirect_address", "audience", "pkce"]}, {"type": "string"}]
    steps, any_text = entry["steps"]["items"]["anyOf"]
    assert {"redirect-address", "new-secret"} <= set(steps["enum"])
    assert "register" not in steps["enum"], "a section is no step"
    assert any_text == {"type": "string"}
    asked = schemas["questions"]
    assert {"pkce", "new-secret", "register", "shown-once"} <= set(asked["properties"])
    assert asked["properties"]["pkce"] == {"$ref": "#/additionalProperties"}
    about = schemas["front-matter"]["properties"]
    assert about["builds_on"]["anyOf"][0]["anyOf"][0] == {"enum": ["first-guide"]}
    assert about["platform"]["anyOf"][0]["anyOf"][0] == {"enum": ["salesforce", "entra", "generic"]}


OFFERING = ("troubleshooting", "questions", "front-matter")


def test_editors_find_a_schema_for_each_file(project: Path) -> None:
    settings = json.loads((project / ".vscode/settings.json").read_text())["yaml.schemas"]
    for schema, pattern in settings.items():
        assert (project / schema).is_file()
        assert pattern == "brand.yaml" or list(project.glob(pattern)), "a brand is for those who want one"


def test_its_workflows_run_the_actions_that_ours_do(project: Path) -> None:
    ours = "\n".join(path.read_text() for path in (PROJECT / ".github/workflows").glob("*.yml"))
    lines = [line.strip(" -") for line in "\n".join(map(bytes.decode, files(project).values())).splitlines()]
    used = [line for line in lines if line.startswith("uses:")]
    assert len(used) > 2
    assert [line for line in used if line not in ours] == []


def test_a_guide_and_an_org_are_added(project: Path) -> None:
    assert run("new", "--project", project, "--guide", "second", "--title", "Open the door", *DAY).exit_code == 0
    assert run("new", "--project", project, "--org", "Łódź Sp. z o.o.").exit_code == 0
    assert 'title: "Open the door"\n' in (project / "content/second/guide.md").read_text()
    assert yaml.safe_load((project / "content/orgs/lodz-sp-z-o-o.yaml").read_text()) == {"name": "Łódź Sp. z o.o."}
    checked = run("check", "--project", project)
    assert (checked.exit_code, checked.output) == (0, "Fine: content without errors.\n")


@pytest.mark.parametrize("name", ["Yes", "2026-01-01", "a: b", "# 1", "“ “", "[x]", "é & Söhne", "C:\\temp", "null"])
def test_a_name_that_yaml_would_misread_stays_what_it_is(tmp_path: Path, name: str) -> None:
    assert run("new", tmp_path / "site", "--title", name, *DAY).exit_code == 0
    assert run("new", "--project", tmp_path / "site", "--guide", "other", "--title", name, *DAY).exit_code == 0
    settings = yaml.safe_load((tmp_path / "site/mkdocs.yml").read_text())
    front_matter = (tmp_path / "site/content/other/guide.md").read_text().split("---\n")[1]
    assert (settings["site_name"], yaml.safe_load(front_matter)["title"]) == (name, name)


def test_a_guide_is_taken_from_a_page(project: Path) -> None:
    made = run("new", "--project", project, "--guide", "taken", "--from", PAGE, *DAY)
    assert made.exit_code == 0
    assert made.stdout.startswith(f"Draft written to {project}/content/taken:\n")
    assert run("check", "--project", project).exit_code == 0


def test_what_exists_is_left_as_it_is(project: Path) -> None:
    (project / "content/first-guide/guide.md").write_text("mine\n")
    before = files(project)
    words = "This exists already, and nothing is written over. Choose another name. [exists]\n"
    assert problem(run("new", project)) == words
    assert problem(run("new", "--project", project, "--guide", "first-guide")) == words
    assert problem(run("new", "--project", project, "--org", "Example")) == words
    assert files(project) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert run("new", tmp_path / "site").exit_code == 0
    assert (tmp_path / "site/mkdocs.yml").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("--guide", "Not An Id"),
            "“Not An Id” cannot name a guide: it must start with a small letter and hold only small",
        ),
        (
            ("--org", "!!!"),
            "No id can be made of “!!!”. Write the file yourself; its name is the id: up to 100 letters,",
        ),
    ],
)
def test_a_name_that_cannot_be_is_refused(project: Path, arguments: tuple[str, str], words: str) -> None:
    before = files(project)
    assert problem(run("new", "--project", project, *arguments)).startswith(words)
    assert files(project) == before


@pytest.mark.parametrize("arguments", [(), ("site", "--guide", "other"), ("--guide", "other", "--org", "Acme")])
def test_one_thing_is_made_at_a_time(arguments: tuple[str, ...]) -> None:
    result = run("new", *arguments)
    assert result.exit_code == 2
    assert (
        "Name one of: a folder for a project, --guide or --from for a guide, --org for an org, --sheet-file for a"
        in result.output
    )


def test_every_starter_is_used(project: Path) -> None:
    given = {
        path.relative_to(STARTER / "project").as_posix() for path in (STARTER / "project").rglob("*") if path.is_file()
    }
    assert given
    assert given <= set(files(project))


# From a page of any product to a guide


PAGE_OF_A_PRODUCT = """\
# Sign in with a directory

People sign in with their accounts.

## Create the application

1. For **Sign-in method**, select **OIDC - OpenID Connect**.
2. On the page **New application**, set these:

   | Field | Value |
   | --- | --- |
   | Redirect URI | `https://<your_host>/login/okta` |

3. Click **Save**.
"""
OWN_FIELD = (
    "org_fields: {app_host: {label: App host, form: host name, sample: app.example.com, help: Where it opens.}}\n"
)


@pytest.fixture
def draft(project: Path, tmp_path: Path) -> Path:
    page = tmp_path / "page.md"
    page.write_text(PAGE_OF_A_PRODUCT)
    made = run("new", "--project", project, "--guide", "taken", "--from", page, "--product", "Okta", *DAY)
    assert made.exit_code == 0, made.output
    return project / "content/taken"


def points(draft: Path) -> list[str]:
    front_matter = (draft / "guide.md").read_text().split("---\n")[1]
    return [point["point"] for point in yaml.safe_load(front_matter)["open_points"]]


def test_a_draft_names_its_product_and_its_schemas(draft: Path) -> None:
    line = "# yaml-language-server: $schema=../../schemas/{}.schema.json\n"
    begins = f"---\n{line.format('front-matter')}platform: generic\nproduct: Okta\n"
    assert (draft / "guide.md").read_text().startswith(begins)
    assert (draft / "values.yaml").read_text().startswith(line.format("values"))


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (("--product", "salesforce"), "platform: salesforce\n"),
        (("--product", "Microsoft Entra ID"), "platform: entra\n"),
        ((), "platform: generic\nproduct: not known\n"),
    ],
)
def test_a_product_that_the_program_knows_is_a_platform(said: tuple[str, ...], lines: str, project: Path) -> None:
    made = run("new", "--project", project, "--guide", "taken", "--from", PAGE, *said, *DAY)
    assert made.exit_code == 0, made.output
    guide = (project / "content/taken/guide.md").read_text()
    assert f"front-matter.schema.json\n{lines}title:" in guide
    assert ("Write its name after “product:” above" in guide) == (not said)


def test_what_each_reader_replaces_is_asked_for_and_no_heading_is_a_value(draft: Path) -> None:
    proposed = [point for point in points(draft) if " says " in point]
    assert proposed == [
        (
            "Step for-sign-in-method-select-oidc says “OIDC - OpenID Connect” for Sign-in method. Must it read exactly "
            "so for everybody?"
        ),
        (
            "Step on-the-page-new-application-set says “https://<your_host>/login/okta” for Redirect URI. Must it read "
            "exactly so for everybody? If <your_host> is each reader’s own, give it a key under “org_fields” above and "
            "write {{ org.KEY }} in its place in values.yaml before you answer “yes”."
        ),
    ]


def test_its_answers_are_taken_over_where_it_lies(draft: Path, project: Path) -> None:
    """Also a value around a fact of the reader’s own; the fields that a guide asks for survive."""
    guide, values = draft / "guide.md", draft / "values.yaml"
    answered = re.sub(
        r"(accept: value .*\n    answer:)", r"\1 yes", guide.read_text().replace("title:", f"{OWN_FIELD}title:", 1)
    )
    guide.write_text(re.sub(r"answer:\n", "answer: done\n", answered))
    values.write_text(values.read_text().replace("<your_host>", "{{ org.app_host }}"))
    taken = run("import", "--guide", "taken", "--project", project)
    assert (taken.exit_code, taken.stdout) == (0, f"Draft {draft}: answers taken over: 5, points open: 0.\n")
    text = guide.read_text()
    assert "    | Redirect URI | {{ redirect_uri }} |\n" in text
    assert "org_fields:\n  app_host:\n    label: App host\n    form: host name\n" in text
    checked = run("check", "--project", project)
    assert (checked.exit_code, checked.stdout) == (0, "Fine: content without errors.\n")
