"""Values and calls as Python code."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

_SHORTEST_RANGE = 6


def code_of(value: Any) -> str:
    """The code of a value that the data or a call may hold; :class:`Code` is its own text."""
    if isinstance(value, dict) and list(value) == ["lambda"]:
        return f"lambda epoch: {value['lambda']}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {code_of(each)}' for key, each in value.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(code_of, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, list):
        return _range(value) or f"[{', '.join(map(code_of, value))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    return repr(value)


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
