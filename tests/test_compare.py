"""Do two traces agree? The tolerance computed by hand, and faults that are easy to miss."""

from __future__ import annotations

import math

import numpy
import pytest

from registry.checking.compare import EPS, amplification, rates, still, traces

NAN, INF = math.nan, math.inf
TENSORS = [("first", 3), ("second", 17)]
STEPS = 100


@pytest.fixture
def walk() -> numpy.ndarray:
    """Twenty elements that all move in each of a hundred steps."""
    random = numpy.random.Generator(numpy.random.PCG64(0))
    return random.standard_normal((STEPS + 1, 20)).cumsum(axis=0).astype(numpy.float32)


def test_equal_traces_agree_without_any_distance(walk: numpy.ndarray) -> None:
    found = traces(walk, walk.copy(), TENSORS, [])
    assert found.agree
    assert (found.max_abs, found.max_rel, found.tolerances) == (0.0, 0.0, 0.0)
    assert (found.first_step, found.tensor) == (None, None)


def test_the_tolerance_of_a_trace_computed_by_hand() -> None:
    # One element at 1, 2, 4: after two steps S = 4, L = 3, t = 2, and c = 16.
    one = numpy.array([[1.0], [2.0], [4.0]], numpy.float32)
    tolerance = EPS * (2.5 * math.sqrt(2) * 4 + 16 * 3)
    other = one.astype(numpy.float64)
    other[2, 0] += 0.9 * tolerance
    found = traces(one, other, [("x", 1)], [])
    assert found.agree
    assert found.tolerances == pytest.approx(0.9)
    assert found.max_abs == pytest.approx(0.9 * tolerance)
    assert found.max_rel == pytest.approx(0.9 * tolerance / 4)
    other[2, 0] += 0.2 * tolerance
    found = traces(one, other, [("x", 1)], [])
    assert not found.agree
    assert (found.first_step, found.tensor) == (2, "x")
    assert found.tolerances == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], 16.0),
        ([0.1, None, True, 1, "x"], 16.0),
        ([0.9], 16.0 + 10.0),
        ([(0.9, 0.999)], 16.0 + 10.0 + 1000.0),
        ([[0.9, [0.5]]], 16.0 + 10.0 + 2.0),
        ([0.499, 1.0, 2.0], 16.0),
    ],
)
def test_arguments_near_one_make_the_tolerance_wider(arguments: list, expected: float) -> None:
    assert amplification(arguments) == pytest.approx(expected)


def test_a_fault_in_the_ninth_element_alone_is_found(walk: numpy.ndarray) -> None:
    other = walk.copy()
    other[1:, 3 + 8] += numpy.float32(0.01)
    found = traces(walk, other, TENSORS, [])
    assert (found.first_step, found.tensor) == (1, "second")


def test_a_fault_that_starts_at_step_sixty_is_reported_as_sixty(walk: numpy.ndarray) -> None:
    other = walk.copy()
    other[60:, 0] += numpy.float32(1.0)
    found = traces(walk, other, TENSORS, [])
    assert (found.first_step, found.tensor) == (60, "first")
    assert found.max_abs == pytest.approx(1.0, rel=1e-4)


def test_of_two_tensors_the_one_that_parts_first_is_named(walk: numpy.ndarray) -> None:
    other = walk.copy()
    other[50:, 0] += numpy.float32(100.0)
    other[20:, 19] += numpy.float32(1.0)
    found = traces(walk, other, TENSORS, [])
    assert (found.first_step, found.tensor) == (20, "second")
    assert found.max_abs == pytest.approx(100.0, rel=1e-4)


def test_sides_that_start_apart_part_at_step_zero(walk: numpy.ndarray) -> None:
    other = walk.copy()
    other[0, 0] = numpy.nextafter(other[0, 0], numpy.float32(INF))
    assert traces(walk, other, TENSORS, []).first_step == 0


def test_the_last_bits_agree(walk: numpy.ndarray) -> None:
    other = walk.copy()
    other[1:] = numpy.nextafter(other[1:], numpy.float32(INF))
    assert traces(walk, other, TENSORS, []).agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (NAN, NAN, True),
        (INF, INF, True),
        (-INF, -INF, True),
        (INF, -INF, False),
        (NAN, 1.0, False),
        (1.0, NAN, False),
        (INF, 1.0, False),
        (1.0, INF, False),
        (NAN, INF, False),
        (INF, NAN, False),
    ],
)
def test_not_a_number_agrees_with_itself_only(
    walk: numpy.ndarray, one: float, other: float, agree: bool
) -> None:
    here, there = walk.copy(), walk.copy()
    here[70, 5], there[70, 5] = one, other
    found = traces(here, there, TENSORS, [])
    assert found.agree is agree
    assert found.first_step == (None if agree else 70)
    assert rates([0.5, 0.25, one], [0.5, 0.25, other]).first_step == (None if agree else 3)


