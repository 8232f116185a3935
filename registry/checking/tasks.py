"""What a leg is asked to do: an API, its arguments, and the facts of the run."""

from __future__ import annotations

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
    full = complete(entry, arguments)
    given = {name: value for name, value in full.items() if name in arguments}
    return task(entry.kind, api, given, run, _own(entry, full, run))


def target_task(entry: Entry, counterpart: Counterpart, case: Case, converters: Converters) -> Task:
    """The task of a counterpart. Raises ``ValueError`` when a value cannot be converted."""
    arguments, run, group = complete(entry, case.arguments), case.run, None
    there = translate(counterpart, arguments, run, converters)
    own = _own(entry, arguments, run)
    if own is not None:
        first, last = (
            translate(counterpart, each, run, converters, own)
            for each in (arguments, {**arguments, **own})
        )
        group = {name: value for name, value in last.items() if first.get(name) != value}
    return task(entry.kind, counterpart.api, there, run, group)


def groups(entry: Entry, arguments: Arguments, run: Run) -> list[Arguments]:
    """Every argument of a call, for each group of parameters of its run."""
    full = complete(entry, arguments)
    own = _own(entry, full, run)
    return [full] if own is None else [full, {**full, **own}]


def _own(entry: Entry, full: Arguments, run: Run) -> Arguments | None:
    """What the second group of a run that has one has for itself: a tenth of the rate, and a decay
    of 0.01."""
    if entry.kind != "optimizer" or run.groups == "one":
        return None
    rates = {name: full[name] * 0.1 for name in RATES if isinstance(full.get(name), int | float)}
    return rates | {each.name: OWN_DECAY for each in varied(entry) if each.name == "weight_decay"}
