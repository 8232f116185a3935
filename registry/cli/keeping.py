"""Files that a check leaves behind: recorded answers, evidence, and a report for CI."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.problems import UserError

if TYPE_CHECKING:
    from registry.checking.checks import Interpreter
    from registry.checking.jobs import Job
    from registry.checking.results import Result


def answers(legs: Mapping[str, Interpreter]) -> None:
    """Write what was recorded, where that was asked for."""
    from registry.checking.traces import Recorder

    for leg in legs.values():
        if isinstance(leg, Recorder):
            for path in leg.write():
                _wrote(path)


def evidence(results: Iterable[Result], folder: Path) -> None:
    """Write what was seen; of a run that was interrupted, what finished counts as much."""
    from registry.checking.evidence import write

    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    try:
        paths = write(folder, [each.as_json() for each in results], today)
    except OSError as error:
        raise UserError.at("--evidence", f"{folder} cannot be written: {error.strerror}") from None
    for path in paths:
        _wrote(path)


def report(results: Iterable[Result], left: Iterable[Job], strict: bool, path: Path) -> None:
    """Write the results as JUnit XML; ``left`` are the jobs that were not run."""
    from registry.checking.evidence import replace
    from registry.checking.junit import document
    from registry.checking.results import of_a_job

    unrun = [of_a_job(job, {}, "skipped", reason="the run was interrupted") for job in left]
    now = datetime.datetime.now(datetime.timezone.utc)
    try:
        replace(path, document([*results, *unrun], strict, now))
    except OSError as error:
        raise UserError.at("--junit", f"{path} cannot be written: {error.strerror}") from None
    _wrote(path)


def _wrote(path: Path) -> None:
    click.echo(f"registry: wrote {path}", err=True)
