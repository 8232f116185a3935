"""What the files beside a file export, so that a relative import can be followed.

A sibling is read from the disk once per process, without the bodies of its functions, and only if
its text says something that matters. What cannot be found exports nothing.
"""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Callable, Mapping
from pathlib import Path

from flake8_registry.facts import Facts
from flake8_registry.index import Index
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Exports,
    Instance,
    Literal,
    LocalClass,
    Named,
    SubclassOf,
    Value,
)

Bound = tuple[Mapping[str, Alternatives], Facts]
Reader = Callable[[str, str, ast.Module], Bound]
"""Reads the source of a path: what its module binds, and the facts about its classes."""

NOTHING: Mapping[str, Alternatives] = {}
LARGEST = 1_000_000
NO_FILES = frozenset({"", "-", "stdin"})


class Siblings:
    """The exports of the files of a package, by path."""

    def __init__(self, index: Index, framework: str, reader: Reader) -> None:
        self.index = index
        self.framework = framework
        self._read = reader
        self._known: dict[str, Mapping[str, Alternatives]] = {}

    def imported(self, filename: str, level: int, module: str) -> str | None:
        """The path of a module that a file imports from relatively, if there is one."""
        if filename in NO_FILES:
            return None
        folder = Path(filename).parent
        for _ in range(level - 1):
            folder = folder / ".."
        path = folder.joinpath(*module.split(".")) if module else folder
        for one in (
            (path.with_suffix(".py"), path / "__init__.py") if module else (path / "__init__.py",)
        ):
            if one.is_file():
                return str(one)
        return str(path / "__init__.py") if path.is_dir() else None

    def name(self, path: str, name: str) -> Alternatives:
        """What a module of that path offers under a name, which may be a module below it."""
        found = self.exports(path).get(name)
        if found is not None:
            return found
        below = Path(path)
        if below.name == "__init__.py" and (below.parent / f"{name}.py").is_file():
            return (Exports(str(below.parent / f"{name}.py")),)
        return ANYTHING

    def exports(self, path: str) -> Mapping[str, Alternatives]:
        """Everything that a module binds to something that matters elsewhere."""
        known = self._known.get(path)
        if known is None:
            self._known[path] = NOTHING  # What imports itself in a circle gets nothing.
            known = self._known[path] = self._exported(path)
        return known

    def _exported(self, path: str) -> Mapping[str, Alternatives]:
        try:
            with tokenize.open(path) as file:
                source = file.read(LARGEST)
            if not self.index.could_tell(source, self.framework):
                return NOTHING
            bound, facts = self._read(source, path, ast.parse(source))
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            return NOTHING
        told = {
            name: tuple(self._outside(one, facts) for one in values)
            for name, values in bound.items()
        }
        return {name: values for name, values in told.items() if values != ANYTHING}

    def _outside(self, value: Value, facts: Facts) -> Value:
        """What a value of one file is in another, which does not know its classes."""
        if isinstance(value, LocalClass) and (base := facts.base(value.node)) is not None:
            own = {one.name for one in value.node.body if isinstance(one, ast.FunctionDef)}
            return UNKNOWN if own & self.index.operation_names else SubclassOf(*base)
        telling = isinstance(value, (Named, SubclassOf, Exports, Literal)) or (
            isinstance(value, Instance) and value.owner is None
        )
        return value if telling or value == NONE else UNKNOWN
