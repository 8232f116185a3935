"""Run jobs on the real frameworks and say what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any, Protocol

from registry.checking import discrimination
from registry.checking.jobs import Job, Side
from registry.checking.judging import apart, judged, misstated
from registry.checking.legs import Broken, Unavailable
from registry.checking.results import Result, of_a_job
from registry.checking.tasks import Task


class Interpreter(Protocol):
    """What answers tasks: a leg, one that is recorded, or the record of one."""

    @property
    def about(self) -> dict[str, Any]: ...
    def start(self) -> None: ...
    def send(self, task: Task) -> None: ...
    def receive(self, timeout: float) -> dict[str, Any]: ...
    def stop(self) -> None: ...


def run(jobs: Iterable[Job], legs: Mapping[str, Interpreter], timeout: float) -> Iterator[Result]:
    """Run jobs one after the other, both sides of each at the same time.

    ``legs`` has one for every framework at hand. The caller stops them.
    """
    answers: dict[str, dict[str, Any]] = {}
    api = ""
    for job in jobs:
        if job.api != api:
            # An answer of the source serves every counterpart of its entry, and nothing else.
            answers.clear()
            api = job.api
        yield _run(job, legs, timeout, answers)


def run_side_by_side(
    jobs: Sequence[Job], workers: Sequence[Mapping[str, Interpreter]], timeout: float
) -> Iterator[Result]:
    """Run jobs on several sets of legs at the same time; the results come as they are ready.

    What is left of an interrupted run is not started; the caller stops the legs.
    """
    todo: Queue[list[Job]] = Queue()
    groups = [list(group) for _, group in groupby(jobs, key=lambda job: job.api)]
    if len(workers) > 1:
        # The longest first, so that no set of legs waits at the end for one that began late.
        groups.sort(key=len, reverse=True)
    for group in groups:
        todo.put(group)
    done: Queue[Result | Exception | None] = Queue()
    over = Event()

    def work(legs: Mapping[str, Interpreter]) -> None:
        try:
            while not over.is_set():
                for result in run(todo.get_nowait(), legs, timeout):
                    done.put(result)
                    if over.is_set():
                        return
        except Empty:
            done.put(None)
        except Exception as error:
            done.put(error)

    threads = [Thread(target=work, args=(legs,), daemon=True) for legs in workers]
    for thread in threads:
        thread.start()
    working = len(threads)
    try:
        while working:
            said = done.get()
            if isinstance(said, Exception):
                raise said
            if said is None:
                working -= 1
            else:
                yield said
    finally:
        over.set()


def _run(
    job: Job, legs: Mapping[str, Interpreter], timeout: float, known: dict[str, dict[str, Any]]
) -> Result:
    about: dict[str, Any] = {}
    if job.refusal:
        return of_a_job(job, about, "error", reason=f"it cannot be translated: {job.refusal}")
    try:
        if job.asks == "discrimination":
            return _discriminated(job, legs, timeout, known, about)
        replies = _ask(job, legs, timeout, known, about)
    except Unavailable as error:
        return of_a_job(job, about, "skipped", reason=str(error))
    except Broken as error:
        return of_a_job(job, about, "error", reason=str(error))
    if job.asks == "statement":
        reason = misstated(job, replies[0])
        return of_a_job(job, about, "differ" if reason else "agree", reason=reason)
    seconds = sum(reply["seconds"] for reply in replies)
    return judged(job, replies, about, seconds)


def _ask(
    job: Job,
    legs: Mapping[str, Interpreter],
    timeout: float,
    known: dict[str, dict[str, Any]],
    about: dict[str, Any],
) -> list[dict[str, Any]]:
    """The answer of every side. A task that was answered before is not run again."""
    keys = [side.key for side in job.sides]
    waiting: list[tuple[str, Interpreter, Side]] = []
    failures: list[str] = []
    for side in job.sides:
        if side.framework not in legs:
            raise Unavailable(f"no plugin contributes an adapter for {side.framework}")
        legs[side.framework].start()
        about[side.framework] = legs[side.framework].about
    for key, side in zip(keys, job.sides, strict=True):
        if key not in known:
            try:
                legs[side.framework].send(side.task)
                waiting.append((key, legs[side.framework], side))
            except Broken as error:
                failures.append(f"{side.framework}: {error}")
    unavailable: Unavailable | None = None
    # Every leg that was asked is heard, so that the next case does not get this one's answer.
    for key, leg, side in waiting:
        try:
            known[key] = leg.receive(timeout)
        except Broken as error:
            failures.append(f"{side.framework}: {error}")
        except Unavailable as error:
            unavailable = error
    if unavailable:
        raise unavailable
    if failures:
        raise Broken("; ".join(failures))
    return [known[key] for key in keys]


def _discriminated(
    job: Job,
    legs: Mapping[str, Interpreter],
    timeout: float,
    known: dict[str, dict[str, Any]],
    about: dict[str, Any],
) -> Result:
    """Does a parameter matter in one of the pairs, with it and changed? It ends at the first.

    A pair that the source refuses shows nothing. The two of a pair are asked one after the other,
    because a leg has one task at a time.
    """
    most, tried, seconds = 0.0, 0, 0.0
    for pair in zip(job.sides[::2], job.sides[1::2], strict=True):
        try:
            replies = [
                reply
                for side in pair
                for reply in _ask(replace(job, sides=(side,)), legs, timeout, known, about)
            ]
        except Broken:
            continue
        most, tried = max(most, apart(job, *replies)), tried + 1
        seconds += sum(reply["seconds"] for reply in replies)
        if most >= discrimination.ENOUGH:
            break
    if not tried:
        return of_a_job(job, about, "differ", reason="no case gives it a value that can be changed")
    told = f"changing it alone moves {job.api} by {most:.2g} tolerances at most in {tried} cases"
    reason = None
    if job.answer and most > 1.0:
        reason = f"{told}, so that it is not idle"
    elif not job.answer and most < discrimination.ENOUGH:
        reason = f"{told}; add a case in which it is {discrimination.ENOUGH:g}, or call it idle"
    return of_a_job(job, about, "differ" if reason else "agree", reason=reason, seconds=seconds)
