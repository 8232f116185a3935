"""What an expression stands for: one handler for each kind of node, put together here.

Calls are :mod:`flake8_registry.calls`, containers :mod:`flake8_registry.containers`.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from flake8_registry import calls, containers, library
from flake8_registry.facts import Facts
from flake8_registry.index import Index
from flake8_registry.names import Handler, Names
from flake8_registry.scopes import lookup
from flake8_registry.values import (
    ANYTHING,
    NONE,
    Alternatives,
    Flag,
    Items,
    Literal,
    Named,
    Table,
    Typed,
    VersionOf,
    elements,
    items,
    literal,
    table,
    union,
)

BUILTINS = frozenset(
    {
        *("__import__", "dict", "enumerate", "getattr", "hasattr", "isinstance", "issubclass"),
        *("iter", "list", "next", "reversed", "set", "setattr", "sorted", "super", "tuple"),
        *("vars", "zip", "int", "map", "float", "dir", "type", "filter", "bool"),
    }
)
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_LARGEST_NUMBER = 10**12
_LARGEST_POWER = 40
_LONGEST_TEXT = 200


class Resolver(Names):
    """Names, and everything that is made of them."""

    def __init__(self, index: Index, facts: Facts, framework: str) -> None:
        super().__init__(index, facts, framework, library.SPECIAL, HANDLERS)


def _name(names: Names, node: ast.Name, _depth: int) -> Alternatives:
    found = lookup(names.scope, node.id)
    if found is not None:
        return found
    return (Named(f"builtins.{node.id}"),) if node.id in BUILTINS else ANYTHING


def _attribute(names: Names, node: ast.Attribute, depth: int) -> Alternatives:
    return names.attribute(node, names.value(node.value, depth))


def _bool_op(names: Names, node: ast.BoolOp, depth: int) -> Alternatives:
    groups = [names.value(one, depth) for one in node.values]
    flags = [one for group in groups for one in group if isinstance(one, Flag)]
    if flags and isinstance(node.op, ast.And):
        return (Flag(frozenset().union(*(flag.names for flag in flags))),)
    if isinstance(node.op, ast.Or):
        kept: list[Alternatives] = []
        for group in groups[:-1]:
            kept.append(tuple(one for one in group if not _is_false(one)))
            if group and all(map(_is_true, group)):
                return union(*kept)
        groups = [*kept, groups[-1]]
    return union(*groups)


def _is_false(value: object) -> bool:
    return value == NONE or (isinstance(value, Literal) and not value.value)


def _is_true(value: object) -> bool:
    return isinstance(value, Literal) and bool(value.value)


def _unary(names: Names, node: ast.UnaryOp, depth: int) -> Alternatives:
    values = names.value(node.operand, depth)
    if len(values) == 1 and isinstance(values[0], Literal):
        number = values[0].value
        if isinstance(node.op, ast.Not):
            return (literal(not number),)
        if isinstance(number, (int, float)) and isinstance(node.op, (ast.USub, ast.UAdd)):
            return (literal(-number if isinstance(node.op, ast.USub) else number),)
    return ANYTHING


def _binary(names: Names, node: ast.BinOp, depth: int) -> Alternatives:
    left, right = names.value(node.left, depth), names.value(node.right, depth)
    if len(left) == len(right) == 1:
        one, other = left[0], right[0]
        if isinstance(one, Literal) and isinstance(other, Literal):
            return _computed(node.op, one.value, other.value)
        if isinstance(one, Items) and isinstance(other, Items) and isinstance(node.op, ast.Add):
            members = [*one.elements, *other.elements]
            return items(one.type, members, one.exact and other.exact)
        if isinstance(one, Table) and isinstance(other, Table) and isinstance(node.op, ast.BitOr):
            return table([*one.entries, *other.entries], union(one.others, other.others))
    return ANYTHING


def _compare(names: Names, node: ast.Compare, depth: int) -> Alternatives:
    """A comparison of a version says that its framework runs, whatever comes out."""
    for operand in (node.left, *node.comparators) if names.facts.text.versions else ():
        values = names.value(operand, depth)
        inner = elements(values) if any(isinstance(one, Items) for one in values) else ()
        for one in (*values, *inner):
            if isinstance(one, VersionOf):
                return (one,)
    return ANYTHING


def _formatted(names: Names, node: ast.JoinedStr, depth: int) -> Alternatives:
    """An f-string of texts that are known; a version in one is a version still."""
    texts: list[str] = []
    for part in node.values:
        plain = isinstance(part, ast.Constant)
        inner = part if plain else getattr(part, "value", part)
        values = names.value(inner, depth)
        if any(isinstance(one, VersionOf) for one in values):
            return values
        known = values[0].value if len(values) == 1 and isinstance(values[0], Literal) else None
        if not isinstance(known, str) or (not plain and getattr(part, "format_spec", None)):
            return ANYTHING
        texts.append(known)
    text = "".join(texts)
    return (literal(text),) if len(text) < _LONGEST_TEXT else ANYTHING


def _computed(op: ast.operator, left: object, right: object) -> Alternatives:
    """Arithmetic on small numbers, and the joining of texts."""
    if isinstance(left, str) and isinstance(right, str) and isinstance(op, ast.Add):
        return (literal(left + right),) if len(left) + len(right) < _LONGEST_TEXT else ANYTHING
    compute = _ARITHMETIC.get(type(op))
    if compute is None or not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return ANYTHING
    if abs(left) > _LARGEST_NUMBER or abs(right) > _LARGEST_NUMBER:
        return ANYTHING
    if isinstance(op, ast.Pow) and abs(right) > _LARGEST_POWER:
        return ANYTHING
    try:
        return (literal(compute(left, right)),)
    except ArithmeticError:
        return ANYTHING


def _display(type: str) -> Handler:
    return lambda names, node, depth: containers.display(names, type, node, depth)


def _comprehension(type: str) -> Handler:
    return lambda names, node, depth: containers.comprehension(names, type, node, depth)


HANDLERS: dict[type[ast.AST], Handler] = {
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Constant: lambda _names, node, _depth: (literal(node.value),),
    ast.Call: calls.result,
    ast.Subscript: containers.subscript,
    ast.List: _display("list"),
    ast.Tuple: _display("tuple"),
    ast.Set: _display("set"),
    ast.Dict: containers.dictionary,
    ast.IfExp: lambda names, node, depth: union(
        names.value(node.body, depth), names.value(node.orelse, depth)
    ),
    ast.BoolOp: _bool_op,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Compare: _compare,
    ast.NamedExpr: lambda names, node, depth: names.value(node.value, depth),
    ast.Await: lambda names, node, depth: names.value(node.value, depth),
    ast.JoinedStr: _formatted,
    ast.Lambda: lambda _names, _node, _depth: (Typed("function"),),
    ast.ListComp: _comprehension("list"),
    ast.SetComp: _comprehension("set"),
    ast.GeneratorExp: _comprehension("iterator"),
    ast.DictComp: _comprehension("dict"),
}
