"""The walk over a file: statements in order, branch by branch, function bodies last.

A function body is walked after everything around it, because Python runs it then.
"""

from __future__ import annotations

import ast
from functools import partial

from flake8_registry.branches import Branches
from flake8_registry.definitions import Definitions
from flake8_registry.expressions import Expressions
from flake8_registry.scopes import Scope
from flake8_registry.statements import Statements
from flake8_registry.uses import Uses
from flake8_registry.values import ANYTHING, Alternatives, Literal, union
from flake8_registry.work import Handlers, Work


def walk(uses: Uses, tree: ast.Module, *, bodies: bool = True) -> dict[str, Alternatives]:
    """Walk a file, with or without the bodies of its functions; what its module binds."""
    work = Work(uses)
    definitions = Definitions(work)
    expressions = Expressions(work)
    handlers: Handlers = {
        partial: lambda task: task(),
        **definitions.handlers,
        **Statements(work).handlers,
        **Branches(work, expressions).handlers,
        **expressions.handlers,
    }
    module = uses.resolver.scope = Scope("module", tree)
    work.then(*tree.body)
    work.do(handlers)
    facts = uses.resolver.facts
    for name, values in facts.globals():
        before = module.layer.get(name)
        module.layer.names[name] = values if before is None else union(before, values)
    for name in facts.text.rebound:
        if all(isinstance(one, Literal) for one in module.layer.get(name) or ()):
            module.layer.names[name] = ANYTHING
    while bodies and definitions.next_body():
        work.do(handlers)
    return module.layer.names
