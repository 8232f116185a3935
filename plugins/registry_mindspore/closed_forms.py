"""MindSpore's lists and cells of rates as PyTorch's schedules.

A list has a rate for every step, a cell computes it from the number of the step; a scheduler of
torch is stepped once in ``run.steps_per_epoch`` steps, and multiplies what the optimizer was made
with. So each converter gives that rate too, ``optimizer: {lr: 0.1}``, and raises ``ValueError``
where the rate changes between two steps of the scheduler. Sources: ``mindspore/nn/dynamic_lr.py``
and ``mindspore/nn/learning_rate_schedule.py``, release 2.10.
"""

from __future__ import annotations

import math
from typing import Any

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter


def piecewise_constant_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    """A table of the rates, each up to its milestone; after the last one it stays."""
    _every(arguments, run)
    ends, rates = list(arguments["milestone"]), list(arguments["learning_rates"])
    if len(ends) != len(rates) or not rates:
        raise ValueError("give as many rates as milestones, and at least one")
    return {"optimizer": {"lr": 1.0}, "lr_lambda": {"ends": ends[:-1], "values": rates}}


def exponential_decay_to_step_lr(arguments: Arguments, run: Run) -> Arguments:
    _stairs(arguments)
    size = _length(arguments, run)
    return {**_from(arguments), "step_size": size, "gamma": arguments["decay_rate"]}


def exponential_decay_to_exponential_lr(arguments: Arguments, run: Run) -> Arguments:
    _slope(arguments, run)
    if not arguments["decay_rate"] > 0:
        raise ValueError("a decay_rate of 0 or below is refused by the source too")
    gamma = arguments["decay_rate"] ** (1 / _length(arguments, run))
    return {**_from(arguments), "gamma": gamma}


def natural_exp_decay_to_step_lr(arguments: Arguments, run: Run) -> Arguments:
    """``decay_epoch`` is the length of a stair, and so of its power too."""
    _stairs(arguments)
    decay = arguments["decay_rate"] * _stair(arguments)
    size = _length(arguments, run)
    return {**_from(arguments), "step_size": size, "gamma": math.exp(-decay)}


def natural_exp_decay_to_exponential_lr(arguments: Arguments, run: Run) -> Arguments:
    """Without stairs ``decay_epoch`` is not used at all."""
    _slope(arguments, run)
    return {**_from(arguments), "gamma": math.exp(-arguments["decay_rate"])}


def inverse_decay_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    if arguments["is_stair"]:
        passed = f"(epoch // {_length(arguments, run)})"
    else:
        passed = f"{_now(arguments, run)} / {_stair(arguments)}"
    return {
        **_from(arguments),
        "lr_lambda": {"lambda": f"1 / (1 + {arguments['decay_rate']!r} * {passed})"},
    }


def cosine_decay_to_cosine_annealing(arguments: Arguments, run: Run) -> Arguments:
    _every(arguments, run)
    return {
        "optimizer": {"lr": arguments["max_lr"]},
        "T_max": _stair(arguments),
        "eta_min": arguments["min_lr"],
    }


def cosine_decay_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    """The rate itself, for an optimizer that is made with 1.0."""
    low, high, whole = arguments["min_lr"], arguments["max_lr"], _stair(arguments)
    angle = f"{math.pi!r} * min({_now(arguments, run)}, {whole}) / {whole}"
    text = f"{low!r} + {0.5 * (high - low)!r} * (1 + cos({angle}))"
    return {"optimizer": {"lr": 1.0}, "lr_lambda": {"lambda": text}}


def polynomial_decay_to_polynomial_lr(arguments: Arguments, run: Run) -> Arguments:
    _every(arguments, run)
    if arguments["end_learning_rate"] != 0:
        raise ValueError("PolynomialLR goes down to 0; use LambdaLR")
    _not_updated(arguments)
    return {**_from(arguments), "total_iters": _stair(arguments), "power": arguments["power"]}


def polynomial_decay_to_linear_lr(arguments: Arguments, run: Run) -> Arguments:
    """From the first rate to the last one, of which LinearLR takes the share."""
    _every(arguments, run)
    if arguments["power"] != 1 or not arguments["end_learning_rate"] >= 0:
        raise ValueError("only a power of 1 is a line; use LambdaLR")
    if not arguments["end_learning_rate"] <= arguments["learning_rate"] != 0:
        raise ValueError("LinearLR goes up from a share of the rate only; use LambdaLR")
    _not_updated(arguments)
    return {
        **_from(arguments),
        "start_factor": 1.0,
        "end_factor": arguments["end_learning_rate"] / arguments["learning_rate"],
        "total_iters": _stair(arguments),
    }


