"""What remains to be done of a walk: nodes and tasks on a stack, so that no nesting is too deep.

Statements are always taken. An expression is taken only if one of its lines is hot: if it says a
word that something is known about. That is what makes the walk cheaper than visiting every node.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flake8_registry.uses import Uses
from flake8_registry.vocabulary import FIELDS

Task = Callable[[], None]
Handlers = Mapping[type, Callable[[Any], None]]

_STATEMENTS = frozenset(
    one for one in vars(ast).values() if isinstance(one, type) and issubclass(one, ast.stmt)
)
_ALWAYS = _STATEMENTS | {partial, ast.comprehension, ast.match_case, ast.withitem}
"""What has no lines of its own, and what binds names: it is taken, hot or not."""


class Work:
    """The stack of one walk, and what its handlers share."""

    def __init__(self, uses: Uses) -> None:
        self.uses = uses
        self.resolver = uses.resolver
        self.facts = uses.resolver.facts
        self.hot = self.facts.text.hot
        self._stack: list[Any] = []

    def then(self, *work: ast.AST | Task | None) -> None:
        """Do this next, in that order, before what was to be done next."""
        hot, push = self.hot, self._stack.append
        for one in reversed(work):
            if one is not None and (
                one.__class__ in _ALWAYS or hot.find(1, one.lineno, one.end_lineno + 1) >= 0  # type: ignore[union-attr]
            ):
                push(one)

    def is_hot(self, node: ast.expr) -> bool:
        """Whether an expression says a word that something is known about."""
        assert node.end_lineno is not None
        return self.hot.find(1, node.lineno, node.end_lineno + 1) >= 0

    def do(self, handlers: Handlers) -> None:
        """Do everything that there is to do; a node without a handler is taken apart."""
        stack, fields = self._stack, FIELDS
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
