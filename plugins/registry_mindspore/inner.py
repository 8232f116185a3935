"""The schedules that a PyTorch SequentialLR is made of, as those of MindSpore's SequentialLR."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments

COSINE = "torch.optim.lr_scheduler.CosineAnnealingLR"
THERE = "mindspore.experimental.optim.lr_scheduler."
Types = dict[str, Callable[[Any], Any]]


def _whole(value: Any) -> int:
    if value != int(value):
        raise ValueError(f"{value} has to be a whole number over there")
    return int(value)


# The arguments whose type MindSpore insists on.
KINDS: dict[str, Types] = {
    "StepLR": {"step_size": _whole, "gamma": float},
    "MultiStepLR": {"milestones": list},
    "LambdaLR": {},
    "MultiplicativeLR": {},
    "ConstantLR": {"total_iters": _whole},
    "LinearLR": {"total_iters": _whole},
    "ExponentialLR": {"gamma": float},
    "PolynomialLR": {"total_iters": _whole, "power": float},
    "CosineAnnealingLR": {"T_max": _whole},
    "CosineAnnealingWarmRestarts": {},
    "CyclicLR": {},
}
UNKNOWN_THERE = ("cycle_momentum", "base_momentum", "max_momentum")
NOT_LATER = {
    "MultiStepLR": "raises an AttributeError when its turn comes after a milestone",
    "MultiplicativeLR": "does not multiply at its milestone, which torch does",
}


def sequential_lr_to_experimental(arguments: Arguments, run: Run) -> Arguments:
    """Each schedule under its name over there, with arguments of the types that it takes.

    Raises ``ValueError`` for those that MindSpore does not have, or does not do as torch does.
    """
    end = run.epochs + run.beyond + arguments["last_epoch"] + 1
    starts = [0, *arguments["milestones"]]
    ends = [min(end, start) for start in starts[1:]] + [end]
    turns = zip(arguments["schedulers"], starts, ends, strict=False)
    for place, (schedule, start, until) in enumerate(turns):
        if schedule.get("schedule") == COSINE:
            if place > 2:
                raise ValueError("a CosineAnnealingLR is one of the first three, or use a list")
            not_past_the_bottom(schedule["T_max"], until - start)
    places = enumerate(arguments["schedulers"])
    return {"schedulers": [_moved(place, schedule) for place, schedule in places]}


def cosine_annealing_to_experimental(arguments: Arguments, run: Run) -> Arguments:
    """Nothing changes; raises ``ValueError`` for a training that goes on after ``T_max``."""
    whole = arguments["T_max"]
    # An expression has no value here; the condition of the difference says that it hangs on it.
    if arguments["eta_min"] != run.lr and isinstance(whole, int | float):
        not_past_the_bottom(whole, run.epochs + run.beyond)
    return {}


def not_past_the_bottom(whole: float, epochs: int) -> None:
    if epochs > whole + 1:
        raise ValueError(
            "after T_max the rates of MindSpore's CosineAnnealingLR carry the error of the few "
            "digits that float32 leaves at the bottom; use a list"
        )


def _moved(place: int, schedule: Arguments) -> Arguments:
    name = schedule["schedule"].rpartition(".")[2]
    if name not in KINDS:
        raise ValueError(f"MindSpore's SequentialLR cannot have {name} as one of its schedules")
    if place and name in NOT_LATER:
        raise ValueError(f"{name} of MindSpore {NOT_LATER[name]}; put it first, or use a list")
    if schedule.get("last_epoch", -1) != -1:
        raise ValueError(f"{name} with a last_epoch starts in other epochs over there")
    types = KINDS[name]
    moved = {
        each: types[each](value) if each in types else value
        for each, value in schedule.items()
        if each not in UNKNOWN_THERE
    }
    return {**moved, "schedule": THERE + name}
