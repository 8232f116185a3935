"""A call in the counterpart's terms: what must be written, what is left out, what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, SCHEDULE, located

from registry.language.signatures import Code
from registry.mapping.catalog import Registry
from registry.mapping.runs import Run
from registry.mapping.translate import applying, complete, translate

Arguments = dict[str, Any]


def translated(folder: Path, text: str, arguments: Arguments, **converters: Any) -> Arguments:
    """A call of the only entry of a text, moved to its first counterpart."""
    entry = located(folder, text).entry
    full = complete(entry, arguments)
    return translate(entry.counterparts[0], full, Run(), converters)


def changed(*edits: tuple[str, str]) -> str:
    text = ENTRY
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def moved(installed: Registry, source: str, target: str, arguments: Arguments, **run: Any) -> Any:
    """A call of an installed API, moved to one of its counterparts."""
    ((entry, counterpart),) = [
        (located.entry, counterpart)
        for located in installed.entries
        if located.api == source
        for counterpart in located.entry.counterparts
        if counterpart.api == target
    ]
    full = complete(entry, arguments)
    return translate(counterpart, full, Run(**run), installed.converters)


def test_a_call_is_completed_by_the_defaults_in_the_order_of_the_signature(tmp_path: Path) -> None:
    entry = located(tmp_path).entry
    full = complete(entry, {"fused": True, "lr": 1.0})
    assert list(full.items()) == [("lr", 1.0), ("decay", 0.0), ("fused", True)]


def test_an_argument_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    entry = located(tmp_path).entry
    with pytest.raises(ValueError, match="no parameter rate; there are lr, decay, fused"):
        complete(entry, {"rate": 1.0})
    with pytest.raises(ValueError, match="no parameter params"):
        complete(entry, {"params": []})


def test_an_argument_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the argument every is missing"):
        complete(located(tmp_path, SCHEDULE).entry, {})


def test_a_list_is_a_tuple_where_the_default_is_one(tmp_path: Path) -> None:
    text = changed(("(params, lr=0.1,", "(params, lr=(0.1, 0.2),"))
    assert complete(located(tmp_path, text).entry, {"lr": [1, 2]})["lr"] == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, {"rate": 0.1}),  # the source's default is another one than the counterpart's
        ({"lr": 0.01}, {}),  # what is the default over there needs no word
        ({"lr": 0.5, "fused": True}, {"rate": 0.5}),  # what is dropped is dropped
    ],
)
def test_only_what_differs_from_the_default_over_there_is_written(
    tmp_path: Path, arguments: Arguments, expected: Arguments
) -> None:
    assert translated(tmp_path, ENTRY, arguments) == expected


def test_an_int_is_written_where_the_default_is_the_same_number_as_a_float(tmp_path: Path) -> None:
    text = changed(("rate=0.01", "rate=1.0"))
    found = translated(tmp_path, text, {"lr": 1})
    assert found == {"rate": 1}
    assert type(found["rate"]) is int


def test_an_extra_with_a_value_is_written_unless_it_is_the_default(tmp_path: Path) -> None:
    extra = "scale: {because: It undoes the other default., value: 2.0}"
    text = changed(("scale: Gradients are divided by it.", extra))
    assert translated(tmp_path, text, {"lr": 0.01}) == {"scale": 2.0}
    assert translated(tmp_path, text.replace("2.0", "1.0"), {"lr": 0.01}) == {}


def test_one_parameter_is_split_into_several(tmp_path: Path) -> None:
    text = changed(
        ("lr=0.1,", "lr=(0.1, 0.2),"),
        ("rate=0.01, scale=1.0", "a=0.1, b=0.5"),
        ("{to: rate}", "{split: [a, b], type: float}"),
        ("      extra:\n        scale: Gradients are divided by it.\n", ""),
    )
    assert translated(tmp_path, text, {}) == {"b": 0.2}
    assert translated(tmp_path, text, {"lr": [1, 0.5]}) == {"a": 1.0}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("float", 1, 1.0),
        ("float", None, None),
        ("int", 3.0, 3),
        ("bool", 1, True),
        ("list", (1, 2), [1, 2]),
        ("float", (0.5, 2), (0.5, 2.0)),
    ],
)
def test_a_value_has_the_type_that_the_counterpart_insists_on(
    tmp_path: Path, kind: str, value: Any, expected: Any
) -> None:
    text = changed(("{to: rate}", f"{{to: rate, type: {kind}}}"))
    (found,) = translated(tmp_path, text, {"lr": value}).values()
    assert repr(found) == repr(expected)


def test_a_value_that_would_be_rounded_is_refused(tmp_path: Path) -> None:
    text = changed(("{to: rate}", "{to: rate, type: int}"))
    with pytest.raises(ValueError, match=r"2\.5 has to be a whole number over there"):
        translated(tmp_path, text, {"lr": 2.5})


def test_a_converter_gives_what_it_gives(tmp_path: Path) -> None:
    def rates(arguments: Arguments, run: Run) -> Arguments:
        return {"values": [run.lr, run.lr * arguments["gamma"], arguments["every"]]}

    found = translated(tmp_path, SCHEDULE, {"every": 3}, rates=rates)
    assert found == {"values": [0.1, 0.05, 3]}
    with pytest.raises(LookupError):
        translated(tmp_path, SCHEDULE, {"every": 3})


@pytest.mark.parametrize(
    ("arguments", "run", "expected"),
    [
        ({"decay": 0.5}, Run(), True),
        ({"decay": 0.0}, Run(), False),
        ({}, Run(), None),
        ({"decay": 0.5}, None, True),
    ],
)
def test_a_difference_applies_or_not_or_cannot_be_told(
    tmp_path: Path, arguments: Arguments, run: Run | None, expected: bool | None
) -> None:
    differences = located(tmp_path).entry.counterparts[0].differences
    assert list(applying(differences, arguments, run)) == [("no-decay", expected)]


@pytest.mark.parametrize(
    ("run", "expected"), [(Run(names="norm"), True), (Run(), False), (None, None)]
)
def test_a_difference_of_the_run_needs_a_run(
    tmp_path: Path, run: Run | None, expected: bool | None
) -> None:
    text = changed(("when: decay != 0", "when: run.names == 'norm'"))
    differences = located(tmp_path, text).entry.counterparts[0].differences
    assert list(applying(differences, {}, run)) == [("no-decay", expected)]


def test_adam_is_told_what_experimental_adamw_must_be_told(installed: Registry) -> None:
    there = "mindspore.experimental.optim.AdamW"
    assert moved(installed, "torch.optim.Adam", there, {}) == {"weight_decay": 0.0}
    found = moved(
        installed, "torch.optim.Adam", "mindspore.nn.Adam", {"betas": [0.5, 0.9], "eps": 1}
    )
    assert found == {"beta1": 0.5, "beta2": 0.9, "eps": 1.0, "weight_decay": 0}


def test_sgd_keeps_its_own_default_rate(installed: Registry) -> None:
    found = moved(installed, "torch.optim.SGD", "mindspore.nn.SGD", {"momentum": 0.9})
    assert found["learning_rate"] == 0.001
    assert found["momentum"] == 0.9


def test_what_is_given_is_written_even_where_it_is_the_default(tmp_path: Path) -> None:
    entry = located(tmp_path).entry
    full = complete(entry, {"lr": 0.01})
    assert translate(entry.counterparts[0], full, Run(), {}) == {}
    assert translate(entry.counterparts[0], full, Run(), {}, {"lr"}) == {"rate": 0.01}


def test_an_expression_is_passed_on_and_decides_nothing(installed: Registry) -> None:
    target = "mindspore.nn.Adam"
    given = {"lr": Code("lr"), "betas": (Code("b"), 0.99), "eps": Code("e")}
    found = moved(installed, "torch.optim.Adam", target, given)
    assert [str(found[each]) for each in ("learning_rate", "beta1", "beta2", "eps")] == [
        "lr",
        "float(b)",
        "0.99",
        "float(e)",
    ]
    found = moved(installed, "torch.optim.Adam", target, {"betas": Code("betas")})
    assert (found["beta1"], found["beta2"]) == (Code("float(betas[0])"), Code("float(betas[1])"))
    with pytest.raises(ValueError, match="betas has no item 0"):
        moved(installed, "torch.optim.Adam", target, {"betas": 3})
    with pytest.raises(ValueError, match="'large' has to be of the type float over there"):
        moved(installed, "torch.optim.Adam", target, {"eps": "large"})


def test_a_condition_may_know_one_item_and_not_another(tmp_path: Path) -> None:
    text = changed(("decay != 0", "decay[0] > 1 or decay[1] > 1"))
    differences = located(tmp_path, text).entry.counterparts[0].differences
    unknown = Code("x")
    assert dict(applying(differences, {"decay": (unknown, 2)}, None)) == {"no-decay": True}
    assert dict(applying(differences, {"decay": [2, unknown]}, None)) == {"no-decay": True}
    assert dict(applying(differences, {"decay": (unknown, 1)}, None)) == {"no-decay": None}
    assert dict(applying(differences, {"decay": unknown}, None)) == {"no-decay": None}


def test_some_facts_of_a_run_may_be_known(tmp_path: Path) -> None:
    text = changed(("decay != 0", "run.lr > 1"))
    differences = located(tmp_path, text).entry.counterparts[0].differences
    assert dict(applying(differences, {}, {"lr": 2.0})) == {"no-decay": True}
    assert dict(applying(differences, {}, {"epochs": 2})) == {"no-decay": None}
