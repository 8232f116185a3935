"""From what someone types to the API that is meant, on a small index and on the installed one."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from registry.answers.lookup import Match, Miss, find

NAMES = dict.fromkeys(
    [
        "mindspore.experimental.optim.SGD",
        "mindspore.nn.SGD",
        "mindspore.nn.piecewise_constant_lr",
        "torch.optim.SGD",
        "torch.optim.lr_scheduler.StepLR",
    ]
)
ALIASES = {"torch.optim.StepLR": "torch.optim.lr_scheduler.StepLR", "torch.SGD": "torch.optim.SGD"}
STEP = "torch.optim.lr_scheduler.StepLR"


@pytest.mark.parametrize(
    ("query", "api", "by"),
    [
        (STEP, STEP, "name"),
        (STEP.lower(), STEP, "name"),
        ("TORCH.OPTIM.SGD", "torch.optim.SGD", "name"),
        ("torch.optim.StepLR", STEP, "alias"),
        ("Torch.Optim.steplr", STEP, "alias"),
        ("StepLR", STEP, "suffix"),
        ("steplr", STEP, "suffix"),
        ("lr_scheduler.StepLR", STEP, "suffix"),
        ("optim.StepLR", STEP, "suffix"),
        ("piecewise_constant_lr", "mindspore.nn.piecewise_constant_lr", "suffix"),
        ("nn.SGD", "mindspore.nn.SGD", "suffix"),
        ("  StepLR ", STEP, "suffix"),
        (".StepLR", STEP, "suffix"),
    ],
)
def test_a_name_is_found(query: str, api: str, by: str) -> None:
    assert find(query, NAMES, ALIASES) == Match(api, by)


def test_where_an_end_fits_several_pytorch_comes_first_and_the_others_are_named() -> None:
    others = ("mindspore.nn.SGD", "mindspore.experimental.optim.SGD")
    assert find("sgd", NAMES, ALIASES) == Match("torch.optim.SGD", "suffix", others)


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("StpLR", STEP),
        ("torch.optim.Step_LR", STEP),
        ("SDG", "torch.optim.SGD"),
        ("piecewise_constant", "mindspore.nn.piecewise_constant_lr"),
    ],
)
def test_a_near_miss_is_told_what_is_near(query: str, near: str) -> None:
    found = find(query, NAMES, ALIASES)
    assert isinstance(found, Miss)
    assert found.near[0] == near


@pytest.mark.parametrize("query", ["", ".", "LR", "tepLR", "torch", "torch.optim", "zzzzz", "GD"])
def test_part_of_a_word_is_not_a_name(query: str) -> None:
    assert isinstance(find(query, NAMES, ALIASES), Miss)


def test_what_is_near_is_an_api_and_is_said_once() -> None:
    found = find("StepLRs", NAMES, ALIASES)
    assert isinstance(found, Miss)
    assert found.near == tuple(dict.fromkeys(found.near))
    assert set(found.near) <= set(NAMES)


Ask = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("query", "api"),
    [
        ("torch.optim.lr_scheduler.StepLR", STEP),
        ("torch.optim.StepLR", STEP),
        ("StepLR", STEP),
        ("steplr", STEP),
        ("mindspore.nn.piecewise_constant_lr", "mindspore.nn.piecewise_constant_lr"),
        ("FTRL", "mindspore.nn.FTRL"),
    ],
)
def test_the_installed_index_answers(ask: Ask, query: str, api: str) -> None:
    code, out, err = ask("lookup", query, "--json")
    answer = json.loads(out)
    assert answer["api"] == api
    assert answer["query"] == query
    assert code == (0 if answer["counterparts"] else 1)
    assert err == ""


def test_the_other_direction_leads_back(ask: Ask) -> None:
    _, out, _ = ask("lookup", "mindspore.nn.piecewise_constant_lr", "--json")
    back = {each["api"] for each in json.loads(out)["counterparts"]}
    assert back >= {STEP, "torch.optim.lr_scheduler.MultiStepLR"}
    for api in back:
        _, out, _ = ask("lookup", api, "--json")
        there = {each["api"] for each in json.loads(out)["counterparts"]}
        assert "mindspore.nn.piecewise_constant_lr" in there


@pytest.mark.parametrize("api", ["torch.optim.Optimizer", "mindspore.nn.Optimizer"])
def test_what_is_told_from_this_side_is_not_told_again_from_the_other(ask: Ask, api: str) -> None:
    _, out, _ = ask("lookup", api, "--json")
    others = [each["api"] for each in json.loads(out)["counterparts"]]
    assert sorted(set(others)) == sorted(others)


def test_an_entry_of_its_own_comes_before_what_others_say(ask: Ask) -> None:
    _, out, _ = ask("lookup", "mindspore.nn.cosine_decay_lr", "--json")
    told = [(each["told_from"], each["api"]) for each in json.loads(out)["counterparts"]]
    own = {api for source, api in told if source == "mindspore.nn.cosine_decay_lr"}
    schedulers = "torch.optim.lr_scheduler."
    assert own == {f"{schedulers}CosineAnnealingLR", f"{schedulers}LambdaLR"}
    assert {api for _, api in told[:2]} == own
    assert [api for _, api in told[2:]] == [f"{schedulers}CosineAnnealingWarmRestarts"]


def test_an_end_that_fits_several_names_the_others(ask: Ask) -> None:
    _, out, _ = ask("lookup", "SGD", "--json")
    answer = json.loads(out)
    assert answer["api"] == "torch.optim.SGD"
    assert {"mindspore.nn.SGD", "mindspore.experimental.optim.SGD"} <= set(answer["others"])
    _, out, _ = ask("lookup", "SGD")
    assert "the name also fits" in out
    _, out, _ = ask("lookup", "torch.optim.SGD")
    assert "the name also fits" not in out


def test_a_near_miss_on_the_command_line(ask: Ask) -> None:
    code, out, err = ask("lookup", "StpLR")
    assert (code, out) == (2, "")
    assert err.startswith(f"registry: nothing is called StpLR; did you mean {STEP}, ")
    assert err.count("\n") == 1


def test_a_name_that_is_like_nothing_is_told_where_names_are(ask: Ask) -> None:
    assert ask("lookup", "zzzzz") == (
        2,
        "",
        "registry: nothing is called zzzzz; `registry list` shows every name\n",
    )
