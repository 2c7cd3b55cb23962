"""How dense the generator's code may be: each figure has a ceiling in budget.toml, which is only ever lowered."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.project import PROJECT

PACKAGE = PROJECT / "generator"
BUDGET = tomllib.loads((Path(__file__).parent / "budget.toml").read_text())
NODES_A_LINE = 9
PRONOUNS = frozenset(
    {"found", "here", "known", "now", "own", "said", "that", "there", "these", "this", "those", "told"}
)

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Function = ast.FunctionDef | ast.AsyncFunctionDef
UNCOUNTED = (ast.expr_context, ast.Constant)
"""A constant costs a reader little, and whether a name is read or written is seen from its place."""


def is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def lines_of(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def code_lines(source: str, tree: ast.Module) -> int:
    """Return the number of lines that are neither blank, nor a comment, nor a string that stands alone."""
    strings: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and is_docstring(node):
            strings |= lines_of(node)
    count = 0
    for number, line in enumerate(source.splitlines(), 1):
        text = line.strip()
        count += bool(text) and not text.startswith("#") and number not in strings
    return count


def nodes_a_line(function: Function) -> float:
    """Return the syntax nodes for each line of the body; 0 if that is a docstring alone."""
    body = [statement for statement in function.body if not is_docstring(statement)]
    if not body:
        return 0
    nodes = 0
    lines = 0
    for statement in body:
        lines += len(lines_of(statement))
        for node in ast.walk(statement):
            nodes += not isinstance(node, UNCOUNTED)
    return nodes / lines


def is_nested(comprehension: Comprehension) -> bool:
    if len(comprehension.generators) > 1:
        return True
    inner = [node for node in ast.walk(comprehension) if node is not comprehension]
    return any(isinstance(node, Comprehension) for node in inner)


def bindings(tree: ast.Module) -> Iterator[str]:
    """Yield each name that is given to something: assigned, looped over, or a parameter."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def per_hundred(count: int, total: int) -> float:
    return 100 * count / max(total, 1)


def figures(sources: list[str]) -> dict[str, float]:
    """Return each figure of the budget for these modules, by its name in budget.toml."""
    trees = [ast.parse(source) for source in sources]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    functions = [node for node in nodes if isinstance(node, Function)]
    # A body of one docstring (a Protocol's method) has no lines to be dense.
    densities = [density for density in map(nodes_a_line, functions) if density]
    dense = sum(density > NODES_A_LINE for density in densities)
    nested = sum(isinstance(node, Comprehension) and is_nested(node) for node in nodes)
    conditional = sum(isinstance(node, ast.IfExp) for node in nodes)
    classes = Counter[str]()
    names: list[str] = []
    for tree in trees:
        classes.update({node.name for node in tree.body if isinstance(node, ast.ClassDef)})
        names.extend(bindings(tree))
    thousands = max(sum(map(code_lines, sources, trees)), 1) / 1000
    return {
        "dense_functions": per_hundred(dense, len(densities)),
        "nested_comprehensions": nested / thousands,
        "conditional_expressions": conditional / thousands,
        "repeated_class_names": sum(modules > 1 for modules in classes.values()),
        "pronoun_names": per_hundred(sum(name in PRONOUNS for name in names), len(names)),
    }


def complaint(name: str, figure: float, ceiling: float, slack: float) -> str:
    """Return what is wrong with a figure or its ceiling; empty if nothing is."""
    if figure > ceiling:
        return f"{name} is {figure:.1f}, over its ceiling of {ceiling}: divide and name what you added."
    if ceiling - figure > slack:
        return f"{name} is {figure:.1f}: lower its ceiling of {ceiling} in tests/house/budget.toml."
    return ""


def densest(modules: dict[str, str], count: int = 10) -> list[str]:
    """Return the places of the densest functions over the bound, the densest first."""
    dense: list[tuple[float, str]] = []
    for path, source in modules.items():
        functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]
        dense += [(nodes_a_line(each), f"{path}:{each.lineno} {each.name}") for each in functions]
    dense.sort(reverse=True)
    return [f"{place} has {nodes:.0f} nodes a line" for nodes, place in dense[:count] if nodes > NODES_A_LINE]


def test_the_code_keeps_to_its_budget() -> None:
    modules = {str(path.relative_to(PROJECT)): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    measured = figures(list(modules.values()))
    assert set(BUDGET) == set(measured), "each figure has a ceiling"
    complaints = [complaint(name, figure, **BUDGET[name]) for name, figure in measured.items()]
    assert not any(complaints), "\n".join([*complaints, "The densest are", *densest(modules)])


PLAIN = '''
"""A module."""

def plain(text):
    """Return it."""
    return text
'''
DENSE = "def dense(a, b): return {c.d(e[f.g]) for c in a if c.h or c.i(b)}\n"


@pytest.mark.parametrize(
    ("name", "source", "figure"),
    [
        ("dense_functions", PLAIN + DENSE, 50.0),
        ("nested_comprehensions", "rows = [[cell for cell in row] for row in table]\n", 1000.0),
        ("nested_comprehensions", "cells = [cell for row in table for cell in row]\n", 1000.0),
        ("nested_comprehensions", "cells = [cell for cell in row]\n", 0.0),
        ("conditional_expressions", '"""Text."""\n# no code\n\nnumber = 1 if text else 2\n', 1000.0),
        ("pronoun_names", "found, step = 1, 2\n", 50.0),
        ("pronoun_names", "def take(now, day): pass\n", 50.0),
    ],
)
def test_a_costly_form_is_counted(name: str, source: str, figure: float) -> None:
    assert figures([source])[name] == figure


def test_the_densest_functions_are_named_by_their_place() -> None:
    assert densest({"a.py": PLAIN, "b.py": f"\n{DENSE}"}) == ["b.py:2 dense has 20 nodes a line"]


def test_a_class_name_counts_once_for_all_the_modules_that_have_it() -> None:
    modules = ["class Step: pass\n", "class Step: pass\n", "class Step: pass\nclass Row: pass\n"]
    assert figures(modules)["repeated_class_names"] == 1


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (10.1, "names is 10.1, over its ceiling of 10: divide and name what you added."),
        (10.0, ""),
        (8.0, ""),
        (7.9, "names is 7.9: lower its ceiling of 10 in tests/house/budget.toml."),
    ],
)
def test_a_ceiling_holds_and_has_to_follow(figure: float, expected: str) -> None:
    assert complaint("names", figure, ceiling=10, slack=2) == expected
