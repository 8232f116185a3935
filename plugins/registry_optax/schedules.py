"""PyTorch's schedules as those of optax, without importing either framework.

A schedule of optax is a function of the number of steps that the optimizer has made, and gives the
rate itself. A scheduler of torch is stepped once in ``run.steps_per_epoch`` steps, and multiplies
what the optimizer was made with, ``run.lr``. Each converter here takes the source's arguments,
complete, and the facts of the run, gives the counterpart's arguments, and raises ``ValueError``
where there is no closed form. Source: ``optax/schedules/_schedule.py``, release 0.2.8.
"""

from __future__ import annotations

import math
import re
from itertools import count
from typing import Any

from registry_mindspore.schedulers import of_one_group

from registry.language.printing import code_of
from registry.language.signatures import Code
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter
from registry_optax import sequences, stairs, to_torch


def step_lr_to_exponential_decay(arguments: Arguments, run: Run) -> Arguments:
    """A staircase; the sign of ``step_size`` does not matter to torch."""
    _from_the_start(arguments)
    return _decay(arguments, abs(_whole(arguments, "step_size")), run)


def exponential_lr_to_exponential_decay(arguments: Arguments, run: Run) -> Arguments:
    """A stair for each epoch. A resumed one starts from the rate that it stopped with."""
    return _decay(arguments, 1, run)


def linear_lr_to_linear_schedule(arguments: Arguments, run: Run) -> Arguments:
    _from_the_start(arguments)
    return {
        "init_value": float(run.lr * arguments["start_factor"]),
        "end_value": float(run.lr * arguments["end_factor"]),
        "transition_steps": _steps(arguments, "total_iters", run),
    }


def polynomial_lr_to_polynomial_schedule(arguments: Arguments, run: Run) -> Arguments:
    _from_the_start(arguments)
    return {
        "init_value": float(run.lr),
        "end_value": 0.0,
        "power": float(arguments["power"]),
        "transition_steps": _steps(arguments, "total_iters", run),
    }


def cosine_annealing_lr_to_cosine_decay(arguments: Arguments, run: Run) -> Arguments:
    """Half a cosine; ``alpha`` is the share of the rate that is left."""
    _from_the_start(arguments)
    return {
        "init_value": float(run.lr),
        "decay_steps": _steps(arguments, "T_max", run),
        "alpha": _share(arguments["eta_min"], run.lr),
    }


class CosineInterpolation:
    """The converter of CosineAnnealingLR to half cosines down to ``eta_min`` and up again, for the
    planned epochs."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        _from_the_start(arguments)
        whole = _whole(arguments, "T_max")
        turns = range(1, math.ceil(run.epochs / whole) + 1)
        ends = [arguments["eta_min"] if turn % 2 else run.lr for turn in turns]
        places = [whole * turn * run.steps_per_epoch for turn in turns]
        return _interpolation("cosine", run.lr, places, ends)

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        scales = self(arguments, run)["boundaries_and_scales"]
        if len(scales) <= stairs.LONG:
            return {}
        (first, down), (_, up), *_ = scales.items()
        places = f"range({first}, {max(scales) + 1}, {first})"
        code = f"{{step: ({up!r}, {down!r})[step // {first} % 2] for step in {places}}}"
        return {"boundaries_and_scales": code}


class Restarts:
    """The converter of warm restarts to a half cosine for each, up to the end of the plan."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        _from_the_start(arguments)
        lengths: list[int] = []
        for power in count():
            lengths.append(arguments["T_0"] * arguments["T_mult"] ** power)
            if sum(lengths) >= run.epochs:
                break
        steps = [length * run.steps_per_epoch for length in lengths]
        return {"cosine_kwargs": [_restart(arguments, run, length) for length in steps]}

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        lengths = [each["decay_steps"] for each in self(arguments, run)["cosine_kwargs"]]
        if len(lengths) == 1:
            return {}
        every = str(lengths)
        if len({*lengths}) == 1:
            every = f"[{lengths[0]}] * {len(lengths)}"
        one = code_of(_restart(arguments, run, Code("length")))
        return {"cosine_kwargs": f"[{one} for length in {every}]"}


def _restart(arguments: Arguments, run: Run, length: Any) -> Arguments:
    return {
        "init_value": float(run.lr),
        "peak_value": float(run.lr),
        "warmup_steps": 0,
        "decay_steps": length,
        "end_value": float(arguments["eta_min"]),
    }


def one_cycle_lr_to_cosine_onecycle(arguments: Arguments, run: Run) -> Arguments:
    """Torch counts the steps from 1: its peak and its end come one step before optax's."""
    if arguments["anneal_strategy"] != "cos" or arguments["three_phase"]:
        raise ValueError("it has two phases, each a cosine; use piecewise_interpolate_schedule")
    (peak, last), _ = _phases(arguments)
    steps = run.steps_per_epoch
    return {**_cycle(arguments, steps * last), "pct_start": _place(steps * peak, steps * last)}


