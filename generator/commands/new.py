"""`guide new`: a project, a guide, an org or a file of the sheets. Nothing that exists is written over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.deriving.drafting import id_fault
from generator.output.files import held, write_new_folder
from generator.output.fonts import FONT_FILES, SHIPPED
from generator.output.look import SHEET_OVERRIDES
from generator.output.together import replace_all
from generator.platforms.generic.platform import GENERIC
from generator.problems import ContentError, Location
from generator.project.known_ids import known_ids
from generator.project.org_fields import project_fields
from generator.project.override_files import unknown_name
from generator.project.paths import shown
from generator.reading.content.org_ids import ID_FORM, slug
from generator.reading.content.schemas import NO_IDS, SCHEMAS
from generator.rendering.markup.html import TEMPLATES
from generator.rendering.sheets.sheet import REPLACEABLE
from generator.rendering.source.guide_source import always_quoted

if TYPE_CHECKING:
    from generator.platforms.registry import Fields
    from generator.reading.content.schemas import KnownIds

STARTER = Path(__file__).parent.parent / "starter"
FIRST_GUIDE = "first-guide"
NO_TITLE = "Let people sign in to Example App"
"""A title that passes every check until somebody writes their own."""


@dataclass(frozen=True)
class Beginning:
    """What a person says of the thing that is to begin. `today` is a day as YYYY-MM-DD."""

    title: str
    today: str

    def fill(self, text: str) -> str:
        """Return a starter's text with what was said in it."""
        said = {
            "TITLE": self.title,
            "YAML_TITLE": always_quoted(self.title),
            "TODAY": self.today,
            "YEAR": self.today[:4],
            "VERSION": __version__,
        }
        for name, words in said.items():
            text = text.replace(f"@{name}@", words)
        return text


def new_project(folder: Path, beginning: Beginning) -> Path:
    """Write a project with a small guide that builds, and return its folder."""
    _refuse_existing(folder)
    guide = Beginning(NO_TITLE, beginning.today)
    files = {
        **_filled(STARTER / "project", beginning),
        **_below(f"content/{FIRST_GUIDE}", _filled(STARTER / "guide", guide)),
        "content/orgs/example.yaml": _org(Beginning("Acme Example Ltd", beginning.today)),
        **_below("schemas", schema_files({field.key: field for field in GENERIC.org_fields})),
    }
    write_new_folder(folder, files)
    return folder


def new_guide(content: Path, guide_id: str, beginning: Beginning) -> Path:
    """Write a small guide to begin with, and return its folder."""
    folder = content / guide_id
    fault = id_fault(guide_id)
    if fault:
        raise ContentError.at(Location(shown(folder)), "guide-id", fault)
    _refuse_existing(folder)
    write_new_folder(folder, _filled(STARTER / "guide", beginning))
    return folder


def new_org(orgs: Path, beginning: Beginning) -> Path:
    """Write an org's file with its name alone, and return it; its id is made of the name."""
    org_id = slug(beginning.title)
    if not org_id:
        text = f"No id can be made of “{beginning.title}”. Write the file yourself; its name is the id: {ID_FORM}."
        raise ContentError.at(Location(shown(orgs)), "org-id", text)
    path = orgs / f"{org_id}.yaml"
    _refuse_existing(path)
    with held(orgs):
        replace_all({path: _org(beginning)}, orgs)
    return path


def new_sheet_file(project: Path, name: str) -> Path:
    """Write the package's template, style, script or font of this name into a project, to be changed there."""
    path = project / SHEET_OVERRIDES / name
    sources = {**dict.fromkeys(REPLACEABLE, TEMPLATES), **dict.fromkeys(FONT_FILES, SHIPPED)}
    if name not in sources:
        raise ContentError.at(Location(shown(path)), "override-name", unknown_name(name))
    _refuse_existing(path)
    with held(project):
        replace_all({path: (sources[name] / name).read_bytes()}, path.parent)
    return path


def schema_files(fields: Fields, ids: KnownIds = NO_IDS) -> dict[str, str]:
    """Return the schemas of the files that a person writes, for editors, by file name.

    `fields` are the facts that an org of the project may say, `ids` what its guides have.
    """
    files = {}
    for name, make in SCHEMAS.items():
        text = json.dumps(make(fields, ids), indent=2, ensure_ascii=False)
        files[f"{name}.schema.json"] = f"{text}\n"
    return files


def write_schemas(project: Path, content: Path, *, with_ids: bool = True) -> list[Path]:
    """Write the project's schemas as its guides have them now, and return their files."""
    folder = project / "schemas"
    ids = known_ids(content) if with_ids else NO_IDS
    texts = schema_files(project_fields(content), ids)
    files = {folder / name: text for name, text in texts.items()}
    with held(project):
        replace_all(files, folder)
    return list(files)


def _org(beginning: Beginning) -> str:
    template = (STARTER / "org.yaml").read_text(encoding="utf-8")
    return beginning.fill(template)


def _filled(folder: Path, beginning: Beginning) -> dict[str, str]:
    filled = {}
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in sorted(files):
        template = path.read_text(encoding="utf-8")
        filled[_name(path, folder)] = beginning.fill(template)
    return filled


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _below(folder: str, files: dict[str, str]) -> dict[str, str]:
    start = f"{folder}/"
    return {start + name: text for name, text in files.items()}


def _refuse_existing(path: Path) -> None:
    is_taken = path.exists() or path.is_symlink()
    is_empty_folder = path.is_dir() and not path.is_symlink() and not any(path.iterdir())
    if is_taken and not is_empty_folder:
        text = "This exists already, and nothing is written over. Choose another name."
        raise ContentError.at(Location(shown(path)), "exists", text)
