"""What a call gives: an optimizer, a module, what a function of this file returns."""

from __future__ import annotations

import ast

from flake8_registry.containers import entry
from flake8_registry.library import ATTRGETTER, BARE, GIVING, member_of, version
from flake8_registry.names import Names
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Instance,
    Items,
    LocalClass,
    LocalFunction,
    Named,
    Namespace,
    Partial,
    SubclassOf,
    Table,
    Typed,
    Value,
    VersionOf,
    elements,
    items,
    union,
)

_TENSORS = frozenset({"tensor", "as_tensor", "zeros", "ones", "full", "Tensor"})


def result(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    """What the call may give."""
    if isinstance(node.func, ast.Attribute):
        owner = resolver.value(node.func.value, depth)
        function = resolver.attribute(node.func, owner)
        if function == ANYTHING:
            return _method(resolver, owner, node.func.attr, node, depth)
    else:
        function = resolver.value(node.func, depth)
    return union(*(_called(resolver, one, node, depth) for one in function))


def _called(resolver: Names, function: Value, node: ast.Call, depth: int) -> Alternatives:
    if isinstance(function, Named):
        return _named(resolver, function.path, node, depth)
    if isinstance(function, LocalClass):
        return (resolver.facts.instance(function.node),)
    if isinstance(function, LocalFunction):
        return resolver.facts.ask((function.node, "return")) or ANYTHING
    if isinstance(function, SubclassOf):
        return (Instance(function.api, function.kind),)
    if isinstance(function, Partial) and function.function == ATTRGETTER:
        owner = resolver.value(node.args[0], depth) if node.args else ANYTHING
        return member_of(resolver, owner, function.positional)
    if isinstance(function, Partial):
        return _called(resolver, function.function, node, depth)
    if isinstance(function, VersionOf):
        return (function,)
    return () if function == NONE else version(resolver, node, depth)


def _named(resolver: Names, path: str, node: ast.Call, depth: int) -> Alternatives:
    kind = resolver.index.kind(path)
    if kind:
        return (Instance(path, kind),) if kind in resolver.index.subclass else ANYTHING
    special = GIVING.get(path)
    if special is not None:
        return special(resolver, node, depth) if node.args or path in BARE else ANYTHING
    if path.partition(".")[0] == resolver.framework:
        return (Typed(resolver.framework),)
    root, _, last = path.rpartition(".")
    if root in resolver.frameworks and last in _TENSORS:
        return (Typed("tensor"),)
    return version(resolver, node, depth)


def _method(
    resolver: Names, owner: Alternatives, name: str, node: ast.Call, depth: int
) -> Alternatives:
    """A method of a list or dictionary."""
    found: list[Value] = []
    for container in owner:
        if isinstance(container, Table):
            pairs = [items("tuple", ((key,), values)) for key, values in container.entries]
            if not container.exact:
                pairs.append(items("tuple", (ANYTHING, container.others)))
            contents = union(*(values for _, values in container.entries), container.others)
            if name in ("get", "pop", "setdefault") and node.args:
                for key in resolver.value(node.args[0], depth):
                    found.extend(entry(resolver, container, key))
            elif name == "values":
                found.extend(items("iterator", (contents,), exact=False))
            elif name == "items":
                found.extend(items("iterator", pairs, exact=False))
            else:
                found.append(container if name == "copy" else UNKNOWN)
        elif isinstance(container, Namespace) and name in ("get", "pop") and node.args:
            for key in resolver.value(node.args[0], depth):
                found.extend(entry(resolver, container, key))
        elif isinstance(container, Items) and name == "pop":
            found.extend(elements((container,)))
        elif isinstance(container, Items) and name == "copy":
            found.append(container)
        else:
            found.append(UNKNOWN)
    return union(found) if found != [UNKNOWN] else version(resolver, node, depth)
