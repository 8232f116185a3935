"""The map as it was at some releases: what the newest one says, taken back by what surfaces show.

A surface says which names a release has, and with which parameters. What is not there yet is left
out, with the cases that need it; a difference counts in the releases that it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from registry.language import conditions, signatures
from registry.language.defaults import comparable
from registry.language.signatures import Code, Signature
from registry.language.versions import release
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Case, Counterpart, Difference, Entry, Parameter, framework_of
from registry.mapping.surfaces import History, Surface


@dataclass(frozen=True)
class Releases:
    """A release of each of some frameworks, and the surfaces of those that were read."""

    versions: Mapping[str, str]
    surfaces: Mapping[str, Surface]

    def has(self, api: str, since: str | None, until: str | None) -> bool:
        """Does the release of its framework have this name?

        Where nobody looked, the statement of the data counts.
        """
        surface = self.surfaces.get(framework_of(api))
        seen = surface.has(api) if surface else None
        if seen is not None:
            return seen
        framework = framework_of(api)
        return self.within({framework: since} if since else {}, {framework: until} if until else {})

    def within(self, since: Mapping[str, str], until: Mapping[str, str]) -> bool:
        """Are the releases between these? Of a framework without a release everything counts."""
        return all(
            release(self.versions[each]) >= release(first)
            for each, first in since.items()
            if each in self.versions
        ) and all(
            release(self.versions[each]) <= release(last)
            for each, last in until.items()
            if each in self.versions
        )

    def signature(self, api: str, stated: str) -> str:
        """The signature that a name has in the release, or the stated one where nobody looked.

        Where a default is the same it is written as stated: ``1.0 / 3`` is a number there too.
        """
        surface = self.surfaces.get(framework_of(api))
        offered = surface.names.get(api) if surface else None
        if not stated or offered is None or offered.signature is None:
            return stated
        there = _as_stated(signatures.parse(stated), signatures.parse(offered.signature))
        return signatures.write(there)


def _as_stated(stated: Signature, there: Signature) -> Signature:
    same = {
        each.name: each.default
        for each in stated.arguments
        if each.name in there and comparable(each.default) == comparable(there[each.name].default)
    }
    arguments = (
        replace(each, default=same.get(each.name, each.default)) for each in there.arguments
    )
    return replace(there, arguments=tuple(arguments))


def of(versions: Mapping[str, str], history: History) -> Releases:
    """Releases with the surfaces of the same numbers; ``2.13.0+cpu`` is ``2.13.0``.

    A framework of which none is named is at the newest release that was read. What that has is what
    the map states, and nothing is taken back there.
    """
    newest = {framework: read[-1].version for framework, read in history.items()}
    versions = {**newest, **versions}
    surfaces = {
        framework: surface
        for framework, version in versions.items()
        for surface in history.get(framework, ())[:-1]
        if release(surface.version) == release(version)
    }
    return Releases(versions, surfaces)


def today(registry: Registry) -> Registry:
    """The registry at the newest releases: without what was so in older ones only."""
    return at(registry, of({}, registry.surfaces))


def at(registry: Registry, releases: Releases) -> Registry:
    """The registry at some releases. An entry that is the same there is the same object."""
    entries = (located_at(each, releases) for each in registry.entries)
    return replace(registry, entries=tuple(each for each in entries if each is not None))


def located_at(located: Located, releases: Releases) -> Located | None:
    """An entry at some releases; ``None`` where they lack its API or every counterpart of it."""
    entry = located.entry
    if not releases.has(located.api, entry.since, entry.until):
        return None
    signature = releases.signature(located.api, entry.signature)
    lost = _lost(entry.signature, signature)
    counterparts = tuple(
        _counterpart_at(each, lost, signature, releases)
        for each in entry.counterparts
        if releases.has(each.api, each.since, each.until)
    )
    if entry.counterparts and not counterparts:
        return None
    nothing = entry.no_counterpart
    if nothing and nothing.recipe:
        kept = _differences_at(nothing.recipe.differences, lost, releases)
        recipe = nothing.recipe.model_copy(update={"differences": kept})
        nothing = nothing.model_copy(update={"recipe": recipe})
    changed = {
        "signature": signature,
        "counterparts": counterparts,
        "no_counterpart": nothing,
        "idle": {n: each for n, each in entry.idle.items() if releases.within(each.since, {})},
        "examples": {n: e for n, e in entry.examples.items() if releases.within(e.since, {})},
        "cases": _cases_at(entry, lost, _asked_for(entry.signature, signature), counterparts),
    }
    if all(getattr(entry, name) == value for name, value in changed.items()):
        return located
    return replace(located, entry=entry.model_copy(update=changed))


def _lost(stated: str, signature: str) -> dict[str, object]:
    """The parameters that the release lacks, each with its default of today."""
    there = signatures.parse(signature)
    return {
        each.name: None if each.required else each.default
        for each in signatures.parse(stated).arguments
        if each.name not in there
    }


def _asked_for(stated: str, signature: str) -> set[str]:
    """The parameters that have a default today, and are required in the release."""
    defaults = signatures.parse(stated).defaults
    there = signatures.parse(signature).arguments
    return {each.name for each in there if each.required and each.name in defaults}


def _counterpart_at(
    counterpart: Counterpart, lost: Mapping[str, object], source: str, releases: Releases
) -> Counterpart:
    names = signatures.parse(source).names
    signature = releases.signature(counterpart.api, counterpart.signature)
    gone = _lost(counterpart.signature, signature)
    parameters = {
        name: _parameter_at(name, parameter, counterpart.api, gone, releases)
        for name, parameter in counterpart.parameters.items()
        if name in names
    }
    for name in names:
        if name not in parameters:
            parameters[name] = Parameter(dropped="Nobody has said what becomes of it.")
    changed = {
        "signature": signature,
        "parameters": parameters,
        "extra": {name: each for name, each in counterpart.extra.items() if name not in gone},
        "differences": _differences_at(counterpart.differences, lost, releases)
        | _not_there_yet(counterpart, source, gone, releases),
    }
    if all(getattr(counterpart, name) == value for name, value in changed.items()):
        return counterpart
    return counterpart.model_copy(update=changed)


def _parameter_at(
    name: str, parameter: Parameter, api: str, gone: Mapping[str, object], releases: Releases
) -> Parameter:
    if not any(each in gone for each in parameter.targets(name)):
        return parameter
    return Parameter(dropped=_lacks(parameter.targets(name), api, releases))


def _lacks(names: Sequence[str], api: str, releases: Releases) -> str:
    framework = framework_of(api)
    return f"{api} has no {' and no '.join(names)} in {framework} {releases.versions[framework]}."


def _not_there_yet(
    counterpart: Counterpart, source: str, gone: Mapping[str, object], releases: Releases
) -> dict[str, Difference]:
    """What a call loses that gives a parameter for which the release has no place."""
    defaults = signatures.parse(source).defaults
    lost = {
        name: Difference.model_construct(
            when=f"{name} != {defaults[name]!r}",
            what=_lacks(parameter.targets(name), counterpart.api, releases),
            instead=f"Leave {name} at its default, or port to a newer release.",
            evidence=(),
        )
        for name, parameter in counterpart.parameters.items()
        if any(each in gone for each in parameter.targets(name)) and name in defaults
    }
    return {f"no-{name.replace('_', '-').lower()}-yet": each for name, each in lost.items()}


def _differences_at(
    differences: Mapping[str, Difference], lost: Mapping[str, object], releases: Releases
) -> dict[str, Difference]:
    """Those of the release. What a parameter would do that is not there yet is settled."""
    values = {name: value for name, value in lost.items() if not isinstance(value, Code)}
    kept: dict[str, Difference] = {}
    for name, each in differences.items():
        if releases.within(each.since, each.until):
            when = conditions.settled(each.when, values)
            kept[name] = each if when == each.when else each.model_copy(update={"when": when})
    return kept


def _cases_at(
    entry: Entry,
    lost: Mapping[str, object],
    asked_for: set[str],
    counterparts: Sequence[Counterpart],
) -> dict[str, Case]:
    """The cases that the release can run: it has what they give, and they give what it requires."""
    there = {each.api for each in counterparts}
    return {
        name: case
        for name, case in entry.cases.items()
        if lost.keys().isdisjoint(case.arguments)
        and asked_for <= case.arguments.keys()
        and (not case.against or not there.isdisjoint(case.against))
    }
