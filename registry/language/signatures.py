"""Signatures as they are written in the data: ``(params, lr=0.001, *, maximize=False)``."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


@dataclass(frozen=True)
class Code:
    """A piece of Python that stands for itself because it is not a literal (``mint.float32``)."""

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Argument:
    """One parameter of a signature; ``default`` means nothing where ``required`` is true."""

    name: str
    required: bool
    default: Any
    keyword_only: bool


@dataclass(frozen=True)
class Signature:
    """The parameters of a callable in the order in which they are declared.

    ``rest`` is the name of ``**kwargs``, where there is one; it is not a parameter of its own.
    """

    arguments: tuple[Argument, ...]
    rest: str | None = None

    def __getitem__(self, name: str) -> Argument:
        for argument in self.arguments:
            if argument.name == name:
                return argument
        raise KeyError(name)

    def __contains__(self, name: str) -> bool:
        return any(argument.name == name for argument in self.arguments)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(argument.name for argument in self.arguments)

    @property
    def defaults(self) -> dict[str, Any]:
        """The value of every parameter that may be left out."""
        return {each.name: each.default for each in self.arguments if not each.required}


@lru_cache(maxsize=8192)
def parse(text: str) -> Signature:
    """Read a signature written as in Python, with its parentheses; no text is no parameters.

    Raises ``ValueError`` with one sentence when the text is not a signature, or has ``*args`` or
    annotations, of which the data has no use.
    """
    if not text:
        return Signature(())
    try:
        definition, *more = ast.parse(f"def f{text}: pass").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("write it as in Python: (params, lr=0.001, *, maximize=False)") from None
    if not isinstance(definition, ast.FunctionDef) or more or not text.startswith("("):
        raise ValueError("write it as in Python: (params, lr=0.001, *, maximize=False)")
    declared = definition.args
    if declared.vararg:
        raise ValueError("name every parameter instead of *args")
    positional = [*declared.posonlyargs, *declared.args]
    missing = len(positional) - len(declared.defaults)
    defaults: list[ast.expr | None] = [*[None] * missing, *declared.defaults]
    pairs = [*zip(positional, defaults, strict=True)]
    arguments = [_argument(each, default, False) for each, default in pairs]
    named = zip(declared.kwonlyargs, declared.kw_defaults, strict=True)
    arguments += [_argument(each, default, True) for each, default in named]
    if len({each.name for each in arguments}) < len(arguments):
        raise ValueError("name each parameter once")
    return Signature(tuple(arguments), declared.kwarg.arg if declared.kwarg else None)


def _argument(declared: ast.arg, default: ast.expr | None, keyword_only: bool) -> Argument:
    if declared.annotation is not None:
        raise ValueError(f"leave out the annotation of {declared.arg}")
    if default is None:
        return Argument(declared.arg, True, None, keyword_only)
    try:
        return Argument(declared.arg, False, ast.literal_eval(default), keyword_only)
    except (ValueError, TypeError):
        pass
    try:
        return Argument(declared.arg, False, Code(ast.unparse(default)), keyword_only)
    except RecursionError:
        raise ValueError(f"the default of {declared.arg} is nested too deeply") from None


def write(signature: Signature) -> str:
    """The canonical text of a signature; ``parse(write(s)) == s``."""
    parts: list[str] = []
    for argument in signature.arguments:
        if argument.keyword_only and "*" not in parts:
            parts.append("*")
        parts.append(
            argument.name if argument.required else f"{argument.name}={argument.default!r}"
        )
    parts += [f"**{signature.rest}"] if signature.rest else []
    return f"({', '.join(parts)})"
