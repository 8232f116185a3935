"""Adam and its relatives: algorithms that keep averages of the gradients and of their size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import sqrt
from typing import Any

from registry.mapping.algorithms import Array, Settings
from registry_mindspore.oracles.tensors import (
    AVERAGES,
    DECOUPLED,
    L2,
    algorithm,
    averaged,
    decayed,
    with_either_decay,
)

EPS = ("outside-root", "eps-hat", "inside-root")


def _divisor(v2: Array, correction: float, eps: float, placement: str) -> Array:
    """The root of a second moment that is divided by its correction, with eps in its place.

    ``eps-hat`` (Kingma and Ba, end of section 2) adds eps before the correction.
    """
    if placement == "eps-hat":
        return (v2**0.5 + eps) / sqrt(correction)
    if placement == "inside-root":
        return (v2 / correction + eps) ** 0.5
    return (v2 / correction) ** 0.5 + (0.0 if placement == "none" else eps)


def _corrections(t: int, v: Any, settings: Settings) -> tuple[float, float]:
    corrects = settings["bias-correction"] == "both"
    return (1.0 - v.beta1**t, 1.0 - v.beta2**t) if corrects else (1.0, 1.0)


def _adam(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    m = v2 = most = 0.0 * x
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        m = averaged(m, g, v.beta1, s)
        v2 = averaged(v2, g * g, v.beta2, s)
        first, second = _corrections(t, v, s)
        size = v2
        if v.amsgrad and s["amsgrad"] != "ignored":
            over = second if s["amsgrad"] == "corrected-maximum" else 1.0
            most = _maximum(most, v2 / over)
            size = most * over
        ahead = v.nesterov and s["nesterov"] == "look-ahead"
        step = v.beta1 * m + (1.0 - v.beta1) * g if ahead else m
        x = x - v.lr * (step / first) / _divisor(size, second, v.eps, s["eps-placement"])
        yield x


def _maximum(one: Array, other: Array) -> Array:
    import numpy

    return numpy.maximum(one, other)


def _nadam(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    m = v2 = 0.0 * x
    product = 1.0
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        now, then = _nadam_momentum(t, v, s), _nadam_momentum(t + 1, v, s)
        product *= now
        m = v.beta1 * m + (1.0 - v.beta1) * g
        v2 = v.beta2 * v2 + (1.0 - v.beta2) * g * g
        corrects = s["bias-correction"] == "both"
        over, over_next = (1.0 - product, 1.0 - product * then) if corrects else (1.0, 1.0)
        step = then * m / over_next + (1.0 - now) * g / over
        second = _corrections(t, v, s)[1]
        x = x - v.lr * step / _divisor(v2, second, v.eps, s["eps-placement"])
        yield x


def _nadam_momentum(t: int, v: Any, s: Settings) -> float:
    if s["momentum-schedule"] == "constant":
        return float(v.beta1)
    return float(v.beta1 * (1.0 - 0.5 * 0.96 ** (t * v.momentum_decay)))


def _radam(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    m = v2 = 0.0 * x
    longest = 2.0 / (1.0 - v.beta2) - 1.0
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        m = v.beta1 * m + (1.0 - v.beta1) * g
        v2 = v.beta2 * v2 + (1.0 - v.beta2) * g * g
        first, second = 1.0 - v.beta1**t, 1.0 - v.beta2**t
        length = longest - 2.0 * t * v.beta2**t / second
        step = v.lr * m / first
        if length > float(s["rectified-above"]):
            tractable = (length - 4.0) * (length - 2.0) * longest
            rectified = sqrt(tractable / ((longest - 4.0) * (longest - 2.0) * length))
            step = step * rectified / _divisor(v2, second, v.eps, s["eps-placement"])
        x = x - step
        yield x


def _adamax(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    m = u = 0.0 * x
    inside = v.eps if s["eps-placement"] == "inside-maximum" else 0.0
    outside = v.eps if s["eps-placement"] == "outside-maximum" else 0.0
    for t, given in zip(count(1), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        m = v.beta1 * m + (1.0 - v.beta1) * g
        u = _maximum(v.beta2 * u, abs(g) + inside)
        first = 1.0 - v.beta1**t if s["bias-correction"] == "first" else 1.0
        x = x - v.lr / first * m / (u + outside)
        yield x


_ADAM: dict[str, tuple[str, ...]] = {
    "eps-placement": EPS,
    "bias-correction": ("both", "none"),
    "amsgrad": ("uncorrected-maximum", "corrected-maximum", "ignored"),
    "nesterov": ("look-ahead", "ignored"),
    **AVERAGES,
}

ADAM = algorithm(
    "Algorithm 1 of Kingma and Ba (2015)", "https://arxiv.org/abs/1412.6980", {**_ADAM, **L2}, _adam
)
ADAMW = algorithm(
    "Algorithm 2 of Loshchilov and Hutter (2019)",
    "https://arxiv.org/abs/1711.05101",
    {**_ADAM, **DECOUPLED},
    _adam,
)
NADAM, NADAM_DECOUPLED = with_either_decay(
    "the Nadam algorithm of Dozat (2016)",
    "https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ",
    {
        "eps-placement": EPS,
        "bias-correction": ("both", "none"),
        "momentum-schedule": ("rising", "constant"),
    },
    _nadam,
)
RADAM, RADAM_DECOUPLED = with_either_decay(
    "Algorithm 2 of Liu et al. (2020)",
    "https://arxiv.org/abs/1908.03265",
    {"rectified-above": ("4", "5"), "eps-placement": ("none", *EPS)},
    _radam,
)
ADAMAX = algorithm(
    "Algorithm 2 of Kingma and Ba (2015)",
    "https://arxiv.org/abs/1412.6980",
    {
        "eps-placement": ("none", "inside-maximum", "outside-maximum"),
        "bias-correction": ("first", "none"),
        **L2,
    },
    _adamax,
)
