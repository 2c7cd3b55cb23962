"""What people note in a file that commands write is still there afterwards, and the file says the same."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Problems
from generator.reading.content.guide import read_lock
from generator.reading.text.source import Source
from generator.rendering.source.comments import with_comments
from generator.rendering.source.lock_file import labels_file, lock_file
from tests.support.project import PROJECT

LONG_LOCK = (PROJECT / "content/salesforce-external-client-app/vendor.lock.yaml").read_text()
LOCK = "".join(LONG_LOCK.splitlines(keepends=True)[:85])

OLD = """\
# Ours.
page:
  url: 'https://example.org/#part'  # as of May

values:
  # asked the vendor
  first: one # sure?
  second: "two # no comment"
  third: three
# end
"""
NEW = """\
page:
  url: "https://example.org/#part"
values:
  first: uno
  second: "two # no comment"
  fourth: four
"""
MERGED = """\
# Ours.
page:
  url: "https://example.org/#part"  # as of May

values:
  # asked the vendor
  first: uno  # sure?
  second: "two # no comment"
  fourth: four
# end
"""


def test_comments_stay_where_they_stood() -> None:
    assert with_comments(NEW, OLD) == MERGED
    assert with_comments(NEW, "") == NEW


def test_texts_of_several_lines_stay_whole() -> None:
    old = "a: one  # first\nb: 'x\n\n  y' # second\nc: |  # third\n  # no comment\n\n  z\n# last\nd: e\n"
    new = "a: 'one\n\n  two'\nb: 'x\n\n  y'\nc: |\n  # no comment\n\n  z\nd: e\n"
    merged = with_comments(new, old)
    assert merged == (
        "# first\na: 'one\n\n  two'\nb: 'x\n\n  y'  # second\n# third\nc: |\n  # no comment\n\n  z\n# last\nd: e\n"
    )
    assert yaml.safe_load(merged) == yaml.safe_load(new)


def test_a_file_of_labels_goes_unless_somebody_noted_something() -> None:
    assert not labels_file(())
    assert not labels_file((), labels_file(()))
    assert labels_file((), "# mine\nformer:\n  - {now: A, was: B, places: []}\n") == "# mine\nformer: []\n"


@given(st.data())
def test_no_comment_is_lost_and_none_changes_what_is_said(data: st.DataObject) -> None:
    lines = LOCK.splitlines()
    notes = data.draw(st.dictionaries(st.integers(0, len(lines) - 1), st.sampled_from(["own", "beside"]), max_size=12))
    noted = [text for number, line in enumerate(lines) for text in _noted(number, line, notes)]
    lock = read_lock(Source("lock", LOCK), Problems())
    assert lock
    values = {name: value.model_copy(update={"value": f"{value.value}!"}) for name, value in lock.values.items()}
    dropped = data.draw(st.sets(st.sampled_from(sorted(values)), max_size=4))
    changed = lock.model_copy(update={"values": {name: value for name, value in values.items() if name not in dropped}})
    merged = lock_file(changed, "\n".join(noted) + "\n")
    assert yaml.safe_load(merged) == yaml.safe_load(lock_file(changed))
    assert all(f"# note {number}." in merged for number in notes)


def _noted(number: int, line: str, notes: dict[int, str]) -> list[str]:
    if number not in notes:
        return [line]
    note = f"# note {number}."
    return [note, line] if notes[number] == "own" else [f"{line}  {note}"]
