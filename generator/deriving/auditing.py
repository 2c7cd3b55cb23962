"""A guide and an app's metadata to verdicts: whether each required value is really set so."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.records import Outcome
from generator.platforms.registry import platform_of
from generator.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
        outcomes = [finding.outcome for finding in self.findings]
        return min(outcomes, key=WEIGHT.__getitem__)

    @property
    def deciding(self) -> tuple[Judgement, ...]:
        """Return the findings that led to the outcome."""
        decided = self.outcome
        return tuple(finding for finding in self.findings if finding.outcome is decided)

    @property
    def found(self) -> str | None:
        """Return what stands in the metadata in place of the required value, or for it."""
        texts = _texts(self.deciding)
        return "; ".join(texts) or None

    @property
    def location(self) -> Location | None:
        """Return where the first deciding field stands."""
        places = [finding.location for finding in self.deciding]
        return next(filter(None, places), None)

    @property
    def text(self) -> str:
        """Return the reasons of the outcome."""
        texts = [finding.text for finding in self.deciding]
        once = dict.fromkeys(filter(None, texts))
        return " ".join(once)


@dataclass(frozen=True)
class App:
    """One app: its API name, its kind, its files, and among them the one that is named after it."""

    name: str
    kind: str
    components: tuple[Component, ...]
    head: Component | None

    def said(self, field: str) -> str | None:
        """Return what the app's own file says of a field."""
        if self.head is None:
            return None
        texts = [element.text for element in self.head.all(field)]
        return next(filter(None, texts), None)


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
        for verdict in self.verdicts:
            if _is_told_by(purpose, verdict.value) and verdict.outcome not in CONFORMING:
                return False
        return True

    def count(self, outcome: Outcome) -> int:
        """Return how many values came out so."""
        outcomes = [verdict.outcome for verdict in self.verdicts]
        return outcomes.count(outcome)

    @property
    def conforming(self) -> int:
        """Return how many values are as required, those with a warning included."""
        conforming = [verdict for verdict in self.verdicts if verdict.outcome in CONFORMING]
        return len(conforming)


def _is_told_by(purpose: AbstractSet[str], value: RequiredValue) -> bool:
    fields = {field.field for field in value.metadata}
    return not fields.isdisjoint(purpose)


def can_be_audited(guide: Guide) -> bool:
    """Whether the guide says where its values stand in exports that its platform can read."""
    has_evidence = any(value.metadata for value in guide.values)
    platform = platform_of(guide.about)
    return has_evidence and platform.audit_rules is not None


def audit_rules(guide: Guide) -> AuditRules:
    """Return what the guide's platform knows of its exports. The guide must be one that can be audited."""
    rules = platform_of(guide.about).audit_rules
    assert rules  # noqa: S101 - can_be_audited said so
    return rules


def wanted_fields(guide: Guide) -> frozenset[tuple[str, str]]:
    """Return (type, field) of everything that an audit of this guide looks at."""
    rules = audit_rules(guide)
    wanted = set(rules.choices)
    for kind in rules.kinds:
        wanted.update((field.type, field.field) for field in _fields_asked(guide, kind))
    for watched in rules.watched:
        wanted.add((watched.type, watched.field))
    return frozenset(wanted)


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
    return field.value or value.text


def _is_open(field: MetadataField, value: RequiredValue) -> bool:
    """Whether the field holds a value of which a part is known only to the org, which has not said it."""
    has_blanks = bool(value.blanks)
    return has_blanks and field.value is None


def _meant(field: MetadataField, value: RequiredValue, texts: Iterable[str]) -> str:
    """Return what must stand in a field, which holds `texts`: of a value with blanks, the one of them that fits."""
    if _is_open(field, value):
        for text in texts:
            if value.accepts(text):
                return text
    return _required(field, value)


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
    for name, group in list(grouped.items()):
        plain = rules.without_namespace(name)
        if plain == name or _has_head(group, rules):
            continue
        own_files = grouped.get(plain, [])
        if own_files and all(_is_head(component, rules) for component in own_files):
            group.extend(own_files)
            del grouped[plain]


def _has_head(group: Iterable[Component], rules: AuditRules) -> bool:
    heads = [component for component in group if _is_head(component, rules)]
    return bool(heads)


# One app ------------------------------------------------------------------------------------------


