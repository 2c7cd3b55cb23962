"""`guide record` and `guide status`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.command import FILE, FOLDER, SOURCE, Day, command, tell_in_parts, tell_problems, today
from generator.project.paths import shown
from generator.reading.text.plain_text import text_fault
from generator.secrets import find_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.commands.record import ManyRecorded, RecordedRun
    from generator.model.records import RecordStep
    from generator.project.paths import Paths

MAX_LENGTH = 200
PAGE = click.Path(path_type=Path, dir_okay=False)


class Words(click.ParamType[str]):
    """One line of text that goes into a record; a secret is refused and not repeated."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text if a record may hold it."""
        for secret in find_secrets(value)[:1]:
            self.fail(f"This looks like {secret.kind}. Write something else.", param, ctx)
        if not value.strip():
            self.fail("This is empty.", param, ctx)
        if fault := text_fault("It", value, MAX_LENGTH):
            self.fail(fault[1], param, ctx)
        return value


@command
@click.argument("files", metavar="[FILE|FOLDER]…", type=SOURCE, nargs=-1)
@click.option("--org", "org_file", metavar="ORG.yaml", type=FILE, help="The org they all are about.")
@click.option("--by", type=Words(), required=True, help="Who did the work, where a file does not say.")
@click.option("--confirmed-by", type=Words(), help="Who filled in confirmations. [--by, if no step is in that name]")
@click.option("--on", type=Day(), default=today, help="The day of the work, where a file does not say. [today]")
@click.option("--next-review", type=Day(), help="The day by which somebody looks again.")
@click.option("--accept", metavar="VALUE", multiple=True, help="Accept this deviation; may be repeated.")
@click.option("--until", type=Day(), help="How long that holds.")
@click.option("--reason", type=Words(), help="Why it is accepted.")
@click.option(
    "--review", type=PAGE, metavar="PAGE.html", help="Write a page that asks what a scan does not show for sure."
)
@click.option("--evidence", type=FOLDER, metavar="DIR", help="Keep the clippings of all boxes of scans.")
@click.option(
    "--sheet", "printed", type=FILE, metavar="PDF", multiple=True, help="What a scan was printed from; may be repeated."
)
@click.option("--archive", type=FOLDER, metavar="DIR", help="Also make a PDF of what is on record, for the archive.")
@click.option("--anew", is_flag=True, help="Take states from the files alone, not from the record so far.")
@click.option("--later", type=click.Choice(["files", "record"]), help="Which came later, where times do not tell.")
def record(  # noqa: PLR0913 - each is one option
    paths: Paths,
    guide_id: str | None,
    *,
    files: tuple[Path, ...],
    org_file: Path | None,
    by: str,
    confirmed_by: str | None,
    on: str,
    next_review: str | None,
    accept: tuple[str, ...],
    until: str | None,
    reason: str | None,
    anew: bool,
    later: str | None,
    review: Path | None,
    evidence: Path | None,
    printed: tuple[Path, ...],
    archive: Path | None,
) -> None:
    """Take filled checklists, scans and run files into the records of their orgs.

    With --org all are about that one; else each goes to the one of --orgs that it names. A record is
    OUT/ORG/GUIDE.yaml, where OUT is PROJECT/records unless you name it.
    """
    from generator.commands import record as module  # noqa: PLC0415 - slow to import
    from generator.deriving.recording import Entry, Later  # noqa: PLC0415
    from generator.model.records import Acceptance  # noqa: PLC0415

    if accept and not until:
        raise click.UsageError("Say with --until how long the deviation is accepted.")
    if not (org_file or files):
        raise click.UsageError("Name the org with --org, or files that name theirs.")
    if not (files or accept or next_review):
        raise click.UsageError("Name at least one file, or --accept or --next-review.")
    accepted = {value: Acceptance(by=by, until=str(until), reason=reason or "") for value in accept}
    entry = Entry(
        by,
        on,
        confirmed_by=confirmed_by or "",
        anew=anew,
        later=Later(later) if later else None,
        today=max(today(), on),
        next_review=next_review,
        accepted=accepted,
    )
    beside = module.FilesBeside(review, evidence, archive)
    if org_file is None:
        many = module.record_many(paths, files, guide_id, entry, beside, printed)
        _tell_many(many, review)
    elif folder := next((path for path in files if path.is_dir()), None):
        raise click.UsageError(f"{shown(folder)} is a folder, and --org takes files. Leave --org out, or name them.")
    else:
        one = module.record(paths, files, org_file, guide_id, entry, beside, printed)
        for made in one.runs:
            _tell(made, review)
        tell_problems(one.problems)


