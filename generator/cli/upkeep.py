"""`guide compare`: for the day something changed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.cli.command import command

if TYPE_CHECKING:
    from generator.commands.loading import Paths


@command
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "output_format", type=click.Choice(["text", "md", "json"]), default="text")
def compare(paths: Paths, guide_id: str | None, *, old: str, new: str | None, output_format: str) -> None:
    """List what changed from OLD to NEW: content folders or git revisions; NEW is the content as it is now.

    Exit status 0 if nothing changed, 1 if something did.
    """
    from generator.commands.compare import compare_content  # noqa: PLC0415 - as in the other commands
    from generator.rendering.changes import changes_json, changes_markdown, changes_text  # noqa: PLC0415

    compared = compare_content(paths, old, new, guide_id)
    if output_format == "json":
        click.echo(changes_json(compared), nl=False)
    else:
        render = changes_text if output_format == "text" else changes_markdown
        click.echo("\n\n".join(render(*pair) for pair in compared.values()))
    sys.exit(1 if any(changes for _, _, changes in compared.values()) else 0)
