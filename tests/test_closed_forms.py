"""MindSpore's lists and cells as schedules of torch, against the formulas of its docstrings.

The arguments are those of the examples in its docstrings, and the rates are computed by hand.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from registry.checking import harness
from registry.mapping.catalog import Registry
from registry.mapping.runs import Run
from registry.mapping.translate import complete, translate

TWO, ONE = Run(steps_per_epoch=2), Run(steps_per_epoch=1)
LIST = {"total_step": 6, "step_per_epoch": 2}


def translated(
    installed: Registry, source: str, target: str, arguments: dict[str, Any], run: Run
) -> dict[str, Any]:
    (entry,) = [e.entry for e in installed.entries if e.api == f"mindspore.nn.{source}"]
    name = f"torch.optim.lr_scheduler.{target}"
    (counterpart,) = [each for each in entry.counterparts if each.api == name]
    return translate(counterpart, complete(entry, arguments), run, installed.converters)


def computed(found: dict[str, Any], periods: int) -> list[float]:
    """What torch's LambdaLR makes of it: the rate of the optimizer times the function."""
    function = harness.meant(found["lr_lambda"], {})
    return [found["optimizer"]["lr"] * function(period) for period in range(periods)]


@pytest.mark.parametrize(
    ("source", "arguments", "run", "rates"),
    [
        (
            "piecewise_constant_lr",
            {"milestone": [2, 5, 10], "learning_rates": [0.1, 0.05, 0.01]},
            ONE,
            [0.1] * 2 + [0.05] * 3 + [0.01] * 5 + [0.01],
        ),
        (
            "inverse_decay_lr",
            {
                "learning_rate": 0.1,
                "decay_rate": 0.5,
                "total_step": 6,
                "step_per_epoch": 1,
                "decay_epoch": 1,
                "is_stair": True,
            },
            ONE,
            [0.1, 0.1 / 1.5, 0.1 / 2, 0.1 / 2.5],
        ),
        (
            "cosine_decay_lr",
            {"min_lr": 0.01, "max_lr": 0.1, **LIST, "decay_epoch": 2},
            TWO,
            [0.1, 0.055, 0.01, 0.01, 0.01],
        ),
        (
            "polynomial_decay_lr",
            {
                "learning_rate": 0.1,
                "end_learning_rate": 0.01,
                **LIST,
                "decay_epoch": 2,
                "power": 0.5,
            },
            TWO,
            [0.1, 0.01 + 0.09 * math.sqrt(0.5), 0.01, 0.01],
        ),
        (
            "polynomial_decay_lr",
            {
                "learning_rate": 0.1,
                "end_learning_rate": 0.0,
                **LIST,
                "decay_epoch": 2,
                "power": 1.0,
                "update_decay_epoch": True,
            },
            TWO,
            # decay_epoch becomes 2 * ceil(epoch / 2)
            [0.1, 0.05, 0.0, 0.1 * (1 - 3 / 4), 0.0, 0.1 * (1 - 5 / 6)],
        ),
        (
            "warmup_lr",
            {"learning_rate": 0.1, **LIST, "warmup_epoch": 2},
            TWO,
            [0.0, 0.05, 0.1, 0.1],
        ),
        # Stepped after every step, each epoch is two steps of the scheduler.
        (
            "warmup_lr",
            {"learning_rate": 0.1, **LIST, "warmup_epoch": 2},
            ONE,
            [0.0, 0.0, 0.05, 0.05, 0.1, 0.1],
        ),
        (
            "InverseDecayLR",
            {"learning_rate": 0.1, "decay_rate": 0.9, "decay_steps": 4, "is_stair": True},
            ONE,
            [0.1] * 4 + [0.1 / 1.9] * 4 + [0.1 / 2.8],
        ),
        ("WarmUpLR", {"learning_rate": 0.1, "warmup_steps": 2}, ONE, [0.0, 0.05, 0.1, 0.1]),
    ],
)
def test_a_list_or_cell_as_a_function_of_the_epoch(
    installed: Registry, source: str, arguments: dict[str, Any], run: Run, rates: list[float]
) -> None:
    found = translated(installed, source, "LambdaLR", arguments, run)
    assert computed(found, len(rates)) == pytest.approx(rates)


EXPONENTIAL = {"learning_rate": 0.1, "decay_rate": 0.9, "decay_epoch": 2}


def test_an_exponential_decay_is_a_slope_or_a_stair(installed: Registry) -> None:
    # 0.1 * 0.9 ** (epoch / 2), and 0.1 * 0.9 ** floor(epoch / 2) with is_stair
    arguments = {**EXPONENTIAL, **LIST}
    found = translated(installed, "exponential_decay_lr", "ExponentialLR", arguments, TWO)
    assert found["optimizer"] == {"lr": 0.1}
    assert found["gamma"] ** 2 == pytest.approx(0.9)
    stairs = {**arguments, "is_stair": True}
    found = translated(installed, "exponential_decay_lr", "StepLR", stairs, TWO)
    assert found == {"optimizer": {"lr": 0.1}, "step_size": 2, "gamma": 0.9}


def test_a_natural_exponential_decay_uses_its_length_in_stairs_only(installed: Registry) -> None:
    # 0.1 * exp(-0.9 * epoch), and 0.1 * exp(-0.9 * floor(epoch / 2) * 2) with is_stair
    arguments = {**EXPONENTIAL, **LIST}
    found = translated(installed, "natural_exp_decay_lr", "ExponentialLR", arguments, TWO)
    assert found["gamma"] == pytest.approx(math.exp(-0.9))
    stairs = {**arguments, "is_stair": True}
    found = translated(installed, "natural_exp_decay_lr", "StepLR", stairs, TWO)
    assert (found["step_size"], found["gamma"]) == (2, pytest.approx(math.exp(-1.8)))


@pytest.mark.parametrize(
    ("source", "target", "changes", "run", "said"),
    [
        ("exponential_decay_lr", "ExponentialLR", {"is_stair": True}, TWO, "use StepLR"),
        ("exponential_decay_lr", "StepLR", {}, TWO, "use ExponentialLR"),
        ("exponential_decay_lr", "ExponentialLR", {}, ONE, "step the scheduler as often"),
        ("exponential_decay_lr", "ExponentialLR", {"decay_epoch": 2.5}, TWO, "whole number"),
        ("inverse_decay_lr", "LambdaLR", {}, Run(steps_per_epoch=3), "once in 3"),
    ],
)
def test_what_torch_would_do_at_other_steps_is_refused(
    installed: Registry, source: str, target: str, changes: dict[str, Any], run: Run, said: str
) -> None:
    arguments = {**EXPONENTIAL, **LIST, **changes}
    with pytest.raises(ValueError, match=said):
        translated(installed, source, target, arguments, run)
