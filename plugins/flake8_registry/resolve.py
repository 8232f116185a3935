"""What an expression stands for: names, attributes, containers, constants.

Calls are :mod:`flake8_registry.calls`. Expressions nested deeper than ``DEEPEST`` are anything.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from flake8_registry import calls
from flake8_registry.facts import Facts
from flake8_registry.index import Index
from flake8_registry.names import Names, dotted_name
from flake8_registry.narrowing import narrow, told
from flake8_registry.scopes import Scope, lookup
from flake8_registry.targets import assign
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Flag,
    Items,
    Literal,
    Named,
    Namespace,
    Table,
    Typed,
    Value,
    VersionOf,
    elements,
    items,
    literal,
    table,
    union,
)

DEEPEST = 40
BUILTINS = frozenset(
    {
        *("__import__", "dict", "enumerate", "getattr", "hasattr", "isinstance", "issubclass"),
        *("iter", "list", "next", "reversed", "set", "setattr", "sorted", "super", "tuple"),
        *("vars", "zip", "int", "map", "float", "dir", "type"),
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


class Resolver(Names):
    """Names, and everything that is made of them."""

    def __init__(self, index: Index, facts: Facts, framework: str) -> None:
        super().__init__(index, facts, framework, calls.SPECIAL)
        self._handlers: dict[type[ast.AST], Callable[[Any, int], Alternatives]] = {
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Constant: lambda node, _: (literal(node.value),),
            ast.Call: lambda node, depth: calls.result(self, node, depth),
            ast.Subscript: self._subscript,
            ast.List: lambda node, depth: self._display("list", node, depth),
            ast.Tuple: lambda node, depth: self._display("tuple", node, depth),
            ast.Set: lambda node, depth: self._display("set", node, depth),
            ast.Dict: self._dict,
            ast.IfExp: lambda node, depth: union(
                self.value(node.body, depth), self.value(node.orelse, depth)
            ),
            ast.BoolOp: self._bool_op,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._binary,
            ast.NamedExpr: lambda node, depth: self.value(node.value, depth),
            ast.Await: lambda node, depth: self.value(node.value, depth),
            ast.Lambda: lambda _node, _depth: (Typed("function"),),
            ast.ListComp: lambda node, depth: self._comprehension("list", node, depth),
            ast.SetComp: lambda node, depth: self._comprehension("set", node, depth),
            ast.GeneratorExp: lambda node, depth: self._comprehension("iterator", node, depth),
            ast.DictComp: lambda node, depth: self._comprehension("dict", node, depth),
        }

    def value(self, node: ast.AST, depth: int = 0) -> Alternatives:
        """What the expression may stand for."""
        handler = self._handlers.get(node.__class__)
        if handler is None or depth > DEEPEST:
            return ANYTHING
        return handler(node, depth + 1)

    def comprehension(self, node: Any, depth: int = 0) -> Scope:
        """Enter the scope of a comprehension, its targets bound; the caller leaves it."""
        for position, generator in enumerate(node.generators):
            values = elements(self.value(generator.iter, depth))
            if position == 0:
                parent = self.scope
                while parent.kind == "class" and parent.parent is not None:
                    parent = parent.parent
                self.scope = Scope("comprehension", node, parent, self.scope.layer.guards)
            assign(self, generator.target, values)
            for test in generator.ifs:
                narrow(self, told(self, test, True))
        return self.scope

    def _name(self, node: ast.Name, _depth: int) -> Alternatives:
        found = lookup(self.scope, node.id)
        if found is not None:
            return found
        return (Named(f"builtins.{node.id}"),) if node.id in BUILTINS else ANYTHING

    def _attribute(self, node: ast.Attribute, depth: int) -> Alternatives:
        return self.attribute(node, self.value(node.value, depth))

    def attribute(self, node: ast.Attribute, owner: Alternatives) -> Alternatives:
        """What an attribute stands for, its owner being known."""
        found = self.member(owner, node.attr)
        unknown = UNKNOWN in found
        dotted = dotted_name(node) if unknown or self.narrowed else ""
        if dotted and (unknown or dotted in self.narrowed):
            return lookup(self.scope, dotted) or found
        return found

    def _display(self, type: str, node: Any, depth: int) -> Alternatives:
        members: list[Alternatives] = []
        exact = True
        for element in node.elts:
            if isinstance(element, ast.Starred):
                inner = self.value(element.value, depth)
                if len(inner) == 1 and isinstance(inner[0], Items) and inner[0].exact:
                    members.extend(inner[0].elements)
                else:
                    members.append(elements(inner))
                    exact = False
            else:
                members.append(self.value(element, depth))
        return items(type, members, exact)

    def _dict(self, node: ast.Dict, depth: int) -> Alternatives:
        entries: list[tuple[Literal, Alternatives]] = []
        others: Alternatives = ()
        for key, one in zip(node.keys, node.values, strict=True):
            values = self.value(one, depth)
            if key is not None:
                known = self.value(key, depth)
                if len(known) == 1 and isinstance(known[0], Literal):
                    entries.append((known[0], values))
                else:
                    others = union(others, values)
            elif len(values) == 1 and isinstance(values[0], Table):
                entries.extend(values[0].entries)
                others = union(others, values[0].others)
            else:
                others = union(others, ANYTHING)
        return table(entries, others)

    def _subscript(self, node: ast.Subscript, depth: int) -> Alternatives:
        found: list[Value] = []
        keys = self.value(node.slice, depth)
        for container in self.value(node.value, depth):
            if isinstance(container, VersionOf):
                found.append(container)
            elif isinstance(container, Items) and isinstance(node.slice, ast.Slice):
                found.extend(items(container.type, container.elements, exact=False))
            else:
                for key in keys:
                    found.extend(self.entry(container, key))
        return union(found)

    def entry(self, container: Value, key: Value) -> Alternatives:
        """``container[key]``; where the key is not known, whatever may be in there."""
        known = key.value if isinstance(key, Literal) else None
        if isinstance(container, Items):
            if container.exact and isinstance(known, int):
                inside = -len(container.elements) <= known < len(container.elements)
                return container.elements[known] if inside else ANYTHING
            return elements((container,))
        if isinstance(container, Table):
            if isinstance(key, Literal):
                for one, values in container.entries:
                    if one == key:
                        return values
                return container.others or ANYTHING
            return union(*(values for _, values in container.entries), container.others)
        if isinstance(container, Namespace) and isinstance(known, str):
            return (self.named(f"{container.path}.{known}"),)
        if isinstance(container, Named) and container.path == "sys.modules":
            return (self.named(known),) if isinstance(known, str) else ANYTHING
        return ANYTHING

    def _bool_op(self, node: ast.BoolOp, depth: int) -> Alternatives:
        groups = [self.value(one, depth) for one in node.values]
        flags = [one for group in groups for one in group if isinstance(one, Flag)]
        if flags and isinstance(node.op, ast.And):
            return (Flag(frozenset().union(*(flag.names for flag in flags))),)
        if isinstance(node.op, ast.Or):
            kept = [tuple(one for one in group if one != NONE) for group in groups[:-1]]
            groups = [*kept, groups[-1]]
        return union(*groups)

    def _unary(self, node: ast.UnaryOp, depth: int) -> Alternatives:
        values = self.value(node.operand, depth)
        if len(values) == 1 and isinstance(values[0], Literal):
            number = values[0].value
            if isinstance(node.op, ast.Not):
                return (literal(not number),)
            if isinstance(number, (int, float)) and isinstance(node.op, (ast.USub, ast.UAdd)):
                return (literal(-number if isinstance(node.op, ast.USub) else number),)
        return ANYTHING

    def _binary(self, node: ast.BinOp, depth: int) -> Alternatives:
        left, right = self.value(node.left, depth), self.value(node.right, depth)
        if len(left) == len(right) == 1:
            one, other = left[0], right[0]
            if isinstance(one, Literal) and isinstance(other, Literal):
                return _computed(node.op, one.value, other.value)
            if isinstance(one, Items) and isinstance(other, Items) and isinstance(node.op, ast.Add):
                members = [*one.elements, *other.elements]
                return items(one.type, members, one.exact and other.exact)
        return ANYTHING

    def _comprehension(self, type: str, node: Any, depth: int) -> Alternatives:
        outer = self.scope
        try:
            self.comprehension(node, depth)
            if type == "dict":
                return table((), self.value(node.value, depth))
            return items(type, (self.value(node.elt, depth),), exact=False)
        finally:
            self.scope = outer


def _computed(op: ast.operator, left: object, right: object) -> Alternatives:
    """Arithmetic on small numbers, and the joining of texts."""
    if isinstance(left, str) and isinstance(right, str) and isinstance(op, ast.Add):
        return (literal(left + right),) if len(left) + len(right) < 200 else ANYTHING
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
