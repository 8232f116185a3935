"""What the plugins say, put together; where two contribute the same, both are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry import configuration
from registry.checking.evidence import evidence_files, read
from registry.mapping import surfaces
from registry.mapping.catalog import Contribution, Registry
from registry.mapping.loading import Loaded, Located, load
from registry.mapping.surfaces import Surface
from registry.problems import Problem, UserError

NAMED = ("adapters", "converters", "dialects", "oracles", "recipes", "examples", "traces")
"""What is contributed under a name."""


@dataclass(frozen=True)
class Said:
    """A plugin, and the answers of its hooks; or the error why there are none."""

    name: str
    distribution: str
    version: str
    answers: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


def merged(plugins: Sequence[Said], prefer: Sequence[str]) -> Registry:
    """One registry of plugins, of which the earlier ones come first where two contribute the same.

    That is a problem of the result, unless the user prefers the plugin whose is used.
    """
    working = [each for each in plugins if each.error is None]
    loaded = {each.name: load(each.answers["mappings"]) for each in working}
    evidence = [path for each in working for path in evidence_files(each.answers["evidence"])]
    broken = list(_broken(evidence))
    read_surfaces, unreadable = _surfaces(working)
    entries, twice = _entries(loaded, prefer)
    problems = [
        *(Problem(f"plugin {each.name}", 0, "", each.error) for each in plugins if each.error),
        *_clashes(working, prefer),
        *(problem for each in loaded.values() for problem in each.problems),
        *twice,
        *broken,
        *unreadable,
    ]
    left_out = {each.place for each in broken}
    return Registry(
        entries=tuple(sorted(entries, key=lambda each: (each.api, each.entry.target))),
        **{kind: _first(working, kind) for kind in NAMED},
        evidence=tuple(path for path in evidence if str(path) not in left_out),
        surfaces=surfaces.history(read_surfaces),
        files=tuple(path for each in loaded.values() for path in each.files),
        places=tuple(
            path
            for each in working
            for kind in ("mappings", "evidence", "surfaces")
            for path in each.answers[kind]
        ),
        plugins=tuple(_contribution(each, loaded.get(each.name)) for each in plugins),
        problems=tuple(problems),
    )


def _first(plugins: Sequence[Said], kind: str) -> dict[str, Any]:
    """What is contributed under names, of each name that of the first plugin."""
    return {name: value for each in reversed(plugins) for name, value in each.answers[kind].items()}


def _entries(
    loaded: dict[str, Loaded], prefer: Sequence[str]
) -> tuple[list[Located], list[Problem]]:
    first: dict[tuple[str, str], tuple[str, Located]] = {}
    problems: list[Problem] = []
    for plugin, found in loaded.items():
        for located in found.entries:
            owner, used = first.setdefault((located.api, located.entry.target), (plugin, located))
            if used is not located and owner not in prefer:
                what = f"is mapped to {located.entry.target} by the plugin {plugin} here"
                text = f"{what}, and by {owner} at {used.place}; {_way_out(owner, plugin)}"
                problems.append(located.problem((), text))
    return [located for _, located in first.values()], problems


def _clashes(plugins: Sequence[Said], prefer: Sequence[str]) -> Iterator[Problem]:
    for kind in NAMED:
        owners: dict[str, str] = {}
        for each in plugins:
            for name in sorted(each.answers[kind]):
                owner = owners.setdefault(name, each.name)
                if owner not in (each.name, *prefer):
                    text = f"contributes the {kind[:-1]} {name}, which {owner} contributes too"
                    way_out = _way_out(owner, each.name)
                    yield Problem(f"plugin {each.name}", 0, "", f"{text}; {way_out}")


def _way_out(used: str, other: str) -> str:
    place = configuration.place()
    return f'that of {used} is used; say prefer = ["{used}"] or ["{other}"] in {place}'


def _broken(evidence: Iterable[Path]) -> Iterator[Problem]:
    for path in evidence:
        try:
            read([path])
        except UserError as error:
            yield from error.problems


def _surfaces(plugins: Iterable[Said]) -> tuple[list[Surface], list[Problem]]:
    found: list[Surface] = []
    problems: list[Problem] = []
    for path in surfaces.files(path for each in plugins for path in each.answers["surfaces"]):
        try:
            found.append(surfaces.read(path))
        except UserError as error:
            problems += error.problems
    return found, problems


def _contribution(said: Said, loaded: Loaded | None) -> Contribution:
    if loaded is None:
        return Contribution(said.name, said.distribution, said.version, error=said.error)
    return Contribution(
        said.name,
        said.distribution,
        said.version,
        mappings=len(loaded.entries),
        adapters=tuple(sorted(said.answers["adapters"])),
        converters=tuple(sorted(said.answers["converters"])),
        oracles=tuple(sorted(said.answers["oracles"])),
        recipes=tuple(sorted(said.answers["recipes"])),
        examples=tuple(sorted(said.answers["examples"])),
        evidence=len(list(evidence_files(said.answers["evidence"]))),
    )
