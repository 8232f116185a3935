"""Algorithms that follow the gradient or its sign: momentum, Rprop and averaged descent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from registry.mapping.algorithms import Array, Settings
from registry_mindspore.oracles.tensors import L2, algorithm, decayed


def _sgd(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    """The rate stands outside of the momentum, which is the same while it does not change."""
    b: Array = 0.0 * x
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        whole = t == 1 and s["first-momentum-step"] == "undamped"
        b = v.momentum * b + (g if whole else (1.0 - v.dampening) * g)
        ahead = v.nesterov and s["nesterov"] == "look-ahead"
        x = x - v.lr * (g + v.momentum * b if ahead else b if v.momentum else g)
        yield x


def _rprop(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    import numpy

    size, before, moved = numpy.full_like(x, v.lr), 0.0 * x, 0.0 * x
    for given in gradients:
        x, g = decayed(x, given, v, s)
        turn = numpy.sign(g) * numpy.sign(before)
        factor = numpy.where(turn > 0, v.faster, numpy.where(turn < 0, v.slower, 1.0))
        size = numpy.minimum(numpy.maximum(size * factor, v.smallest), v.largest)
        step = -numpy.sign(g) * size
        if s["sign-change"] != "steps":
            back = -moved if s["sign-change"] == "steps-back" else 0.0
            step = numpy.where(turn < 0, back, step)
            g = numpy.where(turn < 0, 0.0, g)
        before, moved = g, step
        x = x + step
        yield x


def _asgd(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    rate = v.lr
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        x = x - rate * (g + v.lambd * x)
        yield x
        rate = v.lr / (1.0 + v.lambd * v.lr * t) ** v.alpha


_MOMENTUM: dict[str, tuple[str, ...]] = {
    "first-momentum-step": ("damped", "undamped"),
    "nesterov": ("look-ahead", "ignored"),
    **L2,
}

SGD = algorithm(
    "the heavy ball of Polyak (1964)",
    "https://doi.org/10.1016/0041-5553(64)90137-5",
    _MOMENTUM,
    _sgd,
)
NESTEROV = algorithm(
    "equation 7 of Bengio, Boulanger-Lewandowski and Pascanu (2013)",
    "https://arxiv.org/abs/1212.0901",
    _MOMENTUM,
    _sgd,
)
RPROP = algorithm(
    "the algorithm of Riedmiller and Braun (1993)",
    "https://doi.org/10.1109/ICNN.1993.298623",
    {"sign-change": ("steps-back", "stays", "steps"), **L2},
    _rprop,
)
ASGD = algorithm(
    "section 5.3 of Bottou (2012)",
    "https://doi.org/10.1007/978-3-642-35289-8_25",
    L2,
    _asgd,
)
