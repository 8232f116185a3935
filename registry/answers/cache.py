"""Where the compiled index is kept, and when it is made anew."""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

from registry.answers import store
from registry.answers.store import Store

KEPT = 16
CORE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def opened() -> Store:
    """The index of what is installed now; made anew when something it was made from changed."""
    who = (sys.path, sys.version, os.environ.get("REGISTRY_CONFIG"))
    name = f"index-{zlib.crc32(repr(who).encode()):08x}.jsonl"
    # Beside Python's own compiled modules: found without asking anybody where caches live.
    beside = os.path.join(CORE, "__pycache__", name)
    found = _fresh(beside)
    if found:
        return found
    from platformdirs import user_cache_dir  # only a read-only installation pays for it

    elsewhere = os.path.join(user_cache_dir("optim-registry"), name)
    return _fresh(elsewhere) or _made([beside, elsewhere])


def _fresh(path: str) -> Store | None:
    try:
        with open(path, "rb") as stream:
            found = Store(stream.read(), path)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return found if store.is_fresh(found) else None


def _made(places: list[str]) -> Store:
    from registry import configuration
    from registry.answers.index import compile_index
    from registry.checking.evidence import read, replace
    from registry.discovery import discover
    from registry.problems import UserError

    started = time.time_ns()
    watched = store.state([*_watched(), str(configuration.place())])
    preferred = configuration.read()
    registry = discover()
    if preferred.target not in (None, *registry.frameworks()):
        known = ", ".join(registry.frameworks())
        what = f"nothing is mapped to the target {preferred.target}; there are {known}"
        raise UserError.at(str(preferred.path), what)
    read_from = [
        *registry.files,
        *registry.evidence,
        *registry.adapters.values(),
        *registry.recipes.values(),
    ]
    files = [str(path) for path in read_from]
    around = store.state(_around(files, registry.places))
    # What changed in the meantime counts as not seen, so that the next look-up reads it again.
    made_from = [[each[0], 0, 0] if each[1] >= started else each for each in [*watched, *around]]
    text = compile_index(registry, read(registry.evidence), made_from, preferred.target)
    for place in places:
        try:
            replace(Path(place), text)
            _forget_old_ones(Path(place).parent)
            return Store(text.encode(), place)
        except OSError:
            continue
    return Store(text.encode())  # nothing can be written here: the index is made every time


def _forget_old_ones(folder: Path) -> None:
    """Each folder that Python is started from has an index of its own; keep the newest of them."""
    every = sorted(folder.glob("index-*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    for path in every[:-KEPT]:
        path.unlink(missing_ok=True)


def _watched() -> list[str]:
    own = sorted(Path(CORE).rglob("*.py"))
    return [*store.environment(), *map(str, own)]


def _around(files: list[str], places: Iterable[Path]) -> list[str]:
    """Files, all that is below the plugins' folders, and where another one might appear."""
    found = {*files, *(os.path.dirname(path) for path in files)}
    for place in places:
        for folder, _, names in os.walk(place):
            found |= {folder, *(os.path.join(folder, name) for name in names)}
    return sorted(found)