def audit(guide: Guide, app: App, components: Iterable[Component], org: Org | None = None) -> AppAudit:
    """Hold the app, and among `components` the settings of the whole org, against every required value."""
    rules = audit_rules(guide)
    if org:
        filled = [value.filled(org.facts) for value in guide.values]
        guide = replace(guide, values=tuple(filled))
    whole_org = [component for component in components if _is_of_whole_org(component, rules)]
    files = (*app.components, *whole_org)
    verdicts = [_verdict(value, guide, app, files) for value in guide.values]
    warnings = (*_watched(guide, app, files), *_other_words(app, org, rules))
    result = AppAudit(guide, app, tuple(verdicts), warnings)
    if app.kind == rules.kinds[0]:
        return result
    vendor = guide.about.vendor or "the vendor"
    return replace(result, way_over=rules.way_over(app.components, vendor))


def _is_of_whole_org(component: Component, rules: AuditRules) -> bool:
    metadata_type = rules.types.get(component.type)
    return metadata_type is not None and not metadata_type.of_app


def _verdict(value: RequiredValue, guide: Guide, app: App, files: tuple[Component, ...]) -> Verdict:
    asked = tuple(_fields_of(value, guide, app.kind))
    findings: list[Judgement] = []
    for field in asked:
        findings += _findings(field, value, guide, files)
    findings += _undone(asked, guide, files)
    if not asked:
        findings.append(Judgement(Outcome.NOT_VERIFIABLE, None, None, _unsaid(value, app)))
    steps = guide.setting_steps[value.id]
    verdict = Verdict(value, tuple(findings), next(iter(steps), None))
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
    judged: list[Judgement] = []
    for component in of_type:
        judged += _in_file(field, value, guide, component)
    is_failed = {finding.outcome is Outcome.FAIL for finding in judged}
    if len(is_failed) == 1:
        yield from judged
    else:
        yield _disagreement(field, judged)


def _disagreement(field: MetadataField, judged: Sequence[Judgement]) -> Judgement:
    locations = [finding.location for finding in judged if finding.location]
    places = [f"{location.path}:{location.line}" for location in locations]
    message = (
        f"{field.field} stands in several places that disagree ({', '.join(places)}). Which one counts is not known."
    )
    texts = " and ".join(_texts(judged))
    return Judgement(Outcome.NOT_VERIFIABLE, texts or None, judged[0].location, message)


def _texts(findings: Iterable[Judgement]) -> list[str]:
    """Return what was found, each text once."""
    texts = [finding.found for finding in findings]
    return list(dict.fromkeys(filter(None, texts)))


def _missing_file(field: MetadataField, guide: Guide) -> Judgement:
    kind = audit_rules(guide).types.get(field.type)
    if kind and not kind.of_app and field.otherwise is None:
        return Judgement(Outcome.PASS, None, None)
    if kind and not kind.of_app:
        text = f"No file of {field.type} could be read. Retrieve {kind.request}."
        return Judgement(Outcome.NOT_VERIFIABLE, None, None, text)
    ending = f" (its name ends in .{kind.suffix}-meta.xml)" if kind else ""
    text = f"No file of {field.type}{ending} could be read for this app. Retrieve it."
    return Judgement(Outcome.NOT_VERIFIABLE, None, None, text)


def _in_file(field: MetadataField, value: RequiredValue, guide: Guide, component: Component) -> Iterator[Judgement]:
    elements = component.all(field.field)
    if not elements:
        yield _omitted(field, guide, component)
    for element in elements:
        finding = _as_far_as_known(_judged(field, value, guide, element), field, value)
        repeated = f"{field.field} stands in the file {len(elements)} times" if len(elements) > 1 else None
        yield _doubted(finding, component.doubt or repeated, guide)


def _as_far_as_known(finding: Judgement, field: MetadataField, value: RequiredValue) -> Judgement:
    """Without the org's own part of a value its fixed part can be wrong, but not the whole be right."""
    if finding.outcome not in CONFORMING or not _is_open(field, value):
        return finding
    keys = " and ".join(f"“{blank.key}”" for blank in value.blanks)
    text = f"The fixed part is as required. The rest cannot be judged: the org file does not say {keys}."
    return replace(finding, outcome=Outcome.NOT_VERIFIABLE, text=text)


def _doubted(finding: Judgement, doubt: str | None, guide: Guide) -> Judgement:
    """A pass from a file that the platform would not have written so is a pass to look at."""
    if doubt is None or finding.outcome is not Outcome.PASS:
        return finding
    platform = platform_of(guide.about).words.name
    text = f"As required, but {doubt}, and {platform} does not write it so. Retrieve it again."
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
        name = field.field.rpartition(".")[2]
        return Judgement(Outcome.FAIL, f"a {name}", element.location, f"{field.field} must not be there.")
    text, rules = element.text or "", audit_rules(guide)
    listed = rules.entries(field.field, text)
    required = _meant(field, value, (text,) if listed is None else listed)
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
    if field.otherwise == "open":
        text = f"{field.field} is {text}, which alone does not show whether it is as required."
        return Judgement(Outcome.NOT_VERIFIABLE, found, element.location, text)
    text = f"{field.field} must be {required}{FOR_ALL if for_all else ''}."
    return Judgement(Outcome.FAIL, found, element.location, text, for_all)


