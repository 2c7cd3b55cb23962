"""`guide audit`: opens an org's metadata files and holds one app against one guide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.deriving.auditing import (
    apps,
    audit,
    audit_rules,
    best_match,
    can_be_audited,
    file_notes,
    not_shown,
    requests,
    unfamiliar,
    wanted_fields,
)
from generator.deriving.guide_view import org_view, view
from generator.model.records import Outcome
from generator.platforms.registry import platform_of
from generator.problems import Location, Problem, Problems, Severity
from generator.project.loading import load_meant, load_record
from generator.project.paths import shown
from generator.project.retrieved import retrieved_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from generator.deriving.auditing import App, AppAudit
    from generator.deriving.guide_view import GuideView
    from generator.model import Component, Guide, Org
    from generator.project.paths import Paths


@dataclass(frozen=True)
class Question:
    """Whether an app is set up as `guide` requires; `place` is what problems call the folder."""

    guide: Guide
    place: str
    app_name: str | None = None
    org: Org | None = None

    @property
    def view(self) -> GuideView:
        """Return the guide as the report shows it."""
        blank = view(self.guide)
        if self.org is None:
            return blank
        return org_view(blank, self.org)


@dataclass(frozen=True)
class Report:
    """What an audit came to. `audit` is None where there is no app of today's kind, or too many to choose from."""

    question: Question
    audit: AppAudit | None
    older: tuple[AppAudit, ...]
    """Apps of an older kind that do the same."""

    apps: tuple[str, ...]
    notes: tuple[Problem, ...]
    """What is worth a word about the files as a whole."""

    problems: tuple[Problem, ...]

    @property
    def audits(self) -> tuple[AppAudit, ...]:
        """Return every app that is reported, today's kind first; what holds for all is told with the first."""
        reported = [one for one in (self.audit, *self.older) if one]
        told = set(self.notes)
        audits: list[AppAudit] = []
        for one in reported:
            warnings = [warning for warning in one.warnings if warning not in told]
            told.update(warnings)
            if not audits:
                warnings += self.notes
            audits.append(replace(one, warnings=tuple(warnings)))
        return tuple(audits)

    @property
    def failed(self) -> bool:
        """Whether a value is not as required, or something stood in the way of saying so."""
        if self.problems:
            return True
        return self.audit is not None and self.audit.count(Outcome.FAIL) > 0

    @property
    def open(self) -> bool:
        """Whether a value could not be verified."""
        if self.audit is None:
            return True
        return self.audit.count(Outcome.NOT_VERIFIABLE) > 0


def how(paths: Paths, guide_id: str | None) -> str:
    """Return the command that retrieves what an audit needs. Raises `ContentError`."""
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    problems.raise_errors()
    assert guide  # noqa: S101 - or there was an error
    command = "guide audit"
    if guide_id:
        command = f"guide audit --guide {guide_id}"
    return audit_rules(guide).retrieval(guide.id, requests(guide), command)


def rendered(report: Report, output_format: str) -> str:
    """Return the report as `text` or `json`; as text without an app there is nothing but problems to tell."""
    guide_view = report.question.view
    if output_format == "json":
        from generator.rendering.reports.audit_json import audit_json  # noqa: PLC0415 - the other form is not needed

        return audit_json(guide_view, report.audits, report.apps, report.problems)
    from generator.rendering.reports.audit_text import audit_text  # noqa: PLC0415 - likewise

    return "\n".join(audit_text(each, guide_view) for each in report.audits)


def run_audit(paths: Paths, folder: Path, guide_id: str | None, app_name: str | None, org_file: Path | None) -> Report:
    """Audit one app under `folder`. Raises `ContentError` if guide or org file have errors."""
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    org = None
    if org_file:
        org = _org(org_file, paths, problems)
    problems.raise_errors()
    assert guide  # noqa: S101 - or there was an error
    question = Question(guide, shown(folder), app_name, org)
    return judge(question, read_folder(folder, guide, problems), problems)


def _org(file: Path, paths: Paths, problems: Problems) -> Org | None:
    from generator.project.org_fields import project_fields  # noqa: PLC0415 - only when an org is named
    from generator.project.sources import read_one_org  # noqa: PLC0415 - likewise

    return read_one_org(file, problems, project_fields(paths.content))


def read_folder(folder: Path, guide: Guide, problems: Problems) -> tuple[Component, ...]:
    """Read every metadata file below a folder or in an archive, whatever the files are called."""
    rules = audit_rules(guide)
    wanted = wanted_fields(guide)
    components = []
    for file in retrieved_files(folder, rules, problems):
        component = rules.read(file.data, file.path, wanted, problems)
        if component:
            components.append(component)
    return tuple(components)


def record_audit(report: Report, path: Path, on: str) -> bool:
    """Put the report into the org's record at `path`; return whether it was whole enough for that.

    What is wrong in the org is recorded, too; but where files could not be read or no app was chosen, nothing is
    written. Raises `ContentError` if the record is not of this org, guide and revision.
    """
    from generator.output.files import held  # noqa: PLC0415 - only for a record

    records = path.absolute().parent.parent
    with held(records.parent):
        return _record_audit(report, path, on)


def _record_audit(report: Report, path: Path, on: str) -> bool:
    from generator.deriving.recording import audit_problems, with_audit  # noqa: PLC0415 - only for a record
    from generator.output.together import replace_all  # noqa: PLC0415 - likewise
    from generator.rendering.source.record_yaml import record_yaml  # noqa: PLC0415 - likewise

    guide, org, problems = report.question.guide, report.question.org, Problems()
    record = load_record(path, problems)
    if record and org:
        problems.extend(audit_problems(record, shown(path), guide, org, on))
    problems.raise_errors()
    if not (record and report.audit) or report.problems:
        return False
    audited = with_audit(record, report.audit, report.question.place, on)
    replace_all({path: record_yaml(audited, path.read_text("utf-8"))}, path.parent)
    return True


