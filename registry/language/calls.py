"""Calls written as code: the name that is called, and its arguments as values or as source text.

Code is read with :mod:`ast` and never run. What is a literal, or arithmetic on literals, has a
value; anything else is :class:`registry.language.signatures.Code`, which stands for itself.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from registry.language import conditions
from registry.language.signatures import Code, Signature
from registry.problems import Problem, UserError

_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_SIGNS: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_LARGEST = 2.0**53
# The functions that mean in every file what they mean in the language of conditions.
_BUILTIN = {"abs", "max", "min"}


@dataclass(frozen=True)
class Call:
    """A call as it is written. ``name`` is dotted; in a file its imports are resolved."""

    name: str
    positional: tuple[Any, ...]
    keywords: tuple[tuple[str, Any], ...]
    rest: tuple[str, ...]
    """What is unpacked into it (``*args``, ``**options``), as it is written."""
    text: str
    line: int = 1
    stored: str | None = None
    """The variable that its value is assigned to, where that is plain to see."""


def one(text: str) -> Call:
    """The only call of a text such as ``optim.Adam(net.parameters(), lr=1e-3)``.

    It may be assigned to something. Raises :class:`UserError` for any other text.
    """
    statements = _parsed(text.strip(), "CALL").body
    if len(statements) == 1 and isinstance(statements[0], ast.Expr | ast.Assign | ast.AnnAssign):
        value = statements[0].value
        if isinstance(value, ast.Call):
            name = _dotted(value.func)
            if name:
                return _call(value, name, text.strip())
    raise UserError.at("CALL", "is not one call; write it as in `torch.optim.SGD(params, lr=0.1)`")


def every(text: str, place: str) -> Iterator[Call]:
    """The calls of a Python file whose names come from its imports, in the order of its lines.

    A name that is also bound otherwise is left alone, because it may mean something else.
    """
    tree = _parsed(text, place)
    imported = _imports(tree)
    stored = _stored(tree)
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        first, dot, rest = _dotted(node.func).partition(".")
        if first in imported:
            yield _call(node, f"{imported[first]}{dot}{rest}", text, stored.get(id(node)))


def bound(call: Call, signature: Signature, subject: str | None) -> tuple[Any, dict[str, Any]]:
    """What is optimized or scheduled (the argument called ``subject``, if there is one), and the
    other arguments by their names, as Python binds them.

    Raises ``ValueError`` with one sentence for a call that Python refuses.
    """
    takes = [each.name for each in signature.arguments if not each.keyword_only]
    if len(call.positional) > len(takes):
        raise ValueError(f"it takes at most {len(takes)} arguments without a name")
    given = dict(zip(takes, call.positional, strict=False))
    for name, value in call.keywords:
        if name in given:
            raise ValueError(f"the argument {name} is given twice")
        if name not in signature:
            known = ", ".join(signature.names)
            raise ValueError(f"there is no parameter {name}; there are {known}")
        given[name] = value
    if subject and subject not in given and signature[subject].required:
        raise ValueError(f"the argument {subject} is missing; the source requires it")
    return given.pop(subject or "", None), given


def _parsed(text: str, place: str) -> ast.Module:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", 0) or 0
        said = getattr(error, "msg", None) or "it is nested too deeply"
        problem = Problem(place, line, "", f"is not Python: {said}")
        raise UserError(problem) from None


def _dotted(node: ast.expr) -> str:
    """``torch.optim.SGD`` for the expression of that name; empty for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _call(node: ast.Call, name: str, source: str, stored: str | None = None) -> Call:
    positional: list[Any] = []
    keywords: list[tuple[str, Any]] = []
    rest: list[str] = []
    for each in node.args:
        if isinstance(each, ast.Starred):
            rest.append(f"*{_text(each.value, source)}")
        else:
            positional.append(value_of(each, source))
    for keyword in node.keywords:
        value = value_of(keyword.value, source)
        if keyword.arg is not None:
            keywords.append((keyword.arg, value))
        elif isinstance(value, dict):
            keywords += value.items()
        else:
            rest.append(f"**{_text(keyword.value, source)}")
    return Call(
        name,
        tuple(positional),
        tuple(keywords),
        tuple(rest),
        _text(node, source),
        node.lineno,
        stored,
    )


