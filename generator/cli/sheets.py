"""`guide checklist` and `guide summary`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.batch.kinds import PDF, REDO, SHORT, SUMMARY, section_kind, summary_kind
from generator.cli.command import FILE, SOURCE, command, tell_problems
from generator.problems import ContentError
from generator.project.paths import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from click.shell_completion import CompletionItem

    from generator.batch.plan import Batch
    from generator.project.paths import Paths

NOTHING_TO_REDO = "Nothing is to be redone: every step is done, and none has changed since."
TEMPLATES_AS_ORGS = 100
"""The first templates take as long as so many orgs; the bar counts them, or it would stand still and then leap."""

STOPPED = 130
"""The exit status of a program that Ctrl-C ended."""


def _print_header(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    del param
    if value:
        from generator.project.org_fields import project_fields  # noqa: PLC0415 - slow to import
        from generator.reading.content.org_table import csv_header  # noqa: PLC0415 - slow to import

        project = ctx.params.get("project") or Path()
        content = ctx.params.get("content") or project / "content"
        click.echo(csv_header(project_fields(content)))
        ctx.exit()


OPTIONS = (
    click.argument("sources", metavar="SOURCE…", type=SOURCE, nargs=-1),
    click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Work in N processes. [one a core]"),
    click.option("--force", is_flag=True, help="Make every sheet anew, also those that are as they should be."),
    click.option("--verify", is_flag=True, help="Read every sheet that is there: same size and time are no proof."),
    click.option("--strict", is_flag=True, help="Make nothing unless everything can be made."),
    click.option("--quiet", is_flag=True, help="Print problems only."),
    click.option("--full-layout", is_flag=True, help="Lay out every sheet by itself, also where a quicker way serves."),
    click.option("--zip", "archive", is_flag=True, help="Also put all into one archive, each file named by its org."),
    click.option("--zip-each", "archive_each", is_flag=True, help="Also put each org’s into an archive of its own."),
    click.option("--one-pdf", is_flag=True, help="Also put all PDFs into one, with bookmarks, to print in one go."),
    click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster; the orgs’ data goes there."),
    click.option(
        "--csv-header",
        is_flag=True,
        expose_value=False,
        callback=_print_header,
        help="Print the headings of a table of orgs, as CSV; after --project, if that is given.",
    ),
)


def sheets_command(function: Callable[..., None]) -> click.Command:
    """Make a command that makes sheets for org files, folders of them and tables (SOURCE)."""
    for option in reversed(OPTIONS):
        function = option(function)
    return command(function)


class SheetFormat(click.ParamType[str]):
    """A format of a sheet, as the catalogue has them. It is loaded only for another one than the usual."""

    name = "choice"

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def _choice(self) -> click.Choice[str]:
        from generator.publishing.catalogue import checklist_formats, summary_formats  # noqa: PLC0415 - slow to import

        formats = {"checklist": checklist_formats, "summary": summary_formats}
        return click.Choice(formats[self._sheet]())

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the formats as help shows them."""
        return self._choice().get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return one of the formats."""
        if value == PDF:
            return PDF
        return self._choice().convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the formats that begin so."""
        return self._choice().shell_complete(ctx, param, incomplete)


@sheets_command
@click.option(
    "--format",
    "formats",
    type=SheetFormat("checklist"),
    multiple=True,
    default=(PDF,),
    show_default=True,
    help="To print, for a browser, an issue tracker, a spreadsheet, Jira, ServiceNow …; may be repeated.",
)
@click.option("--since", type=FILE, metavar="RECORD", multiple=True, help="Print only what is to be redone since.")
@click.option("--section", metavar="ID", help="Print only this section, as a short checklist of its own.")
@click.option("--short", is_flag=True, help="Print two pages for those who know the way: boxes, values, pauses.")
def checklist(  # noqa: PLR0913 - each is one option
    paths: Paths,
    guide_id: str | None,
    *,
    formats: tuple[str, ...],
    since: tuple[Path, ...],
    section: str | None,
    short: bool,
    **how: Any,
) -> None:
    """Make the checklists of orgs: of org files, folders of them, or tables with one org a row."""
    kinds = _special_kinds(since, section, short=short)
    if kinds and formats != (PDF,):
        raise click.UsageError("--since, --section and --short make a sheet to print: leave --format out.")
    if len(kinds) > 1:
        raise click.UsageError("--since, --section and --short each choose what is printed: name one of them.")
    if how["one_pdf"] and PDF not in formats:
        raise click.UsageError("--one-pdf is made of PDFs: add --format pdf, or leave --one-pdf out.")
    _make("checklists", paths, guide_id, kinds or tuple(dict.fromkeys(formats)), records=since, section=section, **how)


