"""Which cases a check runs: those that a pattern fits, or those of a call of one's own."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registry.answers import quick, targets
from registry.problems import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from registry.checking.checks import Interpreter
    from registry.checking.jobs import Job
    from registry.mapping.catalog import Registry
    from registry.mapping.loading import Located


@dataclass(frozen=True)
class Here:
    """The registry as it is at the releases of the frameworks that are at hand."""

    registry: Registry
    versions: Mapping[str, str]

    @property
    def releases(self) -> str:
        return ", ".join(f"{name} {version}" for name, version in sorted(self.versions.items()))


def here(registry: Registry, legs: Mapping[str, Interpreter]) -> Here:
    """The map is what its newest releases do; others may lack a parameter, or behave otherwise."""
    from registry.checking.installed import versions
    from registry.mapping import releases

    found = versions(legs)
    return Here(releases.at(registry, releases.of(found, registry.surfaces)), found)


@dataclass(frozen=True)
class Question:
    """A call that somebody has in mind, instead of the cases of the data."""

    arguments: tuple[str, ...]
    to: str | None
    run: dict[str, Any]

    @property
    def asked(self) -> bool:
        return bool(self.arguments or self.to or self.run)


def toward(registry: Registry, pattern: str, target: str | None) -> str | None:
    """The framework of a target that something is mapped to; ``None`` where none is asked for."""
    wanted = targets.framework(target, registry.frameworks())
    if wanted is not None:
        apis = wanted_apis(registry, pattern)
        mapped = (each for each in registry.entries if leads_to(each, wanted))
        if not any(_names(each) & apis for each in mapped):
            raise UserError.at("PATTERN", f"nobody has mapped {pattern} to {wanted}")
    return wanted


def leads_to(located: Located, target: str | None) -> bool:
    """Is the entry about that framework, or is none asked for?"""
    return target in (None, located.entry.target)


def _names(located: Located) -> set[str]:
    return {located.api, *(each.api for each in located.entry.counterparts)}


def wanted_apis(registry: Registry, pattern: str) -> set[str]:
    """The names that a pattern fits; of an API without wildcards, that one on either side."""
    if any(c in pattern for c in "*?["):
        names = {each.api for each in registry.entries}
        return {api for api in names if fnmatch.fnmatch(api.lower(), pattern.lower())}
    return {_named(registry, pattern)}


def chosen(
    registry: Registry, here: Here, pattern: str, cases: tuple[str, ...], target: str | None
) -> list[Job]:
    from registry.checking import jobs

    wanted = wanted_apis(registry, pattern)
    if not wanted:
        raise UserError.at("PATTERN", f"no API fits {pattern}; `registry list` shows every name")
    every = [
        job
        for job in jobs.jobs(here.registry)
        if (job.api in wanted or job.counterpart in wanted) and leads_to(job.located, target)
    ]
    if not every:
        raise UserError.at("PATTERN", f"nothing that fits {pattern} is in {here.releases}")
    unknown = sorted(set(cases) - {job.case for job in every})
    if unknown:
        known = ", ".join(dict.fromkeys(job.case for job in every))
        raise UserError.at("--case", f"there is no case {unknown[0]} here; there are {known}")
    return [job for job in every if not cases or job.case in cases]


def lacking(jobs: list[Job], here: Here, folder: Path) -> list[Job]:
    """The jobs of which a folder of evidence has no result as expected, at the releases at hand."""
    from registry.checking import evidence

    results = evidence.read(evidence.evidence_files([folder]) if folder.exists() else [])
    return [
        job
        for job in jobs
        if all(
            each["outcome"] != each["expected"]
            for each in evidence.fresh(job, results, here.versions)
        )
    ]


def _named(registry: Registry, name: str) -> str:
    """The API that a name means, on either side of a mapping."""
    from registry.answers.lookup import Miss, find

    aliases = {a: each.api for each in registry.entries for a in each.entry.aliases}
    apis = {each.api: None for each in registry.entries}
    apis |= {c.api: None for each in registry.entries for c in each.entry.counterparts}
    found = find(name, apis, aliases)
    if isinstance(found, Miss):
        raise UserError.at("PATTERN", quick.unknown(name, found))
    return found.api


def of_a_question(
    registry: Registry, here: Here, name: str, question: Question, target: str | None
) -> list[Job]:
    from registry.checking import jobs

    api = _named(registry, name)
    arguments: dict[str, Any] = {}
    for each in question.arguments:
        parameter, equals, text = each.partition("=")
        if not equals or not parameter:
            raise UserError.at("--with", f"{each} is not NAME=VALUE")
        arguments[parameter] = _literal(text)
    if not any(each.api == api and leads_to(each, target) for each in registry.entries):
        raise UserError.at("PATTERN", f"ask from the other side: {api} is only a counterpart")
    found: list[Located] = [
        each for each in here.registry.entries if each.api == api and leads_to(each, target)
    ]
    if not found:
        raise UserError.at("PATTERN", f"{api} or its counterparts are not in {here.releases}")
    try:
        return [
            job
            for located in found
            for job in jobs.asked(here.registry, located, arguments, question.run, question.to)
        ]
    except ValueError as error:
        raise UserError.at("--with", str(error)) from None


def _literal(text: str) -> Any:
    """A Python literal, or the text itself where it is none (``strong_wolfe``)."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
