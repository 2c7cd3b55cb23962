"""`guide serve`: a live preview that builds again whenever the content changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands.build import build
from generator.output.site import serve_site
from generator.problems import ContentError

if TYPE_CHECKING:
    from generator.commands.loading import Paths


def serve(paths: Paths, guide_id: str | None, address: tuple[str, int]) -> None:
    """Serve the site until interrupted; after a faulty edit the last good site stays up."""

    def rebuild() -> None:
        try:
            build(paths, guide_id)
        except ContentError as fault:
            click.echo(fault, err=True)

    build(paths, guide_id)
    serve_site(rebuild, [paths.content, paths.project / "site_overrides"], paths.out / "site", address)
