"""The words of a file, from which it can be told where walking it could find anything.

Most lines never come near an optimizer. Looking for the few words that matter in the text is many
times cheaper than walking the tree: a line that says one of them is hot, and the rest is left
alone.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property

_NO_NODES = frozenset(
    {
        *("ctx", "op", "ops", "type_comment", "type_ignores", "type_params", "id", "attr", "name"),
        *("arg", "asname", "module", "level", "kind", "conversion", "is_async", "simple"),
        *("kwd_attrs", "rest"),
    }
)
_STORED = re.compile(r"\.(\w+)\s*(?:[-+*/%&|^@<>]{0,2}=(?!=)|:[^=\n]*=|,[^=\n()]* =(?!=))")
_GLOBAL = re.compile(r"^\s*global\s+([\w, ]+)", re.MULTILINE)

FIELDS: dict[type, tuple[str, ...]] = {
    node: tuple(name for name in reversed(node._fields) if name not in _NO_NODES)
    for node in vars(ast).values()
    if isinstance(node, type) and issubclass(node, ast.AST)
} | dict.fromkeys(
    (ast.Constant, ast.MatchSingleton, ast.Global, ast.Nonlocal, ast.alias, type(None)), ()
)
"""The fields of each kind of node that can hold further nodes, the last one first."""


@dataclass(frozen=True)
class Text:
    """One file, as text and as tree."""

    source: str
    tree: ast.Module

    @cached_property
    def hot(self) -> bytearray:
        """One byte for each line, counted from 1: whether it says a word that is watched."""
        return bytearray(self.source.count("\n") + 3)

    @cached_property
    def _watched(self) -> set[str]:
        return set()

    def heat(self, mark: str) -> None:
        """Make the lines hot that have this in them, whatever stands around it."""
        found, line, counted = self.source.find(mark), 1, 0
        while found >= 0:
            line += self.source.count("\n", counted, found)
            counted = found
            self.hot[line] = 1
            found = self.source.find(mark, found + 1)

    def watch(self, word: str) -> bool:
        """Make the lines hot that say the word; whether there are any that were not."""
        if word in self._watched:
            return False
        self._watched.add(word)
        source, hot, size = self.source, self.hot, len(word)
        found = source.find(word)
        line = 1
        counted = 0
        changed = False
        while found >= 0:
            end = found + size
            if not (
                _is_of_a_word(source[found - 1 : found]) or _is_of_a_word(source[end : end + 1])
            ):
                line += source.count("\n", counted, found)
                counted = found
                if not hot[line]:
                    hot[line] = 1
                    changed = True
            found = source.find(word, end)
        return changed

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


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
