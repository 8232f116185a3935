"""Both sides of a job against the published algorithms that they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.checking.checks import Interpreter
from registry.checking.jobs import Job, Side
from registry.checking.judging import shaping
from registry.checking.legs import Broken, Unavailable
from registry.checking.oracle import Account, account
from registry.checking.tasks import Task
from registry.language import signatures
from registry.language.signatures import Code
from registry.mapping.algorithms import Asked
from registry.mapping.catalog import Registry

FINE = ("float32", "float64")


@dataclass(frozen=True)
class Told:
    """What the oracle says of an API in a case; ``account`` is missing where it says nothing."""

    api: str
    account: Account | None
    reason: str | None = None
    """Why it says nothing."""

    def as_json(self) -> dict[str, Any]:
        said = self.account.as_json() if self.account else {}
        return {"api": self.api, **said, "reason": self.reason}


@dataclass
class Explainer:
    """Asks both sides once more and looks for their settings; a task is accounted for once."""

    registry: Registry
    legs: Mapping[str, Interpreter]
    timeout: float
    _known: dict[str, Told] = field(default_factory=dict)

    def explain(self, job: Job) -> tuple[Told, ...]:
        """What the oracle says of each side; nothing where the sides are not two optimizers."""
        if job.asks != "comparison" or job.refusal or len(job.sides) != 2:
            return ()
        if any(side.task["task"] != "optimizer" for side in job.sides):
            return ()
        return tuple(self._told(job, side) for side in job.sides)

    def _told(self, job: Job, side: Side) -> Told:
        if side.key not in self._known:
            self._known[side.key] = self._asked(job, side)
        return self._known[side.key]

    def _asked(self, job: Job, side: Side) -> Told:
        recipe = side.task["recipe"]
        name = job.counterpart or "" if recipe else str(side.task["api"])
        known_as = job.api if recipe else name
        try:
            self._refuse(known_as, side.task)
            oracle, given = self.registry.oracles[known_as], _arguments(job, known_as, side)
            groups = [given, *([{**given, **side.task["group"]}] if side.task["group"] else [])]
            asked = [oracle(each) for each in groups]
            answer = self._answer(side)
        except (ValueError, Broken, Unavailable) as error:
            return Told(name, None, str(error))
        # The tolerance of a check is made from the source's arguments, on either side.
        return Told(name, account(asked, side.task, answer, shaping(job)))

    def _refuse(self, api: str, task: Task) -> None:
        """Raises ``ValueError`` where no oracle can say anything."""
        if api not in self.registry.oracles:
            raise ValueError(f"no plugin contributes an oracle for {api}")
        if task["gradients"] == "closure":
            raise ValueError("a step of it asks for gradients itself")
        if task["rate"] != "constant":
            raise ValueError("the oracle has one rate for the whole run")
        if task["dtype"] not in FINE:
            raise ValueError(f"the oracle starts from float32, not from {task['dtype']}")

    def _answer(self, side: Side) -> dict[str, Any]:
        leg = self.legs[side.framework]
        leg.start()
        leg.send(side.task)
        return leg.receive(self.timeout)


def _arguments(job: Job, api: str, side: Side) -> dict[str, Any]:
    """The arguments of a side, defaults included."""
    entry = job.located.entry
    declared = {each.api: each.signature for each in entry.counterparts} | {
        job.api: entry.signature
    }
    defaults = signatures.parse(declared[api]).defaults
    literal = {name: v for name, v in defaults.items() if not isinstance(v, Code)}
    return {**literal, **side.task["arguments"]}


def asked_apart(one: Asked, other: Asked) -> dict[str, tuple[Any, Any]]:
    """The constants of one algorithm that two calls ask for with other values."""
    return {
        name: (one.values[name], other.values[name])
        for name in one.values
        if name in other.values and one.values[name] != other.values[name]
    }
