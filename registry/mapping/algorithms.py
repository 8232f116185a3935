"""What a plugin knows of published algorithms: their source, and where code departs from them.

An oracle reads the arguments of an API and names the algorithm that is asked for. The algorithm has
switches, the few places in which implementations of it differ; the first setting of each is what
the publication says. Its ``steps`` compute it in float64, with any settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Array = Any
Values = Mapping[str, Any]
Settings = Mapping[str, str]

Steps = Callable[[str, Array, Iterable[Array | None], Values, Settings], Iterator[Array]]
"""From a tensor's name, its start and its gradient in each step (``None`` where it has none) to the
tensor after each step; everything in float64."""


@dataclass(frozen=True)
class Algorithm:
    """A published algorithm: ``source`` names who, when and which equations, ``page`` is a URL."""

    source: str
    page: str
    switches: Mapping[str, tuple[str, ...]]
    """For each switch its settings, that of the publication first."""
    steps: Steps

    @property
    def published(self) -> dict[str, str]:
        """The setting of every switch in the publication."""
        return {name: settings[0] for name, settings in self.switches.items()}


@dataclass(frozen=True)
class Asked:
    """What a call asks for: an algorithm, and the values of what it calls its constants."""

    algorithm: Algorithm
    values: Values


Oracle = Callable[[Mapping[str, Any]], Asked]
"""From the arguments of a call, defaults included, to what is asked for.

Raises ``ValueError`` with one sentence for arguments that no published algorithm has.
"""
