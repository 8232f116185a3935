"""Which arguments a call gives to which parameters, and what cannot be seen."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from flake8_registry.conditions import Opaque, evaluate
from flake8_registry.entries import Api
from flake8_registry.names import Names
from flake8_registry.values import (
    Alternatives,
    Items,
    Partial,
    Table,
    Typed,
    python_value,
)


@dataclass(frozen=True, slots=True)
class Argument:
    """A value, and the expression of this call that gives it (None: a partial gave it before)."""

    values: Alternatives
    node: ast.expr | None


@dataclass(frozen=True, slots=True)
class Given:
    """The arguments as the call writes them; ``complete`` when there are no others."""

    positional: list[Argument]
    keywords: dict[str, Argument]
    complete: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """The arguments by parameter; ``complete`` when every other parameter has its default."""

    arguments: dict[str, Argument]
    complete: bool

    def here(self) -> dict[str, ast.expr]:
        """The parameters that this very call gives, with the expressions that give them."""
        return {name: one.node for name, one in self.arguments.items() if one.node is not None}

    def values(self, api: Api, *, without_here: bool = False) -> dict[str, object]:
        """The Python values that are known; ``without_here`` leaves out what this call gives."""
        found: dict[str, object] = {}
        for name in api.parameters:
            argument = self.arguments.get(name)
            if argument is not None:
                known, value = python_value(argument.values)
                if known and not (without_here and argument.node is not None):
                    found[name] = _plain(value)
            elif self.complete and name in api.defaults:
                found[name] = evaluate(api.defaults[name], {})
        return found


def given(resolver: Names, call: ast.Call, depth: int = 0, *, skip: int = 0) -> Given:
    """What a call gives, ``*items`` and ``**table`` taken apart where they can be seen."""
    positional: list[Argument] = []
    keywords: dict[str, Argument] = {}
    complete = True
    for argument in call.args[skip:]:
        if not isinstance(argument, ast.Starred):
            positional.append(Argument(resolver.value(argument, depth), argument))
            continue
        values = resolver.value(argument.value, depth)
        if len(values) == 1 and isinstance(values[0], Items) and values[0].exact:
            positional.extend(Argument(one, argument) for one in values[0].elements)
        else:
            complete = False
            break
    for keyword in call.keywords:
        values = resolver.value(keyword.value, depth)
        if keyword.arg is not None:
            keywords[keyword.arg] = Argument(values, keyword.value)
        elif len(values) == 1 and isinstance(values[0], Table):
            for key, one in values[0].entries:
                if isinstance(key.value, str):
                    keywords[key.value] = Argument(one, keyword.value)
            complete = complete and values[0].exact
        else:
            complete = False
    return Given(positional, keywords, complete)


def assemble(api: Api, here: Given, before: Partial | None = None) -> Bound:
    """The arguments by parameter; positions beyond the signature are left out."""
    positional = here.positional
    keywords = here.keywords
    complete = here.complete
    if before is not None:
        earlier = [Argument(values, None) for values in before.positional]
        positional = [*earlier, *positional]
        keywords = {name: Argument(values, None) for name, values in before.keywords} | keywords
        complete = complete and before.complete
    arguments = dict(zip(api.parameters[: api.positional], positional, strict=False))
    for name, argument in keywords.items():
        if name in api.parameters:
            arguments[name] = argument
    return Bound(arguments, complete)


def _plain(value: object) -> object:
    """A value as conditions know it."""
    return Opaque(value.type) if isinstance(value, Typed) else value
