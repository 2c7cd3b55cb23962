"""A guide and an app's metadata to verdicts: whether each required value is really set so."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.records import Outcome
from generator.platforms.registry import platform_of
from generator.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from generator.model import Component, Element, Guide, MetadataField, Org, RequiredValue, Step
    from generator.platforms.audit_rules import AuditRules, MetadataType, Watched, WayOver


FOR_ALL = " for the whole org; stop and ask the people responsible for its security"
"""Nobody should lift a rule of the whole org for one app."""

CONFORMING = frozenset({Outcome.PASS, Outcome.WARNING})

WEIGHT = {outcome: weight for weight, outcome in enumerate(Outcome)}


@dataclass(frozen=True)
class Judgement:
    """What one field says. `found` is None where it says nothing or must not be shown; `text` gives the reason."""

    outcome: Outcome
    found: str | None
    location: Location | None
    text: str = ""
    elsewhere: bool = False
    """Whether another setting is at fault, of the app or of the whole org, which the value's step does not set."""


@dataclass(frozen=True)
class Verdict:
    """What all fields of a required value say together, and the step that sets it."""

    value: RequiredValue
    findings: tuple[Judgement, ...]
    step: Step | None

    @property
    def outcome(self) -> Outcome:
        """Return the outcome that outweighs the others; a value without metadata cannot be verified."""
        return min((finding.outcome for finding in self.findings), key=WEIGHT.__getitem__)

    @property
    def deciding(self) -> tuple[Judgement, ...]:
        """Return the findings that led to the outcome."""
        return tuple(finding for finding in self.findings if finding.outcome is self.outcome)

    @property
    def found(self) -> str | None:
        """Return what stands in the metadata in place of the required value, or for it."""
        found = dict.fromkeys(finding.found for finding in self.deciding if finding.found)
        return "; ".join(found) or None

    @property
    def location(self) -> Location | None:
        """Return where the first deciding field stands."""
        return next((finding.location for finding in self.deciding if finding.location), None)

    @property
    def text(self) -> str:
        """Return the reasons of the outcome."""
        return " ".join(dict.fromkeys(finding.text for finding in self.deciding if finding.text))


@dataclass(frozen=True)
class App:
    """One app: its API name, its kind, its files, and among them the one that is named after it."""

    name: str
    kind: str
    components: tuple[Component, ...]
    head: Component | None

    def said(self, field: str) -> str | None:
        """Return what the app's own file says of a field."""
        elements = self.head.all(field) if self.head else ()
        return next((element.text for element in elements if element.text), None)


@dataclass(frozen=True)
class AppAudit:
    """One app held against one guide."""

    guide: Guide
    app: App
    verdicts: tuple[Verdict, ...]
    warnings: tuple[Problem, ...]
    way_over: WayOver | None = None
    """How an app of an older kind becomes one of today's."""

    @property
    def does_the_same(self) -> bool:
        """Whether the app serves what the guide is about, however else it is set."""
        purpose = audit_rules(self.guide).purpose
        telling = [verdict for verdict in self.verdicts if _is_told_by(purpose, verdict.value)]
        return all(verdict.outcome in CONFORMING for verdict in telling)

    def count(self, outcome: Outcome) -> int:
        """Return how many values came out so."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)

    @property
    def conforming(self) -> int:
        """Return how many values are as required, those with a warning included."""
        return sum(verdict.outcome in CONFORMING for verdict in self.verdicts)


def _is_told_by(purpose: AbstractSet[str], value: RequiredValue) -> bool:
    return any(field.field in purpose for field in value.metadata)


def can_be_audited(guide: Guide) -> bool:
    """Whether the guide says where its values stand in exports that its platform can read."""
    has_evidence = any(value.metadata for value in guide.values)
    return has_evidence and platform_of(guide.about).audit_rules is not None


def audit_rules(guide: Guide) -> AuditRules:
    """Return what the guide's platform knows of its exports. The guide must be one that can be audited."""
    rules = platform_of(guide.about).audit_rules
    assert rules  # noqa: S101 - can_be_audited said so
    return rules


def wanted_fields(guide: Guide) -> frozenset[tuple[str, str]]:
    """Return (type, field) of everything that an audit of this guide looks at."""
    rules = audit_rules(guide)
    asked = {(field.type, field.field) for kind in rules.kinds for field in _fields_asked(guide, kind)}
    watched = {(watched.type, watched.field) for watched in rules.watched}
    return frozenset(asked | watched | rules.choices)


def _fields_asked(guide: Guide, kind: str) -> Iterator[MetadataField]:
    """Yield where an app of this kind says what the guide requires."""
    for value in guide.values:
        yield from _fields_of(value, guide, kind)


