"""What an expression may stand for, as far as a reader of one file can tell.

A name that is bound on several paths stands for several things, so the unit everywhere is
``Alternatives``: what it may be, in the order in which the file says so, without repetition.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable
from dataclasses import dataclass

MOST_ALTERNATIVES = 24
LARGEST = 5000


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything at all."""


@dataclass(frozen=True, slots=True)
class Named:
    """A module, class or function by its full name: ``torch.optim.SGD``."""

    path: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``type`` keeps ``True``, ``1`` and ``1.0`` apart."""

    value: object
    type: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of which only the type is known: a ``function`` or a ``tensor``."""

    type: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An optimizer or a schedule: of an API, or of a class of this file that derives from it."""

    api: str
    kind: str
    owner: ast.ClassDef | None = None


@dataclass(frozen=True, slots=True)
class LocalClass:
    """A class of this file."""

    node: ast.ClassDef


@dataclass(frozen=True, slots=True)
class LocalObject:
    """An object of a class of this file that is neither optimizer nor schedule."""

    node: ast.ClassDef


@dataclass(frozen=True, slots=True)
class LocalFunction:
    """A function or method of this file."""

    node: ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class SubclassOf:
    """Some class that derives from an API: what ``type[Optimizer]`` annotates."""

    api: str
    kind: str


@dataclass(frozen=True, slots=True)
class Partial:
    """``functools.partial`` of a callable; ``complete`` when every argument of it can be seen."""

    function: Value
    positional: tuple[Alternatives, ...]
    keywords: tuple[tuple[str, Alternatives], ...]
    complete: bool
    size: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple, set or iterator; ``exact`` when every position is known."""

    type: str
    elements: tuple[Alternatives, ...]
    exact: bool = True
    size: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary; ``exact`` when every key is known."""

    entries: tuple[tuple[Literal, Alternatives], ...]
    others: Alternatives = ()
    size: int = 1

    @property
    def exact(self) -> bool:
        return not self.others


@dataclass(frozen=True, slots=True)
class Flag:
    """A truth value that says whether these names exist: ``HAS_TORCH``."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class VersionOf:
    """The version of a framework, as text or parsed."""

    root: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A name for what an annotation allows: ``Optimizers = list[Optimizer]``, a type variable."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Exports:
    """A module beside this file, by its path."""

    path: str


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A name of a module beside the file that is read, which has not been looked up."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Namespace:
    """The dictionary of a module: ``vars(torch.optim)``."""

    path: str


Value = (
    Unknown
    | Named
    | Literal
    | Typed
    | Instance
    | LocalClass
    | LocalObject
    | LocalFunction
    | SubclassOf
    | Partial
    | Items
    | Table
    | Flag
    | VersionOf
    | Namespace
    | Meant
    | Exports
    | Borrowed
)
Alternatives = tuple[Value, ...]

UNKNOWN = Unknown()
ANYTHING: Alternatives = (UNKNOWN,)
NONE = Literal(None, "NoneType")


def literal(value: object) -> Literal:
    """The constant as a value."""
    return Literal(value, type(value).__name__)


def union(*groups: Collection[Value]) -> Alternatives:
    """Everything that any of the groups allows, in order and once; too many become anything."""
    if len(groups) == 1 and groups[0].__class__ is tuple and len(groups[0]) < 2:
        return groups[0]
    seen = dict.fromkeys(value for group in groups for value in group)
    if len(seen) > MOST_ALTERNATIVES:
        return (*list(seen)[: MOST_ALTERNATIVES - 1], UNKNOWN)
    return tuple(seen)


def items(type: str, members: Iterable[Alternatives], exact: bool = True) -> Alternatives:
    """A list, tuple or set of the members; anything once it has grown too large."""
    known = tuple(members)
    size = _size(known)
    return (Items(type, known, exact, size),) if size < LARGEST else ANYTHING


def table(
    entries: Iterable[tuple[Literal, Alternatives]], others: Alternatives = ()
) -> Alternatives:
    """A dictionary of the entries, a later key replacing an earlier one."""
    known = dict(entries)
    size = _size((*known.values(), others))
    return (Table(tuple(known.items()), others, size),) if size < LARGEST else ANYTHING


def partial(
    function: Value,
    positional: tuple[Alternatives, ...],
    keywords: tuple[tuple[str, Alternatives], ...],
    complete: bool,
) -> Value:
    """``functools.partial`` of the function, unless it has grown too large."""
    size = _size(((function,), *positional, *(one for _, one in keywords)))
    known = Partial(function, positional, keywords, complete, size)
    return known if size < LARGEST else UNKNOWN


def _size(groups: tuple[Alternatives, ...]) -> int:
    """How much there is all in all, nested values counting double: no value outgrows a hash."""
    return 1 + sum(
        2 * value.size if isinstance(value, (Items, Table, Partial)) else 1
        for group in groups
        for value in group
    )


def as_table(value: Value) -> Table | None:
    """A dictionary as such, or the pairs of which one is made."""
    if isinstance(value, Table):
        return value
    entries: list[tuple[Literal, Alternatives]] = []
    if not isinstance(value, Items) or not value.exact:
        return None
    for element in value.elements:
        pair = element[0] if len(element) == 1 else None
        if not isinstance(pair, Items) or len(pair.elements) != 2 or len(pair.elements[0]) != 1:
            return None
        key = pair.elements[0][0]
        if not isinstance(key, Literal):
            return None
        entries.append((key, pair.elements[1]))
    made = table(entries)
    return made[0] if isinstance(made[0], Table) else None


def elements(values: Alternatives) -> Alternatives:
    """What iterating over the values gives."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Items):
            found.extend(one for element in value.elements for one in element)
            if not value.exact and not value.elements:
                found.append(UNKNOWN)
        elif isinstance(value, Table):
            found.extend(key for key, _ in value.entries)
            if not value.exact:
                found.append(UNKNOWN)
        elif isinstance(value, VersionOf):
            found.append(value)
        elif value != NONE:
            found.append(UNKNOWN)
    return union(found)


def python_value(values: Alternatives) -> tuple[bool, object]:
    """``(True, the value)`` where it is one known Python value, ``(False, None)`` where it is not.

    A function or a tensor comes back as :class:`Typed`.
    """
    if len(values) != 1:
        return False, None
    value = values[0]
    if isinstance(value, Literal):
        return True, value.value
    if isinstance(value, Typed):
        return True, value
    if isinstance(value, LocalFunction):
        return True, Typed("function")
    if isinstance(value, Items) and value.exact and value.type in ("list", "tuple"):
        found = [python_value(element) for element in value.elements]
        if all(known for known, _ in found):
            plain = [one for _, one in found]
            return True, tuple(plain) if value.type == "tuple" else plain
    if isinstance(value, Table) and value.exact:
        pairs = [(key.value, python_value(one)) for key, one in value.entries]
        if all(known for _, (known, _) in pairs):
            return True, {key: one for key, (_, one) in pairs}
    return False, None
