"""What every optimizer does before its formula: gradients that are missing, scaled, or decayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from registry.mapping.algorithms import Algorithm, Array, Settings, Values

Formula = Callable[[Array, Iterator[Array], Any, Settings], Iterator[Array]]
"""From a tensor and a gradient for each step, the values by name and the settings to the tensor
after each step."""

BY_NAME = "filtered-by-name"
NOT_DECAYED = ("beta", "gamma")

# No publication speaks of a step without a gradient, or of one decay for some parameters alone.
MISSING = {"missing-gradient": ("no-step", "zeros")}
L2 = {"weight-decay": ("l2", "decoupled", BY_NAME, "none")}
DECOUPLED = {"weight-decay": ("decoupled", "l2", BY_NAME, "none")}
AVERAGES = {"averages": ("weighted", "float32-differences")}


def algorithm(
    source: str, page: str, switches: Mapping[str, tuple[str, ...]], formula: Formula
) -> Algorithm:
    """An algorithm of which each tensor follows one formula.

    It also knows the values ``maximize``, ``loss_scale`` and ``weight_decay``, where they are
    given.
    """
    every = {**switches, **MISSING}
    own = every.get("weight-decay", ("none",))[0]

    def steps(
        name: str, start: Array, gradients: Iterable[Array | None], values: Values, said: Settings
    ) -> Iterator[Array]:
        v = SimpleNamespace(**values)
        settings = dict(said)
        if settings.get("weight-decay") == BY_NAME:
            settings["weight-decay"] = own
            if any(part in name for part in NOT_DECAYED):
                v.weight_decay = 0.0
        factor = (-1.0 if values.get("maximize") else 1.0) / values.get("loss_scale", 1.0)
        if settings["missing-gradient"] == "zeros":
            gradients = (0.0 * start if each is None else each for each in gradients)
        return _stepping(start, gradients, factor, formula, v, settings)

    return Algorithm(source, page, every, steps)


def _stepping(
    x: Array,
    gradients: Iterable[Array | None],
    factor: float,
    formula: Formula,
    v: SimpleNamespace,
    settings: Settings,
) -> Iterator[Array]:
    """Step where there is a gradient, and stay where there is none."""
    given: list[Array] = []

    def one_by_one() -> Iterator[Array]:
        while True:
            yield given.pop()

    moved = formula(x, one_by_one(), v, settings)
    for each in gradients:
        if each is not None:
            given.append(factor * each)
            x = next(moved)
        yield x


def with_either_decay(
    source: str, page: str, switches: Mapping[str, tuple[str, ...]], formula: Formula
) -> tuple[Algorithm, Algorithm]:
    """An algorithm that adds the decay to the gradient, and one asked to shrink the parameters."""
    asked = f"{source}, with the decay of Loshchilov and Hutter (2019)"
    return (
        algorithm(source, page, {**switches, **L2}, formula),
        algorithm(asked, page, {**switches, **DECOUPLED}, formula),
    )


def decayed(x: Array, g: Array, v: Any, settings: Settings) -> tuple[Array, Array]:
    """The tensor and the gradient with which a step starts, as the weight decay leaves them.

    ``l2`` adds ``weight_decay * x`` to the gradient. ``decoupled`` takes ``lr * weight_decay * x``
    from the tensor, which is Algorithm 2 of Loshchilov and Hutter with ``lr`` as its schedule
    multiplier and 1 as its alpha.
    """
    form = settings["weight-decay"]
    if form == "l2":
        return x, g + v.weight_decay * x
    if form == "decoupled":
        return x - v.lr * v.weight_decay * x, g
    return x, g


def averaged(before: Array, now: Array, decay: float, settings: Settings) -> Array:
    """A moving average, ``decay * before + (1 - decay) * now``.

    ``float32-differences`` is ``before + (now - before) * (1 - decay)`` in float32, where the
    difference and the fused multiply-add round once each. It cancels where ``before`` is much
    larger than ``now`` and ``decay`` is close to 0.
    """
    if settings["averages"] == "weighted":
        return decay * before + (1.0 - decay) * now
    import numpy

    one = numpy.float64(numpy.float32(1.0) - numpy.float32(decay))
    apart = (now - before).astype(numpy.float32).astype(numpy.float64)
    return (before + apart * one).astype(numpy.float32).astype(numpy.float64)
