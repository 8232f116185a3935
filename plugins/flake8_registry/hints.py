"""What an annotation says: which objects it allows, and which names it mentions."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_registry.names import Names
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Instance,
    LocalClass,
    Meant,
    Named,
    SubclassOf,
    Typed,
    Value,
    items,
    table,
    union,
)

DEEPEST = 20
OTHER = Typed("other")
"""Beside an optimizer or a schedule, in a union: something else, such as a module."""
_TRANSPARENT = frozenset(
    {"Optional", "Union", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "InitVar"}
)
_MANY = frozenset(
    {
        *("list", "List", "set", "Set", "frozenset", "FrozenSet", "Sequence", "MutableSequence"),
        *("Iterable", "Iterator", "Collection", "AsyncIterator", "AsyncIterable", "Generator"),
        *("deque", "Deque", "AbstractSet", "Container", "Reversible"),
    }
)
_TABLES = frozenset(
    {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict", "defaultdict"}
)


def objects(resolver: Names, node: ast.expr, depth: int = 0) -> Alternatives:
    """The objects that an annotation allows: ``Optional[Optimizer]`` is an optimizer or None."""
    if depth > DEEPEST:
        return ANYTHING
    if isinstance(node, ast.Constant):
        parsed = parse(node)
        if parsed is not None:
            return objects(resolver, parsed, depth + 1)
        return (NONE,) if node.value is None else ANYTHING
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _any_of(resolver, [node.left, node.right], depth)
    if isinstance(node, ast.Subscript):
        return _subscript(resolver, node, depth)
    if isinstance(node, (ast.Name, ast.Attribute)):
        return union(*(_object(resolver, value) for value in resolver.value(node)))
    return ANYTHING


def mentioned(node: ast.expr) -> Iterator[tuple[ast.Name | ast.Attribute, ast.expr]]:
    """The outermost names of an annotation, each with the place where to report it.

    What ``Literal[...]`` lists are no names.
    """
    pending: list[tuple[ast.expr, ast.expr | None, int]] = [(node, None, 0)]
    while pending:
        one, place, depth = pending.pop()
        if isinstance(one, (ast.Name, ast.Attribute)):
            yield one, place or one
        elif isinstance(one, ast.Constant):
            parsed = parse(one) if depth < DEEPEST else None
            if parsed is not None:
                pending.append((parsed, place or one, depth + 1))
        elif isinstance(one, ast.Subscript) and _last(one.value) == "Literal":
            continue
        else:
            children = [child for child in ast.iter_child_nodes(one) if isinstance(child, ast.expr)]
            pending.extend((child, place, depth) for child in reversed(children))


def parse(node: ast.Constant) -> ast.expr | None:
    """The expression in a string annotation, or None where it holds none."""
    if not isinstance(node.value, str):
        return None
    try:
        return ast.parse(node.value.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _subscript(resolver: Names, node: ast.Subscript, depth: int) -> Alternatives:
    name = _last(node.value)
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name in ("tuple", "Tuple"):
        last = inner[-1] if inner else None
        if isinstance(last, ast.Constant) and last.value is ...:
            return items("tuple", (objects(resolver, inner[0], depth + 1),), exact=False)
        return items("tuple", [objects(resolver, one, depth + 1) for one in inner])
    if name in ("type", "Type"):
        found = union(*(objects(resolver, one, depth + 1) for one in inner))
        return tuple(
            SubclassOf(one.api, one.kind) if isinstance(one, Instance) else one for one in found
        )
    if name in _TRANSPARENT:
        kept = inner[:1] if name == "Annotated" else inner
        values = _any_of(resolver, kept, depth)
        return union(values, (NONE,)) if name == "Optional" else values
    if name in _MANY:
        return items("list", (objects(resolver, inner[0], depth + 1),), exact=False)
    if name in _TABLES:
        return table((), objects(resolver, inner[-1], depth + 1))
    return ANYTHING


def _any_of(resolver: Names, nodes: list[ast.expr], depth: int) -> Alternatives:
    """What a union allows; what is no optimizer by its name either is marked as ``OTHER``."""
    groups = [objects(resolver, node, depth + 1) for node in nodes]
    if any(isinstance(one, Instance) for group in groups for one in group):
        for node, group in zip(nodes, groups, strict=True):
            name = _last(node).lower()
            if UNKNOWN in group and "optim" not in name and "sched" not in name:
                groups.append((OTHER,))
                break
    return union(*groups)


def _object(resolver: Names, value: Value) -> Alternatives:
    if isinstance(value, Named):
        kind = resolver.index.kind(value.path)
        if kind in resolver.index.subclass:
            return (Instance(value.path, kind),)
    if isinstance(value, Meant):
        return value.values
    if isinstance(value, LocalClass):
        return (resolver.facts.instance(value.node),)
    return (NONE,) if value == NONE else ANYTHING


def _last(node: ast.expr) -> str:
    """``Optional`` of ``typing.Optional``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
