"""Schedules of PyTorch as MindSpore's arguments, without importing either framework.

MindSpore's optimizers take a list with the rate of every step, so a schedule becomes a list. Each
converter takes the source's arguments, complete, and the facts of the run (``run.lr``, the rate
before any decay; ``run.epochs``; ``run.steps_per_epoch``) and gives the counterpart's arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, islice

from registry.models import Run
from registry.translate import Arguments, Converter

Factor = Callable[[int], float]


def step_lr_to_piecewise_constant(arguments: Arguments, run: Run) -> Arguments:
    """Decays at every multiple of ``step_size``, whose sign does not matter to torch."""
    size = _whole(arguments, "step_size")
    if not size:
        raise ValueError("step_size is 0, with which StepLR raises at its first step")
    gamma = arguments["gamma"]
    return _piecewise(_rates(arguments, run, lambda t: 1 if t == 0 or t % size else gamma), run)


def multi_step_lr_to_piecewise_constant(arguments: Arguments, run: Run) -> Arguments:
    """Decays at each milestone, as often as it is repeated; one at 0 acts from the start."""
    repeated = Counter(arguments["milestones"])
    gamma = arguments["gamma"]
    return _piecewise(_rates(arguments, run, lambda t: gamma ** repeated[t]), run)


def exponential_lr_to_decay_list(arguments: Arguments, run: Run) -> Arguments:
    """Decays once an epoch. A resumed one starts from the rate that it stopped with."""
    return _decay_list(arguments, 1, run)


def step_lr_to_decay_list(arguments: Arguments, run: Run) -> Arguments:
    """Decays every ``step_size`` epochs, counted from the first one of the list."""
    if arguments["last_epoch"] != -1:
        raise ValueError("the list counts its epochs from 0, so it cannot start with last_epoch")
    return _decay_list(arguments, abs(_whole(arguments, "step_size")), run)


def exponential_lr_to_decay_cell(arguments: Arguments, run: Run) -> Arguments:
    """Decays once an epoch, which the cell counts in steps."""
    return {
        "learning_rate": float(run.lr),
        "decay_rate": float(arguments["gamma"]),
        "decay_steps": run.steps_per_epoch,
        "is_stair": True,
    }


def _rates(arguments: Arguments, run: Run, factor: Factor) -> Iterator[float]:
    """The rate of every epoch of a schedule that multiplies the last one, as torch computes it.

    At epoch 0, or where a resumed training goes on, torch applies the factor to ``run.lr``.
    """
    epoch = arguments["last_epoch"] + 1
    rate = float(run.lr)
    while True:
        rate *= factor(epoch)
        epoch += 1
        yield rate


def _piecewise(rates: Iterator[float], run: Run) -> Arguments:
    """The planned epochs as pieces of equal rate; a milestone is the step at which a piece ends."""
    milestones: list[int] = []
    pieces: list[float] = []
    end = 0
    for rate, epochs in groupby(islice(rates, run.epochs)):
        end += sum(1 for _ in epochs) * run.steps_per_epoch
        milestones.append(end)
        pieces.append(float(rate))
    return {"milestone": milestones, "learning_rates": pieces}


def _decay_list(arguments: Arguments, every: int, run: Run) -> Arguments:
    return {
        "learning_rate": float(run.lr),
        "decay_rate": float(arguments["gamma"]),
        "total_step": run.epochs * run.steps_per_epoch,
        "step_per_epoch": run.steps_per_epoch,
        "decay_epoch": every,
        "is_stair": True,
    }


def _whole(arguments: Arguments, name: str) -> int:
    if arguments[name] != int(arguments[name]):
        raise ValueError(f"{name} is {arguments[name]}; a list of rates needs a whole number")
    return int(arguments[name])


BY_NAME: dict[str, Converter] = {
    each.__name__: each
    for each in (
        step_lr_to_piecewise_constant,
        multi_step_lr_to_piecewise_constant,
        exponential_lr_to_decay_list,
        step_lr_to_decay_list,
        exponential_lr_to_decay_cell,
    )
}
