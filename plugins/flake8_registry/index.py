"""The compiled index: what the registry knows, in the form that the linter looks names up in.

The format is described in :mod:`flake8_registry.entries`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flake8_registry.entries import Api, Operation, Subclass

FORMAT = 1
MOST_SEARCHES = 200
"""More names than these are not looked for in a text one by one."""
_FROM_BESIDE = re.compile(r"^[ \t]*from[ \t]+\.[\w.]*[ \t]+import[ \t]*(\([^)]*|.*)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")


class BrokenIndex(ValueError):
    """An index file cannot be used; the text says in one line which, where, and what to do."""


class Entry:
    """The entry of an API as its file has it: its kind, and the rest as JSON or read already."""

    __slots__ = ("_content", "_where", "kind", "origin")

    def __init__(
        self,
        kind: str,
        content: str | Mapping[str, Any],
        origin: str,
        where: tuple[int, int] | None = None,
    ) -> None:
        self.kind = kind
        self.origin = origin
        self._content = content
        self._where = where
        """Where the JSON begins and ends in a text that is the whole file."""

    def read(self) -> Mapping[str, Any]:
        """The whole entry."""
        if isinstance(self._content, str):
            begin, end = self._where or (0, None)
            self._content = json.loads(self._content[begin:end].rstrip(","))
        assert not isinstance(self._content, str)
        return self._content


class Index:
    """Everything that the index files say, ready to be looked up; entries are read when asked for.

    ``families`` are the families of counterparts in each framework that is ported to, and
    ``operations`` and ``subclass`` the parts of those names as the files have them.
    """

    def __init__(
        self,
        *,
        roots: tuple[str, ...],
        modules: Mapping[str, frozenset[str]],
        canonical: Mapping[str, str],
        apis: Mapping[str, Entry],
        families: Mapping[str, frozenset[str]],
        operations: Mapping[str, Mapping[str, Mapping[str, Any]]],
        subclass: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.roots = roots
        self.modules = modules
        self.canonical = canonical
        self.apis = apis
        self.families = families
        self.kinds = frozenset(subclass)
        """The kinds of which instances are followed."""
        self._operations = operations
        self._subclass = subclass
        self._words: dict[str, tuple[str, ...]] = {}
        self._short_names: dict[str, Mapping[str, str]] = {}
        self._sources: dict[str, frozenset[str]] = {}
        self._named: dict[str, re.Pattern[str]] = {}
        self._read: dict[str, Api] = {}

    @cached_property
    def operations(self) -> Mapping[str, Mapping[str, Operation]]:
        """What is done with instances, by their kind and by the name of the attribute."""
        from flake8_registry.entries import operation

        return {
            kind: {name: operation(name, one) for name, one in entries.items()}
            for kind, entries in self._operations.items()
        }

    @cached_property
    def subclass(self) -> Mapping[str, Subclass]:
        """What a subclass means, by the kind of its base."""
        from flake8_registry.entries import subclass

        return {kind: subclass(one) for kind, one in self._subclass.items()}

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """Every name, and every module on the way to one."""
        return frozenset(prefixes((*self.modules, *self.canonical, *self.apis)))

    def operations_of(self, kind: str) -> frozenset[str]:
        """The attributes of instances of that kind that the index says anything about."""
        return frozenset(self._operations.get(kind, ()))

    def sources(self, framework: str) -> frozenset[str]:
        """Those of the prefixes that do not belong to the framework that is ported to."""
        found = self._sources.get(framework)
        if found is None:
            found = frozenset(one for one in self.prefixes if one.partition(".")[0] != framework)
            self._sources[framework] = found
        return found

    def api(self, name: str) -> Api | None:
        """The API of that canonical name; BrokenIndex when its entry cannot be understood."""
        known = self._read.get(name)
        if known is None and name in self.apis:
            from flake8_registry.entries import api

            entry = self.apis[name]
            try:
                known = self._read[name] = api(name, entry.read())
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                raise BrokenIndex(
                    f"{entry.origin}: apis.{name}: cannot be understood ({error!r}); write it "
                    "again with registry index"
                ) from error
        return known

    def kind(self, name: str) -> str:
        """The kind of an API, or nothing for a name that is none."""
        entry = self.apis.get(name)
        return entry.kind if entry is not None else ""

    def kind_of_module(self, module: str) -> str:
        """The kind of which all classes of the module are, or nothing where there are several."""
        return self._kinds.get(module, "")

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        found: dict[str, set[str]] = {}
        for name in self.apis:
            module = name.rpartition(".")[0]
            if (kind := self.kind(name)) in self.kinds:
                found.setdefault(module, set()).add(kind)
        return {module: kinds.pop() for module, kinds in found.items() if len(kinds) == 1}

    @cached_property
    def children(self) -> Mapping[str, frozenset[str]]:
        """The next parts below every module that has no list of its own names."""
        found: dict[str, set[str]] = {}
        for name in self.prefixes:
            module, _, last = name.rpartition(".")
            if module and module not in self.modules and module not in self.apis:
                found.setdefault(module, set()).add(last)
        return {module: frozenset(names) for module, names in found.items()}

    @cached_property
    def operation_names(self) -> frozenset[str]:
        """The attributes of instances that the index says anything about."""
        return frozenset(name for kind in self._operations.values() for name in kind)

    def words(self, framework: str) -> tuple[str, ...]:
        """The parts right below the roots, one of which a file that matters says."""
        found = self._words.get(framework)
        if found is None:
            roots = [one for one in self.roots if one != framework]
            below = {
                name.split(".", 2)[1]
                for name in (*self.modules, *self.canonical, *self.apis)
                if name.partition(".")[0] in roots and "." in name
            }
            found = self._words[framework] = tuple(sorted(below))
        return found

    def short_names(self, framework: str) -> Mapping[str, str]:
        """The classes whose instances are followed, by the last part of their names."""
        found = self._short_names.get(framework)
        if found is None:
            names = [one for one in self.apis if not one.startswith(f"{framework}.")]
            found = self._short_names[framework] = {
                one.rpartition(".")[2]: one
                for one in sorted(names, reverse=True)
                if self.kind(one) in self.kinds
            }
        return found

    def said(self, source: str, framework: str) -> list[str]:
        """The words and the short names of classes that a text says."""
        names = self.short_names(framework)
        if len(names) > MOST_SEARCHES:
            found = [one for one in dict.fromkeys(_WORD.findall(source)) if one in names]
        else:
            found = [one for one in names if one in source]
        return [*(word for word in self.words(framework) if word in source), *found]

    def could_tell(self, source: str, framework: str) -> bool:
        """Whether the text matters, or could by what it imports from the files beside it."""
        return self.could_matter(source, framework) or self._borrows(source, framework)

    def could_export(self, source: str, framework: str) -> bool:
        """Whether the text names something that it could hand on: ``torch.optim``, ``o.optim``."""
        if not any(root in source for root in self.roots if root != framework):
            return self._borrows(source, framework)
        pattern = self._named.get(framework)
        if pattern is None:
            words = "|".join(map(re.escape, self.words(framework))) or "(?!)"
            pattern = self._named[framework] = re.compile(
                rf"\.(?:{words})\b|\bimport[ \t]*(?:\([^)]*|.*)\b(?:{words})\b"
            )
        return bool(pattern.search(source)) or self._borrows(source, framework)

    def _borrows(self, source: str, framework: str) -> bool:
        """Whether the text imports a class by its usual name from a file beside it."""
        if "from ." not in source:
            return False
        names = self.short_names(framework)
        return any(
            name in names or name in self.words(framework)
            for imported in _FROM_BESIDE.findall(source)
            for name in _WORD.findall(imported)
        )

    def could_matter(self, source: str, framework: str) -> bool:
        """Whether the text says a root, and anything that the registry knows below the roots."""
        return any(root in source for root in self.roots if root != framework) and any(
            word in source for word in self.words(framework)
        )


def prefixes(names: Iterable[str]) -> set[str]:
    """Every name with all that it starts with: torch, torch.optim, torch.optim.SGD."""
    found: set[str] = set()
    for name in names:
        while name and name not in found:
            found.add(name)
            name = name.rpartition(".")[0]
    return found
