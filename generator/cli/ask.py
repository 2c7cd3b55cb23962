"""`guide ask`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from generator.cli.command import command

if TYPE_CHECKING:
    from generator.project.paths import Paths

STANDARD_INPUT = "-"


@command
@click.argument("question")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
def ask(paths: Paths, guide_id: str | None, question: str, *, output_format: str) -> None:
    """Answer a question, or find an error, in the guides' own words.

    QUESTION is anything you would type, or paste: an error's words, the address of its page, a line of the login
    history. “-” reads it from standard input. The exit status is 1 if nothing fits.
    """
    from generator.asking.ranking import answers  # noqa: PLC0415 - slow to import
    from generator.commands import ask as module  # noqa: PLC0415 - slow to import

    if question == STANDARD_INPUT:
        question = sys.stdin.buffer.read().decode(errors="replace")
    if not question.strip():
        raise click.UsageError("The question is empty. Ask something, or paste the error's words.")
    searched = module.guides_index(paths, guide_id)
    found = answers(searched, question)
    if output_format == "json":
        click.echo(module.json_answers(question, found, searched).model_dump_json(indent=2))
    else:
        click.echo(module.answers_text(found))
    if not found:
        sys.exit(1)
