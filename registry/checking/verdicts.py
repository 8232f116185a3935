"""What the evidence says of each claim, at the releases at which it was run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.checking.evidence import Results, Verdict, fresh, verdict
from registry.checking.jobs import Job, jobs_of
from registry.language.versions import release
from registry.mapping import releases
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import framework_of


@dataclass(frozen=True)
class Era:
    """One release of each framework with which something was run, and the map at those releases."""

    versions: Mapping[str, str]
    frameworks: frozenset[str]
    """Those that ran; one that is a library for another may have no version."""
    registry: Registry
    _entries: dict[tuple[str, str], Located] = field(repr=False, default_factory=dict)

    def entry(self, located: Located) -> Located | None:
        """The entry as it was; ``None`` where the releases do not have it."""
        if not self._entries:
            every = {(each.api, each.entry.target): each for each in self.registry.entries}
            self._entries.update(every)
        return self._entries.get((located.api, located.entry.target))

    def speaks_of(self, located: Located) -> bool:
        return {framework_of(located.api), located.entry.target} <= self.frameworks


def eras(registry: Registry, results: Results) -> list[Era]:
    """The releases of which there are results: those that the map speaks of first, then the newest
    first. What was seen of one framework alone makes none; it counts beside every other."""
    ran: dict[tuple[tuple[str, Any], ...], Era] = {}
    known: dict[tuple[str, str], list[Located]] = {}
    for found in results.values():
        for each in found:
            versions: Mapping[str, str] = each["environment"]["versions"]
            frameworks = frozenset(each["environment"]["device"])
            key = tuple((name, release(versions[name])) for name in sorted(versions))
            if len(frameworks) > 1 and key not in ran:
                then = releases.at(registry, releases.of(versions, registry.surfaces))
                entries = tuple(_one_of(each, known) for each in then.entries)
                ran[key] = Era(versions, frameworks, replace(then, entries=entries))
    newest = {name: release(read[-1].version) for name, read in registry.surfaces.items()}

    def place(key: tuple[tuple[str, Any], ...]) -> tuple[bool, tuple[tuple[str, Any], ...]]:
        return all(found == newest.get(name, found) for name, found in key), key

    return [ran[key] for key in sorted(ran, key=place, reverse=True)]


def _one_of(located: Located, known: dict[tuple[str, str], list[Located]]) -> Located:
    """The same object for an entry that is the same in several eras, whose jobs are made once."""
    alike = known.setdefault((located.api, located.entry.target), [])
    for each in alike:
        if each is located or each.entry == located.entry:
            return each
    alike.append(located)
    return located


@dataclass(frozen=True)
class Standing:
    """What the evidence has of two frameworks at some releases; the names are those of cases."""

    cases: int
    good: int
    wrong: tuple[str, ...]
    """Those that showed something else than what is expected of them."""
    lacking: tuple[str, ...]
    """Those of which there is no result that counts."""


def standing(registry: Registry, results: Results, versions: Mapping[str, str]) -> Standing:
    """Every case of the map between two frameworks at these releases, held against the evidence."""
    then = releases.at(registry, releases.of(versions, registry.surfaces))
    good, wrong, lacking = 0, [], []
    for located in then.entries:
        if {framework_of(located.api), located.entry.target} != versions.keys():
            continue
        for job in jobs_of(then, located):
            ran = fresh(job, results, versions)
            if not ran:
                lacking.append(job.name)
            elif any(each["outcome"] != each["expected"] for each in ran):
                wrong.append(job.name)
            else:
                good += 1
    return Standing(good + len(wrong) + len(lacking), good, tuple(wrong), tuple(lacking))


class Judge:
    """The verdict of every claim of a registry. It makes the jobs of an entry once."""

    def __init__(self, registry: Registry, results: Results) -> None:
        self._today = releases.today(registry)
        self._results = results
        self._eras = eras(registry, results)
        self._jobs: dict[tuple[int, int], tuple[Located, list[Job]]] = {}

    @property
    def releases(self) -> dict[str, tuple[str, ...]]:
        """The releases of each framework at which anything was run, oldest first."""
        ran = [each.versions for each in self._eras]
        return {
            name: _sorted(ran, name) for name in sorted({name for each in ran for name in each})
        }

    def verdict(self, located: Located, counterpart: str | None) -> Verdict:
        """What the runs at the newest releases say, and at which others the same holds."""
        try:
            seen = list(self._every(located, counterpart))
            if not seen:
                return verdict(self._of(self._today, located, counterpart), {})
        except (ValueError, LookupError) as error:
            return Verdict("unverified", f"a case cannot be run: {error}")
        newest = seen[0][1]
        good = [era.versions for era, found in seen if found.state == "verified"]
        if newest.state != "verified":
            return newest
        sides = {framework_of(located.api), located.entry.target} & seen[0][0].versions.keys()
        return replace(newest, releases={each: _sorted(good, each) for each in sorted(sides)})

    def _every(self, located: Located, counterpart: str | None) -> Iterator[tuple[Era, Verdict]]:
        """The verdict of each era that has run the claim."""
        for era in self._eras:
            then = era.entry(located) if era.speaks_of(located) else None
            jobs = self._of(era.registry, then, counterpart) if then else []
            if any(fresh(job, self._results, era.versions) for job in jobs):
                yield era, verdict(jobs, self._results, era.versions)

    def _of(self, registry: Registry, located: Located, counterpart: str | None) -> list[Job]:
        # An entry is the same object in every era that has it as it is; the jobs that ask for
        # whole modules depend on all entries.
        key = (id(located), id(registry) if located.entry.complete else 0)
        if key not in self._jobs:
            self._jobs[key] = (located, list(jobs_of(registry, located)))
        return [each for each in self._jobs[key][1] if counterpart in (None, each.counterpart)]


def _sorted(found: list[Mapping[str, str]], framework: str) -> tuple[str, ...]:
    versions = {each[framework].partition("+")[0] for each in found if framework in each}
    return tuple(sorted(versions, key=release))
