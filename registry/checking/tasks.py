"""What a leg is asked to do: an API, its arguments, and the facts of the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from registry.mapping.models import Case, Counterpart, Entry
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converters, complete, translate, varied

Task = dict[str, Any]

_FACTS = {
    "optimizer": (
        "steps",
        "gradients",
        "names",
        "shapes",
        "rate",
        "resumed",
        "dtype",
        "mode",
        "seed",
    ),
    "schedule": ("epochs", "steps_per_epoch", "lr", "mode", "metrics", "watched", "seed"),
}
RATES = ("lr", "learning_rate")
OWN_DECAY = 0.01


def task(
    kind: str, api: str, arguments: Arguments, run: Run, group: Arguments | None = None
) -> Task:
    """A task; ``group`` has the arguments that the last parameters have for themselves."""
    facts = {fact: getattr(run, fact) for fact in _FACTS[kind]}
    if kind == "schedule":
        facts["epochs"] += run.beyond
    else:
        facts["group"] = group
    return {"task": kind, "api": api, "recipe": None, "arguments": arguments, **facts}


def source_task(entry: Entry, api: str, arguments: Arguments, run: Run) -> Task:
    """The task of the source.

    Raises ``ValueError`` for arguments that it does not have.
    """
    group = next((_own(entry, arguments) for _ in second_group(entry, arguments, run)), None)
    return task(entry.kind, api, _given(entry, arguments), run, group)


def target_task(entry: Entry, counterpart: Counterpart, case: Case, converters: Converters) -> Task:
    """The task of a counterpart. Raises ``ValueError`` when a value cannot be converted."""
    arguments, run = complete(entry, case.arguments), case.run
    there = translate(counterpart, arguments, run, converters)
    group = None
    for own in second_group(entry, case.arguments, run):
        changed = [name for name in own if own[name] != arguments[name]]
        first, last = (
            translate(counterpart, each, run, converters, changed) for each in (arguments, own)
        )
        group = {name: value for name, value in last.items() if first.get(name) != value}
    return task(entry.kind, counterpart.api, there, run, group)


def second_group(entry: Entry, arguments: Arguments, run: Run) -> Iterator[Arguments]:
    """Every argument of the second group of parameters, in a run that has one."""
    if entry.kind == "optimizer" and run.groups == "two":
        yield {**complete(entry, arguments), **_own(entry, arguments)}


def _own(entry: Entry, arguments: Arguments) -> Arguments:
    """What the second group has for itself: a tenth of the rate, and a decay of 0.01."""
    full = complete(entry, arguments)
    rates = {name: full[name] * 0.1 for name in RATES if isinstance(full.get(name), int | float)}
    return rates | {each.name: OWN_DECAY for each in varied(entry) if each.name == "weight_decay"}


def _given(entry: Entry, arguments: Arguments) -> Arguments:
    """Some arguments as the source takes them."""
    full = complete(entry, arguments)
    return {name: value for name, value in full.items() if name in arguments}