def one_cycle_lr_to_linear_onecycle(arguments: Arguments, run: Run) -> Arguments:
    if arguments["anneal_strategy"] != "linear" or not arguments["three_phase"]:
        raise ValueError("it has three phases, each a line; use piecewise_interpolate_schedule")
    (peak, back, last), _ = _phases(arguments)
    steps = run.steps_per_epoch
    return {
        **_cycle(arguments, steps * last),
        "pct_start": _place(steps * peak, steps * last),
        "pct_final": _place(steps * back, steps * last),
    }


def one_cycle_lr_to_interpolation(arguments: Arguments, run: Run) -> Arguments:
    places, ends = _phases(arguments)
    top = of_one_group("max_lr", arguments["max_lr"])
    kind = "cosine" if arguments["anneal_strategy"] == "cos" else "linear"
    steps = [place * run.steps_per_epoch for place in places]
    return _interpolation(kind, top / arguments["div_factor"], steps, ends)


class Cycles:
    """The converter of CyclicLR to a line up and one down for each cycle of the planned epochs."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        _from_the_start(arguments)
        if arguments["scale_fn"] is not None or arguments["mode"] not in (
            "triangular",
            "triangular2",
        ):
            raise ValueError("the heights of the cycles do not lie on lines; use join_schedules")
        low, high = (of_one_group(name, arguments[name]) for name in ("base_lr", "max_lr"))
        up = _whole(arguments, "step_size_up")
        down = up if arguments["step_size_down"] is None else _whole(arguments, "step_size_down")
        places: list[int] = []
        ends: list[float] = []
        for cycle in count():
            height = (high - low) / (2**cycle if arguments["mode"] == "triangular2" else 1)
            start = cycle * (up + down)
            places += [
                (start + up) * run.steps_per_epoch,
                (start + up + down) * run.steps_per_epoch,
            ]
            ends += [low + height, low]
            if start + up + down >= run.epochs:
                break
        return _interpolation("linear", low, places, ends)

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        scales = self(arguments, run)["boundaries_and_scales"]
        if len(scales) <= stairs.LONG or arguments["mode"] != "triangular":
            return {}
        top, whole, *_ = scales
        turns = f"(({top}, {scales[top]!r}), ({whole}, {scales[whole]!r}))"
        every = f"for cycle in range({len(scales) // 2}) for step, scale in {turns}"
        return {"boundaries_and_scales": f"{{cycle * {whole} + step: scale {every}}}"}


def swa_lr_to_cosine_decay(arguments: Arguments, run: Run) -> Arguments:
    if arguments["anneal_strategy"] != "cos":
        raise ValueError("it falls on a cosine; use linear_schedule")
    return {
        "init_value": float(run.lr),
        "decay_steps": _steps(arguments, "anneal_epochs", run),
        "alpha": _share(of_one_group("swa_lr", arguments["swa_lr"]), run.lr),
    }


def swa_lr_to_linear_schedule(arguments: Arguments, run: Run) -> Arguments:
    if arguments["anneal_strategy"] != "linear":
        raise ValueError("it goes on a line; use cosine_decay_schedule")
    return {
        "init_value": float(run.lr),
        "end_value": float(of_one_group("swa_lr", arguments["swa_lr"])),
        "transition_steps": _steps(arguments, "anneal_epochs", run),
    }


def plateau_to_plateau(arguments: Arguments, run: Run) -> Arguments:
    """Torch waits for more than ``patience`` bad epochs, optax for as many as ``patience``."""
    if arguments["mode"] != "min":
        raise ValueError("it looks for the least value only")
    if not arguments["threshold"] > 0:
        raise ValueError("rtol or atol has to be positive; give a threshold above 0")
    relative = arguments["threshold_mode"] == "rel"
    return {
        "patience": arguments["patience"] + 1,
        "rtol": float(arguments["threshold"]) if relative else 0.0,
        "atol": 0.0 if relative else float(arguments["threshold"]),
        "min_scale": _share(of_one_group("min_lr", arguments["min_lr"]), run.lr),
    }


class LambdaToScale:
    """The converter of a function of the epoch to ``scale_by_schedule``."""

    def __call__(self, arguments: Arguments, run: Run) -> Arguments:
        given = of_one_group("lr_lambda", arguments["lr_lambda"])
        if not isinstance(given, dict) or list(given) != ["lambda"]:
            raise ValueError(
                "lr_lambda is not an expression of the epoch; divide the count by hand"
            )
        start, each = arguments["last_epoch"] + 1, run.steps_per_epoch
        epoch = "epoch" if each == 1 else f"(epoch // {each})"
        if start:
            epoch = f"({epoch} + {start})"
        return {"step_size_fn": {"lambda": re.sub(r"\bepoch\b", epoch, given["lambda"])}}

    def written(self, arguments: Arguments, run: Run) -> dict[str, str]:
        """What the function is called with is the number of the step, so that is its name."""
        code = code_of(self(arguments, run)["step_size_fn"])
        return {"step_size_fn": re.sub(r"\bepoch\b", "count", code)}


def _decay(arguments: Arguments, epochs: int, run: Run) -> Arguments:
    if arguments["gamma"] == 0:
        raise ValueError("a decay_rate of 0 means no decay at all over there")
    return {
        "init_value": float(run.lr),
        "transition_steps": epochs * run.steps_per_epoch,
        "decay_rate": float(arguments["gamma"]),
        "staircase": True,
    }


def _phases(arguments: Arguments) -> tuple[list[int], list[float]]:
    """The steps at which the phases of a OneCycleLR end, and the rates there."""
    _from_the_start(arguments)
    total, share = arguments["total_steps"], arguments["pct_start"]
    if total is None:
        total = arguments["epochs"] * arguments["steps_per_epoch"]
    top = of_one_group("max_lr", arguments["max_lr"])
    low = top / arguments["div_factor"]
    places, ends = [share * total - 1, total - 1], [top, low / arguments["final_div_factor"]]
    if arguments["three_phase"]:
        places.insert(1, 2 * share * total - 2)
        ends.insert(1, low)
    whole = [round(place) for place in places]
    if any(abs(place - near) > 1e-9 for place, near in zip(places, whole, strict=True)):
        raise ValueError("a phase ends between two steps; use join_schedules")
    if whole != sorted({*whole}) or whole[0] < 1:
        raise ValueError(
            "the first phase ends before it begins, or the last one; use join_schedules"
        )
    return whole, ends


def _cycle(arguments: Arguments, steps: int) -> Arguments:
    return {
        "transition_steps": steps,
        "peak_value": float(of_one_group("max_lr", arguments["max_lr"])),
        "div_factor": float(arguments["div_factor"]),
        "final_div_factor": float(arguments["final_div_factor"]),
    }


def _place(step: int, steps: int) -> float:
    """The share of the steps that comes out as ``step``, which optax rounds down to."""
    return round((step + 0.5) / steps, 6)


def _interpolation(kind: str, first: float, places: list[int], ends: list[float]) -> Arguments:
    """Each end is written as its share of the one before, so that none can be 0."""
    starts = [first, *ends[:-1]]
    if any(not each > 0 for each in (first, *ends)):
        raise ValueError("a rate of 0 or below cannot be left by a scale; use join_schedules")
    return {
        "interpolate_type": kind,
        "init_value": float(first),
        "boundaries_and_scales": {
            place: end / start for place, end, start in zip(places, ends, starts, strict=True)
        },
    }


def _share(part: float, rate: float) -> float:
    if not rate:
        raise ValueError("a share of a rate of 0 cannot be given")
    return float(part / rate)


def _from_the_start(arguments: Arguments) -> None:
    if arguments["last_epoch"] != -1:
        raise ValueError("it counts its steps from 0, so it cannot start with last_epoch")


def _whole(arguments: Arguments, name: str) -> int:
    value: Any = arguments[name]
    if value != int(value) or not value:
        raise ValueError(f"{name} is {value}; it has to be a whole number over there, and not 0")
    return int(value)


def _steps(arguments: Arguments, name: str, run: Run) -> int:
    """Epochs in steps of the optimizer."""
    steps = _whole(arguments, name) * run.steps_per_epoch
    if steps < 1:
        raise ValueError(f"{name} is {arguments[name]}; optax takes that for no change at all")
    return steps


BY_NAME: dict[str, Converter] = {
    **{
        each.__name__: each
        for each in (
            step_lr_to_exponential_decay,
            exponential_lr_to_exponential_decay,
            linear_lr_to_linear_schedule,
            polynomial_lr_to_polynomial_schedule,
            cosine_annealing_lr_to_cosine_decay,
            one_cycle_lr_to_cosine_onecycle,
            one_cycle_lr_to_linear_onecycle,
            one_cycle_lr_to_interpolation,
            swa_lr_to_cosine_decay,
            swa_lr_to_linear_schedule,
            plateau_to_plateau,
        )
    },
    "lambda_lr_to_scale_by_schedule": LambdaToScale(),
    "cosine_annealing_lr_to_interpolation": CosineInterpolation(),
    "warm_restarts_to_sgdr": Restarts(),
    "cyclic_lr_to_interpolation": Cycles(),
    **stairs.BY_NAME,
    **sequences.BY_NAME,
    **to_torch.BY_NAME,
}
