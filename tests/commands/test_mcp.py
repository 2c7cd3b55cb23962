"""`guide mcp`, by the client of the protocol's own SDK: the guides' words, proven values, and nothing echoed."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.server import MCPServer
from mcp_types import CallToolResult, Tool

from generator.asking.answer_json import altered_values
from generator.commands import guide_tools, mcp_server
from generator.commands.guide_tools import GuideTools
from generator.project.paths import Paths
from tests.support.org_metadata import CASES, KEY
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run

CONTENT = PROJECT / "content"
TOOLS = {"list_guides", "read_step", "read_value", "read_entry", "ask", "diagnose", "audit_folder"}
Connectable = MCPServer | StdioServerParameters | str


@pytest.fixture(scope="module")
def tools() -> GuideTools:
    paths = Paths(PROJECT, CONTENT, CONTENT / "orgs", PROJECT / "build")
    return GuideTools(paths, None, CASES)


@pytest.fixture(scope="module")
def served(tools: GuideTools) -> MCPServer:
    return mcp_server.server(tools)


def call(place: Connectable, name: str, **arguments: Any) -> CallToolResult:
    """Call one tool as a client of its own."""

    async def called() -> CallToolResult:
        async with Client(place) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(called)


def answer(place: Connectable, name: str, **arguments: Any) -> dict[str, Any]:
    """Return what a tool answers. Text and structure say the same."""
    result = call(place, name, **arguments)
    assert not result.is_error, text_of(result)
    data: dict[str, Any] = json.loads(text_of(result))
    assert data == result.structured_content
    return data


def refusal(place: Connectable, name: str, **arguments: Any) -> str:
    result = call(place, name, **arguments)
    assert result.is_error
    return text_of(result)


def text_of(result: CallToolResult) -> str:
    return result.model_dump()["content"][0]["text"]  # type: ignore[no-any-return]


async def listed(place: Connectable) -> list[Tool]:
    async with Client(place) as client:
        return (await client.list_tools()).tools


def test_every_tool_only_reads_and_says_what_it_takes_and_gives(served: MCPServer) -> None:
    offered = anyio.run(listed, served)
    assert {tool.name for tool in offered} == TOOLS
    for tool in offered:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert all("description" in about for about in tool.input_schema["properties"].values())


def test_what_is_listed_can_be_read_and_holds_every_required_value(served: MCPServer) -> None:
    """By our own pinned copy."""
    guides = {each["guide"]: each for each in answer(served, "list_guides")["guides"]}
    assert list(guides[GUIDE]["values"]) == list(VALUES)
    for value, (setting, required) in VALUES.items():
        read = answer(served, "read_value", guide=GUIDE, value=value)
        assert read["values"] == [{"id": value, "setting": setting, "value": required}]
        assert f"\n\n`{required}`\n\n" in read["text"]
        for step in read["steps"]:
            assert f"`{required}`" in answer(served, "read_step", guide=GUIDE, step=step)["text"]
    assert len(guides[GUIDE]["entries"]) >= 40


def test_a_step_and_an_entry_are_read_word_for_word(served: MCPServer) -> None:
    step = answer(served, "read_step", guide=GUIDE, step="callback-url")
    entry = answer(served, "read_entry", guide=GUIDE, entry="redirect-uri-mismatch")
    assert step["text"].startswith(f"### Step 6\n\nIn **Callback URL**, enter `{VALUES['callback_url'][1]}`.")
    assert entry["text"].startswith("## redirect\\_uri\\_mismatch\n\nA Salesforce error page")
    assert (entry["steps"], entry["values"][0]["value"]) == (["callback-url"], VALUES["callback_url"][1])


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("read_entry", {"entry": "rotatin"}, "The guide has no such entry. Perhaps rotation? list_guides names all."),
        ("read_step", {"step": "x9"}, "The guide has no such step. list_guides names all."),
        ("read_value", {"value": KEY}, "The guide has no such value. list_guides names all."),
    ],
)
def test_what_is_not_there_is_said(served: MCPServer, tool: str, arguments: dict[str, str], expected: str) -> None:
    said = refusal(served, tool, guide=GUIDE, **arguments)
    assert said.endswith(f": {expected} [no-passage]")


def test_it_answers_as_ask_does(served: MCPServer) -> None:
    words = f"OAUTH_APP_BLOCKED for jane.doe@acme.example {KEY}"
    asked = json.loads(run("ask", "--project", PROJECT, words, "--format", "json").stdout)
    told = answer(served, "ask", question=words)
    assert told == asked | {"answers": asked["answers"][: guide_tools.MOST]}
    assert told["question"] == "OAUTH_APP_BLOCKED for …"


def test_a_diagnosis_names_errors_only_and_what_decides_between_them(served: MCPServer) -> None:
    found = answer(served, "diagnose", signs="INVALID_SESSION_ID after hours", guide=GUIDE)["answers"]
    assert {each["kind"] for each in found} == {"trouble"}
    assert found[0]["id"] == "session-expired"
    assert found[0]["tell_apart"] in found[0]["text"]


def test_nothing_fits_is_an_answer(served: MCPServer) -> None:
    told = answer(served, "ask", question="How do I bake bread?")
    assert (told["answers"], told["note"].partition(".")[0]) == ([], "Nothing in the guides fits")
    assert answer(served, "diagnose", signs="INVALID_SESSION_ID", guide="other")["answers"] == []


def test_a_folder_is_audited_as_the_command_does(served: MCPServer) -> None:
    report = answer(served, "audit_folder", folder="sound", guide=GUIDE)
    verdicts = {value["id"]: (value["required"], value["verdict"]) for value in report["values"]}
    assert verdicts == {name: (required, "pass") for name, (_, required) in VALUES.items()}


@pytest.mark.parametrize("folder", ["..", "/etc", str(PROJECT / "content")])
def test_nothing_outside_the_named_folder_is_audited(served: MCPServer, folder: str) -> None:
    assert refusal(served, "audit_folder", folder=folder).endswith(
        "This lies outside the folder that may be audited. Start the server with another --audit-below. [outside]"
    )


def test_a_link_does_not_lead_out(tools: GuideTools, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/way").symlink_to(CASES)
    below = mcp_server.server(GuideTools(tools.paths, None, tmp_path / "inside"))
    assert refusal(below, "audit_folder", folder="way").endswith("[outside]")
    assert refusal(below, "audit_folder", folder="none").endswith("There is no such folder or archive. [unreadable]")


def test_wrong_arguments_are_not_echoed(served: MCPServer, caplog: pytest.LogCaptureFixture) -> None:
    said = refusal(served, "ask", question=[KEY])
    assert "Input should be a valid string" in said
    assert KEY not in said + caplog.text


def test_a_change_of_the_content_counts_at_once_and_a_fault_is_told(content: Path) -> None:
    paths = Paths(PROJECT, content, content / "orgs", PROJECT / "build")
    served = mcp_server.server(GuideTools(paths, GUIDE, PROJECT))
    file = content / GUIDE / "guide.md"
    true = file.read_text()
    read = {"guide": GUIDE, "step": "open-setup"}
    assert "Click the gear icon" in answer(served, "read_step", **read)["text"]
    file.write_text(true.replace("Click the gear icon", "Click the cogwheel"))
    assert "Click the cogwheel" in answer(served, "read_step", **read)["text"]
    file.write_text(true.replace("{{ callback_url }}", "{{ callback }}"))
    assert "[unknown-reference]" in refusal(served, "read_step", **read)


REQUIRED = {"a": {"url": "https://a.example/cb", "box": "Checked"}}


@pytest.mark.parametrize(
    ("answer", "altered"),
    [
        ({"guide": "a", "text": "`Checked`", "values": [{"id": "box", "value": "Checked"}]}, []),
        ({"guide": "a", "text": "Checked", "values": [{"id": "box", "value": "Checked"}]}, ["a/box"]),
        ({"guide": "a", "text": "`Checked`", "values": [{"id": "box", "value": "checked"}]}, ["a/box"]),
        ({"answers": [{"guide": "b", "text": "`x`", "values": [{"id": "box", "value": "x"}]}]}, ["b/box"]),
        ({"guide": "a", "values": [{"id": "box", "required": "Checked"}]}, []),
        ({"guide": "a", "others": [{"values": [{"id": "url", "required": "https://a.example/"}]}]}, ["a/url"]),
    ],
)
def test_a_value_that_did_not_arrive_is_found(answer: dict[str, Any], altered: list[str]) -> None:
    assert altered_values(json.dumps(answer), REQUIRED) == altered


def test_an_altered_value_is_not_answered(tools: GuideTools, monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = {"values": [{"id": "pkce", "setting": "", "value": "Checked"}], "guide": GUIDE, "text": "`Unchecked`"}
    monkeypatch.setattr(GuideTools, "read", lambda self, *_: self.proven_text(json.dumps(spoilt)))
    said = refusal(mcp_server.server(tools), "read_value", guide=GUIDE, value="pkce")
    assert said.endswith(f"a required value did not arrive unchanged: {GUIDE}/pkce. [value-changed]")


def test_only_this_machine_is_listened_to() -> None:
    for host in ("0.0.0.0", "192.0.2.1", "guides.example", "[::]"):  # noqa: S104 - refused
        result = run("mcp", "--project", PROJECT, "--http", f"{host}:8000")
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (
            2,
            "Error: Only this machine may be listened to: name 127.0.0.1, localhost or [::1] with --http.",
        )


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "generator.commands.mcp_server")
    monkeypatch.delattr("generator.commands.mcp_server")
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    result = run("mcp", "--project", PROJECT)
    expected = "guide mcp: The package mcp is missing. Install it with: pip install 'guide-generator[mcp]'. [no-mcp]"
    assert (result.exit_code, result.stderr) == (1, f"{expected}\n")


COMMAND = [sys.executable, "-m", "generator.cli", "mcp", "--project", str(PROJECT), "--audit-below", str(CASES)]


@pytest.mark.slow
def test_over_standard_streams() -> None:
    place = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:], cwd=PROJECT)
    assert answer(place, "read_value", guide=GUIDE, value="pkce")["values"][0]["value"] == VALUES["pkce"][1]


@contextmanager
def listening() -> Iterator[str]:
    """Run the server over HTTP; yield its address."""
    command = [*COMMAND, "--http", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stderr
        try:
            line = process.stderr.readline()
            match = re.search(r"http://\S+", line)
            assert match, line
            yield match[0]
        finally:
            process.terminate()


def status(address: str, body: str, **headers: str) -> int:
    parts = urlsplit(address)
    assert parts.hostname
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with closing(http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)) as connection:
        connection.request("POST", parts.path, body, usual | headers)
        return connection.getresponse().status


@pytest.mark.slow
def test_over_http_other_hosts_pages_and_sizes_are_refused() -> None:
    ping = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    with listening() as address:
        found = answer(address, "diagnose", signs="redirect_uri_mismatch")["answers"][0]
        assert (found["id"], found["values"][0]["value"]) == ("redirect-uri-mismatch", VALUES["callback_url"][1])
        assert status(address, ping) == 200
        assert status(address, ping, Host="evil.example") == 421
        assert status(address, ping, Origin="https://evil.example") == 403
        assert status(address, ping + " " * 100_000) == 413