def _fields_of(value: RequiredValue, guide: Guide, kind: str) -> Iterator[MetadataField]:
    rules = audit_rules(guide)
    for field in value.metadata:
        asked = rules.field_asked(kind, field, _required(field, value))
        if asked:
            yield asked


def _required(field: MetadataField, value: RequiredValue) -> str:
    return field.value or value.value


# Which files belong together ----------------------------------------------------------------------


def apps(components: Iterable[Component], rules: AuditRules) -> tuple[App, ...]:
    """Group files by the app they name, whatever the files are called; letter case does not part apps."""
    found: list[App] = []
    for kind in rules.kinds:
        of_kind = [component for component in components if _kind(component, rules) == kind]
        found += _apps_of_kind(kind, of_kind, rules)
    return tuple(found)


def _kind(component: Component, rules: AuditRules) -> str | None:
    metadata_type = rules.types.get(component.type)
    return metadata_type.kind if metadata_type else None


def _apps_of_kind(kind: str, components: Iterable[Component], rules: AuditRules) -> Iterator[App]:
    grouped: dict[str, list[Component]] = {}
    for component in components:
        if component.app:
            grouped.setdefault(component.app.casefold(), []).append(component)
    _join_namespaces(grouped, rules)
    for _, group in sorted(grouped.items()):
        heads = [component for component in group if _is_head(component, rules)]
        head = heads[0] if heads else None
        yield App((head or group[0]).app or "", kind, tuple(group), head)


def _is_head(component: Component, rules: AuditRules) -> bool:
    return rules.types[component.type].is_named_after_app


def _join_namespaces(grouped: dict[str, list[Component]], rules: AuditRules) -> None:
    """Bring an app's own file, which names it without its org's namespace, to the files that name it with it."""
    for name in list(grouped):
        plain = rules.without_namespace(name)
        heads = grouped.get(plain, [])
        has_head = any(_is_head(component, rules) for component in grouped[name])
        if plain != name and heads and not has_head and all(_is_head(component, rules) for component in heads):
            grouped[name] += grouped.pop(plain)


# One app ------------------------------------------------------------------------------------------


def audit(guide: Guide, app: App, components: Iterable[Component], org: Org | None = None) -> AppAudit:
    """Hold the app, and among `components` the settings of the whole org, against every required value."""
    rules = audit_rules(guide)
    whole_org = [component for component in components if _is_of_whole_org(component, rules)]
    files = (*app.components, *whole_org)
    verdicts = tuple(_verdict(value, guide, app, files) for value in guide.values)
    warnings = (*_watched(guide, app, files), *_other_words(app, org, rules))
    if app.kind == rules.kinds[0]:
        return AppAudit(guide, app, verdicts, warnings)
    way_over = rules.way_over(app.components, guide.about.vendor or "the vendor")
    return AppAudit(guide, app, verdicts, warnings, way_over)


def _is_of_whole_org(component: Component, rules: AuditRules) -> bool:
    metadata_type = rules.types.get(component.type)
    return metadata_type is not None and not metadata_type.of_app


def _verdict(value: RequiredValue, guide: Guide, app: App, files: tuple[Component, ...]) -> Verdict:
    asked = tuple(_fields_of(value, guide, app.kind))
    findings = [finding for field in asked for finding in _findings(field, value, guide, files)]
    findings += _undone(asked, guide, files)
    if not asked:
        findings.append(Judgement(Outcome.NOT_VERIFIABLE, None, None, _unsaid(value, app)))
    verdict = Verdict(value, tuple(findings), next(iter(guide.setting_steps[value.id]), None))
    is_of_older_kind = app.kind != audit_rules(guide).kinds[0]
    if is_of_older_kind or all(finding.elsewhere for finding in verdict.deciding):
        return replace(verdict, step=None)
    return verdict


def _unsaid(value: RequiredValue, app: App) -> str:
    if value.metadata:
        return f"A {app.kind} has no such setting."
    return "The guide does not say where this stands in the metadata."


def _undone(asked: tuple[MetadataField, ...], guide: Guide, files: tuple[Component, ...]) -> Iterator[Judgement]:
    """Yield a warning for each other setting that makes a value void, though it reads as required."""
    fields = {field.field for field in asked}
    for watched, element in _switched_on(guide, files):
        if watched.undoes in fields:
            found = f"{watched.field} = {element.text}"
            yield Judgement(Outcome.WARNING, found, element.location, _meaning(watched, element), elsewhere=True)


# One field ----------------------------------------------------------------------------------------


