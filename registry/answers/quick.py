"""`registry lookup` without the command-line library, whose import alone would take longer."""

from __future__ import annotations

import json
import sys

from registry.answers import cache, render
from registry.answers.lookup import Miss, find

USAGE = "usage: registry lookup NAME [--json]"


def lookup(name: str, as_json: bool) -> int:
    """Print what is known of an API. Returns 0: a counterpart, 1: none, 2: no such name."""
    store = cache.opened()
    for problem in store.problems:
        print(f"registry: {problem}", file=sys.stderr)
    found = find(name, store.names, store.aliases)
    if isinstance(found, Miss):
        print(f"registry: {unknown(name, found)}", file=sys.stderr)
        return 2
    answer = store.answer(found.api)
    if as_json:
        print(json.dumps({"query": name, "found_by": found.by, "others": found.others, **answer}))
    else:
        colour = sys.stdout.isatty()
        sys.stdout.write(render.answer(answer, found.others, render.width(), colour))
    return 0 if answer["counterparts"] else 1


def unknown(name: str, miss: Miss) -> str:
    """One line for a name that nothing has."""
    if miss.near:
        return f"nothing is called {name}; did you mean {', '.join(miss.near)}?"
    return f"nothing is called {name}; `registry list` shows every name"
