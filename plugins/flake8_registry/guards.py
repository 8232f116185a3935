"""Which tests say that the code under them runs where a name exists, and so need not be portable.

A guard is a set of names. ``torch`` covers everything of torch, ``torch.optim.LBFGS`` that class,
``.param_groups`` the attribute of any object, and ``EVERYTHING`` all code. A plain ``if`` about
anything else guards nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from flake8_registry.library import constant_texts
from flake8_registry.names import Names
from flake8_registry.scopes import EVERYTHING, NO_GUARDS
from flake8_registry.values import (
    NONE,
    Alternatives,
    Flag,
    Items,
    Literal,
    Named,
    Namespace,
    VersionOf,
    elements,
)

Guarded = frozenset[str]
Sides = tuple[Guarded, Guarded]
NEITHER: Sides = (NO_GUARDS, NO_GUARDS)

DEEPEST = 20
_IMPORTS = (ast.Import, ast.ImportFrom)
MISSING = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError"})
_HANDLES_MISSING_NAMES = frozenset({*MISSING, "NameError", "PackageNotFoundError"})
_CALLED = {"torch": ("torch", "pytorch", "pt")}
"""What texts call a framework, where that is not its own name with and without ``py``."""
_BEFORE = r"(?:is|has|have|got|with|use|uses|using|found|enable|on)_?"
_AFTER = (
    r"_?(?:is_)?(?:available|installed|found|present|exists|enabled|imported|ok"
    r"|(?:version|greater|newer|at_least|ge_?\d|gt_?\d|\d)\w*)"
)


def sides(resolver: Names, test: ast.expr, depth: int = 0) -> Sides:
    """The guards where the test holds, and where it does not."""
    if depth > DEEPEST or (depth == 0 and not resolver.facts.text.could_ask(test)):
        return NEITHER
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        holds, fails = sides(resolver, test.operand, depth + 1)
        return fails, holds
    if isinstance(test, ast.BoolOp):
        parts = [sides(resolver, one, depth + 1) for one in test.values]
        every: Guarded = NO_GUARDS.union(*(part[isinstance(test.op, ast.Or)] for part in parts))
        other = isinstance(test.op, ast.And)
        common = parts[0][other].intersection(*(part[other] for part in parts[1:]))
        return (every, common) if isinstance(test.op, ast.And) else (common, every)
    if isinstance(test, ast.Compare):
        return _compare(resolver, test)
    if isinstance(test, ast.Call):
        return _called(resolver, test)
    if isinstance(test, (ast.Name, ast.Attribute)):
        found = _existing(resolver, test)
        return _exist(resolver, found) if found else _of_a_version(resolver, [test])
    if isinstance(test, ast.NamedExpr):
        return sides(resolver, test.value, depth + 1)
    return NEITHER


def flag(resolver: Names, node: ast.expr) -> Alternatives | None:
    """The flag that a test makes when its result is kept: ``HAS_X = hasattr(torch.optim, "X")``."""
    if isinstance(node, (ast.Compare, ast.BoolOp, ast.UnaryOp)) or (
        isinstance(node, ast.Call) and _last(node.func) in ("hasattr", "bool")
    ):
        if isinstance(node, ast.Call) and _last(node.func) == "bool" and node.args:
            node = node.args[0]
        holds, fails = sides(resolver, node)
        if holds and holds == fails:
            return tuple(VersionOf(root) for root in sorted(holds))
        return (Flag(holds),) if holds else None
    return None


def handles_missing_names(handler: ast.ExceptHandler, body: list[ast.stmt]) -> bool:
    """Whether a handler goes on without a name that is missing, instead of raising again.

    One that catches everything does so where nothing but imports is tried.
    """
    if isinstance(handler.body[-1], ast.Raise):
        return False
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {"Exception" if one is None else _last(one) for one in caught}
    if names & {"Exception", "BaseException"}:
        return isinstance(body[0], _IMPORTS) and all(
            isinstance(one, (*_IMPORTS, ast.Assign)) for one in body
        )
    return not names.isdisjoint(_HANDLES_MISSING_NAMES)


def required(resolver: Names, decorator: ast.expr) -> Guarded:
    """The names that a decorator of a test asks for: ``skipIf(not HAS_TORCH)``."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = _last(function).lower()
    if isinstance(decorator, ast.Call) and decorator.args:
        if name == "skipunless":
            return sides(resolver, decorator.args[0])[0]
        if name == "skipif":
            return sides(resolver, decorator.args[0])[1]
    return frozenset(
        root
        for root in resolver.frameworks
        if root != resolver.framework and re.fullmatch(rf"_*requires?_(?:py)?{root}\w*", name)
    )


def of_pattern(resolver: Names, case: ast.match_case) -> Sides:
    """Both sides of ``case "torch" | "pytorch":``."""
    patterns = case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
    texts = [one.value for one in patterns if isinstance(one, ast.MatchValue)]
    if len(texts) != len(patterns):
        return NEITHER
    found = _about_a_framework(resolver, texts)
    holds, fails = _exist(resolver, found) if found else NEITHER
    return holds, NO_GUARDS if case.guard is not None else fails


