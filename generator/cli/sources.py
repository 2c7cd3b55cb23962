"""`guide sources`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from generator.cli.command import command

if TYPE_CHECKING:
    from generator.project.paths import Paths


@command
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
def sources(paths: Paths, guide_id: str | None, *, output_format: str) -> None:
    """List every outside page that the guides rest on, with what rests on it and the day it was read."""
    from generator.commands.sources import outside_pages, sources_data, sources_text  # noqa: PLC0415 - slow to import

    pages = outside_pages(paths, guide_id)
    if output_format == "json":
        click.echo(json.dumps(sources_data(pages), indent=2, ensure_ascii=False))
        return
    click.echo(sources_text(pages))
