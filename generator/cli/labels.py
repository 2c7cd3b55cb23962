"""`guide labels` and `guide relabel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.cli.command import command, finish, hold_content
from generator.project.paths import shown

if TYPE_CHECKING:
    from generator.project.paths import Paths


@command
def labels(paths: Paths, guide_id: str | None) -> None:
    """List every label of the platform's screens, with its places."""
    from generator.commands.labels import every_label  # noqa: PLC0415 - as in the other commands

    for text, places in every_label(paths, guide_id).items():
        click.echo(text)
        for place in places:
            click.echo(f"  {place.location}: {place.place}")


@command
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show the difference and write nothing.")
def relabel(paths: Paths, guide_id: str | None, *, old: str, new: str, dry_run: bool) -> None:
    """Change the label OLD to NEW wherever the source names it, and keep OLD for readers on an older release."""
    from generator.commands import labels as module  # noqa: PLC0415 - as in the other commands

    hold_content(paths)
    changes, count = module.relabel(paths, guide_id, old, new)
    click.echo(module.diff(changes), nl=False)
    places = f"{count} place{'s' if count > 1 else ''}"
    if dry_run:
        click.echo(f"{places} would change. Nothing was written.")
    else:
        module.write(changes)
        click.echo(f"{places} changed in {', '.join(shown(path) for path in changes)}.")
    finish(module.mentions(old, new, changes))
