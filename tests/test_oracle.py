"""The oracle on the frameworks: who follows the publication, and what reproduces the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from samples import Plugin, located, registry_of
from toys import adapters

from registry.checking.explaining import Explainer, Told
from registry.checking.jobs import Job, jobs_of
from registry.checking.legs import Leg
from registry.checking.traces import Recorded, Recorder
from registry.cli.explaining import sentences
from registry.discovery import discover
from registry.mapping.algorithms import Algorithm, Asked
from registry.mapping.catalog import Registry

TORCH, NN, EXPERIMENTAL = "torch.optim", "mindspore.nn", "mindspore.experimental.optim"


def started(registry: Registry) -> dict[str, Leg]:
    return {name: Leg(name, path, sys.executable) for name, path in registry.adapters.items()}


def the_job(registry: Registry, api: str, counterpart: str, case: str) -> Job:
    (found,) = [
        job
        for each in registry.entries
        if each.api == api
        for job in jobs_of(registry, each)
        if (job.counterpart, job.case) == (counterpart, case)
    ]
    return found


@pytest.fixture(scope="module")
def explainer(installed: Registry) -> Iterator[Explainer]:
    legs = started(installed)
    yield Explainer(installed, legs, timeout=300.0)
    for leg in legs.values():
        leg.stop()


def told_of(explainer: Explainer, api: str, counterpart: str, case: str) -> tuple[Told, Told]:
    one, other = explainer.explain(the_job(explainer.registry, api, counterpart, case))
    for each in (one, other):
        if each.account is None and "cannot be used" in str(each.reason):
            pytest.skip(str(each.reason))
    return one, other


# What torch does at usual arguments: its own settings, where they are not those of the publication.
FOLLOWS: dict[str, str] = {}
OF_TORCH: list[tuple[str, str, str, dict[str, str]]] = [
    ("SGD", f"{EXPERIMENTAL}.SGD", "heavy-ball", FOLLOWS),
    ("SGD", f"{EXPERIMENTAL}.SGD", "nesterov", FOLLOWS),
    ("SGD", f"{EXPERIMENTAL}.SGD", "dampening", {"first-momentum-step": "undamped"}),
    ("Adam", f"{EXPERIMENTAL}.AdamW", "defaults", FOLLOWS),
    ("Adam", f"{EXPERIMENTAL}.AdamW", "amsgrad", FOLLOWS),
    ("AdamW", f"{EXPERIMENTAL}.AdamW", "weight-decay", FOLLOWS),
    ("NAdam", f"{EXPERIMENTAL}.NAdam", "rate", FOLLOWS),
    ("RAdam", f"{EXPERIMENTAL}.RAdam", "rate", {"rectified-above": "5"}),
    ("Adamax", f"{EXPERIMENTAL}.Adamax", "rate", FOLLOWS),
    ("Adamax", f"{EXPERIMENTAL}.Adamax", "eps-of-one", {"eps-placement": "inside-maximum"}),
    ("Adagrad", f"{EXPERIMENTAL}.Adagrad", "slowed", FOLLOWS),
    ("Adadelta", f"{EXPERIMENTAL}.Adadelta", "defaults", FOLLOWS),
    ("RMSprop", f"{EXPERIMENTAL}.RMSprop", "momentum", FOLLOWS),
    ("RMSprop", f"{EXPERIMENTAL}.RMSprop", "centered", {"eps-placement": "outside-root"}),
    ("Rprop", f"{EXPERIMENTAL}.Rprop", "rate", {"sign-change": "stays"}),
    ("ASGD", f"{EXPERIMENTAL}.ASGD", "strong-decay", FOLLOWS),
]


@pytest.mark.frameworks
@pytest.mark.parametrize(("name", "counterpart", "case", "changed"), OF_TORCH)
def test_torch_is_the_oracle_with_its_settings_and_so_is_what_agrees_with_it(
    explainer: Explainer, name: str, counterpart: str, case: str, changed: dict[str, str]
) -> None:
    for each in told_of(explainer, f"{TORCH}.{name}", counterpart, case):
        assert each.account is not None, each.reason
        assert each.account.changed == changed
        # One side rounds: the tolerance is 1.4 to 2 times as wide as it has to be.
        assert each.account.tolerances < 0.7
        assert each.account.follows == (changed == FOLLOWS)


ZEROS = {"missing-gradient": "zeros"}
APART: list[tuple[str, str, str, dict[str, str]]] = [
    (f"{TORCH}.Adam", f"{NN}.Adam", "large-eps", {"eps-placement": "eps-hat"}),
    (f"{TORCH}.Adam", f"{NN}.Adam", "short-memory", {"averages": "float32-differences"}),
    (f"{TORCH}.Adam", f"{NN}.Adam", "late", ZEROS),
    (f"{TORCH}.Adam", f"{EXPERIMENTAL}.Adam", "amsgrad", {"amsgrad": "ignored"}),
    (f"{TORCH}.AdamW", f"{NN}.AdamWeightDecay", "rate", {"bias-correction": "none"}),
    (
        f"{TORCH}.AdamW",
        f"{NN}.AdamWeightDecay",
        "weight-decay-of-a-norm",
        {"bias-correction": "none", "weight-decay": "filtered-by-name"},
    ),
    (f"{TORCH}.SGD", f"{NN}.SGD", "weight-decay-of-a-norm", {"weight-decay": "filtered-by-name"}),
    (f"{TORCH}.SGD", f"{NN}.Momentum", "nesterov", {"nesterov": "ignored"}),
    (f"{TORCH}.Adagrad", f"{NN}.Adagrad", "rate", {"eps-placement": "inside-root"}),
    (f"{TORCH}.Adamax", f"{NN}.AdaMax", "eps-of-one", {"eps-placement": "outside-maximum"}),
    (f"{TORCH}.RMSprop", f"{NN}.RMSProp", "defaults", {"accumulator-start": "ones"}),
    (
        f"{TORCH}.RMSprop",
        f"{NN}.RMSProp",
        "huge-without-memory",
        {"averages": "float32-differences"},
    ),
    (f"{TORCH}.Adafactor", f"{NN}.AdaFactor", "large-rate", {"rate": "constant"}),
]


@pytest.mark.frameworks
@pytest.mark.parametrize(("api", "counterpart", "case", "changed"), APART)
def test_a_difference_has_its_switches(
    explainer: Explainer, api: str, counterpart: str, case: str, changed: dict[str, str]
) -> None:
    one, other = told_of(explainer, api, counterpart, case)
    assert one.account is not None
    assert one.account.reproduced
    assert other.account is not None
    assert other.account.changed == changed
    assert other.account.tolerances < 0.7
    assert other.account.paper > 2


# Here the counterpart is asked for nothing of the kind, so that there is no setting to find.
NOT_ASKED = {
    (f"{NN}.AdamOffload", "no-nesterov"),
    (f"{NN}.LazyAdam", "no-nesterov"),
    (f"{TORCH}.Adam", "no-l2-decay"),
    (f"{TORCH}.AdamW", "no-amsgrad"),
}


def differences_with_switches() -> Iterator[Any]:
    for each in discover("mindspore").entries:  # optax has no oracles
        for place, name, differences in each.entry.differences():
            other = name if place[0] == "counterparts" else f"recipe {name}"
            for difference, about in differences.items():
                if about.switch and "mint" not in name and (each.api, difference) not in NOT_ASKED:
                    cases = [evidence.check for evidence in about.evidence if evidence.check]
                    known_as = f"{each.api}-{other.replace(' ', '-')}-{difference}"
                    yield pytest.param(each.api, other, cases, about.switch, id=known_as)


@pytest.mark.frameworks
@pytest.mark.parametrize(("api", "other", "cases", "switch"), list(differences_with_switches()))
def test_the_switch_of_a_difference_is_what_the_oracle_finds_in_a_case_that_shows_it(
    explainer: Explainer,
    api: str,
    other: str,
    cases: list[str],
    switch: dict[str, tuple[str, str]],
) -> None:
    def shows(case: str) -> bool:
        told = told_of(explainer, api, other, case)
        return switch == {name: tuple(_setting(each, name) for each in told) for name in switch}

    assert any(map(shows, cases))


def _setting(told: Told, switch: str) -> str | None:
    """The setting that reproduces a side."""
    found = told.account
    if found is None or not found.reproduced:
        return None
    return {**found.asked.algorithm.published, **found.changed}.get(switch)


@pytest.mark.frameworks
def test_where_the_sides_agree_one_alone_may_leave_the_publication(explainer: Explainer) -> None:
    one, other = told_of(explainer, f"{TORCH}.Adafactor", f"{NN}.AdaFactor", "defaults")
    assert one.account is not None
    assert one.account.changed == {"eps-placement": "floor"}
    assert other.account is not None
    assert other.account.follows


@pytest.mark.frameworks
def test_both_sides_of_a_recipe_are_asked_for_the_same_algorithm(explainer: Explainer) -> None:
    told = told_of(explainer, f"{NN}.FTRL", "recipe ftrl-for-torch", "l1-and-l2")
    seen, recipe = (each.account for each in told)
    assert seen is not None
    assert seen.changed == {"l1-sign": "plus", "l2-strength": "twice"}
    assert recipe is not None
    assert recipe.changed == {"l2-strength": "twice"}


@pytest.mark.frameworks
def test_rounding_that_no_setting_reproduces_is_told(explainer: Explainer) -> None:
    case = "no-memory-and-strong-weight-decay"
    told = told_of(explainer, f"{TORCH}.Adadelta", f"{EXPERIMENTAL}.Adadelta", case)
    for each, sentence in zip(told, sentences(told), strict=True):
        assert each.account is not None
        assert not each.account.reproduced
        assert "no settings of its switches reproduce it" in sentence


@pytest.mark.frameworks
def test_the_command_says_who_leaves_the_publication_and_by_what(
    ask: Callable[..., tuple[int, str, str]],
) -> None:
    words = ["check", f"{TORCH}.SGD", "--case", "maximize", "--oracle"]
    code, said, _ = ask(*words)
    if "skip " in said:
        pytest.skip("a framework is not installed")
    assert code == 0
    assert f"{TORCH}.SGD -> {NN}.SGD [maximize], by the oracle:" in said
    assert f"     {TORCH}.SGD follows the heavy ball of Polyak (1964) (0." in said
    apart = f"maximize is True for {TORCH}.SGD and False for {NN}.SGD."
    assert f"     They are not asked for the same: {apart}\n" in said
    rows = json.loads(ask(*words, "--json")[1])
    (row,) = [row for row in rows if row["counterpart"] == f"{NN}.SGD"]
    assert [each["api"] for each in row["oracle"]] == [f"{TORCH}.SGD", f"{NN}.SGD"]
    assert [each["follows"] for each in row["oracle"]] == [True, True]


# An oracle of an outsider, for frameworks that do not exist.
ENTRY = """\
here.optim.Right:
  kind: optimizer
  signature: (params, lr=0.1)
  counterparts:
    - api: there.optim.Ninth
      fit: rename
      signature: (params, lr=0.1)
      platforms: [CPU]
      parameters: {params: same, lr: same}
    - api: there.optim.Eager
      fit: rename
      signature: (params, lr=0.1)
      platforms: [CPU]
      parameters: {params: same, lr: same}
  cases:
    usual: {arguments: {lr: 0.5}, run: {shapes: every}}
