"""`guide metadata`: writes what sets an app up for one org, after reading it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.audit import Question, guide_with_metadata, judge
from generator.deriving.auditing import audit_rules, wanted_fields
from generator.model.records import Outcome
from generator.output.files import refuse_foreign, staged, write
from generator.platforms.registry import platform_of
from generator.problems import ContentError, Location, Problems
from generator.project.org_fields import project_fields
from generator.project.paths import shown
from generator.project.sources import read_one_org

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Guide, Org
    from generator.platforms.deployment_rules import DeploymentRules
    from generator.project.paths import Paths


def write_metadata(paths: Paths, org_file: Path, guide_id: str | None, version: int, kept: Problems) -> list[Path]:
    """Write the files for one org and version of the platform into `paths.out` and return them.

    Raises `ContentError`, and then writes nothing. `kept` takes a warning for each file there that somebody had
    changed.
    """
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    rules = _rules(guide, problems) if guide else None
    org = read_one_org(org_file, problems, project_fields(paths.content))
    if rules and org:
        for code, text in rules.org_faults(org):
            problems.error(Location(shown(org_file)), code, text)
    if rules:
        _refuse_other_output(paths.out, rules)
    problems.raise_errors()
    assert guide and org and rules  # noqa: S101, PT018 - or there was an error
    files = rules.files(guide, org, version)
    _read_back(guide, org, files)
    with staged(paths.out, kept) as stage:
        for name, text in files.items():
            write(stage / name, text)
    return [paths.out / name for name in files]


def _rules(guide: Guide, problems: Problems) -> DeploymentRules | None:
    platform = platform_of(guide.about)
    if platform.deployment_rules is None:
        product = platform.words.naming(guide.about.product).name
        problems.error(Location(guide.id), "not-deployable", f"No files can be written that set up {product}.")
    return platform.deployment_rules


def _refuse_other_output(out: Path, rules: DeploymentRules) -> None:
    """Also what another command made is not overwritten: a build is somebody's work."""
    refuse_foreign(out)
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not all((out / stage).is_dir() for stage in rules.folders):
        text = "The output folder holds something other than metadata. Name another folder."
        raise ContentError.at(Location(shown(out)), "output-folder", text)


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
