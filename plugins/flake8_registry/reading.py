"""Reading index files: which ones, their shape checked, several of them made one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flake8_registry.index import (
    FORMAT,
    BrokenIndex,
    Index,
    Operation,
    Subclass,
    prefixes,
    second_words,
)

BUILT_IN = Path(__file__).with_name("index.json")
_MAPPINGS = ("modules", "canonical", "apis", "operations", "subclass")


def index_files(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """Which files make up the index: the built-in one, then those that the user names."""
    return (str(BUILT_IN), *extra)


@lru_cache(maxsize=8)
def read_index(paths: tuple[str, ...]) -> Index:
    """The index files as one, a later file adding to an earlier one; read once per process."""
    return merge((path, load(path)) for path in paths)


def load(path: str) -> dict[str, Any]:
    """The content of one index file, its shape checked; BrokenIndex says what is wrong with it."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenIndex(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BrokenIndex(f"{path}: is not JSON: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("format"), int):
        raise BrokenIndex(f"{path}: is no index of the registry; write one with registry index")
    if content["format"] != FORMAT:
        advice = "update optim-registry" if content["format"] > FORMAT else "write it again"
        raise BrokenIndex(
            f"{path}: format {content['format']}, and this linter reads {FORMAT}; {advice}"
        )
    if not _strings(content.get("roots", [])):
        raise BrokenIndex(f"{path}: roots: expected a list of names")
    for section in _MAPPINGS:
        if not isinstance(content.get(section, {}), dict):
            raise BrokenIndex(f"{path}: {section}: expected an object")
    for module, names in content.get("modules", {}).items():
        if not _strings(names):
            raise BrokenIndex(f"{path}: modules.{module}: expected a list of names")
    for name, entry in content.get("apis", {}).items():
        if not isinstance(entry, dict) or not isinstance(entry.get("kind"), str):
            raise BrokenIndex(f"{path}: apis.{name}: expected an object with a kind")
    return content


def merge(contents: Iterable[tuple[str, Mapping[str, Any]]]) -> Index:
    """One index of several files, each given with the name that errors about it should say."""
    roots: dict[str, None] = {}
    modules: dict[str, frozenset[str]] = {}
    canonical: dict[str, str] = {}
    apis: dict[str, tuple[Mapping[str, Any], str]] = {}
    operations: dict[str, dict[str, Operation]] = {}
    subclass: dict[str, Subclass] = {}
    for origin, content in contents:
        roots.update(dict.fromkeys(content.get("roots", ())))
        for module, names in content.get("modules", {}).items():
            modules[module] = modules.get(module, frozenset()) | frozenset(names)
        canonical.update(content.get("canonical", {}))
        for name, api in content.get("apis", {}).items():
            apis[name] = (_with_targets_of(apis[name][0], api) if name in apis else api, origin)
        try:
            for kind, entries in content.get("operations", {}).items():
                known = operations.setdefault(kind, {})
                for name, one in entries.items():
                    known[name] = _operation(name, one, known.get(name))
            for kind, one in content.get("subclass", {}).items():
                subclass[kind] = Subclass(one["code"], one["message"], one["base"])
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenIndex(
                f"{origin}: operations or subclass: cannot be understood ({error!r})"
            ) from error
    names = [*modules, *canonical, *apis]
    return Index(
        roots=tuple(roots),
        modules=modules,
        canonical=canonical,
        apis=apis,
        operations=operations,
        subclass=subclass,
        prefixes=frozenset(prefixes(names)),
        words=second_words(names),
    )


def _with_targets_of(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, Any]:
    """The later entry of an API, with what only the earlier one says of a target."""
    before, after = earlier.get("targets"), later.get("targets")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return later
    return {**later, "targets": {**before, **after}}


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _operation(name: str, entry: Mapping[str, Any], earlier: Operation | None) -> Operation:
    families = {
        framework: dict(one["families"]) for framework, one in entry.get("targets", {}).items()
    }
    return Operation(
        name=name,
        code=entry["code"],
        message=entry["message"],
        when=entry.get("when", "used"),
        exceptions=frozenset(entry.get("except", ())),
        families={**(earlier.families if earlier else {}), **families},
    )
