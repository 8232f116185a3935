"""The walk over a file: statements in order, branch by branch, function bodies last.

There is no recursion: what remains to be done lies on a stack, nodes and tasks alike, so that no
nesting is too deep. A function body is walked after everything around it, because Python runs it
then.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from flake8_registry.branches import Branches
from flake8_registry.definitions import Definitions
from flake8_registry.expressions import Expressions
from flake8_registry.scopes import Scope
from flake8_registry.statements import Statements
from flake8_registry.uses import Uses
from flake8_registry.values import ANYTHING, Literal, union
from flake8_registry.vocabulary import FIELDS

Task = Callable[[], None]


class Walk:
    """One reading of one file."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self.resolver = uses.resolver
        self.facts = uses.resolver.facts
        self._stack: list[Any] = []
        self._definitions = Definitions(self)
        expressions = Expressions(self)
        self._handlers: dict[type, Callable[[Any], None]] = {
            partial: lambda task: task(),
            **self._definitions.handlers,
            **Statements(self).handlers,
            **Branches(self, expressions).handlers,
            **expressions.handlers,
        }

    def run(self, tree: ast.Module) -> None:
        """Walk the whole file."""
        module = self.resolver.scope = Scope("module", tree)
        self.then(*tree.body)
        self._work()
        for name, values in self.facts.globals():
            before = module.layer.get(name)
            module.layer.names[name] = values if before is None else union(before, values)
        for name in self.facts.text.rebound:
            if all(isinstance(one, Literal) for one in module.layer.get(name) or ()):
                module.layer.names[name] = ANYTHING
        while self._definitions.next_body():
            self._work()

    def then(self, *work: ast.AST | Task | None) -> None:
        """Do this next, in that order, before what was to be done next."""
        self._stack.extend(one for one in reversed(work) if one is not None)

    def _work(self) -> None:
        stack, handlers, fields = self._stack, self._handlers, FIELDS
        while stack:
            node = stack.pop()
            handler = handlers.get(node.__class__)
            if handler is not None:
                handler(node)
                continue
            for name in fields.get(node.__class__, ()):
                child = getattr(node, name, None)
                if child.__class__ is list:
                    stack.extend(reversed(child))
                elif child is not None:
                    stack.append(child)