def _findings(
    field: MetadataField, value: RequiredValue, guide: Guide, files: tuple[Component, ...]
) -> Iterator[Judgement]:
    """Judge every place where the field may stand; places that disagree prove nothing."""
    of_type = [component for component in files if component.type == field.type]
    if not of_type:
        yield _missing_file(field, guide)
        return
    judged = [finding for component in of_type for finding in _in_file(field, value, guide, component)]
    if len({finding.outcome is Outcome.FAIL for finding in judged}) == 1:
        yield from judged
        return
    places = ", ".join(f"{finding.location.path}:{finding.location.line}" for finding in judged if finding.location)
    texts = f"{field.field} stands in several places that disagree ({places}). Which one counts is not known."
    yield Judgement(Outcome.NOT_VERIFIABLE, " and ".join(_texts(judged)) or None, judged[0].location, texts)


def _texts(findings: list[Judgement]) -> list[str]:
    return list(dict.fromkeys(finding.found for finding in findings if finding.found))


def _missing_file(field: MetadataField, guide: Guide) -> Judgement:
    kind = audit_rules(guide).types.get(field.type)
    if kind and not kind.of_app:
        return Judgement(Outcome.PASS, None, None)
    ending = f" (its name ends in .{kind.suffix}-meta.xml)" if kind else ""
    text = f"No file of {field.type}{ending} could be read for this app. Retrieve it."
    return Judgement(Outcome.NOT_VERIFIABLE, None, None, text)


def _in_file(field: MetadataField, value: RequiredValue, guide: Guide, component: Component) -> Iterator[Judgement]:
    elements = component.all(field.field)
    if not elements:
        yield _omitted(field, guide, component)
    for element in elements:
        finding = _judged(field, value, guide, element)
        repeated = f"{field.field} stands in the file {len(elements)} times" if len(elements) > 1 else None
        yield _doubted(finding, component.doubt or repeated)


def _doubted(finding: Judgement, doubt: str | None) -> Judgement:
    """A pass from a file that Salesforce would not have written so is a pass to look at."""
    if doubt is None or finding.outcome is not Outcome.PASS:
        return finding
    text = f"As required, but {doubt}, and Salesforce does not write it so. Retrieve it again."
    return Judgement(Outcome.WARNING, finding.found, finding.location, text)


def _omitted(field: MetadataField, guide: Guide, component: Component) -> Judgement:
    presupposed = audit_rules(guide).presupposed(field.field)
    if presupposed and not component.all(presupposed):
        text = f"{presupposed} is missing, so nothing is said of {field.field}."
        return Judgement(Outcome.NOT_VERIFIABLE, None, component.location, text)
    match field.omitted:
        case "pass":
            return Judgement(Outcome.PASS, None, component.location, f"{field.field} is left out, which means so.")
        case "required":
            return Judgement(Outcome.PASS, None, component.location)
        case "fail":
            text = f"{field.field} is missing, which means that it is not as required."
            return Judgement(Outcome.FAIL, "nothing", component.location, text)
    text = f"{field.field} is missing in {field.type}, which says nothing either way."
    return Judgement(Outcome.NOT_VERIFIABLE, None, component.location, text)


def _judged(field: MetadataField, value: RequiredValue, guide: Guide, element: Element) -> Judgement:
    if field.omitted == "required":
        if element.text == "":
            return Judgement(Outcome.PASS, None, element.location)
        return Judgement(Outcome.FAIL, f"a {field.field}", element.location, f"{field.field} must not be there.")
    text, required, rules = element.text or "", _required(field, value), audit_rules(guide)
    listed = rules.entries(field.field, text)
    if listed is not None:
        return _judged_list(field, required, guide, element, listed)
    if not text:
        return Judgement(Outcome.NOT_VERIFIABLE, None, element.location, f"{field.field} is empty.")
    same = rules.means_same(required, text)
    if same is None:
        words = f"{field.field} is “{text}”, which is neither true nor false."
        return Judgement(Outcome.NOT_VERIFIABLE, text, element.location, words)
    found = text if field.value is None else f"{field.field} = {text}"
    kind = rules.types.get(field.type)
    for_all = kind is not None and not kind.of_app
    if same:
        return Judgement(Outcome.PASS, found, element.location, elsewhere=for_all)
    text = f"{field.field} must be {required}{FOR_ALL if for_all else ''}."
    return Judgement(Outcome.FAIL, found, element.location, text, for_all)


def _judged_list(
    field: MetadataField, required: str, guide: Guide, element: Element, listed: tuple[str, ...]
) -> Judgement:
    rules = audit_rules(guide)
    found = rules.listing(field.field, element.text or "")
    if required not in listed:
        text = f"{required} is not in {field.field}.{rules.near_miss(field.field, required, listed)}"
        return Judgement(Outcome.FAIL, found or "nothing", element.location, text)
    extra = [entry for entry in listed if entry not in _required_entries(field, guide)]
    if extra:
        return Judgement(Outcome.WARNING, found, element.location, f"{field.field} also holds {', '.join(extra)}.")
    return Judgement(Outcome.PASS, found, element.location)


