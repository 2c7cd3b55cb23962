"""What a project's own look links to lies in the project."""

from __future__ import annotations

from pathlib import Path

from generator.output.look import links_out


def test_links_that_lead_out_are_found(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    for path in (project / "site_overrides/assets/own.css", project / "shared/logo.svg", elsewhere / "secret.txt"):
        path.parent.mkdir(parents=True)
        path.touch()
    (project / "site_overrides/assets/logo.svg").symlink_to(project / "shared/logo.svg")
    assert links_out(project) == []
    (project / "site_overrides/assets/secret.txt").symlink_to(elsewhere / "secret.txt")
    assert links_out(project) == [project / "site_overrides/assets/secret.txt"]


def test_a_look_that_is_a_link_itself_may_lie_elsewhere(tmp_path: Path) -> None:
    """Several projects can share one."""
    (tmp_path / "look/assets").mkdir(parents=True)
    (tmp_path / "look/assets/own.css").touch()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/site_overrides").symlink_to("../look")
    assert links_out(tmp_path / "site") == []
