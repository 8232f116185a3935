"""What names stand for at one point of a file: Python's scopes, and the paths through each.

A scope is a stack of layers. A branch of an ``if`` writes into a layer of its own; where branches
meet, what they wrote is joined into the layer below, so that a name bound on two paths has the
alternatives of both. A layer also knows which names are certain to exist there (its guards), which
names the ``try`` around it asks for, and whether it ends early.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable

from flake8_registry.values import ANYTHING, NONE, Alternatives, union

NO_GUARDS: frozenset[str] = frozenset()
EVERYTHING = "*"
"""The guard that covers all code."""


class Layer:
    """What one branch has bound so far, above what was bound before it."""

    __slots__ = ("asks", "below", "ended", "guards", "names")

    def __init__(self, below: Layer | None, guards: frozenset[str]) -> None:
        self.below = below
        self.names: dict[str, Alternatives] = {}
        self.guards = guards
        self.asks = NO_GUARDS
        self.ended = False

    def get(self, name: str) -> Alternatives | None:
        """What the name stands for here, or None where no layer of this scope binds it."""
        layer: Layer | None = self
        while layer is not None:
            found = layer.names.get(name)
            if found is not None:
                return found
            layer = layer.below
        return None


class Scope:
    """A module, a class body, a function body or a comprehension."""

    __slots__ = (
        *("borrowed", "declared", "globals", "kind", "late", "layer", "node", "nonlocals", "owner"),
        *("parent", "telling"),
    )

    def __init__(
        self,
        kind: str,
        node: ast.AST | None = None,
        parent: Scope | None = None,
        guards: frozenset[str] = NO_GUARDS,
        owner: ast.ClassDef | None = None,
        late: Collection[str] = (),
    ) -> None:
        self.kind = kind
        self.node = node
        self.parent = parent
        self.owner = owner
        self.layer = Layer(None, guards)
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.declared: dict[str, Alternatives] = {}
        """What names stand for that an annotation without a value has declared."""
        self.telling: set[str] = set()
        """The names bound here that are worth following into the functions inside."""
        self.borrowed: set[str] = set()
        """The names that this function has so far found in the scopes around it."""
        self.late = late
        """The names that an earlier reading saw bound here after they were borrowed."""


def lookup(scope: Scope, name: str) -> Alternatives | None:
    """What the name stands for in that scope; None for a builtin, or a name nobody binds."""
    passed: list[Scope] = []
    current: Scope | None = scope
    if name in scope.globals:
        current = module_of(scope)
    while current is not None:
        found = current.layer.get(name)
        if found is not None:
            for one in passed:
                if name in one.late:
                    return ANYTHING
                one.borrowed.add(name)
            return found
        passed.append(current)
        current = current.parent
    return None


def bind(scope: Scope, name: str, values: Alternatives) -> None:
    """Bind the name where an assignment in that scope binds it."""
    if name in scope.globals or name in scope.nonlocals:
        outer = module_of(scope) if name in scope.globals else _binder(scope.parent, name)
        before = outer.layer.get(name)
        outer.layer.names[name] = values if before is None else union(before, values)
    else:
        scope.layer.names[name] = values


def module_of(scope: Scope) -> Scope:
    """The module around a scope."""
    while scope.parent is not None:
        scope = scope.parent
    return scope


def enclosing(scope: Scope) -> Scope:
    """The scope that functions defined in this one see: a class body is skipped."""
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    return scope


def binding_scope(scope: Scope) -> Scope:
    """The scope in which a walrus binds: a comprehension is skipped."""
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope


def open_layer(scope: Scope, guards: frozenset[str] = NO_GUARDS) -> Layer:
    """Start a branch in which these names are certain to exist as well."""
    below = scope.layer
    scope.layer = Layer(below, below.guards | guards if guards else below.guards)
    return scope.layer


def close_layer(scope: Scope) -> Layer:
    """Leave a branch; what it has bound waits for :func:`join`."""
    layer = scope.layer
    assert layer.below is not None
    scope.layer = layer.below
    return layer


def join(scope: Scope, branches: Iterable[Layer], *, or_none: bool = False) -> None:
    """Continue with what any branch that does not end early has bound.

    ``or_none`` says that possibly no branch is taken, as with a loop that may run zero times.
    """
    going = [branch for branch in branches if not branch.ended]
    if not going and not or_none:
        scope.layer.ended = True
        return
    names = dict.fromkeys(name for branch in going for name in branch.names)
    for name in names:
        before = scope.layer.get(name)
        groups = [branch.names.get(name, before) for branch in going]
        if or_none:
            groups.insert(0, before)
        first = groups[0]
        if first is None or any(group is not first for group in groups):
            scope.layer.names[name] = union(*(group for group in groups if group is not None))
        else:
            scope.layer.names[name] = first


def _binder(scope: Scope | None, name: str) -> Scope:
    """The function around that binds the name which a nested one calls nonlocal."""
    assert scope is not None
    current = scope
    while current.parent is not None and current.layer.get(name) is None:
        current = current.parent
    return current


def without_none(values: Alternatives) -> Alternatives:
    """The alternatives that are not None."""
    return tuple(value for value in values if value != NONE)


def covers(guards: frozenset[str], name: str) -> bool:
    """Whether code under these guards may use the name."""
    if not guards:
        return False
    if EVERYTHING in guards:
        return True
    parts = name.split(".")
    return any(".".join(parts[:length]) in guards for length in range(1, len(parts) + 1))
