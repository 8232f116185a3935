"""What the sources of a framework declare, read without running them.

A name is followed as Python would follow it: through packages, re-exports, star imports, base
classes and assignments. Only the modules on that way are parsed, so that a framework of a thousand
files answers at once, and so does one that cannot be imported here.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import griffe

from registry.authoring.locating import Place, files, is_folder
from registry.language import signatures
from registry.language.signatures import Signature

_MOST_STEPS = 60


@dataclass(frozen=True)
class Declared:
    """A class or function as its source declares it, and where that is."""

    api: str
    """The name that was asked for."""
    path: Path
    line: int
    signature: Signature
    """Without ``self``; of a class, that of ``__init__``."""


@dataclass(frozen=True)
class Named:
    """What a name leads to, once imports and assignments are followed."""

    kind: Literal["module", "class", "function", "attribute"]
    defined: str
    """The full name under which it is defined."""
    documentation: str


@dataclass(frozen=True)
class _Found:
    """A module, class, function or attribute, and the module in whose words it is written."""

    what: griffe.Object
    module: griffe.Module


@dataclass(frozen=True)
class Sources:
    """Packages in some folders, such as those of an environment, of a wheel or of a checkout."""

    places: tuple[Place, ...]
    unread: list[Path] = field(default_factory=list, repr=False)
    """The files that were needed and could not be parsed; what they have is as good as missing."""
    _modules: dict[str, griffe.Module | None] = field(default_factory=dict, repr=False)
    _starry: dict[tuple[str, str], _Found | None] = field(default_factory=dict, repr=False)
    _trees: dict[str, ast.Module] = field(default_factory=dict, repr=False)

    def has(self, package: str) -> bool:
        """Is there a package of that name?"""
        return self._module(package) is not None

    def is_package(self, module: str) -> bool:
        """Has the module of that name parts?"""
        found = self._module(module)
        return found is not None and found.is_init_module

    def named(self, api: str) -> Named | None:
        """What the name leads to; ``None`` where there is no such name."""
        self._starry.clear()
        found = self._named(api, ())
        if found is None:
            return None
        documented = found.what.docstring
        return Named(found.what.kind.value, found.what.path, documented.value if documented else "")

    def text(self, module: str) -> str | None:
        """The source of a module; ``None`` where there is none that can be parsed."""
        path = next(files(self.places, module), None)
        if path is None or self._module(module) is None:
            return None
        return path.read_text(encoding="utf-8")

    def declared(self, api: str) -> Declared:
        """The class or function of that name.

        Raises ``LookupError`` with one sentence when there is none, and ``ValueError`` when there
        is one whose signature the data cannot hold.
        """
        self._starry.clear()
        found = self._named(api, ())
        if found is None:
            raise LookupError(f"there is no {api}; {self._nearest(api)}")
        if not isinstance(found.what, griffe.Class | griffe.Function):
            raise LookupError(f"{api} is neither a class nor a function")
        maker = found
        if isinstance(found.what, griffe.Class):
            maker = self._member(found, "__init__", ()) or found
        try:
            signature = self._signature(maker)
        except ValueError as error:
            raise ValueError(f"the signature of {api} cannot be written down: {error}") from None
        return Declared(api, Path(str(found.what.filepath)), found.what.lineno or 1, signature)

    def _nearest(self, api: str) -> str:
        """What to say of a name that is not there: how much of it is."""
        parts = api.split(".")
        for length in range(len(parts) - 1, 0, -1):
            start = ".".join(parts[:length])
            if self._named(start, ()) is not None:
                return f"{start} has no {parts[length]}"
        return f"no package {parts[0]} is in {', '.join(map(str, self.places)) or 'any folder'}"

    def _module(self, name: str) -> griffe.Module | None:
        """The module of that name, parsed; ``None`` where there is none."""
        if name not in self._modules:
            path = next(files(self.places, name), None)
            self._modules[name] = _parsed(name, path) if path else None
            if path and self._modules[name] is None:
                self.unread.append(Path(str(path)))
            if not path and "." in name and is_folder(self.places, name):
                self._modules[name] = griffe.Module(name)
        return self._modules[name]

    def _named(self, name: str, way: tuple[str, ...]) -> _Found | None:
        """What a full name leads to; ``way`` has the names that led here."""
        if name in way or len(way) > _MOST_STEPS:
            return None
        first, *rest = name.split(".")
        module = self._module(first)
        found = _Found(module, module) if module else None
        for part in rest:
            found = found and self._member(found, part, (*way, name))
        return found

    def _member(self, around: _Found, name: str, way: tuple[str, ...]) -> _Found | None:
        """What a module or a class has under a name of its own or of others."""
        member = around.what.members.get(name)
        found = None if member is None else self._meant(member, around.module, way)
        if found is None and isinstance(around.what, griffe.Module):
            module = self._module(f"{around.what.path}.{name}")
            found = _Found(module, module) if module else self._starred(around.what, name, way)
        if found is None and isinstance(around.what, griffe.Class):
            found = self._set_by_a_method(around, name)
            found = found or self._inherited(around.what, around.module, name, way)
        return found

    def _meant(
        self, member: griffe.Object | griffe.Alias, module: griffe.Module, way: tuple[str, ...]
    ) -> _Found | None:
        """What a member is once imports and assignments are followed."""
        if isinstance(member, griffe.Alias):
            return self._imported(member.target_path, way)
        value = member.value if isinstance(member, griffe.Attribute) else None
        if isinstance(value, griffe.ExprName | griffe.ExprAttribute):
            return self._of_the_words(value, module, (*way, member.path)) or _Found(member, module)
        return _Found(member, module)

    def _imported(self, name: str, way: tuple[str, ...]) -> _Found | None:
        """What an import brings. It goes from module to module, whatever else their names mean."""
        start, _, last = name.rpartition(".")
        module = self._module(start) if start else None
        if module is None or name in way or len(way) > _MOST_STEPS:
            return self._named(name, way)
        return self._member(_Found(module, module), last, (*way, name))

    def _starred(self, module: griffe.Module, name: str, way: tuple[str, ...]) -> _Found | None:
        """What a star import brings. The last import that has the name counts."""
        if name.startswith("_"):
            return None
        key = (module.path, name)
        if key in self._starry:  # asked already, maybe by itself in a circle
            return self._starry[key]
        self._starry[key] = None
        stars = [each for each in module.members.values() if isinstance(each, griffe.Alias)]
        for each in reversed([each for each in stars if each.wildcard]):
            found = self._imported(f"{each.target_path}.{name}", way)
            if found is not None:
                self._starry[key] = found
                return found
        return None

    def _set_by_a_method(self, around: _Found, name: str) -> _Found | None:
        """The attribute that a method of a class gives to its object."""
        tree = self._trees.get(around.module.path)
        if tree is None:
            tree = ast.parse(self.text(around.module.path) or "")
            self._trees[around.module.path] = tree
        for each in ast.walk(tree):
            if isinstance(each, ast.ClassDef) and each.name == around.what.name:
                for one in ast.walk(each):
                    match one:
                        case ast.Attribute(ast.Name("self"), attr, ast.Store()) if attr == name:
                            attribute = griffe.Attribute(name, parent=around.what)
                            return _Found(attribute, around.module)
        return None

    def _inherited(
        self, what: griffe.Class, module: griffe.Module, name: str, way: tuple[str, ...]
    ) -> _Found | None:
        for base in what.bases:
            if len(way) > _MOST_STEPS or isinstance(base, str):
                continue
            found = self._of_the_words(base, module, (*way, what.path))
            member = found and self._member(found, name, (*way, what.path))
            if member:
                return member
        return None

    def _of_the_words(
        self, words: griffe.Expr, module: griffe.Module, way: tuple[str, ...]
    ) -> _Found | None:
        """What an expression such as ``optimizer.Optimizer`` means in a module."""
        found: _Found | None = _Found(module, module)
        for part in str(words).split("."):
            found = found and self._member(found, part, way)
        return found

    def _signature(self, maker: _Found) -> Signature:
        if not isinstance(maker.what, griffe.Function):
            return self._of_fields(maker)
        parts: list[str] = []
        declared = list(maker.what.parameters)
        if isinstance(maker.what.parent, griffe.Class) and not _is_static(maker.what):
            declared = declared[1:]
        for each in declared:
            kind = str(each.kind and each.kind.value)
            if kind == "keyword-only" and not any(part.startswith("*") for part in parts):
                parts.append("*")
            stars = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
            default = "" if stars or each.default is None else str(each.default)
            if self._asks_for_it(default, maker.module):
                default = ""
            value = f"={self._constant(default, maker.module)}" if default else ""
            parts.append(f"{stars}{each.name}{value}")
        return signatures.parse(f"({', '.join(parts)})")

    def _of_fields(self, maker: _Found) -> Signature:
        """The signature of a class without ``__init__``: nothing, or a named tuple's fields."""
        if not isinstance(maker.what, griffe.Class) or not (
            maker.what.bases or maker.what.decorators
        ):
            return Signature(())
        if [str(base).rpartition(".")[2] for base in maker.what.bases] != ["NamedTuple"]:
            raise ValueError("it comes from a base or a decorator of the class")
        fields = [
            f"{each.name}={self._constant(str(each.value), maker.module)}"
            if each.value is not None
            else each.name
            for each in maker.what.members.values()
            if isinstance(each, griffe.Attribute) and each.annotation is not None
        ]
        return signatures.parse(f"({', '.join(fields)})")

    def _asks_for_it(self, default: str, module: griffe.Module) -> bool:
        """Does a default stand for none? PyTorch up to 2.1 has ``lr=required`` for its SGD."""
        if not default.isidentifier():
            return False
        found = self._member(_Found(module, module), default, ())
        made = found.what.value if found and isinstance(found.what, griffe.Attribute) else None
        return str(made) == "_RequiredParameter()"

    def _constant(self, default: str, module: griffe.Module) -> str:
        """A default with the constants of its module in place of their names."""
        tree = _Constants(self, module).visit(ast.parse(default, mode="eval"))
        return ast.unparse(tree)


class _Constants(ast.NodeTransformer):
    """Puts the value in place of each name that stands for a number, a word and the like."""

    def __init__(self, sources: Sources, module: griffe.Module) -> None:
        self.sources, self.module = sources, module

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.sources._member(_Found(self.module, self.module), node.id, ())
        if found is None or not isinstance(found.what, griffe.Attribute):
            return node
        value = ast.parse(str(found.what.value), mode="eval").body
        try:
            ast.literal_eval(value)
        except ValueError:
            return node
        return value


def _parsed(name: str, path: Place) -> griffe.Module | None:
    try:
        code = path.read_text(encoding="utf-8")
        return griffe.visit(name, filepath=Path(str(path)), code=code)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None  # as good as not there; the name is then said to be missing


def _is_static(function: griffe.Function) -> bool:
    return any(str(each.value) == "staticmethod" for each in function.decorators)
