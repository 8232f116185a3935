"""Everything that the plugins contributed, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from registry.dialects import Dialect
from registry.loading import Located
from registry.models import Counterpart, framework_of
from registry.problems import Problem
from registry.translate import Converters


@dataclass(frozen=True)
class Contribution:
    """A plugin, its version, and how much of what it contributes; or why it contributes nothing."""

    name: str
    distribution: str
    version: str
    mappings: int = 0
    adapters: tuple[str, ...] = ()
    converters: tuple[str, ...] = ()
    recipes: tuple[str, ...] = ()
    evidence: int = 0
    error: str | None = None


@dataclass(frozen=True)
class Registry:
    """The entries of all plugins, sorted by name, and what is needed to check them."""

    entries: tuple[Located, ...] = ()
    converters: Converters = field(default_factory=dict)
    dialects: dict[str, Dialect] = field(default_factory=dict)
    adapters: dict[str, Path] = field(default_factory=dict)
    """For each framework the source file of its adapter."""
    recipes: dict[str, Path] = field(default_factory=dict)
    evidence: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    """Every mapping file, the broken ones too."""
    places: tuple[Path, ...] = ()
    """The files and folders that the plugins named for mappings and evidence."""
    plugins: tuple[Contribution, ...] = ()
    problems: tuple[Problem, ...] = ()

    def reverse(self, api: str) -> list[tuple[Located, Counterpart]]:
        """The entries that have ``api`` as a counterpart."""
        return [
            (located, counterpart)
            for located in self.entries
            for counterpart in located.entry.counterparts
            if counterpart.api == api
        ]

    def frameworks(self) -> list[str]:
        """Every framework that some entry speaks of."""
        return sorted(
            {framework_of(each.api) for each in self.entries}
            | {each.entry.target for each in self.entries}
        )
