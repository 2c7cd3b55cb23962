"""`guide audit`: opens an org's metadata files and holds one app against one guide."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.deriving.auditing import apps, audit, best_match, not_shown, requests, wanted_fields
from generator.deriving.guide_view import org_view, view
from generator.deriving.recording import audit_problems, with_audit
from generator.model.records import Outcome
from generator.output.files import replace_all
from generator.platforms.salesforce.evidence import (
    MAX_BYTES,
    is_named_as_metadata,
    may_be_metadata,
    read_component,
    root_of,
)
from generator.platforms.salesforce.metadata import CONNECTED_APP, LABEL, TYPES, only_connected_apps
from generator.problems import Location, Problem, Problems, Severity
from generator.project.loading import load_guides, load_record
from generator.project.paths import shown
from generator.project.sources import read_one_org
from generator.rendering.reports.audit_json import audit_json
from generator.rendering.reports.audit_text import audit_text, retrieval
from generator.rendering.source.record_yaml import record_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from generator.deriving.auditing import App, AppAudit
    from generator.deriving.guide_view import GuideView
    from generator.model import Component, Guide, Org
    from generator.project.paths import Paths

HEAD = 4096
"""The root element of a file with another name must stand within so many bytes."""

OTHER_FOLDERS = {"node_modules"}
"""Beside hidden ones, such as the copies that Salesforce's tools keep under .sf and .sfdx."""


@dataclass(frozen=True)
class Question:
    """Whether an app is set up as `guide` requires; `place` is what problems call the folder."""

    guide: Guide
    place: str
    app_name: str | None = None
    org: Org | None = None
    connected_apps: tuple[str, ...] = ()
    """Apps of the older kind beside it, by name."""

    @property
    def view(self) -> GuideView:
        """Return the guide as the report shows it."""
        blank = view(self.guide)
        return org_view(blank, self.org) if self.org else blank


@dataclass(frozen=True)
class Report:
    """What an audit came to. `audit` is None where it could not be said which app to look at."""

    question: Question
    audit: AppAudit | None
    apps: tuple[str, ...]
    problems: tuple[Problem, ...]

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
    return retrieval(guide, requests(guide))


def rendered(report: Report, output_format: str) -> str:
    """Return the report as `text` or `json`; as text without an audit there is nothing but problems to tell."""
    if output_format == "json":
        return audit_json(report.question.view, report.audit, report.apps, report.problems)
    return audit_text(report.audit, report.question.view) if report.audit else ""


def run_audit(paths: Paths, folder: Path, guide_id: str | None, app_name: str | None, org_file: Path | None) -> Report:
    """Audit one app under `folder`. Raises `ContentError` if guide or org file have errors."""
    problems = Problems()
    guide = guide_with_metadata(paths, guide_id, problems)
    org = read_one_org(org_file, problems) if org_file else None
    problems.raise_errors()
    assert guide  # noqa: S101 - or there was an error
    question = Question(guide, shown(folder), app_name, org, connected_apps(folder))
    return judge(question, read_folder(folder, wanted_fields(guide), problems), problems)


def record_audit(report: Report, path: Path, on: str) -> bool:
    """Put the report into the org's record at `path`; return whether it was whole enough for that.

    What is wrong in the org is recorded, too; but where files could not be read or no app was chosen, nothing is
    written. Raises `ContentError` if the record is not of this org, guide and revision.
    """
    guide, org, problems = report.question.guide, report.question.org, Problems()
    record = load_record(path, problems)
    if record and org:
        problems.extend(audit_problems(record, shown(path), guide, org, on))
    problems.raise_errors()
    if not (record and report.audit) or report.problems:
        return False
    replace_all({path: record_yaml(with_audit(record, report.audit, report.question.place, on))})
    return True


def judge(question: Question, components: Sequence[Component], problems: Problems) -> Report:
    """Choose the app and audit it; what stands in the way goes to `problems`."""
    guide = question.guide
    found = apps(components)
    audits = [audit(guide, app, components, question.org) for app in found]
    app = _chosen(audits, question, problems)
    chosen = next((one for one in audits if one.app == app), None)
    if chosen:
        notes = _notes(guide, components, question.place)
        chosen = replace(chosen, warnings=(*chosen.warnings, *notes))
    return Report(question, chosen, tuple(app.name for app in found), tuple(problems))


