"""A guide and an app's metadata to verdicts: whether each required value is really set so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.model.records import Outcome
from generator.platforms.salesforce.metadata import (
    APP,
    CONTACT_EMAIL,
    HOW_TO_PART,
    JOINTS,
    LABEL,
    TYPES,
    WATCHED,
    entries,
    means_same,
    runtime_name,
    unparted,
    without_namespace,
    written_entries,
)
from generator.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model import Component, Element, Guide, MetadataField, Org, RequiredValue, Step
    from generator.platforms.salesforce.metadata import Watched
    from generator.problems import Location


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
    """One external client app: its API name and its files."""

    name: str
    components: tuple[Component, ...]

    def said(self, field: str) -> str | None:
        """Return what the app's own file says of a field."""
        own = (element for component in self.components if component.type == APP for element in component.all(field))
        return next((element.text for element in own if element.text), None)


@dataclass(frozen=True)
class AppAudit:
    """One app held against one guide."""

    guide: Guide
    app: App
    verdicts: tuple[Verdict, ...]
    warnings: tuple[Problem, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many values came out so."""
        return sum(verdict.outcome is outcome for verdict in self.verdicts)

    @property
    def conforming(self) -> int:
        """Return how many values are as required, those with a warning included."""
        return self.count(Outcome.PASS) + self.count(Outcome.WARNING)


def wanted_fields(guide: Guide) -> frozenset[tuple[str, str]]:
    """Return (type, field) of everything that an audit of this guide looks at."""
    asked = {(field.type, field.field) for value in guide.values for field in value.metadata}
    return frozenset(asked | {(watched.type, watched.field) for watched in WATCHED})


def apps(components: Iterable[Component]) -> tuple[App, ...]:
    """Group files by the app they name, whatever the files are called; letter case does not part apps."""
    grouped: dict[str, list[Component]] = {}
    for component in components:
        if component.app:
            grouped.setdefault(component.app.casefold(), []).append(component)
    _join_namespaces(grouped)
    return tuple(App(_own_name(group), tuple(group)) for _, group in sorted(grouped.items()))


def _join_namespaces(grouped: dict[str, list[Component]]) -> None:
    """Bring an app's own file, which names it without its org's namespace, to the files that name it with it."""
    for name in list(grouped):
        plain = without_namespace(name)
        own_files = grouped.get(plain, [])
        has_own_file = any(component.type == APP for component in grouped[name])
        if plain != name and own_files and not has_own_file and all(file.type == APP for file in own_files):
            grouped[name] += grouped.pop(plain)


def _own_name(group: list[Component]) -> str:
    named = sorted(group, key=lambda component: component.type != APP)
    return named[0].app or ""


def audit(guide: Guide, app: App, components: Iterable[Component], org: Org | None = None) -> AppAudit:
    """Hold the app, and among `components` the settings of the whole org, against every required value."""
    whole_org = tuple(component for component in components if not TYPES[component.type].of_app)
    files = (*app.components, *whole_org)
    verdicts = tuple(_verdict(value, guide, files) for value in guide.values)
    return AppAudit(guide, app, verdicts, (*_watched(guide, files), *_other_words(app, org)))


def _verdict(value: RequiredValue, guide: Guide, files: tuple[Component, ...]) -> Verdict:
    findings = [finding for field in value.metadata for finding in _findings(field, value, guide, files)]
    findings += _undone(value, files)
    unknown = Judgement(Outcome.NOT_VERIFIABLE, None, None, "The guide does not say where this stands in the metadata.")
    verdict = Verdict(value, tuple(findings) or (unknown,), next(iter(guide.setting_steps[value.id]), None))
    if all(finding.elsewhere for finding in verdict.deciding):
        return replace(verdict, step=None)
    return verdict


def _undone(value: RequiredValue, files: tuple[Component, ...]) -> Iterator[Judgement]:
    """Yield a warning for each other setting that makes the value void, though it reads as required."""
    fields = {field.field for field in value.metadata}
    for watched, element in _switched_on(files):
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
        yield _missing_file(field)
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


def _missing_file(field: MetadataField) -> Judgement:
    kind = TYPES.get(field.type)
    if kind and not kind.of_app:
        return Judgement(Outcome.PASS, None, None)
    ending = f" (its name ends in .{kind.suffix}-meta.xml)" if kind else ""
    text = f"No file of {field.type}{ending} could be read for this app. Retrieve it."
    return Judgement(Outcome.NOT_VERIFIABLE, None, None, text)


def _in_file(field: MetadataField, value: RequiredValue, guide: Guide, component: Component) -> Iterator[Judgement]:
    elements = component.all(field.field)
    if not elements:
        yield _omitted(field, component)
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


def _omitted(field: MetadataField, component: Component) -> Judgement:
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
    text, required = element.text or "", field.value or value.value
    listed = entries(field.field, text)
    if listed is not None:
        return _judged_list(field, required, guide, element, listed)
    if not text:
        return Judgement(Outcome.NOT_VERIFIABLE, None, element.location, f"{field.field} is empty.")
    same = means_same(required, text)
    if same is None:
        words = f"{field.field} is “{text}”, which is neither true nor false."
        return Judgement(Outcome.NOT_VERIFIABLE, text, element.location, words)
    found = text if field.value is None else f"{field.field} = {text}"
    wanted = "" if same else f"{field.field} must be {required}{_for_all(field)}."
    return Judgement(Outcome.PASS if same else Outcome.FAIL, found, element.location, wanted, _is_for_all(field))


def _for_all(field: MetadataField) -> str:
    """Say so where a rule of the whole org is at fault: nobody should lift it for one app."""
    return " for the whole org; stop and ask the people responsible for its security" if _is_for_all(field) else ""


def _is_for_all(field: MetadataField) -> bool:
    kind = TYPES.get(field.type)
    return kind is not None and not kind.of_app


def _judged_list(
    field: MetadataField, required: str, guide: Guide, element: Element, listed: tuple[str, ...]
) -> Judgement:
    found = JOINTS[field.field].join(written_entries(field.field, element.text or ""))
    if required not in listed:
        text = f"{required} is not in {field.field}.{_near_miss(field.field, required, listed)}"
        return Judgement(Outcome.FAIL, found or "nothing", element.location, text)
    extra = [entry for entry in listed if entry not in _required_entries(field, guide)]
    if extra:
        return Judgement(Outcome.WARNING, found, element.location, f"{field.field} also holds {', '.join(extra)}.")
    return Judgement(Outcome.PASS, found, element.location)


def _near_miss(field: str, required: str, listed: tuple[str, ...]) -> str:
    """Say what stands in a list in place of the entry, where it was probably meant."""
    if unparted(required, listed):
        return f" Several entries stand there as one. {HOW_TO_PART[field]}"
    at_runtime = runtime_name(required, listed)
    if at_runtime:
        return f" “{at_runtime}” is OAuth's own name of the scope; metadata calls it {required}."
    return ""


def _required_entries(field: MetadataField, guide: Guide) -> set[str]:
    return {
        other.value or value.value
        for value in guide.values
        for other in value.metadata
        if (other.type, other.field) == (field.type, field.field)
    }


# What is worth a word, and never fails ------------------------------------------------------------


def _watched(guide: Guide, files: tuple[Component, ...]) -> Iterator[Problem]:
    asked = {(field.type, field.field) for value in guide.values for field in value.metadata}
    fields = {field for _, field in asked}
    for watched, element in _switched_on(files):
        if (watched.type, watched.field) not in asked and watched.undoes not in fields:
            yield _warning(element.location, "watched-setting", _meaning(watched, element))


def _switched_on(files: tuple[Component, ...]) -> Iterator[tuple[Watched, Element]]:
    for watched in WATCHED:
        elements = [element for file in files if file.type == watched.type for element in file.all(watched.field)]
        for element in elements:
            if watched.is_on(element.text):
                yield watched, element


def _meaning(watched: Watched, element: Element) -> str:
    state = f"is {element.text}" if watched.text else "is set"
    return f"{watched.field} {state}: {watched.means}."


def _other_words(app: App, org: Org | None) -> Iterator[Problem]:
    """Compare what the app and the org file say of the same thing."""
    own = next((component for component in app.components if component.type == APP), None)
    pairs = (("app_name", LABEL), ("contact_email", CONTACT_EMAIL))
    for key, field in pairs:
        said = org.get(key) if org else None
        found = app.said(field)
        if own and said and found and found != said:
            place = own.all(field)[0].location
            yield _warning(place, "org-differs", f"{field} is “{found}”, but the org file says {key} “{said}”.")


def _warning(place: Location, code: str, text: str) -> Problem:
    return Problem(place, code, text, Severity.WARNING)


def not_shown(guide: Guide, components: Iterable[Component]) -> tuple[str, ...]:
    """Return the requests for settings of the whole org that could overrule the app's and are not among the files."""
    there = {component.type for component in components}
    asked = {field.type for value in guide.values for field in value.metadata} | {watched.type for watched in WATCHED}
    return tuple(
        kind.request for kind in TYPES.values() if not kind.of_app and kind.name in asked and kind.name not in there
    )


def requests(guide: Guide) -> tuple[str, ...]:
    """Return what to retrieve for an audit of this guide, as `sf project retrieve start` names it."""
    asked = {APP, *(kind for kind, _ in wanted_fields(guide))}
    return tuple(kind.request for kind in TYPES.values() if kind.name in asked)


def best_match(audits: Iterable[AppAudit]) -> AppAudit | None:
    """Return the audit in which most values are as required, or None if two share that place."""
    ranked = sorted(audits, key=lambda one: (-one.conforming, one.count(Outcome.FAIL)))
    if len(ranked) > 1 and ranked[0].conforming == ranked[1].conforming:
        return None
    return ranked[0] if ranked and ranked[0].conforming else None
