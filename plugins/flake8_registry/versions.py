"""Targets such as ``mindspore>=2.3``: which versions someone ports to, and what exists in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

DEFAULT_TARGET = "mindspore"
_TARGET = re.compile(r"(?P<framework>[A-Za-z_][\w.]*)\s*(?P<clauses>[<>=~].*)?")
_CLAUSE = re.compile(r"(?P<operator>>=|<=|==|~=|>|<)\s*v?(?P<version>\d+(?:\.\d+)*)")

Release = tuple[int, ...]


def release(version: str) -> Release:
    """The numbers of a version without its trailing zeros: ``"2.3.0rc1"`` is ``(2, 3)``."""
    found = re.match(r"\d+(?:\.\d+)*", version.strip())
    numbers = [int(part) for part in found.group().split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Target:
    """A framework and the releases of it that must be served; no bound means the newest."""

    framework: str
    text: str
    lowest: Release | None = None
    highest: Release | None = None

    @property
    def asked(self) -> Release | None:
        """The oldest release that is named; ``None`` stands for the newest there is."""
        return self.lowest if self.lowest is not None else self.highest

    def has(self, since: str | None, until: str | None) -> bool:
        """Whether every release has what came with ``since`` and was last seen in ``until``.

        Without an upper bound the newest release counts, so that what has been removed is missing.
        """
        if since is not None and self.asked is not None and release(since) > self.asked:
            return False
        if until is None:
            return True
        return self.highest is not None and release(until) >= self.highest


def parse_target(text: str) -> Target:
    """Read ``mindspore``, ``mindspore>=2.3`` or ``mindspore>=2.3,<3``; ValueError says why not."""
    found = _TARGET.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"expected a target such as mindspore>=2.3, got {text!r}")
    lowest: Release | None = None
    highest: Release | None = None
    for clause in filter(None, (part.strip() for part in (found["clauses"] or "").split(","))):
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            raise ValueError(f"expected a version such as >=2.3 in {text!r}, got {clause!r}")
        version = release(match["version"])
        if match["operator"] in (">=", ">", "==", "~="):
            lowest = version
        if match["operator"] in ("<=", "<", "=="):
            highest = version
    return Target(found["framework"], text.strip(), lowest, highest)