"""


def descent(_: str, x: Any, gradients: Any, values: Any, settings: Any) -> Iterator[Any]:
    for gradient in gradients:
        x = x - (2.0 if settings["steps"] == "twice" else 1.0) * values["lr"] * gradient
        yield x


def asked_for_descent(arguments: Any) -> Asked:
    if arguments["lr"] < 0:
        raise ValueError("it climbs")
    page = "https://example.org/descent"
    algorithm = Algorithm("Cauchy (1847)", page, {"steps": ("once", "twice")}, descent)
    return Asked(algorithm, {"lr": arguments["lr"]})


Toys = Callable[..., tuple[Registry, dict[str, Any]]]


@pytest.fixture
def toys(tmp_path: Path) -> Iterator[Toys]:
    legs: dict[str, Leg] = {}

    def made(text: str = ENTRY, *known: str) -> tuple[Registry, dict[str, Any]]:
        oracles = dict.fromkeys(known, asked_for_descent)
        path = located(tmp_path, text).path
        plugin = Plugin(mappings=[path], adapters=adapters(tmp_path), oracles=oracles)
        registry = registry_of(plugin)
        assert not registry.problems
        legs.update(started(registry))
        return registry, legs

    yield made
    for leg in legs.values():
        leg.stop()


def test_an_outsider_contributes_an_oracle(toys: Toys) -> None:
    registry, legs = toys(ENTRY, "here.optim.Right", "there.optim.Eager")
    assert registry.plugins[0].oracles == ("here.optim.Right", "there.optim.Eager")
    explainer = Explainer(registry, legs, timeout=60.0)
    told = explainer.explain(the_job(registry, "here.optim.Right", "there.optim.Eager", "usual"))
    follows, leaves = sentences(told)
    assert follows.startswith("here.optim.Right follows Cauchy (1847) (0.")
    assert "tolerances; it is reproduced by steps: twice (0." in leaves
    told = explainer.explain(the_job(registry, "here.optim.Right", "there.optim.Ninth", "usual"))
    nothing = "Of there.optim.Ninth the oracle says nothing: no plugin contributes an oracle for"
    assert list(sentences(told))[1] == f"{nothing} there.optim.Ninth."


def test_what_is_no_setting_of_it_is_told(toys: Toys) -> None:
    registry, legs = toys(ENTRY, "here.optim.Right", "there.optim.Ninth")
    job = the_job(registry, "here.optim.Right", "there.optim.Ninth", "usual")
    _, ninth = Explainer(registry, legs, timeout=60.0).explain(job)
    assert ninth.account is not None
    assert not ninth.account.reproduced
    assert ninth.as_json()["switches"] == ninth.account.changed


def test_a_call_that_no_publication_has_is_told(toys: Toys) -> None:
    text = ENTRY.replace("lr: 0.5", "lr: -0.5")
    registry, legs = toys(text, "here.optim.Right", "there.optim.Eager")
    job = the_job(registry, "here.optim.Right", "there.optim.Eager", "usual")
    one, _ = Explainer(registry, legs, timeout=60.0).explain(job)
    assert one.reason == "it climbs"


@pytest.mark.parametrize(
    ("run", "reason"),
    [
        ("{rate: drops}", "the oracle has one rate for the whole run"),
        ("{dtype: float16}", "the oracle starts from float32, not from float16"),
        ("{gradients: closure}", "a step of it asks for gradients itself"),
    ],
)
def test_a_run_that_the_oracle_cannot_follow_is_told(toys: Toys, run: str, reason: str) -> None:
    text = ENTRY.replace("{shapes: every}", run)
    registry, legs = toys(text, "here.optim.Right", "there.optim.Eager")
    job = the_job(registry, "here.optim.Right", "there.optim.Eager", "usual")
    told = Explainer(registry, legs, timeout=60.0).explain(job)
    assert [each.reason for each in told] == [reason, reason]


def test_a_statement_has_no_sides_to_explain(toys: Toys) -> None:
    registry, legs = toys(ENTRY)
    (entry,) = registry.entries
    for job in jobs_of(registry, entry):
        if job.asks != "comparison":
            assert Explainer(registry, legs, timeout=60.0).explain(job) == ()


def test_a_recorded_side_is_explained_as_far_as_it_is_kept(toys: Toys, tmp_path: Path) -> None:
    registry, legs = toys(ENTRY, "here.optim.Right", "there.optim.Eager")
    job = the_job(registry, "here.optim.Right", "there.optim.Eager", "usual")
    recorder = Recorder(legs["there"], tmp_path / "traces")
    Explainer(registry, {**legs, "there": recorder}, timeout=60.0).explain(job)
    assert list(recorder.write())
    recorded = Recorded("there", tmp_path / "traces" / "there")
    _, eager = Explainer(registry, {**legs, "there": recorded}, timeout=60.0).explain(job)
    assert eager.account is not None
    assert eager.account.changed == {"steps": "twice"}


def test_a_hook_that_gives_no_function_is_named() -> None:
    registry = registry_of(Plugin(oracles={"here.optim.Right": "descent"}))
    (problem,) = registry.problems
    assert "registry_oracles must give Callable objects" in problem.text


def test_two_oracles_for_an_api_are_told_apart_by_the_order_of_the_plugins() -> None:
    one, other = (Plugin(oracles={"here.optim.Right": asked_for_descent}) for _ in range(2))
    (problem,) = registry_of(one, other).problems
    assert (
        "contributes the oracle here.optim.Right, which p0 contributes too; that of p0"
        in problem.text
    )
