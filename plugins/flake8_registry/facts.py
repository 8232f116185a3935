"""What holds in a whole file, gathered while it is read: class bodies, attributes, returned values.

Python runs a method long after the file that defines it was read, so what one method stores another
may have asked for already. :class:`Facts` remembers what was asked; where an answer has become
richer since, the file is read again.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_registry.index import Index
from flake8_registry.values import (
    ANYTHING,
    Alternatives,
    Flag,
    Instance,
    Literal,
    LocalClass,
    LocalFunction,
    LocalObject,
    Named,
    SubclassOf,
    Typed,
    Unknown,
    Value,
    union,
)
from flake8_registry.vocabulary import Text

Function = ast.FunctionDef | ast.AsyncFunctionDef
Key = tuple[ast.ClassDef | Function | None, str]
_DEEPEST_INHERITANCE = 20


class Facts:
    """Answers that grow: the value of an attribute, a global or a returned value."""

    def __init__(self, index: Index, text: Text) -> None:
        self.index = index
        self.text = text
        self.stale = False
        """Whether something was asked too early, so that the file has to be read again."""
        self.carriers: set[str] = set()
        """The attributes and functions that are known to give something worth following."""
        self.ignored: set[str] = set()
        """The attributes that were not looked at because they were no carriers yet."""
        self._late: dict[ast.AST, set[str]] = {}
        self._answers: dict[Key, Alternatives] = {}
        self._asked: set[Key] = set()
        self._bases: dict[ast.ClassDef, Alternatives] = {}

    def learn(self, key: Key, values: Alternatives, *, telling: bool = False) -> None:
        """Add to what is known; reading again is due if someone has asked too early.

        ``telling`` values make the attribute or function a carrier.
        """
        if telling:
            owner, name = key
            carrier = name if isinstance(owner, ast.ClassDef) or owner is None else owner.name
            if carrier not in self.carriers:
                self.carriers.add(carrier)
                too_late = self.text.watch(carrier) or carrier in self.ignored
                self.stale = self.stale or too_late
        before = self._answers.get(key)
        if before is None:
            after = values
        elif values == before:
            return
        else:
            after = union(before, values)
        self._answers[key] = after
        if (key[0] is None or key in self._asked) and any(
            telling or isinstance(value, _LOCAL) for value in after if value not in (before or ())
        ):
            self.stale = True

    def ask(self, key: Key) -> Alternatives | None:
        """What is known so far, or None."""
        self._asked.add(key)
        return self._answers.get(key)

    def define(self, node: ast.ClassDef, bases: Alternatives) -> None:
        """Say from what a class of this file derives."""
        self._bases[node] = bases

    def bases(self, node: ast.ClassDef) -> Alternatives:
        """From what a class of this file derives."""
        return self._bases.get(node, ())

    def ancestors(self, node: ast.ClassDef) -> Iterator[ast.ClassDef | Named | SubclassOf]:
        """The class itself and what it derives from, nearest first."""
        pending: list[Value] = [LocalClass(node)]
        seen: set[Value] = set()
        while pending and len(seen) < _DEEPEST_INHERITANCE:
            value = pending.pop(0)
            if value in seen:
                continue
            seen.add(value)
            if isinstance(value, LocalClass):
                yield value.node
                pending.extend(self._bases.get(value.node, ()))
            elif isinstance(value, (Named, SubclassOf)):
                yield value

    def base(self, node: ast.ClassDef) -> tuple[str, str] | None:
        """The optimizer or schedule API that a local class derives from, and its kind."""
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, SubclassOf):
                return ancestor.api, ancestor.kind
            if isinstance(ancestor, Named):
                kind = self.index.kind(ancestor.path)
                if kind in self.index.subclass:
                    return ancestor.path, kind
        return None

    def instance(self, node: ast.ClassDef) -> Value:
        """An object of a local class."""
        base = self.base(node)
        return LocalObject(node) if base is None else Instance(base[0], base[1], node)

    def attribute(self, node: ast.ClassDef, name: str) -> Alternatives | None:
        """What an attribute of a local class or its objects is, or None if it never is set."""
        for ancestor in self.ancestors(node):
            if isinstance(ancestor, ast.ClassDef):
                found = self.ask((ancestor, name))
                if found is not None:
                    return ANYTHING if _is_plain(found) and self.text.stores(name) else found
        return None

    def late(self, node: ast.AST) -> Collection[str]:
        """The names that a function binds after it has used them."""
        return self._late.get(node, ())

    def bound_late(self, node: ast.AST, name: str) -> None:
        """Remember that a function binds a name after using it: it was local all along."""
        self._late.setdefault(node, set()).add(name)
        self.stale = True

    def globals(self) -> Iterator[tuple[str, Alternatives]]:
        """What functions have stored under names that they call global."""
        return ((name, values) for (owner, name), values in self._answers.items() if owner is None)


def _is_plain(values: Alternatives) -> bool:
    return all(isinstance(value, _PLAIN) for value in values)


_PLAIN = (Unknown, Literal, Typed, Flag)
_LOCAL = (LocalClass, LocalObject, LocalFunction)
