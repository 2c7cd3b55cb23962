"""`guide orgs`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.cli.command import SOURCE, command, tell_in_parts, tell_problems
from generator.project.paths import shown

if TYPE_CHECKING:
    from pathlib import Path

    from generator.project.paths import Paths


@command
@click.argument("sources", metavar="SOURCE…", type=SOURCE, nargs=-1, required=True)
def orgs(paths: Paths, guide_id: str | None, *, sources: tuple[Path, ...]) -> None:
    """Write a file for each org of a table into the folder that --out names, OUT/ID.yaml.

    The good rows are written and the faulty ones listed; a file that says something else stays as it is. Columns of
    your own become remarks at the end of each file.
    """
    from generator.commands.orgs import write_org_files  # noqa: PLC0415 - slow to import

    del guide_id
    if not paths.out_given:
        raise click.UsageError("Name the folder for the orgs’ files with --out, best outside a public repository.")
    made = write_org_files(paths, sources)
    tell_in_parts(f"{shown(path)}\n" for path in made.written)
    tell_problems(made.problems)
    counts = f"{len(made.written):,} written, {made.unchanged:,} unchanged, {made.refused:,} not taken"
    click.echo(f"Orgs: {counts}.", err=True)
    sys.exit(1 if made.problems.has_errors else 0)
