"""Values and calls as Python code."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

_SHORTEST_RANGE = 6


# Functions of the language of conditions that Python has in a module.
_MATHEMATICAL = re.compile(r"\b(cos|log|sqrt)\(")


def code_of(value: Any, scheduled: str | None = "optimizer") -> str:
    """The code of a value that the data or a call may hold; :class:`Code` is its own text.

    ``scheduled`` is the code of the optimizer for a schedule that is an argument; ``None`` where a
    schedule takes none.
    """
    match value:
        case {"lambda": text}:
            return f"lambda epoch: {_MATHEMATICAL.sub(_in_its_module, str(text))}"
        case {"ends": ends, "values": pieces}:
            found = f"each for end, each in zip({ends!r}, {pieces!r}) if epoch < end"
            return f"lambda epoch: next(({found}), {pieces[-1]!r})"
        case {"schedule": api, **arguments}:
            codes = {str(name): code_of(each, scheduled) for name, each in arguments.items()}
            first = {"optimizer": scheduled} if scheduled else {}
            return call(api, None, {**first, **codes}, ())
        case dict():
            pairs = (f"{key!r}: {code_of(each, scheduled)}" for key, each in value.items())
            return f"{{{', '.join(pairs)}}}"
        case tuple():
            items = ", ".join(code_of(each, scheduled) for each in value)
            return f"({items}{',' if len(value) == 1 else ''})"
        case list():
            return _range(value) or f"[{', '.join(code_of(each, scheduled) for each in value)}]"
        case float() if not math.isfinite(value):
            return f"float({str(value)!r})"
    return repr(value)


def _in_its_module(function: re.Match[str]) -> str:
    return f'__import__("math").{function[1]}('


def _range(items: list[Any]) -> str | None:
    """``list(range(...))`` for whole numbers that are equally far apart, if that is shorter."""
    if len(items) < _SHORTEST_RANGE or any(type(each) is not int for each in items):
        return None
    step = items[1] - items[0]
    if step <= 0 or items != list(range(items[0], items[-1] + 1, step)):
        return None
    ends = (items[0], items[-1] + 1) if step == 1 else (items[0], items[-1] + 1, step)
    return f"list(range({', '.join(map(str, ends))}))"


def call(api: str, first: str | None, arguments: Mapping[str, str], rest: tuple[str, ...]) -> str:
    """A call with the code of its arguments; what is unpacked into it comes last."""
    named = [f"{name}={code}" for name, code in arguments.items()]
    return f"{api}({', '.join([*([first] if first else []), *named, *rest])})"
