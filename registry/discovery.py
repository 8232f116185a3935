"""Entry points to a registry: finds the plugins, asks each alone, and survives the broken ones."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import pluggy

from registry import hookspecs
from registry.checking.evidence import evidence_files, read
from registry.language.dialects import Dialect
from registry.mapping.catalog import Contribution, Registry
from registry.mapping.loading import Located, load
from registry.problems import Problem, UserError

GROUP = "registry.plugins"


@dataclass
class _Found:
    """What the plugins said so far."""

    mappings: list[Path] = field(default_factory=list)
    adapters: dict[str, Path] = field(default_factory=dict)
    converters: dict[str, Any] = field(default_factory=dict)
    dialects: dict[str, Any] = field(default_factory=dict)
    oracles: dict[str, Any] = field(default_factory=dict)
    recipes: dict[str, Path] = field(default_factory=dict)
    examples: dict[str, Path] = field(default_factory=dict)
    evidence: list[Path] = field(default_factory=list)
    traces: dict[str, Path] = field(default_factory=dict)
    places: list[Path] = field(default_factory=list)
    own: dict[str, list[Path]] = field(default_factory=dict)
    """For each plugin its mapping files and folders."""
    plugins: list[Contribution] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


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
    return build([(point.name, _distribution(point), point.load) for point in points])


def _distribution(point: metadata.EntryPoint) -> tuple[str, str]:
    return (point.dist.name, point.dist.version) if point.dist else ("", "")


def build(plugins: Iterable[tuple[str, tuple[str, str], Callable[[], Any]]]) -> Registry:
    """The registry of some plugins: for each its name, its distribution and how to import it."""
    found = _Found()
    for name, (distribution, version), imported in sorted(plugins, key=lambda each: each[0]):
        try:
            said = _ask(name, imported())
        except (Exception, SystemExit) as error:
            problem = Problem(f"plugin {name}", 0, "", _blame(distribution, error))
            found.problems.append(problem)
            found.plugins.append(Contribution(name, distribution, version, error=problem.text))
        else:
            found.problems += _clashes(name, said, found)
            _take(said, found, name, distribution, version)
    loaded = load(found.mappings)
    broken = list(_broken(found.evidence))
    left_out = {each.place for each in broken}
    return Registry(
        entries=tuple(sorted(loaded.entries, key=lambda each: (each.api, each.entry.target))),
        converters=found.converters,
        dialects=found.dialects,
        adapters=found.adapters,
        oracles=found.oracles,
        recipes=found.recipes,
        examples=found.examples,
        traces=found.traces,
        evidence=tuple(path for path in found.evidence if str(path) not in left_out),
        files=loaded.files,
        places=tuple(found.places),
        plugins=tuple(
            replace(each, mappings=_count(loaded.entries, found.own.get(each.name, ())))
            for each in found.plugins
        ),
        problems=(*found.problems, *loaded.problems, *broken),
    )


def _count(entries: Iterable[Located], places: Iterable[Path]) -> int:
    """How many of the entries are from some files and folders."""
    owned = tuple(places)
    return sum(any(each.path.is_relative_to(place) for place in owned) for each in entries)


def _broken(evidence: Iterable[Path]) -> Iterable[Problem]:
    for path in evidence:
        try:
            read([path])
        except UserError as error:
            yield from error.problems


def _ask(name: str, plugin: Any) -> dict[str, Any]:
    """The answers of one plugin alone, so that what it raises is its own affair."""
    manager = pluggy.PluginManager("registry")
    manager.add_hookspecs(hookspecs)
    manager.register(plugin, name)
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
        "traces": _named(manager.hook.registry_traces(), "registry_traces", Path),
    }


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
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    way_out = f"upgrade or uninstall {distribution}" if distribution else "mend or remove it"
    return f"is left out, because it fails with {what} ({where}); {way_out}"


def _clashes(name: str, said: dict[str, Any], found: _Found) -> Iterable[Problem]:
    for kind in ("adapters", "converters", "dialects", "oracles", "recipes", "examples", "traces"):
        for each in sorted(set(said[kind]) & set(getattr(found, kind))):
            text = f"contributes the {kind[:-1]} {each}, which an earlier plugin contributes too"
            yield Problem(f"plugin {name}", 0, "", f"{text}; the earlier one is used")


def _take(said: dict[str, Any], found: _Found, name: str, distribution: str, version: str) -> None:
    found.mappings += said["mappings"]
    found.adapters = {**said["adapters"], **found.adapters}
    found.converters = {**said["converters"], **found.converters}
    found.dialects = {**said["dialects"], **found.dialects}
    found.oracles = {**said["oracles"], **found.oracles}
    found.recipes = {**said["recipes"], **found.recipes}
    found.examples = {**said["examples"], **found.examples}
    found.traces = {**said["traces"], **found.traces}
    evidence = list(evidence_files(said["evidence"]))
    found.evidence += evidence
    found.own[name] = said["mappings"]
    found.places += [*said["mappings"], *said["evidence"]]
    found.plugins.append(
        Contribution(
            name,
            distribution,
            version,
            adapters=tuple(sorted(said["adapters"])),
            converters=tuple(sorted(said["converters"])),
            oracles=tuple(sorted(said["oracles"])),
            recipes=tuple(sorted(said["recipes"])),
            examples=tuple(sorted(said["examples"])),
            evidence=len(evidence),
        )
    )
