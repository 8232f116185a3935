"""Run jobs on the real frameworks and say what came out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from queue import Empty, Queue
from threading import Thread
from typing import Any, Protocol

import numpy

from registry import compare, signatures
from registry.compare import Comparison
from registry.jobs import SIGNATURE, Job, Outcome, Side, Task, job_name
from registry.legs import Broken, Unavailable
from registry.traces import kept_columns, kept_steps


class Interpreter(Protocol):
    """What answers tasks: a leg, one that is recorded, or the record of one."""

    @property
    def about(self) -> dict[str, Any]: ...
    def start(self) -> None: ...
    def send(self, task: Task) -> None: ...
    def receive(self, timeout: float) -> dict[str, Any]: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class Result:
    """What a job showed. ``reason`` says why it was skipped, failed, or is not as expected."""

    api: str
    counterpart: str | None
    case: str
    expected: Outcome
    outcome: Outcome
    because: tuple[str, ...] = ()
    max_abs: float | None = None
    max_rel: float | None = None
    tolerances: float | None = None
    first_step: int | None = None
    tensor: str | None = None
    reason: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    device: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    digest: str = ""

    @property
    def name(self) -> str:
        """The name of its job."""
        return job_name(self.api, self.counterpart, self.case)

    @property
    def as_expected(self) -> bool:
        return self.outcome == self.expected

    def fails(self, strict: bool) -> bool:
        """Does this make the run fail? A skip does in strict mode only."""
        return strict if self.outcome == "skipped" else not self.as_expected

    def as_json(self) -> dict[str, Any]:
        """As JSON has it: a figure that is infinite or not a number is ``null``."""
        return {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in asdict(self).items()
        }


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
    for _, group in groupby(jobs, key=lambda job: job.api):
        todo.put(list(group))
    done: Queue[Result | Exception | None] = Queue()

    def work(legs: Mapping[str, Interpreter]) -> None:
        try:
            while True:
                for result in run(todo.get_nowait(), legs, timeout):
                    done.put(result)
        except Empty:
            done.put(None)
        except Exception as error:
            done.put(error)

    threads = [Thread(target=work, args=(legs,), daemon=True) for legs in workers]
    for thread in threads:
        thread.start()
    working = len(threads)
    while working:
        said = done.get()
        if isinstance(said, Exception):
            raise said
        if said is None:
            working -= 1
        else:
            yield said


def _run(
    job: Job, legs: Mapping[str, Interpreter], timeout: float, known: dict[str, dict[str, Any]]
) -> Result:
    about: dict[str, Any] = {}
    if job.refusal:
        return _result(job, about, "error", reason=f"it cannot be translated: {job.refusal}")
    try:
        replies = _ask(job, legs, timeout, known, about)
    except Unavailable as error:
        return _result(job, about, "skipped", reason=str(error))
    except Broken as error:
        return _result(job, about, "error", reason=str(error))
    if not job.compares:
        reason = _misstated(job, replies[0])
        return _result(job, about, "differ" if reason else "agree", reason=reason)
    seconds = sum(reply["seconds"] for reply in replies)
    return _judged(job, replies, about, seconds)


def _ask(
    job: Job,
    legs: Mapping[str, Interpreter],
    timeout: float,
    known: dict[str, dict[str, Any]],
    about: dict[str, Any],
) -> list[dict[str, Any]]:
    """The answer of every side. A task that was answered before is not run again."""
    keys = [_key(side) for side in job.sides]
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


def _key(side: Side) -> str:
    return json.dumps([side.framework, side.task], sort_keys=True)


def _misstated(job: Job, reply: dict[str, Any]) -> str | None:
    """What the framework says of itself, where that is not what the data says."""
    if job.case == SIGNATURE:
        if signatures.parse(reply["signature"]) != signatures.parse(job.answer):
            return f"the framework declares {reply['signature']}, the data says {job.answer}"
        return None
    wanted = {name.lower() for name in job.answer}
    found = [name for name in reply["names"] if name.rpartition(".")[2].lower() in wanted]
    return f"it has {', '.join(found)} now" if found else None


def _judged(
    job: Job, replies: list[dict[str, Any]], about: dict[str, Any], seconds: float
) -> Result:
    one, other = replies
    if "rates" in one:
        found = compare.rates(one["rates"], other["rates"], job.located.entry.sums)
        failure = one["failure"] or other["failure"]
        made = [len(reply["rates"]) for reply in replies]
        if not failure and made[0] != made[1]:
            failure = f"the sides made {made[0]} and {made[1]} steps"
        if not failure and len(set(one["rates"])) == 1 == len(set(other["rates"])):
            failure = "liveness: the rate never changes, so that the case proves nothing"
    else:
        try:
            found, failure = _traces(job, one, other)
        except Broken as error:
            return _result(job, about, "error", reason=str(error))
    outcome: Outcome = "error" if failure else "agree" if found.agree else "differ"
    return _result(job, about, outcome, found, failure, seconds)


def _traces(job: Job, one: dict[str, Any], other: dict[str, Any]) -> tuple[Comparison, str | None]:
    tensors = [(name, size) for name, size in one["tensors"]]
    here, there = _full(one), _full(other)
    if here is None or there is None:
        found = _thinned(job, one, other, tensors)
    else:
        found = compare.traces(here, there, tensors, _given(job))
    if one["inputs"] != other["inputs"]:
        return found, "inputs: the sides did not start from the same numbers"
    for side, trace in zip(job.sides, (here, there), strict=True):
        still = [] if trace is None else compare.still(trace, tensors)
        if still:
            return found, f"liveness: {side.framework} leaves {', '.join(still)} unchanged"
    return found, None


def _full(reply: dict[str, Any]) -> Any:
    """The trace of a leg that ran here; ``None`` for one that was recorded."""
    if "trace" not in reply:
        return None
    return numpy.frombuffer(reply["trace"], numpy.float32).reshape(reply["rows"], -1)


def _thinned(
    job: Job, one: dict[str, Any], other: dict[str, Any], tensors: list[tuple[str, int]]
) -> Comparison:
    """Compare where at least one side was recorded: at the steps and elements that are kept."""
    fresh = _full(one) if "trace" in one else _full(other)
    if fresh is None:
        raise Broken("both sides are recorded, so that nothing is checked")
    rows, columns = kept_steps(one["rows"]), kept_columns(tensors)
    here, there = (
        each["kept"] if "kept" in each else fresh[numpy.ix_(rows, columns)] for each in (one, other)
    )
    return compare.thinned(here, there, rows, columns, fresh, tensors, _given(job))


def _given(job: Job) -> list[Any]:
    """The values that shape the updates: the source's arguments, its defaults included."""
    defaults = signatures.parse(job.located.entry.signature).defaults
    return list({**defaults, **job.sides[0].task["arguments"]}.values())


def _result(
    job: Job,
    about: dict[str, Any],
    outcome: Outcome,
    found: Comparison | None = None,
    reason: str | None = None,
    seconds: float = 0.0,
) -> Result:
    if reason is None and outcome != job.expected:
        reason = _surprise(job, outcome)
    return Result(
        api=job.api,
        counterpart=job.counterpart,
        case=job.case,
        expected=job.expected,
        outcome=outcome,
        because=job.because,
        reason=reason,
        versions={name: v for each in about.values() for name, v in each["versions"].items()},
        device={framework: each["device"] for framework, each in about.items()},
        seconds=round(seconds, 4),
        digest=job.digest,
        **({} if found is None else asdict(found)),
    )


def _surprise(job: Job, outcome: Outcome) -> str:
    where = job.located.problem(("cases", job.case), "").place
    if job.because:
        return (
            f"{', '.join(job.because)} should show in this case ({where}), but the sides {outcome}"
        )
    return f"no difference in {where} applies to this case, but the sides {outcome}"
