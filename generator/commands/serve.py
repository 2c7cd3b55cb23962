"""`guide serve`: a live preview of the site that builds again whenever the content changes."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.build import build
from generator.output.look import OVERRIDES
from generator.output.site import serve_site
from generator.problems import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.project.paths import Paths


def serve(paths: Paths, guide_id: str | None, address: tuple[str, int]) -> None:
    """Serve the site until interrupted; after a faulty edit the last good site stays up."""
    with _preview_folder(paths) as out:
        preview = replace(paths, out=out)

        def rebuild() -> None:
            try:
                build(preview, guide_id, site_only=True)
            except ContentError as fault:
                click.echo(fault, err=True)

        build(preview, guide_id, site_only=True)
        serve_site(rebuild, [paths.content, paths.project / OVERRIDES], out / "site", address)


@contextmanager
def _preview_folder(paths: Paths) -> Iterator[Path]:
    """Yield a folder of its own, so that a preview leaves what was built as it is, unless one was named."""
    if paths.out_given:
        yield paths.out
        return
    with tempfile.TemporaryDirectory(prefix="guide-preview-") as folder:
        yield Path(folder) / "build"
