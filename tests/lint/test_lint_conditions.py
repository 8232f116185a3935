"""Conditions are decided as far as they can be, and never raise."""

from __future__ import annotations

from typing import Any

import pytest
from flake8_registry.conditions import UNKNOWN, Opaque, evaluate, names

KNOWN: dict[str, object] = {
    "eps": 1e-3,
    "betas": (0.9, 0.999),
    "name": "sgd",
    "flag": True,
    "none": None,
    "rates": [1, 2],
    "f": Opaque("function"),
    "t": Opaque("tensor"),
}


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (True, True),
        ([">", ["name", "eps"], 1e-6], True),
        ([">", ["name", "lr"], 0], UNKNOWN),
        (["not", [">", ["name", "lr"], 0]], UNKNOWN),
        (["and", [">", ["name", "lr"], 0], False], False),
        (["and", [">", ["name", "lr"], 0], True], UNKNOWN),
        (["or", [">", ["name", "lr"], 0], True], True),
        (["or", [">", ["name", "lr"], 0], False], UNKNOWN),
        (["==", ["name", "flag"], 1], False),
        (["==", 1, 1.0], True),
        (["!=", ["name", "none"], None], False),
        (["in", ["name", "name"], ["sgd", "adam"]], True),
        (["in", ["name", "name"], []], False),
        (["in", ["name", "eps"], ["list", 1e-3]], True),
        (["==", ["item", ["name", "betas"], 0], 0.9], True),
        (["item", ["name", "betas"], 5], UNKNOWN),
        (["==", ["len", ["name", "rates"]], 2], True),
        (["==", ["type", ["name", "betas"]], "tuple"], True),
        (["==", ["type", ["name", "none"]], "NoneType"], True),
        (["==", ["type", ["name", "f"]], "function"], True),
        (["==", ["type", ["name", "t"]], "tensor"], True),
        (["==", ["name", "f"], None], False),
        (["==", ["name", "t"], 3], UNKNOWN),
        ([">", ["name", "t"], 3], UNKNOWN),
        ([">", ["name", "name"], 3], UNKNOWN),
        (["/", 1, 0], UNKNOWN),
        (["==", ["-", ["*", 2, 3], ["/", 4, 2]], 4], True),
        (["==", ["abs", ["neg", 2]], ["max", 1, ["min", 2, 3]]], True),
        (["==", ["name", "betas"], ["tuple", 0.9, 0.999]], True),
        (["name", "run.gradients"], UNKNOWN),
        (["nonsense", 1], UNKNOWN),
        (["not", 3], UNKNOWN),
        ([], UNKNOWN),
        (["name"], UNKNOWN),
        ([">"], UNKNOWN),
        (["len", 3], UNKNOWN),
    ],
)
def test_a_condition_is_decided_as_far_as_it_can_be(condition: Any, value: object) -> None:
    assert evaluate(condition, KNOWN) is value


def test_the_names_of_a_condition_come_in_its_order() -> None:
    condition = ["and", [">", ["name", "b"], 0], ["in", ["name", "a"], ["name", "x", "y"]]]
    assert list(names(condition)) == ["b", "a"]
