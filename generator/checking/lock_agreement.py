"""Rule `lock-…`: the guide agrees with the vendor page as last reviewed, which vendor.lock.yaml holds.

`lock-value`: a value reads otherwise. `lock-missing`: a value has no entry in the lock file. `lock-extra`: an entry
has no value. `lock-review`: the page's address or the day of review differ from the front matter. `lock-step`: a place
of the page names a step of ours that does not exist.

Pass: `value: Local` in values.yaml and `distribution_state: {stated: Local., value: Local}` in vendor.lock.yaml
Fail: `value: Packaged` in values.yaml with the same line in vendor.lock.yaml
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.checking.content import GuideContent
    from generator.model import Lock


def check(content: GuideContent) -> Iterator[Problem]:
    """Yield a problem for each disagreement."""
    if content.lock:
        yield from _values(content, content.lock)
        yield from _review(content, content.lock)
        yield from _steps(content, content.lock)


def _values(content: GuideContent, lock: Lock) -> Iterator[Problem]:
    for value in content.guide.values:
        if value.id not in lock.values:
            yield Problem(
                content.value_place(value.id),
                "lock-missing",
                f"vendor.lock.yaml has no entry “{value.id}”. Add what the vendor’s page states for {value.setting}.",
            )
        elif (locked := lock.values[value.id].value) != value.value and not value.pattern.fullmatch(locked):
            yield Problem(
                content.value_place(value.id, "value"),
                "lock-value",
                f"{value.setting} ({value.id}) is “{value.value}” here, but the vendor’s page, as reviewed on "
                f"{lock.page.reviewed}, requires “{locked}”. Restore it; or, if the page has changed, review it "
                "and change vendor.lock.yaml too.",
            )
    written = content.written_values
    for name in lock.values:
        if written is not None and name not in written:
            yield Problem(
                content.lock_place("values", name),
                "lock-extra",
                f"values.yaml has no value “{name}”. Add it there, or take it out here.",
            )


def _review(content: GuideContent, lock: Lock) -> Iterator[Problem]:
    reviewed = content.guide.about.reviewed
    pairs = (("date", reviewed.date, "reviewed", lock.page.reviewed), ("page", reviewed.page, "url", lock.page.url))
    for key, here, lock_key, there in pairs:
        if here != there:
            start = content.guide_source.find("reviewed:").line
            yield Problem(
                content.guide_source.find(f"{key}:", start),
                "lock-review",
                f"reviewed.{key} is “{here}”, but page.{lock_key} in vendor.lock.yaml is “{there}”. Make them agree.",
            )


def _steps(content: GuideContent, lock: Lock) -> Iterator[Problem]:
    known = {step.id for step in content.guide.steps}
    for index, place in enumerate(lock.places):
        for step in place.ours:
            if step not in known:
                yield Problem(
                    content.lock_place("places", index, "ours"),
                    "lock-step",
                    f"The guide has no step “{step}”, but the page’s {place.id} is said to be followed by it. "
                    "Name the step that does, or none: ours: []",
                )