def judge(question: Question, components: Sequence[Component], problems: Problems) -> Report:
    """Choose the apps and audit them; what stands in the way goes to `problems`."""
    guide = question.guide
    rules = audit_rules(guide)
    audits = [audit(guide, app, components, question.org) for app in apps(components, rules)]
    names = tuple(one.app.name for one in audits)
    older = _older(audits, question)
    chosen = _chosen(audits, older, question, problems)
    notes = list(_notes(guide, components, question.place))
    notes += unfamiliar(guide, components).values()
    notes += _others(audits, older, question)
    return Report(question, chosen, older, names, tuple(notes), tuple(problems))


def judge_all(question: Question, components: Sequence[Component]) -> tuple[AppAudit, ...]:
    """Audit every app of today's kind, and those of an older kind that are meant, without a choice."""
    rules = audit_rules(question.guide)
    audits = [audit(question.guide, app, components) for app in apps(components, rules)]
    todays = [one for one in audits if one.way_over is None]
    if question.app_name:
        todays = [one for one in todays if _is_called(one.app, question)]
    return (*todays, *_older(audits, question))


def _older(audits: Sequence[AppAudit], question: Question) -> tuple[AppAudit, ...]:
    """Return the apps of an older kind that are meant: the one named, the only one, or those that do the same."""
    older = tuple(one for one in audits if one.way_over)
    if question.app_name:
        return tuple(one for one in older if _is_called(one.app, question))
    if len(older) == 1:
        return older
    return tuple(one for one in older if one.does_the_same)


def _others(audits: Sequence[AppAudit], older: Sequence[AppAudit], question: Question) -> Iterator[Problem]:
    """Yield the names of the apps of an older kind that are not reported, unless one app was asked for."""
    others = [one.app for one in audits if one.way_over and one not in older]
    if question.app_name or not others:
        return
    names = ", ".join(app.name for app in others)
    text = f"Each {others[0].kind} here that does something else was left aside: {names}."
    yield Problem(Location(question.place), "other-apps", text, Severity.WARNING)


def guide_with_metadata(paths: Paths, guide_id: str | None, problems: Problems) -> Guide | None:
    """Return the guide to audit by, or report that there is none or several.

    It says where its values stand in metadata. Of several it is the one that the others build on.
    """
    guides = load_meant(paths, problems, guide_id)
    auditable = [guide for guide in guides if can_be_audited(guide)]
    if len(auditable) == 1:
        return auditable[0]
    if guides:
        text = "No guide here says where its values stand in metadata (“evidence” in values.yaml)."
        if auditable:
            names = ", ".join(guide.id for guide in auditable)
            text = f"Several guides can be audited. Choose one with --guide: {names}."
        problems.error(Location(shown(paths.content)), "which-guide", text)
    return None


def _chosen(
    audits: Sequence[AppAudit], older: Sequence[AppAudit], question: Question, problems: Problems
) -> AppAudit | None:
    """Return the app of today's kind that is meant, or report why none was taken."""
    kind = audit_rules(question.guide).kinds[0]
    todays = [one for one in audits if one.app.kind == kind]
    named = [one for one in todays if question.app_name is None or _is_called(one.app, question)]
    if len(named) == 1:
        return named[0]
    place = Location(question.place)
    if named:
        problems.error(place, "which-app", _which_app(named))
    elif older:
        names = ", ".join(f"{one.app.kind} {one.app.name}" for one in older)
        called = f" called “{question.app_name}”" if question.app_name else ""
        problems.error(place, "no-app", f"No {kind}{called} was found here, but the {names}: see the way over.")
    elif question.app_name and audits:
        text = f"There is no app “{question.app_name}” here. Found: {_listed(audits)}."
        problems.error(place, "unknown-app", text)
    elif audits:
        text = f"No {kind} was found here. Look at another app with --app. Found: {_listed(audits)}."
        problems.error(place, "no-app", text)
    else:
        text = f"No {kind} was found here. “guide audit --how” prints the command that retrieves one."
        problems.error(place, "no-app", text)
    return None


def _which_app(audits: Sequence[AppAudit]) -> str:
    kind = audits[0].app.kind
    text = f"Several {kind}s were found. Choose one with --app. Found: {_listed(audits)}."
    best = best_match(audits)
    if best:
        name = best.app.name
        text += f" {name} matches best; take it with --app {name}."
    return text


def _listed(audits: Sequence[AppAudit]) -> str:
    apps_with_counts = []
    for one in audits:
        total = len(one.verdicts)
        apps_with_counts.append(f"{one.app.name} ({one.conforming} of {total} values)")
    return "; ".join(apps_with_counts)


def _is_called(app: App, question: Question) -> bool:
    rules = audit_rules(question.guide)
    names = [app.name, app.said(rules.label)]
    names += [component.app for component in app.components]
    folded = [(name or "").casefold() for name in names]
    wanted = question.app_name or ""
    return wanted.casefold() in folded


def _notes(guide: Guide, components: Sequence[Component], place: str) -> Iterator[Problem]:
    """Yield what is odd about the files, and what they leave open about the org as a whole."""
    yield from file_notes(guide, components)
    missing = not_shown(guide, components)
    if missing:
        text = (
            "Rules of the whole org can overrule the app, and these files do not show them. Retrieve "
            f"{' and '.join(missing)} as well, or look in {platform_of(guide.about).words.name}."
        )
        yield Problem(Location(place), "org-rules-not-shown", text, Severity.WARNING)
