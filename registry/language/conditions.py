"""The small language in which the data says *when* something is so.

    eps > 1e-6 and not amsgrad
    weight_decay != 0 and run.names == 'norm'
    always

Names are parameters of the source API; names that start with ``run.`` are facts of the run
(:class:`registry.mapping.runs.Run`). There are comparisons, ``and``, ``or``, ``not``, ``in``,
arithmetic, items (``betas[0]``), what all items but the first are (``rest``), what each item of a
list of schedules has under a name (``each(schedulers, 'gamma', 0.1)``, with a value for those that
have nothing there), and the other functions of :data:`FUNCTIONS`; nothing can be called, assigned
or imported. A condition is compiled to nested tuples whose first member is the operator; anything
else is a literal. The linter reads that as JSON lists and decides it without this module.

Truth has three values. ``None`` means that it cannot be told, and it spreads as in Kleene's logic:
``False and None`` is false, ``True and None`` is ``None``.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

Tree: TypeAlias = Any  # a literal, or a tuple of an operator and its operands

ALWAYS: Tree = True
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "cos": math.cos,
    "each": lambda items, name, missing: tuple(dict(item).get(name, missing) for item in items),
    "len": len,
    "log": math.log,
    "max": max,
    "min": min,
    "rest": lambda items: items[1:],
    "sqrt": math.sqrt,
    "type": lambda value: type(value).__name__,
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.Is: "==",
    ast.IsNot: "!=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.Pow: "**",
}
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: _number(a) * _number(b),
    "/": lambda a, b: a / b,
    "%": lambda a, b: _number(a) % _number(b),
    "//": lambda a, b: a // b,
    "**": lambda a, b: math.pow(a, b),
}


class _Unknown:
    """The value of a name that nobody gave."""


UNKNOWN = _Unknown()


@lru_cache(maxsize=8192)
def parse(text: str) -> Tree:
    """Compile a condition; raises ``ValueError`` with one sentence that says what to write."""
    if text.strip() == "always":
        return ALWAYS
    if len(text) > 2000:
        raise ValueError("a condition has at most 2000 characters")
    try:
        tree = _compile(ast.parse(text.strip(), mode="eval").body)
        depth = _depth(tree)
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError(
            "write a condition such as `eps > 1e-6 and not amsgrad`, or `always`"
        ) from None
    if depth > 50:
        raise ValueError("a condition nests at most 50 deep; split it")
    return tree


def _depth(tree: Any) -> int:
    return 1 + max(map(_depth, tree[1:]), default=0) if isinstance(tree, tuple) else 0


def names(tree: Tree) -> frozenset[str]:
    """Every name that the condition asks for."""
    return frozenset(_names(tree))


def _names(tree: Any) -> Iterator[str]:
    if isinstance(tree, tuple) and tree:
        if tree[0] == "name":
            yield tree[1]
        else:
            for part in tree[1:]:
                yield from _names(part)


def settled(text: str, values: Mapping[str, Any]) -> str:
    """The condition with values in place of some of its names."""

    class _Settled(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return _literal(values[node.id]) if node.id in values else node

    if names(parse(text)).isdisjoint(values):
        return text
    return ast.unparse(_Settled().visit(ast.parse(text.strip(), mode="eval")))


def _literal(value: Any) -> ast.expr:
    return ast.parse(repr(value), mode="eval").body


def decide(tree: Tree, value_of: Callable[[str], Any]) -> bool | None:
    """Is the condition true? ``value_of(name)`` gives a value or :data:`UNKNOWN`.

    What cannot be computed (an unknown name, a comparison of a number with a string, a division by
    zero) is ``None``.
    """
    value = _value(tree, value_of, truth=True)
    return None if value is UNKNOWN else bool(value)


def compute(tree: Tree, value_of: Callable[[str], Any]) -> Any:
    """The value of an expression in this language; :data:`UNKNOWN` where it has none."""
    return _value(tree, value_of)


def _value(tree: Tree, value_of: Callable[[str], Any], truth: bool = False) -> Any:
    """Its value, or with ``truth`` something that is true where its value is, whatever that is."""
    if not isinstance(tree, tuple):
        return tree
    operator, *operands = tree
    if operator == "name":
        return value_of(operands[0])
    if operator in ("and", "or"):
        return _connect(operator, operands, value_of, truth)
    if operator == "not":
        value = _value(operands[0], value_of, truth=True)
        return UNKNOWN if _has_gaps(value) else not value
    values = [_value(operand, value_of) for operand in operands]
    # An item of a tuple may be known although another one is not.
    if any(map(_has_gaps, values[1:] if operator == "item" else values)) or UNKNOWN in values[:1]:
        return UNKNOWN
    try:
        if operator == "neg":
            return -values[0]
        if operator == "tuple":
            return tuple(values)
        if operator == "item":
            return values[0][values[1]]
        if operator in FUNCTIONS:
            return FUNCTIONS[operator](*values)
        return _OPERATORS[operator](*map(_comparable, values))
    except (TypeError, ValueError, ArithmeticError, LookupError):
        return UNKNOWN


def _has_gaps(value: Any) -> bool:
    """Is it unknown, or has it an item that is?"""
    return value is UNKNOWN or (isinstance(value, list | tuple) and any(map(_has_gaps, value)))


def _connect(
    operator: str, operands: list[Tree], value_of: Callable[[str], Any], truth: bool
) -> Any:
    """As in Python the value of the operand that decides, or of the last one."""
    decisive = operator == "or"
    is_open = False
    value: Any = None
    for operand in operands:
        value = _value(operand, value_of, truth)
        if value is UNKNOWN:
            is_open = True
        elif bool(value) is decisive:
            # What came before may decide as well, by another value of the same truth.
            return value if truth or not is_open else UNKNOWN
    return UNKNOWN if is_open else value


def _comparable(value: Any) -> Any:
    """Lists and tuples are alike here, as they are to an optimizer's ``betas``."""
    return tuple(map(_comparable, value)) if isinstance(value, list | tuple) else value


def _number(value: Any) -> Any:
    """Text and lists can be multiplied and formatted in Python, up to any size; not here."""
    if not isinstance(value, int | float):
        raise TypeError
    return value


def _compile(node: ast.expr) -> Tree:
    match node:
        case ast.BoolOp(op=op, values=values):
            return ("and" if isinstance(op, ast.And) else "or", *map(_compile, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ("not", _compile(operand))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ("neg", _compile(operand))
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
            return (_ARITHMETIC[type(op)], _compile(left), _compile(right))
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return _comparison([left, *rights], ops)
        case ast.Constant(value=value) if value is None or isinstance(value, str | int | float):
            return value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return ("tuple", *map(_compile, items))
        case ast.Name(id=name):
            return ("name", name)
        case ast.Attribute(value=ast.Name(id="run"), attr=fact):
            return ("name", f"run.{fact}")
        case ast.Subscript(value=value, slice=ast.Constant() as position):
            return ("item", _compile(value), _compile(position))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            return (name, *map(_compile, arguments))
    raise ValueError(f"`{ast.unparse(node)}` is not part of the language of conditions")


def _comparison(sides: list[ast.expr], operators: list[ast.cmpop]) -> Tree:
    parts = [
        _compared(operator, _compile(sides[place]), _compile(sides[place + 1]))
        for place, operator in enumerate(operators)
    ]
    return parts[0] if len(parts) == 1 else ("and", *parts)


def _compared(operator: ast.cmpop, left: Tree, right: Tree) -> Tree:
    if isinstance(operator, ast.NotIn):
        return ("not", ("in", left, right))
    return (_COMPARE[type(operator)], left, right)
