"""PyTorch's schedules as those of optax, and back, against formulas computed by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy
import pytest
from printed import ported

from registry.checking import harness
from registry.language import conditions
from registry.mapping.catalog import Registry
from registry.mapping.models import Counterpart, Entry
from registry.mapping.predicting import Training
from registry.mapping.runs import Run
from registry.mapping.translate import complete, translate

ONE, TWO = Run(steps_per_epoch=1), Run(steps_per_epoch=2)
SCHEDULES = "torch.optim.lr_scheduler."


def pair(installed: Registry, source: str, target: str) -> tuple[Entry, Counterpart]:
    (found,) = [
        (located.entry, counterpart)
        for located in installed.entries
        if located.api == source
        for counterpart in located.entry.counterparts
        if counterpart.api == target
    ]
    return found


def translated(
    installed: Registry, source: str, target: str, arguments: dict[str, Any], run: Run
) -> dict[str, Any]:
    entry, counterpart = pair(installed, source, target)
    return translate(counterpart, complete(entry, arguments), run, installed.converters)


@pytest.mark.parametrize(
    ("source", "target", "arguments", "run", "wanted"),
    [
        (
            "StepLR",
            "exponential_decay",
            {"step_size": -30},
            TWO,
            {"init_value": 0.1, "transition_steps": 60, "decay_rate": 0.1, "staircase": True},
        ),
        (
            "StepLR",
            "piecewise_constant_schedule",
            {"step_size": 4, "gamma": 0.5, "last_epoch": 195},
            TWO,
            {"init_value": 0.1, "boundaries_and_scales": dict.fromkeys(range(0, 400, 8), 0.5)},
        ),
        (
            "MultiStepLR",
            "piecewise_constant_schedule",
            {"milestones": [80, 30, 30, -5, 900]},
            TWO,
            {
                "init_value": 0.1,
                "boundaries_and_scales": {60: pytest.approx(0.01), 160: 0.1, 1800: 0.1},
            },
        ),
        (
            "CosineAnnealingLR",
            "cosine_decay_schedule",
            {"T_max": 75, "eta_min": 0.001},
            TWO,
            {"init_value": 0.1, "decay_steps": 150, "alpha": 0.01},
        ),
        (
            "CosineAnnealingLR",
            "piecewise_interpolate_schedule",
            {"T_max": 80, "eta_min": 0.01},
            ONE,
            {
                "interpolate_type": "cosine",
                "init_value": 0.1,
                "boundaries_and_scales": pytest.approx({80: 0.1, 160: 10.0, 240: 0.1}),
            },
        ),
        (
            "CyclicLR",
            "piecewise_interpolate_schedule",
            {"base_lr": 0.1, "max_lr": 0.5, "step_size_up": 150, "mode": "triangular2"},
            ONE,
            {
                "interpolate_type": "linear",
                "init_value": 0.1,
                "boundaries_and_scales": {150: 5.0, 300: 0.2},
            },
        ),
        (
            "ReduceLROnPlateau",
            "contrib.reduce_on_plateau",
            {"patience": 3, "threshold": 0.5, "threshold_mode": "abs", "min_lr": 0.01},
            ONE,
            {"patience": 4, "rtol": 0.0, "atol": 0.5, "min_scale": pytest.approx(0.1)},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_schedule_is_what_its_formula_says(
    installed: Registry,
    source: str,
    target: str,
    arguments: dict[str, Any],
    run: Run,
    wanted: dict[str, Any],
) -> None:
    found = translated(installed, SCHEDULES + source, f"optax.{target}", arguments, run)
    assert found == wanted


def test_restarts_cover_the_plan(installed: Registry) -> None:
    arguments = {"T_0": 30, "T_mult": 2}
    name = SCHEDULES + "CosineAnnealingWarmRestarts"
    found = translated(installed, name, "optax.sgdr_schedule", arguments, ONE)
    assert [each["decay_steps"] for each in found["cosine_kwargs"]] == [30, 60, 120]


@pytest.mark.parametrize("total", [10, 200, 250, 1000, 10_000])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_the_peak_of_a_cycle_is_the_step_of_torch(
    installed: Registry, total: int, share: float
) -> None:
    """Optax rounds pct_start * transition_steps down; torch has it at pct_start * total - 1."""
    if share * total < 2:
        return
    arguments = {"max_lr": 0.1, "total_steps": total, "pct_start": share}
    name, target = SCHEDULES + "OneCycleLR", "optax.cosine_onecycle_schedule"
    found = translated(installed, name, target, arguments, ONE)
    steps = found["transition_steps"]
    peak = int(found.get("pct_start", 0.3) * steps)
    assert (steps, peak) == (total - 1, round(share * total) - 1)


@pytest.mark.parametrize(
    ("source", "target", "arguments", "reason"),
    [
        ("StepLR", "exponential_decay", {"step_size": 3, "gamma": 0}, "no decay at all"),
        ("StepLR", "exponential_decay", {"step_size": 3, "last_epoch": 7}, "counts its steps"),
        ("StepLR", "piecewise_constant_schedule", {"step_size": 3, "gamma": -1}, "negative"),
        ("LinearLR", "linear_schedule", {"total_iters": 2.5}, "whole number"),
        ("CyclicLR", "piecewise_interpolate_schedule", {"base_lr": 0, "max_lr": 1}, "rate of 0"),
        (
            "OneCycleLR",
            "cosine_onecycle_schedule",
            {"max_lr": 1.0, "total_steps": 333, "pct_start": 0.25},
            "between two steps",
        ),
        ("ReduceLROnPlateau", "contrib.reduce_on_plateau", {"mode": "max"}, "least value"),
    ],
)
def test_what_has_no_closed_form_is_refused(
    installed: Registry, source: str, target: str, arguments: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        translated(installed, SCHEDULES + source, f"optax.{target}", arguments, ONE)


WARM_UP: dict[str, Any] = {
    "schedulers": [
        {"schedule": SCHEDULES + "LinearLR", "start_factor": 0.5},
        {"schedule": SCHEDULES + "CosineAnnealingLR", "T_max": 195},
    ],
    "milestones": [5],
}


def test_a_sequence_is_made_of_closed_forms_where_it_can_be(installed: Registry) -> None:
    name, target = SCHEDULES + "SequentialLR", "optax.join_schedules"
    closed = translated(installed, name, target, WARM_UP, ONE)
    assert [each["schedule"] for each in closed["schedules"]] == [
        "optax.linear_schedule",
        "optax.cosine_decay_schedule",
    ]
    assert closed["boundaries"] == [5]
    stairs = translated(installed, name, target, WARM_UP, TWO)
    assert {each["schedule"] for each in stairs["schedules"]} == {"optax.constant_schedule"}
    assert stairs["boundaries"] == list(range(2, 400, 2))
    assert [each["value"] for each in stairs["schedules"]][:6] == pytest.approx(
        [0.05, 0.06, 0.07, 0.08, 0.09, 0.1]
    )


def test_a_schedule_of_optax_is_written_without_an_optimizer(installed: Registry) -> None:
    part = f"{SCHEDULES}ConstantLR(optimizer, factor=0.5, total_iters=3)"
    text = f"{SCHEDULES}ChainedScheduler([{part}])"
    port = ported(installed, text, "optax.join_schedules", Training(0.5, 200, 1))
    assert port.code == (
        "optax.join_schedules(schedules=[optax.constant_schedule(value=0.25), "
        "optax.constant_schedule(value=0.5)], boundaries=[3])"
    )


def test_the_optimizer_is_written_where_a_schedule_takes_one(installed: Registry) -> None:
    text = "optax.warmup_cosine_decay_schedule(0.01, 0.1, 20, 200)"
    port = ported(installed, text, SCHEDULES + "SequentialLR", Training(0.1, 200, 1))
    assert port.code is not None
    assert port.code.count("LinearLR(optimizer=optimizer, ") == 1


def test_a_dictionary_of_an_argument_stands_for_itself() -> None:
    given = {30: 0.1, "inner": [{"a": 1}], "made": {"lambda": "epoch + 1"}}
    found = harness.meant(given, {})
    assert found[30] == 0.1
    assert found["inner"] == [{"a": 1}]
    assert found["made"](2) == 3


def test_late_stairs_are_those_of_a_float32_reciprocal(installed: Registry) -> None:
    """Compiled, a division by a number is a multiplication by the float32 next to 1 / number."""
    _, counterpart = pair(installed, SCHEDULES + "StepLR", "optax.exponential_decay")
    tree = conditions.parse(counterpart.differences["a-step-late-when-compiled"].when)
    one = numpy.float32(1)
    for size in range(1, 1000):
        known = {
            "step_size": size,
            "gamma": 0.1,
            "run.mode": "graph",
            "run.epochs": 2000,
            "run.beyond": 0,
            "run.steps_per_epoch": 1,
        }
        late = bool(numpy.float32(size) * (one / numpy.float32(size)) < one)
        assert conditions.decide(tree, known.get) is late, size


@pytest.mark.parametrize("exponent", [1.0, 2.0])
def test_a_warm_up_and_a_cosine_are_the_formula_of_the_docstring(
    installed: Registry, exponent: float
) -> None:
    arguments = {
        "init_value": 0.02,
        "peak_value": 0.1,
        "warmup_steps": 4,
        "decay_steps": 8,
        "end_value": 0.01,
        "exponent": exponent,
    }
    name = "optax.warmup_cosine_decay_schedule"
    found = translated(installed, name, SCHEDULES + "LambdaLR", arguments, ONE)
    function = harness.meant(found["lr_lambda"], {})
    line = [0.02, 0.04, 0.06, 0.08]
    heights = [(0.5 * (1 + math.cos(math.pi * step / 4))) ** exponent for step in range(5)]
    curve = [0.1 * ((1 - 0.1) * height + 0.1) for height in [*heights, heights[-1]]]
    assert [function(step) for step in range(10)] == pytest.approx([*line, *curve])
    assert found["optimizer"] == {"lr": 1.0}


def test_an_exponential_decay_stops_at_its_end(installed: Registry) -> None:
    arguments = {
        "init_value": 0.0,
        "peak_value": 0.8,
        "warmup_steps": 2,
        "transition_steps": 2,
        "decay_rate": 0.5,
        "transition_begin": 1,
        "staircase": True,
        "end_value": 0.15,
    }
    name = "optax.warmup_exponential_decay_schedule"
    found = translated(installed, name, SCHEDULES + "LambdaLR", arguments, ONE)
    function = harness.meant(found["lr_lambda"], {})
    wanted = [0.0, 0.4, 0.8, 0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.15, 0.15]
    assert [function(step) for step in range(11)] == pytest.approx(wanted)
