"""Lists, tuples and dictionaries: what a display holds, what an entry of one is."""

from __future__ import annotations

import ast
from typing import Any

from flake8_registry.names import Names
from flake8_registry.narrowing import narrow, told
from flake8_registry.scopes import Scope
from flake8_registry.targets import assign
from flake8_registry.values import (
    ANYTHING,
    Alternatives,
    Items,
    Literal,
    Named,
    Namespace,
    Table,
    Value,
    VersionOf,
    elements,
    items,
    table,
    union,
)


def display(names: Names, type: str, node: Any, depth: int) -> Alternatives:
    """A list, tuple or set, written out."""
    members: list[Alternatives] = []
    exact = True
    for element in node.elts:
        if isinstance(element, ast.Starred):
            inner = names.value(element.value, depth)
            if len(inner) == 1 and isinstance(inner[0], Items) and inner[0].exact:
                members.extend(inner[0].elements)
            else:
                members.append(elements(inner))
                exact = False
        else:
            members.append(names.value(element, depth))
    return items(type, members, exact)


def dictionary(names: Names, node: ast.Dict, depth: int) -> Alternatives:
    """A dictionary, written out."""
    entries: list[tuple[Literal, Alternatives]] = []
    others: Alternatives = ()
    for key, one in zip(node.keys, node.values, strict=True):
        values = names.value(one, depth)
        if key is not None:
            known = names.value(key, depth)
            if len(known) == 1 and isinstance(known[0], Literal):
                entries.append((known[0], values))
            else:
                others = union(others, values)
        elif len(values) == 1 and isinstance(values[0], Table):
            entries.extend(values[0].entries)
            others = union(others, values[0].others)
        else:
            others = union(others, ANYTHING)
    return table(entries, others)


def subscript(names: Names, node: ast.Subscript, depth: int) -> Alternatives:
    """``container[key]``, or a slice of it."""
    found: list[Value] = []
    keys = names.value(node.slice, depth)
    for container in names.value(node.value, depth):
        if isinstance(container, VersionOf):
            found.append(container)
        elif isinstance(container, Items) and isinstance(node.slice, ast.Slice):
            found.extend(items(container.type, container.elements, exact=False))
        else:
            for key in keys:
                found.extend(entry(names, container, key))
    return union(found)


def entry(names: Names, container: Value, key: Value) -> Alternatives:
    """What is found under a key; where the key is not known, whatever may be in there."""
    known = key.value if isinstance(key, Literal) else None
    if isinstance(container, Items):
        if container.exact and isinstance(known, int):
            inside = -len(container.elements) <= known < len(container.elements)
            return container.elements[known] if inside else ANYTHING
        return elements((container,))
    if isinstance(container, Table):
        if isinstance(key, Literal):
            for one, values in container.entries:
                if one == key:
                    return values
            return container.others or ANYTHING
        return union(*(values for _, values in container.entries), container.others)
    if isinstance(container, Namespace):
        if isinstance(known, str):
            return (names.named(f"{container.path}.{known}"),)
        return names.any_of(container.path)
    if isinstance(container, Named) and container.path == "sys.modules":
        return (names.named(known),) if isinstance(known, str) else ANYTHING
    return ANYTHING


def comprehension(names: Names, type: str, node: Any, depth: int) -> Alternatives:
    """What a comprehension builds."""
    outer = names.scope
    try:
        enter_comprehension(names, node, depth)
        if type == "dict":
            return table((), names.value(node.value, depth))
        return items(type, (names.value(node.elt, depth),), exact=False)
    finally:
        names.scope = outer


def enter_comprehension(names: Names, node: Any, depth: int = 0) -> Scope:
    """Enter the scope of a comprehension, its targets bound; the caller leaves it."""
    for position, generator in enumerate(node.generators):
        values = elements(names.value(generator.iter, depth))
        if position == 0:
            parent = names.scope
            while parent.kind == "class" and parent.parent is not None:
                parent = parent.parent
            names.scope = Scope("comprehension", node, parent, names.scope.layer.guards)
        assign(names, generator.target, values)
        for test in generator.ifs:
            narrow(names, told(names, test, True))
    return names.scope
