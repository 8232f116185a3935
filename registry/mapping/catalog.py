"""Everything that the plugins contributed, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from registry.language.dialects import Dialect
from registry.mapping.algorithms import Oracle
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart, framework_of
from registry.mapping.surfaces import History
from registry.mapping.translate import Converters
from registry.problems import Problem


@dataclass(frozen=True)
class Contribution:
    """A plugin, its version, and how much of what it contributes; or why it contributes nothing."""

    name: str
    distribution: str
    version: str
    mappings: int = 0
    adapters: tuple[str, ...] = ()
    converters: tuple[str, ...] = ()
    oracles: tuple[str, ...] = ()
    recipes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
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
    oracles: dict[str, Oracle] = field(default_factory=dict)
    recipes: dict[str, Path] = field(default_factory=dict)
    examples: dict[str, Path] = field(default_factory=dict)
    """For each example the folder with its programs, ``on_torch.py`` and so on."""
    evidence: tuple[Path, ...] = ()
    surfaces: History = field(default_factory=dict)
    traces: dict[str, Path] = field(default_factory=dict)
    """For a framework the folder of its recorded answers, for those who do not have it."""
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

    def names(self) -> set[str]:
        """Every name that stands for something: APIs, their aliases and their counterparts."""
        known = {located.api for located in self.entries}
        for located in self.entries:
            known.update(located.entry.aliases)
            known.update(each.api for each in located.entry.counterparts)
        return known

    def program(self, example: str, framework: str) -> str:
        """The source of an example's program for a framework.

        Raises ``LookupError`` with one sentence when no plugin contributes it.
        """
        if example not in self.examples:
            known = ", ".join(sorted(self.examples)) or "none"
            raise LookupError(f"no plugin contributes the example {example}; there are {known}")
        path = self.examples[example] / f"on_{framework}.py"
        if not path.is_file():
            raise LookupError(f"the example {example} has no on_{framework}.py")
        return path.read_text(encoding="utf-8")

    def frameworks(self) -> list[str]:
        """Every framework that some entry speaks of."""
        return sorted(
            {framework_of(each.api) for each in self.entries}
            | {each.entry.target for each in self.entries}
        )