def guide_with_metadata(paths: Paths, guide_id: str | None, problems: Problems) -> Guide | None:
    """Return the one guide that says where its values stand in metadata, or report that there is none or several."""
    guides = load_guides(paths, problems, guide_id)
    known = [guide for guide in guides if any(value.metadata for value in guide.values)]
    if len(known) == 1:
        return known[0]
    if guides:
        names = ", ".join(guide.id for guide in known)
        text = (
            f"Several guides can be audited. Choose one with --guide: {names}."
            if known
            else "No guide here says where its values stand in metadata (“evidence” in values.yaml)."
        )
        problems.error(Location.whole(shown(paths.content)), "which-guide", text)
    return None


def _chosen(audits: Sequence[AppAudit], question: Question, problems: Problems) -> App | None:
    name, place = question.app_name, question.place
    if not audits:
        text = "No external client app was found here. “guide audit --how” prints the command that retrieves one."
        if question.connected_apps:
            text = only_connected_apps(question.connected_apps)
        problems.error(Location.whole(place), "no-app", text)
        return None
    named = [one.app for one in audits if name is None or _is_called(one.app, name)]
    if len(named) == 1:
        return named[0]
    listed = "; ".join(f"{one.app.name} ({one.conforming} of {len(one.verdicts)} values)" for one in audits)
    if name and not named:
        problems.error(Location.whole(place), "unknown-app", f"There is no app “{name}” here. Found: {listed}.")
        return None
    best = best_match(audits)
    hint = f" {best.app.name} matches best; take it with --app {best.app.name}." if best else ""
    text = f"Several external client apps were found. Choose one with --app. Found: {listed}.{hint}"
    problems.error(Location.whole(place), "which-app", text)
    return None


def _is_called(app: App, name: str) -> bool:
    label = app.said(LABEL) or app.name
    names = {app.name.casefold(), label.casefold()}
    return name.casefold() in names


def _notes(guide: Guide, components: Sequence[Component], place: str) -> Iterator[Problem]:
    """Yield what these files leave open about the org as a whole."""
    for component in components:
        if TYPES[component.type].of_app and component.app is None:
            text = f"This {component.type} names no app, so it was left aside. Retrieve it again."
            yield Problem(component.location, "no-app-named", text, Severity.WARNING)
    missing = not_shown(guide, components)
    if missing:
        text = (
            "Rules of the whole org can overrule the app, and these files do not show them. Retrieve "
            f"{' and '.join(missing)} as well, or look in Setup."
        )
        yield Problem(Location.whole(place), "org-rules-not-shown", text, Severity.WARNING)


# Files --------------------------------------------------------------------------------------------


def read_folder(folder: Path, wanted: AbstractSet[tuple[str, str]], problems: Problems) -> tuple[Component, ...]:
    """Read every metadata file below `folder`, whatever the folders are called. Links to folders are not followed."""
    found = []
    for path in _files(folder, problems):
        try:
            data = _data(path)
        except OSError as fault:
            problems.error(Location.whole(shown(path)), "unreadable", f"The file cannot be read: {fault.strerror}.")
            continue
        component = read_component(data, shown(path), wanted, problems) if data is not None else None
        if component:
            found.append(component)
    return tuple(found)


def connected_apps(folder: Path) -> tuple[str, ...]:
    """Return the names of the connected apps below `folder`, which no audit reads."""
    names = [path.name for path in _files(folder, Problems()) if path.name.endswith(CONNECTED_APP)]
    return tuple(name.partition(".connectedApp")[0] for name in names)


def _files(folder: Path, problems: Problems) -> Iterator[Path]:
    def report(fault: OSError) -> None:
        place = Location.whole(shown(Path(fault.filename)))
        problems.error(place, "unreadable", f"The folder cannot be read: {fault.strerror}.")

    for root, folders, names in os.walk(folder, onerror=report):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in OTHER_FOLDERS)
        for name in sorted(names):
            path = Path(root, name)
            if (may_be_metadata(name) or name.endswith(CONNECTED_APP)) and path.is_file():
                yield path


def _data(path: Path) -> bytes | None:
    """Return a file's bytes, one more than is read at the most; None if it is somebody else's."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not is_named_as_metadata(path.name) and root_of(head) not in TYPES:
            return None
        return head + file.read(MAX_BYTES + 1 - len(head))
