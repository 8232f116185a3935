"""Schedules of PyTorch as MindSpore's arguments, without importing either framework.

MindSpore's optimizers take a list with the rate of every step, so a schedule becomes a list, from
:mod:`registry_mindspore.composed`, or a closed form that gives the same rates. Each converter takes
the source's arguments, complete, and the facts of the run (``run.lr``, the rate before any decay;
``run.epochs``; ``run.steps_per_epoch``) and gives the counterpart's arguments. Some are for
optimizers whose arguments are counted or paired in another way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, islice

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter
from registry_mindspore.composed import BY_NAME as SCHEDULES
from registry_mindspore.composed import rates
from registry_mindspore.formulas import FORMULAS
from registry_mindspore.inner import (
    cosine_annealing_to_experimental,
    sequential_lr_to_experimental,
)

LONG = 12
"""More pieces than this are written as a formula, where there is one."""


@dataclass(frozen=True)
class PiecewiseConstant:
    """The converter of a schedule to ``piecewise_constant_lr``."""

    schedule: str

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        return piecewise_constant(self.schedule, arguments, run)

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        """Shorter code for the same rates: one for each epoch, by a formula."""
        formula = FORMULAS.get(_snake(self.schedule))
        milestones = self(arguments, run)["milestone"]
        each, total = run.steps_per_epoch, run.epochs * run.steps_per_epoch
        if formula is None or len(milestones) <= LONG or milestones[-1] != total:
            return {}
        rates = formula(arguments, run)
        if rates is None:
            return {}
        ends = f"1, {total + 1}" if each == 1 else f"{each}, {total + 1}, {each}"
        return {"milestone": f"list(range({ends}))", "learning_rates": rates}


def piecewise_constant(schedule: str, arguments: Arguments, run: Run) -> Arguments:
    """The planned epochs as pieces of equal rate; a milestone is the step at which a piece ends.

    Raises ``ValueError`` where the source itself raises within the planned epochs.
    """
    try:
        every = [float(rate) for rate in islice(rates(schedule, arguments, run.lr), run.epochs)]
    except (ZeroDivisionError, OverflowError) as error:
        raise ValueError(
            f"the schedule itself raises an error with these arguments: {error}"
        ) from None
    milestones: list[int] = []
    pieces: list[float] = []
    end = 0
    for rate, epochs in groupby(every):
        end += sum(1 for _ in epochs) * run.steps_per_epoch
        milestones.append(end)
        pieces.append(rate)
    return {"milestone": milestones, "learning_rates": pieces}


def step_lr_to_decay_list(arguments: Arguments, run: Run) -> Arguments:
    """Decays every ``step_size`` epochs, counted from the first one of the list."""
    _from_the_start(arguments)
    return _decay_list(arguments, abs(_whole(arguments, "step_size")), run)


def exponential_lr_to_decay_list(arguments: Arguments, run: Run) -> Arguments:
    """Decays once an epoch. A resumed one starts from the rate that it stopped with."""
    return _decay_list(arguments, 1, run)


def exponential_lr_to_decay_cell(arguments: Arguments, run: Run) -> Arguments:
    """Decays once an epoch, which the cell counts in steps."""
    return {
        "learning_rate": float(run.lr),
        "decay_rate": float(arguments["gamma"]),
        "decay_steps": run.steps_per_epoch,
        "is_stair": True,
    }


def linear_lr_to_polynomial_list(arguments: Arguments, run: Run) -> Arguments:
    """A polynomial of power 1 from one rate to the other."""
    return {**_line(arguments, run), **_epochs(arguments, "total_iters", run)}


def linear_lr_to_polynomial_cell(arguments: Arguments, run: Run) -> Arguments:
    """The same line, which the cell counts in steps."""
    return {**_line(arguments, run), "decay_steps": _steps(arguments, "total_iters", run)}


def polynomial_lr_to_polynomial_list(arguments: Arguments, run: Run) -> Arguments:
    return {**_polynomial(arguments, run), **_epochs(arguments, "total_iters", run)}


def polynomial_lr_to_polynomial_cell(arguments: Arguments, run: Run) -> Arguments:
    """The same polynomial, which the cell counts in steps."""
    return {**_polynomial(arguments, run), "decay_steps": _steps(arguments, "total_iters", run)}


def cosine_annealing_to_cosine_list(arguments: Arguments, run: Run) -> Arguments:
    """Half a cosine from the rate down to ``eta_min``."""
    return {**_cosine(arguments, run), **_epochs(arguments, "T_max", run)}


def cosine_annealing_to_cosine_cell(arguments: Arguments, run: Run) -> Arguments:
    """The same half cosine, which the cell counts in steps."""
    return {**_cosine(arguments, run), "decay_steps": _steps(arguments, "T_max", run)}


def warm_restarts_to_cosine_list(arguments: Arguments, run: Run) -> Arguments:
    """The half cosine before the first restart."""
    return {**_cosine(arguments, run), **_epochs(arguments, "T_0", run)}


def adafactor_to_adafactor(arguments: Arguments, _: Run) -> Arguments:
    """The rate ``min(0.01, 1 / sqrt(t))`` is built in; any other one is constant over there."""
    rate: Arguments = {"relative_step": True}
    if arguments["lr"] != 0.01:
        rate = {"learning_rate": float(arguments["lr"]), "relative_step": False}
    return {
        **rate,
        "eps": (1e-30, float(arguments["eps"][1])),
        "decay_rate": -float(arguments["beta2_decay"]),
    }


def betas_of_adam(arguments: Arguments, _: Run) -> Arguments:
    """``beta1`` and ``beta2`` as one pair."""
    return {"betas": (float(arguments["beta1"]), float(arguments["beta2"]))}


def _decay_list(arguments: Arguments, every: int, run: Run) -> Arguments:
    return {
        "learning_rate": float(run.lr),
        "decay_rate": float(arguments["gamma"]),
        "total_step": run.epochs * run.steps_per_epoch,
        "step_per_epoch": run.steps_per_epoch,
        "decay_epoch": every,
        "is_stair": True,
    }


def _line(arguments: Arguments, run: Run) -> Arguments:
    return {
        "learning_rate": float(run.lr * arguments["start_factor"]),
        "end_learning_rate": float(run.lr * arguments["end_factor"]),
        "power": 1.0,
    }


def _polynomial(arguments: Arguments, run: Run) -> Arguments:
    return {
        "learning_rate": float(run.lr),
        "end_learning_rate": 0.0,
        "power": float(arguments["power"]),
    }


def _cosine(arguments: Arguments, run: Run) -> Arguments:
    return {"min_lr": float(arguments["eta_min"]), "max_lr": float(run.lr)}


def _epochs(arguments: Arguments, name: str, run: Run) -> Arguments:
    """What the lists of :mod:`mindspore.nn` ask about the training."""
    _from_the_start(arguments)
    return {
        "total_step": run.epochs * run.steps_per_epoch,
        "step_per_epoch": run.steps_per_epoch,
        "decay_epoch": _whole(arguments, name),
    }


def _steps(arguments: Arguments, name: str, run: Run) -> int:
    """Epochs in steps, which the cells count."""
    _from_the_start(arguments)
    return _whole(arguments, name) * run.steps_per_epoch


def _from_the_start(arguments: Arguments) -> None:
    if arguments["last_epoch"] != -1:
        raise ValueError("it counts its epochs from 0, so it cannot start with last_epoch")


def _whole(arguments: Arguments, name: str) -> int:
    if arguments[name] != int(arguments[name]):
        raise ValueError(f"{name} is {arguments[name]}; a list of rates needs a whole number")
    return int(arguments[name])


def _snake(name: str) -> str:
    """``StepLR`` as ``step_lr`` and ``SWALR`` as ``swa_lr``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?=LR$)", "_", name).lower()


BY_NAME: dict[str, Converter] = {
    **{
        f"{_snake(schedule)}_to_piecewise_constant": PiecewiseConstant(schedule)
        for schedule in SCHEDULES
    },
    **{
        each.__name__: each
        for each in (
            step_lr_to_decay_list,
            exponential_lr_to_decay_list,
            exponential_lr_to_decay_cell,
            linear_lr_to_polynomial_list,
            linear_lr_to_polynomial_cell,
            polynomial_lr_to_polynomial_list,
            polynomial_lr_to_polynomial_cell,
            cosine_annealing_to_cosine_list,
            cosine_annealing_to_cosine_cell,
            warm_restarts_to_cosine_list,
            cosine_annealing_to_experimental,
            sequential_lr_to_experimental,
            adafactor_to_adafactor,
            betas_of_adam,
        )
    },
}
