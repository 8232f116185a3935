"""Which settings of a published algorithm's switches reproduce what one side computed?

The oracle computes in float64 from the same float32 inputs and is compared like the other side of a
check. The side's own trace sets the tolerance, which :mod:`registry.checking.compare` derives for
two float32 implementations. Here one of the two rounds 2**29 times more finely, so that the part
for stored parameters is ``sqrt(2)`` too large and the part for the operations twice: what follows
the publication is to be expected within 0.7 of a tolerance, and what is within 1 is reproduced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import isfinite
from typing import Any

import numpy

from registry.checking import compare, harness
from registry.checking.jobs import Task
from registry.checking.traces import kept_columns, kept_steps
from registry.mapping.algorithms import Algorithm, Asked, Settings

CHANGED = 3
"""How many switches are tried away from the publication at the same time."""
FEW = 3
"""How many tensors the first look at a change takes, one of each kind of name."""
EARLY = 30
"""How many steps it takes: some of those that follow a late first gradient are among them."""


@dataclass(frozen=True)
class Account:
    """What the oracle says of one side.

    ``paper`` is the distance of the side from the publication in tolerances. ``changed`` has the
    switches that reproduce the side, with their settings, or come nearest to it; ``tolerances`` is
    the distance that is left then. ``also`` are other changes of as few switches that reproduce it.
    """

    asked: Asked
    paper: float
    changed: dict[str, str]
    tolerances: float
    also: tuple[dict[str, str], ...] = ()

    @property
    def reproduced(self) -> bool:
        return self.tolerances <= 1.0

    @property
    def follows(self) -> bool:
        """Does the side do what the publication says?"""
        return self.paper <= 1.0

    def as_json(self) -> dict[str, Any]:
        """As JSON has it: a figure that is infinite or not a number is ``null``."""
        return {
            "algorithm": self.asked.algorithm.source,
            "page": self.asked.algorithm.page,
            "paper": self.paper if isfinite(self.paper) else None,
            "follows": self.follows,
            "reproduced": self.reproduced,
            "switches": self.changed,
            "tolerances": self.tolerances if isfinite(self.tolerances) else None,
            "also": list(self.also),
        }


Inputs = list[tuple[str, Any, list[Any]]]
"""For each tensor its name, its start and its gradients, in float64; ``None`` is no gradient."""


def inputs(task: Task) -> Inputs:
    """What the sides of a task start from and are given."""
    named = harness.parameters(task)
    steps = list(harness.gradients(task))
    return [
        (name, _finer(start), [_finer(step[place]) for step in steps])
        for place, (name, start) in enumerate(named)
    ]


def _finer(array: Any) -> Any:
    return None if array is None else array.astype(numpy.float64)


def trace(asked: Asked, settings: Settings, given: Inputs) -> Any:
    """Every parameter after every step, the start included: float64 of (steps + 1, elements)."""
    columns = []
    with numpy.errstate(all="ignore"):
        for name, start, gradients in given:
            moved = asked.algorithm.steps(name, start, gradients, asked.values, settings)
            columns.append(numpy.array([start.ravel(), *(each.ravel() for each in moved)]))
    return numpy.concatenate(columns, axis=1)


def account(asked: Asked, task: Task, answer: dict[str, Any], arguments: list[Any]) -> Account:
    """Find the fewest changed switches that reproduce the answer of a leg to a task.

    ``arguments`` are the values that shape the tolerance. Of several changes of as few switches the
    nearest counts. Where none of up to :data:`CHANGED` switches reproduces it, the nearest of all.
    """
    side = _Side(asked, task, answer, arguments)
    paper = side.distance({})
    best = Account(asked, paper, {}, paper)
    for number in range(1, CHANGED + 1):
        if best.reproduced:
            return best
        # A change cannot be nearer than the first look at it, so that most need no second.
        looked = [(side.at_least(each), each) for each in changes(asked.algorithm, number)]
        reproducing: list[tuple[float, dict[str, str]]] = []
        for least, change in sorted(looked, key=lambda pair: pair[0]):
            if least >= max(best.tolerances, 1.0):
                break
            distance = side.distance(change)
            if distance <= 1.0:
                reproducing.append((distance, change))
            if distance < best.tolerances:
                best = Account(asked, paper, change, distance)
        also = tuple(change for _, change in reproducing if change != best.changed)
        best = replace(best, also=also)
    return best


def changes(algorithm: Algorithm, number: int) -> Iterator[dict[str, str]]:
    """Every way to set so many of the switches to something else than the publication does."""
    for names in combinations(algorithm.switches, number):
        for settings in product(*(algorithm.switches[name][1:] for name in names)):
            yield dict(zip(names, settings, strict=True))


class _Side:
    """The trace of a leg, whole or as far as it was recorded, and what it is held against."""

    def __init__(
        self, asked: Asked, task: Task, answer: dict[str, Any], arguments: list[Any]
    ) -> None:
        self._asked, self._inputs, self._arguments = asked, inputs(task), arguments
        self._tensors = [(name, size) for name, size in answer["tensors"]]
        self._rows = answer["rows"]
        self._kept = answer.get("kept")
        if self._kept is None:
            self._trace = numpy.frombuffer(answer["trace"], numpy.float32).reshape(self._rows, -1)

    def distance(self, changed: dict[str, str]) -> float:
        """How far the algorithm with some changes is from it, in tolerances."""
        there = trace(self._asked, self._settings(changed), self._inputs)
        if self._kept is None:
            return self._compared(self._trace, there, self._tensors)
        rows, columns = kept_steps(self._rows), kept_columns(self._tensors)
        part = there[numpy.ix_(rows, columns)]
        return compare.thinned(
            self._kept, part, rows, columns, there, self._tensors, self._arguments
        ).tolerances

    def at_least(self, changed: dict[str, str]) -> float:
        """A first look: the distance in some tensors and early steps alone, which takes a tenth."""
        if self._kept is not None:
            return 0.0
        few = [(name, start, given[:EARLY]) for name, start, given in self._inputs[:FEW]]
        there = trace(self._asked, self._settings(changed), few)
        here = self._trace[: len(there), : there.shape[1]]
        return self._compared(here, there, self._tensors[:FEW])

    def _settings(self, changed: dict[str, str]) -> Settings:
        return {**self._asked.algorithm.published, **changed}

    def _compared(self, here: Any, there: Any, tensors: list[tuple[str, int]]) -> float:
        with numpy.errstate(over="ignore"):
            return compare.traces(here, there, tensors, self._arguments).tolerances
