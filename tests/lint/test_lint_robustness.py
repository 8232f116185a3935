"""Whatever Python parses is linted: deep nesting, long chains, odd and random programs."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8_registry import Index, findings, read_index
from flake8_registry.engine import read
from flake8_registry.options import Settings
from flake8_registry.vocabulary import Text
from hypothesis import given, settings
from hypothesis import strategies as st

INDEX_FILE = Path(__file__).with_name("index.json")
HEADER = "import torch, functools\nfrom torch.optim import SGD, LBFGS\no = SGD([])\nx = SGD\n"
DEEP: dict[str, Callable[[int], str]] = {
    "sums": lambda n: "x = " + " + ".join(["o.state"] * n),
    "attributes": lambda n: "o" + ".a" * n + ".param_groups",
    "calls": lambda n: "o" + ".a()" * n + ".param_groups",
    "subscripts": lambda n: "o" + "[0]" * n + ".param_groups",
    "elif": lambda n: (
        "if o: pass\n"
        + "".join(f"elif hasattr(torch.optim, 'A{i}'): LBFGS([])\n" for i in range(n))
    ),
    "ternaries": lambda n: "x = " + " if o else ".join(["LBFGS"] * n) + " if o else 1",
    "conjunctions": lambda n: "x = " + " and ".join(["hasattr(o, 'state')"] * n),
    "negations": lambda n: "x = " + "not " * min(n, 900) + "o.state",
    "lambdas": lambda n: "x = " + "lambda: " * min(n, 900) + "LBFGS([])",
    "lists": lambda n: "x = " + "[" * min(n, 90) + "LBFGS" + "]" * min(n, 90),
    "comprehensions": lambda n: "x = " + "[" * min(n, 90) + "SGD" + " for a in b]" * min(n, 90),
    "values in themselves": lambda n: "x = [x]\n" * n + "x = [x, x]\n" * n + "x = {'a': x}\n" * n,
    "partials": lambda n: "x = functools.partial(x, lr=1)\n" * n + "x([])",
    "ancestors": lambda n: (
        "class A0(torch.optim.Optimizer): pass\n"
        + "".join(f"class A{i + 1}(A{i}): pass\n" for i in range(n))
    ),
    "functions": lambda n: (
        "".join(f"{' ' * i}def f{i}(torch):\n" for i in range(min(n, 90)))
        + " " * 90
        + "torch.optim.LBFGS([])\n"
    ),
    "callers": lambda n: (
        "".join(f"def f{i}(): return f{i + 1}()\n" for i in range(n // 4))
        + f"def f{n // 4}(): return SGD([])\nf0().param_groups"
    ),
    "annotations": lambda n: f"def f(a: {' | '.join(['LBFGS'] * n)}): pass",
}


@pytest.mark.parametrize("kind", DEEP)
def test_no_nesting_is_too_deep(kind: str, index: Index) -> None:
    for size in (90, 900):
        source = HEADER + DEEP[kind](size) + "\n"
        try:
            tree = ast.parse(source)
        except RecursionError:
            continue
        read(Text(source, tree), index, Settings())


ATOMS = st.sampled_from(
    [
        *("torch", "optim", "torch.optim", "SGD", "LBFGS", "o", "self", "self.opt", "x", "y"),
        *("f", "A", "None", "1", "'LBFGS'", "'torch.optim'", "0.5", "HAS_TORCH", "unknown"),
    ]
)
NAMES = st.sampled_from(["x", "y", "o", "torch", "SGD", "self.opt", "x.y", "x[0]", "x, y", "*x, y"])
ATTRIBUTES = st.sampled_from(["optim", "SGD", "LBFGS", "param_groups", "step", "opt", "append"])


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, inner)
    templates = [
        *("({}, {})", "[{}, {}]", "{{{}: {}}}", "({} or {})", "({} and {})", "{}({})"),
        *("{}({}, maximize=True)", "{}({}, **x)", "{}(*{})", "getattr({}, {})", "({} == {})"),
        *("isinstance({}, {})", "hasattr({}, {})", "functools.partial({}, {})", "zip({}, {})"),
        *("[{} for x in {}]", "{{x: {} for x in {}}}", "({} if {} else 1)", "{}[{}]"),
        *("(lambda x: ({}, {}))", "(z := ({}, {}))", "super({}, {})", "dict({}, a={})"),
    ]
    many = st.tuples(st.sampled_from(templates), pairs).map(lambda t: t[0].format(*t[1]))
    return many | st.tuples(inner, ATTRIBUTES).map(".".join)


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=6)
SIMPLE = st.one_of(
    EXPRESSIONS,
    st.tuples(NAMES, EXPRESSIONS).map(" = ".join),
    st.tuples(st.sampled_from(["x", "o", "x.y"]), EXPRESSIONS).map(" += ".join),
    st.tuples(st.sampled_from(["x", "o"]), EXPRESSIONS).map(": ".join),
    EXPRESSIONS.map("return {}".format),
    EXPRESSIONS.map("yield {}".format),
    EXPRESSIONS.map("assert {}".format),
    st.sampled_from(["del o", "del x[0]", "pass", "raise", "break", "continue", "global x"]),
    st.sampled_from(["import torch as x", "from torch.optim import *", "from torch import optim"]),
)
HEADS = st.sampled_from(
    [
        *("if {}:", "while {}:", "for x in {}:", "for x, o in {}:", "with {} as x:", "try:"),
        *("def f(self, x: {} = 1, *a, **k):", "class A({}):", "match {}:", "async def f(x={}):"),
    ]
)


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        if depth < 3 and draw(st.booleans()):
            head = draw(HEADS).format(draw(EXPRESSIONS))
            inner = draw(blocks(depth + 1))
            if head.startswith("match"):
                inner = ["case torch.optim.SGD() as o:", *(f"    {line}" for line in inner)]
            lines += [head, *(f"    {line}" for line in inner)]
            if head == "try:":
                lines += ["except (ImportError, ValueError) as e:", f"    {draw(SIMPLE)}"]
            elif head.startswith("if") and draw(st.booleans()):
                lines += ["else:", f"    {draw(SIMPLE)}"]
        else:
            lines.append(draw(SIMPLE))
    return lines


@settings(max_examples=150, deadline=None)
@given(blocks())
def test_a_random_program_is_linted_or_no_python(lines: list[str]) -> None:
    source = HEADER + "\n".join(lines) + "\n"
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    index = read_index((str(INDEX_FILE),))
    found = read(Text(source, tree), index, Settings())
    assert found == list(findings(source, "x.py", index))
    assert all(1 <= one.line <= source.count("\n") for one in found)


@pytest.mark.parametrize(
    "source",
    [
        "\ufeffimport torch.optim\n",
        "import torch.optim\r\ntorch.optim.LBFGS\r\n",
        "import torch.optim as größe\ngröße.LBFGS\n",
        "import torch.optim\f\n",
        "",
    ],
)
def test_odd_texts_are_read_as_python_reads_them(source: str, index: Index) -> None:
    list(findings(source, "x.py", index))
