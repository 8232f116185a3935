"""What names and attributes stand for, and which of them are worth looking at."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from flake8_registry.facts import Facts, Key
from flake8_registry.index import Index
from flake8_registry.scopes import Scope, bind, lookup
from flake8_registry.siblings import Borrower
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Exports,
    Flag,
    Instance,
    Items,
    LocalClass,
    LocalFunction,
    LocalObject,
    Named,
    Namespace,
    Partial,
    SubclassOf,
    Table,
    Value,
    VersionOf,
    union,
)

_ASKED_FOR = frozenset({Named, Items, Flag, VersionOf})
DEEPEST = 40
"""Expressions nested deeper than this are anything."""


class Names:
    """Names in the current ``scope``; ``watched`` are those worth resolving where they are used.

    A watched name comes with the attributes that make it so, or with None where all of them do,
    and the name alone as well.
    """

    def __init__(
        self,
        index: Index,
        facts: Facts,
        framework: str,
        special: frozenset[str],
        handlers: Mapping[type[ast.AST], Handler],
    ) -> None:
        self.index = index
        self.facts = facts
        self.framework = framework
        self.frameworks = frozenset({*index.roots, framework})
        self.scope = Scope("module")
        self.siblings: Borrower | None = None
        self.filename = ""
        self.watched: dict[str, Collection[str] | None] = {}
        self._handlers = handlers
        self.narrowed: set[str] = set()
        """The attributes, written ``base.name``, about which a test has told something."""
        self._special = special
        self._source_names = index.sources(framework)
        self._prefixes = _with_special(index, special)
        self._children = {**index.children, **_children(special)}

    def value(self, node: ast.AST, depth: int = 0) -> Alternatives:
        """What the expression may stand for."""
        handler = self._handlers.get(node.__class__)
        if handler is None or depth > DEEPEST:
            return ANYTHING
        return handler(self, node, depth + 1)

    def named(self, path: str) -> Value:
        """What a full name stands for: an API under its canonical name, a version, or itself."""
        path = self.index.canonical.get(path, path)
        parent, _, last = path.rpartition(".")
        if last == "__version__" and parent.split(".")[0] in self.frameworks:
            return VersionOf(parent.split(".")[0])
        if last == "__dict__":
            return Namespace(parent)
        return Named(path)

    def member(self, values: Alternatives, name: str) -> Alternatives:
        """What the attribute of the values may be."""
        found: list[Value] = []
        for value in values:
            if isinstance(value, Named):
                found.append(self.named(f"{value.path}.{name}"))
            elif isinstance(value, (LocalClass, LocalObject)) or (
                isinstance(value, Instance) and value.owner is not None
            ):
                node = value.owner if isinstance(value, Instance) else value.node
                assert node is not None
                stored = self._stored(node, name)
                if stored is None and isinstance(value, Instance):
                    stored = self.member((Instance(value.api, value.kind),), name)
                found.extend(stored or ANYTHING)
            elif isinstance(value, Instance) and value.kind == "schedule" and name == "optimizer":
                rule = self.index.subclass.get("optimizer")
                found.append(Instance(rule.base, "optimizer") if rule else UNKNOWN)
            elif isinstance(value, VersionOf):
                found.append(value)
            elif isinstance(value, Exports) and self.siblings is not None:
                found.extend(self.siblings.name(value.path, name))
            elif isinstance(value, Partial) and name == "func":
                found.append(value.function)
            elif value != NONE:
                found.append(UNKNOWN)
        return union(found)

    def attribute(self, node: ast.Attribute, owner: Alternatives) -> Alternatives:
        """What an attribute stands for, its owner being known."""
        found = self.member(owner, node.attr)
        unknown = UNKNOWN in found
        dotted = dotted_name(node) if unknown or self.narrowed else ""
        if dotted and (unknown or dotted in self.narrowed):
            return lookup(self.scope, dotted) or found
        return found

    def beside(self, level: int, module: str) -> str | None:
        """The path of a module that this file imports from relatively."""
        if self.siblings is None:
            return None
        return self.siblings.imported(self.filename, level, module)

    def any_of(self, module: str) -> Alternatives:
        """Some class of a module, where all its classes are of one kind: ``getattr(optim, x)``."""
        kind = self.index.kind_of_module(module)
        rule = self.index.subclass.get(kind)
        return (SubclassOf(rule.base, kind),) if rule is not None else ANYTHING

    def dotted(self, base: str, name: str) -> Alternatives | None:
        """What has been stored as ``base.name`` where the base itself is not known."""
        return lookup(self.scope, f"{base}.{name}")

    def bind(self, name: str, values: Alternatives) -> None:
        """Bind a name in the current scope."""
        scope = self.scope
        telling = self.watch(name, values)
        if scope.declared and values == ANYTHING:
            values = scope.declared.get(name, values)
        if name in scope.globals:
            self.facts.learn((None, name), values, telling=telling)
        elif name in scope.nonlocals:
            pass
        elif name in scope.borrowed and scope.node is not None and scope.kind == "function":
            self.facts.bound_late(scope.node, name)
        bind(scope, name, values)

    def watch(self, name: str, values: Alternatives) -> bool:
        """Watch for a name that may stand for the values; whether it is to be followed inwards."""
        if values is ANYTHING:
            return False
        followed = False
        for value in values:
            if value.__class__ in _ASKED_FOR and self._is_asked_for(value):
                self.facts.text.ask(name)
            if isinstance(value, (LocalClass, LocalObject)) and not self.facts.base(value.node):
                attributes: Collection[str] | None = self.facts.carriers
            elif isinstance(value, Named):
                if value.path not in self._prefixes:
                    continue
                attributes = self._children.get(value.path)
            elif self.is_telling(value):
                attributes = None
            else:
                continue
            special = isinstance(value, Named) and value.path in self._special
            followed = followed or (attributes is None and not special)
            self._heat(name, value, attributes)
            if attributes is None or self.watched.get(name, attributes) is not attributes:
                self.watched[name] = None
            else:
                self.watched[name] = attributes
        if followed:
            self.scope.telling.add(name)
        return followed

    def _heat(self, name: str, value: Value, attributes: Collection[str] | None) -> None:
        """Make the lines hot where the value is used: by its name, or by what matters of it."""
        text = self.facts.text
        if isinstance(value, Instance) and value.owner is not None:
            return  # What matters of it has been watched since the class was seen.
        if isinstance(value, Named) and value.path not in self._source_names:
            return
        if attributes is None:
            text.watch(name)
        elif attributes is not self.facts.carriers:
            for attribute in attributes:
                text.watch(attribute)

    def is_followed(self, value: Value) -> bool:
        """Whether a function or attribute that gives the value is a carrier."""
        if isinstance(value, Named):
            return value.path in self.index.prefixes
        return self.is_telling(value)

    def learn(self, key: Key, values: Alternatives) -> None:
        """Tell the facts, and whether the values are worth following."""
        if any(map(self._is_asked_for, values)):
            owner, name = key
            function = isinstance(owner, (ast.FunctionDef, ast.AsyncFunctionDef))
            too_late = self.facts.text.ask(owner.name if function else name)  # type: ignore[union-attr]
            self.facts.stale = self.facts.stale or too_late
        self.facts.learn(key, values, telling=any(map(self.is_followed, values)))

    def _is_asked_for(self, value: Value) -> bool:
        """Whether a test of the value says what exists: a flag, a version, a framework itself."""
        if isinstance(value, Named):
            root, inside, _ = value.path.partition(".")
            return root == self.framework or (not inside and root in self.frameworks)
        if isinstance(value, Items):
            return any(isinstance(one, VersionOf) for group in value.elements for one in group)
        return isinstance(value, (Flag, VersionOf))

    def is_telling(self, value: Value) -> bool:
        """Whether a name that stands for the value has to be looked at wherever it is used."""
        if isinstance(value, Named):
            return value.path in self._prefixes
        if isinstance(value, Items):
            return any(self.is_telling(one) for group in value.elements for one in group)
        if isinstance(value, Table):
            return any(self.is_telling(one) for _, group in value.entries for one in group) or any(
                map(self.is_telling, value.others)
            )
        if isinstance(value, (LocalClass, LocalObject)):
            return self.facts.base(value.node) is not None
        return isinstance(value, (Instance, SubclassOf, Partial, Namespace, Exports))

    def _stored(self, node: ast.ClassDef, name: str) -> Alternatives | None:
        """An attribute of a local class; a property is what it returns."""
        found = self.facts.attribute(node, name)
        if found and isinstance(found[0], LocalFunction) and _is_property(found[0].node):
            return self.facts.ask((found[0].node, "return"))
        return found


Handler = Callable[[Names, Any, int], Alternatives]
"""What a kind of node stands for, at a depth of nesting."""


def dotted_name(node: ast.Attribute) -> str:
    """``args.optimizer`` as text, or nothing where the base is no plain name."""
    return f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else ""


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        (isinstance(one, ast.Name) and one.id in ("property", "cached_property"))
        or (isinstance(one, ast.Attribute) and one.attr == "cached_property")
        for one in node.decorator_list
    )


@lru_cache(maxsize=8)
def _with_special(index: Index, special: frozenset[str]) -> frozenset[str]:
    return index.prefixes | _prefixes(special)


def _prefixes(paths: frozenset[str]) -> frozenset[str]:
    """``functools`` and ``functools.partial`` of ``functools.partial``."""
    return frozenset(".".join(p.split(".")[:n]) for p in paths for n in range(1, p.count(".") + 2))


@lru_cache(maxsize=8)
def _children(paths: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """What is worth looking at below each module on the way to one of the paths."""
    below = [path.rpartition(".") for path in _prefixes(paths)]
    modules = {module for module, _, _ in below if module}
    return {one: frozenset(last for module, _, last in below if module == one) for one in modules}
