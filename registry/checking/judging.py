"""What the answers of the frameworks show of a job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy

from registry.checking import compare
from registry.checking.compare import Comparison
from registry.checking.jobs import COMPLETE, SIGNATURE, Job, Outcome
from registry.checking.legs import Broken, Unavailable
from registry.checking.results import Result, of_a_job
from registry.checking.traces import kept_columns, kept_steps, whole
from registry.language import signatures

UNSEEN = "what is recorded of the trace agrees, the rest is not there; run the framework itself"


def misstated(job: Job, reply: dict[str, Any]) -> str | None:
    """What the framework says of itself, where that is not what the data says."""
    if job.case == SIGNATURE:
        try:
            same = signatures.parse(reply["signature"]) == signatures.parse(job.answer)
        except ValueError:
            same = False  # what a framework declares need not be what the data can say
        told = f"the framework declares {reply['signature']}, the data says {job.answer}"
        return None if same else told
    if job.case == COMPLETE:
        missing = sorted(set(reply["names"]) - set(job.answer))
        return f"it offers {', '.join(missing)}, which the data does not know" if missing else None
    wanted = {name.lower() for name in job.answer}
    found = [name for name in reply["names"] if name.rpartition(".")[2].lower() in wanted]
    return f"it has {', '.join(found)} now" if found else None


def judged(
    job: Job, replies: list[dict[str, Any]], about: dict[str, Any], seconds: float
) -> Result:
    one, other = replies
    if "rates" in one:
        before = _steps_before(job)
        found = compare.rates(one["rates"], other["rates"], job.located.entry.sums, before)
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
            return of_a_job(job, about, "error", reason=str(error))
    outcome: Outcome = "error" if failure else "agree" if found.agree else "differ"
    if outcome == "agree" and job.expected == "differ" and any("kept" in each for each in replies):
        return of_a_job(job, about, "skipped", reason=UNSEEN)
    return of_a_job(job, about, outcome, found, failure, seconds)


def apart(job: Job, one: dict[str, Any], other: dict[str, Any]) -> float:
    """The distance of two answers of one framework, in tolerances."""
    if "rates" in one:
        if one["failure"] or other["failure"]:
            return 0.0
        return compare.rates(one["rates"], other["rates"], job.located.entry.sums).tolerances
    tensors = [(name, size) for name, size in one["tensors"]]
    here, there = whole(one), whole(other)
    if here is None or there is None:
        raise Unavailable("only a part of the trace is recorded; run the framework itself")
    return compare.traces(here, there, tensors, shaping(job), _epsilon(job)).tolerances


def _traces(job: Job, one: dict[str, Any], other: dict[str, Any]) -> tuple[Comparison, str | None]:
    tensors = [(name, size) for name, size in one["tensors"]]
    here, there = whole(one), whole(other)
    if here is None or there is None:
        found = _thinned(job, one, other, tensors)
    else:
        found = compare.traces(here, there, tensors, shaping(job), _epsilon(job))
    if found.first_step == 0:
        # The start is given, except to a program, whose start is what it has after the first step.
        found = replace(found, first_step=1)
    if one["inputs"] != other["inputs"]:
        return found, "inputs: the sides did not start from the same numbers"
    for side, reply, trace in zip(job.sides, (one, other), (here, there), strict=True):
        still = reply.get("still", []) if trace is None else compare.still(trace, tensors)
        if still:
            return found, f"liveness: {side.framework} leaves {', '.join(still)} unchanged"
    return found, None


def _thinned(
    job: Job, one: dict[str, Any], other: dict[str, Any], tensors: list[tuple[str, int]]
) -> Comparison:
    """Compare where at least one side was recorded: at the steps and elements that are kept."""
    fresh = whole(one) if "trace" in one else whole(other)
    if fresh is None:
        raise Broken("both sides are recorded, so that nothing is checked")
    rows, columns = kept_steps(one["rows"]), kept_columns(tensors)
    here, there = (
        each["kept"] if "kept" in each else fresh[numpy.ix_(rows, columns)] for each in (one, other)
    )
    given, eps = shaping(job), _epsilon(job)
    return compare.thinned(here, there, rows, columns, fresh, tensors, given, eps)


def shaping(job: Job) -> list[Any]:
    """The values that shape the updates: the source's arguments, its defaults included."""
    defaults = signatures.parse(job.located.entry.signature).defaults
    return list({**defaults, **job.sides[0].task.get("arguments", {})}.values())


def _steps_before(job: Job) -> int:
    """The steps that a resumed schedule has made before those of the run."""
    last = job.sides[0].task["arguments"].get("last_epoch")
    return max(last, -1) + 1 if isinstance(last, int) else 0


def _epsilon(job: Job) -> float:
    """The epsilon of the type that a job runs in; a program's values are float32."""
    return compare.EPSILON[job.sides[0].task.get("dtype", "float32")]