def polynomial_decay_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    """The rate itself, for an optimizer that is made with 1.0."""
    begin, end = arguments["learning_rate"], arguments["end_learning_rate"]
    now, whole = _now(arguments, run), _stair(arguments)
    left = f"1 - min({now}, {whole}) / {whole}"
    if _updates(arguments):
        left = f"1 - {now} / ({whole} * max(-(-{now} // {whole}), 1))"
    text = f"{begin - end!r} * ({left}) ** {arguments['power']!r} + {end!r}"
    return {"optimizer": {"lr": 1.0}, "lr_lambda": {"lambda": text}}


def warm_up_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    whole = _stair(arguments)
    text = f"min({_now(arguments, run)}, {whole}) / {whole}"
    return {**_from(arguments), "lr_lambda": {"lambda": text}}


def _updates(arguments: Arguments) -> bool:
    return bool(arguments.get("update_decay_epoch") or arguments.get("update_decay_steps"))


def _not_updated(arguments: Arguments) -> None:
    if _updates(arguments):
        raise ValueError("the rate rises again after each decay; use LambdaLR")


def _from(arguments: Arguments) -> Arguments:
    return {"optimizer": {"lr": arguments["learning_rate"]}}


def _stair(arguments: Arguments) -> int:
    """The number of epochs, or of steps for a cell, in which something happens."""
    names = ("decay_epoch", "decay_steps", "warmup_epoch", "warmup_steps")
    whole: Any = next(arguments[name] for name in names if name in arguments)
    if type(whole) is not int or whole < 1:
        raise ValueError(f"{whole} is not a positive whole number")
    return whole


def _tick(arguments: Arguments) -> int:
    """The steps in which the epoch of the source is the same; a cell has none but steps."""
    return int(arguments.get("step_per_epoch", 1))


def _periods(steps: int, what: str, run: Run) -> int:
    """So many steps in steps of the scheduler."""
    if steps % run.steps_per_epoch:
        raise ValueError(
            f"{what} is {steps} steps, but the scheduler is stepped once in {run.steps_per_epoch}; "
            f"step it after every step of the optimizer"
        )
    return steps // run.steps_per_epoch


def _now(arguments: Arguments, run: Run) -> str:
    """The epoch of the source as an expression of the number of steps of the scheduler."""
    periods = _periods(_tick(arguments), "an epoch of the source", run)
    return "epoch" if periods == 1 else f"(epoch // {periods})"


def _every(arguments: Arguments, run: Run) -> None:
    """The rate of the target changes at every step of its scheduler."""
    if _tick(arguments) != run.steps_per_epoch:
        raise ValueError(
            f"the rate changes every {_tick(arguments)} steps; step the scheduler as often"
        )


def _length(arguments: Arguments, run: Run) -> int:
    """A stair of the source in steps of the scheduler."""
    return _periods(_tick(arguments) * _stair(arguments), "a stair", run)


def _stairs(arguments: Arguments) -> None:
    if not arguments["is_stair"] and _stair(arguments) != 1:
        raise ValueError("the rate changes within decay_epoch, or decay_steps; use ExponentialLR")


def _slope(arguments: Arguments, run: Run) -> None:
    if arguments["is_stair"] and _stair(arguments) != 1:
        raise ValueError("the rate changes once in decay_epoch, or decay_steps; use StepLR")
    _every(arguments, run)


BY_NAME: dict[str, Converter] = {
    each.__name__: each
    for each in (
        piecewise_constant_to_lambda,
        exponential_decay_to_step_lr,
        exponential_decay_to_exponential_lr,
        natural_exp_decay_to_step_lr,
        natural_exp_decay_to_exponential_lr,
        inverse_decay_to_lambda,
        cosine_decay_to_cosine_annealing,
        cosine_decay_to_lambda,
        polynomial_decay_to_polynomial_lr,
        polynomial_decay_to_linear_lr,
        polynomial_decay_to_lambda,
        warm_up_to_lambda,
    )
}
