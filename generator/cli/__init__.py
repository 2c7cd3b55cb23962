"""The command line: arguments to options, problems to an exit status.

0 is fine, 1 problems, 2 wrong use, 3 what an audit could not verify, 70 a fault of the program.
"""

from __future__ import annotations

import click

from generator import __version__
from generator.cli.ask import ask
from generator.cli.audit import audit, metadata
from generator.cli.command import debug_option
from generator.cli.group import Commands
from generator.cli.importing import import_
from generator.cli.labels import labels, relabel
from generator.cli.mcp import mcp
from generator.cli.new import new, schemas
from generator.cli.publishing import build, check, serve
from generator.cli.records import record, status
from generator.cli.sheets import checklist, summary
from generator.cli.sources import sources
from generator.cli.upkeep import compare, drift

COMMANDS = (
    *(new, build, check, serve, checklist, summary, record, status, metadata, audit, ask, mcp),
    *(import_, compare, drift, sources, labels, relabel, schemas),
)
"""In the order of the work, which `--help` keeps."""


@click.group(
    cls=Commands,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@debug_option
@click.version_option(__version__, prog_name="guide")
def main() -> None:
    """Set-up guides, printable checklists and per-org records from one source."""