def _required_entries(field: MetadataField, guide: Guide) -> set[str]:
    """Return all that the guide requires in this list, in an app of the kind that has it."""
    rules = audit_rules(guide)
    entries = set()
    for kind, value in itertools.product(rules.kinds, guide.values):
        for other in _fields_of(value, guide, kind):
            if (other.type, other.field) == (field.type, field.field):
                entries.add(_required(other, value))
    return entries


# What is worth a word, and never fails ------------------------------------------------------------


def _watched(guide: Guide, app: App, files: tuple[Component, ...]) -> Iterator[Problem]:
    asked = {(field.type, field.field) for field in _fields_asked(guide, app.kind)}
    fields = {field for _, field in asked}
    for watched, element in _switched_on(guide, files):
        if (watched.type, watched.field) not in asked and watched.undoes not in fields:
            yield _warning(element.location, "watched-setting", _meaning(watched, element))


def _switched_on(guide: Guide, files: tuple[Component, ...]) -> Iterator[tuple[Watched, Element]]:
    rules = audit_rules(guide)
    for watched in rules.watched:
        elements = [element for file in files if file.type == watched.type for element in file.all(watched.field)]
        for element in elements:
            if watched.text is None or rules.means_same(watched.text, element.text or ""):
                yield watched, element


def _meaning(watched: Watched, element: Element) -> str:
    state = f"is {element.text}" if watched.text else "is set"
    return f"{watched.field} {state}: {watched.means}."


def _other_words(app: App, org: Org | None, rules: AuditRules) -> Iterator[Problem]:
    """Compare what the app and the org file say of the same thing."""
    if org is None or app.head is None:
        return
    for key, field in rules.org_facts.items():
        in_org, in_app = org.get(key), app.said(field)
        if in_org and in_app and in_org != in_app:
            text = f"{field} is “{in_app}”, but the org file says {key} “{in_org}”."
            yield _warning(app.head.all(field)[0].location, "org-differs", text)


def _warning(place: Location, code: str, text: str) -> Problem:
    return Problem(place, code, text, Severity.WARNING)


def file_notes(guide: Guide, components: Iterable[Component]) -> Iterator[Problem]:
    """Yield what is odd about the files themselves."""
    rules = audit_rules(guide)
    for component in components:
        metadata_type = rules.types.get(component.type)
        if metadata_type and metadata_type.of_app and component.app is None:
            text = f"This {component.type} names no app, so it was left aside. Retrieve it again."
            yield _warning(component.location, "no-app-named", text)
        misnamed = rules.misnamed(component)
        if misnamed:
            yield _warning(Location.whole(component.location.path), "misnamed-file", misnamed)


def unfamiliar(guide: Guide, components: Iterable[Component]) -> dict[str, Problem]:
    """Return a warning for each name and word that no known release has, by that name."""
    rules = audit_rules(guide)
    warnings: dict[str, Problem] = {}
    for component in components:
        for element in rules.unfamiliar(component):
            text = (
                f"{element.field} is not known here, so it was not judged. A newer release may have brought it: find "
                "out what it does before you rely on the verdicts."
            )
            warnings.setdefault(element.field, _warning(element.location, "unknown-setting", text))
    return warnings


def not_shown(guide: Guide, components: Iterable[Component]) -> tuple[str, ...]:
    """Return the requests for settings of the whole org that could overrule the app's and are not among the files."""
    retrieved = {component.type for component in components}
    whole_org = [kind for kind in _types_asked(guide) if not kind.of_app]
    return tuple(kind.request for kind in whole_org if kind.name not in retrieved)


def requests(guide: Guide) -> tuple[str, ...]:
    """Return what to retrieve for an audit of this guide, as the platform's command names it."""
    return tuple(kind.request for kind in _types_asked(guide))


def _types_asked(guide: Guide) -> list[MetadataType]:
    """Return the types that an audit of this guide looks at, and those by which apps are named."""
    asked = {kind for kind, _ in wanted_fields(guide)}
    return [kind for kind in audit_rules(guide).types.values() if kind.name in asked or kind.is_named_after_app]


def best_match(audits: Iterable[AppAudit]) -> AppAudit | None:
    """Return the audit in which most values are as required, or None if two share that place."""
    ranked = sorted(audits, key=lambda one: (-one.conforming, one.count(Outcome.FAIL)))
    if len(ranked) > 1 and ranked[0].conforming == ranked[1].conforming:
        return None
    return ranked[0] if ranked and ranked[0].conforming else None
