"""A faulty template of a project's own is told with its path and line; a fault of anything else is not its."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from generator.output.template_faults import template_problem

REST = " Correct it, or take it away: the site then uses its own. [template]"


def fill(folder: Path, text: str) -> str:
    """Fill a template of two lines, the second of them `text`; return the problem's words."""
    (folder / "main.html").write_text(f"<p>\n{text}\n")
    try:
        Environment(loader=FileSystemLoader(folder), autoescape=True).get_template("main.html").render()
    except Exception as fault:  # noqa: BLE001 - any may come
        problem = template_problem(fault, folder)
        assert problem
        return str(problem).removeprefix(f"{folder}/")
    return ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ page.", "expected name or number"),
        ("{% nothing %}", "Encountered unknown tag 'nothing'."),
        ("{{ nothing.there }}", "'nothing' is undefined"),
        ("{% include 'nope.html' %}", "there is no template “nope.html”"),
        ("{{ 1 / 0 }}", "division by zero"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, reason: str, tmp_path: Path) -> None:
    told = fill(tmp_path, text)
    assert told.startswith("main.html:2:1: This template of the site cannot be filled: ")
    assert reason in told
    assert told.endswith(REST)


def test_a_sound_template_and_a_fault_elsewhere_are_none(tmp_path: Path) -> None:
    assert fill(tmp_path, "{{ 1 }}") == ""
    assert template_problem(ValueError("x"), tmp_path) is None
