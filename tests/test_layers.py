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
    ("drift",),
    ("deriving.recording", "deriving.standing"),
    tuple(f"deriving.{name}" for name in ("auditing", "comparing", "drafting", "filling", "labels", "numbering")),
    ("deriving.history",),
    ("deriving.facts", "deriving.fingerprint"),
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
    """Return the layer of a module, dotted without the package; those of `deriving` have one each."""
    return ".".join(module.split(".")[: 2 if module.startswith("deriving.") else 1])


def violations(module: str, source: str) -> list[str]:
    """Return each import of `module` (dotted, without the package) that its layer may not make."""
    layer = layer_of(module)
    wrong = []
    for name in sorted(imports(source)):
        first, _, rest = name.partition(".")
        if first in HOMES and not {module, layer} & HOMES[first]:
            wrong.append(f"{module} imports {first}")
        other = layer_of(rest)
        if first == "generator" and other in RANK and other != layer and RANK[other] <= RANK[layer]:
            wrong.append(f"{module} imports {name}")
    return wrong


MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    assert layer_of(module) in RANK
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
        (
            "deriving.filling",
            "from generator.deriving import numbering",
            ["deriving.filling imports generator.deriving.numbering"],
        ),
        ("rendering.page", "import weasyprint", ["rendering.page imports weasyprint"]),
    ],
)
def test_a_wrong_import_is_caught(module: str, source: str, expected: list[str]) -> None:
    assert violations(module, source) == expected
