"""The types of a mapping file: short forms, what must be said once, and what nobody can change."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from registry.mapping.models import (
    Api,
    Case,
    Counterpart,
    Difference,
    Entry,
    Evidence,
    Extra,
    NoCounterpart,
    Parameter,
    framework_of,
)
from registry.mapping.runs import Run

COUNTERPART: dict[str, Any] = {
    "api": "there.optim.Descent",
    "fit": "adapt",
    "signature": "(params, rate=0.01)",
    "platforms": ["CPU"],
    "parameters": {"params": "same", "lr": {"to": "rate"}},
}
ENTRY: dict[str, Any] = {
    "kind": "optimizer",
    "signature": "(params, lr=0.1)",
    "counterparts": [COUNTERPART],
}
DIFFERENCE: dict[str, Any] = {
    "when": "lr > 1",
    "what": "It is slow.",
    "instead": "Wait.",
    "evidence": [{"check": "slow"}],
}
NOTHING: dict[str, Any] = {
    "framework": "there",
    "what": "It has none.",
    "instead": "Write one.",
    "absent": ["Odd"],
}


def test_the_word_same_alone_is_a_parameter() -> None:
    parameters = Counterpart.model_validate(COUNTERPART).parameters
    assert parameters["params"] == Parameter(same=True)


def test_a_sentence_alone_is_the_reason_of_an_extra() -> None:
    extra = Counterpart.model_validate({**COUNTERPART, "extra": {"scale": "It scales."}}).extra
    assert extra["scale"] == Extra(because="It scales.")


def test_an_extra_that_is_written_may_be_none() -> None:
    assert not Extra(because="It scales.").is_written
    assert Extra(because="It scales.", value=None).is_written


@pytest.mark.parametrize(
    ("said", "targets"),
    [
        ({"same": True}, ("lr",)),
        ({"to": "rate"}, ("rate",)),
        ({"split": ["a", "b"]}, ("a", "b")),
        ({"converted": "Somehow."}, ()),
        ({"dropped": "Never."}, ()),
    ],
)
def test_a_parameter_knows_what_it_sets(said: dict[str, Any], targets: tuple[str, ...]) -> None:
    assert Parameter.model_validate(said).targets("lr") == targets


@pytest.mark.parametrize(
    "said", [{}, {"same": True, "to": "rate"}, {"to": "rate", "dropped": "Never."}]
)
def test_a_parameter_says_exactly_one_thing(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="say exactly one of same, to, split"):
        Parameter.model_validate(said)


def test_only_a_dropped_parameter_names_its_difference() -> None:
    with pytest.raises(ValidationError, match="only a dropped parameter names its difference"):
        Parameter.model_validate({"to": "rate", "difference": "slow"})
    assert Parameter(dropped="Never.", difference="slow").difference == "slow"


@pytest.mark.parametrize("said", [{}, {"check": "slow", "page": "https://example.org"}])
def test_evidence_is_a_check_or_a_page(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give either a check"):
        Evidence.model_validate(said)


def test_a_difference_without_evidence_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Difference.model_validate({**DIFFERENCE, "evidence": []})
    assert Difference.model_validate(DIFFERENCE).shows == "differ"


@pytest.mark.parametrize("extra", [{"counterparts": []}, {"no_counterpart": NOTHING}])
def test_an_entry_has_counterparts_or_says_that_there_are_none(extra: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give either counterparts or no_counterpart"):
        Entry.model_validate({**ENTRY, **extra})


def test_an_entry_speaks_of_one_framework() -> None:
    other = {**COUNTERPART, "api": "elsewhere.Descent"}
    with pytest.raises(ValidationError, match="an entry speaks of one framework"):
        Entry.model_validate({**ENTRY, "counterparts": [COUNTERPART, other]})


def test_the_target_of_an_entry_is_a_framework() -> None:
    assert Entry.model_validate(ENTRY).target == "there"
    nothing = {**ENTRY, "counterparts": [], "no_counterpart": NOTHING}
    assert Entry.model_validate(nothing).target == "there"


def test_that_nothing_is_there_needs_names_that_can_be_looked_for() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        NoCounterpart.model_validate({**NOTHING, "absent": []})


@pytest.mark.parametrize("name", ["SGD", "torch.", ".SGD", "torch..SGD", "torch.optim SGD", "1.x"])
def test_an_api_is_a_qualified_name(name: str) -> None:
    with pytest.raises(ValidationError, match="write a qualified name"):
        TypeAdapter(Api).validate_python(name)


def test_the_first_part_of_a_name_is_its_framework() -> None:
    assert framework_of("torch.optim.SGD") == "torch"
    assert framework_of("mindspore.nn.SGD") == "mindspore"


def test_a_sentence_ends_and_stands_on_one_line() -> None:
    folded = {**NOTHING, "what": "It has\n  none."}
    assert NoCounterpart.model_validate(folded).what == "It has none."
    with pytest.raises(ValidationError, match="with its full stop"):
        NoCounterpart.model_validate({**NOTHING, "what": "none"})


@pytest.mark.parametrize(
    "fact",
    [{"steps": 99}, {"epochs": 199}, {"steps_per_epoch": 0}, {"beyond": -1}, {"gradients": "odd"}],
)
def test_a_run_is_long_enough_to_prove_something(fact: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Run.model_validate(fact)


def test_a_run_is_at_least_as_long_as_promised_by_default() -> None:
    assert Run().steps >= 100
    assert Run().epochs >= 200


@pytest.mark.parametrize("release", ["2", "v2.0", "2.x", "", 2.0])
def test_a_release_is_text_with_dots(release: Any) -> None:
    with pytest.raises(ValidationError):
        Entry.model_validate({**ENTRY, "since": release})
    assert Entry.model_validate({**ENTRY, "since": "2.0"}).since == "2.0"


@pytest.mark.parametrize("slug", ["Usual", "two words", "a--b", "-a", "a_b", ""])
def test_a_name_of_a_case_is_a_slug(slug: str) -> None:
    with pytest.raises(ValidationError, match="should match pattern"):
        Entry.model_validate({**ENTRY, "cases": {slug: {}}})
    assert Entry.model_validate({**ENTRY, "cases": {"a-b-2": {}}}).cases == {"a-b-2": Case()}


def test_nobody_changes_what_was_said() -> None:
    entry = Entry.model_validate(ENTRY)
    with pytest.raises(ValidationError, match="frozen"):
        entry.kind = "schedule"


def test_differences_of_counterparts_and_recipes_are_found_with_their_place() -> None:
    counterpart = {**COUNTERPART, "differences": {"slow": DIFFERENCE}}
    entry = Entry.model_validate({**ENTRY, "counterparts": [COUNTERPART, counterpart]})
    assert [(place, sorted(said)) for place, _, said in entry.differences()] == [
        (("counterparts", 0), []),
        (("counterparts", 1), ["slow"]),
    ]
    recipe = {"name": "odd", "differences": {"slow": DIFFERENCE}}
    nothing = {**ENTRY, "counterparts": [], "no_counterpart": {**NOTHING, "recipe": recipe}}
    ((place, name, said),) = Entry.model_validate(nothing).differences()
    assert (place, name, sorted(said)) == (("no_counterpart", "recipe"), "odd", ["slow"])
