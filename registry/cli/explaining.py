"""What the oracle says of the cases that ran, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from registry.checking.checks import Interpreter
    from registry.checking.explaining import Told
    from registry.checking.jobs import Job
    from registry.checking.results import Result
    from registry.mapping.catalog import Registry


def explain(
    registry: Registry,
    legs: Mapping[str, Interpreter],
    timeout: float,
    jobs: Iterable[Job],
    results: Iterable[Result],
    shape: str,
) -> dict[str, dict[str, Any]]:
    """Print what the oracle says of each job whose sides were compared; give it by name as well,
    as a result in JSON has it."""
    from registry.checking.explaining import Explainer

    compared = {each.name for each in results if each.outcome in ("agree", "differ")}
    explainer = Explainer(registry, legs, timeout)
    said: dict[str, dict[str, Any]] = {}
    for job in jobs:
        told = explainer.explain(job) if job.name in compared else ()
        if told:
            said[job.name] = {"oracle": [each.as_json() for each in told]}
        if told and shape == "text":
            click.echo(f"{job.name}, by the oracle:")
            for sentence in sentences(told):
                click.echo(f"     {sentence}")
    return said


def sentences(told: Sequence[Told]) -> Iterator[str]:
    """A sentence for each side, and one where the sides are not asked for the same."""
    from registry.checking.explaining import asked_apart

    for each in told:
        yield _sentence(each)
    one, other = told
    if one.account and other.account:
        for name, values in asked_apart(one.account.asked, other.account.asked).items():
            yield (
                f"They are not asked for the same: {name} is {values[0]} for {one.api} and "
                f"{values[1]} for {other.api}."
            )


def _sentence(told: Told) -> str:
    found = told.account
    if found is None:
        return f"Of {told.api} the oracle says nothing: {told.reason}."
    source = found.asked.algorithm.source
    if found.follows:
        return f"{told.api} follows {source} ({_figure(found.paper)} tolerances)."
    leaves = f"{told.api} leaves {source} by {_figure(found.paper)} tolerances;"
    if found.reproduced:
        ways = " or ".join(map(_settings, (found.changed, *found.also)))
        return f"{leaves} it is reproduced by {ways} ({_figure(found.tolerances)} tolerances)."
    nearest = ""
    if found.tolerances < found.paper / 2:
        nearest = f", and {_settings(found.changed)} is the nearest ({_figure(found.tolerances)})"
    return f"{leaves} no settings of its switches reproduce it{nearest}."


def _settings(changed: Mapping[str, str]) -> str:
    return " with ".join(f"{switch}: {setting}" for switch, setting in changed.items())


def _figure(tolerances: float) -> str:
    return f"{tolerances:.2g}" if math.isfinite(tolerances) else "infinitely many"
