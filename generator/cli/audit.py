"""`guide audit` and `guide metadata`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.command import FILE, SOURCE, Day, command, tell_problems, today
from generator.problems import Problems
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.commands.audit import Report
    from generator.problems import Problem
    from generator.project.paths import Paths

NOT_VERIFIED = 3
TABLES_ONLY = frozenset({"csv", "html"})
"""Formats of the table of many orgs, which also serve one."""


@command
@click.argument("places", metavar="[DIR|ZIP]...", type=SOURCE, nargs=-1)
@click.option("--app", "app_name", metavar="NAME", help="Which app, where the folder holds several.")
@click.option("--org", "org_file", metavar="ORG.yaml", type=FILE, help="Link each failure to this org’s admin page.")
@click.option(
    "--record", "record_file", metavar="RECORD", type=FILE, help="Put the result into this record of ORG.yaml."
)
@click.option("--on", type=Day(), default=today, help="The day the metadata was retrieved, for the record. [today]")
@click.option("--format", "output_format", type=click.Choice(["text", "csv", "json", "html"]), default="text")
@click.option("--each", is_flag=True, help="Take each folder and archive in DIR as an org of its own.")
@click.option("--how", is_flag=True, help="Print the command that retrieves the metadata, and stop.")
def audit(  # noqa: PLR0913 - one parameter an option
    paths: Paths,
    guide_id: str | None,
    *,
    places: tuple[Path, ...],
    app_name: str | None,
    org_file: Path | None,
    record_file: Path | None,
    on: str,
    output_format: str,
    each: bool,
    how: bool,
) -> None:
    """Check an app's retrieved metadata, in a folder or an archive, against every required value.

    With the folders of several orgs, or as CSV or HTML, it makes one table with a row an app.

    Ends with 0 if all values are as required, 1 if one is not, and 3 if none failed but one could not be verified.
    """
    from generator.commands import audit as module  # noqa: PLC0415 - only when it is asked for

    if how:
        click.echo(module.how(paths, guide_id), nl=False)
        return
    if not places:
        raise click.UsageError("Name the folder with the retrieved metadata; --how prints how to get it.")
    if each or len(places) > 1 or output_format in TABLES_ONLY:
        if org_file or record_file:
            raise click.UsageError("A table of many orgs takes neither --org nor --record. Audit one org at a time.")
        _print_table(paths, _orgs(places, each=each), guide_id, app_name, output_format)
    if record_file and not org_file:
        raise click.UsageError("Name with --org the org that the record is of.")
    report = module.run_audit(paths, places[0], guide_id, app_name, org_file)
    recorded = record_file is not None and module.record_audit(report, record_file, on)
    click.echo(module.rendered(report, output_format), nl=False)
    if output_format == "text":
        tell_problems(report.problems)
        if record_file:
            outcome = "audit recorded" if recorded else "left as it was"
            click.echo(f"{shown(record_file)}: {outcome}", err=not recorded)
    sys.exit(_status(report))


def _orgs(places: Sequence[Path], *, each: bool) -> Sequence[Path]:
    from generator.commands.audit_table import orgs_in  # noqa: PLC0415 - only when it is asked for

    return orgs_in(places) if each else places


def _print_table(
    paths: Paths, orgs: Sequence[Path], guide_id: str | None, app_name: str | None, output_format: str
) -> NoReturn:
    """Print a row as soon as its org has been read, and end with the exit status."""
    from generator.commands import audit_table as module  # noqa: PLC0415 - only when it is asked for

    def tell(problem: Problem) -> None:
        if output_format != "json":
            click.echo(str(problem), err=True)

    table = module.audit_table(paths, orgs, guide_id, app_name)
    for piece in module.written(table, output_format, tell):
        click.echo(piece, nl=False)
    sys.exit(table.status)


def _status(report: Report) -> int:
    if report.failed:
        return 1
    if report.open:
        return NOT_VERIFIED
    return 0


@command
@click.argument("org_file", metavar="ORG.yaml", type=FILE)
@click.option(  # version 61 is the oldest that knows every required field
    "--api-version", type=click.IntRange(61, 99), default=68, help="For this version of the Metadata API. [68]"
)
def metadata(paths: Paths, guide_id: str | None, *, org_file: Path, api_version: int) -> None:
    """Write metadata that sets an app up for one org, into --out."""
    from generator.commands.metadata import write_metadata  # noqa: PLC0415 - only when it is asked for

    if not paths.out_given:
        raise click.UsageError("Name the folder to write: --out DIR.")
    kept = Problems()
    for path in write_metadata(paths, org_file, guide_id, api_version, kept):
        click.echo(shown(path))
    tell_problems(kept)
