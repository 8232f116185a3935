"""The uses of APIs and instances that one file makes, each judged and reported once."""

from __future__ import annotations

import ast

from flake8_registry import codes, hints
from flake8_registry.called import about_arguments, about_call
from flake8_registry.finding import Finding
from flake8_registry.judgement import Judge, Remark
from flake8_registry.library import constant_texts
from flake8_registry.resolve import Resolver
from flake8_registry.scopes import covers, without_none
from flake8_registry.values import (
    UNKNOWN,
    Alternatives,
    Instance,
    LocalFunction,
    Named,
    Namespace,
    Partial,
    Typed,
)

_MISSING = frozenset({codes.NO_COUNTERPART, codes.NOT_IN_TARGET})
_MOST_CALLED = 8
_SPECIAL_ROLES = frozenset({"subclass", "store"})
"""Roles in which a name is resolved for what it is an attribute of, and not reported itself."""
_OF_MODULES_TOO = frozenset({"state_dict", "load_state_dict", "zero_grad", "state", "step"})
"""Attributes that need not be those of an optimizer where it may be something else."""


class Uses:
    """Looks at one node at a time, in the current scope of the resolver, and keeps the findings."""

    def __init__(self, resolver: Resolver, judge: Judge) -> None:
        self.resolver = resolver
        self.judge = judge
        self.index = resolver.index
        self.operations = self.index.operation_names
        self._found: dict[tuple[int, int, str, str], Finding] = {}

    def findings(self) -> list[Finding]:
        """What has been found, in the order of the file."""
        return sorted(self._found.values())

    def expression(
        self,
        node: ast.expr,
        role: str = "reference",
        call: ast.Call | None = None,
        place: ast.expr | None = None,
    ) -> None:
        """A name, or attributes of one, in a role; ``call`` is the call that it is the function of.

        ``place`` is where to report it, if that is not where it stands (a string annotation).
        """
        attributes: list[str] = []
        base = node
        while isinstance(base, ast.Attribute):
            attributes.append(base.attr)
            base = base.value
        values = self.resolver.value(base)
        place = place or node
        prefix = base.id if isinstance(base, ast.Name) else ""
        if attributes and self._is_api(values) and not (call and attributes[-1] == "__init__"):
            self._api(values, "reference" if role == "call" else role, place)
            return
        for attribute in reversed(attributes):
            if self._operation(values, attribute, place, call):
                return
            if attribute == "__init__" and call is not None:
                self._base_constructor(values, call, place)
                return
            values = self._member(values, attribute, prefix)
            prefix = ""
            if self._is_unknown_name(values, place):
                return
            if self._is_api(values):
                if attribute != attributes[0]:
                    call = None
                    role = "reference" if role == "call" else role
                break
            if values == (UNKNOWN,):
                return
        if call is not None:
            self.call(values, call, place)
        else:
            self._api(values, role, place)

    def call(
        self, values: Alternatives, node: ast.Call, place: ast.expr, *, named: bool = True
    ) -> None:
        """A call of what the values stand for; not ``named``: the name is reported elsewhere."""
        if named:
            self._api(values, "call", place)
        known = without_none(values)[:_MOST_CALLED]
        if not known:
            return
        first, *others = (list(about_call(self.resolver, self.judge, one, node)) for one in known)
        for said in first:
            if all(any(said[0].is_like(one[0]) for one in other) for other in others):
                self._report(said[0], place, said[1], "argument")

    def _base_constructor(self, values: Alternatives, call: ast.Call, place: ast.expr) -> None:
        """``super().__init__(...)`` and ``SGD.__init__(self, ...)``."""
        for value in values:
            if isinstance(value, Instance) and value.owner is None:
                found = about_arguments(self.resolver, self.judge, value.api, call)
            elif isinstance(value, Named):
                found = about_arguments(self.resolver, self.judge, value.path, call, skip=1)
            else:
                continue
            for remark, api in found:
                self._report(remark, place, api, "argument")

    def getattr(
        self, node: ast.Call, call: ast.Call | None, *, has_default: bool | None = None
    ) -> None:
        """``getattr(owner, name)``, and the call of what it gives."""
        owner = self.resolver.value(node.args[0])
        names = constant_texts(self.resolver, node.args[1])
        if names and (len(node.args) > 2 if has_default is None else has_default):
            return  # A default says what to do where the name is missing.
        for name in names:
            if self._operation(owner, name, node, call):
                return
        if not names:
            self._dynamic(owner, node)
            return
        values = self.resolver.value(node)
        if not self._is_unknown_name(values, node):
            self._api(values, "call" if call is not None else "reference", node)

    def subscript(self, node: ast.Subscript) -> None:
        """``vars(torch.optim)[name]``."""
        owner = self.resolver.value(node.value)
        if any(isinstance(one, Namespace) for one in owner):
            if constant_texts(self.resolver, node.slice):
                self._api(self.resolver.value(node), "reference", node)
            else:
                self._dynamic(owner, node)

    def imported(self, module: str, name: str, node: ast.alias) -> None:
        """A from-import of a name."""
        value = self.resolver.named(f"{module}.{name}")
        if isinstance(value, Named) and not self._is_unknown_name((value,), node):
            self._api((value,), "import", node)

    def imported_values(self, values: Alternatives, node: ast.alias) -> None:
        """A from-import of something that is known already."""
        self._api(values, "import", node)

    def subclass(self, base: ast.expr) -> None:
        """A base of a class of this file."""
        if isinstance(base, ast.Attribute):
            self.expression(base, "subclass")
        known = without_none(self.resolver.value(base))
        remarks = [
            self.judge.subclass(one.path)
            for one in known
            if isinstance(one, Named) and self.index.kind(one.path) in self.index.subclass
        ]
        if remarks and len(remarks) == len(known) and isinstance(known[0], Named):
            self._report(remarks[0], base, known[0].path, "subclass")

    def annotation(self, node: ast.expr) -> None:
        """The names of an annotation."""
        for name, place in hints.mentioned(node):
            self.expression(name, "annotation", place=place)

    def checked(self, node: ast.expr) -> None:
        """The classes of ``isinstance(..., classes)`` or of a class pattern."""
        for name, place in hints.mentioned(node):
            self.expression(name, "isinstance", place=place)

    def text(self, node: ast.Constant) -> None:
        """A string that may be the full name of an API."""
        written = str(node.value)
        name = self.index.canonical.get(written, written)
        if name in self.index.apis:
            self._report(self.judge.text(name), node, name, "string")

    def typed(self, node: ast.expr) -> None:
        """The ``'SGD'`` of ``dict(type='SGD')``."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = self.index.short_names(self.resolver.framework).get(node.value)
            if name is not None:
                self._report(self.judge.text(name), node, name, "string")

    def _api(self, values: Alternatives, role: str, place: ast.expr | ast.alias) -> None:
        """Report the API if every alternative deserves a report: what may be fine stays unsaid."""
        if role in _SPECIAL_ROLES:
            return
        found: list[tuple[Remark, str]] = []
        for value in without_none(values):
            if isinstance(value, Partial):
                value = value.function
            remark = self.judge.use(value.path, role) if isinstance(value, Named) else None
            if remark is None or not isinstance(value, Named):
                return
            found.append((remark, value.path))
        if found and len({remark.code in _MISSING for remark, _ in found}) == 1:
            self._report(found[0][0], place, found[0][1], role)

    def _operation(
        self, values: Alternatives, name: str, place: ast.expr, call: ast.Call | None
    ) -> bool:
        """Report an operation on an instance; whether the attribute is one."""
        if name not in self.operations:
            return False
        known = [value for value in values if isinstance(value, Instance)]
        if not known or Typed(self.resolver.framework) in values:
            return False
        if hints.OTHER in values and name in _OF_MODULES_TOO:
            return True
        if any(self._is_of_the_target(instance.api) for instance in known):
            return True
        guards = self.resolver.scope.layer.guards
        for instance in known:
            if instance.owner is not None and self._is_its_own(instance.owner, name):
                continue
            with_argument = call is not None and _gives_something(call)
            remark = self.judge.operation(instance, name, with_argument=with_argument)
            if remark is not None and f".{name}" not in guards:
                self._report(remark, place, instance.api, "operation")
                break
        return True

    def _is_its_own(self, owner: ast.ClassDef, name: str) -> bool:
        """Whether a class of this file has its own idea of an operation."""
        found = self.resolver.facts.attribute(owner, name)
        return found is not None and any(isinstance(one, LocalFunction) for one in found)

    def _is_api(self, values: Alternatives) -> bool:
        return any(isinstance(one, Named) and one.path in self.index.apis for one in values)

    def _member(self, values: Alternatives, name: str, prefix: str) -> Alternatives:
        found = self.resolver.member(values, name)
        if prefix and (UNKNOWN in found or f"{prefix}.{name}" in self.resolver.narrowed):
            return self.resolver.dotted(prefix, name) or found
        return found

    def _is_unknown_name(self, values: Alternatives, place: ast.expr | ast.alias) -> bool:
        if len(values) != 1 or not isinstance(values[0], Named):
            return False
        path = values[0].path
        module, _, name = path.rpartition(".")
        known = self.index.modules.get(module)
        if known is None or name in known or path in self.index.prefixes:
            return False
        if self._is_of_the_target(path):
            return False
        if name.startswith("_") or name.islower():
            return False
        self._report(self.judge.unknown(path), place, path, "reference")
        return True

    def _is_of_the_target(self, path: str) -> bool:
        """Whether a name belongs to the framework that is ported to, and needs no port."""
        return path.partition(".")[0] == self.resolver.framework

    def _dynamic(self, owner: Alternatives, place: ast.expr) -> None:
        for one in owner:
            if isinstance(one, (Named, Namespace)) and one.path in self.index.modules:
                self._report(self.judge.dynamic(one.path), place, one.path, "reference")

    def _report(
        self, remark: Remark | None, place: ast.expr | ast.alias, api: str, role: str
    ) -> None:
        if remark is None or covers(self.resolver.scope.layer.guards, api):
            return
        node = remark.node or place
        line, column = node.lineno, node.col_offset
        key = (line, column, remark.code, remark.text if remark.node is not None else api)
        if key not in self._found:
            self._found[key] = Finding(line, column, remark.code, remark.text, api, role)


def _gives_something(call: ast.Call) -> bool:
    """Whether an argument is written out that is not None; ``**kwargs`` may hold nothing."""
    given = [one for one in call.args if not isinstance(one, ast.Starred)]
    given += [keyword.value for keyword in call.keywords if keyword.arg is not None]
    return any(not (isinstance(one, ast.Constant) and one.value is None) for one in given)
