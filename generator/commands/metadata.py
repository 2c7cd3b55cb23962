"""`guide metadata`: writes what sets an app up for one org, after reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.audit import Question, guide_with_metadata, judge
from generator.deriving.auditing import audit_rules, wanted_fields
from generator.model.records import Outcome
from generator.output.files import refuse_foreign, staged, write
from generator.platforms.registry import platform_of
from generator.platforms.salesforce.deployment import STAGES, metadata_files
from generator.platforms.salesforce.metadata import LONGEST_API_NAME, api_name
from generator.platforms.salesforce.platform import SALESFORCE
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_one_org

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.model import Guide, Org
    from generator.project.paths import Paths


def write_metadata(paths: Paths, org_file: Path, guide_id: str | None, api_version: int, kept: Problems) -> list[Path]:
    """Write the files for one org and API version into `paths.out` and return them.

    Raises `ContentError`, and then writes nothing. `kept` takes a warning for each file there that somebody had
    changed.
    """
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    if guide and platform_of(guide.about) is not SALESFORCE:
        name = platform_of(guide.about).words.name
        raise ContentError.at(Location(guide.id), "not-deployable", f"No files can be written that set up {name}.")
    org = read_one_org(org_file, problems, project_fields(paths.content))
    problems.extend(_faults(org, shown(org_file)) if org else ())
    _refuse_other_output(paths.out)
    problems.raise_errors()
    assert guide and org  # noqa: S101, PT018 - or there was an error
    files = metadata_files(guide, org, api_version)
    _read_back(guide, org, files)
    with staged(paths.out, kept) as stage:
        for name, text in files.items():
            write(stage / name, text)
    return [paths.out / name for name in files]


def _refuse_other_output(out: Path) -> None:
    """Also what another command made is not overwritten: a build is somebody's work."""
    refuse_foreign(out)
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not all((out / stage).is_dir() for stage in STAGES):
        text = "The output folder holds something other than metadata. Name another folder."
        raise ContentError.at(Location(shown(out)), "output-folder", text)


def _faults(org: Org, path: str) -> Iterator[Problem]:
    """Yield what the org file must say, or say otherwise, before an app can be made from it."""
    for key in ("app_name", "contact_email"):
        if not org.get(key):
            text = f"“{key}” is missing. Salesforce creates no app without it, so write it in the org file."
            yield Problem(Location(path), "org-incomplete", text)
    name = api_name(org.get("app_name") or "")
    if org.get("app_name") and not name:
        text = "“app_name” has no letter from A to Z and no digit, so no API name can be made from it. Add some."
        yield Problem(Location(path), "api-name", text)
    if len(name) > LONGEST_API_NAME:
        text = f"“app_name” makes an API name of {len(name)} characters. Shorten it to {LONGEST_API_NAME} at most."
        yield Problem(Location(path), "api-name", text)


def _read_back(guide: Guide, org: Org, files: dict[str, str]) -> None:
    """Raise unless our own audit finds every required value in the files as they will stand."""
    problems = Problems()
    rules, wanted = audit_rules(guide), wanted_fields(guide)
    read = [
        component
        for name, text in files.items()
        if name.endswith(".xml") and (component := rules.read(text.encode(), name, wanted, problems))
    ]
    audit = judge(Question(guide, "metadata", org=org), read, problems).audit
    for verdict in audit.verdicts if audit else ():
        if verdict.outcome is not Outcome.PASS:
            text = f"{verdict.value.setting} cannot be written as metadata. {verdict.text}"
            problems.error(verdict.location or Location(guide.id), "not-deployable", text)
    problems.raise_errors()
