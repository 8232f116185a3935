"""What a job showed, and why that is or is not what was expected."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from typing import Any

from registry.checking.compare import Comparison
from registry.checking.jobs import Job, Outcome, job_name


@dataclass(frozen=True)
class Result:
    """What a job showed. ``reason`` says why it was skipped, failed, or is not as expected."""

    api: str
    target: str
    """The framework that the entry moves to."""
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
        return job_name(self.api, self.counterpart or self.target, self.case)

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


def of_a_job(
    job: Job,
    about: dict[str, Any],
    outcome: Outcome,
    found: Comparison | None = None,
    reason: str | None = None,
    seconds: float = 0.0,
) -> Result:
    """The result of a job; ``about`` has the versions and the device of each leg that was asked."""
    if reason is None and outcome != job.expected:
        reason = _surprise(job, outcome)
    return Result(
        api=job.api,
        target=job.located.entry.target,
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
