"""Look for calls of which a run shows something else than the data says, and simplify them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

import hypothesis
from hypothesis.errors import NoSuchExample

from registry.checking import checks
from registry.checking.checks import Interpreter
from registry.checking.drawing import calls
from registry.checking.jobs import ASKED, Job, comparison, name_of
from registry.checking.legs import Broken, Unavailable
from registry.checking.results import Result
from registry.checking.tasks import Task, groups
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Case, Counterpart, Entry, Recipe, framework_of
from registry.mapping.translate import applying

Legs = Mapping[str, Interpreter]

FAR_BELOW = 0.05
"""In tolerances. A condition bounds where a difference shows above rounding in a usual run; where
it applies and what is seen is less than this, it is too wide by more than that."""
SETTINGS = hypothesis.settings(
    database=None,
    deadline=None,
    derandomize=False,
    max_examples=10**6,
    phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
    suppress_health_check=list(hypothesis.HealthCheck),
)


@dataclass(frozen=True)
class Box:
    """How long to search, from which seed, with what time for a task, and against what alone."""

    seconds: float = 60.0
    seed: int = 0
    timeout: float = 120.0
    to: str | None = None


@dataclass(frozen=True)
class Found:
    """A case that shows what the data does not say, the simplest that there was time to find."""

    case: Case
    result: Result

    @property
    def facts(self) -> frozenset[str]:
        """The names of what the case says."""
        run = {f"run.{fact}" for fact in self.case.run.model_fields_set}
        return frozenset({*self.case.arguments, *run})

    def explains(self, other: Found) -> bool:
        """Is the other one likely to be this one with more said? Then it is not worth telling."""
        alike = _kind(self.result) == _kind(other.result)
        return alike and self.facts <= other.facts


def _kind(result: Result) -> tuple[Any, ...]:
    return (result.counterpart, result.because, result.expected, result.outcome)


@dataclass
class Tally:
    """How many calls were run, and how many of them the source refused or did nothing in."""

    run: int = 0
    refused: int = 0


class _OutOfTime(BaseException):
    """Ends a search from within; hypothesis lets through what is no ``Exception``."""


@dataclass
class _Witness:
    """The source's leg, which remembers whether the source refused its last task."""

    leg: Interpreter
    refused: bool = False

    @property
    def about(self) -> dict[str, Any]:
        return self.leg.about

    def start(self) -> None:
        self.leg.start()

    def send(self, task: Task) -> None:
        self.leg.send(task)

    def receive(self, timeout: float) -> dict[str, Any]:
        try:
            answer = self.leg.receive(timeout)
        except Broken:
            self.refused = True
            raise
        self.refused = bool(answer.get("failure"))
        return answer

    def stop(self) -> None:
        self.leg.stop()


@dataclass
class _Search:
    registry: Registry
    located: Located
    legs: Legs
    witness: _Witness
    box: Box
    tally: Tally
    watch: Callable[[], None]
    told: list[Found] = field(default_factory=list)
    best: Found | None = None
    """The simplest so far of the kind that is being simplified."""

    def __post_init__(self) -> None:
        self.ends = time.monotonic() + self.box.seconds
        entry, to = self.located.entry, self.box.to
        self.others: list[Counterpart | Recipe] = [
            each for each in entry.counterparts if to in (None, each.api)
        ]
        if entry.no_counterpart and entry.no_counterpart.recipe:
            self.others.append(entry.no_counterpart.recipe)

    def surprises(self, case: Case) -> bool:
        """Does the case show what the data does not say, of the kind that is looked for now?"""
        if time.monotonic() > self.ends:
            raise _OutOfTime
        self.tally.run += 1
        self.watch()
        for result in self._results(case):
            found = Found(case, result)
            if _is_no_surprise(result) or any(each.explains(found) for each in self.told):
                continue
            if self.best is None or _kind(self.best.result) == _kind(result):
                self.best = found
                return True
        return False

    def _results(self, case: Case) -> Iterator[Result]:
        """What the case shows against each counterpart, as far as the source takes it."""
        jobs = [
            comparison(self.registry, self.located, other, ASKED, case)
            for other in self.others
            if self.best is None or self.best.result.counterpart == name_of(other)
            if _is_decided(self.located.entry, other, case)
        ]
        self.witness.refused = False
        for job, result in zip(jobs, checks.run(jobs, self.legs, self.box.timeout), strict=False):
            if job.refusal and not result.as_expected:
                self._ask_the_source(job)
            if self.witness.refused or _proves_nothing(job, result):
                self.tally.refused += 1
                return
            yield result

    def _ask_the_source(self, job: Job) -> None:
        """What cannot be translated was not run: maybe the source does not take it either."""
        with suppress(Broken):
            self.witness.send(job.sides[0].task)
            self.witness.receive(self.box.timeout)


def _is_decided(entry: Entry, other: Counterpart | Recipe, case: Case) -> bool:
    """Does the data say of every difference whether it applies? Otherwise it promises nothing."""
    return all(
        true is not None
        for call in groups(entry, case.arguments, case.run)
        for _, true in applying(other.differences, call, case.run)
    )


def _is_no_surprise(result: Result) -> bool:
    """Is it as expected, or so near the bound of a condition that a run may fall on either side?"""
    if result.as_expected:
        return True
    too_wide = result.expected == "differ" and result.outcome == "agree"
    return too_wide and (result.tolerances or 0.0) > FAR_BELOW


def _proves_nothing(job: Job, result: Result) -> bool:
    source = framework_of(job.api)
    said = (f"liveness: {source} ", "liveness: the rate ", "inputs: ")
    return result.outcome == "error" and (result.reason or "").startswith(said)


def search(
    registry: Registry,
    located: Located,
    legs: Legs,
    box: Box,
    tally: Tally,
    watch: Callable[[], None],
) -> Iterator[Found]:
    """Look for surprises in the calls of one API until the time is up, one of each kind.

    A surprise: the sides differ although no difference applies, agree by far although one does, or
    one raises unexpectedly. What the source itself refuses is none. The same seed tries the same
    calls in the same order; ``watch`` is called before each. Raises
    :class:`registry.checking.legs.Unavailable` where a framework cannot be run.
    """
    source = framework_of(located.api)
    for framework in (source, located.entry.target):
        if framework not in legs:
            raise Unavailable(f"no plugin contributes an adapter for {framework}")
        legs[framework].start()
    witness = _Witness(legs[source])
    legs = {**legs, source: witness}
    at_work = _Search(registry, located, legs, witness, box, tally, watch)
    random, tried = Random(box.seed), calls(located.entry)
    over = not at_work.others
    while not over:
        at_work.best = None
        try:
            hypothesis.find(tried, at_work.surprises, settings=SETTINGS, random=random)
        except (NoSuchExample, _OutOfTime):
            over = True
        if at_work.best:
            at_work.told.append(at_work.best)
            yield at_work.best
