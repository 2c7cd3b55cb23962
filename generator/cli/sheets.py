"""`guide checklist` and `guide summary`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from generator.cli.command import FILE, command
from generator.commands.loading import shown

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.loading import Paths

ORG_FILES = click.argument("org_files", metavar="ORG.yaml…", type=FILE, nargs=-1, required=True)


@command
@ORG_FILES
@click.option(
    "--format",
    "formats",
    type=click.Choice(["pdf", "html", "md", "csv"]),
    multiple=True,
    default=("pdf",),
    show_default=True,
    help="To print, for a browser, for an issue tracker, for a spreadsheet; may be repeated.",
)
@click.option("--since", type=FILE, metavar="RECORD", multiple=True, help="Print only what is to be redone since.")
def checklist(
    paths: Paths,
    guide_id: str | None,
    *,
    org_files: tuple[Path, ...],
    formats: tuple[str, ...],
    since: tuple[Path, ...],
) -> None:
    """Make the checklist for single orgs."""
    from generator.commands import sheets  # noqa: PLC0415 - WeasyPrint is slow to import

    if since and formats != ("pdf",):
        raise click.UsageError("--since makes a sheet to print: leave --format out.")
    make = sheets.redo_files if since else partial(sheets.checklist_files, formats=formats)
    made = sheets.make_sheets(paths, org_files, guide_id, make, since)
    for path in made:
        click.echo(shown(path))
    if since and not made:
        click.echo("Nothing is to be redone: every step is done, and none has changed since.")


@command
@ORG_FILES
@click.option("--record", "records", type=FILE, metavar="RECORD", multiple=True, help="Show what is on record.")
def summary(paths: Paths, guide_id: str | None, *, org_files: tuple[Path, ...], records: tuple[Path, ...]) -> None:
    """Make the filled-in summary for single orgs."""
    from generator.commands import sheets  # noqa: PLC0415 - WeasyPrint is slow to import

    for path in sheets.make_sheets(paths, org_files, guide_id, sheets.summary_files, records):
        click.echo(shown(path))
