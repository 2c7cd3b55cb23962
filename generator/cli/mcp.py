"""`guide mcp`."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.address import HostAndPort
from generator.cli.command import command

if TYPE_CHECKING:
    from generator.project.paths import Paths

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@command
@click.option("--http", "address", type=HostAndPort(), help="Listen here over HTTP, on this machine only. [stdio]")
@click.option("--audit-below", type=FOLDER, default=Path(), help="Audit only what lies below this folder. [.]")
def mcp(paths: Paths, guide_id: str | None, *, address: tuple[str, int] | None, audit_below: Path) -> None:
    """Serve the guides to programs, over the Model Context Protocol.

    Its tools list the guides, read a step, a value or an error, answer a question, find the error behind what a screen
    shows, and audit a folder. Without --http one program talks to it over standard input and output.
    """
    if address and not _is_loopback(address[0]):
        raise click.UsageError("Only this machine may be listened to: name 127.0.0.1, localhost or [::1] with --http.")
    from generator.commands import mcp_server  # noqa: PLC0415 - an optional extra
    from generator.commands.guide_tools import GuideTools  # noqa: PLC0415 - slow to import

    tools = GuideTools(paths, guide_id, audit_below)
    if address:
        mcp_server.serve_http(tools, address)
    else:
        mcp_server.serve_standard_streams(tools)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
