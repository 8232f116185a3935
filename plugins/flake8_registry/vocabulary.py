"""The words of a file, from which it can be told where walking it could find anything.

Most lines never come near an optimizer. Looking for the few words that matter in the text is many
times cheaper than walking the tree: a line that says one of them is hot, and the rest is left
alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_NO_NODES = frozenset(
    {
        *("ctx", "op", "ops", "type_comment", "type_ignores", "type_params", "id", "attr", "name"),
        *("arg", "asname", "module", "level", "kind", "conversion", "is_async", "simple"),
        *("kwd_attrs", "rest"),
    }
)
_STORES = re.compile(r"\s*(?:[-+*/%&|^@<>]{0,2}=(?!=)|:[^=\n]*=|,[^=\n()]* =(?!=))")
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

    @cached_property
    def asking(self) -> bytearray:
        """One byte for each line: whether a test on it could ask for a framework or for a name."""
        return bytearray(len(self.hot))

    @cached_property
    def versions(self) -> bool:
        """Whether the file says anything of versions."""
        return "ersion" in self.source or "ERSION" in self.source

    @cached_property
    def _asked(self) -> set[str]:
        return set()

    def heat(self, mark: str) -> None:
        """Make the lines hot that have this in them, whatever stands around it."""
        _set_lines(self.hot, self.source, mark)

    def ask(self, mark: str) -> bool:
        """Remember the lines that have this in them as asking; whether that is new."""
        if mark in self._asked:
            return False
        self._asked.add(mark)
        return _set_lines(self.asking, self.source, mark)

    def ask_about(self, marks: Iterable[str]) -> None:
        """The same for several, whatever their case."""
        lower = self.source.lower()
        for mark in marks:
            if len(lower) == len(self.source):
                _set_lines(self.asking, lower, mark)
            else:
                self.asking[:] = b"\1" * len(self.asking)

    def could_ask(self, node: ast.expr) -> bool:
        """Whether a test could say what exists."""
        end = (node.end_lineno or node.lineno) + 1
        return self.asking.find(1, node.lineno, end) >= 0 or self.hot.find(1, node.lineno, end) >= 0

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

    def stores(self, attribute: str) -> bool:
        """Whether it looks as if something in the file stored that attribute."""
        known = self._stored.get(attribute)
        if known is None:
            pattern = re.compile(rf"\.{re.escape(attribute)}\b")
            ends = (one.end() for one in pattern.finditer(self.source))
            known = any(_STORES.match(self.source, end) for end in ends)
            self._stored[attribute] = known
        return known

    @cached_property
    def _stored(self) -> dict[str, bool]:
        return {}

    @cached_property
    def rebound(self) -> frozenset[str]:
        """The names that functions call global."""
        return frozenset(
            name
            for names in (_GLOBAL.findall(self.source) if "global " in self.source else ())
            for name in names.replace(",", " ").split()
        )


def _set_lines(lines: bytearray, source: str, mark: str) -> bool:
    found, line, counted = source.find(mark), 1, 0
    changed = False
    while found >= 0:
        line += source.count("\n", counted, found)
        counted = found
        changed = changed or not lines[line]
        lines[line] = 1
        found = source.find(mark, found + 1)
    return changed


def _is_of_a_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
