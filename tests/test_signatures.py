"""Signatures: what is read is what is written, and what is no signature is refused."""

from __future__ import annotations

import keyword
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from registry.language.signatures import Argument, Code, Signature, parse, write


def parsed(text: str) -> Signature | str:
    """The signature, or the sentence that refuses it."""
    try:
        return parse(text)
    except ValueError as error:
        return str(error)


def test_a_signature_says_what_is_required_and_what_the_defaults_are() -> None:
    signature = parse("(params, lr=0.001, betas=(0.9, 0.999), *, maximize=False, **kwargs)")
    assert signature.names == ("params", "lr", "betas", "maximize")
    assert signature.defaults == {"lr": 0.001, "betas": (0.9, 0.999), "maximize": False}
    assert signature["params"].required
    assert not signature["lr"].keyword_only
    assert signature["maximize"].keyword_only
    assert signature.rest == "kwargs"


def test_a_name_is_in_a_signature_or_not() -> None:
    signature = parse("(params, lr=0.1)")
    assert "lr" in signature
    assert "rate" not in signature
    with pytest.raises(KeyError, match="rate"):
        signature["rate"]


def test_a_default_that_is_not_a_literal_stands_for_itself() -> None:
    signature = parse("(dtype=mint.float32, limit=inf)")
    assert signature.defaults == {"dtype": Code("mint.float32"), "limit": Code("inf")}
    assert write(signature) == "(dtype=mint.float32, limit=inf)"


@pytest.mark.parametrize(
    "text",
    [
        "()",
        "(params)",
        "(params, lr=0.001)",
        "(params, *, lr)",
        "(params, *, lr=1e-08, fused=None)",
        "(params, betas=(0.9, 0.999), **kwargs)",
        "(params, name='x', items=[1, 2], table={'a': 1})",
    ],
)
def test_a_canonical_signature_is_written_as_it_was_read(text: str) -> None:
    assert write(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("( params,lr = 1e-3 )", "(params, lr=0.001)"),
        ("(params, /, lr=0.1)", "(params, lr=0.1)"),
        ('(params, name="x",)', "(params, name='x')"),
    ],
)
def test_other_ways_to_write_it_have_one_canonical_form(text: str, canonical: str) -> None:
    assert write(parse(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "params",
        "(params",
        "(params,, lr)",
        "(lr=1, params)",
        "(1)",
        "_more(a)",
        "(a): pass\ndef g(b)",
        "(a, b='\0')",
        "(" * 1000,
    ],
)
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it as in Python"):
        parse(text)


def test_no_text_is_no_parameters() -> None:
    assert parse("") == Signature(())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(params, lr, lr=1)", "name each parameter once"),
        ("(*params)", "name every parameter instead of"),
        ("(params, lr: float = 0.1)", "leave out the annotation of lr"),
    ],
)
def test_what_the_data_has_no_use_for_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


@pytest.mark.parametrize("default", ["{[]: 1}", "-" * 900 + "1", "f(" * 90 + ")" * 90])
def test_a_strange_default_is_code_or_refused_but_never_overflows(default: str) -> None:
    signature = parsed(f"(a={default})")
    assert signature
    assert isinstance(signature, str) or isinstance(signature["a"].default, Code)


literals: some.SearchStrategy[Any] = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.tuples(inner, inner),
    max_leaves=4,
)
identifiers = some.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name)
)


@some.composite
def signatures(draw: some.DrawFn) -> Signature:
    """Required parameters first, then those with defaults, then the keyword-only ones."""
    names = draw(some.lists(identifiers, unique=True, max_size=6))
    kinds = sorted((draw(some.booleans()), draw(some.booleans())) for _ in names)
    arguments = []
    for name, (keyword_only, has_default) in zip(names, kinds, strict=True):
        default = draw(literals) if has_default else None
        arguments.append(Argument(name, not has_default, default, keyword_only))
    rest = draw(some.none() | identifiers.filter(lambda name: name not in names))
    return Signature(tuple(arguments), rest)


@given(signatures())
def test_every_signature_is_read_as_it_was_written(signature: Signature) -> None:
    assert parse(write(signature)) == signature


@given(some.text(max_size=30) | some.text(alphabet="(),=*ab1 ", max_size=30))
def test_any_text_is_a_signature_or_refused_in_one_sentence(text: str) -> None:
    assert parsed(text)
