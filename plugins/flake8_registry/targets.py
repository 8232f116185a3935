"""Assignments: what names, attributes, entries of containers and loop targets stand for next."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_registry.names import Names, dotted_name
from flake8_registry.scopes import binding_scope
from flake8_registry.values import (
    ANYTHING,
    Alternatives,
    Instance,
    Items,
    Literal,
    LocalClass,
    LocalObject,
    Table,
    as_table,
    elements,
    items,
    table,
    union,
)


def assign(resolver: Names, target: ast.expr, values: Alternatives) -> None:
    """Bind a target: a name, an attribute, an entry of a container, or several of them."""
    pending = [(target, values)]
    while pending:
        target, values = pending.pop()
        if isinstance(target, ast.Name):
            resolver.bind(target.id, values)
        elif isinstance(target, ast.Attribute):
            _store(resolver, target, values)
        elif isinstance(target, ast.Subscript):
            _fill(resolver, target, values)
        elif isinstance(target, ast.Starred):
            pending.append((target.value, items("list", (elements(values),), exact=False)))
        elif isinstance(target, (ast.Tuple, ast.List)):
            pending.extend(_unpacked(target.elts, values))


def walrus(resolver: Names, node: ast.NamedExpr) -> None:
    """Bind the name of ``name := value`` in the scope in which Python binds it."""
    values = resolver.value(node.value)
    inner, resolver.scope = resolver.scope, binding_scope(resolver.scope)
    assign(resolver, node.target, values)
    resolver.scope = inner


def grown(container: Alternatives, added: Alternatives) -> Alternatives:
    """The list or dictionary with what another one holds."""
    if len(container) == 1 and isinstance(container[0], Items):
        members = [*container[0].elements, elements(added)]
        return items(container[0].type, members, exact=False)
    if len(container) == 1 and isinstance(container[0], Table) and len(added) == 1:
        more = as_table(added[0])
        if more is not None:
            others = union(container[0].others, more.others)
            return table([*container[0].entries, *more.entries], others)
        return table(container[0].entries, union(container[0].others, ANYTHING))
    return ANYTHING


def _store(resolver: Names, target: ast.Attribute, values: Alternatives) -> None:
    stored = False
    for owner in resolver.value(target.value):
        if isinstance(owner, (LocalClass, LocalObject)):
            resolver.learn((owner.node, target.attr), values)
            stored = True
        elif isinstance(owner, Instance) and owner.owner is not None:
            resolver.learn((owner.owner, target.attr), values)
            stored = True
    dotted = dotted_name(target)
    if dotted in resolver.narrowed:
        resolver.scope.layer.names[dotted] = values
    if (
        not stored
        and dotted
        and (dotted in resolver.watched or any(map(resolver.is_telling, values)))
    ):
        resolver.watched[dotted.partition(".")[0]] = None
        resolver.scope.telling.add(target.attr)
        resolver.bind(dotted, values)


def without(container: Alternatives, key: Alternatives) -> Alternatives:
    """The dictionary after an entry has been taken out of it."""
    if len(container) == 1 and isinstance(container[0], Table):
        if len(key) == 1 and isinstance(key[0], Literal):
            left = [(one, values) for one, values in container[0].entries if one != key[0]]
            return table(left, container[0].others)
        return table((), union(ANYTHING, container[0].others))
    if len(container) == 1 and isinstance(container[0], Items):
        return items(container[0].type, container[0].elements, exact=False)
    return container


def _fill(resolver: Names, target: ast.Subscript, values: Alternatives) -> None:
    """``container[key] = values``: the container has one more entry."""
    for container in resolver.value(target.value):
        if isinstance(container, Table):
            keys = [key for key in resolver.value(target.slice) if isinstance(key, Literal)]
            if len(keys) == 1:
                more = table([*container.entries, (keys[0], values)], container.others)
            else:
                more = table(container.entries, union(container.others, values))
            assign(resolver, target.value, more)
        elif isinstance(container, Items) and any(map(resolver.is_telling, values)):
            more = items(container.type, [*container.elements, values], exact=False)
            assign(resolver, target.value, more)


def _unpacked(
    targets: list[ast.expr], values: Alternatives
) -> Iterable[tuple[ast.expr, Alternatives]]:
    exact = [value for value in values if isinstance(value, Items) and value.exact]
    starred = [n for n, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if starred and len(exact) == len(values) == 1 and len(targets) <= len(exact[0].elements) + 1:
        first = starred[0]
        held = exact[0].elements
        after = len(targets) - first - 1
        yield from zip(targets[:first], held[:first], strict=True)
        rest = targets[first]
        assert isinstance(rest, ast.Starred)
        yield rest.value, items("list", held[first : len(held) - after])
        yield from zip(targets[first + 1 :], held[len(held) - after :], strict=True)
    elif not starred and exact and len(exact) == len(values):
        for position, target in enumerate(targets):
            found = [one.elements[position] for one in exact if position < len(one.elements)]
            yield target, union(*found) if found else ANYTHING
    else:
        one = elements(values)
        for target in targets:
            many = isinstance(target, ast.Starred)
            yield target, items("list", (one,), exact=False) if many else one
