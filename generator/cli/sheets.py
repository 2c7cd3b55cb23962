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
def checklist(paths: Paths, guide_id: str | None, *, org_files: tuple[Path, ...], formats: tuple[str, ...]) -> None:
    """Make the checklist for single orgs."""
    from generator.commands import sheets  # noqa: PLC0415 - WeasyPrint is slow to import

    make = partial(sheets.checklist_files, formats=formats)
    for path in sheets.make_sheets(paths, org_files, guide_id, make):
        click.echo(shown(path))


@command
@ORG_FILES
def summary(paths: Paths, guide_id: str | None, *, org_files: tuple[Path, ...]) -> None:
    """Make the filled-in summary for single orgs."""
    from generator.commands import sheets  # noqa: PLC0415 - WeasyPrint is slow to import

    for path in sheets.make_sheets(paths, org_files, guide_id, sheets.summary_files):
        click.echo(shown(path))
