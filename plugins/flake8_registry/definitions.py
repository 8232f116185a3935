"""Functions and classes: their scopes, their parameters, and which bodies are worth walking."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flake8_registry import guards, hints
from flake8_registry.scopes import NO_GUARDS, Scope, enclosing
from flake8_registry.values import (
    ANYTHING,
    Alternatives,
    LocalClass,
    LocalFunction,
    items,
    table,
    union,
)
from flake8_registry.work import Work

Function = ast.FunctionDef | ast.AsyncFunctionDef
Body = tuple[Function, Scope, frozenset[str]]


class Definitions:
    """The handlers of ``def`` and ``class`` for a walk; bodies wait until :meth:`next_body`."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.uses = work.uses
        self.resolver = work.resolver
        self.facts = work.facts
        self.handlers: dict[type, Callable[[Any], None]] = {
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.ClassDef: self._class,
        }
        self._deferred: deque[Body] = deque()
        self._passed: list[Body] = []

    def next_body(self) -> bool:
        """Put the next function body on the stack; False when there is none left.

        A body that says nothing worth following waits, because a later one may make it so.
        """
        while True:
            while self._deferred:
                body = self._deferred.popleft()
                if self._is_worth_walking(body):
                    self._body(*body)
                    return True
                self._passed.append(body)
            waiting, self._passed = self._passed, []
            for one in waiting:
                (self._deferred if self._is_worth_walking(one) else self._passed).append(one)
            if not self._deferred:
                return False

    def _is_worth_walking(self, body: Body) -> bool:
        """Whether a function says a word that something is known about."""
        node = body[0]
        assert node.end_lineno is not None
        return self.work.hot.find(1, node.lineno, node.end_lineno + 1) >= 0

    def _function(self, node: Function) -> None:
        scope = self.resolver.scope
        self.resolver.bind(node.name, (LocalFunction(node),))
        guarded = scope.layer.guards | self._required(node)
        self._deferred.append((node, scope, guarded))
        self.work.then(*node.decorator_list, *node.args.defaults, *node.args.kw_defaults)

    def _body(
        self,
        node: Function,
        around: Scope,
        guarded: frozenset[str],
    ) -> None:
        """Enter a function: its annotations in the scope around it, then its parameters."""
        resolver = self.resolver
        resolver.scope = Scope("annotations", None, around, guarded)
        bound = list(self._parameters(node, around))
        if node.returns is not None:
            self.uses.annotation(node.returns)
            returned = hints.objects(resolver, node.returns)
            if any(map(resolver.is_telling, returned)):
                resolver.learn((node, "return"), returned)
        owner = around.node if isinstance(around.node, ast.ClassDef) else None
        resolver.scope = Scope(
            "function", node, enclosing(around), guarded, owner, self.facts.late(node)
        )
        for name, values in bound:
            resolver.bind(name, values)
        self.work.then(*node.body)

    def _parameters(self, node: Function, around: Scope) -> Iterable[tuple[str, Alternatives]]:
        arguments = node.args
        first = self._first(node, around)
        for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            values = self._annotation(one.annotation)
            if first is not None and values == ANYTHING:
                values = first
            first = None
            yield one.arg, values
        if arguments.vararg is not None:
            values = self._annotation(arguments.vararg.annotation)
            yield arguments.vararg.arg, items("tuple", (values,), exact=False)
        if arguments.kwarg is not None:
            values = self._annotation(arguments.kwarg.annotation)
            yield arguments.kwarg.arg, table((), values)

    def _annotation(self, node: ast.expr | None) -> Alternatives:
        if node is None:
            return ANYTHING
        self.uses.annotation(node)
        return hints.objects(self.resolver, node)

    def _first(self, node: Function, around: Scope) -> Alternatives | None:
        """What ``self`` or ``cls`` stands for."""
        if not isinstance(around.node, ast.ClassDef):
            return None
        names = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
        if "staticmethod" in names:
            return None
        if "classmethod" in names or node.name in ("__new__", "__init_subclass__"):
            return (LocalClass(around.node),)
        return (self.facts.instance(around.node),)

    def _required(self, node: Function | ast.ClassDef) -> frozenset[str]:
        """The names without which a decorator skips the test: ``skipUnless(HAS_TORCH, "...")``."""
        if not node.decorator_list:
            return NO_GUARDS
        each = (guards.required(self.resolver, one) for one in node.decorator_list)
        return NO_GUARDS.union(*each)

    def _class(self, node: ast.ClassDef) -> None:
        outer = self.resolver.scope
        other: list[ast.expr] = []
        for base in node.bases:
            if isinstance(base, (ast.Name, ast.Attribute)):
                self.uses.subclass(base)
            else:
                self.uses.subclass(base)
                other.append(base)
        bases = union(*(self.resolver.value(base) for base in node.bases))
        self.facts.define(node, bases)
        if self.facts.base(node) is not None:
            for word in ("super", *self.uses.operations):
                self.facts.text.watch(word)
        guarded = outer.layer.guards | self._required(node)
        inner = Scope("class", node, enclosing(outer), guarded)

        def enter() -> None:
            self.resolver.scope = inner

        def leave() -> None:
            self.resolver.scope = outer
            for name, values in inner.layer.names.items():
                self.resolver.learn((node, name), values)
            self.resolver.bind(node.name, (LocalClass(node),))

        work = (*node.decorator_list, *other, *node.keywords)
        self.work.then(*work, partial(enter), *node.body, partial(leave))
