"""The group of all commands: what may be typed to them, and the last resort when one of them fails unforeseen."""

from __future__ import annotations

import errno
import sys
import traceback
from collections import UserDict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.command import finish, wants_debug
from generator.problems import Location, Problem
from generator.secrets import find_secrets, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

UNFORESEEN = 70
"""The exit status of a fault in the program itself, as sysexits.h has it."""

PASTED_TO = frozenset({"ask"})
"""Commands to which people paste what a screen shows. They take secrets out before they show or look for anything."""

PACKAGE = Path(__file__).parents[1]


class LoadedOnDemand(UserDict[str, click.Command]):
    """Commands by name. Each is loaded when it is asked for: from `module:function`, the module in this package."""

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__()
        self._places = places

    def __getitem__(self, name: str) -> click.Command:
        """Return a command. Raises `KeyError` if there is none of this name."""
        module, _, function = self._places[name].partition(":")
        command: click.Command = getattr(import_module(f"{__package__}.{module}"), function)
        return command

    def __iter__(self) -> Iterator[str]:
        """Yield the names in their order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)


class Commands(click.Group):
    """Lists its commands in the order in which they were added, and ends every run in an orderly way."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names."""
        del ctx
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each with its whole first sentence."""
        rows = [(name, _first_sentence(self.commands[name])) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse secrets wherever they are typed: as a file's name, a label, an option."""
        command = next((text for text in args if not text.startswith("-")), "")
        if command not in PASTED_TO:
            _refuse_secrets(args, ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Whatever it did not foresee becomes one line and an exit status of its own."""
        _refuse_lost_folder()
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as fault:  # the last resort
            if isinstance(fault, OSError) and fault.errno == errno.EPIPE:
                raise
            _tell(fault, debug=wants_debug(ctx))
            sys.exit(UNFORESEEN)


def _first_sentence(command: click.Command) -> str:
    words = " ".join((command.help or "").split())
    return words.partition(". ")[0].rstrip(".") + "."


def _refuse_secrets(args: list[str], ctx: click.Context) -> None:
    for number, text in enumerate(args, start=1):
        for secret in find_secrets(text):
            raise click.UsageError(f"Argument {number} looks like {secret.kind}. {REVOKE}", ctx)


def _refuse_lost_folder() -> None:
    try:
        Path.cwd()
    except OSError:
        text = "The working folder does not exist any more. Change into one that does."
        finish([Problem(Location("."), "working-folder", text)])


REVOKE = "Leave it out, and revoke it: what is typed here stays in the shell’s history."


def _tell(fault: Exception, *, debug: bool) -> None:
    """Say in one line what happened. The exception's own words may quote an input, so they are for `--debug`."""
    how = "Report this line and what the same command shows with --debug"
    if debug:
        trace = "".join(traceback.format_exception(fault))
        click.echo(hidden(trace), err=True)
        how = "Report these lines"
    text = (
        f"This was not foreseen: {type(fault).__name__} at {_place(fault.__traceback__)}. It is a fault of the "
        f"program, not of your files. {how} to its maintainers, without what is confidential."
    )
    click.echo(f"guide: {text} [unforeseen]", err=True)


def _place(trace: TracebackType | None) -> str:
    """Return the innermost place in this program."""
    place = "an unknown place"
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            place = f"{path.relative_to(PACKAGE)}:{line}"
    return place
