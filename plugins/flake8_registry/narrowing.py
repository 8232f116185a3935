"""What ``isinstance`` tells about a name or an attribute, where it holds and where it fails."""

from __future__ import annotations

import ast

from flake8_registry import hints
from flake8_registry.names import Names, dotted_name
from flake8_registry.values import ANYTHING, Alternatives, Instance, Named, union

_ISINSTANCE = Named("builtins.isinstance")
Told = list[tuple[str, Alternatives]]


def told(resolver: Names, test: ast.expr, holds: bool) -> Told:
    """What the names and attributes of a test are where it holds, or where it fails."""
    found: Told = []
    pending = [(test, True)]
    while pending:
        node, positive = pending.pop()
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            pending.append((node.operand, not positive))
        elif isinstance(node, ast.BoolOp) and holds is isinstance(node.op, ast.And):
            pending.extend((one, positive) for one in node.values if positive)
        elif isinstance(node, ast.Call) and _is_isinstance(resolver, node):
            subject, classes = node.args
            name = subject.id if isinstance(subject, ast.Name) else ""
            name = dotted_name(subject) if isinstance(subject, ast.Attribute) else name
            values = _narrowed(resolver, subject, classes, positive is holds) if name else None
            if values is not None:
                found.append((name, values))
    return found


def narrow(resolver: Names, known: Told) -> None:
    """Take it for granted in the current layer."""
    for name, values in known:
        base, _, attribute = name.partition(".")
        if attribute:
            resolver.narrowed.add(name)
            if any(map(resolver.is_telling, values)):
                resolver.watched[base] = None
        else:
            resolver.watch(name, values)
        resolver.scope.layer.names[name] = values


def _is_isinstance(resolver: Names, node: ast.Call) -> bool:
    function = node.func
    named = isinstance(function, ast.Name) and function.id == "isinstance" and len(node.args) == 2
    return named and resolver.value(function) == (_ISINSTANCE,)


def _narrowed(
    resolver: Names, subject: ast.expr, classes: ast.expr, holds: bool
) -> Alternatives | None:
    """What the subject is now; None where the test tells nothing new."""
    asked = _instances(resolver, classes)
    before = resolver.value(subject)
    known = [one for one in before if isinstance(one, Instance)]
    if not holds:
        left = tuple(one for one in before if not any(_is_a(resolver, one, c) for c in asked))
        return None if left == before else left or ANYTHING
    if not asked:
        return ANYTHING if known else None
    if not known:
        return asked
    kept = [one for one in known if any(_is_a(resolver, one, c) for c in asked)]
    general = any(one.api == _base(resolver, one) for one in known if one not in kept)
    return union(kept, asked if general or not kept else ())


def _instances(resolver: Names, classes: ast.expr) -> tuple[Instance, ...]:
    nodes = classes.elts if isinstance(classes, ast.Tuple) else [classes]
    values = union(*(hints.objects(resolver, one) for one in nodes))
    return tuple(one for one in values if isinstance(one, Instance))


def _is_a(resolver: Names, one: object, of: Instance) -> bool:
    """Whether one is certain to be an instance of the class that the other is made of."""
    if not isinstance(one, Instance) or one.kind != of.kind:
        return False
    if of.owner is not None:
        return one.owner is of.owner
    return of.api in (one.api, _base(resolver, of))


def _base(resolver: Names, one: Instance) -> str:
    rule = resolver.index.subclass.get(one.kind)
    return rule.base if rule is not None else ""
