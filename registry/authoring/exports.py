"""The public names of a module, as its source says them.

They are those of ``__all__``, which may be put together from those of other modules. Without one
they are the classes and functions that are defined in the module or, where it is a package, in its
parts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from registry.authoring.sources import Sources

_NAMES = "__all__"


def public(sources: Sources, module: str) -> list[str]:
    """The public names of a module, without those of modules; none where there is no such module.

    Raises ``ValueError`` with one sentence when ``__all__`` cannot be read without running it.
    """
    reading = _Reading(sources, module)
    listed = reading.listed()
    if listed is not None:
        kinds = {name: sources.named(f"{module}.{name}") for name in listed}
        return sorted(name for name, what in kinds.items() if not what or what.kind != "module")
    return sorted(name for name in reading.bound() if _is_own(sources, module, name))


def _is_own(sources: Sources, module: str, name: str) -> bool:
    what = None if name.startswith("_") else sources.named(f"{module}.{name}")
    return (
        what is not None
        and what.kind in ("class", "function")
        and what.defined.startswith(f"{module}.")
    )


@dataclass(frozen=True)
class _Reading:
    """A module whose statements are read from top to bottom."""

    sources: Sources
    module: str

    def statements(self) -> Iterator[ast.stmt]:
        """Those that run when the module is imported and all goes well."""
        text = self.sources.text(self.module)
        if text is not None:
            yield from _run(ast.parse(text).body)

    def listed(self) -> list[str] | None:
        """What ``__all__`` has at the end; ``None`` where there is none."""
        names: list[str] | None = None
        for each in self.statements():
            match each:
                case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                    names = self._strings(value)
                case ast.AnnAssign(target=ast.Name(id="__all__"), value=ast.expr() as value):
                    names = self._strings(value)
                case ast.AugAssign(target=ast.Name(id="__all__"), op=ast.Add(), value=value):
                    names = [*(names or []), *self._strings(value)]
                case ast.Expr(ast.Call(ast.Attribute(ast.Name(id="__all__"), method), arguments)):
                    names = self._changed(names or [], method, arguments)
                case _ if _writes(each, _NAMES):
                    raise self._unreadable(each)
        return names

    def _changed(self, names: list[str], method: str, arguments: list[ast.expr]) -> list[str]:
        """The list after one of its methods was called."""
        match method, arguments:
            case "sort" | "reverse", _:
                return names
            case "extend", [value]:
                return [*names, *self._strings(value)]
            case "append", [ast.Constant(str(name))]:
                return [*names, name]
            case "remove", [ast.Constant(str(name))]:
                return [each for each in names if each != name]
        raise self._unreadable(arguments[0] if arguments else None)

    def _strings(self, value: ast.expr) -> list[str]:
        """The strings of an expression that stands for several."""
        match value:
            case ast.List(items) | ast.Tuple(items) | ast.Set(items):
                return [text for item in items for text in self._item(item)]
            case ast.BinOp(left, ast.Add(), right):
                return [*self._strings(left), *self._strings(right)]
            case ast.Call(ast.Name("list" | "tuple" | "sorted" | "set"), [inner], []):
                return self._strings(inner)
            case ast.Attribute(around, "__all__"):
                what = self.sources.named(f"{self.module}.{ast.unparse(around)}")
                if what and what.kind == "module":
                    return _Reading(self.sources, what.defined).listed() or []
        raise self._unreadable(value)

    def _item(self, item: ast.expr) -> list[str]:
        match item:
            case ast.Constant(str(text)):
                return [text]
            case ast.Starred(inner):
                return self._strings(inner)
        raise self._unreadable(item)

    def _unreadable(self, node: ast.stmt | ast.expr | None) -> ValueError:
        line = f" (line {node.lineno})" if node is not None else ""
        return ValueError(f"the {_NAMES} of {self.module}{line} is made by running it")

    def bound(self) -> set[str]:
        """The names that the module has at the end, by definition, import or assignment."""
        names: set[str] = set()
        for each in self.statements():
            match each:
                case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                    names.add(name)
                case ast.Assign(targets):
                    names.update(one.id for one in targets if isinstance(one, ast.Name))
                case ast.Delete(targets):
                    names.difference_update(one.id for one in targets if isinstance(one, ast.Name))
                case ast.ImportFrom(names=[ast.alias("*")]):
                    names.update(public(self.sources, self._source_of(each)))
                case ast.ImportFrom(names=aliases):
                    names.update(one.asname or one.name for one in aliases)
        return names

    def _source_of(self, imported: ast.ImportFrom) -> str:
        """The full name of the module that an import takes from."""
        if not imported.level:
            return imported.module or ""
        parts = self.module.split(".")
        # A package is itself where a relative import of a module starts.
        up = imported.level - self.sources.is_package(self.module)
        return ".".join([*parts[: len(parts) - up], *filter(None, [imported.module])])


def _run(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for each in body:
        match each:
            case ast.If(test, inner, others):
                typing_only = ast.unparse(test).rpartition(".")[2] == "TYPE_CHECKING"
                yield from _run([*([] if typing_only else inner), *others])
            case ast.Try(inner, _, others, last):
                yield from _run([*inner, *others, *last])
            case ast.With(_, inner):
                yield from _run(inner)
            case _:
                yield each


def _writes(statement: ast.stmt, name: str) -> bool:
    """May the statement, at any depth, change what a global name stands for?"""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    for each in ast.walk(statement):
        match each:
            case ast.Name(id=found, ctx=ast.Store() | ast.Del()) if found == name:
                return True
            case ast.Attribute(ast.Name(id=found), "append" | "extend" | "remove" | "insert"):
                if found == name:
                    return True
    return False
