"""Plain statements: imports, assignments, deletions, what a function returns."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from flake8_registry import guards, hints
from flake8_registry.targets import assign, grown, without
from flake8_registry.values import (
    ANYTHING,
    Alternatives,
    Flag,
    Literal,
    Meant,
    Named,
    items,
    literal,
    table,
)
from flake8_registry.work import Work

_EXITS = frozenset({"exit", "_exit", "quit", "skip", "skipTest", "fail", "abort"})
_GROWING = frozenset(
    {*("append", "add", "appendleft", "insert", "extend", "update", "setdefault", "__setitem__")}
)
"""The methods by which a list or dictionary gets more entries."""
_SHRINKING = frozenset({"pop", "popitem", "clear", "remove", "popleft", "__delitem__"})


class Statements:
    """The handlers of statements without branches for a walk."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.uses = work.uses
        self.resolver = work.resolver
        self.handlers: dict[type, Callable[[Any], None]] = {
            ast.Import: self._import,
            ast.ImportFrom: self._import_from,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.AugAssign: self._augmented,
            ast.Delete: self._delete,
            ast.Expr: self._expression,
            ast.Return: self._return,
            ast.Global: self._global,
            ast.Nonlocal: self._nonlocal,
        }

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            self.resolver.bind(alias.asname or path, (self.resolver.named(path),))

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level:
            self._import_beside(node.level, module, node.names)
            return
        for alias in node.names:
            if alias.name == "*":
                for name in self._public(module):
                    self.resolver.bind(name, (self.resolver.named(f"{module}.{name}"),))
            else:
                value = self.resolver.named(f"{module}.{alias.name}")
                self.resolver.bind(alias.asname or alias.name, (value,))
                if module in self.uses.index.prefixes:
                    self.uses.imported(module, alias.name, alias)

    def _import_beside(self, level: int, module: str, names: list[ast.alias]) -> None:
        """``from .optim import LBFGS``, where the file beside this one says what that is."""
        path = self.resolver.beside(level, module)
        siblings = self.resolver.siblings
        for alias in names:
            if path is None or siblings is None:
                self.resolver.bind(alias.asname or alias.name, ANYTHING)
            elif alias.name == "*":
                for name, values in siblings.exports(path):
                    self.resolver.bind(name, values)
            else:
                values = siblings.name(path, alias.name)
                self.resolver.bind(alias.asname or alias.name, values)
                self.uses.imported_values(values, alias)

    def _public(self, module: str) -> list[str]:
        """What a star import binds: the public names, or the modules below."""
        known = self.uses.index.modules.get(module)
        if known is not None:
            return sorted(known)
        below = {name.partition(".")[2] for name in self.uses.index.modules}
        return sorted(name for name in below if f"{module}.{name}" in self.uses.index.modules)

    def _assign(self, node: ast.Assign) -> None:
        values = self._kept(node.value)
        self._skips(node.value)
        targets = (one for one in node.targets if not isinstance(one, ast.Name))
        self.work.then(node.value, *targets, partial(self._bind_all, node.targets, values))

    def _skips(self, value: ast.expr) -> None:
        """``pytest.importorskip("torch")``: what follows runs where there is that module."""
        function = value.func if isinstance(value, ast.Call) else None
        if getattr(function, "attr", getattr(function, "id", "")) == "importorskip":
            layer = self.resolver.scope.layer
            found = (one.path for one in self.resolver.value(value) if isinstance(one, Named))
            layer.guards |= frozenset(path.partition(".")[0] for path in found)

    def _bind_all(self, targets: list[ast.expr], values: Alternatives) -> None:
        for target in targets:
            assign(self.resolver, target, values)

    def _kept(self, value: ast.expr) -> Alternatives:
        """What an assignment keeps; under a ``try`` that asks for names, a truth is a flag."""
        found = guards.flag(self.resolver, value)
        if found is not None:
            return found
        if isinstance(value, (ast.Subscript, ast.BinOp)) and self.work.is_hot(value):
            allowed = hints.objects(self.resolver, value)
            if any(map(self.resolver.is_telling, allowed)):
                return (Meant(allowed),)
        values = self.resolver.value(value)
        asks = self.resolver.scope.layer.asks
        if asks and len(values) == 1 and isinstance(values[0], Literal):
            return (Flag(asks),) if values[0].type == "bool" else values
        return values

    def _annotated(self, node: ast.AnnAssign) -> None:
        self.uses.annotation(node.annotation)
        values = hints.objects(self.resolver, node.annotation)
        if node.value is not None:
            given = self._kept(node.value)
            telling = any(map(self.resolver.is_telling, given))
            told = any(map(self.resolver.is_telling, values))
            values = given if telling or not told else values
        if isinstance(node.target, ast.Name):
            target = None
            if node.value is None and any(map(self.resolver.is_telling, values)):
                self.resolver.scope.declared[node.target.id] = values
            elif node.value is not None and self._is_a_field(node, values):
                values = ANYTHING
        else:
            target = node.target
        self.work.then(node.value, target, partial(self._bind_all, [node.target], values))

    def _is_a_field(self, node: ast.AnnAssign, values: Alternatives) -> bool:
        """Whether a class body gives a default only, which objects will differ from."""
        owner = self.resolver.scope.node
        if not isinstance(owner, ast.ClassDef) or not (owner.decorator_list or owner.bases):
            return False
        constant = {"ClassVar", "Final"} & {
            getattr(one, "id", getattr(one, "attr", "")) for one in ast.walk(node.annotation)
        }
        return not constant and all(isinstance(one, Literal) for one in values)

    def _augmented(self, node: ast.AugAssign) -> None:
        values = ANYTHING
        if isinstance(node.target, (ast.Name, ast.Attribute)):
            values = grown(self.resolver.value(node.target), self.resolver.value(node.value))
        self.work.then(node.value, node.target, partial(self._bind_all, [node.target], values))

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.resolver.bind(target.id, ANYTHING)
            else:
                self.work.then(target)
                if isinstance(target, ast.Subscript):
                    key = self.resolver.value(target.slice)
                    self.work.then(target, partial(self._shrink, target.value, key))

    def _expression(self, node: ast.Expr) -> None:
        call = node.value
        if isinstance(call, ast.Constant):
            return
        if isinstance(call, ast.Call):
            function = call.func
            if isinstance(function, ast.Attribute):
                if function.attr in _GROWING and (call.args or call.keywords):
                    self.work.then(partial(self._grow, function, call))
                elif function.attr in _SHRINKING:
                    key = self.resolver.value(call.args[0]) if call.args else ANYTHING
                    self.work.then(partial(self._shrink, function.value, key))
                name = function.attr
            else:
                name = function.id if isinstance(function, ast.Name) else ""
            if name in _EXITS:
                self.work.then(partial(self._end))
        self.work.then(call)

    def _grow(self, function: ast.Attribute, call: ast.Call) -> None:
        container = self.resolver.value(function.value)
        method = function.attr
        if method in ("setdefault", "__setitem__") and len(call.args) == 2:
            pair = items("tuple", [self.resolver.value(one) for one in call.args])
            added = items("list", (pair,))
        elif method == "update":
            given_first = [self.resolver.value(one) for one in call.args[:1]]
            added = given_first[0] if given_first else table(())
            for keyword in call.keywords:
                one = self.resolver.value(keyword.value)
                if keyword.arg is None:
                    added = grown(added, one)
                else:
                    added = grown(added, table([(literal(keyword.arg), one)]))
        elif not call.args:
            return
        else:
            added = self.resolver.value(call.args[-1])
            if method != "extend":
                added = items("list", (added,))
        more = grown(container, added)
        if more not in (ANYTHING, container):
            assign(self.resolver, function.value, more)

    def _shrink(self, container: ast.expr, key: Alternatives) -> None:
        before = self.resolver.value(container)
        less = without(before, key)
        if less != before:
            assign(self.resolver, container, less)

    def _end(self) -> None:
        self.resolver.scope.layer.ended = True

    def _return(self, node: ast.Return) -> None:
        function = self.resolver.scope.node
        self.resolver.scope.layer.ended = True
        if node.value is not None:
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.resolver.learn((function, "return"), self._kept(node.value))
            self.work.then(node.value)

    def _global(self, node: ast.Global) -> None:
        self.resolver.scope.globals.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.resolver.scope.nonlocals.update(node.names)
