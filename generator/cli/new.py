"""`guide new` and `guide schemas`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.command import FOLDER, Day, command, debug_option, ending_well, today
from generator.project.paths import shown

if TYPE_CHECKING:
    from generator.project.paths import Paths

PAGE = click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True)


@click.command()
@click.argument("folder", metavar="[FOLDER]", type=FOLDER, required=False)
@click.option("--project", type=FOLDER, default=Path(), help="Project to which a guide or an org is added. [.]")
@click.option("--guide", "guide_id", metavar="ID", help="Add a guide to the project.")
@click.option("--from", "page", metavar="PAGE", type=PAGE, help="Take the guide from a page, as guide import does.")
@click.option("--page", "url", metavar="URL", default="", help="That page's address, for its relative links.")
@click.option(
    "--product",
    metavar="NAME",
    default="not known",
    help="The product whose screens that page walks through, such as Okta.",
)
@click.option("--org", "org_name", metavar="NAME", help="Add an org to the project.")
@click.option("--sheet-file", metavar="NAME", help="Write a file of the sheets into the project, to change it.")
@click.option("--title", help="What the site, or the guide, is called.")
@click.option("--today", type=Day(), default=today, help="The day that a new guide bears. [today]")
@debug_option
@ending_well
def new(  # noqa: PLR0913 - one for each option
    *,
    folder: Path | None,
    project: Path,
    guide_id: str | None,
    page: Path | None,
    url: str,
    product: str,
    org_name: str | None,
    sheet_file: str | None,
    title: str | None,
    today: str,
) -> None:
    """Begin a project in FOLDER, or add a guide, an org or a file of its own for the sheets to one.

    A project has a small guide that builds, an org, settings of the site, and workflows that publish it and watch the
    pages it follows. Nothing that exists is written over.
    """
    from generator.commands import new as module  # noqa: PLC0415 - slow to import

    guide_wanted = guide_id is not None or page is not None
    wanted = [folder is not None, guide_wanted, org_name is not None, sheet_file is not None]
    if sum(wanted) != 1:
        raise click.UsageError(
            "Name one of: a folder for a project, --guide or --from for a guide, --org for an org, --sheet-file for a "
            "file of the sheets."
        )
    if folder:
        made = module.new_project(folder, module.Beginning(title or "Set-up guides", today))
        click.echo(f"Made {shown(made)}. Next: cd {shown(made)} && guide serve")
    elif org_name:
        made = module.new_org(project / "content/orgs", module.Beginning(org_name, today))
        click.echo(f"Made {shown(made)}. Next: write into it what is known of the org.")
    elif sheet_file:
        made = module.new_sheet_file(project, sheet_file)
        click.echo(f"Made {shown(made)}. Next: change it; it now stands for the package’s file of that name.")
    elif page:
        _import(page, project / "content", guide_id, (url, today, product))
    elif guide_id:
        made = module.new_guide(project / "content", guide_id, module.Beginning(title or module.NO_TITLE, today))
        click.echo(f"Made {shown(made)}. Next: write your own over it; guide check names what is missing.")


def _import(page: Path, content: Path, guide_id: str | None, said: tuple[str, str, str]) -> None:
    """Take a guide from a page, of which its address, the day of reading and the product are said."""
    from generator.cli.importing import tell  # noqa: PLC0415 - slow to import
    from generator.commands.import_page import import_page, page_review  # noqa: PLC0415 - slow to import

    tell(import_page(page, content, guide_id, page_review(*said)))


@command
@click.option("--without-ids", is_flag=True, help="Leave out the guides' ids, for schemas that serve other projects.")
def schemas(paths: Paths, guide_id: str | None, *, without_ids: bool) -> None:
    """Write the schemas for editors into PROJECT/schemas, as the project's guides have them now.

    They name, complete and check the keys of the files that a person writes, and offer the ids of the guides where one
    is to be named.
    """
    from generator.commands.new import write_schemas  # noqa: PLC0415 - slow to import

    del guide_id
    for path in write_schemas(paths.project, paths.content, with_ids=not without_ids):
        click.echo(shown(path))
