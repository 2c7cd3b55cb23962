"""Two guides, or two sets of places, to typed changes. Nothing here words a change."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from generator.deriving.facts import ComparedPlace, Fact, guide_places
from generator.model import Change, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model import Guide

SERIOUSNESS = {subject: rank for rank, subject in enumerate(Subject)}


def compare(old: Guide, new: Guide) -> tuple[Change, ...]:
    """Return what changed from one guide to another, most serious first; `compare(b, a)` is its mirror."""
    return compare_places(guide_places(old), guide_places(new))


def compare_places(old: Sequence[ComparedPlace], new: Sequence[ComparedPlace]) -> tuple[Change, ...]:
    """Return the changes between two sets of places; places with one kind and id succeed each other."""
    before, after = _by_kind_and_id(old), _by_kind_and_id(new)
    changes = list(_order(old, new))
    for key in before.keys() - after.keys():
        changes += _whole(before[key], None)
    for key in after.keys() - before.keys():
        changes += _whole(None, after[key])
    for key in before.keys() & after.keys():
        changes += _facts(before[key], after[key])
    return in_order(changes)


def _by_kind_and_id(places: Iterable[ComparedPlace]) -> dict[tuple[Subject, str], ComparedPlace]:
    keyed = {}
    for place in places:
        keyed[place.kind, place.id] = place
    return keyed


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes with the most serious first, and otherwise in an order that both directions share."""
    return tuple(sorted(changes, key=_sorting_key))


def _sorting_key(change: Change) -> tuple[int, str, list[str]]:
    seriousness = SERIOUSNESS[change.subject]
    texts = [change.before or "", change.after or ""]
    return seriousness, change.name, sorted(texts)


def mirrored(change: Change) -> Change:
    """Return the change that undoes this one."""
    before, after = change.after, change.before
    return change.model_copy(update={"before": before, "after": after})


def _whole(old: ComparedPlace | None, new: ComparedPlace | None) -> Iterator[Change]:
    """Yield the change of a place that is new or gone, and of each required value that goes with it."""
    place = new or old
    assert place  # noqa: S101 - one of both is given

    def change(kind: Subject, name: str, text: str) -> Change:
        if new:
            return Change(subject=kind, name=name, after=text, steps=new.steps, line=new.line)
        return Change(subject=kind, name=name, before=text, steps=place.steps)

    yield change(place.kind, place.id, place.title)
    if place.kind is Subject.VALUE:
        return
    for fact in place.facts:
        if fact.kind is Subject.VALUE:
            yield change(fact.kind, fact.name, fact.text)


# Facts of one place -------------------------------------------------------------------------------


def _facts(old: ComparedPlace, new: ComparedPlace) -> Iterator[Change]:
    steps = _either(old.steps, new.steps)
    for before, after in _pairs(old.facts, new.facts):
        fact = after or before
        assert fact  # noqa: S101 - one of both is given
        yield Change(
            subject=fact.kind,
            name=fact.name or new.id,
            before=_text(before),
            after=_text(after),
            steps=steps,
            line=(after and after.line) or new.line,
        )


def _either(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    if old == new:
        return old
    return tuple(sorted({*old, *new}))


def _text(fact: Fact | None) -> str | None:
    if fact is None:
        return None
    return fact.text


def _pairs(old: tuple[Fact, ...], new: tuple[Fact, ...]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """Yield facts that changed, are gone (with None after) or new (with None before)."""
    gone = _by_name(_without(old, new))
    added = _by_name(_without(new, old))
    names = gone.keys() | added.keys()
    for name in names:
        yield from _closest(gone.get(name, []), added.get(name, []))


def _without(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """Return the facts that the others do not hold, as often as they hold them less."""
    spare = Counter(others)
    left = []
    for fact in facts:
        if spare[fact]:
            spare[fact] -= 1
        else:
            left.append(fact)
    return left


def _by_name(facts: list[Fact]) -> dict[tuple[Subject, str], list[Fact]]:
    groups: dict[tuple[Subject, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.kind, fact.name), []).append(fact)
    return groups


def _closest(gone: list[Fact], come: list[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """Pair each fact with the most similar one; whichever way round, the pairs are the same."""

    def rank(pair: tuple[int, int]) -> tuple[float, str, str]:
        left, right = pair
        texts = gone[left].text, come[right].text
        first, second = sorted(texts)
        return -likeness(*texts), first, second

    old, new = set(range(len(gone))), set(range(len(come)))
    pairs = product(range(len(gone)), range(len(come)))
    for left, right in sorted(pairs, key=rank):
        if left in old and right in new:
            old.discard(left)
            new.discard(right)
            yield gone[left], come[right]
    for index in sorted(old):
        yield gone[index], None
    for index in sorted(new):
        yield None, come[index]


def likeness(one: str, other: str) -> float:
    """Return which share of their words two texts have in common, 0 to 1."""
    one_words = Counter(one.casefold().split())
    other_words = Counter(other.casefold().split())
    shared = one_words & other_words
    either = one_words | other_words
    return shared.total() / max(either.total(), 1)


# The order of steps -------------------------------------------------------------------------------


def _order(old: Sequence[ComparedPlace], new: Sequence[ComparedPlace]) -> Iterator[Change]:
    """Yield a change for each step that left its section or its place among the others."""
    before, after = _steps_by_id(old), _steps_by_id(new)
    stayed = _in_step([name for name in before if name in after], [name for name in after if name in before])
    for name in before.keys() & after.keys():
        was, now = before[name], after[name]
        if name not in stayed or was.section != now.section:
            yield Change(
                subject=Subject.ORDER,
                name=name,
                before=f"{was.section} {was.number}",
                after=f"{now.section} {now.number}",
                steps=_either(was.steps, now.steps),
                line=now.line,
            )


def _steps_by_id(places: Sequence[ComparedPlace]) -> dict[str, ComparedPlace]:
    steps = [place for place in places if place.kind is Subject.STEP]
    return {step.id: step for step in steps}


def _in_step(old: list[str], new: list[str]) -> set[str]:
    """Return the names that keep their order; the same set whichever list comes first."""
    first, second = sorted((old, new))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    kept: set[str] = set()
    for block in blocks:
        end = block.a + block.size
        kept.update(first[block.a : end])
    return kept