def _judged_list(
    field: MetadataField, required: str, guide: Guide, element: Element, listed: tuple[str, ...]
) -> Judgement:
    rules = audit_rules(guide)
    text = rules.listing(field.field, element.text or "")
    if required not in listed:
        near_miss = rules.near_miss(field.field, required, listed)
        message = f"{required} is not in {field.field}.{near_miss}"
        return Judgement(Outcome.FAIL, text or "nothing", element.location, message)
    all_required = _required_entries(field, guide, listed)
    extra = [entry for entry in listed if entry not in all_required]
    if extra:
        message = f"{field.field} also holds {', '.join(extra)}."
        return Judgement(Outcome.WARNING, text, element.location, message)
    return Judgement(Outcome.PASS, text, element.location)


def _required_entries(field: MetadataField, guide: Guide, listed: tuple[str, ...]) -> set[str]:
    """Return all that the guide requires in this list, in an app of the kind that has it."""
    rules = audit_rules(guide)
    entries = set()
    for kind, value in itertools.product(rules.kinds, guide.values):
        for other in _fields_of(value, guide, kind):
            if (other.type, other.field) == (field.type, field.field):
                entries.add(_meant(other, value, listed))
    return entries


# What is worth a word, and never fails ------------------------------------------------------------


def _watched(guide: Guide, app: App, files: tuple[Component, ...]) -> Iterator[Problem]:
    asked = list(_fields_asked(guide, app.kind))
    judged = {(field.type, field.field) for field in asked}
    names = {field.field for field in asked}
    for watched, element in _switched_on(guide, files):
        is_judged = (watched.type, watched.field) in judged
        if not is_judged and watched.undoes not in names:
            meaning = _meaning(watched, element)
            yield _warning(element.location, "watched-setting", meaning)


def _switched_on(guide: Guide, files: tuple[Component, ...]) -> Iterator[tuple[Watched, Element]]:
    rules = audit_rules(guide)
    for watched in rules.watched:
        for element in _elements_of(watched, files):
            if watched.text is None or rules.means_same(watched.text, element.text or ""):
                yield watched, element


def _elements_of(watched: Watched, files: tuple[Component, ...]) -> Iterator[Element]:
    for file in files:
        if file.type == watched.type:
            yield from file.all(watched.field)


def _meaning(watched: Watched, element: Element) -> str:
    state = "is set"
    if watched.text:
        state = f"is {element.text}"
    return f"{watched.field} {state}: {watched.means}."


def _other_words(app: App, org: Org | None, rules: AuditRules) -> Iterator[Problem]:
    """Compare what the app and the org file say of the same thing."""
    if org is None or app.head is None:
        return
    for key, field in rules.org_facts.items():
        in_org = org.get(key)
        in_app = app.said(field)
        if in_org and in_app and in_org != in_app:
            text = f"{field} is “{in_app}”, but the org file says {key} “{in_org}”."
            element = app.head.all(field)[0]
            yield _warning(element.location, "org-differs", text)


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
            yield _warning(Location(component.location.path), "misnamed-file", misnamed)


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
    types = _types_asked(guide)
    missing = [kind.request for kind in types if not kind.of_app and kind.name not in retrieved]
    return tuple(missing)


def requests(guide: Guide) -> tuple[str, ...]:
    """Return what to retrieve for an audit of this guide, as the platform's command names it."""
    types = _types_asked(guide)
    return tuple(kind.request for kind in types)


def _types_asked(guide: Guide) -> list[MetadataType]:
    """Return the types that an audit of this guide looks at, and those by which apps are named."""
    rules = audit_rules(guide)
    asked = {name for name, _ in wanted_fields(guide)}
    kinds = rules.types.values()
    return [kind for kind in kinds if kind.is_named_after_app or kind.name in asked]


def best_match(audits: Iterable[AppAudit]) -> AppAudit | None:
    """Return the audit in which most values are as required, or None if two share that place."""
    ranked = sorted(audits, key=lambda one: (-one.conforming, one.count(Outcome.FAIL)))
    if not ranked:
        return None
    best = ranked[0]
    is_shared = len(ranked) > 1 and ranked[1].conforming == best.conforming
    if is_shared or not best.conforming:
        return None
    return best
