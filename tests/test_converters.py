"""Schedules as lists of rates, against schedules computed by hand and PyTorch's own documentation.

The lists are what MindSpore's documentation says that these functions return, computed here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from registry_mindspore.composed import rates

from registry.checking.legs import Leg
from registry.mapping.catalog import Registry
from registry.mapping.runs import Run
from registry.mapping.translate import complete, translate

SCHEDULERS = "torch.optim.lr_scheduler."


def arguments_there(
    installed: Registry, source: str, target: str, arguments: dict[str, Any], run: Run
) -> dict[str, Any]:
    ((entry, counterpart),) = [
        (located.entry, counterpart)
        for located in installed.entries
        if located.api == SCHEDULERS + source
        for counterpart in located.entry.counterparts
        if counterpart.api == target
    ]
    full = complete(entry, arguments)
    return translate(counterpart, full, run, installed.converters)


def piecewise(milestone: list[int], learning_rates: list[float]) -> list[float]:
    """mindspore.nn.piecewise_constant_lr: each rate up to, not including, its milestone."""
    starts = [0, *milestone[:-1]]
    pieces = zip(starts, milestone, learning_rates, strict=True)
    return [rate for start, end, rate in pieces for _ in range(start, end)]


def exponential(
    learning_rate: float,
    decay_rate: float,
    total_step: int,
    step_per_epoch: int,
    decay_epoch: int,
    is_stair: bool = False,
) -> list[float]:
    """mindspore.nn.exponential_decay_lr."""
    rates = []
    for step in range(total_step):
        power = (step // step_per_epoch) / decay_epoch
        rates.append(learning_rate * decay_rate ** (math.floor(power) if is_stair else power))
    return rates


PIECEWISE, EXPONENTIAL = "mindspore.nn.piecewise_constant_lr", "mindspore.nn.exponential_decay_lr"
EXPERIMENTAL = "mindspore.experimental.optim.lr_scheduler.SequentialLR"
THREE = Run(epochs=200, steps_per_epoch=3, lr=0.05)


def by_epoch(rates: list[float], steps_per_epoch: int) -> list[float]:
    """The rate of each epoch, which all of its steps share."""
    epochs = [rates[at : at + steps_per_epoch] for at in range(0, len(rates), steps_per_epoch)]
    assert all(len(set(each)) == 1 for each in epochs)
    return [each[0] for each in epochs]


def test_step_lr_is_the_example_of_its_documentation(installed: Registry) -> None:
    # lr = 0.05 if epoch < 30, 0.005 if 30 <= epoch < 60, 0.0005 if 60 <= epoch < 90
    found = arguments_there(installed, "StepLR", PIECEWISE, {"step_size": 30, "gamma": 0.1}, THREE)
    epochs = by_epoch(piecewise(**found), 3)
    assert len(epochs) == 200
    assert epochs[:90] == pytest.approx([0.05] * 30 + [0.005] * 30 + [0.0005] * 30)


def test_multi_step_lr_is_the_example_of_its_documentation(installed: Registry) -> None:
    # lr = 0.05 if epoch < 30, 0.005 if 30 <= epoch < 80, 0.0005 if epoch >= 80
    arguments = {"milestones": [30, 80], "gamma": 0.1}
    found = arguments_there(installed, "MultiStepLR", PIECEWISE, arguments, THREE)
    assert found["milestone"] == [90, 240, 600]
    epochs = by_epoch(piecewise(**found), 3)
    assert epochs == pytest.approx([0.05] * 30 + [0.005] * 50 + [0.0005] * 120)


def test_exponential_lr_decays_every_epoch(installed: Registry) -> None:
    found = arguments_there(installed, "ExponentialLR", EXPONENTIAL, {"gamma": 0.95}, THREE)
    epochs = by_epoch(exponential(**found), 3)
    assert epochs == pytest.approx([0.05 * 0.95**epoch for epoch in range(200)])


def test_exponential_lr_is_a_cell_that_counts_steps(installed: Registry) -> None:
    cell = "mindspore.nn.ExponentialDecayLR"
    found = arguments_there(installed, "ExponentialLR", cell, {"gamma": 1}, THREE)
    assert found == {
        "learning_rate": 0.05,
        "decay_rate": 1.0,
        "decay_steps": 3,
        "is_stair": True,
    }
    assert type(found["decay_rate"]) is float


def test_step_lr_is_a_stair_too(installed: Registry) -> None:
    arguments = {"step_size": 30, "gamma": 0.1}
    stair = arguments_there(installed, "StepLR", EXPONENTIAL, arguments, THREE)
    pieces = arguments_there(installed, "StepLR", PIECEWISE, arguments, THREE)
    assert exponential(**stair) == pytest.approx(piecewise(**pieces))


@pytest.mark.parametrize(
    ("arguments", "rate"),
    [
        ({"step_size": 7, "gamma": 0.7}, lambda epoch: 0.7 ** (epoch // 7)),
        ({"step_size": 1, "gamma": 1.5}, lambda epoch: 1.5**epoch),
        ({"step_size": -30}, lambda epoch: 0.1 ** (epoch // 30)),
        ({"step_size": 50, "gamma": 0.0}, lambda epoch: 1.0 if epoch < 50 else 0.0),
        ({"step_size": 50, "gamma": -0.5}, lambda epoch: (-0.5) ** (epoch // 50)),
        # Resumed after epoch 3: the factor of epoch 4, the next one, is applied to run.lr.
        (
            {"step_size": 4, "gamma": 0.5, "last_epoch": 3},
            lambda epoch: 0.5 ** ((epoch + 4) // 4),
        ),
    ],
)
def test_step_lr_computed_by_hand(
    installed: Registry, arguments: dict[str, Any], rate: Any
) -> None:
    found = arguments_there(installed, "StepLR", PIECEWISE, arguments, THREE)
    expected = [0.05 * rate(epoch) for epoch in range(200)]
    assert by_epoch(piecewise(**found), 3) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        ([80, 30], [0.05] * 30 + [0.025] * 50 + [0.0125] * 120),
        ([30, 30, 80], [0.05] * 30 + [0.0125] * 50 + [0.00625] * 120),
        ([0, 30], [0.025] * 30 + [0.0125] * 170),
        ([-5, 30], [0.05] * 30 + [0.025] * 170),
        ([30, 500], [0.05] * 30 + [0.025] * 170),
        ([], [0.05] * 200),
    ],
)
def test_multi_step_lr_computed_by_hand(
    installed: Registry, milestones: list[int], expected: list[float]
) -> None:
    arguments = {"milestones": milestones, "gamma": 0.5}
    found = arguments_there(installed, "MultiStepLR", PIECEWISE, arguments, THREE)
    assert by_epoch(piecewise(**found), 3) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "target", "arguments", "said"),
    [
        ("StepLR", PIECEWISE, {"step_size": 0}, "the schedule itself raises"),
        ("StepLR", EXPONENTIAL, {"step_size": 2.5}, "needs a whole number"),
        ("StepLR", EXPONENTIAL, {"step_size": 4, "last_epoch": 3}, "cannot start with last_epoch"),
    ],
)
def test_what_a_list_cannot_say_is_refused(
    installed: Registry, source: str, target: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        arguments_there(installed, source, target, arguments, THREE)


def test_every_list_ends_with_the_planned_training(installed: Registry) -> None:
    run = Run(epochs=201, steps_per_epoch=7)
    found = arguments_there(installed, "StepLR", PIECEWISE, {"step_size": 30}, run)
    assert found["milestone"][-1] == 201 * 7
    assert all(type(each) is int for each in found["milestone"])
    assert all(type(each) is float for each in found["learning_rates"])


def scheduled(name: str, **arguments: Any) -> dict[str, Any]:
    """A schedule as the argument of another one."""
    return {"schedule": SCHEDULERS + name, **arguments}


def test_sequential_lr_is_the_example_of_its_documentation(installed: Registry) -> None:
    # lr = 0.005 if epoch < 20, 0.05 if epoch == 20, 0.045 if epoch == 21, 0.0405 if epoch == 22
    arguments = {
        "schedulers": [
            scheduled("ConstantLR", factor=0.1, total_iters=20),
            scheduled("ExponentialLR", gamma=0.9),
        ],
        "milestones": [20],
    }
    found = arguments_there(installed, "SequentialLR", PIECEWISE, arguments, THREE)
    epochs = by_epoch(piecewise(**found), 3)
    assert epochs[:23] == pytest.approx([0.005] * 20 + [0.05, 0.045, 0.0405])


def test_a_sequence_over_there_has_the_schedules_over_there(installed: Registry) -> None:
    there = "mindspore.experimental.optim.lr_scheduler."
    arguments = {
        "schedulers": [scheduled("StepLR", step_size=30.0, gamma=1)],
        "milestones": [],
    }
    found = arguments_there(installed, "SequentialLR", there + "SequentialLR", arguments, THREE)
    (inner,) = found["schedulers"]
    assert inner == {"schedule": there + "StepLR", "step_size": 30, "gamma": 1.0}
    assert (type(inner["step_size"]), type(inner["gamma"])) == (int, float)


@pytest.mark.parametrize(
    ("schedulers", "target", "said"),
    [
        (["StepLR", "ChainedScheduler"], PIECEWISE, "can only be the first one"),
        (["ReduceLROnPlateau"], PIECEWISE, "has no rates of its own"),
        (["ChainedScheduler"], EXPERIMENTAL, "cannot have ChainedScheduler"),
        (["StepLR", "MultiStepLR"], EXPERIMENTAL, "put it first, or use a list"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    installed: Registry, schedulers: list[str], target: str, said: str
) -> None:
    parts = {
        "StepLR": scheduled("StepLR", step_size=30),
        "MultiStepLR": scheduled("MultiStepLR", milestones=[30]),
        "ReduceLROnPlateau": scheduled("ReduceLROnPlateau"),
        "ChainedScheduler": scheduled(
            "ChainedScheduler", schedulers=[scheduled("StepLR", step_size=30)]
        ),
    }
    milestones = [10] * (len(schedulers) - 1)
    arguments = {"schedulers": [parts[each] for each in schedulers], "milestones": milestones}
    with pytest.raises(ValueError, match=said):
        arguments_there(installed, "SequentialLR", target, arguments, THREE)


def test_what_is_not_made_of_schedules_is_refused(installed: Registry) -> None:
    for schedulers in ([], [3], [scheduled("StepLR")]):
        with pytest.raises(ValueError, match=r"schedule|StepLR cannot be made"):
            arguments_there(
                installed, "ChainedScheduler", PIECEWISE, {"schedulers": schedulers}, THREE
            )


CHAINED = [
    scheduled("ConstantLR", factor=0.1, total_iters=4),
    scheduled("ExponentialLR", gamma=0.9),
]
PLAIN: list[tuple[str, dict[str, Any]]] = [
    ("StepLR", {"step_size": 7, "gamma": 0.7}),
    ("MultiStepLR", {"milestones": [3, 3, 0, 20], "gamma": 0.3}),
    ("LambdaLR", {"lr_lambda": {"lambda": "1 / (1 + epoch)"}}),
    ("MultiplicativeLR", {"lr_lambda": {"lambda": "1 - 0.1 / (1 + epoch)"}}),
    ("ConstantLR", {"total_iters": 9}),
    ("LinearLR", {"total_iters": 33}),
    ("ExponentialLR", {"gamma": 0.97}),
    ("PolynomialLR", {"total_iters": 80, "power": 1.7}),
    ("CosineAnnealingLR", {"T_max": 13, "eta_min": 0.01}),
    ("CosineAnnealingWarmRestarts", {"T_0": 4, "T_mult": 3}),
    ("CyclicLR", {"base_lr": 0.01, "max_lr": 0.2, "step_size_up": 6, "mode": "triangular2"}),
    ("OneCycleLR", {"max_lr": 0.2, "total_steps": 300, "three_phase": True}),
]


@pytest.mark.frameworks
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        *PLAIN,
        *((name, {**arguments, "last_epoch": 5}) for name, arguments in PLAIN[:-1]),
        *(
            ("SequentialLR", {"schedulers": [scheduled("LinearLR"), part], "milestones": [8]})
            for part in [scheduled(name, **arguments) for name, arguments in PLAIN]
        ),
        *(
            ("SequentialLR", {"schedulers": [part, scheduled("LinearLR")], "milestones": [8]})
            for part in [scheduled(name, **arguments) for name, arguments in PLAIN]
        ),
        ("ChainedScheduler", {"schedulers": CHAINED}),
        (
            "SequentialLR",
            {
                "schedulers": [
                    scheduled("SequentialLR", schedulers=CHAINED, milestones=[5]),
                    scheduled("StepLR", step_size=9),
                ],
                "milestones": [30],
            },
        ),
        (
            "SequentialLR",
            {
                "schedulers": [
                    scheduled("ChainedScheduler", schedulers=CHAINED),
                    scheduled("StepLR", step_size=9),
                ],
                "milestones": [30],
                "last_epoch": 3,
            },
        ),
        ("SequentialLR", {"schedulers": CHAINED, "milestones": [0]}),
    ],
)
def test_the_rates_are_those_of_torch_to_the_last_bit(
    torch_leg: Leg, name: str, arguments: dict[str, Any]
) -> None:
    run = {
        "epochs": 200,
        "steps_per_epoch": 1,
        "lr": 0.1,
        "seed": 0,
        "metrics": "plateau",
        "watched": "lr",
    }
    task = {"task": "schedule", "api": SCHEDULERS + name, "arguments": arguments, **run}
    torch_leg.send(task)
    answer = torch_leg.receive(60.0)
    assert answer["failure"] is None
    assert list(islice(rates(name, arguments, 0.1), 200)) == answer["rates"]


@pytest.fixture(scope="module")
def torch_leg(installed: Registry) -> Iterator[Leg]:
    leg = Leg("torch", installed.adapters["torch"], sys.executable)
    leg.start()
    yield leg
    leg.stop()
