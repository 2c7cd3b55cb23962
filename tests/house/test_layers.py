"""Imports point down only and never round in a circle, and each outside library has one home."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.support.project import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = PROJECT / "generator"
LAYERS = (
    ("cli",),
    ("commands",),
    ("batch",),
    ("publishing",),
    ("project",),
    ("output",),
    ("asking",),
    ("rendering",),
    ("rendering.markup",),
    ("drift",),
    ("deriving.recording", "deriving.whole_sheets"),
    ("deriving.scanned_steps",),
    ("deriving.guide_view",),
    ("deriving.compliance",),
    tuple(f"deriving.{name}" for name in ("auditing", "comparing", "filling", "labels", "draft_answers")),
    ("deriving.step_proposals", "deriving.value_proposals"),
    ("deriving.drafting",),
    ("deriving.history",),
    ("deriving.facts", "deriving.fingerprint", "deriving.words"),
    ("checking",),
    ("reading",),
    ("reading.text",),
    ("platforms",),
    ("model",),
    ("problems",),
    ("secrets",),
)
YAML_WRITERS = {f"rendering.source.{name}" for name in ("comments", "org_yaml", "record_yaml")}
HOMES = {
    "weasyprint": {"output.pdf", "output.variable_data.boxes"},
    "pypdfium2": {"reading.artefacts.pdf_structure", "reading.scans.pages", "reading.scans.pictures"},
    "cv2": {"reading.scans.pages", "reading.scans.boxes", "reading.scans.fitting", "reading.scans.reading"},
    "zxingcpp": {"reading.scans.pages"},
    "PIL": {"reading.scans.pictures"},
    "uharfbuzz": {"output.variable_data.glyphs"},
    "segno": {"output.page_codes", "rendering.sheets.sheet"},
    "mkdocs": {f"output.{name}" for name in ("site", "site_pages", "single_pages", "preview_server")},
    "markdown_it": {"reading"},
    "yaml": {
        "reading.text.yaml_text",
        "rendering.source.org_yaml",
        "rendering.source.record_yaml",
        "rendering.source.comments",
    },
    "distributed": {"batch.workers"},
    "python_calamine": {"reading.content.workbooks"},
    "selectolax": {"reading.saved_html.main_part", "reading.artefacts.printed_html"},
    "sqlite3": {"asking.index", "batch.made_sheets", "output.spooled_map"},
    "mcp": {"commands.mcp_server"},
    "mcp_types": {"commands.mcp_server"},
    "uvicorn": {"commands.mcp_server"},
    "docx": {"rendering.markup.word", "rendering.sheets.word_sheets"},
    "rjsmin": {"rendering.site.scripts"},
    "anyascii": {"reading.content.org_ids"},
    "click": {"cli", "commands.serve", "commands.mcp_server"},
}
PACKAGES = {"generator", "generator.deriving"}
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def imports(source: str) -> set[str]:
    """Return the dotted names a module imports, those for type checking included."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    from_package = {
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module in PACKAGES
        for alias in node.names
    }
    return (plain | names | from_package) - PACKAGES


def layer_of(module: str) -> str:
    """Return the layer of a module, dotted without the package: the longest name in the table that it begins with."""
    parts = module.split(".")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((name for name in names if name in RANK), module)


def violations(module: str, source: str) -> list[str]:
    """Return each import of `module` (dotted, without the package) that its layer may not make."""
    layer = layer_of(module)
    wrong = []
    for name in sorted(imports(source)):
        first, _, rest = name.partition(".")
        if first in HOMES and not {module, layer, module.partition(".")[0]} & HOMES[first]:
            wrong.append(f"{module} imports {first}")
        other = layer_of(rest)
        if first == "generator" and other in RANK and other != layer and RANK[other] <= RANK[layer]:
            wrong.append(f"{module} imports {name}")
    return wrong


FILES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = {module: path for module, path in FILES.items() if path.name != "__init__.py"}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    assert layer_of(module) in RANK
    assert violations(module, MODULES[module].read_text()) == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        (
            "model",
            "from generator.reading.content.guide import read_guide",
            ["model imports generator.reading.content.guide"],
        ),
        ("reading.content.org", "from generator import commands", ["reading.content.org imports generator.commands"]),
        (
            "deriving.filling",
            "from generator.deriving import labels",
            ["deriving.filling imports generator.deriving.labels"],
        ),
        ("rendering.site.page", "import weasyprint", ["rendering.site.page imports weasyprint"]),
    ],
)
def test_a_wrong_import_is_caught(module: str, source: str, expected: list[str]) -> None:
    assert violations(module, source) == expected


def circle(sources: Mapping[str, str]) -> list[str]:
    """Return modules each of which imports the next, be it for types only, and the last the first; [] if none do.

    `sources` are by dotted names without the package; what a folder's `__init__` imports stands under the folder's.
    """
    graph = {module: _imported(source, sources) for module, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as fault:
        modules: list[str] = fault.args[1]
        return modules
    return []


def _imported(source: str, modules: Mapping[str, str]) -> set[str]:
    """Return the modules that one imports; `from folder import module` takes nothing else from the folder."""
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            folder = f"{node.module}.".removeprefix("generator.")
            names = {f"{folder}{alias.name}" for alias in node.names}
            imported |= names & modules.keys() or {folder.removesuffix(".")}
    return imported & modules.keys()


def test_no_modules_import_each_other() -> None:
    sources = {module.removesuffix(".__init__"): path.read_text() for module, path in FILES.items()}
    assert circle(sources) == []


def test_a_circle_is_caught_also_one_for_types_only() -> None:
    for_types = "if TYPE_CHECKING:\n    from generator.model import values\n"
    sources = {"model.text": for_types, "model.values": "from generator.model.base import Day", "model.base": ""}
    assert circle(sources) == []
    sources["model.base"] = "from generator.model.text import Text"
    assert set(circle(sources)) == set(sources)