def _tell_many(many: ManyRecorded, review: Path | None) -> None:
    for made in many.runs:
        _tell(made, review)
    tell_problems(many.problems)
    noun = "records"
    if len(many.runs) == 1:
        noun = "record"
    click.echo(f"{len(many.runs)} {noun} written.", err=True)
    sys.exit(int(many.problems.has_errors))


def _tell(made: RecordedRun, review: Path | None) -> None:
    from generator.deriving.guide_view import step_words  # noqa: PLC0415 - slow to import

    _tell_open(made)
    if made.kept:
        kept = step_words(made.kept, made.view)
        click.echo(f"  kept as recorded before, though open here: {kept}")
    if made.older:
        older = step_words(made.older, made.view)
        click.echo(f"  of an earlier time here than on record, and left as recorded: {older}")
    for name in made.without_org:
        click.echo(f"  {name} names no org; it was taken for {made.record.org} because you say so")
    for note in made.notes:
        click.echo(f"  {note}")
    if made.unsure:
        unsure = step_words(made.unsure, made.view)
        click.echo(f"  not read for sure, and left as recorded: {unsure}; {_how_to_answer(review)}")
    if made.unsure_values:
        values = ", ".join(made.unsure_values)
        click.echo(f"  confirmations not read for sure, and left as recorded: {values}; {_how_to_answer(review)}")


def _tell_open(made: RecordedRun) -> None:
    """Say how many steps are done, which are not, where to go on, and what stands in the way."""
    from generator.deriving.guide_view import MANY, step_words  # noqa: PLC0415 - slow to import
    from generator.model.records import State  # noqa: PLC0415

    counted = [step.status for step in made.view.steps if step.counted and step.status]
    unsettled = [status for status in counted if not status.settled]
    blocked = [status for status in unsettled if status.state is State.BLOCKED]
    open_steps = [status.id for status in unsettled if status not in blocked]
    done = len(counted) - len(unsettled)
    click.echo(f"{shown(made.path)}: {done} of {len(counted)} steps done")
    if open_steps:
        click.echo(f"  still open: {step_words(open_steps, made.view)}")
    if len(open_steps) > MANY:
        click.echo(f"  next: {step_words(open_steps[:1], made.view)}")
    for status in blocked:
        words = step_words([status.id], made.view)
        click.echo(f"  blocked: {words}{_reason(status.entry)}")


def _reason(entry: RecordStep | None) -> str:
    if entry is None or not entry.reason:
        return ", without a reason"
    return f": {entry.reason}"


def _how_to_answer(review: Path | None) -> str:
    if review is None:
        return "--review PAGE.html writes a page that asks"
    return f"open {shown(review)}, answer there, and name the file that it saves with the scans next time"


@command
@click.argument("folder", metavar="[DIR]", type=FOLDER, required=False)
@click.option("--today", type=Day(), default=today, help="The day on which things are due. [today]")
@click.option("--since", type=Day(), help="Also count the steps done on this day or later.")
@click.option("--format", "output_format", type=click.Choice(["text", "json", "csv", "html"]), default="text")
def status(  # noqa: PLR0913 - each is one option
    paths: Paths, guide_id: str | None, *, folder: Path | None, today: str, since: str | None, output_format: str
) -> None:
    """List for every record what is open, outdated or overdue; with --orgs also the orgs not begun.

    The exit status is 1 if anything is. DIR is PROJECT/records unless you name it.
    """
    from generator.commands.status import read_status  # noqa: PLC0415 - slow to import
    from generator.rendering.reports import status as rendering  # noqa: PLC0415
    from generator.rendering.reports.status_page import status_page  # noqa: PLC0415

    rows, problems = read_status(paths, folder or paths.project / "records", guide_id, today, since or "")
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "json": partial(rendering.status_json, rows, today, problems),
        "csv": partial(rendering.status_csv, rows),
        "html": partial(status_page, rows),
        "text": partial(rendering.status_text, rows, since or ""),
    }
    tell_in_parts(makers[output_format]())
    if output_format != "json":
        tell_problems(problems)
    needs_work = any(row.states for row in rows)
    sys.exit(int(needs_work or problems.has_errors))
