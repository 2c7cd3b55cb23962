"""`guide build`, `guide check` and `guide serve`."""

from __future__ import annotations

import pathlib
from datetime import date
from typing import TYPE_CHECKING

import click

from generator.cli.address import HostAndPort
from generator.cli.command import Day, command, finish, tell_problems
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Problem
    from generator.project.paths import Paths

RECORDS = click.Path(path_type=pathlib.Path, file_okay=False, exists=True)


@command
@click.option("--site-only", is_flag=True, help="Make no org's files, for publishing.")
@click.option("--records", type=RECORDS, help="Make a page of these records, outside the site. [PROJECT/records]")
@click.option("--force", is_flag=True, help="Build also if nothing has changed.")
@click.option("--verify", is_flag=True, help="Read every file that is there: same size and time are no proof.")
def build(  # noqa: PLR0913 - one for each option
    paths: Paths,
    guide_id: str | None,
    *,
    site_only: bool,
    records: pathlib.Path | None,
    force: bool,
    verify: bool,
) -> None:
    """Make the site, the checklists and every org's sheets, and check them."""
    from generator.output.files import changed_files, recovered  # noqa: PLC0415 - only a build asks
    from generator.project.freshness import inputs_hash, unchanged  # noqa: PLC0415 - likewise

    told = recovered(paths.out)
    folder = None
    if not site_only:
        folder = records or _usual_records(paths)
    warnings = None
    if not force:
        warnings = unchanged(paths.out, inputs_hash(paths, guide_id, folder, site_only=site_only))
    if verify and warnings is not None and changed_files(paths.out):
        warnings = None
    if warnings is None:
        from generator.commands import build as module  # noqa: PLC0415 - MkDocs and WeasyPrint are slow to import

        warnings = list(module.build(paths, guide_id, site_only=site_only, records=folder))
        click.echo("Built, read back and found every required value unchanged:")
    else:
        click.echo("Nothing has changed since this was built and read back:")
    tell_problems([*told, *warnings])
    out = shown(paths.out)
    click.echo(f"  {out}/site/index.html     the hosted guide")
    click.echo(f"  {out}/checklists/         blank checklists to print")
    if not site_only:
        click.echo(f"  {out}/orgs/               each org's checklist and summary")
    if folder:
        click.echo(f"  {out}/status.html         how the orgs stand, by their records")
    click.echo(f"  {out}/values-report.json  where each value was found")


def _usual_records(paths: Paths) -> pathlib.Path | None:
    """Return the folder where records lie unless somebody says otherwise; None if there is none."""
    folder = paths.project / "records"
    if folder.is_dir():
        return folder
    return None


@command
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
@click.option("--today", type=Day(), help="Also warn of what was not tried, or its source not read, for too long.")
@click.option("--verify", is_flag=True, help="Also build anew, and hold each byte of --out against that.")
def check(paths: Paths, guide_id: str | None, *, output_format: str, today: str | None, verify: bool) -> None:
    """List all problems of the content; with --out also of everything made from it."""
    from generator.commands.check import check_content  # noqa: PLC0415 - slow to import

    if verify and not paths.out_given:
        raise click.UsageError("--verify is about a finished build. Name its folder: --out build.")
    day = None
    if today:
        day = date.fromisoformat(today)
    problems = check_content(paths, guide_id, day, verify=verify)
    if output_format == "text" and not problems.has_errors:
        checked = "content"
        if paths.out_given:
            checked = "content and output"
        click.echo(_verdict(checked, problems))
    finish(problems, output_format)


def _verdict(checked: str, problems: Iterable[Problem]) -> str:
    """Say that there are no errors; nothing is fine in which nothing can be proven."""
    from generator.checking.upkeep import NO_VALUES  # noqa: PLC0415 - slow to import

    if any(problem.code == NO_VALUES for problem in problems):
        return f"No errors in {checked}, but a guide requires no value yet."
    return f"Fine: {checked} without errors."


@command
@click.option("--address", type=HostAndPort(), default="127.0.0.1:8000", show_default=True, help="Where to listen.")
def serve(paths: Paths, guide_id: str | None, *, address: tuple[str, int]) -> None:
    """Show the site while you edit; it builds again when the content changes."""
    from generator.commands import serve as module  # noqa: PLC0415 - slow to import

    module.serve(paths, guide_id, address)
