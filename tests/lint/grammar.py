"""Programs that no one would write: any statement in any other, rich in what the linter looks for.

A program comes from a seed and from nothing else, so that a seed is all there is to report.
"""

from __future__ import annotations

from random import Random

NAMES = (
    *("torch", "optim", "SGD", "LBFGS", "Adam", "StepLR", "Optimizer", "o", "s", "x", "y", "z"),
    *("self", "cls", "f", "g", "A", "B", "args", "kwargs", "HAS_TORCH", "größe", "_", "super"),
    *("getattr", "isinstance", "hasattr", "partial", "importlib", "functools", "zip", "dict"),
)
ATTRIBUTES = (
    *("optim", "SGD", "LBFGS", "lr_scheduler", "StepLR", "param_groups", "state", "step", "opt"),
    *("zero_grad", "state_dict", "get_last_lr", "optimizer", "append", "update", "items", "get"),
    *("__version__", "__dict__", "__init__", "__class__", "func", "add_param_group", "x", "pop"),
)
CONSTANTS = (
    *("None", "True", "1", "-1", "0.5", "1e400", "10**9", "'SGD'", "'LBFGS'", "'torch.optim'"),
    *("'torch'", "b'LBFGS'", "...", "''", "'param_groups'", "1j", "'torch.optim.LBFGS'", "f'{x}'"),
)
IMPORTS = (
    *("import torch", "import torch.optim", "import torch.optim as optim", "import torch as x"),
    *("from torch import optim", "from torch.optim import *", "from torch.optim import LBFGS"),
    *("from torch.optim import SGD as Adam, LBFGS as y", "from . import optim", "import functools"),
    *("from .optim import *", "from functools import partial", "import importlib, sys, copy"),
    *("from torch.optim.lr_scheduler import StepLR, _LRScheduler", "from mindspore import nn"),
    *("from ...a.b import LBFGS, SGD as o", "import mindspore", "from torch.optim import Nothing"),
)
TESTS = (
    *("hasattr(torch.optim, 'LBFGS')", "torch.__version__ >= '2.0'", "HAS_TORCH", "x is not None"),
    *("isinstance(o, torch.optim.Optimizer)", "not HAS_TORCH", "'torch' in sys.modules"),
    *("isinstance(x, (SGD, A)) and o", "'LBFGS' in dir(optim)", "x == 'torch'", "(z := o)"),
    *("not isinstance(o.opt, LBFGS)", "is_torch_available()", "1 < torch.__version__ < 3"),
)
BINARY = ("+", "-", "*", "/", "//", "%", "**", "@", "|", "&", "^", "<<", ">>", "and", "or")
COMPARE = ("==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in")
DEEPEST = 4


