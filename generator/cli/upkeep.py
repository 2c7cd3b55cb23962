"""`guide drift` and `guide compare`: for the day something changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.command import Day, command, hold_content, today
from generator.project.paths import shown

if TYPE_CHECKING:
    from generator.project.paths import Paths

PAGE = click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True)


@command
@click.argument("old")
@click.argument("new", required=False)
@click.option("--record", is_flag=True, help="Write the changes to history.yaml as those of this revision.")
@click.option("--today", type=Day(), default=today, help="The day to record. [today]")
@click.option("--format", "output_format", type=click.Choice(["text", "md", "json"]), default="text")
def compare(  # noqa: PLR0913 - one for each option
    paths: Paths,
    guide_id: str | None,
    *,
    old: str,
    new: str | None,
    record: bool,
    today: str,
    output_format: str,
) -> None:
    """List what changed from OLD to NEW: content folders or git revisions; NEW is the content as it is now.

    Exit status 0 if nothing changed or all was recorded, 1 if something did.
    """
    from generator.commands.compare import compare_content, record_changes  # noqa: PLC0415 - as in the other commands
    from generator.rendering.reports import changes as rendering  # noqa: PLC0415

    if record and new:
        raise click.UsageError("--record writes what changed up to the content as it is now. Leave NEW out.")
    hold_content(paths)
    compared = compare_content(paths, old, new, guide_id)
    if output_format == "json":
        click.echo(rendering.changes_json(compared), nl=False)
    else:
        makers = {"text": rendering.changes_text, "md": rendering.changes_markdown}
        render = makers[output_format]
        click.echo("\n\n".join(render(*pair) for pair in compared.values()))
    if record:
        for path in record_changes(paths, compared, today):
            click.echo(f"Written: {shown(path)}", err=True)
    has_changed = any(changes for _, _, changes in compared.values())
    sys.exit(int(has_changed and not record))


@command
@click.argument("page", metavar="PAGE", type=PAGE)
@click.option("--accept", is_flag=True, help="Make this page the one last reviewed, and open an entry of the history.")
@click.option("--value", "values", metavar="ID[=TEXT]", multiple=True, help="Accept this change of a required value.")
@click.option("--today", type=Day(), default=today, help="The day of this review. [today]")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
def drift(  # noqa: PLR0913 - one for each option
    paths: Paths,
    guide_id: str | None,
    *,
    page: Path,
    accept: bool,
    values: tuple[str, ...],
    today: str,
    output_format: str,
) -> None:
    """List what changed on the vendor's page (“-”: standard input) since it was last reviewed.

    Exit status 0 if nothing did or all was accepted, 1 if something did.
    """
    from generator.commands import drift as module  # noqa: PLC0415 - as in the other commands
    from generator.rendering.reports.changes import change_data, counted  # noqa: PLC0415

    if values and not accept:
        raise click.UsageError("--value says what --accept accepts. Give both.")
    hold_content(paths)
    found = module.review(paths, guide_id, page, today)
    changes = found.drift.changes
    if output_format == "json":
        listed = [change_data(change) for change in changes]
        data = {"format": "guide-changes/1", "guide": found.guide.id, "page": found.page, "changes": listed}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    elif not found.lock.places:
        click.echo("No review has recorded this page's facts yet. “guide drift PAGE.md --accept” does.")
    else:
        for line in module.told(found):
            click.echo(line)
        click.echo(f"{counted(len(changes)).capitalize()} since the review of {found.lock.page.reviewed}.")
        if not changes and found.drift.lock.page.sha256 != found.lock.page.sha256:
            click.echo("Its text is not the same byte for byte, but it states the same.")
    if accept:
        for path in module.accept(found, dict(_named(value) for value in values)):
            click.echo(f"Written: {shown(path)}", err=output_format == "json")
    is_open = bool(changes) or not found.lock.places
    sys.exit(int(is_open and not accept))


def _named(value: str) -> tuple[str, str]:
    name, _, text = value.partition("=")
    return name, text
