"""Do two traces agree? With a tolerance from arithmetic, not from what makes a check pass.

**Optimizers.** Let ``eps`` be the epsilon of the type of the parameters (2**-23 for float32),
``S(t)`` the largest absolute value that a tensor had up to step ``t`` and ``L(t)`` the length of
its path, the sum over the steps of the largest absolute change. Two correct implementations of one
formula in that type may differ by

    tolerance(t) = eps * (2.5 * sqrt(t) * S(t) + c * L(t))

- Each step stores the parameter and so rounds it to within half a unit in the last place, which is
  at most ``eps * S``. Uniform rounding errors have standard deviation ``eps * S / sqrt(12)``; the
  difference of two sides after ``t`` independent steps has ``sqrt(2 * t)`` times that, and six
  standard deviations are ``2.45 * eps * S * sqrt(t)``.
- Each update is computed in some operations of relative error ``eps / 2`` each; ``c`` starts at 16
  for up to 32 of them.
- An argument ``a`` in [0.5, 1) also enters as ``1 - a``. Held in that type it is off by ``eps / 4``
  at most, and ``1 - a`` by that over ``1 - a``, relatively. So each such argument adds ``1 / (1 -
  a)`` to ``c``: 1000 for the usual ``beta2`` of Adam. A moving average remembers rounding errors
  for ``1 / (1 - a)`` steps too.

**Schedules.** Let the source's rate have changed ``n`` times so far, each step counted that a
resumed schedule says it has made before. A float32 implementation
rounds the rate when it stores it, holds each factor rounded to within ``eps / 2`` and rounds each
product, which is ``n * eps`` in all; one that computes ``exp(x)`` instead rounds ``x``, which adds
``eps * |x|``, where ``|x|`` is the logarithm of how far the rate is from the largest one,
``r_max``:

    tolerance = eps * |r| * (4 + n + |ln(|r| / r_max)|)

Where the schedule is a sum of terms of the size of ``r_max`` (its entry says ``sums``), little is
left of them where they cancel, and ``4 * eps * r_max`` takes the place of ``4 * eps * |r|``. ``(1 +
cos(x)) * r_max / 2`` with ``x`` in [0, pi] is an example: three rounded operations make ``x`` off
by up to ``1.5 * eps * x``, which moves the cosine by up to ``1.5 * eps * x * sin(x) <= 2.8 * eps``;
the cosine, its sum with 1 and the product round by ``eps`` each at most; half of all that is below
``3 * eps * r_max``, and storing adds ``eps / 2``.

Below the smallest normal float32 number (2**-126) rates have no relative precision: it is the least
tolerance.

NaN never agrees with a number; equal infinities, and NaN in the same places, agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
"""The distance from 1 to the next number, by type."""
EPS = EPSILON["float32"]


@dataclass(frozen=True)
class Comparison:
    """How far two traces are from each other.

    ``max_abs`` is the largest absolute difference, ``max_rel`` the same over the largest absolute
    value of the tensor (for a schedule: over the rate), ``tolerances`` the largest difference in
    units of the tolerance. ``first_step`` counts steps from 1 and is ``None`` when the sides agree;
    ``tensor`` is where they part.
    """

    max_abs: float
    max_rel: float
    tolerances: float
    first_step: int | None
    tensor: str | None

    @property
    def agree(self) -> bool:
        return self.first_step is None


def still(trace: Any, tensors: Sequence[tuple[str, int]]) -> list[str]:
    """The names of the tensors that never move to a number: a trace that proves nothing."""
    return [
        name
        for name, columns in _columns(tensors)
        if not bool(
            (numpy.isfinite(trace[:, columns]) & (trace[:, columns] != trace[0, columns])).any()
        )
    ]


def amplification(arguments: Iterable[Any]) -> float:
    """The constant ``c`` of the tolerance for the arguments of a call."""
    return 16.0 + sum(1.0 / (1.0 - each) for each in _decays(arguments))


def _decays(values: Iterable[Any]) -> Iterable[float]:
    for value in values:
        if isinstance(value, list | tuple):
            yield from _decays(value)
        elif isinstance(value, float) and 0.5 <= value < 1.0:
            yield value


def traces(
    source: Any,
    target: Any,
    tensors: Sequence[tuple[str, int]],
    arguments: Iterable[Any],
    eps: float = EPS,
) -> Comparison:
    """Compare two optimizers' traces: arrays of shape (steps + 1, elements)."""
    c = amplification(arguments)
    worst = Comparison(0.0, 0.0, 0.0, None, None)
    for name, columns in _columns(tensors):
        one = source[:, columns].astype(numpy.float64)
        other = target[:, columns].astype(numpy.float64)
        size, tolerance = _tolerance(one, c, eps)
        worst = _worse(worst, _measured(name, one, other, size, tolerance))
    return worst