def tried(resolver: Names, body: Iterable[ast.stmt]) -> Guarded:
    """The names that a ``try`` asks for: what its imports bind, what its statements mention."""
    found: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import):
            found.update(alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            names = [f"{statement.module}.{alias.name}" for alias in statement.names]
            found.update(resolver.index.canonical.get(name, name) for name in names)
        elif isinstance(statement, (ast.Expr, ast.Assign)):
            values = resolver.value(statement.value)
            found.update(one.path for one in values if isinstance(one, Named))
            found.update(one.root for one in values if isinstance(one, VersionOf))
    frameworks = resolver.frameworks
    return frozenset(name for name in found if name.partition(".")[0] in frameworks)


def imports_target(resolver: Names, names: Guarded) -> bool:
    """Whether one of the names belongs to the framework that is ported to."""
    return any(name.partition(".")[0] == resolver.framework for name in names)


def _exist(resolver: Names, names: Guarded) -> Sides:
    """Both sides of a test that names exist; that the target is absent guards everything."""
    source = frozenset(n for n in names if n.partition(".")[0] != resolver.framework)
    absent = frozenset({EVERYTHING}) if imports_target(resolver, names) else NO_GUARDS
    return source, absent


def _existing(resolver: Names, node: ast.expr) -> Guarded:
    """The names whose existence the truth of a plain name or attribute tells."""
    found: set[str] = set()
    for value in resolver.value(node):
        if isinstance(value, Flag):
            found |= value.names
        elif isinstance(value, Named) and value.path.partition(".")[0] in resolver.frameworks:
            found.add(value.path)
    return frozenset(found) or _by_its_name(resolver, node)


def _by_its_name(resolver: Names, node: ast.expr) -> Guarded:
    """``HAS_TORCH``, ``is_torch_available``: a flag that says in its name what it is about."""
    name = _last(node).lower()
    return frozenset(
        root
        for root in resolver.frameworks
        if root in name
        and re.fullmatch(
            rf"_*(?:{_BEFORE}(?:py)?{root}(?:{_AFTER})?|(?:py)?{root}{_AFTER})_*", name
        )
    )


def _called(resolver: Names, test: ast.Call) -> Sides:
    name = _last(test.func)
    if name in ("hasattr", "getattr") and len(test.args) > 1 and _is_builtin(resolver, test.func):
        return _hasattr(resolver, test.args[0], test.args[1])
    if name == "bool" and len(test.args) == 1:
        return sides(resolver, test.args[0], 1)
    found = frozenset(
        one for value in resolver.value(test) if isinstance(value, Flag) for one in value.names
    )
    if found or (found := _by_its_name(resolver, test.func)):
        return _exist(resolver, found)
    return _of_a_version(resolver, [test])


def _is_builtin(resolver: Names, node: ast.expr) -> bool:
    found = resolver.value(node)
    return any(isinstance(one, Named) and one.path.startswith("builtins.") for one in found)


def _hasattr(resolver: Names, owner: ast.expr, attribute: ast.expr) -> Sides:
    names = constant_texts(resolver, attribute)
    found: set[str] = set()
    for value in resolver.value(owner):
        if isinstance(value, Named):
            found.update(
                resolver.index.canonical.get(one, one)
                for one in (f"{value.path}.{name}" for name in names)
            )
            if not names:
                found.add(value.path)
        else:
            found.update(f".{name}" for name in names)
    return _exist(resolver, frozenset(found))


def _compare(resolver: Names, test: ast.Compare) -> Sides:
    left, right, op = test.left, test.comparators[-1], test.ops[-1]
    versions = _of_a_version(resolver, [left, *test.comparators])
    if versions != NEITHER or len(test.ops) > 1:
        return versions
    if isinstance(op, (ast.In, ast.NotIn)):
        found = _membership(resolver, left, right)
        negative = isinstance(op, ast.NotIn)
    elif isinstance(op, (ast.Is, ast.IsNot, ast.Eq, ast.NotEq)):
        if isinstance(left, ast.Constant):
            left, right = right, left
        negative = isinstance(op, (ast.Is, ast.Eq))
        values = resolver.value(right)
        if values == (NONE,):
            found = _existing(resolver, left)
        elif values == (Literal(True, "bool"),) or values == (Literal(False, "bool"),):
            found = _existing(resolver, left)
            negative = negative is (values[0] == Literal(False, "bool"))
        else:
            found = _about_a_framework(resolver, [right])
            negative = not negative
    else:
        return NEITHER
    holds, fails = _exist(resolver, found) if found else NEITHER
    return (fails, holds) if negative else (holds, fails)


def _of_a_version(resolver: Names, operands: list[ast.expr]) -> Sides:
    """A comparison of a framework's version: on both sides of it, that framework runs."""
    for operand in operands if resolver.facts.text.versions else ():
        values = resolver.value(operand)
        inner = elements(values) if any(isinstance(one, Items) for one in values) else ()
        for value in (*values, *inner):
            if isinstance(value, VersionOf) and value.root != resolver.framework:
                return frozenset({value.root}), frozenset({value.root})
    return NEITHER


def _membership(resolver: Names, member: ast.expr, container: ast.expr) -> Guarded:
    """``"torch" in sys.modules``, ``"LBFGS" in dir(torch.optim)``, ``kind in ("torch", "pt")``."""
    if isinstance(container, (ast.Tuple, ast.List, ast.Set)):
        return _about_a_framework(resolver, container.elts)
    names = constant_texts(resolver, member)
    if isinstance(container, ast.Call) and _last(container.func) == "dir" and container.args:
        owners = resolver.value(container.args[0])
    else:
        owners = resolver.value(container)
    found: set[str] = set()
    for owner in owners:
        if owner == Named("sys.modules"):
            found.update(names)
        elif isinstance(owner, (Named, Namespace)):
            module = owner.path.removesuffix(".__all__")
            found.update(f"{module}.{name}" for name in names)
    return frozenset(found)


def _about_a_framework(resolver: Names, texts: list[ast.expr]) -> Guarded:
    """The framework of ``backend == "pytorch"``, where each text says the same one."""
    found: set[str] = set()
    for node in texts:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return NO_GUARDS
        text = node.value.lower()
        found.update(
            root for root in resolver.frameworks if text in _CALLED.get(root, (root, f"py{root}"))
        )
    return frozenset(found) if len(found) == 1 else NO_GUARDS


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
