"""`registry translate`: what it prints, what it says of a call, and what it refuses."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from printed import called
from samples import ROOT, command

Ask = Callable[..., tuple[int, str, str]]
ADAMW, ADAM = "mindspore.experimental.optim.AdamW", "mindspore.nn.Adam"
PIECEWISE = "mindspore.nn.piecewise_constant_lr"


@pytest.fixture
def told(ask: Ask) -> Callable[..., dict[str, Any]]:
    """The answer to a call as an object."""

    def answered(*words: str, code: int = 0) -> dict[str, Any]:
        found, out, err = ask("translate", *words, "--json")
        assert (found, err) == (code, "")
        answer: dict[str, Any] = json.loads(out)
        return answer

    return answered


Told = Callable[..., dict[str, Any]]


def test_the_answer_is_the_object_that_was_promised(told: Told) -> None:
    answer = told("torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-3)")
    assert answer["api"] == "torch.optim.Adam"
    assert answer["counterpart"] == ADAMW
    assert answer["agrees"] is True
    assert answer["reason"] is None
    assert answer["differences"] == []
    assert [each["id"] for each in answer["depends"]] == ["late-gradients"]
    assert answer["depends"][0]["on"] == ["run.gradients"]
    assert all(each["text"].endswith(".") for each in answer["depends"])
    assert answer["code"] == (
        f"{ADAMW}(net.trainable_params(), lr=0.001, eps=0.001, weight_decay=0.0)"
    )
    assert [each["name"] for each in answer["added"]] == ["weight_decay=0.0"]
    assert {each["counterpart"] for each in answer["others"]} >= {ADAM}


@pytest.mark.parametrize(
    "call",
    [
        "torch.optim.Adam(net.parameters(), 0.01, (0.8, 0.9), 1e-10)",
        "torch.optim.Adam(net.parameters(), 0.01, eps=1e-10, betas=(0.8, 0.9))",
        "Adam(lr=0.01, params=net.parameters(), betas=[0.8, 0.9], eps=1e-10)",
        "opt = optim.Adam(net.parameters(), **{'lr': 0.01}, betas=(0.8, 0.9), eps=1e-10)",
    ],
)
def test_positional_keyword_and_mixed_calls_are_alike(told: Told, call: str) -> None:
    answer = told(call, "--to", "nn.Adam")
    wanted = {"learning_rate": 0.01, "beta1": 0.8, "beta2": 0.9, "eps": 1e-10}
    api, _, keywords = called(answer["code"])
    assert (api, keywords) == (ADAM, wanted)


@pytest.mark.parametrize(
    ("call", "to", "code"),
    [
        (
            "Adam(net.parameters(), args.lr, betas=betas, eps=args.eps)",
            ADAM,
            f"{ADAM}(net.trainable_params(), learning_rate=args.lr, beta1=float(betas[0]), "
            "beta2=float(betas[1]), eps=float(args.eps))",
        ),
        (
            "Adam(net.parameters(), betas=(args.beta1, 0.99), amsgrad=flag)",
            ADAM,
            f"{ADAM}(net.trainable_params(), beta1=float(args.beta1), beta2=0.99, "
            "use_amsgrad=bool(flag))",
        ),
        (
            "Adam(params, lr if warm else 0.1, eps=1)",
            ADAMW,
            f"{ADAMW}(params, lr=lr if warm else 0.1, eps=1.0, weight_decay=0.0)",
        ),
        (
            "StepLR(optimizer, args.size, gamma=0.5)",
            None,
            "mindspore.experimental.optim.lr_scheduler.StepLR(optimizer, "
            "step_size=int(args.size), gamma=0.5)",
        ),
        (
            "LambdaLR(optimizer, lambda e: math.cos(e))",
            None,
            "mindspore.experimental.optim.lr_scheduler.LambdaLR(optimizer, "
            "lr_lambda=lambda e: math.cos(e))",
        ),
        (
            "SGD([{'params': net.a.parameters()}, {'params': net.b.parameters(), 'lr': lr}], 0.1)",
            "nn.SGD",
            "mindspore.nn.SGD([{'params': net.a.trainable_params()}, "
            "{'params': net.b.trainable_params(), 'lr': lr}], learning_rate=0.1)",
        ),
    ],
)
def test_what_is_no_literal_is_passed_on(told: Told, call: str, to: str | None, code: str) -> None:
    assert told(call, *(["--to", to] if to else []))["code"] == code


def test_a_condition_on_an_unknown_value_is_undecided(told: Told) -> None:
    answer = told("Adam(net.parameters(), lr=args.lr)", "--to", ADAM)
    assert answer["agrees"] is None
    assert answer["reason"].startswith(
        "It hangs on the value of lr, which cannot be told (eps-is-not-corrected"
    )
    undecided = [each for each in answer["depends"] if each["on"] == ["lr"]]
    assert "eps-is-not-corrected" in [each["id"] for each in undecided]
    # Where no condition asks for it, it does not matter.
    assert told("Adam(net.parameters(), lr=args.lr)")["agrees"] is True
    # What is known of it is enough here.
    answer = told("Adam(net.parameters(), betas=(args.beta, 0.0))", "--to", ADAM)
    assert answer["agrees"] is False


def test_a_difference_that_applies_is_told_with_what_agrees_instead(ask: Ask, told: Told) -> None:
    call = "SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1)"
    answer = told(call, "--to", "Momentum")
    assert answer["agrees"] is False
    assert [each["id"] for each in answer["differences"]] == ["nesterov-is-ignored-on-cpu"]
    assert "norm-parameters-are-not-decayed" in [each["id"] for each in answer["depends"]]
    assert {"counterpart": "mindspore.nn.SGD", "agrees": True} not in answer["others"]
    _, out, _ = ask("translate", call, "--to", "Momentum")
    assert "# Differs (nesterov-is-ignored-on-cpu): " in out


def test_a_dropped_argument_is_named_with_its_effect(told: Told) -> None:
    answer = told("SGD(net.parameters(), lr=0.1, maximize=True, fused=True)", "--to", "nn.SGD")
    assert {each["name"]: each["because"] for each in answer["dropped"]} == {
        "maximize": "It always minimises.",
        "fused": "It chooses how torch computes the same numbers.",
    }
    assert "maximize" not in answer["code"]
    assert [each["id"] for each in answer["differences"]] == ["only-minimises"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("Adam(net.parameters(), **options)", "What **options holds cannot be seen."),
        ("Adam(net.parameters(), lr=torch.tensor(0.1))", "torch.tensor(0.1) needs torch"),
    ],
)
def test_what_cannot_be_told_says_why(told: Told, call: str, said: str) -> None:
    answer = told(call)
    assert answer["agrees"] is None
    assert said in answer["reason"]


def test_groups_have_the_keys_that_the_other_side_knows(told: Told) -> None:
    group = "{'params': net.b.parameters(), 'lr': 1, 'betas': (0.5, 0.6), 'weight_decay': 0.1}"
    call = f"Adam([{{'params': net.a.parameters()}}, {group}], lr=0.01, eps=1e-12)"
    answer = told(call, "--to", ADAM)
    (groups,), keywords = called(answer["code"])[1:]
    assert [list(each) for each in groups] == [["params"], ["params", "lr", "weight_decay"]]
    assert keywords == {"learning_rate": 0.01, "eps": 1e-12}
    assert [each["id"] for each in answer["differences"]] == ["keys-of-groups"]
    # AdamW takes any key, but its weight decay is another one; the group has it alone.
    answer = told(call)
    (groups,), keywords = called(answer["code"])[1:]
    assert [list(each) for each in groups] == [["params"], ["params", "lr", "betas"]]
    assert [each["id"] for each in answer["differences"]] == ["no-l2-decay"]
    assert [each["name"] for each in answer["dropped"]] == ["weight_decay"]
    # Whether a variable holds groups cannot be seen.
    answer = told("SGD(params, lr=0.1)", "--to", "nn.SGD")
    assert answer["agrees"] is True
    assert answer["depends"][-1]["id"] == "keys-of-groups"
    assert answer["depends"][-1]["on"] == ["params"]


def test_an_iterator_in_a_group_is_made_a_list_where_it_is_gone_through_twice(told: Told) -> None:
    call = "SGD([{'params': filter(wanted, net.parameters())}], lr=0.1)"
    code = told(call, "--to", "nn.SGD")["code"]
    assert "'params': list(filter(wanted, net.trainable_params()))" in code
    assert "'params': filter(wanted, net.trainable_params())" in told(call)["code"]


def test_a_schedule_is_a_list_as_short_as_it_can_be_written(told: Told) -> None:
    plan = ("--lr", "0.5", "--epochs", "90", "--steps-per-epoch", "10", "--to", PIECEWISE)
    answer = told("StepLR(optimizer, 30)", *plan)
    assert answer["code"] == (
        f"{PIECEWISE}(milestone=[300, 600, 900], learning_rates=[0.5, 0.05, 0.005000000000000001])"
    )
    assert answer["agrees"] is True
    assert answer["assumed"] == []
    assert [each["id"] for each in answer["depends"]] == ["has-an-end"]
    answer = told("CosineAnnealingLR(optimizer, T_max=90)", *plan)
    assert answer["code"] == (
        f"{PIECEWISE}(milestone=list(range(10, 901, 10)), "
        "learning_rates=[0.5 * (1 + ((-1) ** (epoch / 90)).real) / 2 for epoch in range(90)])"
    )


def test_what_nobody_says_of_a_training_is_assumed_aloud(ask: Ask, told: Told) -> None:
    answer = told("CosineAnnealingLR(optimizer, 90)", "--to", PIECEWISE, "--epochs", "100")
    assert answer["assumed"] == ["lr=0.1", "steps_per_epoch=1"]
    _, out, _ = ask("translate", "CosineAnnealingLR(optimizer, 90)", "--to", PIECEWISE)
    assert out.startswith("# Assumed: lr=0.1, epochs=200, steps_per_epoch=1.")
    assert told("ReduceLROnPlateau(optimizer, mode='max')")["assumed"] == ["epochs=200"]


def test_what_cannot_be_written_says_why_and_another_is_taken(told: Told) -> None:
    call = "CosineAnnealingLR(optimizer, T_max=args.epochs)"
    answer = told(call, "--to", PIECEWISE, code=1)
    assert (answer["code"], answer["agrees"]) == (None, None)
    assert answer["reason"] == (
        "It cannot be written: T_max has to be a literal, because the rates follow from it."
    )
    answer = told(call)
    assert answer["counterpart"] == "mindspore.experimental.optim.lr_scheduler.CosineAnnealingLR"
    answer = told("StepLR(opt, None)", "--to", PIECEWISE, code=1)
    assert answer["reason"].endswith("an argument is of a type that the source does not take.")
    answer = told("StepLR(opt, 4, last_epoch=3)", "--to", "exponential_decay_lr", code=1)
    assert (answer["code"], answer["agrees"]) == (None, False)
    assert [each["id"] for each in answer["differences"]] == ["cannot-be-resumed"]


def test_where_there_is_no_counterpart_it_says_what_to_do(ask: Ask, told: Told) -> None:
    answer = told("torch.optim.LBFGS(net.parameters())", code=1)
    assert (answer["code"], answer["counterpart"], answer["agrees"]) == (None, None, None)
    assert answer["reason"].startswith("There is no counterpart in mindspore.")
    assert answer["recipe"] == "lbfgs-for-mindspore"
    assert answer["instead"].endswith(".")
    code, out, _ = ask("translate", "torch.optim.LBFGS(net.parameters())")
    assert code == 1
    assert "`registry recipe lbfgs-for-mindspore`" in out


def test_the_other_direction_is_an_entry_or_one_clear_line(told: Told) -> None:
    assert told("mindspore.nn.FTRL(net.trainable_params())", code=1)["recipe"] == "ftrl-for-torch"
    answer = told("mindspore.nn.Adam(net.trainable_params())", code=1)
    assert answer["reason"] == (
        "It is known as a counterpart only; `registry lookup` shows what it stands for."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Adam("], "CALL:1: is not Python: '(' was never closed"),
        (["Adam"], "Adam: is neither a call with its parentheses nor a Python file"),
        (["nosuch.py"], "nosuch.py: is neither a call"),
        (["(1)"], "CALL: is not one call"),
        (["Adm(p)"], "CALL: nothing is called Adm; did you mean"),
        (["Adam(p, rate=1)"], "CALL: torch.optim.Adam: there is no parameter rate; there are"),
        (["Adam()"], "CALL: torch.optim.Adam: the argument params is missing"),
        (["Adam(p, 1, lr=1)"], "the argument lr is given twice"),
        (["StepLR(opt)"], "the argument step_size is missing"),
        (
            ["Adam(p)", "--to", "nn.SGD"],
            "--to: nn.SGD is no counterpart of torch.optim.Adam; there",
        ),
        (["FTRL(p)", "--to", "nn.SGD"], "no counterpart of mindspore.nn.FTRL; there is none"),
        (["StepLR(opt, 3)", "--lr", "nan"], "--lr: has to be a finite number"),
        (["StepLR(opt, 3)", "--epochs", "0"], "Invalid value for '--epochs'"),
        (["StepLR(opt, 3)", "--steps-per-epoch", "1.5"], "Invalid value for '--steps-per-epoch'"),
        ([], "Missing argument 'CALL'"),
    ],
)
def test_bad_input_is_one_line_and_two(ask: Ask, words: list[str], said: str) -> None:
    code, out, err = ask("translate", *words)
    assert (code, out) == (2, "")
    assert err.startswith("registry: ")
    assert said in err
    assert err.count("\n") == 1


CALLS = (
    "torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4, foreach=True)",
    "CosineAnnealingLR(optimizer, T_max=100)",
    "Adam(net.parameters(), betas=betas, maximize=True)",
    "LBFGS(net.parameters())",
)


@pytest.mark.parametrize("call", CALLS)
def test_all_that_is_printed_is_python(ask: Ask, call: str) -> None:
    _, out, err = ask("translate", call)
    assert err == ""
    statements = ast.parse(out).body
    assert [type(each) for each in statements] in ([], [ast.Import, ast.Expr])
    assert max(map(len, out.splitlines())) <= 110


def test_a_file_is_translated_call_by_call(ask: Ask) -> None:
    path = str(ROOT / "docs" / "examples" / "train.py")
    code, out, err = ask("translate", path, "--json")
    assert (code, err) == (1, "")  # L-BFGS has no counterpart
    answers = json.loads(out)
    assert [(each["line"], each["api"].rpartition(".")[2]) for each in answers] == [
        (17, "SGD"),
        (18, "StepLR"),
        (32, "LBFGS"),
        (49, "Adam"),
    ]
    assert {each["file"] for each in answers} == {path}
    code, text, _ = ask("translate", path)
    assert code == 1
    ast.parse(text)
    for each in answers:
        assert f"# {path}:{each['line']}: {each['source'].split('(')[0]}(" in text


SCRIPT = """\
from torch import optim
from torch.optim.lr_scheduler import CosineAnnealingLR as Cosine
optimizer = optim.SGD(net.parameters(), lr=0.4)
schedule = Cosine(optimizer, T_max=250)
wrong = optim.Adam(net.parameters(), rate=1)
print(optimizer)
"""


def test_a_schedule_of_a_file_starts_from_the_rate_of_its_optimizer(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(SCRIPT))
    code, out, err = ask("translate", "-", "--json", "--epochs", "50", "--to", PIECEWISE)
    assert (code, err) == (1, "")
    sgd, cosine, wrong = json.loads(out)
    assert sgd["counterpart"] == "mindspore.experimental.optim.SGD"
    assert cosine["counterpart"] == PIECEWISE
    assert cosine["assumed"] == ["steps_per_epoch=1"]
    assert "[0.4 * (1 + " in cosine["code"]
    assert (wrong["code"], wrong["agrees"]) == (None, None)
    assert wrong["reason"].startswith("Python refuses this call: there is no parameter rate;")


def test_a_file_without_a_known_call_says_so(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "empty.py"
    path.write_text("print(1)\n", encoding="utf-8")
    code, out, err = ask("translate", str(path))
    assert (code, out) == (1, "")
    assert err == f"registry: {path}: no call of a known API comes from its imports\n"
    assert ask("translate", str(path), "--json")[:2] == (1, "[]\n")


def test_a_file_that_is_no_python_is_one_line_and_two(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("import torch\nif\n", encoding="utf-8")
    code, out, err = ask("translate", str(path))
    assert (code, out) == (2, "")
    assert err.startswith(f"registry: {path}:2: is not Python: ")
    assert err.count("\n") == 1


def test_it_imports_no_framework_and_runs_nothing() -> None:
    call = "torch.optim.SGD(__import__('os').abort(), lr=print(1))"
    paths = (ROOT, ROOT / "plugins")
    done = command("translate", call, path=paths, python=("-X", "importtime"))
    assert done.returncode == 0, done.stderr[-500:]
    assert "mindspore.experimental.optim.SGD(__import__('os').abort(), lr=print(1))" in done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "registry.porting.call" in loaded
    assert not loaded & {"torch", "mindspore", "numpy", "execnet"}
