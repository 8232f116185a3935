"""What to run: every case of every entry as a pair of tasks, with what is expected of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import ValidationError

from registry.checking import discrimination
from registry.checking.tasks import Task, groups, source_task, target_task, task
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import (
    Case,
    Counterpart,
    Difference,
    NoCounterpart,
    Recipe,
    framework_of,
)
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, applying

Outcome = Literal["agree", "differ", "skipped", "error"]
Asks = Literal["comparison", "statement", "discrimination"]
"""Whether two sides agree; whether a framework says of itself what the data says; whether a
parameter matters, for which the sides are pairs of one task and the same with it changed."""

SIGNATURE = "signature"
STILL_ABSENT = "still-absent"
COMPLETE = "complete"
MATTERS = "matters-"
ASKED = "asked"


@dataclass(frozen=True)
class Side:
    """A task for one framework's leg."""

    framework: str
    task: Task

    @property
    def key(self) -> str:
        """The same for the same task of the same framework."""
        return json.dumps([self.framework, self.task], sort_keys=True)


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
    asks: Asks = "comparison"

    @property
    def api(self) -> str:
        return self.located.api

    @property
    def name(self) -> str:
        return job_name(self.api, self.counterpart or self.located.entry.target, self.case)

    @cached_property
    def digest(self) -> str:
        """Changes when what is run, or what is expected of it, changes."""
        said = [self.expected, self.answer, [[s.framework, s.task] for s in self.sides]]
        text = json.dumps(said, sort_keys=True, default=repr)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def job_name(api: str, other: str, case: str) -> str:
    """What a job is called, in lists of results and in tests: with the counterpart, or the target
    of the entry where none is asked."""
    return f"{api} -> {other} [{case}]"


def jobs(registry: Registry) -> Iterator[Job]:
    """Every job of the registry, in the order of its entries.

    Raises ``ValueError`` or ``LookupError`` for a case that cannot be translated;
    :mod:`registry.checking.rules` says so beforehand.
    """
    for located in registry.entries:
        yield from jobs_of(registry, located)


def jobs_of(registry: Registry, located: Located) -> Iterator[Job]:
    """The jobs of one entry."""
    entry = located.entry
    yield from _signature(located, located.api, entry.signature, None)
    if entry.complete:
        yield _complete(registry, located)
    for name in discrimination.portable(entry):
        yield _matters(located, name)
    if entry.no_counterpart:
        yield from _without_counterpart(registry, located, entry.no_counterpart)
    for counterpart in entry.counterparts:
        yield from _signature(located, counterpart.api, counterpart.signature, counterpart.api)
        for name, case in entry.cases_for(counterpart).items():
            yield comparison(registry, located, counterpart, name, case)
        for name in entry.examples_for(counterpart):
            yield demonstration(registry, located, counterpart, name)


def asked(
    registry: Registry, located: Located, arguments: Arguments, run: dict[str, Any], to: str | None
) -> Iterator[Job]:
    """The jobs of a call that somebody has in mind, against one counterpart or all of them.

    Raises ``ValueError`` with one sentence for arguments or facts that cannot be, and for a
    counterpart that there is not.
    """
    try:
        case = Case(arguments=arguments, run=Run(**{"shapes": "every", **run}))
    except ValidationError as error:
        told = error.errors()[0]
        raise ValueError(f"{told['loc'][-1]}: {told['msg'].lower()}") from None
    known = [each.api for each in located.entry.counterparts]
    if not known:
        raise ValueError(f"{located.api} has no counterpart to compare with")
    if located.entry.kind == "usage":
        raise ValueError(f"{located.api} has examples, which take no arguments")
    if to is not None and to not in known:
        raise ValueError(f"{to} is not a counterpart; there are {', '.join(known)}")
    for counterpart in located.entry.counterparts:
        if to in (None, counterpart.api):
            yield comparison(registry, located, counterpart, ASKED, case)


def _without_counterpart(
    registry: Registry, located: Located, nothing: NoCounterpart
) -> Iterator[Job]:
    side = Side(nothing.framework, {"task": "names"})
    yield Job(
        located, None, STILL_ABSENT, "agree", (), (side,), answer=nothing.absent, asks="statement"
    )
    if nothing.recipe:
        for name, case in located.entry.cases.items():
            yield comparison(registry, located, nothing.recipe, name, case)
    for name in located.entry.examples:
        yield demonstration(registry, located, None, name)


