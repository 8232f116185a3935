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

from registry_mindspore.composed import rates
from registry_mindspore.formulas import FORMULAS
from registry_mindspore.schedulers import function, of_one_group

from registry.language.printing import code_of
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter

CONSTANT = "optax.constant_schedule"
LONG = 5
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
        if formula is None or len(self(arguments, run)["schedules"]) <= LONG:
            return {}
        code = formula(arguments, run)
        if code is None:
            return {}
        each, end = run.steps_per_epoch, run.epochs * run.steps_per_epoch
        return {
            "schedules": f"list(map({CONSTANT}, {code}))",
            "boundaries": f"list(range({f'1, {end}' if each == 1 else f'{each}, {end}, {each}'}))",
        }


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


class StepScales:
    """The converter of StepLR to the multiples of ``step_size`` within the planned epochs."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        size, gamma = abs(arguments["step_size"]), _scale("gamma", arguments["gamma"])
        start = arguments["last_epoch"] + 1
        falls = (epoch for epoch in range(max(start, 1), start + run.epochs) if epoch % size == 0)
        return _scaled(run, run.lr, start, dict.fromkeys(falls, gamma))

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        scales = self(arguments, run)["boundaries_and_scales"]
        if len(scales) <= LONG:
            return {}
        first, second, *_, last = scales
        places = f"range({first}, {last + 1}, {second - first})"
        return {"boundaries_and_scales": f"{{step: {scales[first]!r} for step in {places}}}"}


def multi_step_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    """All of the milestones, those after the planned epochs too."""
    gamma, start = _scale("gamma", arguments["gamma"]), arguments["last_epoch"] + 1
    times = Counter(epoch for epoch in arguments["milestones"] if epoch >= start)
    return _scaled(run, run.lr, start, {epoch: gamma ** times[epoch] for epoch in sorted(times)})


def constant_lr_to_scales(arguments: Arguments, run: Run) -> Arguments:
    """A resumed one has been multiplied already. A fraction of an epoch is never reached."""
    factor, total, start = (
        arguments["factor"],
        arguments["total_iters"],
        arguments["last_epoch"] + 1,
    )
    first = run.lr if start else run.lr * factor
    if total <= 0 or total < start or total != int(total):
        return {"init_value": float(first)}
    if factor == 0:
        raise ValueError("the schedule itself raises an error at the end of total_iters")
    return _scaled(run, first, start, {int(total): 1.0 / factor})


class FactorScales:
    """The converter of MultiplicativeLR to the factor of every planned epoch after the first."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        factor, start = function("lr_lambda", arguments["lr_lambda"]), arguments["last_epoch"] + 1
        later = range(start + 1, start + run.epochs)
        factors = {epoch: _scale("lr_lambda", factor(epoch)) for epoch in later}
        return _scaled(run, run.lr, start, factors)

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        if len(self(arguments, run)["boundaries_and_scales"]) <= LONG:
            return {}
        factor = code_of(of_one_group("lr_lambda", arguments["lr_lambda"])).partition(": ")[2]
        start, each = arguments["last_epoch"] + 1, run.steps_per_epoch
        place = f"(epoch - {start})" if start else "epoch"
        place = place if each == 1 else f"{place} * {each}"
        later = f"range({start + 1}, {start + run.epochs}) if (scale := {factor}) != 1"
        return {"boundaries_and_scales": f"{{{place}: scale for epoch in {later}}}"}


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
    multi_step_lr_to_scales,
    constant_lr_to_scales,
)
BY_NAME: dict[str, Converter] = {
    **{f"{name}_to_stairs": Stairs(schedule, name) for name, schedule in SCHEDULES.items()},
    **{each.__name__: each for each in _PIECES},
    "step_lr_to_scales": StepScales(),
    "multiplicative_lr_to_scales": FactorScales(),
}
