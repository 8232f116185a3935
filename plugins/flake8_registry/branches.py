"""Statements with branches: what each branch binds, what exists in it, and how they meet."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from flake8_registry import guards, hints
from flake8_registry.expressions import Expressions
from flake8_registry.narrowing import Told, narrow, told
from flake8_registry.scopes import EVERYTHING, NO_GUARDS, Layer, close_layer, join, open_layer
from flake8_registry.targets import assign
from flake8_registry.values import ANYTHING, Alternatives, Instance, Items, elements, union
from flake8_registry.work import Work

_EVERYTHING = frozenset({EVERYTHING})
Loop = ast.For | ast.AsyncFor | ast.While


class Branches:
    """The handlers of ``if``, loops, ``try``, ``with``, ``match`` and ``assert`` for a walk."""

    def __init__(self, work: Work, expressions: Expressions) -> None:
        self.work = work
        self.test = expressions.test
        self.resolver = work.resolver
        self.loops: list[tuple[Layer, list[Layer]]] = []
        self.handlers: dict[type, Callable[[Any], None]] = {
            ast.If: lambda node: work.then(self.test(node.test), partial(self._if, node)),
            ast.For: lambda node: work.then(node.iter, partial(self._for, node)),
            ast.AsyncFor: lambda node: work.then(node.iter, partial(self._for, node)),
            ast.While: lambda node: work.then(self.test(node.test), partial(self._while, node)),
            ast.Try: self._try,
            ast.With: self._with,
            ast.AsyncWith: self._with,
            ast.Match: self._match,
            ast.Assert: self._assert,
            ast.Raise: self._raise,
            ast.Break: self._break,
            ast.Continue: self._end,
        }
        if hasattr(ast, "TryStar"):
            self.handlers[ast.TryStar] = self._try

    def _if(self, node: ast.If) -> None:
        holds, fails = guards.sides(self.resolver, node.test)
        body = open_layer(self.resolver.scope, holds)
        narrowed = told(self.resolver, node.test, True)
        widened = told(self.resolver, node.test, False)
        narrow(self.resolver, narrowed)

        def turn() -> None:
            close_layer(self.resolver.scope)
            open_layer(self.resolver.scope, fails)
            narrow(self.resolver, widened)

        def meet() -> None:
            scope = self.resolver.scope
            other = close_layer(scope)
            if not other.ended:
                _forget(body, narrowed)
            if not body.ended:
                _forget(other, widened)
            join(scope, (body, other))
            if body.ended is not other.ended and (scope.kind == "function" or self.loops):
                scope.layer.guards |= fails if body.ended else holds

        self.work.then(*node.body, partial(turn), *node.orelse, partial(meet))

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        values = elements(self.resolver.value(node.iter))
        self._loop(node, NO_GUARDS)
        assign(self.resolver, node.target, values)
        if not isinstance(node.target, ast.Name):
            self.work.then(node.target)

    def _while(self, node: ast.While) -> None:
        self._loop(node, guards.sides(self.resolver, node.test)[0])

    def _loop(self, node: Loop, guarded: frozenset[str]) -> None:
        body = open_layer(self.resolver.scope, guarded)
        self.loops.append((body, []))

        def leave() -> None:
            close_layer(self.resolver.scope)
            self.loops.pop()
            body.ended = False
            join(self.resolver.scope, (body,), or_none=True)
            open_layer(self.resolver.scope)

        exits = self.loops[-1][1]

        def meet() -> None:
            otherwise = close_layer(self.resolver.scope)
            join(self.resolver.scope, (otherwise, *exits))

        self.work.then(*node.body, partial(leave), *node.orelse, partial(meet))

    def _break(self, _node: ast.Break) -> None:
        """What is bound where a loop is left is bound after it."""
        layer: Layer | None = self.resolver.scope.layer
        if self.loops and layer is not None:
            outermost, exits = self.loops[-1]
            exit = Layer(outermost.below, NO_GUARDS)
            while layer is not None and layer is not outermost.below:
                exit.names = {**layer.names, **exit.names}
                layer = layer.below
            exits.append(exit)
        self._end(_node)

    def _end(self, _node: ast.stmt) -> None:
        self.resolver.scope.layer.ended = True

    def _raise(self, node: ast.Raise) -> None:
        self._end(node)
        self.work.then(node.exc, node.cause)

    def _try(self, node: ast.Try) -> None:
        scope = self.resolver.scope
        missing = [one for one in node.handlers if guards.handles_missing_names(one, node.body)]
        asks = guards.tried(self.resolver, node.body) if missing else NO_GUARDS
        body = open_layer(scope, _EVERYTHING if missing else NO_GUARDS)
        body.asks = asks
        ends: list[Layer] = [body]

        def otherwise() -> None:
            assert body.below is not None
            body.guards = body.below.guards | asks

        def enter(handler: ast.ExceptHandler) -> None:
            close_layer(scope)
            without = handler in missing and guards.imports_target(self.resolver, asks)
            layer = open_layer(scope, _EVERYTHING if without else NO_GUARDS)
            layer.asks = asks
            for name, values in body.names.items():
                layer.names[name] = union(scope.layer.get(name) or (), values)
            if handler.name:
                self.resolver.bind(handler.name, ANYTHING)
            ends.append(layer)

        def meet() -> None:
            close_layer(scope)
            join(scope, ends)
            gone = [end for end, one in zip(ends[1:], node.handlers, strict=True) if one in missing]
            if gone and all(end.ended for end in gone) and (scope.kind == "function" or self.loops):
                scope.layer.guards |= asks

        work: list[Any] = [*node.body, partial(otherwise), *node.orelse]
        for handler in node.handlers:
            work += [handler.type, partial(enter, handler), *handler.body]
        self.work.then(*work, partial(meet), *node.finalbody)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        work: list[Any] = []
        quiet = False
        for item in node.items:
            call = item.context_expr
            quiet = quiet or (isinstance(call, ast.Call) and _suppresses_missing_names(call))
            work.append(call)
            if item.optional_vars is not None:
                work.append(partial(self._enter, item.optional_vars, call))
        if not quiet:
            self.work.then(*work, *node.body)
            return

        def enter() -> None:
            open_layer(self.resolver.scope, _EVERYTHING)

        def leave() -> None:
            join(self.resolver.scope, (close_layer(self.resolver.scope),), or_none=True)

        self.work.then(*work, partial(enter), *node.body, partial(leave))

    def _enter(self, target: ast.expr, manager: ast.expr) -> None:
        values = self.resolver.value(manager)
        if any(isinstance(one, Items) for one in values):
            values = elements(values)
        kept = values if any(isinstance(one, Instance) for one in values) else ANYTHING
        assign(self.resolver, target, kept)

    def _match(self, node: ast.Match) -> None:
        scope = self.resolver.scope
        ends: list[Layer] = []
        passed = [NO_GUARDS]
        work: list[Any] = [node.subject]

        def enter(case: ast.match_case) -> None:
            holds, fails = guards.of_pattern(self.resolver, case)
            ends.append(open_layer(scope, holds | passed[0]))
            passed[0] |= fails
            self._bind_pattern(case.pattern, node.subject)

        for case in node.cases:
            work += [partial(enter, case), case.pattern, case.guard, *case.body]
            work.append(partial(close_layer, scope))
        last = node.cases[-1]
        complete = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        complete = complete and last.guard is None
        self.work.then(*work, partial(join, scope, ends, or_none=not complete))

    def _bind_pattern(self, pattern: ast.pattern, subject: ast.expr) -> None:
        """Bind the names of a pattern; ``case Optimizer() as one`` knows what it has got."""
        pending: list[ast.AST] = [pattern]
        while pending:
            node = pending.pop()
            if isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
                inner = node.pattern if isinstance(node, ast.MatchAs) else None
                self.resolver.bind(node.name, self._instances_of(inner))
            elif isinstance(node, ast.MatchMapping) and node.rest:
                self.resolver.bind(node.rest, ANYTHING)
            pending.extend(
                one for one in ast.iter_child_nodes(node) if isinstance(one, ast.pattern)
            )
        values = self._instances_of(pattern)
        if values != ANYTHING and isinstance(subject, ast.Name):
            narrow(self.resolver, [(subject.id, values)])

    def _instances_of(self, pattern: ast.pattern | None) -> Alternatives:
        if isinstance(pattern, ast.MatchAs):
            pattern = pattern.pattern
        if isinstance(pattern, ast.MatchClass):
            return hints.objects(self.resolver, pattern.cls)
        return ANYTHING

    def _assert(self, node: ast.Assert) -> None:
        def know() -> None:
            if self.resolver.scope.kind == "function":
                self.resolver.scope.layer.guards |= guards.sides(self.resolver, node.test)[0]
            narrow(self.resolver, told(self.resolver, node.test, True))

        self.work.then(self.test(node.test), node.msg, partial(know))


def _forget(layer: Layer, narrowed: Told) -> None:
    """What a test told about names holds in its branch only, unless they were bound again."""
    for name, values in narrowed:
        if layer.names.get(name) is values:
            del layer.names[name]


def _suppresses_missing_names(call: ast.Call) -> bool:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else None
    name = function.id if isinstance(function, ast.Name) else name
    return name == "suppress" and any(
        isinstance(one, ast.Name) and one.id in guards.MISSING for one in call.args
    )
