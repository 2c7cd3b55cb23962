"""Imports point down only, and each outside library has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator"
LAYERS = (
    ("cli",),
    ("commands",),
    ("output",),
    ("rendering",),
    ("recording", "standing"),
    ("drift",),
    ("auditing", "comparing", "drafting", "filling", "labels", "numbering"),
    ("history",),
    ("facts", "fingerprint"),
    ("checking",),
    ("reading",),
    ("salesforce", "salesforce_metadata"),
    ("page_model", "runs"),
    ("model",),
    ("problems",),
)
HOMES = {
    "weasyprint": {"output.pdf", "output.masters.boxes"},
    "uharfbuzz": {"output.masters.glyphs"},
    "mkdocs": {"output.site"},
    "markdown_it": {"reading"},
    "yaml": {"reading.yaml_text", "rendering.record_yaml"},
    "distributed": {"commands.workers"},
    "click": {"cli", "commands.serve"},
}
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def imports(source: str) -> set[str]:
    """Return the dotted names a module imports, those for type checking included."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    from_package = {
        f"generator.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "generator"
        for alias in node.names
    }
    return (plain | names | from_package) - {"generator"}


def violations(module: str, source: str) -> list[str]:
    """Return each import of `module` (dotted, without the package) that its layer may not make."""
    layer = module.split(".", maxsplit=1)[0]
    wrong = []
    for name in sorted(imports(source)):
        first, *rest = name.split(".")
        if first in HOMES and not {module, layer} & HOMES[first]:
            wrong.append(f"{module} imports {first}")
        if first == "generator" and rest[0] in RANK and rest[0] != layer and RANK[rest[0]] <= RANK[layer]:
            wrong.append(f"{module} imports {name}")
    return wrong


MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    assert module.split(".", maxsplit=1)[0] in RANK
    assert violations(module, MODULES[module].read_text()) == []


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        (
            "model",
            "from generator.reading.guide import read_guide",
            ["model imports generator.reading.guide"],
        ),
        ("reading.org", "from generator import commands", ["reading.org imports generator.commands"]),
        ("filling", "import generator.numbering", ["filling imports generator.numbering"]),
        ("rendering.page", "import weasyprint", ["rendering.page imports weasyprint"]),
    ],
)
def test_a_wrong_import_is_caught(module: str, source: str, expected: list[str]) -> None:
    assert violations(module, source) == expected
