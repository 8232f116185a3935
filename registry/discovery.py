"""Entry points to a registry: finds the plugins, asks each alone, and survives the broken ones."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import pluggy

from registry import configuration, hookspecs
from registry.language.dialects import Dialect
from registry.mapping.catalog import Registry
from registry.mapping.models import SCHEMA_VERSION
from registry.merging import Said, merged
from registry.problems import UserError

GROUP = "registry.plugins"


def discover(only: str | None = None) -> Registry:
    """Everything that the installed plugins contribute, or what one of them does.

    A plugin that cannot be imported, whose hooks raise, or that contributes broken data is a
    problem of the result, named with its error; the other plugins are not affected.
    """
    points = [*metadata.entry_points(group=GROUP)]
    if only is not None:
        known = ", ".join(sorted({point.name for point in points}))
        points = [point for point in points if point.name == only]
        if not points:
            raise UserError.at(only, f"no plugin is called that; there are {known}")
    prefer = configuration.read().prefer
    return build([(point.name, _distribution(point), point.load) for point in points], prefer)


def _distribution(point: metadata.EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")


def build(
    plugins: Iterable[tuple[str, tuple[str, str], Callable[[], Any]]], prefer: Sequence[str] = ()
) -> Registry:
    """The registry of some plugins: for each its name, its distribution and how to import it.

    Where several contribute the same, that of the first one counts: those that are preferred come
    first, the others follow by their names.
    """
    said = [_said(name, *distribution, imported) for name, distribution, imported in plugins]
    last = len(prefer)
    places = {name: place for place, name in reversed([*enumerate(prefer)])}
    return merged(sorted(said, key=lambda each: (places.get(each.name, last), each.name)), prefer)


def _said(name: str, distribution: str, version: str, imported: Callable[[], Any]) -> Said:
    try:
        return Said(name, distribution, version, _ask(name, imported()))
    except (Exception, SystemExit) as error:
        return Said(name, distribution, version, error=_blame(distribution, error))


class Newer(Exception):
    """A plugin was written for a schema that this release does not know."""


def _ask(name: str, plugin: Any) -> dict[str, Any]:
    """The answers of one plugin alone, so that what it raises is its own affair."""
    manager = pluggy.PluginManager("registry")
    manager.add_hookspecs(hookspecs)
    manager.register(plugin, name)
    _refuse_newer(manager.hook.registry_schema_version())
    manager.check_pending()
    return {
        "mappings": _paths(manager.hook.registry_mappings(), "registry_mappings"),
        "adapters": _named(manager.hook.registry_adapters(), "registry_adapters", Path),
        "converters": _named(manager.hook.registry_converters(), "registry_converters", Callable),
        "dialects": _named(manager.hook.registry_dialects(), "registry_dialects", Dialect),
        "oracles": _named(manager.hook.registry_oracles(), "registry_oracles", Callable),
        "recipes": _named(manager.hook.registry_recipes(), "registry_recipes", Path),
        "examples": _named(manager.hook.registry_examples(), "registry_examples", Path),
        "evidence": _paths(manager.hook.registry_evidence(), "registry_evidence"),
        "surfaces": _paths(manager.hook.registry_surfaces(), "registry_surfaces"),
        "traces": _named(manager.hook.registry_traces(), "registry_traces", Path),
    }


def _refuse_newer(versions: list[Any]) -> None:
    for version in versions:
        if not isinstance(version, int):
            raise TypeError(f"registry_schema_version must give an int, not {version!r}")
        if version > SCHEMA_VERSION:
            raise Newer(
                f"it is written for version {version} of the schema, and this optim-registry knows "
                f"versions up to {SCHEMA_VERSION}"
            )


def _paths(answers: list[Any], hook: str) -> list[Path]:
    paths = [path for answer in answers for path in answer]
    for path in paths:
        if not isinstance(path, Path):
            raise TypeError(f"{hook} must give pathlib.Path objects, not {type(path).__name__}")
        if not path.exists():
            raise FileNotFoundError(f"{hook} names {path}, which does not exist")
    return paths


def _named(answers: list[Any], hook: str, kind: Any) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for answer in answers:
        if not isinstance(answer, Mapping):
            raise TypeError(f"{hook} must give a dictionary, not {type(answer).__name__}")
        for name, value in answer.items():
            if not isinstance(value, kind):
                raise TypeError(f"{hook} must give {kind.__name__} objects, not {value!r}")
            if kind is Path and not value.exists():
                raise FileNotFoundError(f"{hook} names {value}, which does not exist")
            named[name] = value
    return named


def _blame(distribution: str, error: BaseException) -> str:
    if isinstance(error, Newer):
        older = f"install an older {distribution}" if distribution else "take an older one"
        return f"is left out, because {error}; upgrade optim-registry, or {older}"
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    way_out = f"upgrade or uninstall {distribution}" if distribution else "mend or remove it"
    return f"is left out, because it fails with {what} ({where}); {way_out}"
