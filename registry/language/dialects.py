"""How a framework writes what is no argument: the parameters of a network, and groups of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Dialect:
    """The idioms of a framework; the names are those of methods of a network."""

    parameters: str
    """Gives what is trained (``net.parameters()``)."""
    named: str
    """Gives pairs of a name and a parameter (``net.named_parameters()``)."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a module the only keys that a group of parameters may have for its optimizers, in place
    of all arguments (``mindspore.nn``)."""

    def keys(self, api: str) -> tuple[str, ...] | None:
        """The only keys of a group for an optimizer; ``None`` where every argument is one."""
        return self.groups.get(api.rpartition(".")[0])


def restated(expression: str, here: Dialect, there: Dialect) -> str:
    """An expression with the methods of networks that are called in it renamed.

    ``filter(wanted, net.parameters())`` is ``filter(wanted, net.trainable_params())`` there. The
    rest of the text stays as it is.
    """
    tree = ast.parse(expression, mode="eval").body
    whole = _called(tree) in (here.parameters, here.named)
    names = {here.parameters: there.parameters, here.named: there.named}
    if whole:  # an optimizer of either side takes the parameters alone
        names[here.named] = there.parameters
    found = [
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _called(node) in names
    ]
    text = expression.encode()
    for function in sorted(found, key=lambda each: -(each.end_col_offset or 0)):
        end = function.end_col_offset or 0
        start = end - len(function.attr.encode())
        text = text[:start] + names[function.attr].encode() + text[end:]
    return text.decode()


def _called(node: ast.expr) -> str:
    """The method that is called, such as ``parameters``; empty where none is.

    It may say ``recurse``, as it may on both sides, and nothing else.
    """
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return ""
    others = [*node.args, *(each for each in node.keywords if each.arg != "recurse")]
    return "" if others else node.func.attr


def is_plain(expression: str, here: Dialect) -> bool:
    """Is it all that is trained in a network, and nothing else (``net.parameters()``)?"""
    return _called(ast.parse(expression, mode="eval").body) == here.parameters


def is_used_up(expression: str) -> bool:
    """Is it an iterator that can be gone through once only, for all that can be seen?"""
    node = ast.parse(expression, mode="eval").body
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Name) and node.func.id in ("list", "tuple"))
    return isinstance(node, ast.GeneratorExp)


def mentions(expression: str, framework: str) -> bool:
    """Does an expression use a framework by its name?"""
    tree = ast.parse(expression, mode="eval")
    return any(isinstance(each, ast.Name) and each.id == framework for each in ast.walk(tree))
