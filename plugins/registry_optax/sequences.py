"""PyTorch's SequentialLR as ``join_schedules``: closed forms where all parts have one, else stairs.

A schedule of ``join_schedules`` counts its steps from its own boundary, and a part of a
SequentialLR begins with its epoch 0 at its milestone, so that a part is what it would be alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from registry_mindspore.composed import resumes

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter
from registry_optax.stairs import CONSTANT, joined, planned

HERE = "torch.optim.lr_scheduler."


def sequential_lr_to_join(arguments: Arguments, run: Run) -> Arguments:
    every = planned("SequentialLR", arguments, run)
    parts = _closed_forms(arguments, run)
    if parts is None:
        return joined(every, run.steps_per_epoch)
    milestones = arguments["milestones"]
    return {"schedules": parts, "boundaries": [each * run.steps_per_epoch for each in milestones]}


def _closed_forms(arguments: Arguments, run: Run) -> list[Arguments] | None:
    """``None`` where a part has no closed form, or where torch does not begin at the beginning."""
    milestones, parts = list(arguments["milestones"]), arguments["schedulers"]
    if arguments["last_epoch"] != -1 or any(map(resumes, parts)):
        return None
    if not milestones or milestones != sorted(milestones) or milestones[0] <= 0:
        return None
    if not _before_the_bottom(parts, milestones, run):
        return None
    names = [part["schedule"].removeprefix(HERE) for part in parts]
    if any(name not in (STAIRS if run.steps_per_epoch > 1 else CLOSED) for name in names):
        return None
    return [CLOSED[name](part, run) for name, part in zip(names, parts, strict=True)]


def _before_the_bottom(parts: list[Arguments], milestones: list[int], run: Run) -> bool:
    """No half cosine is over before its turn is, wherever in the sequence it stands."""
    least = min((part["T_max"] for part in parts if "T_max" in part), default=None)
    left = run.epochs + run.beyond - milestones[0]
    return least is None or (least >= left and least + 1 >= milestones[0])


def _constant(part: Arguments, run: Run) -> Arguments:
    factor, total = part.get("factor", 1 / 3), part.get("total_iters", 5)
    low = {"schedule": CONSTANT, "value": float(run.lr * factor)}
    high = {"schedule": CONSTANT, "value": float(run.lr)}
    if total <= 0 or total != int(total):
        return low
    return {
        "schedule": "optax.join_schedules",
        "schedules": [low, high],
        "boundaries": [int(total) * run.steps_per_epoch],
    }


def _exponential(part: Arguments, run: Run) -> Arguments:
    return _staircase(1, part["gamma"], run)


def _step(part: Arguments, run: Run) -> Arguments:
    return _staircase(abs(part["step_size"]), part.get("gamma", 0.1), run)


def _staircase(epochs: int, gamma: float, run: Run) -> Arguments:
    return {
        "schedule": "optax.exponential_decay",
        "init_value": float(run.lr),
        "transition_steps": epochs * run.steps_per_epoch,
        "decay_rate": float(gamma),
        "staircase": True,
    }


def _linear(part: Arguments, run: Run) -> Arguments:
    return {
        "schedule": "optax.linear_schedule",
        "init_value": float(run.lr * part.get("start_factor", 1 / 3)),
        "end_value": float(run.lr * part.get("end_factor", 1.0)),
        "transition_steps": part.get("total_iters", 5),
    }


def _polynomial(part: Arguments, run: Run) -> Arguments:
    return {
        "schedule": "optax.polynomial_schedule",
        "init_value": float(run.lr),
        "end_value": 0.0,
        "power": float(part.get("power", 1.0)),
        "transition_steps": part.get("total_iters", 5),
    }


def _cosine(part: Arguments, run: Run) -> Arguments:
    least = {"alpha": part["eta_min"] / run.lr} if part.get("eta_min") else {}
    return {
        "schedule": "optax.cosine_decay_schedule",
        "init_value": float(run.lr),
        "decay_steps": part["T_max"],
        **least,
    }


STAIRS: Mapping[str, Callable[[Any, Run], Arguments]] = {
    "ConstantLR": _constant,
    "ExponentialLR": _exponential,
    "StepLR": _step,
}
"""What keeps its rate for a whole epoch over there too."""
CLOSED: Mapping[str, Callable[[Any, Run], Arguments]] = {
    **STAIRS,
    "LinearLR": _linear,
    "PolynomialLR": _polynomial,
    "CosineAnnealingLR": _cosine,
}
BY_NAME: dict[str, Converter] = {"sequential_lr_to_join": sequential_lr_to_join}
