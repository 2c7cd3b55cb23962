"""The command line: arguments to options, problems to an exit status.

0 is fine, 1 problems, 2 wrong use, 3 what an audit could not verify, 70 a fault of the program.
"""

from __future__ import annotations

import atexit
import gc

import click

from generator import __version__
from generator.cli.command import debug_option
from generator.cli.group import Commands, LoadedOnDemand

COMMANDS = LoadedOnDemand(
    {
        "new": "new:new",
        "build": "publishing:build",
        "check": "publishing:check",
        "serve": "publishing:serve",
        "orgs": "orgs:orgs",
        "checklist": "sheets:checklist",
        "summary": "sheets:summary",
        "record": "records:record",
        "status": "records:status",
        "metadata": "audit:metadata",
        "audit": "audit:audit",
        "ask": "ask:ask",
        "mcp": "mcp:mcp",
        "import": "importing:import_",
        "compare": "upkeep:compare",
        "drift": "upkeep:drift",
        "sources": "sources:sources",
        "labels": "labels:labels",
        "relabel": "labels:relabel",
        "schemas": "new:schemas",
    }
)
"""In the order of the work, which `--help` keeps."""

NEW_OBJECTS = 50_000
"""So many make Python look for garbage. A command makes most of its objects to keep them, and ends soon."""


@click.group(
    cls=Commands,
    commands=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@debug_option
@click.version_option(__version__, prog_name="guide")
def main() -> None:
    """Set-up guides, printable checklists and per-org records from one source."""
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)  # else Python looks through all objects once more, at the end of the process
