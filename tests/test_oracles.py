"""The published algorithms in float64: two steps by hand, and what each of their switches moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
import pytest
from registry_mindspore.oracles import BY_API, moments, momentum, proximal, squares

from registry.checking import compare
from registry.checking.oracle import Account, account, changes, tensors, trace
from registry.mapping.algorithms import Algorithm, Asked

PLAIN = {"weight_decay": 0.0, "maximize": False, "loss_scale": 1.0}
MEANS = {**PLAIN, "beta1": 0.5, "beta2": 0.75, "eps": 1.0, "amsgrad": False, "nesterov": False}
MOMENTUM = {**PLAIN, "lr": 1.0, "momentum": 0.5, "dampening": 0.0, "nesterov": False}
ROOTS = {**PLAIN, "lr": 1.0, "eps": 1.0}
SHRINKING = {**PLAIN, "lr": 1.0, "start": 0.0, "l2": 0.0}
RPROP = {"lr": 1.0, "slower": 0.5, "faster": 2.0, "smallest": 1e-6, "largest": 50.0}


def moved(
    algorithm: Algorithm, values: dict[str, Any], gradients: list[Any], start: Any = 0.0, **by: str
) -> list[float]:
    """One number after each step; ``by`` are switches, with ``_`` for ``-``."""
    changed = {name.replace("_", "-"): setting for name, setting in by.items()}
    given = [None if each is None else numpy.array([float(each)]) for each in gradients]
    settings = {**algorithm.published, **changed}
    steps = algorithm.steps("weight", numpy.array([start]), given, values, settings)
    return [float(each[0]) for each in steps]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # m = 1, 2.5; v = 1, 4.75; 1 - b1**t = 1/2, 3/4; 1 - b2**t = 1/4, 7/16; so 2 / (2 + 1), and
        # (10/3) / (sqrt(76/7) + 1), times the rate of 3.
        ({}, [-2.0, -4.328279]),
        # 2 * 0.5 / (1 + 1), and (10/3) * sqrt(7/16) / (sqrt(4.75) + 1).
        ({"eps_placement": "eps-hat"}, [-1.5, -3.580353]),
        # 2 / sqrt(4 + 1), and (10/3) / sqrt(76/7 + 1).
        ({"eps_placement": "inside-root"}, [-2.683282, -5.587371]),
        # 1 / (1 + 1), and 2.5 / (sqrt(4.75) + 1).
        ({"bias_correction": "none"}, [-1.5, -3.858899]),
    ],
)
def test_two_steps_of_adam_by_hand(by: dict[str, str], expected: list[float]) -> None:
    found = moved(moments.ADAM, {**MEANS, "lr": 3.0}, [2, 4], **by)
    assert found == pytest.approx(expected, abs=1e-6)


def test_two_steps_of_amsgrad_by_hand() -> None:
    # b1 = 0, b2 = 1/2, eps = 0, gradients 2 and 1: v = 2, 1.5, corrected by 1/2 and 3/4.
    values = {**MEANS, "lr": 1.0, "beta1": 0.0, "beta2": 0.5, "eps": 0.0, "amsgrad": True}
    # The largest v is 2, over 3/4: 1 / sqrt(8/3). The largest corrected v is 4: 1/2.
    assert moved(moments.ADAM, values, [2, 1]) == pytest.approx([-1, -1.612372], abs=1e-6)
    kept = moved(moments.ADAM, values, [2, 1], amsgrad="corrected-maximum")
    assert kept == pytest.approx([-1, -1.5])
    # Without a maximum 1.5 / 0.75 = 2: 1 / sqrt(2).
    plain = moved(moments.ADAM, values, [2, 1], amsgrad="ignored")
    assert plain == pytest.approx([-1, -1.707107], abs=1e-6)


def test_one_step_of_each_decay_by_hand() -> None:
    # From 2 with gradient 1 and a decay of 1/2: 1 + 1 / 2 * 2 = 2 is the gradient of l2.
    values = {**MOMENTUM, "lr": 0.5, "weight_decay": 0.5}
    assert moved(momentum.SGD, values, [1], 2.0) == [1.0]
    # 2 - 1/2 * 1/2 * 2 - 1/2.
    assert moved(momentum.SGD, values, [1], 2.0, weight_decay="decoupled") == [1.0]
    adam = {**MEANS, "lr": 0.5, "weight_decay": 0.5, "eps": 0.0}
    assert moved(moments.ADAM, adam, [1], 2.0) == [1.5]
    assert moved(moments.ADAMW, adam, [1], 2.0) == [1.0]


@pytest.mark.parametrize(
    ("changed", "by", "expected"),
    [
        ({}, {}, [-1, -3.5]),  # b = 1, 2.5
        ({"nesterov": True}, {}, [-1.5, -4.75]),  # 1 + 0.5 * 1, and 2 + 0.5 * 2.5
        ({"nesterov": True}, {"nesterov": "ignored"}, [-1, -3.5]),
        ({"dampening": 0.5}, {}, [-0.5, -1.75]),  # b = 0.5, 0.25 + 1
        ({"dampening": 0.5}, {"first_momentum_step": "undamped"}, [-1, -2.5]),  # b = 1, 0.5 + 1
    ],
)
def test_two_steps_with_momentum_by_hand(
    changed: dict[str, Any], by: dict[str, str], expected: list[float]
) -> None:
    assert moved(momentum.SGD, {**MOMENTUM, **changed}, [1, 2], **by) == pytest.approx(expected)


def test_two_steps_over_roots_by_hand() -> None:
    adagrad = {**ROOTS, "start": 0.0, "lr_decay": 0.0}
    # 3 / (3 + 1), 4 / (5 + 1); inside 3 / sqrt(10), 4 / sqrt(26).
    assert moved(squares.ADAGRAD, adagrad, [3, 4]) == pytest.approx([-0.75, -1.416667], abs=1e-6)
    inside = moved(squares.ADAGRAD, adagrad, [3, 4], eps_placement="inside-root")
    assert inside == pytest.approx([-0.948683, -1.733148], abs=1e-6)
    # sqrt(1) / sqrt(2 + 1) * 2; then sqrt(2/3 + 1) / sqrt(3 + 1) * 2.
    adadelta = moved(squares.ADADELTA, {**ROOTS, "rho": 0.5}, [2, 2])
    assert adadelta == pytest.approx([-1.154701, -2.445695], abs=1e-6)
    # v = 1, 1.75: 2 / (1 + 1), 2 / (1.322876 + 1).
    rmsprop = {**ROOTS, "alpha": 0.75, "momentum": 0.0, "centered": False}
    assert moved(squares.RMSPROP, rmsprop, [2, 2]) == pytest.approx([-1, -1.861002], abs=1e-6)
    # From 1 it is v = 1.75.
    (ones,) = moved(squares.RMSPROP, rmsprop, [2], accumulator_start="ones")
    assert ones == pytest.approx(-0.861002, abs=1e-6)
    # Centred: 1 - (1/4 * 2)**2 = 3/4, and eps inside the root.
    (centred,) = moved(squares.CENTRED_RMSPROP, {**rmsprop, "centered": True}, [2])
    assert centred == pytest.approx(-1.511858, abs=1e-6)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # Sizes 1, 2, 1: the step of 2 is taken back, the next one is not adapted.
        ({}, [-1, -3, -1, 0]),
        ({"sign_change": "stays"}, [-1, -3, -3, -2]),
        ({"sign_change": "steps"}, [-1, -3, -2, 0]),
    ],
)
def test_four_steps_of_rprop_by_hand(by: dict[str, str], expected: list[float]) -> None:
    assert moved(momentum.RPROP, {**PLAIN, **RPROP}, [1, 1, -1, -1], **by) == expected


def test_steps_of_the_others_by_hand() -> None:
    # u = 2, max(1, 1); m = 1, 1 over 1/2, 3/4.
    adamax = {**MEANS, "lr": 1.0, "beta2": 0.5, "eps": 0.0}
    assert moved(moments.ADAMAX, adamax, [2, 1]) == pytest.approx([-1, -2.333333], abs=1e-6)
    # The momentum is 1/4 without a schedule: 0.25 * 0.5 / (15/16) + 0.75 / 0.75.
    nadam = {**MEANS, "lr": 1.0, "eps": 0.0, "momentum_decay": 0.0}
    assert moved(moments.NADAM, nadam, [1]) == pytest.approx([-1.133333], abs=1e-6)
    # Nothing is rectified in the first steps: the mean of the gradients, 2 and then 2.
    assert moved(moments.RADAM, {**MEANS, "lr": 1.0}, [2, 2]) == pytest.approx([-2, -4])
    # (1 - 0.5) * 2 - 0.5; then with the rate 0.5 / 1.5, 2/3 * 0.5 - 1/3.
    asgd = {**PLAIN, "lr": 0.5, "lambd": 1.0, "alpha": 1.0}
    assert moved(momentum.ASGD, asgd, [1, 1], 2.0) == pytest.approx([0.5, 0.0])
    # z = 3, 3 + 4 + 2 * 2/3; (1 - z) / n.
    ftrl = {**SHRINKING, "l1": 1.0, "power": 0.5}
    assert moved(proximal.FTRL, ftrl, [3, 4]) == pytest.approx([-0.666667, -1.466667], abs=1e-6)
    assert moved(proximal.FTRL, ftrl, [-3], l1_sign="plus") == pytest.approx([1.333333], abs=1e-6)
    # The rate is 1 / 2: -1 + 1/2 * 1/4, and without the root -1 + 1/4.
    shrunk = {**SHRINKING, "l1": 0.25}
    assert moved(proximal.PROXIMAL_ADAGRAD, shrunk, [2]) == [-0.875]
    whole = moved(proximal.PROXIMAL_ADAGRAD, shrunk, [2], shrinking_rate="without-the-root")
    assert whole == [-0.75]


def test_a_step_of_adafactor_by_hand() -> None:
    values = {**PLAIN, "lr": 0.01, "eps1": 0.0, "eps2": 1e-3, "threshold": 1.0, "decay": 0.8}
    # Rows 2.5 and 12.5, columns 5 and 10, their mean 7.5: 1/sqrt(5/3), 2/sqrt(10/3) and so on,
    # whose root mean square is 0.994429, so that nothing is clipped.
    gradients, start = [numpy.array([[1.0, 2.0], [3.0, 4.0]])], numpy.ones((2, 2))
    settings = squares.ADAFACTOR.published
    (step,) = squares.ADAFACTOR.steps("weight", start, gradients, values, settings)
    roots = [[0.774597, 1.095445], [1.039230, 0.979796]]
    assert step == pytest.approx(1 - 0.01 * numpy.array(roots), abs=1e-7)


def test_a_step_without_a_gradient_is_none_or_one_with_zeros() -> None:
    assert moved(momentum.SGD, MOMENTUM, [1, None, 1]) == pytest.approx([-1, -1, -2.5])
    zeros = moved(momentum.SGD, MOMENTUM, [1, None, 1], missing_gradient="zeros")
    assert zeros == pytest.approx([-1, -1.5, -2.75])


def test_gradients_are_scaled_and_turned_before_they_are_decayed() -> None:
    values = {**MOMENTUM, "maximize": True, "loss_scale": 2.0, "weight_decay": 0.5}
    assert moved(momentum.SGD, values, [4], 2.0) == [2.0 - (-2.0 + 1.0)]


# Values at which every switch of an algorithm matters.
LARGE = {**PLAIN, "weight_decay": 0.1, "loss_scale": 1.0}
MEANT = {**LARGE, "lr": 0.01, "beta1": 0.9, "beta2": 0.95, "eps": 0.1}
ALIVE: dict[str, tuple[Algorithm, dict[str, Any]]] = {
    "adam": (moments.ADAM, {**MEANT, "amsgrad": True, "nesterov": True}),
    "adamw": (moments.ADAMW, {**MEANT, "amsgrad": True, "nesterov": True}),
    "nadam": (moments.NADAM, {**MEANT, "momentum_decay": 0.004}),
    "nadam-decoupled": (moments.NADAM_DECOUPLED, {**MEANT, "momentum_decay": 0.004}),
    "radam": (moments.RADAM, MEANT),
    "radam-decoupled": (moments.RADAM_DECOUPLED, MEANT),
    "adamax": (moments.ADAMAX, MEANT),
    "sgd": (
        momentum.SGD,
        {**LARGE, "lr": 0.1, "momentum": 0.9, "dampening": 0.5, "nesterov": True},
    ),
    "rprop": (momentum.RPROP, {**LARGE, **RPROP, "lr": 0.1, "weight_decay": 1.0}),
    "asgd": (momentum.ASGD, {**LARGE, "lr": 0.1, "lambd": 0.1, "alpha": 0.75}),
    "adagrad": (squares.ADAGRAD, {**LARGE, "lr": 0.1, "start": 0.0, "lr_decay": 0.0, "eps": 0.1}),
    "adadelta": (squares.ADADELTA, {**LARGE, "lr": 1.0, "rho": 0.9, "eps": 0.01}),
    "rmsprop": (
        squares.RMSPROP,
        {**LARGE, "lr": 0.1, "alpha": 0.9, "eps": 0.1, "momentum": 0.0, "centered": False},
    ),
    "centred-rmsprop": (
        squares.CENTRED_RMSPROP,
        {**LARGE, "lr": 0.1, "alpha": 0.9, "eps": 0.1, "momentum": 0.0, "centered": True},
    ),
    "adafactor": (
        squares.ADAFACTOR,
        {**LARGE, "lr": 0.5, "eps1": 0.1, "eps2": 1e-3, "threshold": 1.0, "decay": 0.8},
    ),
    "ftrl": (
        proximal.FTRL,
        {**LARGE, "lr": 0.1, "start": 0.1, "power": 0.5, "l1": 0.5, "l2": 0.5},
    ),
    "proximal-adagrad": (
        proximal.PROXIMAL_ADAGRAD,
        {**LARGE, "lr": 0.1, "start": 0.1, "l1": 0.1, "l2": 0.1},
    ),
}
TASK = {
    "steps": 50,
    "gradients": "late",
    "names": "norm",
    "shapes": "few",
    "dtype": "float32",
    "seed": 0,
}
# An average shows how it is computed where it has hardly any memory.
FORGETFUL = {"beta2": 1e-9, "alpha": 1e-9, "eps": 1e-10, "weight_decay": 0.0, "amsgrad": False}


def values_of(name: str, changed: dict[str, str]) -> dict[str, Any]:
    values = ALIVE[name][1]
    known = {each: value for each, value in FORGETFUL.items() if each in values}
    return {**values, **(known if "averages" in changed else {})}


def every_single_change() -> Iterator[Any]:
    for name, (algorithm, _) in ALIVE.items():
        for changed in changes(algorithm, 1):
            ((switch, setting),) = changed.items()
            yield pytest.param(name, changed, id=f"{name}-{switch}-{setting}")


def legs_answer(asked: Asked, changed: dict[str, str], task: dict[str, Any]) -> dict[str, Any]:
    """What a leg in float32 would answer that does what the oracle does with some changes."""
    given = tensors([asked], task)
    rows = trace(given, changed).astype(numpy.float32)
    return {
        "trace": rows.tobytes(),
        "type": "float32",
        "rows": len(rows),
        "tensors": [(each.name, each.start.size) for each in given],
    }


def found(name: str, changed: dict[str, str]) -> Account:
    values = values_of(name, changed)
    asked = Asked(ALIVE[name][0], values)
    return account([asked], TASK, legs_answer(asked, changed, TASK), list(values.values()))


@pytest.mark.parametrize(("name", "changed"), list(every_single_change()))
def test_each_setting_of_a_switch_moves_the_trace_and_is_found(
    name: str, changed: dict[str, str]
) -> None:
    shown = found(name, changed)
    assert shown.paper > 100
    assert shown.changed == changed
    assert shown.tolerances < 0.5
    assert not shown.also


@pytest.mark.parametrize("name", ALIVE)
def test_what_follows_the_publication_is_said_to(name: str) -> None:
    shown = found(name, {})
    assert shown.follows
    assert shown.changed == {}


def test_two_and_three_changes_are_found() -> None:
    two = {"eps-placement": "eps-hat", "weight-decay": "decoupled"}
    assert found("adam", two).changed == two
    three = {**two, "missing-gradient": "zeros"}
    assert found("adam", three).changed == three


def test_what_no_setting_does_is_said_to_be_so() -> None:
    asked = Asked(*ALIVE["sgd"])
    answer = legs_answer(asked, {}, TASK)
    rows = numpy.frombuffer(answer["trace"], numpy.float32).reshape(answer["rows"], -1).copy()
    rows[40:, -1] += 0.01
    shown = account([asked], TASK, {**answer, "trace": rows.tobytes()}, [0.9])
    assert not shown.reproduced
    assert shown.tolerances > 100


def test_an_oracle_is_within_the_tolerance_of_float32_by_what_one_side_rounds() -> None:
    """Heavy ball in float32 by numpy, one rounding for each operation."""
    values = {**MOMENTUM, "lr": 0.1, "momentum": 0.9}
    task = {**TASK, "gradients": "normal"}
    given = tensors([Asked(momentum.SGD, values)], task)
    columns = []
    for each in given:
        x, b = each.start.astype(numpy.float32), numpy.float32(0.0)
        rows = [x.ravel()]
        for gradient in each.gradients:
            b = numpy.float32(0.9) * b + gradient.astype(numpy.float32)
            x = x - numpy.float32(0.1) * b
            rows.append(x.ravel())
        columns.append(numpy.array(rows))
    here = numpy.concatenate(columns, axis=1)
    sizes = [(each.name, each.start.size) for each in given]
    assert here.dtype == numpy.float32
    assert compare.traces(here, trace(given, {}), sizes, [0.9]).tolerances < 0.7


def test_every_algorithm_has_alive_values_here() -> None:
    modules = (moments, momentum, proximal, squares)
    known = {id(a) for m in modules for a in vars(m).values() if isinstance(a, Algorithm)}
    tried = {id(algorithm) for algorithm, _ in ALIVE.values()}
    # That of Nesterov has the steps and switches of the heavy ball, under another source.
    assert known == tried | {id(momentum.NESTEROV)}
    assert momentum.NESTEROV.switches == momentum.SGD.switches


def test_an_argument_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match=r"takes a number for lr, not \[0\.1, 0\.2\]"):
        BY_API["mindspore.nn.SGD"]({"learning_rate": [0.1, 0.2], "momentum": 0.0})
    given = {"eps": (1e-30, 1e-3), "learning_rate": None, "beta1": 0.9}
    given |= {"clip_threshold": 1.0, "decay_rate": 0.8}
    with pytest.raises(ValueError, match="no first moment"):
        BY_API["mindspore.nn.AdaFactor"](given)
