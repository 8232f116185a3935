"""Reading index files: which ones, their shape checked, several of them made one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flake8_registry.index import FORMAT, BrokenIndex, Entry, Index

BUILT_IN = Path(__file__).with_name("index.json")
_MAPPINGS = ("modules", "canonical", "apis", "operations", "subclass", "targets")
_APIS = ', "apis": {\n'
_END = "\n}}\n"
_LINE = re.compile(r'"([^"\\]+)": (\{"kind": "(\w+)")')


def index_files(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """Which files make up the index: the built-in one, then those that the user names."""
    return (str(BUILT_IN), *extra)


@lru_cache(maxsize=8)
def read_index(paths: tuple[str, ...]) -> Index:
    """The index files as one, a later file adding to an earlier one; read once per process."""
    return merge((path, load(path)) for path in paths)


def load(path: str) -> dict[str, Any]:
    """The content of one index file, its shape checked; BrokenIndex says what is wrong with it.

    Its ``apis`` are entries, read or not.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
        content = _by_lines(text, path) or json.loads(text)
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
    apis = content.get("apis", {})
    for name, entry in apis.items():
        if isinstance(entry, Entry):
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("kind"), str):
            raise BrokenIndex(f"{path}: apis.{name}: expected an object with a kind")
        apis[name] = Entry(entry["kind"], entry, path)
    return content


def _by_lines(text: str, path: str) -> dict[str, Any] | None:
    """The content of a file that the registry has written, one API a line, or None."""
    opened = text.find(_APIS)
    if opened < 0 or not text.endswith(_END) or not text.startswith("{"):
        return None
    content = json.loads(text[:opened] + "}")
    apis: dict[str, Entry] = {}
    begin, last = opened + len(_APIS), len(text) - len(_END)
    while begin < last:
        end = text.find("\n", begin, last)
        end = last if end < 0 else end
        match = _LINE.match(text, begin, end)
        if match is None:
            return None
        apis[match[1]] = Entry(match[3], text, path, (match.start(2), end))
        begin = end + 1
    if isinstance(content, dict):
        content["apis"] = apis
    return content if isinstance(content, dict) else None


def merge(contents: Iterable[tuple[str, Mapping[str, Any]]]) -> Index:
    """One index of several files, each given with the name that errors about it should say."""
    roots: dict[str, None] = {}
    modules: dict[str, frozenset[str]] = {}
    canonical: dict[str, str] = {}
    apis: dict[str, Entry] = {}
    families: dict[str, frozenset[str]] = {}
    operations: dict[str, dict[str, Mapping[str, Any]]] = {}
    subclass: dict[str, Mapping[str, Any]] = {}
    for origin, content in contents:
        roots.update(dict.fromkeys(content.get("roots", ())))
        for module, names in content.get("modules", {}).items():
            modules[module] = modules.get(module, frozenset()) | frozenset(names)
        canonical.update(content.get("canonical", {}))
        for name, api in content.get("apis", {}).items():
            apis[name] = _with_targets_of(apis[name], api) if name in apis else api
        for framework, some in (content.get("targets") or _families(content)).items():
            families[framework] = families.get(framework, frozenset()) | frozenset(some)
        try:
            for kind, entries in content.get("operations", {}).items():
                known = operations.setdefault(kind, {})
                for name, one in entries.items():
                    _check_operation(one)
                    known[name] = _more_targets(known[name], one) if name in known else one
            for kind, one in content.get("subclass", {}).items():
                _check(one, "code", "message", "base")
                subclass[kind] = one
        except (KeyError, TypeError, AttributeError) as error:
            raise BrokenIndex(
                f"{origin}: operations or subclass: cannot be understood ({error!r})"
            ) from error
    return Index(
        roots=tuple(roots),
        modules=modules,
        canonical=canonical,
        apis=apis,
        families=families,
        operations=operations,
        subclass=subclass,
    )


def _with_targets_of(earlier: Entry, later: Entry) -> Entry:
    """The later entry of an API, with what only the earlier one says of a target."""
    return Entry(later.kind, _more_targets(earlier.read(), later.read()), later.origin)


def _more_targets(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> Mapping[str, Any]:
    before, after = earlier.get("targets"), later.get("targets")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return later
    return {**later, "targets": {**before, **after}}


def _families(content: Mapping[str, Any]) -> dict[str, set[str]]:
    """The families of counterparts by framework, where the file does not list them."""
    found: dict[str, set[str]] = {}
    for entry in content.get("apis", {}).values():
        targets = entry.read().get("targets", {})
        for framework, mapped in targets.items() if isinstance(targets, dict) else ():
            some = found.setdefault(framework, set())
            for one in mapped.get("counterparts", ()) if isinstance(mapped, dict) else ():
                some.add(one.get("family") or one["api"].rpartition(".")[0])
    return found


def _check_operation(entry: Mapping[str, Any]) -> None:
    _check(entry, "code", "message")
    for one in entry.get("targets", {}).values():
        _check(one, "families")


def _check(entry: Mapping[str, Any], *keys: str) -> None:
    for key in keys:
        entry[key]


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
