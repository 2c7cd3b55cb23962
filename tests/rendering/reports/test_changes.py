"""A change is told in the words of the guide's platform."""

from __future__ import annotations

import pytest

from generator.model import Change, Subject
from generator.platforms.registry import PLATFORMS
from generator.rendering.reports.changes import sentence

PAGE_ADDED = Change(subject=Subject.SETUP_PATH, name="apps", after="/apps")
SENTENCES = {
    "salesforce": "Setup page added: “/apps”",
    "entra": "Azure portal page added: “/apps”",
    "generic": "Admin page added: “/apps”",
}


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_page_is_called_as_people_call_it(name: str) -> None:
    assert sentence(PAGE_ADDED, PLATFORMS[name].words, {}) == SENTENCES[name]


@pytest.mark.parametrize(
    "subject", [subject for subject in Subject if subject not in (Subject.SETUP_PATH, Subject.ORDER)]
)
def test_whatever_else_changes_has_a_word_of_its_own(subject: Subject) -> None:
    change = Change(subject=subject, name="apps", before="one", after="two")
    assert "page" not in sentence(change, PLATFORMS["salesforce"].words, {})
