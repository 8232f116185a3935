"""Schedules of optax as PyTorch's, without importing either framework.

A schedule of optax gives the rate of every step. LambdaLR multiplies what the optimizer was made
with, so that it is made with 1.0 and the function gives the rate itself. Each converter raises
``ValueError`` for a scheduler that is stepped more rarely than the optimizer. Source:
``optax/schedules/_schedule.py``, release 0.2.8.
"""

from __future__ import annotations

import math

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter


def warmup_constant_to_linear_lr(arguments: Arguments, run: Run) -> Arguments:
    """The optimizer is made with the peak, of which LinearLR starts with a share."""
    _every_step(run)
    return {**_from_the_peak(arguments), **_warm_up(arguments)}


def warmup_constant_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    _every_step(run)
    if arguments["warmup_steps"] <= 0:
        raise ValueError("without warmup_steps it stays at init_value; leave the schedule out")
    return _rate(_line(arguments, f"min(epoch, {arguments['warmup_steps']})"))


def warmup_cosine_to_sequence(arguments: Arguments, run: Run) -> Arguments:
    """LinearLR up to the peak, then CosineAnnealingLR."""
    _every_step(run)
    if arguments["exponent"] != 1:
        raise ValueError("CosineAnnealingLR has no exponent; use LambdaLR")
    steps = arguments["warmup_steps"]
    return {
        **_from_the_peak(arguments),
        "schedulers": [
            {"schedule": "torch.optim.lr_scheduler.LinearLR", **_warm_up(arguments)},
            {
                "schedule": "torch.optim.lr_scheduler.CosineAnnealingLR",
                "T_max": _after(arguments),
                "eta_min": arguments["end_value"],
            },
        ],
        "milestones": [steps],
    }


def warmup_cosine_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    _every_step(run)
    peak, end, whole = arguments["peak_value"], arguments["end_value"], _after(arguments)
    done = f"min(max(epoch - {arguments['warmup_steps']}, 0), {whole}) / {whole}"
    height = f"(0.5 * (1 + cos({math.pi!r} * {done}))) ** {arguments['exponent']!r}"
    return _rate(_warmed_up(arguments, f"{end!r} + {peak - end!r} * {height}"))


def warmup_exponential_to_lambda(arguments: Arguments, run: Run) -> Arguments:
    _every_step(run)
    size, base = arguments["transition_steps"], arguments["decay_rate"]
    if size <= 0 or base <= 0:
        raise ValueError("transition_steps and decay_rate have to be above 0, or nothing decays")
    begin = arguments["warmup_steps"] + max(arguments["transition_begin"], 0)
    over = "//" if arguments["staircase"] else "/"
    rate = f"{arguments['peak_value']!r} * {base!r} ** (max(epoch - {begin}, 0) {over} {size})"
    if arguments["end_value"] is not None:
        rate = f"{'max' if base < 1 else 'min'}({rate}, {arguments['end_value']!r})"
    return _rate(_warmed_up(arguments, rate))


def _rate(text: str) -> Arguments:
    return {"optimizer": {"lr": 1.0}, "lr_lambda": {"lambda": text}}


def _line(arguments: Arguments, now: str) -> str:
    first, peak = arguments["init_value"], arguments["peak_value"]
    return f"{first!r} + {peak - first!r} * {now} / {arguments['warmup_steps']}"


def _warmed_up(arguments: Arguments, later: str) -> str:
    """The line before ``warmup_steps``, and what comes after it."""
    steps = arguments["warmup_steps"]
    if steps <= 0:
        return later
    return f"(epoch < {steps}) * ({_line(arguments, 'epoch')}) + (epoch >= {steps}) * ({later})"


def _from_the_peak(arguments: Arguments) -> Arguments:
    if not 0 < arguments["init_value"] <= arguments["peak_value"]:
        raise ValueError(
            "LinearLR starts from a share of the rate above 0 and up to 1; use LambdaLR"
        )
    return {"optimizer": {"lr": arguments["peak_value"]}}


def _warm_up(arguments: Arguments) -> Arguments:
    if arguments["warmup_steps"] < 1:
        raise ValueError("there are no warmup_steps; use LambdaLR")
    return {
        "start_factor": arguments["init_value"] / arguments["peak_value"],
        "end_factor": 1.0,
        "total_iters": arguments["warmup_steps"],
    }


def _after(arguments: Arguments) -> int:
    steps = int(arguments["decay_steps"] - arguments["warmup_steps"])
    if steps < 1:
        raise ValueError("decay_steps has to be above warmup_steps, which it includes")
    return steps


def _every_step(run: Run) -> None:
    if run.steps_per_epoch != 1:
        raise ValueError("the rate changes at every step; step the scheduler as often")


BY_NAME: dict[str, Converter] = {
    each.__name__: each
    for each in (
        warmup_constant_to_linear_lr,
        warmup_constant_to_lambda,
        warmup_cosine_to_sequence,
        warmup_cosine_to_lambda,
        warmup_exponential_to_lambda,
    )
}