def value_of(node: ast.expr, source: str) -> Any:
    """The value of a literal; of anything else its text. A list may hold some of both."""
    match node:
        case ast.Constant(value=value) if not isinstance(value, type(...)):
            return value
        case ast.Tuple(elts=items) if not _unpacks(items):
            return tuple(value_of(each, source) for each in items)
        case ast.List(elts=items) if not _unpacks(items):
            return [value_of(each, source) for each in items]
        case ast.Dict(keys=keys, values=values) if len(names := list(_texts(keys))) == len(keys):
            pairs = zip(names, values, strict=True)
            return {name: value_of(each, source) for name, each in pairs}
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=pairs) if _are_named(pairs):
            return {str(each.arg): value_of(each.value, source) for each in pairs}
        case ast.Lambda():
            return _function(node) or Code(_text(node, source))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNS:
            return _computed(_SIGNS[type(op)], node, source, operand)
        case ast.BinOp(op=ast.Pow(), left=left, right=right):
            return _computed(_power, node, source, left, right)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
            return _computed(_ARITHMETIC[type(op)], node, source, left, right)
    return Code(_text(node, source))


def _unpacks(items: list[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in items)


def _texts(keys: Iterable[ast.expr | None]) -> Iterator[str]:
    """The keys that are literal texts; ``**`` has no key."""
    for key in keys:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value


def _are_named(pairs: list[ast.keyword]) -> bool:
    return all(each.arg is not None for each in pairs)


def _computed(
    function: Callable[..., Any], node: ast.expr, source: str, *operands: ast.expr
) -> Any:
    """The result of arithmetic on numbers of an ordinary size; otherwise the text."""
    values = [value_of(each, source) for each in operands]
    if all(isinstance(each, int | float) and abs(each) <= _LARGEST for each in values):
        try:
            result = function(*values)
        except ArithmeticError:
            result = None
        if isinstance(result, int | float):
            return result
    return Code(_text(node, source))


def _power(base: float, exponent: float) -> Any:
    if abs(exponent) > 1024:
        raise OverflowError
    return base**exponent


class _Renamed(ast.NodeTransformer):
    def __init__(self, name: str) -> None:
        self._name = name

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(id="epoch", ctx=node.ctx) if node.id == self._name else node


def _function(node: ast.Lambda) -> dict[str, str] | None:
    """``{lambda: "0.95 ** epoch"}`` for a function that the language of conditions can compute."""
    takes = node.args
    if len(takes.args) != 1 or takes.vararg or takes.kwonlyargs or takes.kwarg or takes.defaults:
        return None
    name = takes.args[0].arg
    used = {each.id for each in ast.walk(node.body) if isinstance(each, ast.Name)}
    if name in _BUILTIN or not used <= {name, *_BUILTIN}:
        return None
    text = ast.unparse(_Renamed(name).visit(ast.parse(ast.unparse(node.body), mode="eval")))
    try:
        conditions.parse(text)
    except ValueError:
        return None
    return {"lambda": text}


def _text(node: ast.expr, source: str) -> str:
    """An expression as it is written, on one line, so that it can be an argument."""
    written = ast.get_source_segment(source, node)
    if written is None or "\n" in written:
        written = ast.unparse(node)
    return f"({written})" if isinstance(node, ast.NamedExpr) else written


def _imports(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for. One that has two meanings, or is assigned, is out."""
    found: dict[str, str] = {}
    unsure: set[str] = set()
    for name, meaning in _bindings(tree):
        if meaning is None or found.setdefault(name, meaning) != meaning:
            unsure.add(name)
    return {name: meaning for name, meaning in found.items() if name not in unsure}


def _bindings(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for each in names:
                    first = each.name.partition(".")[0]
                    yield each.asname or first, each.name if each.asname else first
            case ast.ImportFrom(module=str() as module, names=names, level=0):
                for each in names:
                    yield each.asname or each.name, f"{module}.{each.name}"
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, None
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, None
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name, None


def _stored(tree: ast.Module) -> dict[int, str]:
    """For each call that is assigned to one name, by its identity, the name."""
    return {
        id(node.value): _dotted(node.targets[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and _dotted(node.targets[0])
    }
