"""Conditions on arguments, decided in three-valued logic: true, false, or unknown.

A condition is a JSON tree. A list is an operation, ``[operator, operand, ...]``; anything else is
a literal. The operators are ``and``, ``or``, ``not``; ``==``, ``!=``, ``<``, ``<=``, ``>``,
``>=``, ``in``; ``+``, ``-``, ``*``, ``/``, ``//``, ``%``, ``**``, ``neg``, ``abs``, ``len``,
``cos``, ``log``, ``sqrt``, ``min``, ``max``, ``item``;
``type`` (``"int"``, ``"float"``, ``"bool"``, ``"str"``, ``"list"``, ``"tuple"``, ``"dict"``,
``"NoneType"``, ``"function"``, ``"tensor"``); ``name`` (the value of an argument, or a fact of a
run); ``tuple`` and ``list``, which build a value. The second operand of ``in`` is either such a
condition or a plain JSON list of literals.

What cannot be known, or cannot be computed (types that do not go together, a division by zero), is
``UNKNOWN``. No condition raises.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, Final


class Truth(Enum):
    """What is known about a condition that cannot be decided."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Truth.UNKNOWN


class Opaque:
    """A value of which only the type is known: a function or a tensor."""

    __slots__ = ("type",)

    def __init__(self, type: str) -> None:
        self.type = type


_BINARY: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": math.pow,
    "min": min,
    "max": max,
    "item": operator.getitem,
}
_UNARY: dict[str, Callable[[Any], object]] = {
    "neg": operator.neg,
    "abs": abs,
    "cos": math.cos,
    "len": len,
    "log": math.log,
    "sqrt": math.sqrt,
}
OPERATORS = frozenset(
    {*_BINARY, *_UNARY, "and", "or", "not", "in", "type", "name", "tuple", "list"}
)


def is_true(condition: object, arguments: Mapping[str, object]) -> bool:
    """Whether the condition is decided, and decided true.

    ``arguments`` holds the value of every argument that is known; what is missing in it is unknown.
    """
    return evaluate(condition, arguments) is True


def evaluate(condition: object, arguments: Mapping[str, object]) -> object:
    """The value of a condition: a truth value, another value if it is no test, or ``UNKNOWN``."""
    if not isinstance(condition, list):
        return condition
    if not condition or not isinstance(condition[0], str):
        return UNKNOWN
    name, operands = condition[0], condition[1:]
    try:
        if name in ("and", "or"):
            return _connect(name, [evaluate(operand, arguments) for operand in operands])
        if name == "name":
            return arguments.get(operands[0], UNKNOWN)
        if name == "in":
            return _contains(evaluate(operands[0], arguments), operands[1], arguments)
        values = [evaluate(operand, arguments) for operand in operands]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        return _apply(name, values)
    except (ArithmeticError, TypeError, ValueError, LookupError, RecursionError):
        return UNKNOWN


def names(condition: object) -> Iterator[str]:
    """The arguments and facts that a condition asks for, in its own order."""
    pending = [condition]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            if len(node) == 2 and node[0] == "name" and isinstance(node[1], str):
                yield node[1]
            else:
                pending.extend(reversed(node))


def _connect(name: str, values: list[object]) -> object:
    """Kleene's conjunction and disjunction."""
    decisive = name == "or"
    if any(value is decisive for value in values):
        return decisive
    return UNKNOWN if any(value is not (not decisive) for value in values) else not decisive


def _contains(value: object, container: object, arguments: Mapping[str, object]) -> object:
    if isinstance(container, list) and not (
        container and isinstance(container[0], str) and container[0] in OPERATORS
    ):
        members: object = container
    else:
        members = evaluate(container, arguments)
    if value is UNKNOWN or not isinstance(members, (list, tuple, str)):
        return UNKNOWN
    if isinstance(members, str):
        return isinstance(value, str) and value in members
    return any(_equal(value, member) is True for member in members)


def _apply(name: str, values: list[Any]) -> object:
    if name == "not":
        return not values[0] if isinstance(values[0], bool) else UNKNOWN
    if name == "type":
        value = values[0]
        return value.type if isinstance(value, Opaque) else type(value).__name__
    if name in ("tuple", "list"):
        return tuple(values) if name == "tuple" else values
    if any(isinstance(value, Opaque) for value in values):
        return _opaque_equality(name, values)
    if name in ("==", "!="):
        equal = _equal(*values)
        return equal if name == "==" else not equal
    if name in _UNARY:
        return _UNARY[name](*values)
    return _BINARY[name](*values)


def _equal(left: object, right: object) -> bool:
    """Equality as the sides of a mapping mean it: ``True`` is not ``1``, and ``1`` is ``1.0``."""
    if isinstance(left, bool) is not isinstance(right, bool):
        return False
    return bool(left == right)


def _opaque_equality(name: str, values: list[Any]) -> object:
    """A function or a tensor is certainly not None, a string or a boolean; the rest is unknown."""
    if name not in ("==", "!=") or not any(
        value is None or isinstance(value, (str, bool)) for value in values
    ):
        return UNKNOWN
    return name == "!="