def _signature(
    located: Located, api: str, signature: str, counterpart: str | None
) -> Iterator[Job]:
    if signature:
        side = Side(framework_of(api), {"task": "signature", "api": api})
        yield Job(
            located,
            counterpart,
            SIGNATURE,
            "agree",
            (),
            (side,),
            answer=signature,
            asks="statement",
        )


def _complete(registry: Registry, located: Located) -> Job:
    framework = framework_of(located.api)
    known = sorted(each for each in registry.names() if framework_of(each) == framework)
    side = Side(framework, {"task": "offered", "modules": list(located.entry.complete)})
    return Job(located, None, COMPLETE, "agree", (), (side,), answer=known, asks="statement")


def _matters(located: Located, name: str) -> Job:
    """The job of showing that a parameter moves the source's own trace, or that it is idle."""
    entry = located.entry
    framework, case = framework_of(located.api), f"{MATTERS}{name.replace('_', '-').lower()}"
    sides = tuple(
        Side(framework, source_task(entry, located.api, arguments, each.run))
        for each, changed in discrimination.changes(entry, name)
        for arguments in (each.arguments, changed)
    )
    idle = entry.idle[name].because if name in entry.idle else None
    return Job(located, None, case, "agree", (), sides, idle, asks="discrimination")


def demonstration(
    registry: Registry, located: Located, counterpart: Counterpart | None, name: str
) -> Job:
    """The job of running an example on both sides.

    Raises ``LookupError`` when no plugin contributes it for both.
    """
    sides = tuple(
        Side(framework, {"task": "example", "source": registry.program(name, framework)})
        for framework in (framework_of(located.api), located.entry.target)
    )
    differences = counterpart.differences if counterpart else {}
    shows = tuple(
        each
        for each, difference in differences.items()
        if any(evidence.check == name for evidence in difference.evidence)
    )
    other = counterpart.api if counterpart else None
    return Job(located, other, name, _expected(differences, shows), shows, sides)


def _expected(differences: Mapping[str, Difference], apply: Iterable[str]) -> Outcome:
    """What the sides do where some of the differences apply."""
    shows = {differences[each].shows for each in apply}
    return "error" if "error" in shows else "differ" if shows else "agree"


def name_of(other: Counterpart | Recipe) -> str:
    """What a counterpart is called, or a recipe that stands in for it."""
    return other.api if isinstance(other, Counterpart) else f"recipe {other.name}"


def comparison(
    registry: Registry, located: Located, other: Counterpart | Recipe, name: str, case: Case
) -> Job:
    """The job of running one case against one counterpart, or a recipe that stands in for it.

    Raises ``ValueError`` for arguments that the source does not have.
    """
    entry, run = located.entry, case.run
    here = Side(framework_of(located.api), source_task(entry, located.api, case.arguments, run))
    there, refusal = _other_side(registry, located, other, case)
    shown = {
        name
        for call in groups(entry, case.arguments, run)
        for name, true in applying(other.differences, call, run)
        if true
    }
    applies = [name for name in other.differences if name in shown]
    expected = _expected(other.differences, applies)
    return Job(
        located, name_of(other), name, expected, tuple(applies), (here, there), refusal=refusal
    )


def _other_side(
    registry: Registry, located: Located, other: Counterpart | Recipe, case: Case
) -> tuple[Side, str | None]:
    """The task over there; and why there is no translation, where there is none."""
    entry = located.entry
    if isinstance(other, Recipe):
        source = registry.recipes[other.name].read_text(encoding="utf-8")
        name = located.api.rpartition(".")[2]
        same = source_task(entry, name, case.arguments, case.run)
        return Side(entry.target, {**same, "recipe": source}), None
    framework = framework_of(other.api)
    try:
        return Side(framework, target_task(entry, other, case, registry.converters)), None
    except ValueError as error:
        return Side(framework, task(entry.kind, other.api, {}, case.run)), str(error)