def _special_kinds(since: tuple[Path, ...], section: str | None, *, short: bool) -> tuple[str, ...]:
    """Return the kinds of sheet that are asked for by an option of their own."""
    kinds: list[str] = []
    if since:
        kinds.append(REDO)
    if section:
        kinds.append(section_kind(section))
    if short:
        kinds.append(SHORT)
    return tuple(kinds)


@sheets_command
@click.option("--record", "records", type=FILE, metavar="RECORD", multiple=True, help="Show what is on record.")
@click.option(
    "--format",
    "formats",
    type=SheetFormat("summary"),
    multiple=True,
    help="Make this format alone; may be repeated. [pdf, html, md and json]",
)
def summary(paths: Paths, guide_id: str | None, *, formats: tuple[str, ...], **how: Any) -> None:
    """Make the filled-in summaries of orgs: of org files, folders of them, or tables with one org a row."""
    if how["one_pdf"] and formats and PDF not in formats:
        raise click.UsageError("--one-pdf is made of PDFs: add --format pdf, or leave --one-pdf out.")
    kinds = map(summary_kind, dict.fromkeys(formats))
    _make("summaries", paths, guide_id, tuple(kinds) or (SUMMARY,), **how)


def _make(  # noqa: PLR0913 - each is one option
    name: str,
    paths: Paths,
    guide_id: str | None,
    kinds: tuple[str, ...],
    *,
    sources: Sequence[Path],
    quiet: bool,
    archive: bool,
    archive_each: bool,
    one_pdf: bool,
    **how: Any,
) -> None:
    """Make sheets and end with the exit status that they deserve; `name` is what they are called together."""
    from generator.batch.bundles import BundleOptions  # noqa: PLC0415 - slow to import
    from generator.batch.plan import Options, batch  # noqa: PLC0415

    if not sources and not paths.orgs_given:
        raise click.UsageError("Name the orgs: org files, folders of them, or tables with one org a row.")
    work: Batch | None = None
    try:
        with batch(paths, sources or [paths.orgs], guide_id, Options(kinds, **how)) as work:
            folder = Path(shown(paths.out))
            for files in _shown(work, quiet=quiet):
                if not quiet and not sys.stderr.isatty():
                    names = [folder / path.relative_to(paths.out) for path in files]
                    click.echo("".join(f"{name}\n" for name in names), nl=False)
            for path in work.bundles(name, BundleOptions(archive, archive_each, one_pdf)):
                if not quiet:
                    click.echo(shown(path))
    except KeyboardInterrupt:
        click.echo(f"Stopped. {_closing(work)}The same command goes on from here.", err=True)
        sys.exit(STOPPED)
    except ContentError as fault:
        if work is None:
            raise
        work.problems.extend(fault.problems)
    tell_problems(work.problems)
    if not quiet:
        idle = REDO in kinds and not (work.made or work.unchanged or work.problems.has_errors)
        words = NOTHING_TO_REDO if idle else _closing(work)
        click.echo(words.rstrip(), err=True)
    sys.exit(int(work.problems.has_errors))


def _closing(work: Batch | None) -> str:
    if work is None:
        return ""
    singly = ""
    if work.singly:
        singly = f" ({work.singly:,} of them laid out singly)"
    return f"Orgs: {work.made:,} made{singly}, {work.unchanged:,} unchanged, {work.failed:,} failed. "


def _shown(work: Batch, *, quiet: bool) -> Iterator[list[Path]]:
    """Yield what the batch writes; on a terminal a bar shows how far it is."""
    if quiet or not sys.stderr.isatty() or not work.orders:
        yield from work.outcomes()
        return
    head = TEMPLATES_AS_ORGS * work.uses_templates

    def progress(first_done: float | None) -> str:
        if first_done is None:
            return "laying out the first sheets"
        done = work.made + work.failed - refused
        words = f"{done:,} of {len(work.orders):,} orgs"
        seconds = time.monotonic() - first_done
        if done == 1 or not seconds:
            return words
        return f"{words}, {(done - 1) / seconds:.1f} a second"

    refused = work.failed
    with click.progressbar(
        length=head + len(work.orders), show_pos=False, item_show_func=progress, file=sys.stderr
    ) as bar:
        first: float | None = None
        for files in work.outcomes():
            steps = 1 if first else 1 + head
            first = first or time.monotonic()
            bar.update(steps, first)
            yield files