class Grammar:
    """Draws one program from a generator of random numbers."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def one(self, *options: str) -> str:
        return self.random.choice(options)

    def many(self, least: int, most: int) -> range:
        return range(self.random.randint(least, most))

    def name(self) -> str:
        return self.random.choice(NAMES)

    def target(self, depth: int = 0) -> str:
        """Something that can be bound."""
        kind = self.random.randrange(8 if depth < 2 else 3)
        if kind < 3:
            return self.name()
        if kind == 3:
            return f"{self.name()}.{self.random.choice(ATTRIBUTES)}"
        if kind == 4:
            return f"{self.name()}[{self.expression(DEEPEST)}]"
        if kind == 5:
            return f"({self.target(depth + 1)}, {self.target(depth + 1)})"
        if kind == 6:
            return f"[{self.target(depth + 1)}, *{self.name()}]"
        return f"({self.name()}, ({self.name()}, {self.name()}))"

    def arguments(self, depth: int) -> str:
        """The arguments of a call."""
        parts = [self.expression(depth) for _ in self.many(0, 3)]
        if self.random.random() < 0.2:
            parts.append(f"*{self.expression(depth)}")
        for key in self.random.sample(("lr", "maximize", "eps", "closure", "type", "_target_"), 2):
            if self.random.random() < 0.4:
                parts.append(f"{key}={self.expression(depth)}")
        if self.random.random() < 0.2:
            parts.append(f"**{self.expression(depth)}")
        return ", ".join(parts)

    def comprehension(self, depth: int) -> str:
        """What stands behind the element of a comprehension."""
        text = f" for {self.target(1)} in {self.expression(depth)}"
        for _ in self.many(0, 1):
            text += f" if {self.test(depth)}"
        return text

    def test(self, depth: int) -> str:
        return self.random.choice(TESTS) if self.random.random() < 0.6 else self.expression(depth)

    def expression(self, depth: int = 0) -> str:
        """Any expression, in parentheses where it needs them."""
        if depth >= DEEPEST:
            return self.name() if self.random.random() < 0.6 else self.random.choice(CONSTANTS)
        e = lambda: self.expression(depth + 1)  # noqa: E731
        kind = self.random.randrange(26)
        if kind < 6:
            return self.expression(DEEPEST)
        if kind < 11:
            return f"{self.one(self.name(), f'({e()})')}.{self.random.choice(ATTRIBUTES)}"
        if kind < 16:
            function = self.one(
                self.name(), f"({e()}).{self.random.choice(ATTRIBUTES)}", f"({e()})"
            )
            return f"{function}({self.arguments(depth + 1)})"
        options = (
            lambda: f"({e()} {self.random.choice(BINARY)} {e()})",
            lambda: f"({e()} {self.random.choice(COMPARE)} {e()})",
            lambda: f"({e()} if {self.test(depth + 1)} else {e()})",
            lambda: f"({self.one('not', '-', '~')} {e()})",
            lambda: f"({e()})[{e()}]",
            lambda: f"({e()})[{e()}:{e()}]",
            lambda: f"[{e()}, *{e()}, {e()}]",
            lambda: f"({e()}, {e()})",
            lambda: f"{{{e()}: {e()}, **{e()}}}",
            lambda: f"[{e()}{self.comprehension(depth + 1)}]",
            lambda: f"{{{e()}: {e()}{self.comprehension(depth + 1)}}}",
            lambda: f"list({e()}{self.comprehension(depth + 1)})",
            lambda: f"(lambda x, *a, o={e()}, **k: {e()})",
            lambda: f"(z := {e()})",
        )
        return self.random.choice(options)()

    def annotation(self) -> str:
        inner = self.one("Optimizer", "torch.optim.SGD", "'optim.LBFGS'", "A", "None", self.name())
        return self.one(
            *(inner, f"Optional[{inner}]", f"list[{inner}]", f"{inner} | None", f"type[{inner}]"),
            *(f"dict[str, {inner}]", f"tuple[{inner}, ...]", f"'Optional[{inner}]'", "'('"),
        )

    def simple(self, function: bool, loop: bool) -> str:
        """A statement of one line."""
        e = self.expression
        options = [
            *(e, e, lambda: f"{self.target()} = {e()}", lambda: f"{self.target()} = {e()}"),
            lambda: f"{self.name()} = {self.target(2)} = {e()}",
            lambda: f"{self.name()} {self.one('+=', '|=', '*=')} {e()}",
            lambda: f"{self.name()}: {self.annotation()} = {e()}",
            lambda: f"self.{self.random.choice(ATTRIBUTES)}: {self.annotation()}",
            lambda: f"del {self.name()}, {self.name()}[{e()}]",
            lambda: f"assert {self.test(0)}, {e()}",
            lambda: f"raise {e()} from {e()}",
            *([lambda: self.random.choice(IMPORTS)] * 2),
            lambda: "pass",
        ]
        if function:
            options += [
                lambda: f"return {e()}",
                lambda: f"yield {e()}",
                lambda: f"yield from {e()}",
            ]
        if loop:
            options += [lambda: "break", lambda: "continue"]
        text = self.random.choice(options)()
        return text if "import *" not in text or not function else "pass"

    def block(self, depth: int, function: bool, loop: bool) -> list[str]:
        """Some statements, without their indentation."""
        lines: list[str] = []
        for _ in self.many(1, 4):
            if depth < DEEPEST - 1 and self.random.random() < 0.35:
                lines += self.compound(depth, function, loop)
            else:
                lines.append(self.simple(function, loop))
        return lines

    def inside(self, depth: int, function: bool, loop: bool) -> list[str]:
        return [f"    {line}" for line in self.block(depth + 1, function, loop)]

    def compound(self, depth: int, function: bool, loop: bool) -> list[str]:
        """A statement with statements inside."""
        inside = lambda f=function, again=loop: self.inside(depth, f, again)  # noqa: E731
        e = self.expression
        kind = self.random.randrange(9)
        if kind < 2:
            lines = [f"if {self.test(0)}:", *inside()]
            for _ in self.many(0, 2):
                lines += [f"elif {self.test(0)}:", *inside()]
            return [*lines, "else:", *inside()] if self.random.random() < 0.5 else lines
        if kind == 2:
            head = self.one(f"for {self.target()} in {e()}:", f"while {self.test(0)}:")
            lines = [head, *inside(function, True)]
            return [*lines, "else:", *inside()] if self.random.random() < 0.3 else lines
        if kind == 3:
            caught = self.one("ImportError", "(AttributeError, x)", "Exception as e", e())
            lines = ["try:", *inside(), f"except {caught}:", *inside()]
            if self.random.random() < 0.4:
                lines += ["else:", *inside()]
            return [*lines, "finally:", *inside(function, False)] if depth % 2 else lines
        if kind == 4:
            return [f"with {e()} as {self.target(1)}, {e()}:", *inside()]
        if kind == 5:
            patterns = (
                *(
                    "torch.optim.SGD() as o",
                    "LBFGS(x, y=z)",
                    "{'a': x, **rest}",
                    "[x, *_]",
                    "'torch'",
                ),
                *("A() | B()", "None", "optim.LBFGS", "str() as y", "(1 | 2) as z"),
            )
            lines = [f"match {e()}:"]
            for _ in self.many(1, 3):
                guard = f" if {self.test(0)}" if self.random.random() < 0.3 else ""
                lines.append(f"    case {self.random.choice(patterns)}{guard}:")
                lines += [f"    {line}" for line in inside()]
            return lines
        if kind < 8:
            decorator = self.one(
                "property", "staticmethod", "classmethod", f"({e()})", "skipIf(x, 1)"
            )
            head = self.one(
                f"def {self.name()}(self, x: {self.annotation()} = None, *a, o={e()}, **kwargs):",
                f"def {self.name()}(x, /, y: {self.annotation()}) -> {self.annotation()}:",
                f"async def {self.name()}(torch=None, *optim):",
            )
            lines = [head, *inside(True, False)]
            if head.startswith("async"):
                lines = [line for line in lines if "yield from" not in line]
                lines.append("    pass")
            if self.random.random() < 0.2:
                lines.insert(1, f"    {self.one('global', 'nonlocal')} {self.one('Shared', 'o')}")
            return [f"@{decorator}", *lines] if self.random.random() < 0.4 else lines
        bases = self.one("Optimizer", "torch.optim.SGD", "A", "nn.Module, B", e(), "x, metaclass=y")
        return [f"class {self.one('A', 'B', 'SGD', 'Mine')}({bases}):", *inside(False, False)]


def program(seed: int) -> str:
    """The program of that seed; a few are no Python, which nobody has to lint."""
    grammar = Grammar(Random(seed))
    imports = [grammar.random.choice(IMPORTS) for _ in grammar.many(1, 3)]
    lines = ["import torch, torch.optim as optim", *imports, *grammar.block(0, False, False)]
    ending = grammar.one("\n", "\n", "\n", "\r\n", "\r")
    start = grammar.one("", "", "", "\ufeff", "# -*- coding: latin-1 -*-\n", "\f\n")
    return start + ending.join(lines) + ending
