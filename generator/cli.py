"""The command line: arguments to options, problems to an exit status (0 fine, 1 problems, 2 wrong use)."""

from __future__ import annotations

import json
import sys
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import __version__
from generator.commands.loading import Paths, shown
from generator.problems import ContentError, Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False, exists=True)

OPTIONS = (
    click.option("--project", type=FOLDER, default=Path(), help="Folder with mkdocs.yml and site_overrides/. [.]"),
    click.option("--content", type=FOLDER, help="Folder of the guides. [PROJECT/content]"),
    click.option("--orgs", type=FOLDER, help="Folder of the org files. [CONTENT/orgs]"),
    click.option("--out", type=FOLDER, help="Output folder. [PROJECT/build]"),
    click.option("--guide", "guide_id", metavar="ID", help="Only this guide. [all]"),
)


def command(function: Callable[..., None]) -> click.Command:
    """Make a command with the options that all commands share; a `ContentError` ends it with exit status 1."""

    @wraps(function)
    def run(project: Path, content: Path | None, orgs: Path | None, out: Path | None, **rest: Any) -> None:
        content = content or project / "content"
        paths = Paths(project, content, orgs or content / "orgs", out or project / "build")
        try:
            function(paths, out_given=out is not None, **rest)
        except ContentError as fault:
            _finish(fault.problems, rest.get("output_format", "text"))

    for option in reversed(OPTIONS):
        run = option(run)
    return main.command()(run)


def _finish(problems: Iterable[Problem], output_format: str) -> None:
    """Print problems and end with the exit status they deserve."""
    found = Problems(list(problems))
    if output_format == "json":
        click.echo(json.dumps({"problems": [problem.as_json() for problem in found]}, indent=2, ensure_ascii=False))
    else:
        for problem in found:
            click.echo(str(problem), err=True)
    sys.exit(1 if found.has_errors else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="guide")
def main() -> None:
    """Set-up guides, printable checklists and per-org records from one source."""


@command
@click.option("--site-only", is_flag=True, help="Make no org's files, for publishing.")
def build(paths: Paths, guide_id: str | None, *, site_only: bool, out_given: bool) -> None:  # noqa: ARG001
    """Make the site, the checklists and every org's sheets, and check them."""
    from generator.commands import build as module  # noqa: PLC0415 - MkDocs and WeasyPrint are slow to import

    for warning in module.build(paths, guide_id, site_only=site_only):
        click.echo(str(warning), err=True)
    out = shown(paths.out)
    click.echo("Built, read back and found every required value unchanged:")
    click.echo(f"  {out}/site/index.html     the hosted guide")
    click.echo(f"  {out}/checklists/         blank checklists to print")
    if not site_only:
        click.echo(f"  {out}/orgs/               each org's checklist and summary")
    click.echo(f"  {out}/values-report.json  where each value was found")


@command
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text")
def check(paths: Paths, guide_id: str | None, *, output_format: str, out_given: bool) -> None:
    """List all problems of the content; with --out also of everything made from it."""
    from generator.commands.check import check_content  # noqa: PLC0415 - slow to import

    problems = check_content(paths, guide_id, artefacts=out_given)
    if output_format == "text" and not problems.has_errors:
        click.echo(f"Fine: {'content and output' if out_given else 'content'} without errors.")
    _finish(problems, output_format)


def _sheets(
    paths: Paths, orgs: tuple[Path, ...], guide_id: str | None, kind: str, formats: tuple[str, ...] = ()
) -> None:
    from generator.commands import sheets  # noqa: PLC0415 - WeasyPrint is slow to import

    checklist_files = partial(sheets.checklist_files, formats=formats)
    make = checklist_files if kind == "checklist" else sheets.summary_files
    for path in sheets.make_sheets(paths, orgs, guide_id, make):
        click.echo(shown(path))


@command
@click.argument("org_files", metavar="ORG.yaml…", type=FILE, nargs=-1, required=True)
@click.option(
    "--format",
    "formats",
    type=click.Choice(["pdf", "html", "md", "csv"]),
    multiple=True,
    default=("pdf",),
    show_default=True,
    help="To print, for a browser, for an issue tracker, for a spreadsheet; may be repeated.",
)
def checklist(
    paths: Paths,
    guide_id: str | None,
    *,
    org_files: tuple[Path, ...],
    formats: tuple[str, ...],
    out_given: bool,  # noqa: ARG001
) -> None:
    """Make the checklist for single orgs."""
    _sheets(paths, org_files, guide_id, "checklist", formats)


@command
@click.argument("org_files", metavar="ORG.yaml…", type=FILE, nargs=-1, required=True)
def summary(paths: Paths, guide_id: str | None, *, org_files: tuple[Path, ...], out_given: bool) -> None:  # noqa: ARG001
    """Make the filled-in summary for single orgs."""
    _sheets(paths, org_files, guide_id, "summary")


@command
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
def serve(paths: Paths, guide_id: str | None, *, address: str, out_given: bool) -> None:  # noqa: ARG001
    """Show the site while you edit; it builds again when the content changes."""
    from generator.commands import serve as module  # noqa: PLC0415 - slow to import

    module.serve(paths, guide_id, address)


if __name__ == "__main__":
    main()
