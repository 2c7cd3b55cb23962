"""`guide mcp`: the guides over the Model Context Protocol. The only module that uses its SDK."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import click
from pydantic import Field

from generator import __version__
from generator.asking.answer_json import JsonAnswers, JsonPassage
from generator.asking.passages import AnswerKind
from generator.commands.guide_tools import GuideTools, ListedGuides, as_data
from generator.problems import ContentError, Location

try:
    import uvicorn
    from mcp.server import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError
    from mcp.server.mcpserver.tools import Tool
    from mcp.server.transport_security import TransportSecuritySettings
    from mcp_types import CallToolResult, TextContent, ToolAnnotations
except ImportError:
    missing = "The package mcp is missing. Install it with: pip install 'guide-generator[mcp]'."
    raise ContentError.at(Location("guide mcp"), "no-mcp", missing) from None

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

INSTRUCTIONS = (
    "Set-up guides for administrators. Answers are the guides' own words: quote them, and copy a required value to the "
    "letter. Where nothing fits, say so. Never ask for a key, a secret or a token, and leave them out of questions."
)
P = ParamSpec("P")
READS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
PATH = "/mcp"
LARGEST_REQUEST = 100_000
"""Bytes. Of a question the first ten thousand characters are read."""

MOST_AT_ONCE = 16
"""Connections over HTTP."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

Guide = Annotated[str, Field(description="A guide's id, as list_guides names it.")]
AnyGuide = Annotated[str | None, Field(description="Only this guide. Left out: all.")]
Name = Annotated[str, Field(description="The id, as list_guides names it.")]
Question = Annotated[str, Field(description="Anything a person would ask of the guides.")]
Signs = Annotated[
    str, Field(description="What is on the screen: an error's words or code, an address, a line of a log of sign-ins.")
]
Folder = Annotated[str, Field(description="A folder or a zip archive with an org's retrieved metadata.")]
App = Annotated[str | None, Field(description="Which app, where the folder holds several.")]


def server(tools: GuideTools) -> MCPServer:
    """Return the server, not yet listening."""

    def list_guides() -> Annotated[CallToolResult, ListedGuides]:
        """List the guides, with the ids of their sections, steps, required values and errors."""
        return _told(tools.list_guides)

    def read_step(guide: Guide, step: Name) -> Annotated[CallToolResult, JsonPassage]:
        """Read one step, word for word, with the required values that it sets."""
        return _told(tools.read, AnswerKind.STEP, guide, step)

    def read_value(guide: Guide, value: Name) -> Annotated[CallToolResult, JsonPassage]:
        """Read one required value, with its reason, its risk and what is seen if it is wrong."""
        return _told(tools.read, AnswerKind.VALUE, guide, value)

    def read_entry(guide: Guide, entry: Name) -> Annotated[CallToolResult, JsonPassage]:
        """Read one error: what it means, how to tell it from its neighbours, its cure and who can do it."""
        return _told(tools.read, AnswerKind.TROUBLE, guide, entry)

    def ask(question: Question, guide: AnyGuide = None) -> Annotated[CallToolResult, JsonAnswers]:
        """Find the passages that answer a question, best first. None may fit; then say so."""
        return _told(tools.ask, question, guide)

    def diagnose(signs: Signs, guide: AnyGuide = None) -> Annotated[CallToolResult, JsonAnswers]:
        """Find the error behind what is seen on a screen, best first; tell_apart decides between two."""
        return _told(tools.ask, signs, guide, AnswerKind.TROUBLE)

    def audit_folder(
        folder: Folder, guide: AnyGuide = None, app: App = None
    ) -> Annotated[CallToolResult, dict[str, Any]]:
        """Hold an org's retrieved metadata against every required value."""
        return _told(tools.audit, folder, guide, app)

    functions = (list_guides, read_step, read_value, read_entry, ask, diagnose, audit_folder)
    return MCPServer(
        "guide",
        title="Set-up guides",
        instructions=INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
        tools=[_tool(function) for function in functions],
    )


def _tool(function: Callable[..., Any]) -> Tool:
    """Return a tool that keeps what was sent to it out of its errors: it may be a key."""
    tool = Tool.from_function(function, annotations=READS_ONLY)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["hide_input_in_errors"] = True
    arguments.model_rebuild(force=True)
    return tool


def _told(answer: Callable[P, str], *args: P.args, **options: P.kwargs) -> CallToolResult:
    """Return proven JSON as both forms of a result, or its problems as an error that the client can read."""
    try:
        text = answer(*args, **options)
    except ContentError as fault:
        raise ToolError(str(fault)) from fault
    except OSError as fault:
        raise ToolError(f"A file cannot be read: {fault.strerror}.") from fault
    return CallToolResult(content=[TextContent(text=text)], structured_content=as_data(text))


def serve_standard_streams(tools: GuideTools) -> None:
    """Serve one client over standard input and output, until it goes."""
    tools.index()  # so that faulty content ends the command at once
    server(tools).run("stdio")


def serve_http(tools: GuideTools, address: tuple[str, int]) -> None:
    """Serve over HTTP on this machine until interrupted; a ContentError where nothing can listen."""
    tools.index()
    with closing(_listening(address)) as listening:
        port = listening.getsockname()[1]
        click.echo(f"Listening at http://{_in_address(address[0])}:{port}{PATH}", err=True)
        settings = uvicorn.Config(
            http_app(tools, port), log_level="warning", access_log=False, limit_concurrency=MOST_AT_ONCE
        )
        uvicorn.Server(settings).run(sockets=[listening])


def http_app(tools: GuideTools, port: int) -> Starlette:
    """Return the application: it answers pages and programs of this machine only, and keeps no sessions."""
    hosts = [f"{host}:{port}" for host in LOOPBACK]
    origins = [f"http://{host}" for host in hosts]
    return server(tools).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST_REQUEST,
        transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins),
    )


def _listening(address: tuple[str, int]) -> socket.socket:
    host, port = address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as fault:
        text = f"Nothing can listen here: {fault.strerror}. Name another place with --http."
        raise ContentError.at(Location(f"{_in_address(host)}:{port}"), "address", text) from fault


def _in_address(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    return host
