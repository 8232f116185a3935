"""What to run: every case of every entry as a pair of tasks, with what is expected of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from registry.catalog import Registry
from registry.loading import Located
from registry.models import Case, Counterpart, NoCounterpart, Recipe, Run, framework_of
from registry.translate import Arguments, applying, complete, translate

Outcome = Literal["agree", "differ", "skipped", "error"]
Task = dict[str, Any]

SIGNATURE = "signature"
STILL_ABSENT = "still-absent"
ASKED = "asked"
_FACTS = {
    "optimizer": ("steps", "gradients", "names", "mode", "seed"),
    "schedule": ("epochs", "steps_per_epoch", "lr", "mode"),
}


@dataclass(frozen=True)
class Side:
    """A task for one framework's leg."""

    framework: str
    task: Task


@dataclass(frozen=True)
class Job:
    """One case against one counterpart.

    ``sides`` has the source's task and the counterpart's, or a single task where one framework is
    asked about itself; ``answer`` is then what it must say.
    """

    located: Located
    counterpart: str | None
    case: str
    expected: Outcome
    because: tuple[str, ...]
    """The differences that the case must show."""
    sides: tuple[Side, ...]
    answer: Any = None
    refusal: str | None = None
    """Why the arguments cannot be translated; nothing is run then."""

    @property
    def api(self) -> str:
        return self.located.api

    @property
    def name(self) -> str:
        return job_name(self.api, self.counterpart, self.case)

    @property
    def compares(self) -> bool:
        """Does it compare two sides, or ask one framework about itself?"""
        return self.case not in (SIGNATURE, STILL_ABSENT)

    @property
    def digest(self) -> str:
        """Changes when what is run, or what is expected of it, changes."""
        said = [self.expected, self.answer, [[s.framework, s.task] for s in self.sides]]
        text = json.dumps(said, sort_keys=True, default=repr)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def job_name(api: str, counterpart: str | None, case: str) -> str:
    """What a job is called, in lists of results and in tests."""
    other = f" -> {counterpart}" if counterpart else ""
    return f"{api}{other} [{case}]"


def jobs(registry: Registry) -> Iterator[Job]:
    """Every job of the registry, in the order of its entries.

    Raises ``ValueError`` or ``LookupError`` for a case that cannot be translated;
    :mod:`registry.rules` says so beforehand.
    """
    for located in registry.entries:
        yield from jobs_of(registry, located)


def jobs_of(registry: Registry, located: Located) -> Iterator[Job]:
    """The jobs of one entry."""
    yield _signature(located, located.api, located.entry.signature, None)
    nothing = located.entry.no_counterpart
    if nothing:
        yield from _without_counterpart(registry, located, nothing)
    for counterpart in located.entry.counterparts:
        yield _signature(located, counterpart.api, counterpart.signature, counterpart.api)
        for name, case in located.entry.cases.items():
            if not case.against or counterpart.api in case.against:
                yield comparison(registry, located, counterpart, name, case)


def asked(
    registry: Registry, located: Located, arguments: Arguments, run: dict[str, Any], to: str | None
) -> Iterator[Job]:
    """The jobs of a call that somebody has in mind, against one counterpart or all of them.

    Raises ``ValueError`` with one sentence for arguments or facts that cannot be, and for a
    counterpart that there is not.
    """
    try:
        case = Case(arguments=arguments, run=Run(**run))
    except ValidationError as error:
        told = error.errors()[0]
        raise ValueError(f"{told['loc'][-1]}: {told['msg'].lower()}") from None
    known = [each.api for each in located.entry.counterparts]
    if not known:
        raise ValueError(f"{located.api} has no counterpart to compare with")
    if to is not None and to not in known:
        raise ValueError(f"{to} is not a counterpart; there are {', '.join(known)}")
    for counterpart in located.entry.counterparts:
        if to in (None, counterpart.api):
            yield comparison(registry, located, counterpart, ASKED, case)


def _without_counterpart(
    registry: Registry, located: Located, nothing: NoCounterpart
) -> Iterator[Job]:
    side = Side(nothing.framework, {"task": "names"})
    yield Job(located, None, STILL_ABSENT, "agree", (), (side,), answer=nothing.absent)
    if nothing.recipe:
        for name, case in located.entry.cases.items():
            yield comparison(registry, located, nothing.recipe, name, case)


def _signature(located: Located, api: str, signature: str, counterpart: str | None) -> Job:
    side = Side(framework_of(api), {"task": "signature", "api": api})
    return Job(located, counterpart, SIGNATURE, "agree", (), (side,), answer=signature)


def comparison(
    registry: Registry, located: Located, other: Counterpart | Recipe, name: str, case: Case
) -> Job:
    """The job of running one case against one counterpart, or a recipe that stands in for it.

    Raises ``ValueError`` for arguments that the source does not have.
    """
    entry = located.entry
    arguments = complete(entry, case.arguments)
    given = {each: value for each, value in arguments.items() if each in case.arguments}
    here = Side(framework_of(located.api), _task(entry.kind, located.api, given, case.run))
    there, refusal = _other_side(registry, located, other, arguments, given, case.run)
    applies = [each for each, true in applying(other.differences, arguments, case.run) if true]
    expected: Outcome = "agree"
    if applies:
        shows = {other.differences[each].shows for each in applies}
        expected = "error" if "error" in shows else "differ"
    label = other.api if isinstance(other, Counterpart) else f"recipe {other.name}"
    return Job(located, label, name, expected, tuple(applies), (here, there), refusal=refusal)


def _other_side(
    registry: Registry,
    located: Located,
    other: Counterpart | Recipe,
    arguments: Arguments,
    given: Arguments,
    run: Run,
) -> tuple[Side, str | None]:
    """The task over there; and why there is no translation, where there is none."""
    kind = located.entry.kind
    if isinstance(other, Recipe):
        source = registry.recipes[other.name].read_text(encoding="utf-8")
        name = located.api.rpartition(".")[2]
        task = {**_task(kind, name, given, run), "recipe": source}
        return Side(located.entry.target, task), None
    refusal, translated = None, {}
    try:
        translated = translate(other, arguments, run, registry.converters)
    except ValueError as error:
        refusal = str(error)
    return Side(framework_of(other.api), _task(kind, other.api, translated, run)), refusal


def _task(kind: str, api: str, arguments: dict[str, Any], run: Run) -> Task:
    facts = {fact: getattr(run, fact) for fact in _FACTS[kind]}
    if kind == "schedule":
        facts["epochs"] += run.beyond
    return {"task": kind, "api": api, "recipe": None, "arguments": arguments, **facts}
