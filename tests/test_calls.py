"""Calls written as code: what has a value, what stands for itself, and how arguments are bound."""

from __future__ import annotations

from typing import Any

import pytest

from registry.language.calls import bound, every, one
from registry.language.dialects import Dialect, restated
from registry.language.signatures import Code, parse
from registry.problems import UserError

SIGNATURE = parse("(params, lr=0.1, betas=(0.9, 0.999), *, eps=1e-08)")


def value(text: str) -> Any:
    """What an argument is read as."""
    return one(f"f({text})").positional[0]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1", 1),
        ("-1e-3", -0.001),
        ("1_000", 1000),
        ("True", True),
        ("None", None),
        ("'cos'", "cos"),
        ("(0.9, 0.999)", (0.9, 0.999)),
        ("[30, 60]", [30, 60]),
        ("1 / 3", 1 / 3),
        ("10 ** -3", 10**-3),
        ("2 ** 3", 8),
        ("3 * 1e-4", 3 * 1e-4),
        ("{'lr': 0.1}", {"lr": 0.1}),
        ("dict(lr=0.1)", {"lr": 0.1}),
        ("lambda epoch: 0.95 ** epoch", {"lambda": "0.95 ** epoch"}),
        ("lambda e: min(1, (e + 1) / 5)", {"lambda": "min(1, (epoch + 1) / 5)"}),
        ("lambda e: e < 5 and 1.0 or 0.1", {"lambda": "epoch < 5 and 1.0 or 0.1"}),
    ],
)
def test_a_literal_has_its_value(text: str, read: Any) -> None:
    found = value(text)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    "text",
    [
        "args.lr",
        "lr * 0.1",
        "float('inf')",
        "f(1)",
        "2 ** 10 ** 10",
        "1 / 0",
        "0 ** -1",
        "9 ** 9 ** 9 ** 9",
        "'a' * 3",
        "[*rates]",
        "...",
        "lambda epoch: math.cos(epoch)",
        "lambda epoch: rates[epoch]",
        "lambda epoch: 1.0 if epoch < 5 else 0.1",
        "lambda a, b: a",
        "lambda epoch=3: 0.9",
        "lambda max: max(1, 2)",
        "lambda: 1",
        "(x for x in y)",
        "__import__('os').system('false')",
    ],
)
def test_anything_else_stands_for_itself_as_it_is_written(text: str) -> None:
    assert value(text) == Code(text)


def test_a_tuple_may_hold_some_of_both() -> None:
    assert value("(args.beta1, 0.999)") == (Code("args.beta1"), 0.999)


def test_what_is_written_on_several_lines_becomes_one() -> None:
    assert value("(\n  a +\n  b  # so\n)") == Code("a + b")
    assert value("(rate := 0.1)") == Code("(rate := 0.1)")


def test_a_call_may_be_assigned() -> None:
    call = one("optimizer = torch.optim.Adam(net.parameters(), 1e-3, eps=eps, *more, **options)\n")
    assert (call.name, call.positional) == ("torch.optim.Adam", (Code("net.parameters()"), 0.001))
    assert (call.keywords, call.rest) == ((("eps", Code("eps")),), ("*more", "**options"))
    assert call.text == "torch.optim.Adam(net.parameters(), 1e-3, eps=eps, *more, **options)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Adam(", "CALL:1: is not Python: '(' was never closed"),
        ("1 + 1", "CALL: is not one call; write it as in `torch.optim.SGD(params, lr=0.1)`"),
        ("f()(1)", "CALL: is not one call"),
        ("f(1); g(2)", "CALL: is not one call"),
        ("", "CALL: is not one call"),
        ("f(" * 5000, "CALL"),
        ("f(\0)", "CALL"),
    ],
)
def test_what_is_no_call_is_one_line(text: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        one(text)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("f(p)", {}),
        ("f(p, 1e-3)", {"lr": 0.001}),
        ("f(p, 1e-3, (0.8, 0.9), eps=1)", {"lr": 0.001, "betas": (0.8, 0.9), "eps": 1}),
        ("f(lr=2, params=p)", {"lr": 2}),
        ("f(p, **{'lr': 2})", {"lr": 2}),
        ("f(p, **dict(lr=2))", {"lr": 2}),
    ],
)
def test_arguments_are_bound_as_python_binds_them(text: str, given: dict[str, Any]) -> None:
    assert bound(one(text), SIGNATURE, "params") == (Code("p"), given)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f()", "the argument params is missing"),
        ("f(p, 1, (0, 0), 1e-8)", "it takes at most 3 arguments without a name"),
        ("f(p, 1, lr=1)", "the argument lr is given twice"),
        ("f(p, lr=1, lr=2)", "the argument lr is given twice"),
        ("f(p, lr=1, **{'lr': 2})", "the argument lr is given twice"),
        ("f(p, rate=1)", "there is no parameter rate; there are params, lr, betas, eps"),
    ],
)
def test_what_python_refuses_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", "\\(")):
        bound(one(text), SIGNATURE, "params")


FILE = """\
import torch, torch.optim as o
from torch import optim
from torch.optim import SGD as Descent, Adam
from torch.optim.lr_scheduler import *

def make(net, Adam):
    self.optimizer = optim.SGD(net.parameters())
    first = Descent(net.parameters())
    return o.Adam(net.parameters()), torch.optim.Adam(net.parameters())

StepLR(1)
Adam(1)
unknown.Adam(1)
optim.lr_scheduler.StepLR(Descent([]))
"""


def test_in_a_file_names_come_from_its_imports() -> None:
    found = [(call.line, call.name, call.stored) for call in every(FILE, "train.py")]
    assert found == [
        (7, "torch.optim.SGD", "self.optimizer"),
        (8, "torch.optim.SGD", "first"),
        (9, "torch.optim.Adam", None),
        (9, "torch.optim.Adam", None),
        (14, "torch.optim.lr_scheduler.StepLR", None),
        (14, "torch.optim.SGD", None),
    ]


def test_a_file_that_is_no_python_is_one_line() -> None:
    with pytest.raises(UserError, match=r"^train.py:2: is not Python: "):
        list(every("import torch\nfrom torch import", "train.py"))


HERE = Dialect("parameters", "named_parameters")
THERE = Dialect("trainable_params", "parameters_and_names")


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("net.parameters()", "net.trainable_params()"),
        ("net.named_parameters()", "net.trainable_params()"),
        ("self.model.head.parameters()", "self.model.head.trainable_params()"),
        ("list(net.parameters()) + [w]", "list(net.trainable_params()) + [w]"),
        (
            "chain(a.parameters(), b.parameters())",
            "chain(a.trainable_params(), b.trainable_params())",
        ),
        (
            "[p for n, p in net.named_parameters() if 'é' in n]",
            "[p for n, p in net.parameters_and_names() if 'é' in n]",
        ),
        ("net.parameters(recurse=False)", "net.trainable_params(recurse=False)"),
        ("server.parameters(3)", "server.parameters(3)"),
        ("parameters()", "parameters()"),
        ("net.parameters", "net.parameters"),
    ],
)
def test_the_parameters_of_a_network_are_named_as_over_there(here: str, there: str) -> None:
    assert restated(here, HERE, THERE) == there
