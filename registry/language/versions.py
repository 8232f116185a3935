"""The order of releases."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def release(version: str) -> tuple[int, ...]:
    """The numbers of a version without its trailing zeros: ``"2.13.0+cpu"`` is ``(2, 13)``.

    A version without numbers comes before every other.
    """
    found = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
