"""Expressions: which of them are uses, and the scopes and guards inside them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from flake8_registry import guards, library
from flake8_registry.containers import enter_comprehension
from flake8_registry.narrowing import Told, narrow, told
from flake8_registry.resolve import BUILTINS
from flake8_registry.scopes import Scope, close_layer, enclosing, open_layer
from flake8_registry.targets import walrus
from flake8_registry.values import ANYTHING, Named, elements, items
from flake8_registry.work import Work

_NOTHING: frozenset[str] = frozenset()
_TYPE_KEYS = frozenset({"type", "_target_"})
_MAKERS = (ast.Call, ast.Subscript, ast.NamedExpr, ast.IfExp, ast.BoolOp, ast.Await)


class Expressions:
    """The handlers of expressions for a walk; everything else is walked through."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.uses = work.uses
        self.resolver = work.resolver
        self.watched = work.resolver.watched
        self.carriers = work.facts.carriers
        self.handlers: dict[type, Callable[[Any], None]] = {
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.Subscript: self._subscript,
            ast.Constant: self._constant,
            ast.Dict: self._dict,
            ast.NamedExpr: self._walrus,
            ast.IfExp: self._if,
            ast.Compare: self._compare,
            ast.BoolOp: self._bool_op,
            ast.Lambda: self._lambda,
            ast.ListComp: self._comprehension,
            ast.SetComp: self._comprehension,
            ast.GeneratorExp: self._comprehension,
            ast.DictComp: self._comprehension,
            ast.Yield: self._yield,
            ast.YieldFrom: self._yield,
            ast.MatchClass: self._class_pattern,
        }

    def _name(self, node: ast.Name) -> None:
        if self.watched.get(node.id, _NOTHING) is None and node.ctx.__class__ is ast.Load:
            self.uses.expression(node)

    def _attribute(self, node: ast.Attribute, call: ast.Call | None = None) -> None:
        role = "reference" if call is None else "call"
        if node.ctx.__class__ is not ast.Load:
            role = "store"
        said = [node.attr]
        base: Any = node.value
        while base.__class__ is ast.Attribute:
            said.append(base.attr)
            base = base.value
        if base.__class__ is ast.Name:
            attributes = self.watched.get(base.id, _NOTHING)
            if attributes is None or said[-1] in attributes:
                self.uses.expression(node, role, call)
            elif attributes is self.carriers:
                if not self.carriers.isdisjoint(said):
                    self.uses.expression(node, role, call)
                self.work.facts.ignored.update(said)
            return
        if isinstance(base, ast.Constant):
            return
        if node.attr in self.uses.operations or self._may_give_a_name(base):
            self.uses.expression(node, role, call)
        self.work.then(base)

    def _may_give_a_name(self, node: ast.expr) -> bool:
        """Whether an expression can give a module or class that its attributes would not name."""
        return isinstance(node, _MAKERS)

    def _call(self, node: ast.Call) -> None:
        function = node.func
        rest: list[Any] = [*node.args, *node.keywords]
        if isinstance(function, ast.Name):
            name = function.id
            if self.watched.get(name, _NOTHING) is None:
                self.uses.expression(function, "call", node)
            elif name in BUILTINS:
                rest = self._builtin(name, node, rest)
        elif isinstance(function, ast.Attribute):
            self.work.then(*rest)
            self._attribute(function, node)
            rest = []
        else:
            values = self.resolver.value(function)
            if isinstance(function, ast.Call) and _is_getattr(function):
                self.uses.getattr(function, node)
                self.uses.call(values, node, function, named=False)
            elif isinstance(function, _MAKERS):
                named = self._names_nothing(function)
                self.uses.call(values, node, function, named=named)
            rest = [function, *rest]
        self.work.then(*rest)
        for keyword in node.keywords:
            if keyword.arg in _TYPE_KEYS:
                self.uses.typed(keyword.value)

    def _names_nothing(self, function: ast.expr) -> bool:
        """Whether what is called is reported nowhere else: ``TABLE["lbfgs"]``, ``choose()``."""
        if isinstance(function, ast.Call):
            made_by = self.resolver.value(function.func)
            return not any(isinstance(one, Named) and one != library.ATTRGETTER for one in made_by)
        while isinstance(function, ast.Subscript):
            function = function.value
        return _is_named(function)

    def _builtin(self, name: str, node: ast.Call, rest: list[Any]) -> list[Any]:
        """``getattr`` and ``isinstance``, unless the file has its own; what is left to walk."""
        if self.resolver.value(node.func) != (Named(f"builtins.{name}"),):
            return rest
        if name in ("getattr", "setattr") and len(node.args) > 1:
            self.uses.getattr(node, None, has_default=name == "getattr" and len(node.args) > 2)
        elif name in ("isinstance", "issubclass") and len(node.args) == 2:
            self.uses.checked(node.args[1])
            return [node.args[0]]
        return rest

    def _subscript(self, node: ast.Subscript) -> None:
        base = node.value
        if (isinstance(base, ast.Attribute) and base.attr == "__dict__") or (
            isinstance(base, ast.Call)
            and isinstance(base.func, ast.Name)
            and base.func.id == "vars"
        ):
            self.uses.subscript(node)
        self.work.then(base, node.slice)

    def _constant(self, node: ast.Constant) -> None:
        value = node.value
        if value.__class__ is str and "." in value and len(value) < 200:
            self.uses.text(node)

    def _dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in _TYPE_KEYS:
                self.uses.typed(value)
        self.work.then(*node.keys, *node.values)

    def _walrus(self, node: ast.NamedExpr) -> None:
        self.work.then(node.value, partial(walrus, self.resolver, node))

    def test(self, node: ast.expr) -> ast.expr | None:
        """What is left to walk of a test; asking whether a name exists is no use of it."""
        return None if _is_existence_test(node) else node

    def _compare(self, node: ast.Compare) -> None:
        if not _is_existence_test(node):
            self.work.then(node.left, *node.comparators)

    def _if(self, node: ast.IfExp) -> None:
        holds, fails = guards.sides(self.resolver, node.test)
        narrowed = told(self.resolver, node.test, True)
        widened = told(self.resolver, node.test, False)
        self.work.then(
            self.test(node.test),
            *self._guarded(holds, narrowed, node.body),
            *self._guarded(fails, widened, node.orelse),
        )

    def _bool_op(self, node: ast.BoolOp) -> None:
        work: list[Any] = []
        opened = 0
        side = int(isinstance(node.op, ast.Or))
        for value in node.values:
            last = value is node.values[-1]
            work.append(value if last or side else self.test(value))
            known = _NOTHING if last else guards.sides(self.resolver, value)[side]
            narrowed = [] if last else told(self.resolver, value, not side)
            if known or narrowed:
                opened += 1
                work.append(partial(open_layer, self.resolver.scope, known))
                work.append(partial(narrow, self.resolver, narrowed))
        work += [partial(close_layer, self.resolver.scope)] * opened
        self.work.then(*work)

    def _guarded(self, known: frozenset[str], narrowed: Told, node: ast.expr) -> list[Any]:
        if not known and not narrowed:
            return [node]
        scope = self.resolver.scope
        enter = [partial(open_layer, scope, known), partial(narrow, self.resolver, narrowed)]
        return [*enter, node, partial(close_layer, scope)]

    def _lambda(self, node: ast.Lambda) -> None:
        outer = self.resolver.scope
        inner = Scope("lambda", node, enclosing(outer), outer.layer.guards)
        arguments = node.args
        for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            inner.layer.names[one.arg] = ANYTHING
        for rest in (arguments.vararg, arguments.kwarg):
            if rest is not None:
                inner.layer.names[rest.arg] = ANYTHING
        defaults = (*arguments.defaults, *arguments.kw_defaults)
        self.work.then(*defaults, self._enter(inner), node.body, self._enter(outer))

    def _comprehension(self, node: Any) -> None:
        outer = self.resolver.scope
        inner = enter_comprehension(self.resolver, node)
        self.resolver.scope = outer
        first, *others = node.generators
        work: list[Any] = [first.iter, self._enter(inner), *first.ifs]
        for generator in others:
            work += [generator.iter, *generator.ifs]
        results = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        self.work.then(*work, *results, self._enter(outer))

    def _enter(self, scope: Scope) -> Callable[[], None]:
        return partial(setattr, self.resolver, "scope", scope)

    def _yield(self, node: ast.Yield | ast.YieldFrom) -> None:
        function = self.resolver.scope.node
        if node.value is not None:
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                values = self.resolver.value(node.value)
                if isinstance(node, ast.YieldFrom):
                    values = elements(values)
                given = items("iterator", (values,), exact=False)
                self.resolver.learn((function, "return"), given)
            self.work.then(node.value)

    def _class_pattern(self, node: ast.MatchClass) -> None:
        self.uses.checked(node.cls)
        self.work.then(*node.patterns, *node.kwd_patterns)


def _is_getattr(node: ast.Call) -> bool:
    function = node.func
    return isinstance(function, ast.Name) and function.id == "getattr" and len(node.args) > 1


def _is_named(node: ast.expr) -> bool:
    """Whether an expression is a name or an attribute of one."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _is_existence_test(node: ast.expr) -> bool:
    """Whether a test only asks whether there is something: ``LBFGS``, ``LBFGS is not None``."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        node = node.operand
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        last = node.comparators[-1]
        return isinstance(last, ast.Constant) and last.value is None and _is_named(node.left)
    return isinstance(node, ast.Name)
