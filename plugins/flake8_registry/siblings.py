"""What the files beside a file export, so that a relative import can be followed.

A sibling is read from the disk once per process, without the bodies of its functions, and only if
its text says something that matters. What it has from files beside itself is borrowed, and looked
up there when somebody asks: what is found never depends on which file was read first. What cannot
be found is unknown.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from flake8_registry.facts import Facts
from flake8_registry.index import Index
from flake8_registry.values import (
    ANYTHING,
    UNKNOWN,
    Alternatives,
    Borrowed,
    Exports,
    Instance,
    Literal,
    LocalClass,
    Named,
    SubclassOf,
    Value,
    union,
)

Bound = tuple[Mapping[str, Alternatives], Facts]
LARGEST = 1_000_000
LONGEST_CHAIN = 100
NO_FILES = frozenset({"", "-", "stdin"})
_KEPT = (Named, SubclassOf, Exports, Literal, Borrowed)


class Borrower:
    """The files beside a sibling while that is read: nothing is looked up in them yet."""

    def __init__(self) -> None:
        self.stars: list[str] = []

    def imported(self, filename: str, level: int, module: str) -> str | None:
        """The path of a module that a file imports from relatively, if there is one."""
        if filename in NO_FILES:
            return None
        folder = Path(filename).parent
        for _ in range(level - 1):
            folder = folder / ".."
        if module:
            folder = folder.joinpath(*module.split("."))
            if (path := folder.with_suffix(".py")).is_file():
                return str(path)
        return str(folder / "__init__.py") if folder.is_dir() else None

    def name(self, path: str, name: str) -> Alternatives:
        """What a module of that path offers under a name."""
        return (Borrowed(path, name),)

    def exports(self, path: str) -> Iterator[tuple[str, Alternatives]]:
        """Everything that a star import takes from a module of that path."""
        self.stars.append(path)
        return iter(())


Reader = Callable[[str, str, ast.Module, Borrower], Bound]
"""Reads the source of a path: what its module binds, and the facts about its classes."""


class Siblings(Borrower):
    """The exports of the files of a package, by path."""

    def __init__(self, index: Index, framework: str, reader: Reader) -> None:
        super().__init__()
        self.index = index
        self.framework = framework
        self._read = reader
        self._known: dict[str, tuple[Mapping[str, Alternatives], tuple[str, ...]]] = {}

    def name(self, path: str, name: str) -> Alternatives:
        """What a module of that path offers under a name, which may be a module below it."""
        return self._name(path, name, set())

    def exports(self, path: str) -> Iterator[tuple[str, Alternatives]]:
        """The public names of a module that are known, with what they are."""
        names: dict[str, None] = {}
        seen: set[str] = set()
        pending = [path]
        while pending:
            one = pending.pop()
            if one not in seen:
                seen.add(one)
                told, stars = self._told(one)
                names.update(dict.fromkeys(told))
                pending.extend(stars)
        for name in names:
            if not name.startswith("_") and (values := self.name(path, name)) != ANYTHING:
                yield name, values

    def _name(self, path: str, name: str, asked: set[tuple[str, str]]) -> Alternatives:
        if (path, name) in asked or len(asked) > LONGEST_CHAIN:
            return ANYTHING
        asked.add((path, name))
        told, stars = self._told(path)
        if name in told:
            return union(
                *(
                    self._name(one.path, one.name, asked) if isinstance(one, Borrowed) else (one,)
                    for one in told[name]
                )
            )
        for star in stars:
            found = self._name(star, name, asked)
            if found != ANYTHING:
                return found
        below = Path(path)
        if below.name == "__init__.py":
            for one in (below.with_name(f"{name}.py"), below.with_name(name) / "__init__.py"):
                if one.is_file():
                    return (Exports(str(one)),)
        return ANYTHING

    def _told(self, path: str) -> tuple[Mapping[str, Alternatives], tuple[str, ...]]:
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._tell(path)
        return known

    def _tell(self, path: str) -> tuple[Mapping[str, Alternatives], tuple[str, ...]]:
        """What a module binds that matters elsewhere, and the modules it takes everything from."""
        borrower = Borrower()
        try:
            with tokenize.open(path) as file:
                source = file.read(LARGEST)
            if not self.index.could_export(source, self.framework):
                return {}, ()
            bound, facts = self._read(source, path, ast.parse(source), borrower)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return {}, ()
        told = {
            name: tuple(self._outside(one, facts) for one in values)
            for name, values in bound.items()
        }
        return told, tuple(reversed(borrower.stars))

    def _outside(self, value: Value, facts: Facts) -> Value:
        """What a value of one file is in another, which does not know its classes."""
        if isinstance(value, LocalClass) and (base := facts.base(value.node)) is not None:
            own = {one.name for one in value.node.body if isinstance(one, ast.FunctionDef)}
            return UNKNOWN if own & self.index.operation_names else SubclassOf(*base)
        kept = isinstance(value, _KEPT) or (isinstance(value, Instance) and value.owner is None)
        return value if kept else UNKNOWN