def thinned(
    here: Any,
    there: Any,
    rows: Sequence[int],
    columns: Sequence[int],
    full: Any,
    tensors: Sequence[tuple[str, int]],
    arguments: Iterable[Any],
    eps: float = EPS,
) -> Comparison:
    """Compare the kept ``rows`` and ``columns`` of two traces of which one is ``full``.

    The tolerance is that of the full trace. The first step is the first of the rows that are apart.
    """
    c = amplification(arguments)
    worst = Comparison(0.0, 0.0, 0.0, None, None)
    for name, part in _columns(tensors):
        chosen = [place for place, column in enumerate(columns) if part.start <= column < part.stop]
        size, tolerance = _tolerance(full[:, part].astype(numpy.float64), c, eps)
        one, other = (each[:, chosen].astype(numpy.float64) for each in (here, there))
        found = _measured(name, one, other, size[rows], tolerance[rows])
        first = None if found.first_step is None else rows[found.first_step]
        worst = _worse(worst, replace(found, first_step=first))
    return worst


def _columns(tensors: Sequence[tuple[str, int]]) -> Iterable[tuple[str, slice]]:
    start = 0
    for name, size in tensors:
        yield name, slice(start, start + size)
        start += size


def _tolerance(one: Any, c: float, eps: float) -> tuple[Any, Any]:
    """The size of a tensor up to each step, and the tolerance there."""
    finite = numpy.where(numpy.isfinite(one), one, 0.0)
    size = numpy.maximum.accumulate(numpy.abs(finite).max(axis=1))
    moves = numpy.abs(numpy.diff(finite, axis=0)).max(axis=1)
    length = numpy.concatenate([[0.0], numpy.cumsum(moves)])
    steps = numpy.sqrt(numpy.arange(len(one)))
    return size, eps * (2.5 * steps * size + c * length)


def _measured(name: str, one: Any, other: Any, size: Any, tolerance: Any) -> Comparison:
    distance = _distance(one, other).max(axis=1)
    units = _ratio(distance, tolerance)
    apart = numpy.flatnonzero(units > 1.0)
    return Comparison(
        max_abs=float(distance.max()),
        max_rel=float(_ratio(distance, size).max()),
        tolerances=float(units.max()),
        first_step=int(apart[0]) if len(apart) else None,
        tensor=name if len(apart) else None,
    )


def _distance(one: Any, other: Any) -> Any:
    alike = (one == other) | (numpy.isnan(one) & numpy.isnan(other))
    with numpy.errstate(invalid="ignore"):
        apart = numpy.abs(one - other)
    return numpy.where(alike, 0.0, numpy.where(numpy.isnan(apart), numpy.inf, apart))


def _ratio(over: Any, under: Any) -> Any:
    with numpy.errstate(divide="ignore", invalid="ignore"):
        return numpy.where(over == 0.0, 0.0, over / under)


def _worse(one: Comparison, other: Comparison) -> Comparison:
    firsts = [each for each in (one, other) if each.first_step is not None]
    first = min(firsts, key=lambda each: each.first_step or 0, default=one)
    return Comparison(
        max(one.max_abs, other.max_abs),
        max(one.max_rel, other.max_rel),
        max(one.tolerances, other.tolerances),
        first.first_step,
        first.tensor,
    )


def rates(
    source: Sequence[float], target: Sequence[float], sums: bool = False, before: int = 0
) -> Comparison:
    """Compare two schedules, a rate for every step, as far as both go.

    ``sums``: the rate is a sum of terms that are as large as the largest rate. ``before``: the
    steps that a resumed schedule has made before these.
    """
    largest = max((abs(rate) for rate in source if math.isfinite(rate)), default=0.0)
    worst, first, changes = (0.0, 0.0, 0.0), None, before
    for step, (one, other) in enumerate(zip(source, target, strict=False), 1):
        changes += step > 1 and one != source[step - 2]
        if one == other or (math.isnan(one) and math.isnan(other)):
            continue
        apart = abs(one - other)
        apart = math.inf if math.isnan(apart) else apart
        units = apart / _rate_tolerance(abs(one), largest, changes, sums)
        worst = (
            max(worst[0], apart),
            max(worst[1], apart / (abs(one) or math.inf)),
            max(worst[2], units),
        )
        if units > 1.0 and first is None:
            first = step
    return Comparison(*worst, first, "rate" if first else None)


def _rate_tolerance(rate: float, largest: float, changes: int, sums: bool) -> float:
    if not math.isfinite(rate) or not largest:
        return 2.0**-126
    carried = rate * (changes + abs(math.log(rate / largest))) if rate else 0.0
    return max(2.0**-126, EPS * (4 * (largest if sums else rate) + carried))
