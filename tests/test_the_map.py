"""Every claim that is shipped, run on the real frameworks: one test for each job, with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from registry.checks import Result
from registry.discovery import discover
from registry.jobs import Job, jobs_of

pytestmark = pytest.mark.frameworks


def collected() -> Iterator[Any]:
    """Every job, or the reason why an entry's cases cannot be run."""
    registry = discover()
    for located in registry.entries:
        try:
            every: list[Job | str] = [*jobs_of(registry, located)]
        except (ValueError, LookupError) as error:
            every = [f"{located.path}: a case cannot be run: {error}"]
        for job in every:
            yield pytest.param(job, id=job.name if isinstance(job, Job) else located.api)


@pytest.mark.parametrize("job", list(collected()))
def test_the_frameworks_show_what_is_claimed(run: Callable[[Job], Result], job: Job | str) -> None:
    assert isinstance(job, Job), job
    found = run(job)
    assert found.as_expected, f"{job.name}: expected {found.expected}: {found.reason}"
