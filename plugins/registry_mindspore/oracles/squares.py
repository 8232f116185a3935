"""Algorithms that divide by a root of squared gradients: Adagrad, Adadelta, RMSprop, Adafactor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from registry.mapping.algorithms import Algorithm, Array, Settings
from registry_mindspore.oracles.tensors import AVERAGES, L2, algorithm, averaged, decayed

BLOCK = 8


def _root(squares: Array, eps: float, placement: str) -> Array:
    """The root of an average of squares with eps in its place.

    ``inside-root-past-blocks`` has it inside the root for what is left of a tensor after blocks of
    eight elements, and outside elsewhere.
    """
    if placement == "inside-root":
        return (squares + eps) ** 0.5
    if placement == "none":
        return squares**0.5
    outside = squares**0.5 + eps
    if placement == "inside-root-past-blocks":
        rest = squares.size - squares.size % BLOCK
        outside.reshape(-1)[rest:] = (squares.reshape(-1)[rest:] + eps) ** 0.5
    return outside


def _adagrad(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    squares = 0.0 * x + v.start
    for t, given in zip(count(0), gradients, strict=False):
        x, g = decayed(x, given, v, s)
        squares = squares + g * g
        rate = v.lr / (1.0 + t * v.lr_decay)
        x = x - rate * g / _root(squares, v.eps, s["eps-placement"])
        yield x


def _adadelta(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    squares = moves = 0.0 * x
    for given in gradients:
        x, g = decayed(x, given, v, s)
        squares = v.rho * squares + (1.0 - v.rho) * g * g
        placement = s["eps-placement"]
        move = _root(moves, v.eps, placement) / _root(squares, v.eps, placement) * g
        moves = v.rho * moves + (1.0 - v.rho) * move * move
        x = x - v.lr * move
        yield x


def _rmsprop(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    """Centred and with momentum it is that of Graves; the lecture has neither, and no eps."""
    squares = 0.0 * x + (1.0 if s["accumulator-start"] == "ones" else 0.0)
    mean = b = 0.0 * x
    for given in gradients:
        x, g = decayed(x, given, v, s)
        squares = averaged(squares, g * g, v.alpha, s)
        mean = averaged(mean, g, v.alpha, s)
        variance = squares - mean * mean if v.centered else squares
        b = v.momentum * b + v.lr * g / _root(variance, v.eps, s["eps-placement"])
        x = x - b
        yield x


def _adafactor(x: Array, gradients: Iterator[Array], v: Any, s: Settings) -> Iterator[Array]:
    """The last two dimensions of a tensor are factored; a vector is not."""
    added = v.eps1 if s["eps-placement"] == "added-to-squares" else 0.0
    rows = columns = squares = 0.0
    for t, g in zip(count(1), gradients, strict=False):
        falls = s["rate"] == "falls"
        rate = min(v.lr, t**-0.5) if falls else v.lr
        size = max(v.eps2, _rms(x)) * rate
        if s["weight-decay"] == "scaled-by-size":
            x = x - size * v.weight_decay * x
        x, g = decayed(x, g, v, s)
        new = t**-v.decay
        squared = g * g + added
        if g.ndim < 2:
            squares = (1.0 - new) * squares + new * squared
            estimate = squares
        else:
            rows = (1.0 - new) * rows + new * squared.mean(axis=-1, keepdims=True)
            columns = (1.0 - new) * columns + new * squared.mean(axis=-2, keepdims=True)
            mean = rows.mean(axis=-2, keepdims=True)
            estimate = rows * columns / (mean if added else mean.clip(v.eps1))
        step = g / (estimate if added else estimate.clip(v.eps1**2)) ** 0.5
        x = x - size * step / max(1.0, _rms(step) / v.threshold)
        yield x


def _rms(x: Array) -> float:
    return float((x * x).mean() ** 0.5)


ADAGRAD = algorithm(
    "Figure 1 of Duchi, Hazan and Singer (2011)",
    "https://www.jmlr.org/papers/v12/duchi11a.html",
    {"eps-placement": ("outside-root", "inside-root", "none"), **L2},
    _adagrad,
)
ADADELTA = algorithm(
    "Algorithm 1 of Zeiler (2012)",
    "https://arxiv.org/abs/1212.5701",
    {"eps-placement": ("inside-root", "outside-root"), **L2},
    _adadelta,
)


def _of_rmsprop(source: str, page: str, placements: tuple[str, ...]) -> Algorithm:
    own = {"accumulator-start": ("zeros", "ones"), "eps-placement": placements}
    return algorithm(source, page, {**own, **AVERAGES, **L2}, _rmsprop)


RMSPROP = _of_rmsprop(
    "lecture 6e of Tieleman and Hinton (2012)",
    "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
    ("outside-root", "inside-root", "inside-root-past-blocks"),
)
CENTRED_RMSPROP = _of_rmsprop(
    "equations 38 to 41 of Graves (2013)",
    "https://arxiv.org/abs/1308.0850",
    ("inside-root", "outside-root", "inside-root-past-blocks"),
)
ADAFACTOR = algorithm(
    "Algorithms 4 and 5 of Shazeer and Stern (2018)",
    "https://arxiv.org/abs/1804.04235",
    {
        "eps-placement": ("added-to-squares", "floor"),
        "rate": ("falls", "constant"),
        "weight-decay": ("none", "decoupled", "scaled-by-size"),
    },
    _adafactor,
)
