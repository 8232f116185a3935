"""When two defaults are the same, however they are written."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from registry.language.signatures import Code

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def comparable(default: Any) -> tuple[str, Any]:
    """What a default is: its type and its value, or its text where that is no constant."""
    if not isinstance(default, Code):
        return type(default).__name__, default
    try:
        number = _computed(ast.parse(default.text, mode="eval").body)
    except (ValueError, ZeroDivisionError, OverflowError):
        return "code", default.text
    return type(number).__name__, number


def _computed(tree: ast.expr) -> float:
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
            return tree.value
    elif isinstance(tree, ast.BinOp) and type(tree.op) in _OPERATORS:
        return _OPERATORS[type(tree.op)](_computed(tree.left), _computed(tree.right))
    raise ValueError("this is no constant of numbers")
