"""The language of conditions: what it takes, what it refuses, and that it is never surprised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.language import conditions
from registry.language.conditions import UNKNOWN


def decided(text: str, **values: Any) -> bool | None:
    return conditions.decide(conditions.parse(text), lambda name: values.get(name, UNKNOWN))


def parsed(text: str) -> conditions.Tree | str:
    """The condition, or the sentence that refuses it."""
    try:
        return conditions.parse(text)
    except ValueError as error:
        return str(error)


TRUTH = {"yes": True, "no": False}  # any other name is unknown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes and yes", True),
        ("yes and no", False),
        ("no and no", False),
        ("yes and what", None),
        ("what and yes", None),
        ("no and what", False),
        ("what and no", False),
        ("what and what", None),
        ("yes or yes", True),
        ("yes or no", True),
        ("no or no", False),
        ("yes or what", True),
        ("what or yes", True),
        ("no or what", None),
        ("what or no", None),
        ("what or what", None),
        ("not yes", False),
        ("not no", True),
        ("not what", None),
        ("what and what and no", False),
        ("what or no or yes", True),
    ],
)
def test_truth_has_three_values_as_in_kleenes_logic(text: str, expected: bool | None) -> None:
    assert decided(text, **TRUTH) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("always", True),
        (" always ", True),
        ("a == 3", True),
        ("a != 3", False),
        ("a < 4", True),
        ("a <= 3", True),
        ("a > 3", False),
        ("a >= 3", True),
        ("2 < a < 4", True),
        ("2 < a < 3", False),
        ("a in (1, 3)", True),
        ("a in [1, 3]", True),
        ("a not in (1, 3)", False),
        ("a is None", False),
        ("nothing is None", True),
        ("nothing is not None", False),
        ("a + 1 == 4", True),
        ("a - 1 == 2", True),
        ("a * 2 == 6", True),
        ("a / 2 == 1.5", True),
        ("a % 2 == 1", True),
        ("a // 2 == 1", True),
        ("a ** 2 == 9", True),
        ("-a == -3", True),
        ("a > -3", True),
        ("betas[1] < 0.99", True),
        ("betas == [0.5, 0.9]", True),
        ("betas == (0.5, 0.9)", True),
        ("abs(-a) == 3", True),
        ("len(betas) == 2", True),
        ("log(1) == 0", True),
        ("max(a, 5) == 5", True),
        ("min(a, 5) == 3", True),
        ("sqrt(9) == a", True),
        ("cos(0) == 1", True),
        ("each(parts, 'gamma', 0.5) == (0.9, 0.5)", True),
        ("'StepLR' in each(rest(parts), 'schedule', '')", True),
        ("'ExponentialLR' in each(rest(parts), 'schedule', '')", False),
        ("type(a) == 'int'", True),
        ("type(betas) == 'list'", True),
        ("word == 'norm'", True),
        ('word == "plain"', False),
    ],
)
def test_every_operator_and_function(text: str, expected: bool) -> None:
    parts = [{"schedule": "ExponentialLR", "gamma": 0.9}, {"schedule": "StepLR"}]
    known = {"a": 3, "betas": [0.5, 0.9], "word": "norm", "nothing": None, "parts": parts}
    assert decided(text, **known) is expected


@pytest.mark.parametrize(
    "text",
    [
        "a < 'x'",
        "a < None",
        "a in 5",
        "a + 'x' == 1",
        "a / 0 > 1",
        "a % 0 > 1",
        "log(0) > 1",
        "sqrt(-1) > 1",
        "10.0 ** 400 > 1",
        "betas[2] > 0",
        "betas['x'] > 0",
        "a[0] > 0",
        "len(a) > 0",
        "min() > 0",
        "-word > 0",
        "a == what",
        "a < what < 5",
        "len(what) == 2",
        "what[0] == 1",
    ],
)
def test_what_cannot_be_computed_cannot_be_told(text: str) -> None:
    assert decided(text, a=3, betas=[0.5, 0.9], word="norm") is None


def test_what_cannot_be_told_does_not_matter_where_the_rest_decides() -> None:
    assert decided("a < 'x' or a == 3", a=3) is True
    assert decided("a < 'x' and a == 4", a=3) is False


def test_a_fact_of_the_run_is_a_name() -> None:
    tree = conditions.parse("run.names == 'norm' and decay != 0 and not (run.steps > extra)")
    assert conditions.names(tree) == {"run.names", "decay", "run.steps", "extra"}


def test_a_word_in_quotes_is_not_a_name() -> None:
    assert conditions.names(conditions.parse("a == 'b'")) == {"a"}
    assert conditions.names(conditions.ALWAYS) == frozenset()


def test_a_condition_survives_json() -> None:
    tree = conditions.parse("betas[1] < 0.5 and run.platform in ('CPU', 'GPU') or eps == -1")
    again = json.loads(json.dumps(tree))
    values = {"betas": (0.9, 0.1), "run.platform": "CPU", "eps": 0}
    assert conditions.decide(again, values.__getitem__) is True


@pytest.mark.parametrize(
    "text",
    ["", "eps >", "a b", "(", "a == 1; b == 2", "import os", "x = 1", "(" * 900],
)
def test_what_is_not_an_expression_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write a condition such as"):
        conditions.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "a.b",
        "run.a.b",
        "exec('1')",
        "abs(x=1)",
        "max(*a)",
        "[x for x in a]",
        "lambda: 1",
        "a if b else c",
        "a[1:2]",
        "a[b]",
        "f'{a}'",
        "b'x'",
        "1j",
        "...",
        "{1: 2}",
        "(a := 1)",
        "a @ b",
        "~a",
        "a << 1",
    ],
)
def test_what_is_outside_the_language_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is not part of the language of conditions"):
        conditions.parse(text)


def test_a_condition_has_an_end_in_both_dimensions() -> None:
    with pytest.raises(ValueError, match="at most 2000 characters"):
        conditions.parse("a == 1 or " * 300 + "a == 2")
    with pytest.raises(ValueError, match="at most 50 deep"):
        conditions.parse("not " * 60 + "a")


@pytest.mark.parametrize("operator", ["not ", "- "])
@pytest.mark.parametrize("depth", [40, 200, 400, 900])
def test_a_deep_condition_is_refused_or_decided_but_never_overflows(
    operator: str, depth: int
) -> None:
    tree = parsed(operator * depth + "x")
    if depth > 50:
        assert isinstance(tree, str)
    else:
        assert conditions.decide(tree, lambda _: 1) is True
        assert conditions.names(tree) == {"x"}


@pytest.mark.parametrize(
    "text",
    ["word * 999999999999 == 'x'", "'x' * 999999999999 == 'x'", "'%99999999999d' % 5 == 'x'"],
)
def test_arithmetic_is_for_numbers(text: str) -> None:
    assert decided(text, word="x") is None


numbers = some.integers() | some.floats() | some.booleans()
values = some.one_of(
    numbers,
    some.none(),
    some.text(max_size=5),
    some.lists(numbers, max_size=3),
    some.tuples(numbers, numbers),
    some.dictionaries(some.text(max_size=2), numbers, max_size=2),
    some.just(UNKNOWN),
)
OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "+", "-", "*", "/", "%", "//", "**"]
atoms = some.sampled_from(["a", "b", "run.c", "0", "1", "-1.5", "'x'", "None", "True", "(1, 2)"])


def combined(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    binary = some.sampled_from([*OPERATORS, "and", "or"])
    return some.one_of(
        some.builds("({} {} {})".format, inner, binary, inner),
        some.builds("(not {})".format, inner),
        some.builds("(-{})".format, inner),
        some.builds("{}[0]".format, some.sampled_from(["a", "b"])),
        some.builds("{}({})".format, some.sampled_from(sorted(conditions.FUNCTIONS)), inner),
    )


@given(some.recursive(atoms, combined, max_leaves=6), values, values, values)
def test_deciding_never_raises(text: str, a: Any, b: Any, c: Any) -> None:
    tree = conditions.parse(text)
    answer = conditions.decide(tree, {"a": a, "b": b, "run.c": c}.__getitem__)
    assert answer in (True, False, None)


@given(some.text(max_size=40) | some.text(alphabet="ab1.=<>()[]' notr", max_size=40))
def test_any_text_is_a_condition_or_refused_in_one_sentence(text: str) -> None:
    assert parsed(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("epoch > 10 and 0.1 or 1.0", 0.1),
        ("epoch < 10 and 0.1 or 1.0", 1.0),
        ("0 or 0.0 or 3", 3),
        ("2 and 0 and what", 0),
        ("what and 2", UNKNOWN),
        ("(what or 2) * 3", UNKNOWN),
        ("not (epoch and 0)", True),
    ],
)
def test_a_connection_has_the_value_that_it_has_in_python(text: str, expected: Any) -> None:
    values = {"epoch": 20}
    found = conditions.compute(conditions.parse(text), lambda name: values.get(name, UNKNOWN))
    assert found is expected or (expected is not UNKNOWN and found == expected)
