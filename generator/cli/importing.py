"""`guide import`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.command import Day, command, finish, today
from generator.project.paths import shown
from generator.secrets import hidden

if TYPE_CHECKING:
    from generator.commands.import_page import Import
    from generator.project.paths import Paths

LONGEST = 60
"""So much of what was left out is shown on a line; JSON has all of it."""


@command
@click.argument(
    "page",
    metavar="[PAGE]",
    required=False,
    type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
)
@click.option("--page", "url", metavar="URL", default="", help="The page's address, for its relative links.")
@click.option("--product", metavar="NAME", help="The product whose screens the page walks through, such as Okta.")
@click.option("--today", type=Day(), default=today, help="The day on which the page was read. [today]")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
def import_(  # noqa: PLR0913 - one for each option
    paths: Paths,
    guide_id: str | None,
    *,
    page: Path | None,
    url: str,
    product: str | None,
    today: str,
    output_format: str,
) -> None:
    """Make a draft guide from a page in Markdown or saved as HTML (“-”: standard input).

    The draft goes to a new folder below --out [PROJECT/drafts], named after the page's title or by --guide. Its open
    points stand at its head. Answer them there; --guide without PAGE then takes the answers over into the draft, which
    may lie in the content by then.
    """
    from generator.commands import import_page as module  # noqa: PLC0415 - slow to import

    out = paths.project / "drafts"
    if paths.out_given:
        out = paths.out
    if page is None:
        _continue([out, paths.content], guide_id, output_format)
        return
    result = module.import_page(page, out, guide_id, module.page_review(url, today, product))
    if output_format == "json":
        click.echo(json.dumps(_as_json(result), indent=2, ensure_ascii=False))
        sys.exit(int(result.problems.has_errors))
    tell(result)


def _continue(places: list[Path], guide_id: str | None, output_format: str) -> None:
    """Take over the answers of a draft that lies in one of these places."""
    from generator.commands.continue_draft import continue_draft  # noqa: PLC0415 - slow to import

    if guide_id is None:
        raise click.UsageError("Name the page to import, or with --guide the draft whose answers are to be taken over.")
    folders = [place / guide_id for place in places]
    drafts = [folder for folder in folders if (folder / "guide.md").is_file()]
    result = continue_draft((drafts or folders)[0])
    if output_format == "text":
        line = "Nothing was written."
        if result.folder:
            counts = f"answers taken over: {result.taken_over}, points open: {result.open}"
            line = f"Draft {shown(result.folder)}: {counts}."
        click.echo(line)
    finish(result.problems, output_format)


import_.name = "import"  # no Python function can have this name


def _as_json(result: Import) -> dict[str, object]:
    return {
        "counts": result.counts,
        "left_out": [{"line": part.line, "reason": part.reason, "text": hidden(part.text)} for part in result.left_out],
        "problems": [problem.as_json() for problem in result.problems],
    }


def tell(result: Import) -> None:
    """Say what came of a page, with its problems, and end the command."""
    if result.folder is None:
        click.echo("Nothing was written.")
    else:
        _tell_draft(result, result.folder)
    finish(result.problems)


def _tell_draft(result: Import, folder: Path) -> None:
    click.echo(f"Draft written to {shown(folder)}:")
    for name, number in result.counts.items():
        total = number
        if isinstance(number, dict):
            total = sum(number.values())
        noun = name.replace("_", " ")
        if total == 1:
            noun = noun.removesuffix("s")
        click.echo(f"  {total:4} {noun}")
    for part in result.left_out:
        words = _shortened(hidden(" ".join(part.text.split())))
        click.echo(f"Left out of line {part.line}: {words} ({part.reason})")


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST]}…"
