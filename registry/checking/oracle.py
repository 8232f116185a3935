"""Which settings of a published algorithm's switches reproduce what one side computed?

The oracle computes in float64 from the same inputs and is compared like the other side of a check.
The side's own trace sets the tolerance, which :mod:`registry.checking.compare` derives for two
implementations in float32. Here one of the two rounds 2**29 times more finely, so that the part for
stored parameters is ``sqrt(2)`` too large and the part for the operations twice: what follows the
publication is to be expected within 0.7 of a tolerance, and what is within 1 is reproduced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import isfinite
from typing import Any

import numpy

from registry.checking import compare, inputs
from registry.checking.tasks import Task
from registry.checking.traces import kept_columns, kept_steps, whole
from registry.mapping.algorithms import Algorithm, Asked, Settings

CHANGED = 3
"""How many switches are tried away from the publication at the same time."""
FEW = 3
"""How many tensors the first look at a change takes; of three neighbours some start late, and each
has another kind of name."""
EARLY = 30
"""How many steps it takes: some of those that follow a late first gradient are among them."""


# It is sent to frameworks, which have no types, and so has none itself.
_MADE: Any = inputs


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


@dataclass(frozen=True)
class Tensor:
    """A parameter: what is asked for it, and its start and gradients in float64."""

    asked: Asked
    name: str
    start: Any
    gradients: list[Any]
    """``None`` for a step without one."""


def tensors(asked: Sequence[Asked], task: Task) -> list[Tensor]:
    """The parameters of a task; ``asked`` has what each of its one or two groups asks for."""
    named = _MADE.parameters(task)
    steps = list(_MADE.gradients(task))
    return [
        Tensor(
            asked[int(len(asked) > 1 and place >= len(named) // 2)],
            name,
            _finer(start),
            [_finer(step[place]) for step in steps],
        )
        for place, (name, start) in enumerate(named)
    ]


def _finer(array: Any) -> Any:
    return None if array is None else array.astype(numpy.float64)


def trace(given: Sequence[Tensor], changed: Settings) -> Any:
    """Every parameter after every step, the start included: float64 of (steps + 1, elements)."""
    columns = []
    with numpy.errstate(all="ignore"):
        for each in given:
            algorithm, values = each.asked.algorithm, each.asked.values
            settings = {**algorithm.published, **changed}
            moved = algorithm.steps(each.name, each.start, each.gradients, values, settings)
            columns.append(numpy.array([each.start.ravel(), *(one.ravel() for one in moved)]))
    return numpy.concatenate(columns, axis=1)


def account(
    asked: Sequence[Asked], task: Task, answer: dict[str, Any], arguments: list[Any]
) -> Account:
    """Find the fewest changed switches that reproduce the answer of a leg to a task.

    ``asked`` has what each group of parameters asks for, all of one algorithm; ``arguments`` are
    the values that shape the tolerance. Of several changes of as few switches the nearest counts.
    Where none of up to :data:`CHANGED` switches reproduces the side, the nearest of all.
    """
    side = _Side(tensors(asked, task), answer, arguments, compare.EPSILON[task["dtype"]])
    paper = side.distance({})
    best = Account(asked[0], paper, {}, paper)
    for number in range(1, CHANGED + 1):
        if best.reproduced:
            return best
        # A change cannot be nearer than the first look at it, so that most need no second.
        looked = [(side.at_least(each), each) for each in changes(asked[0].algorithm, number)]
        reproducing: list[dict[str, str]] = []
        for least, change in sorted(looked, key=lambda pair: pair[0]):
            if least >= max(best.tolerances, 1.0):
                break
            distance = side.distance(change)
            if distance <= 1.0:
                reproducing.append(change)
            if distance < best.tolerances:
                best = Account(asked[0], paper, change, distance)
        best = replace(best, also=tuple(each for each in reproducing if each != best.changed))
    return best


def changes(algorithm: Algorithm, number: int) -> Iterator[dict[str, str]]:
    """Every way to set so many of the switches to something else than the publication does."""
    for names in combinations(algorithm.switches, number):
        for settings in product(*(algorithm.switches[name][1:] for name in names)):
            yield dict(zip(names, settings, strict=True))


class _Side:
    """The trace of a leg, whole or as far as it was recorded, and what it is held against."""

    def __init__(
        self, given: list[Tensor], answer: dict[str, Any], arguments: list[Any], eps: float
    ) -> None:
        self._given, self._arguments, self._eps = given, arguments, eps
        self._tensors = [(name, size) for name, size in answer["tensors"]]
        self._rows = answer["rows"]
        self._kept = answer.get("kept")
        self._trace = whole(answer)

    def distance(self, changed: dict[str, str]) -> float:
        """How far the algorithm with some changes is from it, in tolerances."""
        there = trace(self._given, changed)
        if self._kept is None:
            return self._compared(self._trace, there, self._tensors)
        rows, columns = kept_steps(self._rows), kept_columns(self._tensors)
        part, given = there[numpy.ix_(rows, columns)], self._arguments
        return compare.thinned(
            self._kept, part, rows, columns, there, self._tensors, given, self._eps
        ).tolerances

    def at_least(self, changed: dict[str, str]) -> float:
        """A first look: the distance in some tensors and early steps alone, which costs less."""
        if self._kept is not None:
            return 0.0
        few = [replace(each, gradients=each.gradients[:EARLY]) for each in self._given[:FEW]]
        there = trace(few, changed)
        here = self._trace[: len(there), : there.shape[1]]
        return self._compared(here, there, self._tensors[:FEW])

    def _compared(self, here: Any, there: Any, tensors: list[tuple[str, int]]) -> float:
        with numpy.errstate(over="ignore"):
            return compare.traces(here, there, tensors, self._arguments, self._eps).tolerances
