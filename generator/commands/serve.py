"""`guide serve`: a live preview of the site that builds again whenever the content changes."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.asking.ranking import answers
from generator.commands.ask import answers_markdown, guides_index
from generator.commands.build import build
from generator.output.look import OVERRIDES, SHEET_OVERRIDES
from generator.output.site import Preview, serve_site
from generator.problems import ContentError
from generator.project.brand import brand_files
from generator.rendering.site.problems_notice import problems_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.project.paths import Paths


def serve(paths: Paths, guide_id: str | None, address: tuple[str, int]) -> None:
    """Serve the site until interrupted; after a faulty edit the last good site stays up, with the problems on it."""
    with _preview_folder(paths) as out:
        preview = replace(paths, out=out)
        build(preview, guide_id, site_only=True)
        searched = guides_index(paths, guide_id)
        notice = ""

        def rebuild() -> None:
            nonlocal searched, notice
            try:
                build(preview, guide_id, site_only=True)
                searched = guides_index(paths, guide_id)
                notice = ""
            except ContentError as fault:
                click.echo(fault, err=True)
                notice = problems_notice(fault.problems)

        def answering(question: str) -> str:
            return answers_markdown(question, answers(searched, question), searched)

        of_project = [paths.project / name for name in (OVERRIDES, SHEET_OVERRIDES)]
        watched = [paths.content, *of_project, *brand_files(paths.project)]
        serve_site(Preview(rebuild, watched, out / "site", address, answering, notice=lambda: notice))


@contextmanager
def _preview_folder(paths: Paths) -> Iterator[Path]:
    """Yield a folder of its own, so that a preview leaves what was built as it is, unless one was named."""
    if paths.out_given:
        yield paths.out
        return
    with tempfile.TemporaryDirectory(prefix="guide-preview-") as folder:
        yield Path(folder) / "build"
