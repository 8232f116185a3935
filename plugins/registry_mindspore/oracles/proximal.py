"""Algorithms that keep weights at exactly 0: FTRL-Proximal and Adagrad with a proximal step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from registry.mapping.algorithms import Array, Settings
from registry_mindspore.oracles.tensors import L2, algorithm, decayed


def _ftrl(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    """``start`` is the beta of the publication, and ``power`` its square root, for any of both."""
    import numpy

    squares, linear = 0.0 * x + v.start, 0.0 * x
    l2 = v.l2 * (2.0 if s["l2-strength"] == "twice" else 1.0)
    for given in gradients:
        x, g = decayed(x, given, v, s)
        before, squares = squares**v.power, squares + g * g
        after = squares**v.power
        linear = linear + g - (after - before) / v.lr * x
        sign = numpy.sign(linear) if s["l1-sign"] == "of-linear-term" else 1.0
        moved = (sign * v.l1 - linear) / (after / v.lr + l2)
        x = numpy.where(abs(linear) > v.l1, moved, 0.0)
        yield x


def _proximal_adagrad(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    import numpy

    squares = 0.0 * x + v.start
    for given in gradients:
        x, g = decayed(x, given, v, s)
        squares = squares + g * g
        rate = v.lr / squares**0.5
        shrinks = rate if s["shrinking-rate"] == "of-the-step" else v.lr
        moved = x - rate * g
        moved = numpy.sign(moved) * (abs(moved) - shrinks * v.l1).clip(0.0)
        x = moved / (1.0 + shrinks * v.l2)
        yield x


FTRL = algorithm(
    "Algorithm 1 of McMahan et al. (2013)",
    "https://research.google.com/pubs/archive/41159.pdf",
    {"l1-sign": ("of-linear-term", "plus"), "l2-strength": ("once", "twice"), **L2},
    _ftrl,
)
PROXIMAL_ADAGRAD = algorithm(
    "the forward-backward step of Duchi and Singer (2009) at the rates of Adagrad",
    "https://papers.nips.cc/paper/3793-efficient-learning-using-forward-backward-splitting.pdf",
    {"shrinking-rate": ("of-the-step", "without-the-root"), **L2},
    _proximal_adagrad,
)
