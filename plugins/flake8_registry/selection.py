"""Which codes somebody wants to hear: ``--select`` and ``--ignore``, as flake8 has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flake8_registry.codes import OFF_BY_DEFAULT, TITLES

PREFIX = "OPR"
_BETWEEN = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Selection:
    """Beginnings of codes; without ``select`` every code that is on by default is wanted."""

    select: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether to say it; the longer of two beginnings that disagree wins."""
        named = [one for one in (*self.select, *self.also) if code.startswith(one)]
        chosen = max(map(len, named), default=0)
        if code in OFF_BY_DEFAULT and chosen <= len(PREFIX):
            return False
        if self.select and not named:
            return False
        return max((len(one) for one in self.ignore if code.startswith(one)), default=-1) < chosen


def codes(texts: Iterable[str], option: str) -> tuple[str, ...]:
    """The beginnings of codes in ``OPR1, OPR203``; ValueError says which is no code of ours."""
    found = tuple(one for text in texts for one in _BETWEEN.split(text.strip()) if one)
    for one in found:
        if not any(code.startswith(one) for code in TITLES):
            known = "OPR001 to OPR901, or a beginning of them such as OPR3"
            raise ValueError(f"{option}: no code begins with {one!r}; there are {known}")
    return found
