"""PyTorch's schedules as stairs of optax: one rate for every epoch, whatever the rates are.

``join_schedules`` of constant schedules takes any rates, ``piecewise_constant_schedule`` takes what
each is multiplied by. The rates of the planned epochs are those of
:mod:`registry_mindspore.composed`, which computes them as torch does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, islice

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter
from registry_mindspore.composed import rates
from registry_mindspore.formulas import FORMULAS
from registry_mindspore.schedulers import function

CONSTANT = "optax.constant_schedule"
LONG = 12
"""More stairs than this are written as a formula, where there is one."""


@dataclass(frozen=True)
class Stairs:
    """The converter of a schedule to ``join_schedules`` of constant schedules."""

    schedule: str
    formula: str | None = None

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        return joined(planned(self.schedule, arguments, run), run.steps_per_epoch)

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        """Shorter code for the same stairs: one for each epoch, by a formula."""
        formula = FORMULAS.get(self.formula or "")
        stairs = self(arguments, run)["schedules"]
        if formula is None or len(stairs) <= LONG or len(stairs) != run.epochs:
            return {}
        code = formula(arguments, run)
        return {"schedules": f"[{CONSTANT}(value=rate) for rate in {code}]"} if code else {}


def planned(schedule: str, arguments: Arguments, run: Run) -> list[float]:
    """The rate of every planned epoch.

    Raises ``ValueError`` where the source itself raises within them.
    """
    try:
        return [float(each) for each in islice(rates(schedule, arguments, run.lr), run.epochs)]
    except (ZeroDivisionError, OverflowError) as error:
        raise ValueError(
            f"the schedule itself raises an error with these arguments: {error}"
        ) from None


def joined(every: list[float], steps_per_epoch: int) -> Arguments:
    """Constant schedules, and the steps at which the next one begins."""
    schedules: list[Arguments] = []
    boundaries: list[int] = []
    begin = 0
    for rate, epochs in groupby(every):
        schedules.append({"schedule": CONSTANT, "value": rate})
        boundaries.append(begin)
        begin += sum(1 for _ in epochs) * steps_per_epoch
    return {"schedules": schedules, "boundaries": boundaries[1:]}


def step_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    size, gamma = abs(arguments["step_size"]), _scale("gamma", arguments["gamma"])
    start = arguments["last_epoch"] + 1
    falls = (epoch for epoch in range(max(start, 1), start + run.epochs) if epoch % size == 0)
    return _scaled(run, run.lr, start, dict.fromkeys(falls, gamma))


def multi_step_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    """All of the milestones, those after the planned epochs too."""
    gamma, start = _scale("gamma", arguments["gamma"]), arguments["last_epoch"] + 1
    times = Counter(epoch for epoch in arguments["milestones"] if epoch >= start)
    return _scaled(run, run.lr, start, {epoch: gamma ** times[epoch] for epoch in sorted(times)})


def constant_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    """A resumed one has been multiplied already. A fraction of an epoch is never reached."""
    factor, total, start = arguments["factor"], arguments["total_iters"], arguments["last_epoch"] + 1
    first = run.lr if start else run.lr * factor
    if total <= 0 or total < start or total != int(total):
        return {"init_value": float(first)}
    if factor == 0:
        raise ValueError("the schedule itself raises an error at the end of total_iters")
    return _scaled(run, first, start, {int(total): 1.0 / factor})


def multiplicative_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    """The factor of every planned epoch after the first."""
    factor, start = function("lr_lambda", arguments["lr_lambda"]), arguments["last_epoch"] + 1
    later = range(start + 1, start + run.epochs)
    factors = {epoch: _scale("lr_lambda", factor(epoch)) for epoch in later}
    return _scaled(run, run.lr, start, factors)


def _scale(name: str, factor: float) -> float:
    if factor < 0:
        raise ValueError(f"{name} is negative, which it refuses; use join_schedules")
    return float(factor)


def _scaled(run: Run, first: float, start: int, factors: dict[int, float]) -> Arguments:
    """``factors`` has by which each epoch is multiplied, counted from epoch 0 of the training."""
    return {
        "init_value": float(first),
        "boundaries_and_scales": {
            (epoch - start) * run.steps_per_epoch: factor
            for epoch, factor in factors.items()
            if factor != 1
        },
    }


SCHEDULES = {
    "step_lr": "StepLR",
    "multi_step_lr": "MultiStepLR",
    "lambda_lr": "LambdaLR",
    "multiplicative_lr": "MultiplicativeLR",
    "linear_lr": "LinearLR",
    "exponential_lr": "ExponentialLR",
    "polynomial_lr": "PolynomialLR",
    "cosine_annealing_lr": "CosineAnnealingLR",
    "cosine_annealing_warm_restarts": "CosineAnnealingWarmRestarts",
    "cyclic_lr": "CyclicLR",
    "one_cycle_lr": "OneCycleLR",
    "swa_lr": "SWALR",
    "chained_scheduler": "ChainedScheduler",
}
_PIECES: tuple[Callable[[Arguments, Run], Arguments], ...] = (
    step_lr_to_scales,
    multi_step_lr_to_scales,
    constant_lr_to_scales,
    multiplicative_lr_to_scales,
)
BY_NAME: dict[str, Converter] = {
    **{f"{name}_to_stairs": Stairs(schedule, name) for name, schedule in SCHEDULES.items()},
    **{each.__name__: each for each in _PIECES},
}