def test_a_difference_after_both_sides_are_infinite_is_still_seen(walk: numpy.ndarray) -> None:
    here, there = walk.copy(), walk.copy()
    here[30:, 4] = there[30:, 4] = INF
    there[80:, 5] += numpy.float32(10.0)
    found = traces(here, there, TENSORS, [])
    assert (found.first_step, found.tensor) == (80, "second")


def test_a_tensor_that_never_moves_is_named(walk: numpy.ndarray) -> None:
    assert still(walk, TENSORS) == []
    walk[:, :3] = walk[0, :3]
    assert still(walk, TENSORS) == ["first"]
    walk[STEPS, 2] += numpy.float32(1.0)
    assert still(walk, TENSORS) == []


def test_the_tolerance_of_a_rate_computed_by_hand() -> None:
    # The rate has changed twice and is a quarter of the largest: n = 2, |ln(1/4)| = 1.386.
    source = [0.4, 0.4, 0.2, 0.1]
    tolerance = EPS * 0.1 * (4 + 2 + math.log(4))
    found = rates(source, [0.4, 0.4, 0.2, 0.1 + 0.9 * tolerance])
    assert found.agree
    assert found.tolerances == pytest.approx(0.9)
    assert found.max_rel == pytest.approx(9 * tolerance)
    summed = EPS * (4 * 0.4 + 0.1 * (2 + math.log(4)))
    assert rates(source, [0.4, 0.4, 0.2, 0.1 + 0.9 * summed], sums=True).agree
    assert not rates(source, [0.4, 0.4, 0.2, 0.1 + 1.1 * summed], sums=True).agree
    found = rates(source, [0.4, 0.4, 0.2, 0.1 + 1.1 * tolerance])
    assert (found.first_step, found.tensor) == (4, "rate")


def test_the_steps_before_a_resumed_schedule_widen_the_tolerance_of_its_rates() -> None:
    """204 steps made before and 4 roundings, at a rate that has not changed since: 208 epsilons."""
    assert rates([0.5, 0.5], [0.5, 0.5 * (1 + 207 * EPS)], before=204).agree
    assert not rates([0.5, 0.5], [0.5, 0.5 * (1 + 209 * EPS)], before=204).agree
    assert not rates([0.5, 0.5], [0.5, 0.5 * (1 + 5 * EPS)]).agree


def test_a_rate_of_zero_is_measured_by_the_largest_one_where_terms_cancel() -> None:
    assert rates([1.0, 0.0], [1.0, 3.9 * EPS], sums=True).agree
    assert not rates([1.0, 0.0], [1.0, 4.1 * EPS], sums=True).agree
    assert not rates([1.0, 0.0], [1.0, 0.1 * EPS]).agree


def test_a_schedule_that_stops_too_early_is_seen() -> None:
    decaying = [0.1 * 0.9**epoch for epoch in range(200)]
    assert rates(decaying, [*decaying[:140], *[0.0] * 60]).first_step == 141


def test_a_rate_below_the_smallest_float_has_no_precision() -> None:
    assert rates([1.0, 1e-40], [1.0, 1.1e-40]).agree
    assert rates([1e-36, 1e-40], [1e-36, 1.1e-40]).agree
    assert not rates([1e-36, 1e-37], [1e-36, 2e-37]).agree


def test_rates_of_zero_throughout_agree_with_themselves_only() -> None:
    assert rates([0.0, 0.0], [0.0, 0.0]).agree
    assert rates([0.0, 0.0], [0.0, 0.1]).first_step == 2


def test_the_first_step_of_rates_that_part_at_sixty_is_sixty() -> None:
    source = [0.1] * 200
    other = [*source[:59], *[0.01] * 141]
    assert rates(source, other).first_step == 60


def test_a_trace_that_is_nan_from_the_first_step_proves_nothing(walk: numpy.ndarray) -> None:
    walk[1:, :3] = NAN
    assert still(walk, TENSORS) == ["first"]
