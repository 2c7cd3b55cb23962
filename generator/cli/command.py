"""What all commands share: their options, and how problems become an exit status."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.output.journal import JOURNAL
from generator.problems import ContentError, Location, Problem, Problems
from generator.project.paths import Paths, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = click.Path(path_type=Path, file_okay=False)
SOURCE = click.Path(path_type=Path, exists=True)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)

DEBUG = "generator.debug"

A_PART = 50_000
"""So many characters are printed in one go."""


def _note_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's form
    del param
    if value:
        ctx.meta[DEBUG] = True


def wants_debug(ctx: click.Context) -> bool:
    """Whether an unforeseen fault is to be shown with its traceback."""
    return DEBUG in ctx.meta


debug_option = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_note_debug,
    help="Show the traceback of an unforeseen fault.",
)

OPTIONS = (
    click.option("--project", type=FOLDER, default=Path(), help="Folder with mkdocs.yml and site_overrides/. [.]"),
    click.option("--content", type=FOLDER, help="Folder of the guides. [PROJECT/content]"),
    click.option(
        "--orgs",
        type=SOURCE,
        metavar="FOLDER|FILE",
        help="The orgs: a folder of org files, or a table. [CONTENT/orgs]",
    ),
    click.option("--out", type=FOLDER, help="Output folder. [PROJECT/build]"),
    click.option("--guide", "guide_id", metavar="ID", help="Only this guide. [all]"),
    debug_option,
)


class Day(click.ParamType[str]):
    """A day as text."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text if it is a day."""
        from generator.model import is_day  # noqa: PLC0415 - slow to import

        if not is_day(value):
            self.fail("Write a day of the calendar as YYYY-MM-DD, such as 2026-12-07.", param, ctx)
        return value


def today() -> str:
    """Return the day on this computer’s clock."""
    moment = datetime.now().astimezone()
    return moment.date().isoformat()


def ending_well(function: Callable[..., None]) -> Callable[..., None]:
    """Make a `ContentError`, and a file that cannot be reached, end the command with exit status 1."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        output_format = options.get("output_format", "text")
        try:
            function(*arguments, **options)
        except ContentError as fault:
            finish(fault.problems, output_format)
        except OSError as fault:
            if not isinstance(fault.filename, str):
                raise
            problem = Problem(Location(shown(Path(fault.filename))), "file", f"{fault.strerror}.")
            finish([problem], output_format)

    return run


def command(function: Callable[..., None]) -> click.Command:
    """Make a command with the options that all commands share."""

    def run_completed(paths: Paths, **rest: Any) -> None:
        _complete_killed_run(paths)
        function(paths, **rest)

    guarded = ending_well(wraps(function)(run_completed))

    @wraps(function)
    def run(project: Path, content: Path | None, orgs: Path | None, out: Path | None, **rest: Any) -> None:
        content = content or project / "content"
        paths = Paths(
            project=project,
            content=content,
            orgs=orgs or content / "orgs",
            out=out or project / "build",
            out_given=out is not None,
            orgs_given=orgs is not None,
        )
        guarded(paths, **rest)

    for option in reversed(OPTIONS):
        run = option(run)
    return click.command()(run)


def _complete_killed_run(paths: Paths) -> None:
    """Let files that a killed run had begun to write together take their places."""
    for folder in (paths.content, paths.project / "records", paths.project / "schemas", paths.out):
        if (folder / JOURNAL).exists():
            from generator.output.files import held  # noqa: PLC0415 - hardly ever needed
            from generator.output.together import complete  # noqa: PLC0415 - likewise

            with held(folder if folder == paths.content else folder.parent):
                complete(folder)


def hold_content(paths: Paths) -> None:
    """Let no other run write the content until this command ends."""
    from generator.output.files import held  # noqa: PLC0415 - slow to import

    lock = held(paths.content)
    click.get_current_context().with_resource(lock)


def finish(problems: Iterable[Problem], output_format: str = "text") -> None:
    """Print problems and end with the exit status they deserve."""
    found = Problems(list(problems))
    if output_format == "json":
        listed = [problem.as_json() for problem in found]
        click.echo(json.dumps({"problems": listed}, indent=2, ensure_ascii=False))
    else:
        tell_problems(found)
    sys.exit(int(found.has_errors))


def tell_in_parts(parts: Iterable[str]) -> None:
    """Print what comes in many small parts as few larger ones."""
    ready, size = [], 0
    for part in parts:
        ready.append(part)
        size += len(part)
        if size > A_PART:
            click.echo("".join(ready), nl=False)
            ready, size = [], 0
    click.echo("".join(ready), nl=False)


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print problems for people, one a line, where they do not mix with what a command was asked for."""
    for problem in problems:
        click.echo(str(problem), err=True)
