"""Printed code run without a framework: its names give back what they are called with."""

from __future__ import annotations

import builtins
from bisect import bisect_right
from typing import Any

from registry.language import calls, conditions, signatures
from registry.language.printing import code_of
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart
from registry.mapping.predicting import Training
from registry.mapping.translate import subject
from registry.porting import call as porting
from registry.porting.call import Port

BUILTINS = ("abs", "float", "list", "map", "max", "min", "next", "range", "zip", "__import__")
Called = tuple[str, tuple[Any, ...], dict[str, Any]]


class Name:
    """A dotted name; a call of it gives the name and the arguments."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __getattr__(self, part: str) -> Name:
        return Name(f"{self.path}.{part}")

    def __call__(self, *positional: Any, **keywords: Any) -> Any:
        return self.path, positional, keywords


def called(code: str) -> Called:
    """What printed code calls, with which arguments. Only names that a user has are known."""
    names = {name: Name(name) for name in ("mindspore", "optax", "torch", "net", "optimizer")}
    known = {name: getattr(builtins, name) for name in BUILTINS}
    found: Called = eval(code, {"__builtins__": known, **names})
    return found


def source(located: Located, arguments: dict[str, Any]) -> str:
    """A call as a user would write it."""
    first = subject(located.entry)
    value = "net.parameters()" if located.entry.kind == "optimizer" else "optimizer"
    named = [f"{name}={code_of(value)}" for name, value in arguments.items()]
    return f"{located.api}({', '.join([*([f'{first}={value}'] if first else []), *named])})"


def ported(
    registry: Registry, text: str, to: str | None = None, training: Training | None = None
) -> Port:
    """A call moved to one of its counterparts, or to any."""
    call = calls.one(text)
    every = [
        e for each in registry.entries if each.api == call.name for e in each.entry.counterparts
    ]
    order = [to] if to else [each.api for each in every]
    return porting.ported(registry, call, call.name, order, training or Training())


def completed(counterpart: Counterpart, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments over there with the defaults, functions as the numbers that they give."""
    full = {**signatures.parse(counterpart.signature).defaults, **arguments}
    return {name: values(value) for name, value in full.items()}


def values(value: Any) -> Any:
    if isinstance(value, dict) and list(value) == ["lambda"]:
        tree = conditions.parse(value["lambda"])
        return [conditions.compute(tree, {"epoch": epoch}.get) for epoch in range(5)]
    if isinstance(value, tuple) and len(value) == 3 and isinstance(value[2], dict):
        inner = {name: values(each) for name, each in value[2].items() if name != "optimizer"}
        return {"schedule": value[0], **inner}
    if isinstance(value, list):
        return [values(each) for each in value]
    if isinstance(value, dict) and "schedule" in value:
        return {name: values(each) for name, each in value.items()}
    if isinstance(value, dict) and "ends" in value:
        return [value["values"][bisect_right(value["ends"], epoch)] for epoch in range(5)]
    if callable(value) and not isinstance(value, Name):
        return [value(epoch) for epoch in range(5)]
    return value


def of_steps(milestone: list[int], learning_rates: list[float]) -> list[float]:
    """mindspore.nn.piecewise_constant_lr: each rate up to, not including, its milestone."""
    pieces = zip([0, *milestone[:-1]], milestone, learning_rates, strict=True)
    return [rate for start, end, rate in pieces for _ in range(start, end)]


def of_stairs(schedules: list[Any], boundaries: list[int], end: int) -> list[float]:
    """optax.join_schedules of constant schedules: each rate from its boundary on."""
    rates = [_rate(each) for each in schedules]
    pieces = zip(rates, [0, *boundaries], [*boundaries, end], strict=True)
    return [rate for rate, start, until in pieces for _ in range(start, until)]


def _rate(schedule: Any) -> float:
    """Of a constant schedule, as the data has it or as it is called."""
    if isinstance(schedule, dict):
        return float(schedule["value"])
    _, positional, keywords = schedule
    return float(positional[0] if positional else keywords["value"])
