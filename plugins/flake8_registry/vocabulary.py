"""The words of a function, from which it can be told whether walking it could find anything.

Most functions never come near an optimizer. Reading their words off the text is many times cheaper
than walking them, and a function whose words nobody watches for is left alone.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_NO_NODES = frozenset(
    {
        *("ctx", "op", "ops", "type_comment", "type_ignores", "type_params", "id", "attr", "name"),
        *("arg", "asname", "module", "level", "kind", "conversion", "is_async", "simple"),
        *("kwd_attrs", "rest"),
    }
)
_WORD = re.compile(r"[^\W\d]\w*")
_STORED = re.compile(r"\.(\w+)\s*(?:[-+*/%&|^@<>]{0,2}=(?!=)|:[^=\n]*=|,[^=\n()]* =(?!=))")
_GLOBAL = re.compile(r"^\s*global\s+([\w, ]+)", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?|\n")

FIELDS: dict[type, tuple[str, ...]] = {
    node: tuple(name for name in reversed(node._fields) if name not in _NO_NODES)
    for node in vars(ast).values()
    if isinstance(node, type) and issubclass(node, ast.AST)
} | dict.fromkeys(
    (ast.Constant, ast.MatchSingleton, ast.Global, ast.Nonlocal, ast.alias, type(None)), ()
)
"""The fields of each kind of node that can hold further nodes, the last one first."""


_INNER = {**FIELDS, ast.Import: (), ast.ImportFrom: ()}
_WORD_OF: dict[type, str] = {ast.Name: "id", ast.Attribute: "attr"}
_LONGEST_TEXT = 120


@dataclass(frozen=True)
class Text:
    """One file, as text and as tree."""

    source: str
    tree: ast.Module

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the parser counts them."""
        return _LINE_END.split(self.source) if "\r" in self.source else self.source.split("\n")

    @cached_property
    def stored(self) -> frozenset[str]:
        """The attributes that look as if something in the file stored them."""
        return frozenset(_STORED.findall(self.source))

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The names that functions call global."""
        return frozenset(
            name
            for names in _GLOBAL.findall(self.source)
            for name in names.replace(",", " ").split()
        )

    def words(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
        """Every word between the first and the last line of a function."""
        part = self.lines[function.lineno - 1 : function.end_lineno]
        return frozenset(_WORD.findall("\n".join(part)))


def spoken(function: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The words of a function's code: names, attributes, imports and short texts, no comments."""
    words: set[str] = set()
    texts: set[str] = set()
    stack: list[Any] = [*function.body, function.args, function.returns]
    fields, pop, push, extend = _INNER, stack.pop, stack.append, stack.extend
    while stack:
        node = pop()
        names = fields[node.__class__]
        for name in names:
            child = getattr(node, name)
            if child.__class__ is list:
                extend(child)
            elif child is not None:
                push(child)
        word = _WORD_OF.get(node.__class__)
        if word is not None:
            words.add(getattr(node, word))
        elif not names:
            if node.__class__ is ast.Constant:
                if node.value.__class__ is str and len(node.value) < _LONGEST_TEXT:
                    texts.add(node.value)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                texts.update(alias.name for alias in node.names)
                texts.add(getattr(node, "module", None) or "")
            elif isinstance(node, ast.Global):
                words.update(node.names)
    words.update(_WORD.findall(" ".join(texts)))
    return frozenset(words)
