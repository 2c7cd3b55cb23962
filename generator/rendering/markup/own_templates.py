"""How a project's own templates are read: they get at what they are given alone, and make nothing endless of it.

Imports Jinja, so only those who have such templates load it.
"""

from __future__ import annotations

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

MOST = 100_000
"""The largest number that may be multiplied, and the longest text that may come of it."""


class OwnTemplates(SandboxedEnvironment):
    """The environment of a project's templates. Python counts any number and repeats any text until memory is full."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply what is small; nothing else is needed on a sheet. Raises `SecurityError`."""
        size = _size(left) * _size(right)
        if operator == "**" or size > MOST:
            raise SecurityError("it multiplies more than a sheet can need")
        return super().call_binop(context, operator, left, right)


def _size(operand: Any) -> float:
    if isinstance(operand, (int, float)):
        return abs(operand)
    return len(operand)
