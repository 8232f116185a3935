"""What to run: every case of every entry as a pair of tasks, with what is expected of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from registry.catalog import Registry
from registry.loading import Located
from registry.models import Case, Counterpart, Run, framework_of
from registry.translate import complete, differences, translate

Outcome = Literal["agree", "differ", "skipped", "error"]
Task = dict[str, Any]

SIGNATURE = "signature"
STILL_ABSENT = "still-absent"
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
        other = f" -> {self.counterpart}" if self.counterpart else ""
        return f"{self.api}{other} [{self.case}]"

    @property
    def digest(self) -> str:
        """Changes when what is run, or what is expected of it, changes."""
        said = [self.expected, self.answer, [[s.framework, s.task] for s in self.sides]]
        text = json.dumps(said, sort_keys=True, default=repr)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


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
        task = {"task": "names"}
        yield Job(
            located,
            None,
            STILL_ABSENT,
            "agree",
            (),
            (Side(nothing.framework, task),),
            answer=nothing.absent,
        )
    for counterpart in located.entry.counterparts:
        yield _signature(located, counterpart.api, counterpart.signature, counterpart.api)
        for name, case in located.entry.cases.items():
            if not case.against or counterpart.api in case.against:
                yield comparison(registry, located, counterpart, name, case)


def _signature(located: Located, api: str, signature: str, counterpart: str | None) -> Job:
    side = Side(framework_of(api), {"task": "signature", "api": api})
    return Job(located, counterpart, SIGNATURE, "agree", (), (side,), answer=signature)


def comparison(
    registry: Registry, located: Located, counterpart: Counterpart, name: str, case: Case
) -> Job:
    """The job of running one case against one counterpart.

    Raises ``ValueError`` for arguments that the source does not have.
    """
    entry = located.entry
    arguments = complete(entry, case.arguments)
    there, refusal = {}, None
    try:
        there = translate(entry, counterpart, arguments, case.run, registry.converters)
    except ValueError as error:
        refusal = str(error)
    applies = [each for each, true in differences(counterpart, arguments, case.run) if true]
    expected: Outcome = "agree"
    if applies:
        shows = {counterpart.differences[each].shows for each in applies}
        expected = "error" if "error" in shows else "differ"
    given = {each: value for each, value in arguments.items() if each in case.arguments}
    return Job(
        located,
        counterpart.api,
        name,
        expected,
        tuple(applies),
        (
            Side(framework_of(located.api), _task(entry.kind, located.api, given, case.run)),
            Side(framework_of(counterpart.api), _task(entry.kind, counterpart.api, there, case.run)),
        ),
        refusal=refusal,
    )


def _task(kind: str, api: str, arguments: dict[str, Any], run: Run) -> Task:
    facts = {fact: getattr(run, fact) for fact in _FACTS[kind]}
    if kind == "schedule":
        facts["epochs"] += run.beyond
    return {"task": kind, "api": api, "arguments": arguments, **facts}
