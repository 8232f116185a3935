"""The engine: from one source file to its findings. flake8 and ``registry lint`` share it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from flake8_registry.facts import Facts
from flake8_registry.finding import Finding
from flake8_registry.index import Index
from flake8_registry.judgement import Judge
from flake8_registry.options import Settings
from flake8_registry.resolve import Resolver
from flake8_registry.siblings import Borrower, Bound, Siblings
from flake8_registry.uses import Uses
from flake8_registry.vocabulary import Text
from flake8_registry.walk import walk

MOST_READINGS = 4
ASKING = ("hasattr", "getattr", "dir(", "'pt'", '"pt"')
"""What a test about the existence of a name has in it, besides the name of a framework."""
_BYTE_ORDER_MARK = "\ufeff"


def findings(
    source: str,
    filename: str,
    index: Index,
    settings: Settings | None = None,
    tree: ast.Module | None = None,
) -> Iterator[Finding]:
    """Everything to report about one file, in the order of its lines.

    A text that says nothing the index knows is not even parsed; whoever has parsed it already
    passes the ``tree``. A text that is no Python raises SyntaxError, with ``filename`` in it.
    """
    settings = settings or Settings()
    framework = settings.target.framework
    if index.could_tell(source, framework):
        source = source.removeprefix(_BYTE_ORDER_MARK)
        if "\r" in source:
            source = source.replace("\r\n", "\n").replace("\r", "\n")
        parsed = tree or ast.parse(source, filename)
        yield from read(Text(source, parsed), index, settings, filename)


def read(text: Text, index: Index, settings: Settings, filename: str = "") -> list[Finding]:
    """The findings of a file, which is read again while one part tells more about another."""
    framework = settings.target.framework
    resolver = _resolver(text, index, framework, filename)
    facts = resolver.facts
    judge = Judge(index, settings)
    uses = Uses(resolver, judge)
    for _ in range(MOST_READINGS):
        facts.stale = False
        uses = Uses(resolver, judge)
        walk(uses, text.tree)
        if not facts.stale:
            break
    return uses.findings()


@lru_cache(maxsize=8)
def siblings(index: Index, framework: str) -> Siblings:
    """The files beside the files that are read, kept for as long as the index is."""

    def reader(source: str, path: str, tree: ast.Module, borrower: Borrower) -> Bound:
        resolver = _resolver(Text(source, tree), index, framework, path)
        resolver.siblings = borrower
        uses = Uses(resolver, Judge(index, Settings()))
        return walk(uses, tree, bodies=False), resolver.facts

    return Siblings(index, framework, reader)


def _resolver(text: Text, index: Index, framework: str, filename: str) -> Resolver:
    text.ask_about((*index.roots, framework, *ASKING))
    text.heat(":=")  # It binds wherever it stands.
    for root in index.roots:
        if f"return {root}\n" in text.source:
            text.watch(root)
    for word in (*index.said(text.source, framework), "__version__"):
        text.watch(word)
    resolver = Resolver(index, Facts(index, text), framework)
    resolver.siblings = siblings(index, framework)
    resolver.filename = filename
    return resolver
