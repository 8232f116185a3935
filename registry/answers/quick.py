"""`registry lookup` without the command-line library, whose import alone would take longer."""

from __future__ import annotations

import json
import sys

from registry.answers import cache, dated, render
from registry.answers.lookup import Match, Miss, find
from registry.answers.store import Store


def lookup(name: str, as_json: bool, target: str | None = None) -> int:
    """Print what is known of an API. Returns 0: a counterpart, 1: none, 2: no such name."""
    store = cache.opened()
    for problem in store.problems:
        print(f"registry: {problem}", file=sys.stderr)
    wanted = None
    if target is not None:
        from registry.answers import targets

        wanted = targets.parsed(target, store.targets)
    found = _found(name, store, wanted.framework if wanted else None)
    if isinstance(found, Miss):
        print(f"registry: {unknown(name, found)}", file=sys.stderr)
        return 2
    answer = store.answer(found.api)
    if wanted is not None:
        from registry.answers import targets

        answer = targets.toward(answer, wanted, store.releases)
    answer = dated.at(answer, wanted, store.releases)
    if as_json:
        about = {"query": name, "found_by": found.by, "others": found.others, "target": target}
        print(json.dumps({**about, **answer}))
    else:
        colour = sys.stdout.isatty()
        page = render.answer(answer, found.others, render.width(), colour, target, store.releases)
        sys.stdout.write(page)
    return int(all(each.get("missing") for each in answer["counterparts"]))


def _found(name: str, store: Store, framework: str | None) -> Match | Miss:
    """What the name means: an API that is mapped to the framework, if one fits."""
    if framework is not None:
        names = [api for api, about in store.names.items() if framework in about[3]]
        mapped = dict.fromkeys(names)
        aliases = {alias: api for alias, api in store.aliases.items() if api in mapped}
        found = find(name, mapped, aliases)
        if isinstance(found, Match):
            return found
    return find(name, store.names, store.aliases)


def unknown(name: str, miss: Miss) -> str:
    """One line for a name that nothing has."""
    if miss.near:
        return f"nothing is called {name}; did you mean {', '.join(miss.near)}?"
    return f"nothing is called {name}; `registry list` shows every name"
